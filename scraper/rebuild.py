"""Read the archive again with today's readers, without network.

With a database, the latest archived answers of its good runs are read again, and what differs is
marked as the reader's doing. Without one, every good run in the archive is read again in order, so
that the catalogue comes back with its history.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from scraper.archive import OPEN, Recording, mend, run_files, unfinished_files
from scraper.crawl import run_crawl
from scraper.errors import (
    KatalogError,
    NotBelievable,
    Refused,
    SourceUnreachable,
    UsageError,
)
from scraper.lock import only_run
from scraper.models import Run
from scraper.plan import Plan, Progress, all_terms
from scraper.settings import OFFICIAL, Settings
from scraper.store import Store


def run_rebuild(settings: Settings, *, progress: Progress | None = None) -> list[Run]:
    """Read the archive again; give the runs that were published.

    Raises `UsageError` when there is nothing to read, `KatalogError` as a crawl does.
    """
    folder = settings.archive_folder
    good = _good_runs(settings)
    with only_run(settings.db, "rebuild"):
        for path in unfinished_files(folder):
            verdict = good.get(path.name.removesuffix(OPEN), {}).get("verdict")
            if verdict or not good:  # what another killed run left is the next refresh's to take
                mend(path, {"katalog-verdict": verdict} if verdict else None)
    if good:
        return [_read_latest(settings, list(good.values()), progress)]
    files = run_files(folder)
    if not files:
        raise UsageError(f"there is no archive in {folder}; 'katalog crawl' makes one")
    return _read_in_order(settings, files, progress)


def _good_runs(settings: Settings) -> dict[str, dict[str, str]]:
    """Give the good runs, by their archive file."""
    if not settings.db.exists():
        return {}
    with closing(Store(settings.db)) as store:
        rows = store.rows(
            "SELECT started_at, terms, base_url, archive_file, verdict FROM runs "
            "WHERE verdict = 'good' AND archive_file IS NOT NULL ORDER BY id"
        )
    return {row["archive_file"]: row for row in rows}


def _files_of_good_runs(settings: Settings) -> set[str]:
    """Give the files with the good runs' answers: their own, and those of killed runs resumed."""
    with closing(Store(settings.db)) as store:
        rows = store.rows(
            "SELECT DISTINCT f.warc_file FROM fetches AS f JOIN runs AS r ON r.id = f.run_id "
            "WHERE r.verdict = 'good' AND f.warc_file IS NOT NULL"
        )
    return {row["warc_file"] for row in rows}


def _standing(settings: Settings) -> list[tuple[str, str, int]]:
    """Give (address, file, offset) of each answer that the catalogue was read from as it stands."""
    with closing(Store(settings.db)) as store:
        rows = store.rows(
            "SELECT url, warc_file, warc_offset FROM pages WHERE warc_file IS NOT NULL"
        )
    return [(row["url"], row["warc_file"], row["warc_offset"]) for row in rows]


def _read_latest(settings: Settings, runs: list[dict[str, str]], progress: Progress | None) -> Run:
    folder = settings.archive_folder
    wanted = _files_of_good_runs(settings) | {run["archive_file"] for run in runs}
    files = [name for name in run_files(folder) if name in wanted]
    if not files:
        raise UsageError(f"none of the {len(runs)} runs' archive files is in {folder}")
    recording = Recording(folder, files)
    for url, file, offset in _standing(settings):
        if (folder / file).exists():
            recording.choose(url, file, offset)
    plan = _plan(" ".join(run["terms"] for run in runs), recording)
    plan = replace(plan, cause="reader", seen_at=runs[-1]["started_at"])
    settings = replace(settings, base_url=runs[-1]["base_url"])
    return run_crawl(settings, plan, progress=progress)


def _read_in_order(settings: Settings, files: list[str], progress: Progress | None) -> list[Run]:
    folder = settings.archive_folder
    runs: list[Run] = []
    doubt: KatalogError | None = None
    known: list[str] = []
    for file in files:
        night = Recording(folder, [file])
        info = night.info
        if night.ended.get("katalog-verdict") != "good":
            continue  # killed, or not believed: what it got is no answer to a later 304
        own = [name for name in (*info.get("katalog-resumes", "").split(), file) if name in files]
        known += own
        recording = Recording(folder, list(known), frozenset(own))
        plan = _plan(info.get("katalog-terms", ""), recording)
        plan = replace(
            plan,
            started_at=info.get("katalog-started-at"),
            archive_file=file,
            accept=info.get("katalog-accepted") == "yes",
        )
        base_url = info.get("katalog-base-url", OFFICIAL)
        try:
            runs.append(run_crawl(replace(settings, base_url=base_url), plan, progress=progress))
        except (NotBelievable, SourceUnreachable, Refused) as fault:
            doubt = fault  # today's readers do not believe it: the next may be good
    if not runs:
        raise doubt or UsageError(f"no run in {folder} was good; 'katalog crawl' makes one")
    return runs


def _plan(words: str, recording: Recording) -> Plan:
    terms, whole = all_terms([words])
    return Plan(terms=terms, whole=whole, command="rebuild", recording=recording, anew=True)
