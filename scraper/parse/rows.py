"""The rows of a list: each is what its own container says; words outside the list never count."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from scraper.parse.common import hit_kind, row_words
from scraper.parse.fields import key
from scraper.parse.html import Document, Line
from scraper.parse.vocabulary import AREAS, FURNITURE, MENU, SHARE
from scraper.text.codes import is_code

_TOOLS = frozenset(key(word) for word in FURNITURE if word not in MENU)
_SHARE = re.compile(SHARE)
_COUNTED = re.compile(r"(.+?) ?\(\d+\)")

Richness = Callable[[Sequence[Line]], int]
"""How much lines tell of a record: 0 for nothing, more for its kind, its code and so on."""


def without_tools(lines: Sequence[Line]) -> list[Line]:
    """Leave out what works on a list: its filters with their counts, and what shares the page."""
    return [line for line in lines if not _is_facet(line) and not _is_tool(line)]


def _is_tool(line: Line) -> bool:
    word = key(line.text)
    return word in _TOOLS or _SHARE.fullmatch(word) is not None


def _is_facet(line: Line) -> bool:
    """Whether a line is a kind or an area with a count: `Integration (4)`."""
    found = _COUNTED.fullmatch(line.text)
    return found is not None and (hit_kind(found[1]) is not None or found[1] in AREAS)


def contained(
    document: Document, lines: Sequence[Line], links: Mapping[int, str], richness: Richness
) -> list[list[Line]] | None:
    """Return the rows of a list, each the lines of its own container.

    `links`: addresses by their line's place on the page. The list is the container with most of the
    rows that tell most; it may go on beside itself (columns, groups). None where rows have no
    containers: more is told beside them than in them.
    """
    listed = {document.places[id(line)] for line in lines}

    def own(block: int) -> list[Line]:
        held = document.blocks[block]
        return [document.lines[at] for at in range(held.first, held.end) if at in listed]

    told: dict[int, int] = {}
    rows: dict[int, list[int]] = {}  # by the container they stand in
    for at, block in enumerate(document.blocks):
        urls = {links[place] for place in range(block.first, block.end) if place in links}
        if block.parent >= 0 and urls and _is_row(row := own(at), urls, richness):
            told[at] = richness(row) + 1
            rows.setdefault(block.parent, []).append(at)
    most = max(told.values(), default=0)
    if most < _TELLS:
        return None
    depth = {block: len(document.around(block)) for block in rows}

    def rank(block: int) -> tuple[int, int, int]:
        richest = sum(told[at] == most for at in rows[block])
        return richest, sum(told[at] >= _TELLS for at in rows[block]), depth[block]

    best = max(rows, key=rank)
    kept = [
        at
        for block, inside in rows.items()
        if block == best
        or (_goes_on(document, best, block, depth) and max(told[at] for at in inside) >= most)
        for at in inside
    ]
    kept += [
        at
        for at, block in enumerate(document.blocks)
        if block.parent == best and richness(own(at))
        if not any(place in links for place in range(block.first, block.end))
    ]
    covered = {
        at for row in kept for at in range(document.blocks[row].first, document.blocks[row].end)
    }
    beside = [line for line in lines if document.places[id(line)] not in covered]
    if _sum(richness, beside) >= max(_sum(richness, [x for at in kept for x in own(at)]), 1):
        return None
    return [own(at) for at in sorted(kept, key=lambda at: document.blocks[at].first)]


_TELLS = 2  # a link, and a kind or a code beside it


def _is_row(lines: list[Line], urls: set[str], richness: Richness) -> bool:
    """Whether lines may be one row: one of them begins it, and it is no menu, nor headed list."""
    if any(line.level == 1 for line in lines):
        return False
    if 1 < len(urls) >= len(lines) and all(line.links for line in lines):
        return False  # a menu: each line leads elsewhere
    first = [next(iter(row_words(line)), "") for line in lines]
    if sum(map(bool, map(hit_kind, first))) > 1 or sum(map(is_code, first)) > 1:
        return False
    if not 0 < lines[0].level < 7 or lines[0].links:
        return True
    named = (word for word, line in zip(first, lines, strict=True) if line.links)
    return len(urls) < 2 and not any(map(is_code, named))


def _goes_on(document: Document, best: int, block: int, depth: Mapping[int, int]) -> bool:
    """Whether a list goes on in another container: as deep as it, and beside it."""
    if depth[best] != depth[block]:
        return False
    one, other = document.around(best)[1:], document.around(block)[1:]
    return one[:1] == other[:1] or one[1:2] == other[1:2]


def _sum(richness: Richness, lines: Sequence[Line]) -> int:
    return sum(richness([line]) for line in lines)


def _parent(document: Document, span: tuple[int, int]) -> int:
    """Return the container in which lines stand beside others."""
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
        for block in (_parent(document, (place, place + 1)), document.lines[place].block):
            held = document.blocks[block]
            inside[block] = [
                line for line in lines if held.first <= document.places[id(line)] < held.end
            ]
    told = {block: sum(richness([line]) for line in each) for block, each in inside.items()}
    best = max(told, key=lambda block: (told[block], -len(inside[block])), default=None)
    return list(lines) if best is None or not told[best] else inside[best]
