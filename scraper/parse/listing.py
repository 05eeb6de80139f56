"""The list of integrations to its cards."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scraper.models import Record
from scraper.parse import vocabulary
from scraper.parse.common import (
    is_label,
    may_follow,
    next_page,
    not_this_kind,
    own_lines,
    part_slug,
    read_count,
    row_words,
)
from scraper.parse.fields import cut, key, read_facts, words_of
from scraper.parse.html import Document, Line, read_document
from scraper.parse.neighbours import arrange, rows_of, tables
from scraper.parse.result import Findings, Page, Reading
from scraper.parse.rows import boxes, region, without_facets
from scraper.parse.vocabulary import AREAS, LISTED
from scraper.text.codes import code_of_slug, compact_code, is_code, part_code

_LISTED = words_of(LISTED)
_FURNITURE = frozenset(key(word) for word in vocabulary.FURNITURE)
_VERSIONS = re.compile(vocabulary.VERSION_COUNT, re.IGNORECASE)
_LONGEST_AREA = 40


class ListedPart(Record):
    """One card of the list. `versions_total`: how many versions it says there are.

    A card whose code is not understood has its address alone.
    """

    code: str | None = None
    area: str | None = None
    title: str | None = None
    version: str | None = None
    versions_total: int | None = None
    url: str | None = None


class ListPage(Record):
    """One page of the list; `total` is the number of integrations that it says there are."""

    parts: tuple[ListedPart, ...]
    total: int | None = None
    next_url: str | None


def parse_listing(page: Page) -> Reading[ListPage]:
    """Read one page of the list of integrations: code, area, title, version, summary.

    Raises `PageFault` when no card with a code stands on the page.
    """
    document = read_document(page.html, page.url)
    found = Findings()
    lines = without_facets(own_lines(document))
    links = _part_links(lines, document)
    held = boxes(document, lines, links, _richness)
    pieces = _in_tables(lines)
    if not pieces and held is not None:
        cards = [_boxed_card(url, piece, document, found) for url, piece in held.items()]
    else:
        if not pieces:
            run = region(document, lines, links, _richness)
            pieces = cut(run, [at for at, line in enumerate(run) if _is_code_line(line)])
        cards = [_card(piece, document, found) for piece in pieces]
    if not cards:
        raise not_this_kind(document, "a list of integrations (no card with a code)")
    counts = (count for line in lines if (count := read_count(line.text)) is not None)
    result = ListPage(parts=tuple(cards), total=next(counts, None), next_url=next_page(document))
    return Reading(result, tuple(found.found))


def _in_tables(lines: list[Line]) -> list[list[Line]]:
    """Return the cards that are rows of a table, each cell after its head."""
    rows = [row for piece in tables(lines) for row in rows_of(piece, _LISTED) or ()]
    return [row for row in rows if any(map(_is_code_line, row))]


def _is_code_line(line: Line) -> bool:
    return is_code(next(iter(row_words(line)), ""))


def _part_links(lines: list[Line], document: Document) -> dict[int, str]:
    """Return the addresses of parts that lines link to, by the line's place on the page."""
    links: dict[int, str] = {}
    for line in lines:
        for place in line.links:
            link = document.link(place)
            if may_follow(link) and part_slug(link.url) is not None and "?" not in link.url:
                links.setdefault(document.places[id(line)], link.url)
    return links


def _known(url: str, found: Findings) -> str | None:
    """Return the code that an address names, with a finding when that is not understood."""
    code = code_of_slug(part_slug(url) or "")
    if code is not None and is_code(code):
        return code
    found.add("unknown_code", f"the card at {url} has no code that is known", None, url)
    return None


def _richness(lines: Sequence[Line]) -> int:
    """Return how much a card tells: its code, and its version."""
    return any(map(_is_code_line, lines)) + any(map(_tells_version, lines))


def _tells_version(line: Line) -> bool:
    return any(each.column == "version" for each, _ in _LISTED.split(line))


def _boxed_card(url: str, lines: list[Line], document: Document, found: Findings) -> ListedPart:
    """Return the card in a container of its own, whose code may not be understood."""
    if any(map(_is_code_line, lines)):
        return _card(lines, document, found)
    heading = next((line for line in lines if line.links or 0 < line.level < 7), None)
    return ListedPart(code=_known(url, found), title=heading.text if heading else None, url=url)


def _card(lines: list[Line], document: Document, found: Findings) -> ListedPart:
    at = next(at for at, line in enumerate(lines) if _is_code_line(line))
    facts = read_facts(arrange(lines, _LISTED), _LISTED, audit=False)
    words = [
        word for line in facts.before for word in row_words(line) if key(word) not in _FURNITURE
    ]
    code = part_code(row_words(lines[at])[0])
    rest = [
        word for word in words if not (is_code(word) and compact_code(word) == compact_code(code))
    ]
    area = facts.take("area") or next((word for word in rest[:2] if word in AREAS), None)
    titles = [word for word in rest if word != area and not is_label(word)]
    heading = next((line for line in lines if 0 < line.level < 7 and line.text in titles), None)
    linked = next((line for line in lines if line.links and line.text in titles), None)
    named = heading or linked
    version = (facts.take("version") or "").split(" ")[0].split("\n")[0]
    url = _address(lines, code, document)
    if url is None and (others := _others(lines, document)):
        message = f"the card of {code} leads to {others[0]}"
        found.add("code_differs", message, code, others[0])
    return ListedPart(
        code=code,
        area=area,
        title=facts.take("title") or (named.text if named else next(iter(titles), None)),
        version=version or None,
        versions_total=_versions(lines),
        url=url,
    )


def _versions(lines: list[Line]) -> int | None:
    told = (found for line in lines if (found := _VERSIONS.fullmatch(line.text)))
    return next((int(found[1]) for found in told), None)


def _address(lines: list[Line], code: str, document: Document) -> str | None:
    """Return the card's own link: the one that holds its code; else one that holds no other's."""
    links = [document.link(place) for line in lines for place in line.links]
    own = [link for link in links if may_follow(link) and not link.text.isdecimal()]
    slug = compact_code(code)
    for link in sorted(own, key=lambda each: "?" in each.url):
        if compact_code(_last(link.url)) == slug:
            return link.url
    others = [link for link in own if part_slug(link.url) is None and not link.next_page]
    return others[0].url if others else None


def _others(lines: list[Line], document: Document) -> list[str]:
    links = [document.link(place) for line in lines for place in line.links]
    return [link.url for link in links if may_follow(link) and part_slug(link.url) is not None]


def _last(url: str) -> str:
    return url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
