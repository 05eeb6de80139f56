"""The order of work: gather, judge, publish. Here an exception becomes an outcome."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from scraper import __version__, balance, checks, log
from scraper.archive import (
    OPEN,
    Archive,
    Recording,
    free_name,
    keep_recording,
    mend,
    unfinished_files,
    whole_recording,
)
from scraper.errors import KatalogError, NotBelievable, UsageError
from scraper.fetch import Fetcher
from scraper.gather import SERVICE_COLUMNS, Gathering
from scraper.lock import only_run
from scraper.models import Integration, Run
from scraper.parse.part import EXPECTED
from scraper.plan import INSTANT, Plan, Progress, Quiet, all_terms
from scraper.publish import Judge, keep, publish
from scraper.settings import Settings
from scraper.store import Contents, DatabaseError, Store
from scraper.visit import Visits

FRESH = timedelta(hours=12)  # what a killed run got is used by the same night's next try only

CLOCK_SLACK = timedelta(minutes=1)  # two runs in one second are no sign of a clock set back


def run_crawl(
    settings: Settings,
    plan: Plan,
    *,
    progress: Progress | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Run:
    """Crawl and publish. Gives the run as it stands in `runs`.

    Raises `KatalogError`; a run that got as far as the source is kept all the same.
    """
    if not settings.db.absolute().parent.is_dir():
        raise UsageError(
            f"there is no folder {settings.db.parent}; make it, or choose another --db"
        )
    try:
        with only_run(settings.db, plan.command), closing(Store(settings.db)) as store:
            if settings.replay is not None:
                recording = whole_recording(settings.replay)
                plan = replace(plan, recording=recording)
                keep_recording(settings.replay, settings.archive_folder)
            _refuse_mixing(store, settings)
            return _run(settings, plan, progress or Quiet(), now, store)
    except OSError as fault:
        raise UsageError(f"cannot write: {fault}") from fault
    except DatabaseError as fault:
        raise UsageError(f"cannot write to {settings.db}: {fault}") from fault


def _refuse_mixing(store: Store, settings: Settings) -> None:
    """Keep what was read from one site apart from what was read from another."""
    others = store.rows(
        "SELECT base_url FROM runs WHERE verdict = 'good' AND base_url != ? LIMIT 1",
        settings.base_url,
    )
    if others:
        raise UsageError(
            f"{settings.db} holds what was read from {others[0]['base_url']}, and is not to be "
            f"mixed with {settings.base_url}; choose another --db, or move the file away"
        )


def _run(
    settings: Settings,
    plan: Plan,
    progress: Progress,
    now: Callable[[], datetime],
    store: Store,
) -> Run:
    latest = _latest(store)
    started_at = plan.started_at or _later(now(), latest)
    replayed = plan.recording is not None
    resumed = None if replayed or settings.record else _resume(settings, store, started_at)
    info = _info(settings, plan, started_at, resumed)
    archive = recorder = None
    if settings.record is not None:
        if settings.record.exists():
            raise UsageError(f"{settings.record} is there already; choose another name")
        if not settings.record.absolute().parent.is_dir():
            raise UsageError(f"there is no folder {settings.record.parent}; make it first")
        recorder = Archive(settings.record, info, started_at)
    if not replayed:
        archive = Archive(free_name(settings.archive_folder, started_at), info, started_at)
    contents = Contents(settings.db, settings.archive_folder)
    fetcher = Fetcher(
        settings,
        archive,
        replay=plan.recording,
        resumed=resumed,
        recorder=recorder,
        contents=contents,
    )
    folder = plan.recording.folder if plan.recording else settings.archive_folder
    run_id = store.begin()
    visits = Visits(store, fetcher, plan, run_id, settings.policy.concurrency, folder)
    gathering = Gathering(
        settings,
        store,
        visits,
        plan,
        run_id,
        progress,
        whole_list=_wants_whole_list(store, plan, started_at),
        accepted=store.accepted_differences(),
    )
    log.event("run_began", run=run_id, command=plan.command, base_url=settings.base_url)
    if resumed is not None:
        log.event("resumed", files=" ".join(resumed.files), answers=len(resumed))
    if plan.started_at is None and _instant(started_at) - now() > CLOCK_SLACK:
        gathering.problem("clock", None, f"the clock is behind the run of {latest}; is it right?")
    try:
        outcome = _work(gathering)
        run = _describe(gathering, started_at, archive, outcome, now)
        if outcome is None:
            integrations = (
                Integration(code=code, name=name, watched_term=term)
                for code, (name, term) in gathering.integrations.items()
            )
            try:
                run = publish(
                    store,
                    run,
                    integrations,
                    _judge(gathering, store),
                    seen_at=plan.seen_at,
                    everywhere=_looks_everywhere(store, plan),
                )
            except NotBelievable as fault:
                outcome = fault
                for kind, url, message in fault.lost:
                    gathering.problem(kind, url, message)
                run = _describe(gathering, started_at, archive, outcome, now)
        if outcome is not None:
            keep(store, run)
    except BaseException:
        for each in (archive, recorder):
            if each is not None:
                each.abandon()
        raise
    finally:
        fetcher.close()
        contents.close()
    for each in (archive, recorder):
        if each is not None:
            _end(each, run)
    if outcome is not None:
        outcome.run_id = run.id
        log.error("not_published", run=run.id, verdict=run.verdict, reason=str(outcome))
        raise outcome
    log.run_ended(run)
    return run


def watched(store: Store) -> tuple[tuple[str, ...], bool]:
    """Give the terms of all runs that were published, and whether one read the whole catalogue."""
    rows = store.rows("SELECT terms FROM runs WHERE verdict = 'good' ORDER BY id")
    return all_terms(row["terms"] for row in rows)


def _looks_everywhere(store: Store, plan: Plan) -> bool:
    """Say whether a run looks for all that is watched."""
    terms, whole = watched(store)
    return plan.whole or (not whole and set(terms) <= set(plan.terms))


def _wants_whole_list(store: Store, plan: Plan, started_at: str) -> bool:
    """Whether a run reads the whole list beside what it searches for.

    It does when it is the first to look for some term, and once a week.
    """
    terms, whole = watched(store)
    last = store.list_last_read()
    new = not whole and not set(plan.terms) <= set(terms)
    return new or balance.list_is_due(_instant(last) if last else None, _instant(started_at))


def _end(archive: Archive, run: Run) -> None:
    """End the archive's file. What cannot be done now, the next run does: the outcome stands."""
    try:
        archive.close(_ended(run.verdict))
    except OSError as fault:
        log.warning("archive_left_open", file=archive.name, reason=str(fault))
        archive.abandon()


def _judge(gathering: Gathering, store: Store) -> Judge:
    """Give the judge of a run and of what it does to the catalogue.

    One who accepts has looked already. A run that looks for more than any before finds pages of
    other sorts, which are not held against those that are known.
    """
    plan = gathering.plan
    if plan.accept and gathering.counts.parts:
        return lambda _: []
    reasons = checks.judge(
        gathering.counts,
        store.unknown_labels(before=gathering.run_id),
        _known_empty(store),
    )
    unexplained = balance.open_differences(gathering.differences, gathering.accepted)
    reasons += balance.doubts(unexplained)
    terms, whole = watched(store)
    known = whole or (not plan.whole and set(plan.terms) <= set(terms))
    return lambda rows: reasons + checks.judge_against(rows, rates=known)


def _work(gathering: Gathering) -> KatalogError | None:
    """Do the work; give what ended it, if anything."""
    try:
        gathering.work()
    except KatalogError as fault:
        return fault
    return None


def _known_empty(store: Store) -> dict[tuple[str, str], float]:
    """Give the share of live rows on which an expected field is empty, as last published."""
    shares: dict[tuple[str, str], float] = {}
    for kind, table, names in (
        ("part", "integration_parts", EXPECTED),
        ("service", "support_services", SERVICE_COLUMNS),
    ):
        shares |= {(kind, name): share for name, share in store.empty_shares(table, names).items()}
    return shares


def _latest(store: Store) -> str | None:
    at = store.rows("SELECT MAX(started_at) AS at FROM runs")[0]["at"]
    return str(at) if at else None


def _later(now: datetime, latest: str | None) -> str:
    """Give this run's instant: after every earlier one, even when the clock was set back."""
    at = now.strftime(INSTANT)
    if latest is None or at > latest:
        return at
    return (_instant(latest) + timedelta(seconds=1)).strftime(INSTANT)


def _instant(text: str) -> datetime:
    return datetime.strptime(text, INSTANT).replace(tzinfo=UTC)


def _ended(verdict: str | None) -> dict[str, str]:
    return {"katalog-verdict": verdict or "failed"}


def _resume(settings: Settings, store: Store, started_at: str) -> Recording | None:
    """Mend what killed runs left, and take over what one of them had got of this site, when fresh.

    A run that was killed after it had been kept has nothing left to go on with.
    """
    oldest = _instant(started_at) - FRESH
    found = None
    for path in unfinished_files(settings.archive_folder):
        name = path.name.removesuffix(OPEN)
        kept = store.rows("SELECT verdict FROM runs WHERE archive_file = ?", name)
        recording = mend(path, _ended(kept[0]["verdict"]) if kept else None)
        info = recording.info
        fresh = info.get("katalog-started-at", "") >= oldest.strftime(INSTANT)
        if fresh and not kept and info.get("katalog-base-url") == settings.base_url:
            before = [name for name in _resumed(info) if (path.parent / name).exists()]
            found = Recording(path.parent, [*before, *recording.files])
    return found


def _resumed(info: dict[str, str]) -> list[str]:
    """Give the files of killed runs that a run went on from, by what its file says of itself."""
    return info.get("katalog-resumes", "").split()


def _info(
    settings: Settings, plan: Plan, started_at: str, resumed: Recording | None
) -> dict[str, str]:
    """Give what a run's file in the archive says of itself."""
    info = {
        "software": f"katalog/{__version__}",
        "format": "WARC File Format 1.1",
        "katalog-base-url": settings.base_url,
        "katalog-command": plan.command,
        "katalog-terms": plan.words,
        "katalog-started-at": started_at,
        "katalog-origin": settings.origin,
    }
    if plan.accept:
        info["katalog-accepted"] = "yes"
    if resumed is not None:
        info["katalog-resumes"] = " ".join(resumed.files)
    return info


def _describe(
    gathering: Gathering,
    started_at: str,
    archive: Archive | None,
    outcome: KatalogError | None,
    now: Callable[[], datetime],
) -> Run:
    tally, plan = gathering.visits.fetcher.tally, gathering.plan
    suspect = isinstance(outcome, NotBelievable)
    return Run(
        id=gathering.run_id,
        command=plan.command,
        started_at=started_at,
        finished_at=max(now().strftime(INSTANT), started_at),
        verdict="good" if outcome is None else "suspect" if suspect else "failed",
        exit_code=0 if outcome is None else outcome.exit_code,
        message=(outcome.danish or str(outcome)) if outcome else "offentliggjort",
        base_url=gathering.settings.base_url,
        origin=plan.recording.info.get("katalog-origin")
        if plan.recording
        else gathering.settings.origin,
        terms=plan.words,
        found_by=json.dumps(gathering.found_by, ensure_ascii=False),
        parts=len(gathering.codes),
        services=len(gathering.services),
        attachments=len(gathering.files),
        changes=0,
        problems=gathering.problems,
        requests=tally.requests,
        bytes=tally.bytes,
        share_304=round(tally.not_modified / tally.requests, 6) if tally.requests else None,
        archive_file=archive.name if archive else plan.archive_file,
        slowest_url=tally.slowest_url,
        slowest_ms=round(tally.slowest * 1000) if tally.slowest_url else None,
        robots_sha256=gathering.visits.fetcher.robots_sha256(gathering.settings.base_url),
        program_version=__version__,
    )
