"""One run at a time on a database: the lock, and who holds it since when.

The operating system holds the lock, so that it frees itself when its process dies.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from scraper.errors import Locked
from scraper.plan import INSTANT


@contextmanager
def only_run(db: Path, command: str) -> Iterator[None]:
    """Be the only run on a database. Raises `Locked`, saying since when and by which process."""
    lock = FileLock(_lock_file(db), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise Locked(f"another run is at work on {db}{holder(db)}; wait until it ends") from None
    about = {"pid": os.getpid(), "since": datetime.now(UTC).strftime(INSTANT), "command": command}
    try:
        with suppress(OSError):  # who we are is good to know, no more
            _holder_file(db).write_text(json.dumps(about), encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            _holder_file(db).unlink()
        lock.release()


def holder(db: Path) -> str:
    """Give in words since when the lock is held and by which process, as far as it is known."""
    try:
        about = json.loads(_holder_file(db).read_text(encoding="utf-8"))
        return f" since {about['since']} (process {about['pid']}, katalog {about['command']})"
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def is_free(db: Path) -> bool:
    """Say whether no run holds the lock. Raises `OSError` when it cannot be tried."""
    try:
        with FileLock(_lock_file(db), timeout=0):
            return True
    except Timeout:
        return False


def _lock_file(db: Path) -> Path:
    """Give the lock's file: one for a database, however its path is written."""
    return Path(f"{db.resolve()}.lock")


def _holder_file(db: Path) -> Path:
    return Path(f"{_lock_file(db)}.json")
