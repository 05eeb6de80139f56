"""The command: options in, outcome and exit code out; no logic."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from scraper import log
from scraper.archive import Recording
from scraper.asof import go_back
from scraper.changes import export_changes, told_since
from scraper.charset import decode
from scraper.crawl import run_crawl
from scraper.doctor import examine
from scraper.errors import KatalogError, PageFault, UsageError
from scraper.fetch import Fetcher
from scraper.locate import KINDS, locate
from scraper.models import Run
from scraper.morning import Wishes, tell, write_whole
from scraper.options import (
    POLICY,
    Accept,
    ArchiveDir,
    AsOf,
    BaseUrl,
    Concurrency,
    Db,
    Delay,
    MaxBytes,
    NoAttachments,
    Record,
    Replay,
    Silent,
    Verbose,
    WithPackages,
    read_settings,
    site_address,
)
from scraper.orders import ordering, showing
from scraper.parse import vocabulary as labels
from scraper.parse.dispatch import Kind, as_json, read_page
from scraper.parse.result import Page
from scraper.plan import Plan
from scraper.prices import export_prices
from scraper.progress import shown_progress
from scraper.prune import prune, read_age
from scraper.rebuild import run_rebuild
from scraper.refresh import run_refresh
from scraper.serve import check_port, serve_command
from scraper.settings import OFFICIAL, Settings
from scraper.show import find_record, lines_of
from scraper.store import open_for_reading
from scraper.terminal import Paper, guarded

app = typer.Typer(
    help="Mirror Digitaliseringskataloget into SQLite, browse it with Datasette, export prices.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)

_SHOWN = 40
"""Parts shown after a run."""


@app.command()
@guarded
def crawl(
    terms: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TERM]...", help="What to search for [SF1590A SF1590B SF1590D]."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Read the whole catalogue from its list instead.")
    ] = False,
    db: Db = Path("catalog.db"),
    base_url: BaseUrl = None,
    delay: Delay = POLICY.delay,
    concurrency: Concurrency = POLICY.concurrency,
    archive: ArchiveDir = None,
    replay: Replay = None,
    record: Record = None,
    no_attachments: NoAttachments = False,
    packages: WithPackages = False,
    max_bytes: MaxBytes = POLICY.max_bytes,
    accept: Accept = False,
    quiet: Silent = False,
    verbose: Verbose = False,
) -> None:
    """Search for each term and read every integration part, its services and attachments.

    Example: katalog crawl SF1590B --db catalog.db
    """
    settings = read_settings(
        db,
        base_url,
        delay,
        concurrency,
        archive,
        replay,
        record,
        no_attachments,
        max_bytes,
        packages,
    )
    if any(not term.strip() for term in terms or ()):
        raise UsageError("a search term is empty; write one as SF1590B")
    if everything and terms:
        raise UsageError("give search terms or --all, not both")
    wanted = tuple(terms or labels.DEFAULT_TERMS)
    if settings.base_url == OFFICIAL and not settings.contact and not quiet:
        typer.echo("Set KATALOG_CONTACT, so that the source can reach you.", err=True)
    with shown_progress(quiet=quiet) as progress:
        plan = Plan(wanted, everything, accept=accept)
        run = run_crawl(settings, plan, progress=progress)
    if not quiet:
        _tell_run(settings, run, verbose=verbose)


@app.command()
@guarded
def refresh(
    accept: Accept = False,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            help="Write what changed, or why nothing was published: .txt, .html, .json or .atom.",
        ),
    ] = None,
    notify: Annotated[
        str | None,
        typer.Option(
            "--notify",
            metavar="URL",
            envvar="KATALOG_NOTIFY",
            help="Send the report there (an apprise address; needs apprise installed).",
        ),
    ] = None,
    metrics: Annotated[
        Path | None, typer.Option("--metrics", help="Write the run's figures for Prometheus.")
    ] = None,
    log_json: Annotated[
        bool, typer.Option("--log-json", help="Log events on stderr as JSON, not key=value.")
    ] = False,
    db: Db = Path("catalog.db"),
    base_url: BaseUrl = None,
    delay: Delay = POLICY.delay,
    concurrency: Concurrency = POLICY.concurrency,
    archive: ArchiveDir = None,
    replay: Replay = None,
    record: Record = None,
    no_attachments: NoAttachments = False,
    packages: WithPackages = False,
    max_bytes: MaxBytes = POLICY.max_bytes,
    quiet: Silent = False,
    verbose: Verbose = False,
) -> None:
    """Crawl again everything that is watched, asking only for what changed: the nightly job.

    Example: katalog refresh --report /var/www/katalog.html
    """
    settings = read_settings(
        db,
        base_url,
        delay,
        concurrency,
        archive,
        replay,
        record,
        no_attachments,
        max_bytes,
        packages,
    )
    if log_json or not sys.stderr.isatty():
        log.switch_on(as_json=log_json, quiet=quiet)
    wishes = Wishes(report, notify, metrics)
    wishes.check()
    try:
        with shown_progress(quiet=quiet) as progress:
            run = run_refresh(settings, accept=accept, progress=progress)
    except KatalogError as fault:
        _warn(tell(settings, wishes, fault))
        raise
    _warn(tell(settings, wishes, run))
    if not quiet:
        _tell_run(settings, run, verbose=verbose)


def _warn(faults: list[str]) -> None:
    for fault in faults:
        typer.echo(f"katalog: {fault}", err=True)


def _tell_run(settings: Settings, run: Run, *, verbose: bool) -> None:
    store = open_for_reading(settings.db)
    try:
        problems = store.rows("SELECT kind, url, message FROM problems WHERE run_id = ?", run.id)
        rows = store.rows(
            """
            SELECT p.code, p.title, p.version, p.status, COUNT(l.service_id) AS services,
                   MIN(s.unit_price_oere) AS oere, s.unit_price_text AS price
            FROM integration_parts AS p
            LEFT JOIN part_support_services AS l ON l.part_code = p.code
            LEFT JOIN support_services AS s ON s.id = l.service_id
            WHERE p.last_seen = ? GROUP BY p.code ORDER BY p.code LIMIT ?
            """,
            run.started_at,
            _SHOWN,
        )
    finally:
        store.close()
    table = Table("Kode", "Titel", "Version", "Status", "Ydelser", "Enhedspris", box=None)
    for row in rows:
        names = ("code", "title", "version", "status", "services", "price")
        table.add_row(*(str(row[name] or "") for name in names))
    Paper().print(table)
    if len(rows) == _SHOWN:
        typer.echo(f"… kun de første {_SHOWN} integrationsdele er vist.")
    typer.echo(
        f"Kørsel {run.id}: {run.parts} integrationsdele, {run.services} supportydelser, "
        f"{run.attachments} bilag; {run.changes} ændringer, {len(problems)} problemer; "
        f"{run.requests} forespørgsler."
    )
    if run.base_url != OFFICIAL:
        typer.echo(f"DEMONSTRATIONSDATA, ikke det rigtige katalog: {run.origin}")
    for row in problems if verbose else []:
        typer.echo(f"{row['kind']}: {row['message']} ({row['url']})", err=True)


@app.command()
@guarded
def rebuild(
    db: Db = Path("catalog.db"),
    archive: ArchiveDir = None,
    quiet: Silent = False,
    verbose: Verbose = False,
) -> None:
    """Read every archived page again with today's parsers, without network.

    Example: katalog rebuild --db catalog.db
    """
    settings = Settings(db=db, archive=archive)
    with shown_progress(quiet=quiet) as progress:
        runs = run_rebuild(settings, progress=progress)
    if not quiet:
        for run in runs:
            _tell_run(settings, run, verbose=verbose)


class Form(StrEnum):
    """Formats in which changes are told."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    ATOM = "atom"


@app.command()
@guarded
def changes(
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="From that day on (UTC).")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="How to write them.")] = Form.TEXT,
    db: Db = Path("catalog.db"),
    quiet: Silent = False,
    verbose: Verbose = False,
) -> None:
    """Show what changed, newest first.

    Example: katalog changes --since 2026-11-01 --format csv
    """
    with closing(open_for_reading(db)) as store:
        if form != Form.TEXT:
            _put(export_changes(store, since, form.value))
            return
        told = told_since(store, since)
    table = Table("Dato", "Integration", "Ændring", box=None)
    for each in told:
        text = each.text if each.cause == "site" else f"{each.text} (kun vores læsning)"
        table.add_row(each.detected_at[:10], " ".join(each.integrations), text)
    if told:
        Paper().print(table)
    elif not quiet:
        typer.echo("Ingen ændringer.")


def _put(body: bytes) -> None:
    """Write data to stdout as it is."""
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()


archive_app = typer.Typer(help="Keep the archive in order.", no_args_is_help=True)
app.add_typer(archive_app, name="archive")


@archive_app.command("prune")
@guarded
def archive_prune(
    keep: Annotated[
        str, typer.Option("--keep", metavar="AGE", help="What is younger stays: 90d, 12w, 2y.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would go, and remove nothing.")
    ] = False,
    db: Db = Path("catalog.db"),
    archive: ArchiveDir = None,
    quiet: Silent = False,
    verbose: Verbose = False,
) -> None:
    """Remove old files of the archive that no live value points to any more.

    Example: katalog archive prune --keep 90d
    """
    pruned = prune(Settings(db=db, archive=archive), read_age(keep), dry_run=dry_run)
    if quiet:
        return
    for name in pruned.removed:
        typer.echo(name)
    verb = "Ville slette" if dry_run else "Slettede"
    typer.echo(
        f"{verb} {len(pruned.removed)} filer ({pruned.bytes / 1e6:.1f} MB); "
        f"{len(pruned.needed)} ældre filer er der stadig brug for."
    )


@app.command()
@guarded
def prices(
    db: Db = Path("catalog.db"),
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="File; its ending picks .csv, .xlsx, .json or .parquet."
        ),
    ] = None,
    excel: Annotated[bool, typer.Option("--excel", help="CSV as a Danish Excel opens it.")] = False,
    history: Annotated[
        bool, typer.Option("--history", help="Every price a service had, and when.")
    ] = False,
    as_of: AsOf = None,
    quiet: Silent = False,
    verbose: Verbose = False,
) -> None:
    """Write the support-service prices, as CSV on stdout or to a file.

    Example: katalog prices --excel -o priser.csv
    """
    if history and as_of:
        raise UsageError("give --history or --as-of, not both")
    store = open_for_reading(db)
    try:
        if as_of:
            go_back(store, as_of)
        view = "price_history" if history else "support_service_prices"
        body = export_prices(store, output, excel=excel, view=view)
    finally:
        store.close()
    if output is None:
        _put(body)
        return
    try:
        write_whole(output, body)
    except OSError as fault:
        raise UsageError(f"cannot write {output}: {fault.strerror}") from fault
    if not quiet:
        typer.echo(f"Skrev {output}", err=True)


@app.command()
@guarded
def show(
    code: Annotated[str, typer.Argument(help="A code in any spelling, or a service's name.")],
    as_of: AsOf = None,
    db: Db = Path("catalog.db"),
    quiet: Silent = False,
    verbose: Verbose = False,
) -> None:
    """Show one integration, part or support service.

    Example: katalog show sf1590b01
    """
    store = open_for_reading(db)
    try:
        if as_of:
            go_back(store, as_of)
        model, row = find_record(store, code)
        pairs = lines_of(store, model, row)
    finally:
        store.close()
    table = Table(box=None, show_header=False)
    table.add_column(style="bold", max_width=34)
    table.add_column(overflow="fold")
    for label, value in pairs:
        table.add_row(label, value)
    Paper(120).print(table)


@app.command()
@guarded
def read(
    source: Annotated[str, typer.Argument(metavar="URL-OR-FILE", help="The page to read.")],
    url: Annotated[str, typer.Option("--url", help="The address a file came from.")] = "",
    kind: Annotated[Kind | None, typer.Option("--kind", help="Overrules the guess.")] = None,
    db: Db = Path("catalog.db"),
    base_url: BaseUrl = None,
    delay: Delay = POLICY.delay,
    concurrency: Concurrency = POLICY.concurrency,
    archive: ArchiveDir = None,
    replay: Replay = None,
    record: Record = None,
    no_attachments: NoAttachments = False,
    max_bytes: MaxBytes = POLICY.max_bytes,
    quiet: Silent = False,
    verbose: Verbose = False,
) -> None:
    """Run the parser that fits on one page and print the record as JSON.

    Example: katalog read side.html --url https://digitaliseringskataloget.dk/integration/sf1590b01
    """
    settings = read_settings(
        db, base_url, delay, concurrency, archive, replay, record, no_attachments, max_bytes
    )
    page = _page_online(settings, source) if "://" in source else _page_from_file(source, url)
    try:
        typer.echo(as_json(*read_page(page, kind)))
    except PageFault as fault:
        raise UsageError(f"not a page of this kind: {fault}") from fault


def _page_from_file(source: str, url: str) -> Page:
    try:
        body = Path(source).read_bytes()
    except OSError as fault:
        raise UsageError(f"cannot read {source}: {fault.strerror}") from fault
    return Page(url or f"{OFFICIAL}/", decode(body, None))


def _page_online(settings: Settings, url: str) -> Page:
    replay = settings.replay
    recording = Recording(replay.parent, [replay.name]) if replay else None
    fetcher = Fetcher(settings, None, replay=recording)
    if not fetcher.scope.allows(site_address(url)):
        fetcher.close()
        raise UsageError(f"{url} is not on {settings.base_url}; say with --base-url what site is")
    try:
        answer = fetcher.get(url)
    finally:
        fetcher.close()
    return Page(answer.url, decode(answer.body, answer.charset))


@app.command(name="locate")
@guarded
def locate_link(
    url: Annotated[str, typer.Argument(metavar="URL", help="A link that leads nowhere any more.")],
    db: Db = Path("catalog.db"),
    quiet: Silent = False,
    verbose: Verbose = False,
) -> None:
    """Say what an old link is now, by its content, its file's name or its words.

    Example: katalog locate "https://digitaliseringskataloget.dk/files/x/Vejledning.pdf"
    """
    with closing(open_for_reading(db)) as store:
        found = locate(store, url)
    if not found:
        raise UsageError("nothing in the database is like it; 'katalog crawl' fetches more")
    table = Table(box=None)
    for title in ("Hvad", "Navn nu", "Hvorfor", "Adresse", "SHA-256"):
        table.add_column(title, overflow="fold")
    for each in found:
        row = (KINDS[each.table], each.name, each.reason, each.url or each.key)
        table.add_row(*row, (each.sha256 or "")[:16])
    Paper(400).print(table)


@app.command()
@guarded
def serve(
    db: Db = Path("catalog.db"),
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port.")] = 8001,
    sql: Annotated[
        bool, typer.Option("--sql", help="Let readers ask in SQL of their own.")
    ] = False,
    download: Annotated[
        bool, typer.Option("--download", help="Let readers download the database.")
    ] = False,
    quiet: Silent = False,
    verbose: Verbose = False,
) -> None:
    """Serve the database with Datasette and this project's configuration.

    Example: katalog serve --port 8001
    """
    open_for_reading(db).close()
    check_port(host, port)
    command = serve_command(db, host, port, sql=sql, download=download)
    if "--immutable" in command and not quiet:
        typer.echo(
            f"katalog: {db.absolute().parent} cannot be written to by this user; "
            "what later runs publish is seen after a restart",
            err=True,
        )
    os.execv(command[0], command)  # noqa: S606 - so that signals reach Datasette itself


@app.command()
@guarded
def doctor(
    online: Annotated[
        bool, typer.Option("--online", help="Also ask the source: robots, search, one page each.")
    ] = False,
    db: Db = Path("catalog.db"),
    base_url: BaseUrl = None,
    delay: Delay = POLICY.delay,
    concurrency: Concurrency = POLICY.concurrency,
    archive: ArchiveDir = None,
    replay: Replay = None,
    record: Record = None,
    no_attachments: NoAttachments = False,
    max_bytes: MaxBytes = POLICY.max_bytes,
    quiet: Silent = False,
    verbose: Verbose = False,
) -> None:
    """Check the set-up, the database, the lock, the archive and, with --online, the source.

    Example: katalog doctor --online
    """
    settings = read_settings(
        db, base_url, delay, concurrency, archive, replay, record, no_attachments, max_bytes
    )
    code = 0
    for check in examine(settings, online=online):
        code = code or (0 if check.ok else check.code)
        if not check.ok or not quiet:
            typer.echo(f"{'ok  ' if check.ok else 'LOOK'}  {check.name}: {check.seen}")
        if not check.ok and check.advice:
            typer.echo(f"      what to do: {check.advice}")
        for line in check.details if not check.ok or not quiet else ():
            typer.echo(f"        {line}")
    if code:
        raise typer.Exit(code)


app.command(name="order")(ordering.order)
app.command(name="facts")(showing.facts)
app.command(name="form")(showing.form)


def main() -> None:
    """Run the command."""
    if sys.stdout is None:  # closed by who called us
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - until the end
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    app(prog_name="katalog")
