"""Pages made at random from known records give the record or a problem, never another value.

Two hundred pages of each kind, the same ones on each run. A page that fails is printed with its
address, the fields that are wrong and the choices that made it; `katalog read FILE --kind KIND
--url ADDRESS` reads it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from scraper.errors import PageFault
from scraper.parse.listing import parse_listing
from scraper.parse.part import parse_part
from scraper.parse.result import Page
from scraper.parse.search import parse_search
from scraper.parse.service import parse_service
from tests.parse.generated.listings import listing_page
from tests.parse.generated.maker import Level, Maker
from tests.parse.generated.parts import part_page
from tests.parse.generated.searches import search_page
from tests.parse.generated.services import service_page
from tests.parse.generated.truth import Made, faults, shares

Build = Callable[[Maker], Made]
KINDS = {
    "service": (service_page, parse_service),
    "part": (part_page, parse_part),
    "search": (search_page, parse_search),
    "listing": (listing_page, parse_listing),
}
LEAST_SHARE = 0.9
SAME_EACH_TIME = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)
each_kind = pytest.mark.parametrize("kind", KINDS)


def story(made: Made, used: list[str], wrong: list[str]) -> str:
    """Return what a person needs to see what is wrong with the reading of a page."""
    return "\n".join((*wrong, "", f"choices: {', '.join(used)}", f"address: {made.url}", made.html))


@each_kind
def test_an_odd_page_gives_the_record_or_a_problem_and_never_another_value(kind: str) -> None:
    build, parse = KINDS[kind]

    @settings(SAME_EACH_TIME, max_examples=200)
    @given(data=st.data())
    def check(data: st.DataObject) -> None:
        maker = Maker(data.draw, Level.ODD)
        made = build(maker)
        try:
            reading: Any = parse(Page(made.url, made.html))
        except PageFault:
            return  # a page that is refused is a problem
        wrong = faults(made, reading.record, reading.findings)
        assert not wrong, story(made, maker.used, [str(fault) for fault in wrong])

    check()


@each_kind
def test_a_plain_page_is_read_whole_and_without_a_finding(kind: str) -> None:
    build, parse = KINDS[kind]

    @settings(SAME_EACH_TIME, max_examples=100)
    @given(data=st.data())
    def check(data: st.DataObject) -> None:
        maker = Maker(data.draw, Level.PLAIN)
        made = build(maker)
        reading: Any = parse(Page(made.url, made.html))
        wrong = [str(fault) for fault in faults(made, reading.record, reading.findings)]
        wrong += [str(finding) for finding in reading.findings]
        assert not wrong, story(made, maker.used, wrong)

    check()


@each_kind
def test_most_fields_are_read_of_pages_on_which_nothing_need_be_refused(kind: str) -> None:
    build, parse = KINDS[kind]
    count: Counter[str] = Counter()

    @settings(SAME_EACH_TIME, max_examples=200)
    @given(data=st.data())
    def check(data: st.DataObject) -> None:
        made = build(Maker(data.draw, Level.BUSY))
        try:
            record: Any = parse(Page(made.url, made.html)).record
        except PageFault:
            record = None
        read, whole = shares(made, record)
        count.update(read=read, whole=whole)

    check()
    assert count["read"] >= LEAST_SHARE * count["whole"], count
