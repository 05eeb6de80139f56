"""What the parsers of several kinds of page share: addresses, files, rows, and whose a block is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from unicodedata import normalize
from urllib.parse import parse_qsl, unquote, urlsplit

from scraper.errors import PageFault
from scraper.parse import vocabulary
from scraper.parse.fields import key
from scraper.parse.html import Document, Line, Link
from scraper.text.characters import plain
from scraper.text.codes import compact_code, first_code, is_code, part_code

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
_APART = re.compile(r"[\s_.-]+")
_ARROWS = " →›»"
_AROUND_KIND = f"{_ARROWS}:[]()"
_DOTS = re.compile(r"\s*[·•|]\s*")
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|odt|ods|pdf|zip|txt|xml|xsd|wsdl|json|csv|rtf)$", re.I)
_COUNT = re.compile(vocabulary.RESULT_COUNT, re.IGNORECASE)
_PAGE_COUNT = re.compile(vocabulary.PAGE_COUNT, re.IGNORECASE)
_COUNTED = re.compile(vocabulary.COUNTED, re.IGNORECASE)
_OF_ALL = re.compile(vocabulary.SHOWN_COUNT, re.IGNORECASE)
_INEXACT = re.compile(vocabulary.INEXACT, re.IGNORECASE)
_LONGEST_COUNT = 100
_LONGEST_FOOT = 120  # letters of a line of a footer
_NAMED_WITHIN = 2  # lines above the one that names what a container holds, at most
PART_PATH = "/integration/"
LIST_PATH = "/integrationer"


def line_pieces(line: Line) -> list[str]:
    """Return the words of a line as markup or a dot sets them apart, without arrows."""
    pieces = (piece.strip(_ARROWS) for atom in line.atoms for piece in _DOTS.split(atom))
    return [piece for piece in pieces if key(piece)]


def row_words(line: Line, slug: str = "") -> list[str]:
    """Return the words of a row one by one: kind, code, title, set apart by markup, dot or space.

    `slug`: the last step of the address that the row leads to, which vouches for a code. A code
    that markup cuts (a search marks what was found) is one.
    """
    words: list[str] = []
    if len(line.atoms) > 1 and (cut := _cut_code(line, slug)):
        return cut
    for piece in line_pieces(line):
        words += _kind_and_code(piece, slug)
    return words


def _cut_code(line: Line, slug: str) -> list[str] | None:
    """Return a line's words where it begins with a code longer than its first piece of markup."""
    whole, first = first_code(line.text, slug), first_code(line.atoms[0], slug)
    if whole is None or whole.version or (first is not None and len(first.code) >= len(whole.code)):
        return None
    return [whole.code, whole.rest] if whole.rest else [whole.code]


def _kind_and_code(piece: str, slug: str) -> list[str]:
    """Cut a text into the kind and the code that it begins with, and the rest."""
    first, _, rest = piece.partition(" ")
    kind = [first] if rest and hit_kind(first) else []
    text = rest if kind else piece
    found = first_code(text, slug)
    if found is None or found.version:
        return [piece]
    return [*kind, *filter(None, (found.code, found.rest))]


def agreeing_code(pieces: Iterable[str], slug: str) -> str | None:
    """Return the code that some words are, however they set it apart, when an address agrees.

    `SF1590 B 01`, `SF1590-B-01` and `SF1590_B_01` at `/integration/sf1590b01`; `slug` is its last
    step.
    """
    bare = compact_code(slug.replace("-", ""))
    if not bare:
        return None
    for piece in pieces:
        if _APART.sub("", piece).upper() == bare and is_code(_APART.sub("_", piece), slug):
            return part_code(_APART.sub("_", piece))
    return None


def hit_kind(text: str) -> str | None:
    """Return the kind of hit that a text names, spelt as the site does; None for no kind."""
    return _HIT_KINDS.get(text.strip(_AROUND_KIND).casefold().removeprefix("type: "))


def read_count(text: str) -> int | None:
    """Return the number of hits that a line says there are in all, None when it says none.

    `9 resultater`, `Viser 1 - 10 af 23`, `Resultater (23)`; not what is about a number (`ca. 300`),
    and not how many are shown (`Vis 10 resultater`).
    """
    if len(text) >= _LONGEST_COUNT or not any(each.isdigit() for each in text):
        return None
    text = _PAGE_COUNT.sub("", text)
    if found := _OF_ALL.search(text):
        return _number(found[1])
    found = _COUNTED.fullmatch(text) or _COUNT.search(text)
    if found is None or _INEXACT.search(text[: found.start(1)]):
        return None
    return _number(found[1])


def _number(digits: str) -> int:
    return int("".join(each for each in digits if each.isdigit()))


def read_total(
    lines: Sequence[Line], rows: Sequence[Line], count: Callable[[Line], int | None]
) -> int | None:
    """Return what a page says of how many there are: right above the rows, else right below them.

    `rows`: the lines of the rows themselves, which say nothing of the list.
    """
    inside = {id(line) for line in rows}
    first = next((at for at, line in enumerate(lines) if id(line) in inside), len(lines))
    above = (count(line) for line in reversed(lines[:first]))
    below = (count(line) for line in lines[first:] if id(line) not in inside)
    return next((each for each in chain(above, below) if each is not None), None)


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
    """Leave out the footer: it begins at one of its links, in the last third of the page.

    No running text follows there.
    """
    for at in range(len(lines) * 2 // 3, len(lines)):
        line = lines[at]
        ends = key(line.text) in _END or (
            len(line.atoms) > 1 and any(key(atom) in _END for atom in line.atoms)
        )
        if ends and line.links and all(len(each.text) <= _LONGEST_FOOT for each in lines[at:]):
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
        if is_next(link) and link.url.partition("#")[0] != document.url.partition("#")[0]:
            return link.url
    numbered = [(link, _page_number(link.url)) for link in links if link.text.isdecimal()]
    shown = [int(link.text) - number for link, number in numbered]
    first = shown[0] if shown and len(set(shown)) == 1 else 1  # the number of page 0, as printed
    at = _page_number(document.url) if "page=" in here.query else 1 - first
    return next((link.url for link, number in numbered if number == at + 1), None)


def is_next(link: Link) -> bool:
    """Whether a link leads to the next page, by its mark or its words."""
    words = key(link.text) or link.text
    return link.next_page or words in _NEXT or words.startswith(vocabulary.MORE)


def _page_number(url: str) -> int:
    """Return the page number in an address's query, 0 when there is none."""
    value = dict(parse_qsl(urlsplit(url).query)).get("page", "0")
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
