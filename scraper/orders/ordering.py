"""The command `order`: options in, files out, nothing sent."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from scraper.errors import UsageError
from scraper.figures import DANISH_TIME, counted
from scraper.morning import write_whole
from scraper.options import ArchiveDir, Db, Silent, Verbose
from scraper.orders.facts import read_facts, rows_for, sheet_for
from scraper.orders.order import Order, Wished, chosen_rows, fill_form, known_facts
from scraper.orders.ordered import FormFile, Ordered, find_form, find_ordered, read_form_file
from scraper.orders.remembered import UsedForm, remember_form, remembered_forms
from scraper.orders.showing import Kommune, read_given
from scraper.orders.summary import as_mail, as_markdown, form_news
from scraper.orders.wishes import OrderSettings, read_settings
from scraper.orders.workbook import Row, Sheet, Workbook
from scraper.settings import Settings
from scraper.store import Store, open_for_reading
from scraper.terminal import guarded

_SPREADSHEET = "Regneark med tekniske informationer"
_PRIVATE = 0o600
"""Who may read the files: addresses and contacts are the municipality's own."""
_PLACEHOLDERS = {"--kommune": "NAVN", "--bestillings-id": "ID"}
"""What stands in the command that the reading room shows."""
FormOption = Annotated[
    Path | None,
    typer.Option("--form", metavar="FILE.docx", help="A form that is not in the mirror."),
]


@guarded
def order(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="The integration part, as SF1590_B_01.")
    ] = None,
    service: Annotated[
        str | None, typer.Option("--service", metavar="NAME", help="The support service's name.")
    ] = None,
    kommune: Kommune = None,
    order_id: Annotated[
        str | None,
        typer.Option("--bestillings-id", metavar="ID", help="The id that KOMBIT sent."),
    ] = None,
    facts: Annotated[
        Path | None,
        typer.Option("--facts", metavar="FILE.xlsx", help="The municipality's technical facts."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Folder for the files.")
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option("--sheet", metavar="NAME", help="The spreadsheet's sheet, where several fit."),
    ] = None,
    form: FormOption = None,
    at: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="When it is ordered [today].")
    ] = None,
    line: Annotated[
        int | None,
        typer.Option("--line", metavar="N", help="Line of the spreadsheet, where it has several."),
    ] = None,
    all_lines: Annotated[
        bool, typer.Option("--all-lines", help="Use all the municipality's lines.")
    ] = False,
    settings: Annotated[
        Path | None,
        typer.Option("--settings", metavar="FILE.toml", help="Settings [order.toml, if there]."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show it here; write no file.")
    ] = False,
    db: Db = Path("catalog.db"),
    archive: ArchiveDir = None,
    quiet: Silent = False,
    verbose: Verbose = False,
) -> None:
    """Fill in the order form of a support service, with a mail to send it; nothing is sent.

    Example: katalog order SF1590_B_01 --kommune Aarhus --bestillings-id 4711
    --facts "ØIR - Tekniske informationer pr. kommune.xlsx" --output bestilling
    """
    if line is not None and all_lines:
        raise UsageError("give --line or --all-lines, not both")
    own = read_settings(settings)
    day = _date(at)
    own.calendar().is_working_day(day)  # says at once if the year is not known
    with closing(open_for_reading(db)) as store:
        code = _asked(code, "CODE", "Integrationsdel, fx SF1590_B_01")
        ordered = _ordered(store, code, service)
        kommune = _asked(kommune, "--kommune", "Kommune")
        order_id = _asked(order_id, "--bestillings-id", "Bestillings-id")
        given = _asked(str(facts) if facts else None, "--facts", _SPREADSHEET)
        book = None if facts else _book(given)
        if output is None and not dry_run:
            output = Path(_asked(None, "--output", "Mappe til filerne"))
        book = book or read_given(Path(given), read_facts)
        found_sheet, rows = _rows(book, ordered, sheet, kommune)
        choose = _choose if sys.stdin.isatty() else None
        rows = chosen_rows(rows, line, choose, every=all_lines)
        folder = archive or Settings(db=db).archive_folder
        file = read_form_file(form) if form else find_form(store, folder, ordered)
    wished = Wished(ordered.part["code"], ordered.service["name"] or "", kommune, order_id, day)
    made = _made(wished, ordered, found_sheet, rows, file, own)
    last = remembered_forms(db).get(ordered.service["id"])
    if dry_run or output is None:
        typer.echo(as_markdown(made, last), nl=False)
        return
    _write(made, last, output)
    _remember(db, made)
    if not quiet:
        for sentence in filter(None, (form_news(made, last), made.ordered.warning)):
            typer.echo(sentence)
        missing = len(made.match.missing) + len(made.refused)
        typer.echo(f"Skrev {made.filled_name}, bestilling.eml og bestilling.md i {output}.")
        told = "Alle felter, der blev fundet, er udfyldt"
        if missing:
            told = f"{counted(missing, 'felt', 'felter')} mangler endnu"
        typer.echo(f"{told}; se bestilling.md.")
        typer.echo("Intet er sendt: se formularen efter, og send den selv.")


def _made(
    wished: Wished,
    ordered: Ordered,
    sheet: Sheet,
    rows: Sequence[Row],
    file: FormFile,
    own: OrderSettings,
) -> Order:
    known = known_facts(wished, ordered, sheet, rows)
    about = [ordered.service_name, ordered.part_name, ordered.integration_name or ""]
    about.append(rows[0].municipality)
    filled, match, refused = fill_form(file, known, own, about)
    return Order(
        wished=wished,
        ordered=ordered,
        kommune=rows[0].municipality,
        sheet=sheet,
        rows=rows,
        form=file,
        filled=filled,
        match=match,
        refused=refused,
        settings=own,
    )


def _ordered(store: Store, code: str, service: str | None) -> Ordered:
    """Find what is ordered; on a terminal, ask for the service where there are several."""
    try:
        return find_ordered(store, code, service)
    except UsageError as fault:
        if service is not None or not sys.stdin.isatty() or "--service" not in str(fault):
            raise
        typer.echo(str(fault), err=True)
        return find_ordered(store, code, typer.prompt("Supportydelse", err=True))


def _rows(
    book: Workbook, ordered: Ordered, sheet: str | None, kommune: str
) -> tuple[Sheet, list[Row]]:
    """Find a municipality's lines; on a terminal, ask again for one that is not there."""
    while True:
        found = _sheet(book, ordered, sheet)
        try:
            return found, rows_for(found, kommune)
        except UsageError as fault:
            if not sys.stdin.isatty():
                raise
            typer.echo(f"katalog: {fault}", err=True)
            kommune = typer.prompt("Kommune", err=True)


def _book(path: str) -> Workbook:
    """Read the spreadsheet that was asked for; ask again where it cannot be read."""
    while True:
        try:
            return read_given(Path(path), read_facts)
        except UsageError as fault:
            typer.echo(f"katalog: {fault}", err=True)
            path = _asked(None, "--facts", _SPREADSHEET)


def _sheet(book: Workbook, ordered: Ordered, name: str | None) -> Sheet:
    """Give the sheet that is named, or the integration's. Raises `UsageError`."""
    if name is None:
        return sheet_for(book, ordered.part["code"], ordered.integration_name)
    wanted = name.strip().casefold()
    found = [each for each in book.sheets if each.name.strip().casefold() == wanted]
    if not found or found[0].municipality is None:
        shown = (each for each in book.sheets if each.municipality and not each.hidden)
        names = ", ".join(f"'{each.name}'" for each in shown)
        raise UsageError(f"'{name}' is no sheet with municipalities: there are {names or 'none'}")
    if found[0].hidden:
        raise UsageError(f"the sheet '{found[0].name}' is hidden: show it in Excel and save")
    return found[0]


def _asked(value: str | None, option: str, question: str) -> str:
    """Give a value, asked for where it is not given. Raises `UsageError` off a terminal."""
    if value is None and sys.stdin.isatty():
        value = typer.prompt(question, err=True)
    if value is None or not value.strip():
        raise UsageError(f"{option} is missing; 'katalog order --help' shows an example")
    value = value.strip().strip("\"'")
    if not value.isprintable():
        raise UsageError(f"{option} holds signs that cannot be printed; write it on one line")
    if value == _PLACEHOLDERS.get(option):
        raise UsageError(f"{option} is still '{value}', which stands for your own")
    return value


def _choose(rows: Sequence[Row]) -> int | None:
    """Show a municipality's lines and ask for one; None for all."""
    typer.echo("Kommunen har flere linjer i regnearket:", err=True)
    for row in rows:
        told = "; ".join(f"{name}: {value}" for name, value in row.facts.items() if value)
        typer.echo(f"  {row.line}: {told}", err=True)
    lines = [str(row.line) for row in rows]
    while True:
        answer = typer.prompt("Hvilken linje (eller »alle«)", err=True).strip()
        if answer.casefold() == "alle":
            return None
        if answer in lines:
            return int(answer)
        typer.echo(f"Svar med {', '.join(lines)} eller alle.", err=True)


def _date(text: str | None) -> date:
    if text is None:
        return datetime.now(DANISH_TIME).date()
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
        with suppress(ValueError):
            return datetime.strptime(text, form).date()
    raise UsageError(f"'{text}' is not a date; write it as 2026-11-25")


def _write(made: Order, last: UsedForm | None, folder: Path) -> None:
    """Write the three files; over none that is there. Raises `UsageError`."""
    contents = {
        made.filled_name: made.filled,
        "bestilling.eml": as_mail(made),
        "bestilling.md": as_markdown(made, last).encode(),
    }
    there = [name for name in contents if (folder / name).exists()]
    if there:
        raise UsageError(f"{folder / there[0]} is there already; choose another --output")
    is_new = not folder.exists()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in contents.items():
            write_whole(folder / name, content, _PRIVATE)
    except OSError as fault:
        with suppress(OSError):  # half an order would stand in the way of the next try
            for name in contents:
                (folder / name).unlink(missing_ok=True)
            if is_new:
                folder.rmdir()
        raise UsageError(f"cannot write in {folder}: {fault.strerror}") from fault


def _remember(db: Path, made: Order) -> None:
    """Keep which form was used, where that can be kept; the order is made without it too."""
    used = UsedForm(made.form.name, made.form.sha256, made.wished.date.isoformat())
    try:
        remember_form(db, made.ordered.service["id"], used)
    except OSError as fault:
        typer.echo(
            f"katalog: which form was used is not kept ({fault.strerror}), "
            "so the next order cannot tell whether it changed",
            err=True,
        )
