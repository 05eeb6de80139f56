"""HTML to visible text in order: the only module that knows selectolax.

A page becomes lines, as a person reads them from top to bottom. A line is what stands between two
block boundaries; its atoms are the pieces that markup sets apart within it (sibling spans, a bold
label before its value). No class name and no id decides anything.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from html import unescape
from unicodedata import category, normalize
from urllib.parse import quote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraper.errors import PageFault
from scraper.text.characters import legible, plain, visible

_BLOCKS = frozenset(
    """
    address article aside blockquote body br caption center dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr iframe legend li main menu nav
    ol option p pre search section summary button table tbody td tfoot th thead tr ul
    """.split()
)
_SKIPPED = """
    script style template noscript svg select textarea object canvas
    iframe noembed noframes xmp plaintext
    """.split()
_VOID = frozenset(
    """
    area br col embed hr img input link meta source track wbr
    """.split()
)
_PLAIN = frozenset("address blockquote br center div dl hr li ol p pre tbody thead ul".split())
_PLAIN_TAGS = _PLAIN | {f"/{name}" for name in _PLAIN - {"div", "p", "ul", "ol"}} | {"dd"}
"""Tags as written that can neither open nor close a role. A `/div` may close one."""
_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "button": 7, "summary": 7}
_BOLD = frozenset({"b", "strong", "label"})
_WITHIN = frozenset({"em", "mark", "sub", "sup", "u", "wbr"})  # they mark a word or break it
BOLD, TERM = 1, 2
_SECTIONING = frozenset({"article", "section", "main", "aside", "td", "form"})
_CELL_ROLES = {"row": "tr", "cell": "td", "gridcell": "td", "columnheader": "th", "rowheader": "th"}
_HIDDEN_ROLES = frozenset({"navigation", "contentinfo", "alertdialog", "dialog"})
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_HREF = re.compile(r' href="([^"]*)"')
_BULLETS = frozenset("•▪◦‣●○■□★☆►▶✓✔")  # list marks that some pages print themselves
_SYMBOLS = frozenset({"So", "Co", "Mn"})  # Unicode's icons, private use, variations
_FIRST_ICON = "\u2190"  # below stand signs that are words: °, №, ™
_SHOWN_TYPES = frozenset({"text", "number", "url", "email"})
_IN_ADDRESS = "%/:?#[]@!$&'()*+,;=~-._"
_ICONS = "i[aria-hidden=true], span[aria-hidden=true]"  # a panel that is closed may say it too
_PAGE_FORM = 2  # lines outside a form that holds the page itself, at most (ASP.NET)
_DEEPEST = 5_000  # lexbor's time grows with the square of the depth
_NESTING = re.compile(r"<(/?)(?:div|span|section|article|ul|ol|dl|table|font|b|i|em|strong)[\s>]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as a reader could follow it: its words and absolute address."""

    text: str
    url: str
    nofollow: bool
    next_page: bool
    in_menu: bool


@dataclass(slots=True)
class Line:
    """What stands between two block boundaries.

    `atoms`: the pieces that markup sets apart within it. `links`: places in the page's links.
    `level`: 1-6 for headings, 7 for buttons that open panels, 0 for the rest. `label`: markup says
    that it labels something, `TERM` (dt, th) or `BOLD`; else 0. `cell`: (table, row, column, is
    header) in a table. `bare`: the place for its value, beside it, is empty.
    """

    text: str
    atoms: tuple[str, ...]
    links: tuple[int, ...] = ()
    level: int = 0
    label: int = 0
    cell: tuple[int, int, int, bool] | None = None
    in_form: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form: its name, value, type, and the words a reader sees at it."""

    name: str
    value: str
    type: str
    words: str


@dataclass(frozen=True, slots=True)
class Form:
    """One form: where it goes, how, its fields, and the words a reader sees in it."""

    action: str
    method: str
    fields: tuple[FormField, ...]
    words: str


_Anchor = tuple[str, list[str], bool]  # the tag as written, its words, stands in a menu


@dataclass(slots=True)
class Document:
    """The visible text of one page, in order, with its title, links and forms."""

    url: str
    title: str
    lines: list[Line]
    forms: list[Form]
    origin: str
    anchors: list[_Anchor]

    def href(self, place: int) -> str:
        """Give a link's address as the page writes it."""
        found = _HREF.search(self.anchors[place][0])
        return unescape(found[1]) if found else ""

    def words(self, place: int) -> str:
        """Give the words of a link as a reader sees or hears them."""
        tag, words, _ = self.anchors[place]
        seen = plain(" ".join(words))
        if seen:
            return seen
        attributes = _attributes(tag)
        return plain(attributes.get("aria-label", "") or attributes.get("title", ""))

    def link(self, place: int) -> Link:
        """Give one of the page's links, by its place among them."""
        tag, _, in_menu = self.anchors[place]
        attributes = _attributes(tag)
        relation = attributes.get("rel", "").lower().split()
        return Link(
            text=self.words(place),
            url=_absolute(self.origin, attributes["href"]),
            nofollow="nofollow" in relation,
            next_page="next" in relation,
            in_menu=in_menu,
        )

    def sha256(self) -> str:
        """Give the SHA-256 of the visible text and of where its links lead, hex."""
        digest = hashlib.sha256("\n".join(line.text for line in self.lines).encode())
        digest.update("\n".join(tag for tag, _, _ in self.anchors).encode())
        return digest.hexdigest()

    def links(self) -> list[Link]:
        """Give all of the page's links, in order."""
        return [self.link(place) for place in range(len(self.anchors))]


def read_document(html: str, url: str, *, menus: bool = True) -> Document:
    """Read a page's visible text. `url` is what its links are relative to.

    Text in menus is never content; `menus` says whether their links are wanted.
    """
    _refuse_depth(html, url)
    tree = LexborHTMLParser(html)
    base = tree.css_first("base[href]")
    origin = _absolute(url, (base.attributes.get("href") or "") if base else "") or url
    forms = [_form(node, url, origin) for node in tree.css("form")]
    title = tree.css_first("title")
    words = plain(title.text()) if title else ""
    tree.strip_tags(_SKIPPED if menus else [*_SKIPPED, "nav"])
    if "aria-hidden" in html:
        for node in tree.css(_ICONS):
            node.decompose()
    reader = _Reader()
    if tree.body is not None:
        reader.read(tree.body.html or "")
    lines = reader.lines
    if forms and sum(not line.in_form for line in lines) <= _PAGE_FORM:
        lines = [replace(line, in_form=False) for line in lines]
    return Document(url, words, lines, forms, origin, reader.anchors)


def _refuse_depth(html: str, url: str) -> None:
    """Refuse a page nested so deep that the parser would take minutes. Raises `PageFault`."""
    if html.count("<") < _DEEPEST:
        return
    depth = 0
    for found in _NESTING.finditer(html):
        depth += -1 if found[1] else 1
        if depth > _DEEPEST:
            raise PageFault("too_deep", url, f"elements stand over {_DEEPEST} deep in each other")


def declared_charset(start: str) -> str | None:
    """Give the charset that a `<meta>` in the page's first bytes declares, if any."""
    for node in LexborHTMLParser(start).css("meta"):
        attributes = node.attributes
        if attributes.get("charset"):
            return attributes["charset"]
        found = re.search(r"charset=([\w-]+)", attributes.get("content") or "")
        if found and (attributes.get("http-equiv") or "").lower() == "content-type":
            return found[1]
    return None


class _Reader:
    """One pass over lexbor's normalised HTML: what is open here, and the lines read so far.

    Lexbor has closed every element and escaped every `<` and `>` that is not a tag, so cutting at
    those two signs is exact.
    """

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.anchors: list[_Anchor] = []
        self._texts: list[str] = []  # the open line's pieces
        self._line_links: dict[int, None] = {}
        self._all_bold = True
        self._levels: list[int] = []  # open headings and buttons
        self._tables: list[list[int]] = []  # open tables: table, row, column, is header
        self._roles: list[tuple[str, str]] = []  # open elements with a role: name, role
        self._role_depth: list[int] = []
        self._table_count = self._terms = self._bold = self._sections = self._forms = (
            self._hidden
        ) = 0
        self._link: list[str] | None = None  # the open link's words
        self._after_link = False  # nothing but space since a link's end
        self._glued = False  # no word ends at the tag just passed

    def read(self, html: str) -> None:
        """Read the body's HTML into `lines` and `anchors`."""
        if "<!--" in html:
            html = _COMMENT.sub("", html)
        for piece in visible(html).split("<")[1:]:
            tag, _, text = piece.partition(">")
            if not tag:  # a sign that is no tag after all
                if piece:
                    self._text(piece)
                continue
            if tag in _PLAIN_TAGS:  # the most of them, and all they do is end a line
                if self._texts:
                    self._end_line()
            elif tag[0] == "/":
                self._close(tag[1:])
            else:
                self._open(tag.partition(" ")[0], tag)
            if text and not text.isspace():
                self._text(text)
            elif text and self._texts:
                self._texts.append(" ")
                self._glued = False
        self._end_line()

    def _text(self, text: str) -> None:
        if "&" in text:
            text = unescape(text)
        if not text.isascii():
            text = normalize("NFC", text)
        if not self._bold:
            self._all_bold = False
        self._after_link = False
        if self._glued and self._texts and self._texts[-1][-1:].isalnum():
            self._texts[-1] += text
        else:
            self._texts.append(text)
        self._glued = False
        if self._link is not None:
            self._link.append(text)
            self._line_links[len(self.anchors) - 1] = None

    def _open(self, name: str, tag: str) -> None:
        if name in _BLOCKS or "-" in name:  # a custom element (HTML, 4.13) stands for itself
            if self._texts:
                self._end_line()
            if name not in _PLAIN:
                self._open_block(name)
        elif name == "a":
            self._open_link(tag)
        elif name in _BOLD:
            self._bold += 1
        elif name in _WITHIN:
            self._glued = True
        elif name == "input" and (" readonly" in tag or " disabled" in tag):
            self._shown(_attributes(tag))
        if self._roles and name == self._roles[-1][0]:
            self._role_depth[-1] += 1
        if " role=" in tag:
            self._take_role(name, _attributes(tag).get("role", ""))

    def _shown(self, field: dict[str, str]) -> None:
        """Read the value of a field that only shows it."""
        shows = "readonly" in field or "disabled" in field
        if shows and field.get("type", "text") in _SHOWN_TYPES and field.get("value", "").strip():
            self._text(field["value"])

    def _open_block(self, name: str) -> None:
        if name in _SECTIONING:
            self._sections += 1
        if name in _LEVELS:
            self._levels.append(_LEVELS[name])
        elif name in ("tr", "td", "th"):
            self._open_cell(name)
            self._terms += name == "th"
        elif name == "dt":
            self._terms += 1
        elif name == "table":
            self._open_table()
        elif name == "form":
            self._forms += 1
        elif name == "nav" or (name == "footer" and not self._sections):
            self._hidden += 1

    def _close(self, name: str) -> None:
        if name in _BLOCKS or "-" in name:
            if self._texts:
                self._end_line()
            if name not in _PLAIN:
                self._close_block(name)
        elif name == "a":
            self._link = None
            self._after_link = True
        elif name in _BOLD:
            self._bold -= 1
        elif name in _WITHIN:
            self._glued = True
        if self._roles and name == self._roles[-1][0]:
            if self._role_depth[-1] == 0:
                self._role_depth.pop()
                self._leave_role(*self._roles.pop())
            else:
                self._role_depth[-1] -= 1

    def _close_block(self, name: str) -> None:
        if name in _SECTIONING:
            self._sections -= 1
        if name in _LEVELS:
            self._levels.pop()
        elif name in ("th", "dt"):
            self._terms -= 1
        elif name in ("td", "dd"):
            self._mark_bare(name)
        elif name == "table":
            self._tables.pop()
        elif name == "form":
            self._forms -= 1
        elif name == "nav" or (name == "footer" and not self._sections):
            self._hidden -= 1

    def _open_link(self, tag: str) -> None:
        if self._after_link and self._texts:  # links with nothing between stand each for itself
            self._end_line()
        if ' href="' in tag:
            self._link = []
            self.anchors.append((tag, self._link, self._hidden > 0))

    def _open_table(self) -> None:
        self._table_count += 1
        self._tables.append([self._table_count, 0, 0, 0])

    def _open_cell(self, name: str) -> None:
        if not self._tables:
            return
        table = self._tables[-1]
        if name == "tr":
            table[1:] = [table[1] + 1, 0, 0]
        else:
            table[2:] = [table[2] + 1, int(name == "th")]

    def _mark_bare(self, name: str) -> None:
        """Mark the label before a value's element that closes with no line in it."""
        last = self.lines[-1] if self.lines else None
        if last is None:
            return
        if name == "dd":
            last.bare = last.label == TERM
        elif self._tables and last.cell is not None:
            table, row, column, _ = self._tables[-1]
            last.bare = last.cell[:2] == (table, row) and last.cell[2] == column - 1

    def _take_role(self, name: str, role: str) -> None:
        """Take up the part that a role attribute gives an element."""
        if role == "heading":
            self._levels.append(2)
        elif role in _HIDDEN_ROLES and name != "nav":
            self._hidden += 1
        elif role in ("table", "grid") and name != "table":
            self._open_table()
        elif role in _CELL_ROLES and name not in ("tr", "td", "th"):
            self._open_cell(_CELL_ROLES[role])
        else:
            return
        if self._texts:
            self._end_line()
        self._roles.append((name, role))
        self._role_depth.append(0)

    def _leave_role(self, name: str, role: str) -> None:
        self._end_line()
        if role == "heading":
            self._levels.pop()
        elif role in _HIDDEN_ROLES:
            self._hidden -= 1
        elif role in ("table", "grid"):
            self._tables.pop()

    def _end_line(self) -> None:
        if not self._texts:
            return
        texts, self._texts = self._texts, []
        links, self._line_links = self._line_links, {}
        bold, self._all_bold = self._all_bold, True
        if self._hidden:
            return
        text = legible(" ".join((texts[0] if len(texts) == 1 else _join(texts)).split()))
        if text[:1] >= _FIRST_ICON or text[:1] in _BULLETS:
            text = _without_icon(text)
        if not text:
            return
        table = self._tables[-1] if self._tables else None
        self.lines.append(
            Line(
                text=text,
                atoms=(text,) if len(texts) == 1 else _atoms(texts) or (text,),
                links=tuple(links),
                level=self._levels[-1] if self._levels else 0,
                label=TERM if self._terms else BOLD if bold else 0,
                cell=(table[0], table[1], table[2], bool(table[3])) if table and table[2] else None,
                in_form=self._forms > 0,
            )
        )


def _join(texts: list[str]) -> str:
    """Join a line's pieces; two words that only markup keeps apart get a space between them."""
    joined = texts[0]
    for text in texts[1:]:
        apart = joined[-1:].isalnum() and text[0].isalnum()
        joined += f" {text}" if apart else text
    return joined


def _atoms(texts: list[str]) -> tuple[str, ...]:
    first, *rest = [words for text in texts if (words := legible(" ".join(text.split())))] or [""]
    first = _without_icon(first)
    return (first, *rest) if first else tuple(rest)


def _without_icon(text: str) -> str:
    """Give a line without the bullet or icon that stands before its words."""
    while text and (
        text[0] in _BULLETS or (text[0] >= _FIRST_ICON and category(text[0]) in _SYMBOLS)
    ):
        text = text[1:].lstrip()
    return text


def _attributes(tag: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag)}


def _absolute(origin: str, href: str) -> str:
    """Give a link's absolute address, with spaces and letters beyond ASCII percent-encoded."""
    href = quote(href.strip(), safe=_IN_ADDRESS)
    if href.startswith(("http://", "https://")) and "[" not in href and "]" not in href:
        return href
    try:
        return urlsplit(urljoin(origin, href)).geturl()
    except ValueError:  # "http://[" and the like
        return ""


def _form(node: LexborNode, url: str, origin: str) -> Form:
    """Describe a form as a reader sees it. One with no action goes to its own page."""
    attributes = node.attributes
    action = attributes.get("action") or ""
    return Form(
        action=_absolute(origin, action) if action.strip() else url,
        method=(attributes.get("method") or "get").lower(),
        fields=tuple(_field(each, node) for each in node.css("input, textarea, select")),
        words=plain(node.text(separator=" ")),
    )


def _field(node: LexborNode, form: LexborNode) -> FormField:
    attributes = node.attributes
    label = form.css_first(f'label[for="{attributes["id"]}"]') if attributes.get("id") else None
    words = [attributes.get(name) or "" for name in ("placeholder", "aria-label", "title")]
    return FormField(
        name=attributes.get("name") or "",
        value=attributes.get("value") or "",
        type=(
            attributes.get("type") or ("text" if node.tag == "input" else node.tag or "")
        ).lower(),
        words=plain(" ".join([label.text() if label else "", *words])),
    )


def without(html: str, selector: str) -> str:
    """Give a page's HTML without the elements that a CSS selector finds."""
    tree = LexborHTMLParser(html)
    for node in tree.css(selector):
        node.decompose()
    return tree.html or ""
