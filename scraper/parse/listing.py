"""The list of integrations to its cards."""

from __future__ import annotations

import re

from scraper.models import Record
from scraper.parse import vocabulary
from scraper.parse.common import (
    boxed,
    is_label,
    may_follow,
    next_page,
    not_this_kind,
    own_lines,
    part_slug,
    read_count,
    row_words,
)
from scraper.parse.fields import Vocabulary, cut, key, read_facts
from scraper.parse.html import Document, Line, read_document
from scraper.parse.neighbours import arrange, rows_of, tables
from scraper.parse.result import Findings, Page, Reading
from scraper.parse.vocabulary import AREAS, LISTED
from scraper.text.codes import code_of_slug, compact_code, is_code, part_code

_LISTED = Vocabulary(LISTED)
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
    lines = own_lines(document)
    links = _part_links(lines, document)
    pieces = _in_tables(lines) or _in_boxes(links, lines, document)
    if pieces is None:
        starts = [at for at, line in enumerate(lines) if _is_code_line(line)]
        pieces = cut(lines, starts)
    cards = [_card(piece, document, found) for piece in pieces]
    covered = {card.url for card in cards}
    cards += [
        ListedPart(code=_known(url, found), title=line.text, url=url)
        for at, url in links.items()
        if url not in covered and (line := document.lines[at]).text == _words(line, document)
    ]
    if not cards:
        raise not_this_kind(document, "a list of integrations (no card with a code)")
    counts = (count for line in lines if (count := read_count(line.text)) is not None)
    result = ListPage(parts=tuple(cards), total=next(counts, None), next_url=next_page(document))
    return Reading(result, tuple(found.found))


def _in_tables(lines: list[Line]) -> list[list[Line]]:
    """Return the cards that are rows of a table, each cell after its head."""
    rows = [row for piece in tables(lines) for row in rows_of(piece, _LISTED) or ()]
    return [row for row in rows if any(map(_is_code_line, row))]


def _words(line: Line, document: Document) -> str:
    return " ".join(document.words(place) for place in line.links)


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
    if code is None:
        found.add("unknown_code", f"the card at {url} has no code that is known", None, url)
    return code


def _in_boxes(
    links: dict[int, str], lines: list[Line], document: Document
) -> list[list[Line]] | None:
    """Return the cards when each link to a part has a container of its own with a code in it."""
    listed = {document.places[id(line)] for line in lines}
    rows: dict[str, tuple[int, int]] = {}
    for url in dict.fromkeys(links.values()):

        def keep(first: int, end: int, url: str = url) -> bool:
            span = range(first, end)
            return all(links.get(at, url) == url for at in span) and set(span) <= listed

        spans = boxed(document, [at for at, other in links.items() if other == url], keep)
        rows[url] = max(spans, key=lambda span: span[1] - span[0])
    pieces = [document.lines[first:end] for first, end in rows.values()]
    codes = [sum(map(_is_code_line, piece)) for piece in pieces]
    if len(codes) > 1 and all(count == 1 for count in codes):
        return pieces
    return None


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
