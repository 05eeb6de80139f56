"""Where katalog's processor time goes, in microseconds a page: fetch, archive, read, store.

    python -m bench.split --base-url URL --folder DIR

One crawl of the whole catalogue, with a clock around the doors between the rooms. Prints JSON.
"""

import argparse
import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scraper import crawl, publish
from scraper.archive import Archive
from scraper.fetch import Fetcher
from scraper.parse import part, service
from scraper.plan import Plan
from scraper.settings import Policy, Settings
from scraper.store import Store

spent: dict[str, float] = defaultdict(float)
_inside = threading.local()


def clocked(room: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """Charge a function's processor time to a room, less what it spends in other rooms."""

    def run(*args: Any, **options: Any) -> Any:
        outer = getattr(_inside, "rooms", None)
        _inside.rooms = [room, 0.0]
        began = time.thread_time()
        try:
            return work(*args, **options)
        finally:
            passed = time.thread_time() - began
            spent[room] += passed - _inside.rooms[1]
            if outer is not None:
                outer[1] += passed
            _inside.rooms = outer

    return run


def put_clocks() -> None:
    """Put a clock on every door."""
    Fetcher.get = clocked("fetch", Fetcher.get)  # type: ignore[method-assign]
    Archive.write = clocked("archive", Archive.write)  # type: ignore[method-assign]
    part.parse_part = clocked("read", part.parse_part)
    service.parse_service = clocked("read", service.parse_service)
    for name in ("stage", "flush", "page", "cards", "has"):
        setattr(Store, name, clocked("store", getattr(Store, name)))
    crawl.publish = clocked("store", publish.publish)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    put_clocks()
    settings = Settings(
        db=options.folder / "catalog.db",
        base_url=options.base_url,
        policy=Policy(delay=0, concurrency=2),
    )
    began = time.process_time()
    run = crawl.run_crawl(settings, Plan(whole=True))
    total = time.process_time() - began
    pages = run.requests or 1
    split = {room: seconds / pages * 1e6 for room, seconds in spent.items()}
    split["rest"] = total / pages * 1e6 - sum(split.values())
    print(json.dumps({"pages": pages, "microseconds": split, "total": total / pages * 1e6}))


if __name__ == "__main__":
    main()
