"""The rows of a list: each is what its own container says; words outside the list never count."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from scraper.parse.common import hit_kind
from scraper.parse.html import Document, Line
from scraper.parse.vocabulary import AREAS

_COUNTED = re.compile(r"(.+?) ?\(\d+\)")

Richness = Callable[[Sequence[Line]], int]
"""How much lines tell of a record: 0 for nothing, more for its kind, its code and so on."""


def without_facets(lines: Sequence[Line]) -> list[Line]:
    """Leave out the filters beside a list: a kind or an area with a count, `Integration (4)`."""
    return [line for line in lines if not _is_facet(line)]


def _is_facet(line: Line) -> bool:
    found = _COUNTED.fullmatch(line.text)
    return found is not None and (hit_kind(found[1]) is not None or found[1] in AREAS)


def boxes(
    document: Document, lines: Sequence[Line], links: Mapping[int, str], richness: Richness
) -> dict[str, list[Line]] | None:
    """Return each row's lines by its address, when each row has a container of its own.

    `links`: the addresses by their line's place on the page. The list is the container in which
    the rows that tell most stand side by side; what is linked elsewhere is a row when it tells as
    much. None where more is told beside the rows than in them.
    """
    listed = {document.places[id(line)] for line in lines}

    def told(first: int, end: int) -> int:
        return richness([document.lines[at] for at in range(first, end) if at in listed])

    chains = {
        url: _chains(document, [at for at, other in links.items() if other == url], links, listed)
        for url in dict.fromkeys(links.values())
    }
    most = {url: max(told(*span) for _, span in chain) for url, chain in chains.items()}
    if not any(most.values()):
        return None
    parents = {
        url: next(parent for parent, span in chain if told(*span) == most[url])
        for url, chain in chains.items()
    }
    main = max(
        dict.fromkeys(parents.values()),
        key=lambda parent: max(
            (most[url], sum(parents[other] == parent and most[other] > 0 for other in parents))
            for url in parents
            if parents[url] == parent
        ),
    )
    richest = max(most.values())
    rows: dict[str, list[Line]] = {}
    covered: set[int] = set()
    for url, chain in chains.items():
        if parents[url] != main and not most[url] == richest > 1:
            continue
        span = next(span for parent, span in chain if parent == parents[url])
        covered.update(range(*span))
        rows[url] = [document.lines[at] for at in range(*span) if at in listed]
    beside = [line for line in lines if document.places[id(line)] not in covered]
    inside = [line for row in rows.values() for line in row]
    if _sum(richness, beside) > _sum(richness, inside):
        return None
    return rows


def _sum(richness: Richness, lines: Sequence[Line]) -> int:
    return sum(richness([line]) for line in lines)


_Chain = list[tuple[int, tuple[int, int]]]
"""The containers that may be a row's own, the narrowest first: each with the one around it."""


def _chains(
    document: Document, places: Sequence[int], links: Mapping[int, str], listed: set[int]
) -> _Chain:
    """Return the containers around a link with no other address in them; else its line alone."""
    url = links[places[0]]
    chain: _Chain = [(document.lines[places[0]].block, (places[0], places[0] + 1))]
    for block in document.around(document.lines[places[0]].block):
        held = document.blocks[block]
        span = range(held.first, held.end)
        if any(links.get(at, url) != url for at in span) or held.parent < 0:
            break
        if any(at not in listed and not _is_facet(document.lines[at]) for at in span):
            break
        chain.append((held.parent, (held.first, held.end)))
    return chain[1:] or chain


def _parent(document: Document, span: tuple[int, int]) -> int:
    """Return the container in which a row's own stands beside others."""
    chain = document.around(document.lines[span[0]].block)
    for block in chain:
        held = document.blocks[block]
        if held.first <= span[0] and held.end >= span[1] and (held.first, held.end) != span:
            return block
    return chain[-1]


def region(
    document: Document, lines: Sequence[Line], links: Mapping[int, str], richness: Richness
) -> list[Line]:
    """Return the lines of the container in which rows follow one another, with nothing around each.

    Of several with links in them it is the one that tells most.
    """
    inside: dict[int, list[Line]] = {}
    for place in links:
        block = _parent(document, (place, place + 1))
        held = document.blocks[block]
        inside[block] = [
            line for line in lines if held.first <= document.places[id(line)] < held.end
        ]
    told = {block: sum(richness([line]) for line in each) for block, each in inside.items()}
    best = max(told, key=lambda block: (told[block], -len(inside[block])), default=None)
    return list(lines) if best is None or not told[best] else inside[best]
