"""Read the archive again with today's readers, without network."""

from __future__ import annotations

from scraper.crawl import Progress
from scraper.models import Run
from scraper.settings import Settings


def run_rebuild(settings: Settings, *, progress: Progress | None = None) -> list[Run]:
    """Read the archive again."""
    raise NotImplementedError
