"""A search result page to its hits, whatever their kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import unquote, urlsplit

from scraper.models import Record
from scraper.parse.common import (
    agreeing_code,
    hit_kind,
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
from scraper.parse.fields import key
from scraper.parse.html import Document, Line, Link, read_document
from scraper.parse.result import Findings, Page, Reading
from scraper.parse.rows import contained, region, without_tools
from scraper.parse.vocabulary import NO_RESULTS, PART_KIND, READ_MORE
from scraper.text.codes import code_of_slug, compact_code, first_code, is_code, part_code

_NONE = re.compile(NO_RESULTS, re.IGNORECASE)
_READ_MORE = frozenset(key(words) for words in READ_MORE)
_LONGEST_COUNT = 100
_LIKE_A_CODE = re.compile(r"^(?=\S*\d)[A-ZÆØÅ]{2}[A-ZÆØÅ0-9._-]+(?: |$)")
_Row = tuple[Link, list[Line]]
"""A row: the link to what it tells of, and its lines."""


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
    lines = without_tools(own_lines(document))
    rows = _rows(lines, document)
    total = read_total(lines, [line for _, row in rows for line in row], _count)
    if total is None:  # of a single row the container may be the whole result
        total = read_total(lines, [], _count)
    hits = _hits(rows, document, found) if total != 0 else ()
    if total is None and not any(hit.code for hit in hits):
        raise not_this_kind(document, "a search result (no 'N resultater', no row with a code)")
    if total is None:
        found.add("missing_label", "the search result does not say 'N resultater'", "N resultater")
    elif total and not hits:
        found.add("unread_hits", f"the page speaks of {total} results, and no row was read")
    result = SearchPage(total=total, hits=hits, next_url=next_page(document))
    return Reading(result, tuple(found.found))


def _count(line: Line) -> int | None:
    """Return the number of hits that a line says there are, 0 for none; None when it says none."""
    if _NONE.search(line.text) and len(line.text) < _LONGEST_COUNT:
        return 0
    return read_count(line.text)


def _rows(lines: list[Line], document: Document) -> list[_Row]:
    """Return the rows with their addresses: each in its own container, or on its own lines."""
    leads = {document.places[id(line)]: link for line in lines if (link := _leads(line, document))}
    links = {place: link.url for place, link in leads.items()}
    held = contained(document, lines, links, _richness)
    if held is None:
        return _rows_in_a_run(region(document, lines, links, _richness), leads, document)
    shared = Counter(
        url for row in held for url in {links.get(document.places[id(line)]) for line in row}
    )
    rows = []
    for row in held:
        own = [leads[at] for line in row if (at := document.places[id(line)]) in leads]
        if own:
            rows.append((_best(own, row, shared, document), row))
    return rows


def _best(links: list[Link], row: list[Line], shared: Counter[str | None], page: Document) -> Link:
    """Return the link of a row that leads to what it tells of.

    It leads to the code that the row prints, or it heads the row; tags that several rows share and
    what stands further down do not.
    """
    words = {compact_code(word) for line in row for word in row_words(line)}
    heads = {page.link(place).url for line in row if 0 < line.level < 7 for place in line.links}

    def rank(link: Link) -> tuple[bool, ...]:
        slug = part_slug(link.url)
        return (
            slug is not None and _bare(slug) in words and "?" not in link.url,
            link.url in heads,
            shared[link.url] < 2,
            hit_kind(link.text) is None,
        )

    return max(links, key=rank)  # the first of those that are alike


def _bare(slug: str) -> str:
    return compact_code(slug.replace("-", ""))


def _hits(rows: list[_Row], document: Document, found: Findings) -> tuple[Hit, ...]:
    hits = [_hit(link, row, found) for link, row in rows]
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


def _rows_in_a_run(lines: list[Line], leads: Mapping[int, Link], document: Document) -> list[_Row]:
    """Return rows that follow one another with nothing around each.

    Each ends where its link's words end, and begins after the one before. Where every row's kind
    follows its link instead, each begins at its link.
    """
    rows: list[tuple[Link, list[Line], list[Line]]] = []  # its link, lines before it, its own
    waiting: list[Line] = []
    for line in lines:
        link = leads.get(document.places[id(line)])
        if link is None and _count(line) is not None:
            waiting = []
        elif link is None:
            waiting = [] if line.links and not rows else [*waiting, line]  # a filter above the list
        elif rows and rows[-1][0].url == link.url:
            rows[-1][2].extend([*waiting, line])
            waiting = []
        else:
            rows.append((link, waiting, [line]))
            waiting = []
    after = [*(before for _, before, _ in rows[1:]), waiting]
    if rows and all(map(_names_kind, after)) and not any(_names_kind(own) for _, _, own in rows):
        return [
            (link, _reordered(own, rest)) for (link, _, own), rest in zip(rows, after, strict=True)
        ]
    return [(link, before + own) for link, before, own in rows]


def _names_kind(lines: Sequence[Line]) -> bool:
    return any(hit_kind(word) for line in lines for word in row_words(line))


def _reordered(own: list[Line], rest: list[Line]) -> list[Line]:
    """Return a row whose kind, and perhaps code, follow its link in the order of the others."""
    kind = next(at for at, line in enumerate(rest) if _names_kind([line]))
    return [*rest[: kind + 2], *own]


def _hit(link: Link, row: list[Line], found: Findings) -> Hit | None:
    """Read one row: its kind, its code, and the title, which its link says."""
    slug = part_slug(link.url)
    pieces = [piece for line in row for piece in line_pieces(line)]
    if not any(map(hit_kind, pieces)) or not any(is_code(piece, slug or "") for piece in pieces):
        pieces = [word for line in row for word in row_words(line, slug or "")]
    kind = _kind(link, row, pieces)
    code = None
    marked = first_code(link.text, slug or "")  # which a search may cut by marking what it found
    if marked and slug is not None and compact_code(marked.code) == _bare(slug):
        code = marked.code
    elif kind in (None, PART_KIND) or slug is not None:
        code = _code(pieces, link.url, kind, found)
    title = _title(link, row, slug or "", coded=code is not None or kind != PART_KIND)
    if marked and code and marked.rest and compact_code(marked.code) == compact_code(code):
        title = marked.rest
    if kind is None and slug is None and code is None:
        if len(pieces) == 1 and not row[0].level:
            return None  # a link among the rows, not one of them
        found.add("unknown_kind", f"a row of the result is of no known kind: {pieces[-2:]}", title)
        others = [piece for piece in pieces if piece != title]
        kind = others[-1] if others else None
    return Hit(kind=kind, code=code, title=title, url=link.url)


def _kind(link: Link, row: list[Line], pieces: list[str]) -> str | None:
    """Return a row's kind: what a line of it begins or ends with, no word within its text."""
    edges = [each for line in row for each in line_pieces(line)[:: max(len(line.atoms) - 1, 1)]]
    kinds = (hit_kind(piece) for piece in [*edges, *pieces[:1]] if piece != link.text)
    return next((kind for kind in kinds if kind), hit_kind(link.text))


def _title(link: Link, row: list[Line], slug: str, *, coded: bool) -> str | None:
    """Return a row's title: what its link says beside kind and code, else the row's own words.

    A link may say only "Læs mere". Where no code is known (`coded`), what looks like one is none of
    the title.
    """
    pieces = line_pieces(Line("", link.pieces))
    if not coded:
        pieces = [piece for piece in pieces if not _LIKE_A_CODE.fullmatch(piece)]
    said = _beside_marks(pieces, link.text, slug)
    if said and not any(key(said).startswith(word) for word in _READ_MORE):
        return said if coded else _LIKE_A_CODE.sub("", said) or said
    heading = next((line.text for line in row if 0 < line.level < 7), None)
    if heading is not None:
        return _beside_marks([heading], heading, slug)
    words = [word for line in row for word in row_words(line, slug)]
    own = [word for word in words if not hit_kind(word) and not is_code(word, slug)]
    return next((word for word in own if not key(word).startswith(tuple(_READ_MORE))), None)


def _beside_marks(pieces: list[str], whole: str, slug: str) -> str | None:
    """Return a text without the kind and code that it begins with, or that are pieces of it."""
    rest = [piece for piece in pieces if not hit_kind(piece) and not is_code(piece, slug)]
    if len(rest) < len(pieces):
        return next(iter(rest), None)
    words = row_words(Line(whole, (whole,)), slug)
    own = [word for word in words if not hit_kind(word) and not is_code(word, slug)]
    ours = all(compact_code(word) == _bare(slug) for word in words if is_code(word, slug))
    return (own[0] if len(own) == 1 and ours else whole) or None


def _code(pieces: list[str], url: str, kind: str | None, found: Findings) -> str | None:
    """Return the code of a row, on which its words and its address agree.

    Where they differ, or neither is understood, it is null with a finding: the address counts.
    """
    slug = part_slug(url)
    bare = _bare(slug) if slug is not None else None
    printed = [piece for piece in pieces if is_code(piece, slug or "")]
    for piece in printed:
        if bare is None or compact_code(piece) == bare:
            return part_code(piece)
    if slug is not None and (code := agreeing_code(pieces, slug)):
        return code
    if printed:
        message = f"the hit says {printed[-1]}, its address {url}"
        found.add("code_differs", message, printed[-1], url)
        return None
    if kind != PART_KIND and slug is None:
        return None
    named = code_of_slug(slug) if slug is not None else None
    odd = next((piece for piece in pieces if _looks_like_a_code(piece)), None)
    if odd is None and named is not None and is_code(named):
        return named
    message = f"the hit at {url} has no code that is known"
    found.add("unknown_code", message + (f": '{odd}'" if odd else ""), odd, url)
    return None


def _looks_like_a_code(word: str) -> bool:
    """Whether a text begins with capitals and digits as codes do, in a form that is not known."""
    return _LIKE_A_CODE.match(word) is not None
