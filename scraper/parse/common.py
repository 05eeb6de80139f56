"""What the parsers of several kinds of page share."""

from __future__ import annotations

import re
from unicodedata import normalize
from urllib.parse import parse_qsl, unquote, urlsplit

from scraper.errors import PageFault
from scraper.parse import vocabulary as labels
from scraper.parse.fields import key
from scraper.parse.html import Document, Line, Link
from scraper.text.characters import plain

_END = frozenset(key(word) for word in labels.END)
_ORDER = frozenset(key(word) for word in labels.ORDER)
_NEXT = frozenset(key(word) or word for word in labels.NEXT_PAGE)
_LABELS = frozenset(
    key(word)
    for group in (
        labels.HEADER,
        labels.BUSINESS,
        labels.VERSION,
        labels.ENDPOINT,
        labels.CARD,
        labels.SERVICE,
    )
    for label in group
    for word in label.spellings
) | frozenset(
    key(word)
    for words in (
        labels.SERVICES_HEADING,
        labels.PRODUCTION_HEADING,
        labels.SUPPORT_HEADING,
        labels.DOWNLOAD,
        labels.READ_MORE,
        labels.ORDER,
        labels.FURNITURE,
        labels.END,
    )
    for word in words
)
_DOTS = re.compile(r"\s*[·•|]\s*")
_KIND_CODE = re.compile(
    rf"(?:({'|'.join(sorted(labels.HIT_KINDS))}) )?(SF\d{{4}}(?:_[A-Z])?(?:_\d{{2}})?)(?: (.+))?",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|odt|ods|pdf|zip|txt|xml|xsd|wsdl|json|csv|rtf)$", re.I)


def row_words(line: Line) -> list[str]:
    """Give the words of a row one by one: kind, code, title, set apart by markup, dot or space."""
    words: list[str] = []
    for atom in line.atoms:
        for piece in _DOTS.split(atom):
            found = _KIND_CODE.fullmatch(piece)
            words += [group for group in found.groups() if group] if found else [piece]
    return [word for word in words if key(word)]


def not_this_kind(document: Document, kind: str) -> PageFault:
    """Make the fault that says why a page could not be read as a kind of page."""
    words = "\n".join(line.text for line in document.lines)
    for phrase in labels.ERROR_WORDS:
        if phrase.casefold() in f"{document.title}\n{words}".casefold():
            return PageFault("error_page", document.url, f"the page says '{phrase}'")
    if not words:
        return PageFault("empty_page", document.url, "the page holds no visible text")
    return PageFault("layout", document.url, f"the page is not {kind}")


def until_footer(lines: list[Line]) -> list[Line]:
    """Leave out the footer: it begins at one of its words, in the last third of the page."""
    for at in range(len(lines) * 2 // 3, len(lines)):
        if any(key(words) in _END for words in (lines[at].text, *lines[at].atoms)):
            return lines[:at]
    return lines


def is_label(text: str) -> bool:
    """Say whether a text is a label or a heading, known or new: never a value, then."""
    return text.endswith(":") or key(text) in _LABELS


def may_follow(link: Link) -> bool:
    """Say whether a link may be followed: never one marked nofollow, never an order."""
    return bool(link.url) and not link.nofollow and key(link.text) not in _ORDER


def next_page(document: Document) -> str | None:
    """Give the address of the next page of a paged list: marked as next, so named, or numbered."""
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
    """Say whether a link leads to the next page, by its mark or its words."""
    return link.next_page or (key(link.text) or link.text) in _NEXT


def _page_number(query: str) -> int:
    """Give a zero-based page number from a query, 0 when there is none."""
    value = dict(parse_qsl(query)).get("page", "0")
    return int(value) if value.isdecimal() and len(value) < 7 else 0


def file_links(document: Document, lines: list[Line]) -> tuple[str, ...]:
    """Give the addresses of the files that lines link to, each once, in order."""
    places = (place for line in lines for place in line.links if is_file(document.href(place)))
    links = (document.link(place) for place in places)
    return tuple(dict.fromkeys(link.url for link in links if may_follow(link)))


def is_file(url: str) -> bool:
    """Say whether an address is that of a file, by its ending."""
    return _FILE.search(url.partition("?")[0].partition("#")[0]) is not None


def filename(url: str) -> str:
    """Give the name of the file at an address, decoded. It is for reading, never for a disk."""
    name = plain(unquote(urlsplit(url).path).rsplit("/", 1)[-1])
    return normalize("NFC", name).replace("\x00", "")


def service_id(url: str) -> str:
    """Give a support service's key: its page's path, slashes as dots, percent signs decoded."""
    parts = urlsplit(url)
    path = unquote(parts.path).strip("/").replace("/", ".")
    return f"{path}?{parts.query}" if parts.query else path
