"""A search result page to its hits, whatever their kind."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scraper.models import Record
from scraper.parse import vocabulary as labels
from scraper.parse.common import may_follow, next_page, not_this_kind, row_words, until_footer
from scraper.parse.fields import key
from scraper.parse.html import Document, Line, read_document
from scraper.parse.result import Findings, Page, Reading
from scraper.text.codes import is_code, part_code

_COUNT = re.compile(rf"(?:.*?\b)?{labels.RESULT_COUNT}\b.*", re.IGNORECASE)
_KINDS = {key(kind): kind for kind in labels.HIT_KINDS}
_NONE = frozenset(key(words) for words in labels.NO_RESULTS)


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
    lines = until_footer(document.lines)
    at, total = _count(lines)
    hits = _hits(lines[at + 1 :], document, found) if total != 0 else ()
    if total is None and not any(hit.code for hit in hits):
        raise not_this_kind(document, "a search result (no 'N resultater', no row with a code)")
    if total is None:
        found.add("missing_label", "the search result does not say 'N resultater'")
    return Reading(
        SearchPage(total=total, hits=hits, next_url=next_page(document)), tuple(found.found)
    )


def _count(lines: list[Line]) -> tuple[int, int | None]:
    """Find the line with the site's own count, and the count."""
    for at, line in enumerate(lines):
        if key(line.text) in _NONE:
            return at, 0
        match = _COUNT.fullmatch(line.text)
        if match and len(line.text) < 100:
            return at, int(match[1].replace(".", ""))
    return -1, None


def _hits(lines: list[Line], document: Document, found: Findings) -> tuple[Hit, ...]:
    """Read the rows: each ends where its link's words end, and begins after the one before.

    Where a row's kind follows its link instead, each begins at its link.
    """
    here = urlsplit(document.url).path
    rows: list[tuple[str, list[str], list[str]]] = []  # address, words before its link, its own
    words: list[str] = []
    tail: list[str] = []  # what stands after the last row's link
    for line in lines:
        atoms = row_words(line)
        link = next((document.link(p) for p in line.links if may_follow(document.link(p))), None)
        if link is None:
            words += atoms
            continue
        if urlsplit(link.url).path == here:  # the pager, or a filter
            tail = tail or (words if rows else [])
            words = []
            continue
        if rows and rows[-1][0] == link.url:
            rows[-1][2].extend(words + atoms)
        else:
            rows.append((link.url, words, atoms))
        words = []
    tail = tail or words
    if rows and any(key(word) in _KINDS for word in tail):  # the last row's kind follows its link
        after = [*(before for _, before, _ in rows[1:]), tail]
        rows = [
            (url, [], _reordered(own, rest))
            for (url, _, own), rest in zip(rows, after, strict=True)
        ]
    hits = [_hit(url, before + own, found) for url, before, own in rows]
    return tuple(hit for hit in hits if hit is not None)


def _reordered(own: list[str], rest: list[str]) -> list[str]:
    """Give a row whose kind, and perhaps code, follow its link in the order of the others."""
    kinds = [word for word in rest if key(word) in _KINDS][:1]
    codes = [word for word in own + rest[:3] if is_code(word)][:1]
    return [*kinds, *codes, *(word for word in own if not is_code(word))]


def _hit(url: str, words: list[str], found: Findings) -> Hit | None:
    """Read one row: kind, code, title, in that order; furniture before them is passed over."""
    kinds = [at for at, word in enumerate(words) if key(word) in _KINDS]
    codes = [at for at, word in enumerate(words) if is_code(word)]
    if not kinds and not codes:
        if len(words) > 1:
            found.add("unknown_kind", f"a row of the result is of no known kind: {words[-2:]}")
            return Hit(kind=words[-2], title=words[-1], url=url)
        return None
    code = part_code(words[codes[-1]]) if codes else None
    kind = _KINDS[key(words[kinds[-1]])] if kinds else None
    last = max([*kinds, *codes])
    first = min([*kinds, *codes])
    between = [words[at] for at in range(first + 1, last) if at not in codes]
    after = words[last + 1 :] or between or words[:first][-1:]
    if kind is None and codes[-1] > 0:
        kind = words[codes[-1] - 1]
        found.add("unknown_kind", f"'{kind}' is not a known kind of search hit")
    return Hit(kind=kind, code=code, title=after[0] if after else None, url=url)
