"""The nightly job: crawl again everything that is watched, asking only for what changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

from scraper.crawl import run_crawl, watched
from scraper.errors import UsageError
from scraper.models import Run
from scraper.plan import Plan, Progress
from scraper.settings import Settings
from scraper.store import open_for_reading


def run_refresh(
    settings: Settings,
    *,
    accept: bool = False,
    progress: Progress | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Run:
    """Crawl what is watched, packages too where there are any; with `accept`, publish all the same.

    Raises `UsageError` when nothing is watched yet, `KatalogError` as a crawl does.
    """
    with closing(open_for_reading(settings.db)) as store:
        terms, whole = watched(store)
        packages = bool(store.rows("SELECT 1 FROM packages WHERE gone_since IS NULL LIMIT 1"))
    if not terms and not whole:
        raise UsageError("nothing is watched yet; begin with 'katalog crawl'")
    settings = replace(settings, packages=settings.packages or packages)
    plan = Plan(terms, whole, command="refresh", accept=accept)
    return run_crawl(settings, plan, progress=progress, now=now)
