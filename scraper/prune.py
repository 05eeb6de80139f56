"""Making room in the archive: old files go, but for those that a live value still points to."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from scraper.archive import run_files
from scraper.errors import UsageError
from scraper.lock import only_run
from scraper.plan import INSTANT
from scraper.settings import Settings
from scraper.store import Store, open_for_reading

_DAYS = {"d": 1, "w": 7, "y": 365}
_OLDEST = 100 * 365
_STAMP = re.compile(r"katalog-(\d{8}T\d{6}Z)")


@dataclass(frozen=True, slots=True)
class Pruned:
    """What went, what was old enough but is still pointed to, and the bytes set free."""

    removed: tuple[str, ...]
    needed: tuple[str, ...]
    bytes: int


def read_age(text: str) -> timedelta:
    """Read `90d`, `12w` or `2y`. Raises `UsageError`."""
    found = re.fullmatch(r"(\d{1,5})([dwy])", text.strip())
    if found is None:
        raise UsageError(f"'{text}' is no age; write it as 90d, 12w or 2y")
    days = int(found[1]) * _DAYS[found[2]]
    if days > _OLDEST:
        raise UsageError(f"'{text}' is older than any archive; the most is 100y")
    return timedelta(days=days)


def prune(
    settings: Settings,
    keep: timedelta,
    *,
    dry_run: bool = False,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Pruned:
    """Remove the archive's files that are older than `keep` and that nothing live points to.

    A live value points to the answer it was last read from. The last good run's file is kept too,
    with those in which its answers' bodies stand: it holds the way in. In `fetches`, the places of
    what went become null. Raises `UsageError`, `Locked`.
    """
    open_for_reading(settings.db).close()
    folder = settings.archive_folder
    oldest = (now() - keep).strftime("%Y%m%dT%H%M%SZ")
    try:
        with only_run(settings.db, "archive prune"), closing(Store(settings.db)) as store:
            kept = _pointed_to(store)
            old = [name for name in run_files(folder) if _stamp(name) < oldest]
            gone = [name for name in old if name not in kept]
            size = sum((folder / name).stat().st_size for name in gone)
            for name in gone if not dry_run else ():
                store.forget_file(name)
                (folder / name).unlink()
    except OSError as fault:
        raise UsageError(f"cannot prune {folder}: {fault}") from fault
    return Pruned(tuple(gone), tuple(name for name in old if name in kept), size)


def _stamp(name: str) -> str:
    """Give when a file's run began; a file that is not named by us is never old."""
    found = _STAMP.match(name)
    return found[1] if found else datetime.max.strftime(INSTANT)


def _pointed_to(store: Store) -> set[str]:
    rows = store.rows(
        """
        WITH last AS (
            SELECT MAX(id) AS id FROM runs WHERE verdict = 'good' AND archive_file IS NOT NULL)
        SELECT warc_file AS file FROM pages WHERE warc_file IS NOT NULL
        UNION SELECT body_file FROM pages WHERE body_file IS NOT NULL
        UNION SELECT archive_file FROM runs WHERE id = (SELECT id FROM last)
        UNION SELECT body_file FROM fetches
        WHERE run_id = (SELECT id FROM last) AND body_file IS NOT NULL
        """
    )
    return {row["file"] for row in rows if row["file"]}
