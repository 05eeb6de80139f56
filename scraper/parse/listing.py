"""The list of integrations to its cards."""

from __future__ import annotations

from scraper.models import Record
from scraper.parse import vocabulary as labels
from scraper.parse.common import may_follow, next_page, not_this_kind, row_words, until_footer
from scraper.parse.fields import Vocabulary, cut, key, read_facts
from scraper.parse.html import Document, Line, read_document
from scraper.parse.result import Page, Reading
from scraper.text.codes import compact_code, is_code, part_code

_LISTING = Vocabulary(labels.LISTING)
_FURNITURE = frozenset(key(word) for word in labels.FURNITURE)
_LONGEST_AREA = 40


class ListedPart(Record):
    """One card of the list."""

    code: str | None
    area: str | None = None
    title: str | None = None
    version: str | None = None
    url: str | None = None
    versions_total: int | None = None


class ListPage(Record):
    """One page of the list; `total` is the list's own count of its rows."""

    parts: tuple[ListedPart, ...]
    next_url: str | None
    total: int | None = None


def parse_listing(page: Page) -> Reading[ListPage]:
    """Read one page of the list of integrations: code, area, title, version, summary.

    Raises `PageFault` when no card with a code stands on the page.
    """
    document = read_document(page.html, page.url)
    lines = until_footer(document.lines)
    starts = [at for at, line in enumerate(lines) if is_code(next(iter(row_words(line)), ""))]
    cards = [_card(piece, document) for piece in cut(lines, starts)]
    if not cards:
        raise not_this_kind(document, "a list of integrations (no card with a code)")
    return Reading(ListPage(parts=tuple(cards), next_url=next_page(document)))


def _card(lines: list[Line], document: Document) -> ListedPart:
    facts = read_facts(lines, _LISTING, audit=False)
    words = [
        word for line in facts.before for word in row_words(line) if key(word) not in _FURNITURE
    ]
    code = part_code(words[0])
    area, title = (words[1], words[2]) if len(words) > 2 else (None, words[-1])
    version = (facts.take("version") or "").split(" ")[0].split("\n")[0]
    return ListedPart(
        code=code,
        area=area if area and len(area) <= _LONGEST_AREA else None,
        title=title if title != code else None,
        version=version or None,
        url=_address(lines, code, document),
    )


def _address(lines: list[Line], code: str, document: Document) -> str | None:
    """Give the card's own link: the one that holds its code; else one that holds no other's."""
    links = [document.link(place) for line in lines for place in line.links]
    own = [link for link in links if may_follow(link) and not link.text.isdecimal()]
    slug = compact_code(code)
    for link in sorted(own, key=lambda each: "?" in each.url):
        if compact_code(_last(link.url)) == slug:
            return link.url
    others = [link for link in own if not is_code(_last(link.url)) and not link.next_page]
    return others[0].url if others else None


def _last(url: str) -> str:
    return url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
