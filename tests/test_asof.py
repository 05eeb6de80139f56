"""An earlier day: every table is as it was when that day ended."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from scraper.asof import go_back
from scraper.crawl import run_crawl
from scraper.errors import UsageError
from scraper.models import STRUCTURES
from scraper.plan import Plan
from scraper.settings import Settings
from scraper.store import open_for_reading
from tests.conftest import CATALOGUE, query
from tests.standin.content import Part, Service, Site
from tests.standin.server import StandIn

ROUTE = "etablering-af-rute-til-serviceudbyders-webservice"
UNTOLD = {"last_seen", "card", "position", "missing_nights"} | STRUCTURES


def rows_of(store: Any) -> dict[str, list[Any]]:
    """Give every row of the catalogue, without what no change tells of."""
    found = {}
    for table in CATALOGUE[1:]:
        told = [
            {k: v for k, v in row.items() if k not in UNTOLD}
            for row in store.rows(f"SELECT * FROM {table}")
        ]
        found[table] = sorted(map(repr, told))
    found["prices"] = store.rows(
        "SELECT part_code, service, unit_price_dkk, total_max_dkk FROM support_service_prices"
    )
    return found


def change_price(site: Site, price: str) -> None:
    site.services[ROUTE] = replace(site.services[ROUTE], price=price)


def nights() -> list[Any]:
    """Give what the site does, one a night."""
    kept: dict[str, Part] = {}
    away: dict[str, Service] = {}

    def withdraw(site: Site) -> None:
        kept["SF1590_B_02"] = site.parts.pop("SF1590_B_02")

    def bring_back(site: Site) -> None:
        site.parts.update(kept)
        change_price(site, "1.500 kr.")

    def cut_links(site: Site) -> None:
        part = site.parts["SF1590_A"]
        kept["SF1590_A"] = part
        site.parts["SF1590_A"] = replace(part, services=part.services[:1], endpoints=())

    def put_links_back(site: Site) -> None:
        away.update(site.services)
        site.parts["SF1590_A"] = replace(kept["SF1590_A"], title="Nyt navn", version="2.13")

    return [
        lambda site: None,
        lambda site: change_price(site, "1.400 kr."),
        withdraw,
        lambda site: change_price(site, "Efter aftale"),
        bring_back,
        cut_links,
        lambda site: None,
        put_links_back,
        cut_links,
    ]


def test_every_day_is_as_it_was(site: StandIn, settings: Settings) -> None:
    then: dict[str, dict[str, list[Any]]] = {}
    for day, change in enumerate(nights(), 1):
        change(site.site)
        at = datetime(2026, 1, day, 2, 17, tzinfo=UTC)
        run_crawl(settings, Plan(accept=True), now=lambda at=at: at)  # type: ignore[misc]
        with closing(open_for_reading(settings.db)) as store:
            then[f"2026-01-{day:02}"] = rows_of(store)
    assert len({repr(each) for each in then.values()}) == 8  # two nights were quiet
    for day, rows in then.items():
        with closing(open_for_reading(settings.db)) as store:
            go_back(store, day)
            assert rows_of(store) == rows, day


def test_prices_have_their_spans(site: StandIn, settings: Settings) -> None:
    for day, change in enumerate(nights()[:5], 1):
        change(site.site)
        at = datetime(2026, 1, day, tzinfo=UTC)
        run_crawl(settings, Plan(accept=True), now=lambda at=at: at)  # type: ignore[misc]
    spans = query(
        settings.db,
        "SELECT unit_price_dkk AS price, DATE(valid_from) AS start, DATE(valid_to) AS stop "
        "FROM price_history WHERE service_id LIKE '%' || ?",
        ROUTE,
    )
    assert [tuple(span.values()) for span in spans] == [
        (1328.0, "2026-01-01", "2026-01-02"),
        (1400.0, "2026-01-02", "2026-01-04"),
        (None, "2026-01-04", "2026-01-05"),
        (1500.0, "2026-01-05", None),
    ]


def test_a_price_goes_on_while_its_service_is_missing(site: StandIn, settings: Settings) -> None:
    parts = dict(site.site.parts)
    for day in (1, 2, 3):
        for code, part in parts.items():
            services = tuple(each for each in part.services if day != 2 or each != ROUTE)
            site.site.parts[code] = replace(part, services=services)
        at = datetime(2026, 1, day, tzinfo=UTC)
        run_crawl(settings, Plan(accept=True), now=lambda at=at: at)  # type: ignore[misc]
    kinds = query(settings.db, "SELECT kind FROM changes WHERE table_name = 'support_services'")
    assert {"missing", "returned"} <= {row["kind"] for row in kinds}
    spans = query(
        settings.db,
        "SELECT DATE(valid_from) AS start, valid_to FROM price_history "
        "WHERE service_id IN (SELECT key FROM changes WHERE kind = 'returned')",
    )
    assert spans == [{"start": "2026-01-01", "valid_to": None}]


@pytest.mark.parametrize(
    ("day", "words"), [("2025-12-31", "begins on 2026-01-01"), ("i går", "not a date")]
)
def test_a_day_that_cannot_be_shown(settings: Settings, day: str, words: str) -> None:
    run_crawl(settings, Plan(), now=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    with (
        closing(open_for_reading(settings.db)) as store,
        pytest.raises(UsageError, match=words),
    ):
        go_back(store, day)
