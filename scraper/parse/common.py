"""What the parsers of several kinds of page share: addresses, files, rows, and whose a block is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from unicodedata import normalize
from urllib.parse import parse_qsl, unquote, urlsplit

from scraper.errors import PageFault
from scraper.parse import vocabulary
from scraper.parse.fields import key
from scraper.parse.html import Document, Line, Link
from scraper.text.characters import plain
from scraper.text.codes import first_code

_END = frozenset(key(word) for word in vocabulary.END)
_ORDER = frozenset(key(word) for word in vocabulary.ORDER)
_NEXT = frozenset(key(word) or word for word in vocabulary.NEXT_PAGE)
_HIT_KINDS = {kind.casefold(): kind for kind in vocabulary.HIT_KINDS}
_LABELS = frozenset(
    key(word) for kind in vocabulary.KINDS for each in kind.fields for word in each.spellings
) | frozenset(
    key(word)
    for words in (
        vocabulary.SERVICES_HEADING,
        vocabulary.PRODUCTION_HEADING,
        vocabulary.SUPPORT_HEADING,
        vocabulary.DOWNLOAD,
        vocabulary.READ_MORE,
        vocabulary.ORDER,
        vocabulary.FURNITURE,
        vocabulary.END,
    )
    for word in words
)
_ARROWS = " →›»"
_DOTS = re.compile(r"\s*[·•|]\s*")
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|odt|ods|pdf|zip|txt|xml|xsd|wsdl|json|csv|rtf)$", re.I)
_COUNT = re.compile(rf"(?:.*?\b)?{vocabulary.RESULT_COUNT}\b.*", re.IGNORECASE)
_SHOWN = re.compile(vocabulary.SHOWN_COUNT, re.IGNORECASE)
_LONGEST_COUNT = 100
_NAMED_WITHIN = 2  # lines above the one that names what a container holds, at most
PART_PATH = "/integration/"


def row_words(line: Line, slug: str = "") -> list[str]:
    """Return the words of a row one by one: kind, code, title, set apart by markup, dot or space.

    `slug`: the last step of the address that the row leads to, which vouches for a code.
    """
    words: list[str] = []
    for atom in line.atoms:
        for piece in _DOTS.split(atom):
            words += _kind_and_code(piece, slug)
    words = [word.strip(_ARROWS) for word in words]
    return [word for word in words if key(word)]


def _kind_and_code(piece: str, slug: str) -> list[str]:
    """Cut a text into the kind and the code that it begins with, and the rest."""
    first, _, rest = piece.partition(" ")
    kind = [first] if rest and hit_kind(first) else []
    text = rest if kind else piece
    found = first_code(text, slug)
    if found is None or found.version:
        return [piece]
    return [*kind, *filter(None, (found.code, found.rest))]


def hit_kind(text: str) -> str | None:
    """Return the kind of hit that a text names, spelt as the site does; None for no kind."""
    return _HIT_KINDS.get(text.strip(_ARROWS).casefold())


def read_count(text: str) -> int | None:
    """Return the number of hits that a line says there are in all, None when it says none."""
    if len(text) >= _LONGEST_COUNT:
        return None
    found = _SHOWN.search(text) or _COUNT.fullmatch(text)
    return int(found[1].replace(".", "")) if found else None


def not_this_kind(document: Document, kind: str) -> PageFault:
    """Return the fault that says why a page could not be read as a kind of page."""
    words = "\n".join(line.text for line in document.lines)
    for phrase in vocabulary.ERROR_WORDS:
        if phrase.casefold() in f"{document.title}\n{words}".casefold():
            return PageFault("error_page", document.url, f"the page says '{phrase}'")
    if not words:
        return PageFault("empty_page", document.url, "the page holds no visible text")
    return PageFault("layout", document.url, f"the page is not {kind}")


def until_footer(lines: list[Line]) -> list[Line]:
    """Leave out the footer: it begins at one of its words, in the last third of the page."""
    for at in range(len(lines) * 2 // 3, len(lines)):
        line = lines[at]
        if key(line.text) in _END or (
            len(line.atoms) > 1 and any(key(atom) in _END for atom in line.atoms)
        ):
            return lines[:at]
    return lines


def own_lines(document: Document) -> list[Line]:
    """Return the page's own lines: neither beside its content nor in its footer."""
    return until_footer([line for line in document.lines if not line.aside])


def without_others(
    document: Document,
    lines: Sequence[Line],
    heads: Iterable[int],
    own: set[int],
    tells: Callable[[Line], bool],
) -> list[Line]:
    """Leave out the records of others that are set in a page.

    `heads`: places of lines that name another; `own`: places that are surely the page's own. What
    is left out is the smallest container of a head in which something is told (`tells`) of it, when
    it begins with the head, and nothing of the page's own stands in it.
    """
    others: set[int] = set()
    for place in heads:
        if place in others:
            continue
        for block in document.around(document.lines[place].block):
            span = range(document.blocks[block].first, document.blocks[block].end)
            if place - span.start > _NAMED_WITHIN or not own.isdisjoint(span):
                break
            if any(tells(document.lines[at]) for at in span):
                others.update(span)
                break
    if not others:
        return list(lines)
    return [line for line in lines if document.places[id(line)] not in others]


def is_label(text: str) -> bool:
    """Whether a text is a label or a heading, known or new: never a value, then."""
    return text.endswith(":") or key(text) in _LABELS


def may_follow(link: Link) -> bool:
    """Whether a link may be followed: never one marked nofollow, never an order."""
    return bool(link.url) and not link.nofollow and key(link.text) not in _ORDER


def next_page(document: Document) -> str | None:
    """Return the address of a paged list's next page: marked as next, so named, or numbered."""
    here = urlsplit(document.url)
    links = [link for link in document.links() if may_follow(link)]
    links = [link for link in links if urlsplit(link.url).path == here.path]
    for link in links:
        if is_next(link) and link.url != document.url:
            return link.url
    number = _page_number(here.query)
    return next(
        (link.url for link in links if _page_number(urlsplit(link.url).query) == number + 1), None
    )


def is_next(link: Link) -> bool:
    """Whether a link leads to the next page, by its mark or its words."""
    return link.next_page or (key(link.text) or link.text) in _NEXT


def _page_number(query: str) -> int:
    """Return a zero-based page number from a query, 0 when there is none."""
    value = dict(parse_qsl(query)).get("page", "0")
    return int(value) if value.isdecimal() and len(value) < 7 else 0


def file_links(document: Document, lines: Iterable[Line]) -> tuple[str, ...]:
    """Return the addresses of the files that lines link to, each once, in order."""
    places = [place for line in lines for place in line.links if is_file(document.href(place))]
    links = [document.link(place) for place in places]
    return tuple(dict.fromkeys(link.url for link in links if may_follow(link)))


def is_file(url: str) -> bool:
    """Whether an address is that of a file, by its ending."""
    return _FILE.search(url.partition("?")[0].partition("#")[0]) is not None


def part_slug(url: str) -> str | None:
    """Return the last piece of an `/integration/` address, None for any other address."""
    path = urlsplit(url).path
    return path.rsplit("/", 1)[-1] if PART_PATH in path and not path.endswith("/") else None


def filename(url: str) -> str:
    """Return the name of the file at an address, decoded. It is for reading, never for a disk."""
    name = plain(unquote(urlsplit(url).path).rsplit("/", 1)[-1])
    return normalize("NFC", name).replace("\x00", "")


def service_id(url: str) -> str:
    """Return a support service's key: its page's path, slashes as dots, percent signs decoded."""
    parts = urlsplit(url)
    path = unquote(parts.path).strip("/").replace("/", ".")
    return f"{path}?{parts.query}" if parts.query else path
