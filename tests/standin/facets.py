"""Narrowing a list by what its rows have in common, as Drupal's Facets module does it.

A choice stands in the address as `f[0]=data_area:14`; its block names each value with the number
of rows that it leaves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from tests.standin.content import Hit, Part, Site
from tests.standin.views import Facet, FacetItem

TITLES = {"type": "Indholdstype", "data_area": "Område", "status": "Status"}
FIRST_AREA = 11
_PARAMETER = re.compile(r"f\[\d+\]")
Marks = Mapping[str, str]
Choices = tuple[tuple[str, str], ...]
Sent = Sequence[tuple[str, str]]


def choices(query: Mapping[str, Sequence[str]]) -> Choices:
    """The choices in a query, as pairs of a facet's alias and a value's key."""
    values = (value for name, each in query.items() if _PARAMETER.fullmatch(name) for value in each)
    pairs = (value.partition(":") for value in values)
    return tuple((alias, key) for alias, colon, key in pairs if colon)


def marks_of_hit(site: Site, hit: Hit) -> Marks:
    """What a row of a search result can be chosen by: its kind, and its part's area."""
    part = site.parts.get(hit.code or "")
    area = {"data_area": part.area} if part and part.area else {}
    return {"type": hit.kind, **area}


def marks_of_part(part: Part) -> Marks:
    """What a card of the list can be chosen by: its area and its status."""
    area = {"data_area": part.area} if part.area else {}
    return {**area, "status": part.status}


def key(site: Site, alias: str, text: str) -> str:
    """How a value is called in addresses: an area by its number, others by their words."""
    if alias != "data_area":
        return text.casefold().replace(" ", "-")
    areas = sorted({part.area for part in site.parts.values() if part.area})
    return str(FIRST_AREA + areas.index(text))


def chosen(site: Site, marks: Marks, wanted: Choices) -> bool:
    """Whether a row is among those that were chosen."""
    return all(alias in marks and key(site, alias, marks[alias]) == k for alias, k in wanted)


def facets(
    site: Site, rows: Sequence[Marks], wanted: Choices, address: Callable[[Choices], str]
) -> tuple[Facet, ...]:
    """The blocks beside a list: each value with its number of rows, the most frequent first."""
    blocks = []
    for alias, title in TITLES.items():
        counts = Counter(marks[alias] for marks in rows if alias in marks)
        items = []
        for text, count in counts.most_common():
            pair = (alias, key(site, alias, text))
            rest = tuple(each for each in wanted if each != pair)
            href = address(rest if pair in wanted else (*wanted, pair))
            items.append(FacetItem(pair[1], text, count, href, pair in wanted))
        if items:
            blocks.append(Facet(title, alias, tuple(items)))
    return tuple(blocks)


def page_address(path: str, sent: Sent, wanted: Choices = (), number: int = 0) -> str:
    """The address of a page of a list, counted from zero."""
    narrowed = [(f"f[{at}]", ":".join(pair)) for at, pair in enumerate(wanted)]
    query = [*sent, *narrowed, *([("page", str(number))] if number else [])]
    return f"{path}?{urlencode(query)}" if query else path
