"""Making room in the archive takes nothing that is still needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from scraper.archive import read_stored, run_files
from scraper.cli import app
from scraper.crawl import run_crawl
from scraper.errors import UsageError
from scraper.plan import Plan
from scraper.prune import prune, read_age
from scraper.rebuild import run_rebuild
from scraper.refresh import run_refresh
from scraper.settings import Settings
from tests.conftest import catalogue, query
from tests.standin import guide
from tests.standin.server import StandIn

FIRST = datetime(2026, 1, 1, 2, tzinfo=UTC)


@pytest.fixture
def year(site: StandIn, settings: Settings) -> Settings:
    """A first crawl, a night with a new price, one with another, and a quiet one, months apart."""
    run_crawl(settings, Plan(), now=lambda: FIRST)
    for month, price in enumerate(("1.400 kr.", "1.500 kr.", "1.500 kr."), 1):
        site.site.services[guide.ROUTE] = replace(site.site.services[guide.ROUTE], price=price)
        at = FIRST + timedelta(days=60 * month)
        run_refresh(settings, now=lambda at=at: at)  # type: ignore[misc]
    return settings


def test_what_a_live_value_points_to_stays(year: Settings) -> None:
    files = run_files(year.archive_folder)
    pruned = prune(year, timedelta(days=90), now=lambda: FIRST + timedelta(days=360))
    assert pruned.removed == (files[1],)
    assert pruned.needed == (files[0], files[2], files[3])
    assert pruned.bytes > 0
    assert run_files(year.archive_folder) == [files[0], files[2], files[3]]
    for page in query(year.db, "SELECT url, warc_file, warc_offset FROM pages"):
        stored = read_stored(year.archive_folder, page["warc_file"], page["warc_offset"])
        assert stored is not None
        assert stored.url == page["url"]
    assert query(year.db, "SELECT 1 FROM fetches WHERE warc_file = ?", files[1]) == []
    before = catalogue(year.db)
    assert run_rebuild(year)[0].changes == 0
    assert catalogue(year.db) == before


def test_what_is_young_stays_and_a_dry_run_removes_nothing(year: Settings) -> None:
    files = run_files(year.archive_folder)
    now = FIRST + timedelta(days=360)
    assert prune(year, timedelta(days=360), now=lambda: now).removed == ()
    assert prune(year, timedelta(days=90), dry_run=True, now=lambda: now).removed == (files[1],)
    assert run_files(year.archive_folder) == files


@pytest.mark.parametrize(("text", "days"), [("90d", 90), ("12w", 84), ("2y", 730), ("0d", 0)])
def test_ages(text: str, days: int) -> None:
    assert read_age(text) == timedelta(days=days)


@pytest.mark.parametrize("text", ["", "90", "d", "-3d", "1.5y", "90 days"])
def test_what_is_no_age(text: str) -> None:
    with pytest.raises(UsageError, match="90d"):
        read_age(text)


def test_the_command_says_what_it_did(year: Settings) -> None:
    result = CliRunner().invoke(app, ["archive", "prune", "--keep", "0d", "--db", str(year.db)])
    assert result.exit_code == 0
    assert "Slettede 1 filer" in result.output
