"""Whole crawls over the Drupal markups and the switches: the same catalogue, and no false problem.

What stands beside the content, how lists go on, what robots.txt closes and how caches answer may
change what a night costs, never what it finds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from scraper.crawl import run_crawl
from scraper.errors import SourceUnreachable
from scraper.plan import Plan
from scraper.settings import Policy, Settings
from tests.conftest import OF_MARKUP, QUICK, catalogue, query
from tests.standin import MARKUPS, Environment, StandIn
from tests.standin.server import Side

DRUPAL = [name for name, markup in MARKUPS.items() if markup.is_drupal]
every_drupal = pytest.mark.parametrize("markup", DRUPAL)
Tables = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Night:
    """What one crawl of a stand-in left behind."""

    db: Path
    tables: Tables
    problems: list[dict[str, Any]]


def settings_for(standin: StandIn, folder: Path, policy: Policy = QUICK) -> Settings:
    return Settings(db=folder / "catalog.db", base_url=standin.base_url, policy=policy)


def crawled(standin: StandIn, folder: Path, plan: Plan) -> Night:
    settings = settings_for(standin, folder)
    run = run_crawl(settings, plan)
    tables = {
        table: [tuple(value for value in row if value != run.started_at) for row in rows]
        for table, rows in catalogue(settings.db, OF_MARKUP).items()
    }
    found = query(settings.db, "SELECT kind, url, message FROM problems WHERE run_id = ?", run.id)
    return Night(settings.db, tables, found)


@pytest.fixture(scope="module")
def changing() -> Iterator[StandIn]:
    """One stand-in that changes its markup, as keys of files are made from whole addresses."""
    with StandIn(markup="deflist") as standin:
        yield standin


@pytest.fixture(scope="module")
def tidy(changing: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The whole catalogue as the tidiest markup gives it."""
    return crawled(changing, tmp_path_factory.mktemp("tidy"), Plan(whole=True)).tables


@every_drupal
@pytest.mark.parametrize("side", ["none", "before", "after", "both"])
def test_what_stands_beside_the_content_changes_nothing(
    markup: str, side: Side, changing: StandIn, tidy: Tables, tmp_path: Path
) -> None:
    changing.markup, changing.facets, changing.neighbours = markup, side, side
    night = crawled(changing, tmp_path, Plan(whole=True))
    assert changing.orders == []
    assert night.problems == []
    assert night.tables == tidy


@every_drupal
@pytest.mark.parametrize("side", ["none", "before", "after", "both"])
def test_facets_beside_a_search_result_are_no_hits(markup: str, side: Side, tmp_path: Path) -> None:
    with StandIn(markup=markup, facets=side, neighbours="none") as standin:
        night = crawled(standin, tmp_path, Plan(("SF1590B",)))
    hits = query(night.db, "SELECT kind, code, title, url FROM search_hits ORDER BY rank")
    assert [hit["code"] for hit in hits if hit["kind"] == "Integration"] == [
        f"SF1590_B_0{number}" for number in range(1, 7)
    ]
    assert len(hits) == 9
    for hit in hits[:6]:
        assert hit["url"].endswith(f"/integration/{hit['code'].replace('_', '').lower()}")
    assert night.problems == []


@pytest.mark.parametrize("markup", MARKUPS)
def test_environments_are_read_into_columns(markup: str, tmp_path: Path) -> None:
    test = Environment(
        "https://test.example/service/Organisation/6",
        "0a1b2c3d-0000-4000-8000-00000000000a",
        "http://test.example/service/organisation/6",
    )
    production = Environment(
        "https://drift.example/service/Organisation/6",
        "0a1b2c3d-0000-4000-8000-00000000000b",
        "http://drift.example/service/organisation/6",
    )
    with StandIn(markup=markup) as standin:
        part = standin.site.parts["SF1500"]
        first = replace(part.endpoints[0], test=test, production=production)
        standin.site.parts["SF1500"] = replace(part, endpoints=(first, *part.endpoints[1:]))
        night = crawled(standin, tmp_path, Plan(("SF1500",)))
    both = query(night.db, "SELECT * FROM part_endpoints ORDER BY number")
    for name, told in (("test", test), ("production", production)):
        columns = [f"{name}_endpoint", f"{name}_uuid", f"{name}_entity_id"]
        assert [both[0][each] for each in columns] == [told.endpoint, told.uuid, told.entity_id]
        assert [both[1][each] for each in columns] == [None, None, None]
    assert night.problems == []


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_list_that_a_script_goes_on_with_is_made_whole_by_the_sitemap(
    markup: str, tmp_path: Path
) -> None:
    with StandIn(markup=markup, script_pager=True) as standin:
        night = crawled(standin, tmp_path, Plan(whole=True))
    assert len(night.tables["integration_parts"]) == 14


@every_drupal
def test_drupals_robots_close_core_search_and_leave_the_parts(markup: str, tmp_path: Path) -> None:
    with StandIn(markup=markup, robots="drupal") as standin:
        night = crawled(standin, tmp_path, Plan(("SF1590B",)))
        assert not [each for each in standin.requests if each.path.startswith("/search/")]
    assert len(night.tables["integration_parts"]) == 6


@every_drupal
@pytest.mark.parametrize(("plan", "parts"), [(Plan(whole=True), 14), (Plan(), 9)])
def test_where_robots_close_every_query_the_sitemap_names_the_parts(
    markup: str, plan: Plan, parts: int, tmp_path: Path
) -> None:
    with StandIn(markup=markup, robots="drupal-no-queries", neighbours="none") as standin:
        night = crawled(standin, tmp_path, plan)
        assert not [each for each in standin.requests if "?" in each.path]
    assert len(night.tables["integration_parts"]) == parts
    assert len([each for each in night.problems if each["kind"] == "robots"]) <= 1


@every_drupal
def test_a_rebuilt_cache_is_no_news(markup: str, tmp_path: Path) -> None:
    with StandIn(markup=markup) as standin:
        settings = settings_for(standin, tmp_path)
        run_crawl(settings, Plan(("SF1590B",)))
        standin.clear()
        assert run_crawl(settings, Plan(("SF1590B",))).changes == 0
        asked = [each for each in standin.requests if each.path.startswith("/integration/")]
        assert {each.status for each in asked} == {304}
        standin.clear()
        standin.cache_rebuilds += 1
        assert run_crawl(settings, Plan(("SF1590B",))).changes == 0
        asked = [each for each in standin.requests if each.path.startswith("/integration/")]
        assert {each.status for each in asked} == {200}


@every_drupal
def test_maintenance_ends_the_run_and_takes_nothing_away(markup: str, tmp_path: Path) -> None:
    with StandIn(markup=markup, facets="none", neighbours="none") as standin:
        settings = settings_for(standin, tmp_path, Policy(delay=0, first_wait=0.01, attempts=1))
        run_crawl(settings, Plan(("SF1590B",)))
        before = catalogue(settings.db)
        standin.maintenance = True
        with pytest.raises(SourceUnreachable):
            run_crawl(settings, Plan(("SF1590B",)))
    assert catalogue(settings.db) == before
    assert len(before["integration_parts"]) == 6
