"""A search result page to its hits, whatever their kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from scraper.models import Record
from scraper.parse.common import (
    hit_kind,
    may_follow,
    next_page,
    not_this_kind,
    own_lines,
    part_slug,
    read_count,
    row_words,
)
from scraper.parse.fields import key
from scraper.parse.html import Document, Line, Link, read_document
from scraper.parse.result import Findings, Page, Reading
from scraper.parse.rows import boxes, region, without_facets
from scraper.parse.vocabulary import NO_RESULTS, PART_KIND, READ_MORE
from scraper.text.codes import code_of_slug, compact_code, is_code, part_code

_NONE = frozenset(key(words) for words in NO_RESULTS)
_READ_MORE = frozenset(key(words) for words in READ_MORE)
_LIKE_A_CODE = re.compile(r"(?=\S*\d)[A-ZÆØÅ]{2}[A-ZÆØÅ0-9._-]+(?: |$)")
_Row = tuple[str, list[str]]
"""A row's address and its words in order."""


class Hit(Record):
    """One row of the result: kind, code, title and address as far as the row gives them."""

    kind: str | None = None
    code: str | None = None
    title: str | None = None
    url: str | None = None


class SearchPage(Record):
    """One page of a search result; `total` is the site's own count."""

    total: int | None
    hits: tuple[Hit, ...]
    next_url: str | None


def parse_search(page: Page) -> Reading[SearchPage]:
    """Read one page of a search result.

    Raises `PageFault` when the page neither counts results nor lists any.
    """
    document = read_document(page.html, page.url)
    found = Findings()
    lines = own_lines(document)
    at, total = _count(lines)
    hits = _hits(lines[at + 1 :], document, found) if total != 0 else ()
    if total is None and not any(hit.code for hit in hits):
        raise not_this_kind(document, "a search result (no 'N resultater', no row with a code)")
    if total is None:
        found.add("missing_label", "the search result does not say 'N resultater'", "N resultater")
    result = SearchPage(total=total, hits=hits, next_url=next_page(document))
    return Reading(result, tuple(found.found))


def _count(lines: list[Line]) -> tuple[int, int | None]:
    """Find the line with the site's own count, and the count."""
    for at, line in enumerate(lines):
        if key(line.text) in _NONE:
            return at, 0
        count = read_count(line.text)
        if count is not None:
            return at, count
    return -1, None


def _hits(lines: list[Line], document: Document, found: Findings) -> tuple[Hit, ...]:
    """Read the rows: each is what stands in its own container, or on its own lines."""
    lines = without_facets(lines)
    leads = {document.places[id(line)]: link for line in lines if (link := _leads(line, document))}
    links = {place: link.url for place, link in leads.items()}
    rows: list[_Row] = []
    held = boxes(document, lines, links, _richness)
    if held is not None:
        rows = [(url, _words(row, url)) for url, row in held.items()]
    else:
        lines = region(document, lines, links, _richness)
        linked = [
            (at, leads[place])
            for at, line in enumerate(lines)
            if (place := document.places[id(line)]) in leads
        ]
        rows = _rows_in_a_run(linked, lines)
    titles = {link.url: row_words(Line("", link.pieces)) for link in reversed(leads.values())}
    hits = [_hit(url, words, titles[url], found) for url, words in rows]
    return tuple(hit for hit in hits if hit is not None)


def _leads(line: Line, document: Document) -> Link | None:
    """Return the link of a line that may be a hit's: not the pager's, nor a filter's."""
    here = urlsplit(document.url).path
    for place in line.links:
        link = document.link(place)
        parts = urlsplit(link.url)
        inside = document.href(place).startswith("#") or parts.path == here
        page = parts.scheme in ("http", "https") and "f[" not in unquote(parts.query)
        if may_follow(link) and not inside and page:
            return link
    return None


def _richness(lines: Sequence[Line]) -> int:
    """Return how much a row tells: its kind, and its code."""
    words = [word for line in lines for word in row_words(line)]
    return any(map(hit_kind, words)) + any(map(is_code, words))


def _words(lines: list[Line], url: str) -> list[str]:
    return [word for line in lines for word in row_words(line, part_slug(url) or "")]


def _rows_in_a_run(linked: list[tuple[int, Link]], lines: list[Line]) -> list[_Row]:
    """Return rows that follow one another with nothing around each.

    Each ends where its link's words end, and begins after the one before. Where every row's kind
    follows its link instead, each begins at its link.
    """
    rows: list[tuple[str, list[str], list[str]]] = []  # address, words before its link, its own
    words: list[str] = []
    links = dict(linked)
    for at, line in enumerate(lines):
        atoms = row_words(line)
        link = links.get(at)
        if link is None:
            words = [] if line.links and rows == [] else words + atoms  # a filter above the list
            continue
        if rows and rows[-1][0] == link.url:
            rows[-1][2].extend(words + atoms)
        else:
            rows.append((link.url, words, atoms))
        words = []
    after = [*(before for _, before, _ in rows[1:]), words]
    trailing = bool(rows) and all(any(map(hit_kind, rest)) for rest in after)
    if trailing and not any(hit_kind(word) for _, _, own in rows for word in own):
        return [
            (url, _reordered(own, rest)) for (url, _, own), rest in zip(rows, after, strict=True)
        ]
    return [(url, before + own) for url, before, own in rows]


def _reordered(own: list[str], rest: list[str]) -> list[str]:
    """Return a row whose kind, and perhaps code, follow its link in the order of the others."""
    kinds = [word for word in rest if hit_kind(word)][:1]
    codes = [word for word in own + rest[:3] if is_code(word)][:1]
    return [*kinds, *codes, *(word for word in own if not is_code(word))]


def _hit(url: str, words: list[str], linked: list[str], found: Findings) -> Hit | None:
    """Read one row: kind, code, title, in that order; furniture before them is passed over.

    `linked`: the words of its link. They hold its title, unless they say "Læs mere".
    """
    kinds = [at for at, word in enumerate(words) if hit_kind(word)]
    slug = part_slug(url)
    codes = [at for at, word in enumerate(words) if is_code(word, slug or "")]
    if not kinds and not codes and slug is None:
        if len(words) > 1:
            message = f"a row of the result is of no known kind: {words[-2:]}"
            found.add("unknown_kind", message, words[-2], words[-1])
            return Hit(kind=words[-2], title=words[-1], url=url)
        return None
    kind = hit_kind(words[kinds[-1]]) if kinds else None
    code = _code([words[at] for at in codes], words, url, kind, found)
    marks = [*kinds, *codes]
    if not marks:
        return Hit(kind=kind, code=code, title=words[-1] if words else None, url=url)
    first, last = min(marks), max(marks)
    between = [words[at] for at in range(first + 1, last) if at not in codes]
    titles = [
        word
        for word in (_LIKE_A_CODE.sub("", each) if code is None else each for each in linked)
        if word and not hit_kind(word) and not is_code(word, slug or "")
        if key(word) not in _READ_MORE
    ]
    after = titles or words[last + 1 :] or between or words[:first][-1:]
    if kind is None and codes and codes[-1] > 0 and slug is None:
        kind = words[codes[-1] - 1]
        found.add("unknown_kind", f"'{kind}' is not a known kind of search hit", kind)
    return Hit(kind=kind, code=code, title=after[0] if after else None, url=url)


def _code(
    printed: list[str], words: list[str], url: str, kind: str | None, found: Findings
) -> str | None:
    """Return the code of a row, on which its words and its address agree.

    Where they differ, or neither is understood, it is null with a finding: the address counts.
    """
    slug = part_slug(url)
    for code in printed:
        if slug is None or compact_code(code) == compact_code(slug):
            return part_code(code)
    if printed:
        message = f"the hit says {printed[-1]}, its address {url}"
        found.add("code_differs", message, printed[-1], url)
        return None
    if kind != PART_KIND and slug is None:
        return None
    named = code_of_slug(slug) if slug is not None else None
    odd = next((word for word in words if _looks_like_a_code(word)), None)
    if odd is None and named is not None and is_code(named):
        return named
    message = f"the hit at {url} has no code that is known"
    found.add("unknown_code", message + (f": '{odd}'" if odd else ""), odd, url)
    return None


def _looks_like_a_code(word: str) -> bool:
    """Whether a text begins with capitals and digits as codes do, in a form that is not known."""
    return _LIKE_A_CODE.match(word) is not None
