"""Many pages made, read and judged: what is wrong with the readings, each kind of fault once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.errors import PageFault
from scraper.parse.listing import parse_listing
from scraper.parse.part import parse_part
from scraper.parse.result import Page
from scraper.parse.search import parse_search
from scraper.parse.service import parse_service
from tests.parse.generated.listings import listing_page
from tests.parse.generated.maker import Choices, Level, Maker, simplest
from tests.parse.generated.parts import part_page
from tests.parse.generated.searches import search_page
from tests.parse.generated.services import service_page
from tests.parse.generated.truth import NO_COLUMN, Fault, Made, faults, shares

KINDS: dict[str, tuple[Callable[[Maker], Made], Callable[[Page], Any]]] = {
    "service": (service_page, parse_service),
    "part": (part_page, parse_part),
    "search": (search_page, parse_search),
    "listing": (listing_page, parse_listing),
}

GRAVE = ("wrong", "not there", "silent", "refused", "finding", NO_COLUMN)


@dataclass(frozen=True, slots=True)
class Judged:
    """A page, the choices that made it, what is wrong with its reading, and how much was read."""

    made: Made
    maker: Maker
    wrong: list[Fault]
    read: int
    whole: int


def judged(kind: str, level: Level, choices: Choices) -> Judged:
    """Return a page of those choices, read and judged. A page that is refused is a problem told."""
    build, parse = KINDS[kind]
    maker = Maker(choices, level)
    made = build(maker)
    try:
        reading = parse(Page(made.url, made.html))
    except PageFault as fault:
        refused = [Fault("refused", fault.kind, fault.message)] if level == Level.PLAIN else []
        return Judged(made, maker, refused, *shares(made, None))
    wrong = faults(made, reading.record, reading.findings)
    if level == Level.PLAIN:
        wrong += [Fault("finding", each.kind, each.message) for each in reading.findings]
    return Judged(made, maker, wrong, *shares(made, reading.record))


def pages(kind: str, level: Level, count: int) -> list[Judged]:
    """Return so many pages, read and judged; the same on each run."""
    names = (f"{kind} {level.name} {number}" for number in range(count))
    return [judged(kind, level, Choices(name)) for name in names]


def report(kind: str, level: Level, all_pages: list[Judged], most: int = 5) -> str:
    """Return what is wrong: how often each kind, and the simplest page of the first few kinds."""
    count: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Judged] = {}
    shown: set[str] = set()
    for each in sorted(all_pages, key=lambda page: len(page.maker.used)):
        for fault in each.wrong:
            count[(fault.kind, fault.column)] += 1
            first.setdefault((fault.kind, fault.column), each)
    lines = [f"{times:4} × {kind}, {column}" for (kind, column), times in count.most_common()]
    failed = sum(bool(each.wrong) for each in all_pages)
    lines.insert(0, f"{failed} of {len(all_pages)} pages of kind {kind} were read wrong:")
    for sort in sorted(count, key=_gravity)[:most]:
        page = _simplest(kind, level, first[sort], sort)
        if page.made.html not in shown:
            lines += ["", *_story(page)]
        shown.add(page.made.html)
    return "\n".join(lines)


def _gravity(sort: tuple[str, str]) -> int:
    """Return the place of a kind of fault: what is wrong before what is lost."""
    return GRAVE.index(sort[0])


def _simplest(kind: str, level: Level, found: Judged, sort: tuple[str, str]) -> Judged:
    """Return the simplest page that shows a kind of fault."""

    def page(taken: Sequence[int]) -> Judged:
        return judged(kind, level, Choices(given=taken))

    def fails(taken: Sequence[int]) -> bool:
        return any((fault.kind, fault.column) == sort for fault in page(taken).wrong)

    return page(simplest(found.maker.choices.taken, fails))


def _story(found: Judged) -> list[str]:
    """Return what a person needs to see what is wrong with the reading of a page."""
    return [
        *(f"{fault.kind}, {fault.column}: {fault.message}" for fault in found.wrong),
        f"choices: {', '.join(found.maker.used)}",
        f"address: {found.made.url}",
        found.made.html,
    ]
