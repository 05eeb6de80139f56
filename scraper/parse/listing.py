"""The list of integrations to its cards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from scraper.models import Record
from scraper.parse import vocabulary
from scraper.parse.common import (
    agreeing_code,
    is_file,
    is_label,
    line_pieces,
    may_follow,
    next_page,
    not_this_kind,
    own_lines,
    part_slug,
    read_count,
    read_total,
    row_words,
)
from scraper.parse.fields import cut, key, read_facts, words_of
from scraper.parse.html import Document, Line, read_document
from scraper.parse.neighbours import arrange, rows_of, tables
from scraper.parse.result import Findings, Page, Reading
from scraper.parse.rows import contained, region, without_tools
from scraper.parse.vocabulary import AREAS, LISTED, STATUSES
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
    lines = without_tools(own_lines(document))
    links = _part_links(lines, document)
    pieces = _in_tables(lines, links, document)
    rest = [line for line in lines if not any(line in piece for piece in pieces)]
    held = contained(document, lines, links, _richness) if not pieces else None
    if held is None and not pieces:
        run = region(document, rest, links, _richness)
        held = cut(run, [at for at, line in enumerate(run) if _is_code_line(line)])
    pieces = [*pieces, *(held or ())]
    cards = [card for piece in pieces if (card := _card(piece, document, found))]
    if not cards:
        raise not_this_kind(document, "a list of integrations (no card with a code)")
    own = [line for piece in pieces for line in piece]
    total = read_total(lines, own, lambda line: read_count(line.text))
    result = ListPage(parts=tuple(cards), total=total, next_url=next_page(document))
    return Reading(result, tuple(found.found))


def _in_tables(lines: list[Line], links: dict[int, str], document: Document) -> list[list[Line]]:
    """Return the cards that are rows of a table, each cell after its head."""
    rows = [row for piece in tables(lines) for row in rows_of(piece, _LISTED, named=True) or ()]
    hrefs = set(links.values())
    return [
        row
        for row in rows
        if any(map(_is_code_line, row))
        or any(document.link(place).url in hrefs for line in row for place in line.links)
    ]


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


def _card(lines: list[Line], document: Document, found: Findings) -> ListedPart | None:
    """Read one card; None for what leads to no part and prints no code."""
    parts = _others(lines, document)
    slug = part_slug(parts[0]) if parts else ""
    facts = read_facts(arrange(lines, _LISTED), _LISTED, audit=False)
    words = [
        word
        for line in (*facts.before, *facts.loose)
        for word in row_words(line, slug or "")
        if key(word) not in _FURNITURE
    ]
    printed = next((word for word in words if is_code(word, slug or "")), None)
    pieces = [piece for line in lines for piece in line_pieces(line)]
    apart = agreeing_code(pieces, slug or "")
    if printed is None and apart is None and not parts:
        return None
    code = apart or (part_code(printed) if printed else _known(parts[0], found))
    rest = [word for word in words if word != printed and word not in STATUSES]
    area = facts.take("area") or next((word for word in rest[:2] if word in AREAS), None)
    version = (facts.take("version") or "").split(" ")[0].split("\n")[0].strip(".,;")
    url = _address(lines, code, document) if code and (printed or apart) else parts[0]
    if url is None and parts:
        found.add("code_differs", f"the card of {code} leads to {parts[0]}", code, parts[0])
    return ListedPart(
        code=code,
        area=area,
        title=facts.take("title") or _title(lines, rest, area, slug or ""),
        version=version or None,
        versions_total=_versions(lines),
        url=url,
    )


def _title(lines: list[Line], words: list[str], area: str | None, slug: str) -> str | None:
    """Return a card's title: its heading, its link, else its first words but the area's."""
    marked = [line for line in lines if 0 < line.level < 7] + [line for line in lines if line.links]
    for line in marked:
        pieces = row_words(line, slug)
        own = [word for word in pieces if not is_code(word, slug) and word in words]
        if own and len(own) < len(pieces):
            return next((word for word in own if word != area), own[0])
        if own:
            return line.text.strip(" →›»")
    titles = [word for word in words if word != area and not is_label(word)]
    return next(iter([*titles, *words]), None)


def _versions(lines: list[Line]) -> int | None:
    told = (found for line in lines if (found := _VERSIONS.fullmatch(line.text)))
    return next((int(found[1]) for found in told), None)


def _address(lines: list[Line], code: str, document: Document) -> str | None:
    """Return the card's own link: the one that holds its code; else one that holds no other's."""
    links = [document.link(place) for line in lines for place in line.links]
    own = [link for link in links if may_follow(link) and not link.text.isdecimal()]
    slug = compact_code(code)
    for link in sorted(own, key=lambda each: "?" in each.url):
        if compact_code(_last(link.url).replace("-", "")) == slug:
            return link.url
    here = urlsplit(document.url)
    others = [
        link.url
        for link in own
        if part_slug(link.url) is None and not link.next_page and not is_file(link.url)
        if urlsplit(link.url).netloc == here.netloc and urlsplit(link.url).path != here.path
    ]
    return others[0] if others else None


def _others(lines: list[Line], document: Document) -> list[str]:
    links = [document.link(place) for line in lines for place in line.links]
    return [link.url for link in links if may_follow(link) and part_slug(link.url) is not None]


def _last(url: str) -> str:
    return url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
