"""A technical service stays itself when its place, its version or its name changes."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest

from scraper.crawl import run_crawl
from scraper.identity import identify
from scraper.models import Endpoint
from scraper.plan import Plan
from scraper.refresh import run_refresh
from scraper.settings import Settings
from scraper.store import open_for_reading
from scraper.telling import Teller
from tests.standin.server import StandIn


def endpoints(*names: str) -> list[Endpoint]:
    """Give services by name, or by `name version`, in the order of a page."""
    return [
        Endpoint(
            part_code="SF1590_A",
            number=at,
            position=at,
            name=name.partition(" ")[0],
            kind="Webservice",
            platform="Serviceplatformen",
            version=name.partition(" ")[2] or "1.0",
        )
        for at, name in enumerate(names, 1)
    ]


@pytest.mark.parametrize(
    ("before", "after", "numbers"),
    [
        ((), ("A", "B"), [1, 2]),
        (("A", "B"), ("A", "B"), [1, 2]),
        (("A", "B"), ("B", "A"), [2, 1]),
        (("A", "B"), ("N", "A", "B"), [3, 1, 2]),
        (("A", "B", "C"), ("A", "C"), [1, 3]),
        (("A", "B"), ("A 2.0", "B"), [1, 2]),
        (("A 1.0", "A 2.0"), ("A 2.0", "A 3.0"), [2, 1]),
        (("A", "B"), ("A", "Ny"), [1, 2]),
        (("A",), ("A", "A"), [1, 2]),
        (("A", "B 2.0"), ("B 3.0", "B 2.0"), [3, 2]),
        (("A 2.0",), ("Ny 1.0",), [2]),
    ],
)
def test_who_is_who(before: tuple[str, ...], after: tuple[str, ...], numbers: list[int]) -> None:
    assert [each.number for each in identify(endpoints(*after), endpoints(*before))] == numbers


def test_a_service_that_goes_and_one_that_comes_are_told_as_that(
    site: StandIn, settings: Settings
) -> None:
    run_crawl(settings, Plan())
    part = site.site.parts["SF1590_A"]
    first, *rest = part.endpoints
    site.site.parts["SF1590_A"] = replace(part, endpoints=(*reversed(rest), first))
    assert run_refresh(settings).changes == 0
    site.site.parts["SF1590_A"] = replace(part, endpoints=tuple(rest))
    run_refresh(settings)
    new = replace(first, name="HeltNyService")
    site.site.parts["SF1590_A"] = replace(part, endpoints=(new, *rest))
    run_refresh(settings)
    site.site.parts["SF1590_A"] = replace(part, endpoints=tuple(rest))
    run_refresh(settings)
    another = replace(first, name="EndnuEn")
    site.site.parts["SF1590_A"] = replace(part, endpoints=(*rest, another))
    run_refresh(settings)
    with closing(open_for_reading(settings.db)) as store:
        told = [[each.text for each in Teller(store).tell(run)] for run in (3, 4, 5, 6)]
    assert told == [
        [f"Fjernet teknisk service: {first.name} (SF1590_A)"],
        ["Ny teknisk service: HeltNyService (SF1590_A)"],
        ["Fjernet teknisk service: HeltNyService (SF1590_A)"],
        ["Ny teknisk service: EndnuEn (SF1590_A)"],
    ]
