"""HTML to visible lines in order, by one walk over lexbor's tree.

A page becomes lines, as a person reads them from top to bottom. A line is what stands between two
block boundaries; its atoms are the pieces that markup sets apart within it (sibling spans, a bold
label before its value). No class name and no id decides anything.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category, normalize
from urllib.parse import quote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraper.errors import PageFault
from scraper.parse.forms import Form, read_forms
from scraper.text.characters import LOST, plain, visible

if TYPE_CHECKING:
    from scraper.parse.fields import Labels

_BLOCKS = frozenset(
    """
    address article aside blockquote body br caption center dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr iframe legend li main menu nav
    ol option p pre search section summary button table tbody td tfoot th thead tr ul
    """.split()
)
_CONTAINERS = frozenset(
    """
    a address article aside blockquote body dd details div dl fieldset figure form header footer li
    main menu nav ol pre section table tbody td tfoot th thead tr ul
    """.split()
)
"""What may hold blocks: by them is known what stands together. A link may be a whole card."""
_SKIPPED = frozenset(
    """
    script style template noscript svg select textarea object canvas
    iframe noembed noframes xmp plaintext
    """.split()
)
_STRUCK = frozenset({"s", "del", "strike"})
_RAISED = frozenset({"sup", "sub"})
_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "button": 7, "summary": 7}
_LEVELS |= {"caption": 7, "legend": 7, "figcaption": 7}
_BUTTON = 7
_HELP = frozenset({"?", "(?)", "i", "(i)", "ⓘ"})
"""Buttons beside a label that explain it."""
_BOLD = frozenset({"b", "strong", "label"})
_WITHIN = frozenset({"em", "mark", "u", "wbr"})  # they mark a word or break it
BOLD, TERM = 1, 2
_SECTIONING = frozenset({"article", "section", "main", "aside", "form"})
_CELL_ROLES = {"row": "tr", "cell": "td", "gridcell": "td", "columnheader": "th", "rowheader": "th"}
_HIDDEN_ROLES = frozenset({"navigation", "contentinfo", "alertdialog", "dialog"})
_ROLES = frozenset({"heading", "complementary", "table", "grid", *_CELL_ROLES})
_BULLETS = frozenset("•▪◦‣●○■□★☆►▶✓✔")  # list marks that some pages print themselves
_SYMBOLS = frozenset({"So", "Co", "Mn"})  # Unicode's icons, private use, variations
_FIRST_ICON = "\u2190"  # below stand characters that are words: °, №, ™
_SHOWN_TYPES = frozenset({"text", "number", "url", "email"})
_SIMPLE_PATH = re.compile(r"/(?![/.])(?:[\w/%~+=&;,@!$'()*:#?-]|\.(?![./]))*", re.ASCII)
"""Addresses on the same site that need no joining: no dot segments, nothing to be encoded."""
_IN_ADDRESS = "%/:?#[]@!$&'()*+,;=~-._"
_PAGE_FORM = 2  # lines outside a form that holds the page itself, at most (ASP.NET)
_DEEPEST = 5_000  # lexbor's time grows with the square of the depth
_NESTING = re.compile(r"<(/?)(?:div|span|section|article|ul|ol|dl|table|font|b|i|em|strong)[\s>]")
_SET_APART = re.compile(r"vertical-align:\s*(?:super|sub|top|text-top)")
_SMALLER = frozenset({"small", "a", "font"})
_FOOTNOTE = re.compile(r"[\[(]?(?:\d{1,2}|[a-z]|\*{1,3}|[†‡§?])[\])]?")
_MONEY_RAISED = re.compile(r",?-{1,2}|,?\d{2}(?: ?kr\.?)?")
_RAISED_SIGNS = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_RAISED_DIGITS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED_SIGNS = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_LARGEST_SPAN = 1_000  # HTML, 4.9.11: more columns are not spanned


class Cell(NamedTuple):
    """A place in a table's grid as a browser lays it out (HTML, 4.9.12), counted from 0."""

    table: int
    row: int
    column: int
    header: bool
    columns: int = 1
    rows: int = 1


class Item(NamedTuple):
    """A place in a list: the list, the item's number in it, and whether the list is numbered."""

    list: int
    number: int
    ordered: bool


class Link(NamedTuple):
    """A link as a reader could follow it: its words and absolute address.

    `pieces`: its words as markup sets them apart.
    """

    text: str
    url: str
    nofollow: bool
    next_page: bool
    in_menu: bool
    pieces: tuple[str, ...] = ()


@dataclass(slots=True)
class Line:
    """What stands between two block boundaries.

    `atoms`: the pieces that markup sets apart within it. `links`: places in the page's links.
    `level`: 1-6 for headings, 7 for buttons that open panels, 0 for the rest. `label`: markup says
    that it labels something, `TERM` (dt, th) or `BOLD`; else 0. `bare`: the place for its value,
    beside it, is empty. `full`: its text with what is raised or lowered in it, where there is any;
    `doubtful`: what is raised or smaller may be part of a number. `block`: the innermost
    container's place in the page's. `aside`: it stands beside the page's own content. `labels`:
    those that it begins with, by vocabulary, as far as they were looked for.
    """

    text: str
    atoms: tuple[str, ...]
    links: tuple[int, ...] = ()
    level: int = 0
    label: int = 0
    cell: Cell | None = None
    in_form: bool = False
    bare: bool = False
    full: str = ""
    doubtful: bool = False
    block: int = 0
    aside: bool = False
    item: Item | None = None
    terms: int = 0
    labels: Labels | None = field(default=None, repr=False, compare=False)

    @property
    def prose(self) -> str:
        """The line's text as a reader sees it, footnote marks included."""
        return self.full or self.text


@dataclass(slots=True)
class Block:
    """A container of the page: the one around it, and its lines as a range of places."""

    parent: int
    first: int
    end: int = 0


@dataclass(slots=True)
class Anchor:
    """A link as the page writes it: its attributes, its words, and whether it is in a menu."""

    attributes: dict[str, str | None]
    words: list[str]
    in_menu: bool

    @property
    def href(self) -> str:
        """The address as the page writes it."""
        return self.attributes.get("href") or ""

    @property
    def text(self) -> str:
        """The words as a reader sees or hears them."""
        seen = plain(" ".join(self.words))
        if seen:
            return seen
        return plain(self.attributes.get("aria-label") or self.attributes.get("title") or "")


@dataclass
class Document:
    """The visible text of one page, in order, with its title, links, forms and containers.

    `anchors`: the links in its text; `menus`: the elements that hold those in its menus.
    """

    url: str
    title: str
    lines: list[Line]
    origin: str
    anchors: list[Anchor]
    blocks: list[Block]
    menus: list[LexborNode]
    _tree: LexborHTMLParser

    def href(self, place: int) -> str:
        """Return a link's address as the page writes it."""
        return self.anchors[place].href

    def words(self, place: int) -> str:
        """Return the words of a link as a reader sees or hears them."""
        return self.anchors[place].text

    def address(self, place: int) -> str:
        """Return a link's absolute address."""
        return self._address(self.anchors[place].href)

    def link(self, place: int) -> Link:
        """Return one of the links in the page's text, by its place among them."""
        return self._followed(self.anchors[place])

    def links(self) -> list[Link]:
        """Return all of the page's links: those in its text in order, then those of its menus."""
        return [self._followed(anchor) for anchor in (*self.anchors, *self._in_menus)]

    def _followed(self, anchor: Anchor) -> Link:
        relation = (anchor.attributes.get("rel") or "").lower().split()
        return Link(
            text=anchor.text,
            url=self._address(anchor.href),
            nofollow="nofollow" in relation,
            next_page="next" in relation,
            in_menu=anchor.in_menu,
            pieces=_atoms(anchor.words) if anchor.words else (),
        )

    def _address(self, href: str) -> str:
        if href[:1] == "/" and _SIMPLE_PATH.fullmatch(href):
            return self._site + href
        return absolute(self.origin, href)

    @cached_property
    def _site(self) -> str:
        parts = urlsplit(self.origin)
        return f"{parts.scheme}://{parts.netloc}"

    @cached_property
    def _in_menus(self) -> list[Anchor]:
        return [
            Anchor(node.attributes, [node.text()], in_menu=True)
            for menu in self.menus
            for node in menu.css("a[href]")
        ]

    @cached_property
    def forms(self) -> list[Form]:
        """The page's forms, in order."""
        return read_forms(self._tree, self.url, self.origin)

    @cached_property
    def canonical(self) -> str | None:
        """The address that the page says is its own (RFC 6596), absolute; None when none."""
        head = self._tree.head
        for node in head.css("link[href]") if head else ():
            attributes = node.attributes
            if "canonical" in (attributes.get("rel") or "").lower().split():
                return absolute(self.origin, attributes["href"] or "") or None
        return None

    def sha256(self) -> str:
        """Return the SHA-256 of the visible text and of where its links lead, hex."""
        digest = hashlib.sha256("\n".join([line.prose for line in self.lines]).encode())
        digest.update("\n".join([anchor.href for anchor in self.anchors]).encode())
        return digest.hexdigest()

    def around(self, block: int) -> list[int]:
        """Return a block and those around it, the innermost first."""
        chain = [block]
        while (block := self.blocks[block].parent) >= 0:
            chain.append(block)
        return chain

    @cached_property
    def places(self) -> dict[int, int]:
        """Each line's place on the page, by its identity."""
        return {id(line): at for at, line in enumerate(self.lines)}


def read_document(html: str, url: str) -> Document:
    """Read a page's visible text. `url` is what its links are relative to.

    Text in menus is never content; their links are kept. Raises `PageFault` for a page nested too
    deep to be read.
    """
    _refuse_depth(html, url)
    if "\0" in html:
        html = html.replace("\0", LOST)  # a parser leaves it out (HTML, 13.2.6.4.7)
    tree = LexborHTMLParser(html)
    base = tree.css_first("base[href]")
    origin = absolute(url, (base.attributes.get("href") or "") if base else "") or url
    title = tree.head.css_first("title") if tree.head else None
    walk = _Walk()
    if tree.body is not None:
        walk.read(tree.body, _special(tree.body))
    words = plain(title.text()) if title else ""
    if walk.has_forms and _hold_the_page(walk.lines, words):
        for line in walk.lines:
            line.in_form = False
    return Document(url, words, walk.lines, origin, walk.anchors, walk.blocks, walk.menus, tree)


_Attributes = dict[str, str | None]


def _special(body: LexborNode) -> dict[int, _Attributes]:
    """Return the attributes of the elements to which they give a part: a role, an icon."""
    found = body.css('[role],[aria-hidden=true],[style*="line-through" i],[style*="vertical-" i]')
    return {node.mem_id: node.attributes for node in found}


def _hold_the_page(lines: list[Line], title: str) -> bool:
    """Whether the page itself stands in a form (ASP.NET): its heading, or nearly all of it."""
    held = [line for line in lines if line.in_form]
    if any(line.level == 1 or (title and title.startswith(f"{line.text} ")) for line in held):
        return True
    return sum(not line.in_form for line in lines) <= _PAGE_FORM


def _refuse_depth(html: str, url: str) -> None:
    """Refuse a page nested so deep that the parser would take minutes. Raises `PageFault`."""
    if html.count("<") < _DEEPEST:
        return
    depth = 0
    for found in _NESTING.finditer(html):
        depth += -1 if found[1] else 1
        if depth > _DEEPEST:
            raise PageFault("too_deep", url, f"elements stand over {_DEEPEST} deep in each other")


class _Raised(str):
    """Text that is raised or lowered: it is seen, and is no part of what it stands at."""

    __slots__ = ()


class _Footnote(_Raised):
    """A mark that leads to a note."""

    __slots__ = ()


class _Table:
    """A table that is open: its number, where the next cell goes, and what reaches into it."""

    __slots__ = ("cell", "column", "covered", "heads", "number", "row")

    def __init__(self, number: int) -> None:
        self.number = number
        self.row, self.column = -1, 0
        self.covered: dict[int, int] = {}  # column -> first row that is free again
        self.cell: Cell | None = None
        self.heads = 0

    def next_row(self) -> None:
        self.row += 1
        self.column = 0
        self.cell = None

    def next_cell(self, *, header: bool, columns: int, rows: int) -> None:
        if self.row < 0:
            self.next_row()
        while self.covered.get(self.column, 0) > self.row:
            self.column += 1
        self.cell = Cell(self.number, self.row, self.column, header, columns, rows)
        for column in range(self.column, self.column + columns) if rows > 1 else ():
            self.covered[column] = self.row + rows
        self.column += columns


_Undo = tuple[Callable[["_Walk"], None], ...]
"""What is done when an element closes, in order."""


class _Walk:
    """One walk over the body: what is open here, and the lines read so far."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.anchors: list[Anchor] = []
        self.blocks: list[Block] = [Block(-1, 0)]
        self.menus: list[LexborNode] = []
        self.has_forms = False
        self._texts: list[str] = []  # the open line's pieces
        self._line_links: dict[int, None] = {}
        self._all_bold = True
        self._levels: list[int] = []  # open headings and buttons
        self._tables: list[_Table] = []
        self._lists: list[list[int]] = []  # open lists: number, items so far, is numbered
        self._headed_lists: set[int] = set()
        self._dls: list[int] = []  # open lists of terms
        self._block = 0
        self._table_count = self._list_count = 0
        self._aside = self._struck = self._terms = 0
        self._bold = self._sections = self._forms = 0
        self._raised: list[str] = []  # open sup and sub
        self._doubtful = False  # numbers that markup sets apart meet in the open line
        self._has_raised = False  # the open line has pieces of such
        self._link: Anchor | None = None
        self._link_from = 0  # the open line's pieces before the open link
        self._after_link = False  # nothing but space since a link's end
        self._glued = False  # no word ends at the tag just passed

    def read(self, body: LexborNode, special: dict[int, _Attributes]) -> None:
        """Read the body into `lines`, `anchors` and `blocks`.

        `special`: the attributes of elements to which they give a part, by the element's id.
        """
        path: list[tuple[LexborNode, int, _Undo]] = []  # open elements
        node = body.first_child
        whole = False  # nothing but a comment since the text that came last
        blocks, lines = self.blocks, self.lines
        while True:
            while node is None:
                if not path:
                    self._end()
                    return
                ended, sort, undo = path.pop()
                if sort & _BLOCK and self._texts:
                    self._end_line()
                for each in undo:
                    each(self)
                if sort & _CONTAINER:
                    held = blocks[self._block]
                    held.end = len(lines)
                    self._block = held.parent
                whole = False
                node = ended.next
            tag, sort, effect = _ELEMENTS.get(node.tag_id) or _other(node)
            if sort & _TEXT:
                if not node.is_empty_text_node:
                    self._text(node.text_content or "", node, whole=whole)
                elif self._texts:
                    self._texts.append(" ")
                    self._glued = False
                whole = True
                node = node.next
                continue
            if sort & _COMMENT:
                node = node.next
                continue
            whole = False
            attributes = special.get(node.mem_id) if special else None
            if sort & _BLOCK and self._texts:
                self._end_line()
            if sort & _SKIP or (
                (attributes or sort & _MENU) and self._is_hidden(sort, attributes, node)
            ):
                node = node.next
                continue
            if tag == "a" and self._after_link and self._texts:
                self._end_line()  # links with nothing between stand each for itself
            role = self._take_role(tag, attributes) if attributes else ()
            if sort & _CONTAINER:
                blocks.append(Block(self._block, len(lines)))
                self._block = len(blocks) - 1
            undo = effect(self, tag, node) if effect is not None else ()
            if role:  # it began before the element's own effects
                undo = (*undo, *((_Walk._end_container,) if sort & _CONTAINER else ()), *role)
                sort &= ~_CONTAINER
            path.append((node, sort, undo))
            node = node.first_child

    def _end(self) -> None:
        """End the last line. A list with headings in it lays the page out, and is no text's."""
        self._end_line()
        self.blocks[0].end = len(self.lines)
        for line in self.lines if self._headed_lists else ():
            if line.item is not None and line.item.list in self._headed_lists:
                line.item = None

    def _is_hidden(self, sort: int, attributes: _Attributes | None, node: LexborNode) -> bool:
        """Whether an element is no content: a menu, whose links are kept, an icon, a tooltip.

        What is hidden from readers may be an icon, or a panel that is closed: a block is content.
        """
        if sort & _MENU and not (sort & _FOOTER and self._sections):
            self._end_line()
            self.menus.append(node)
            return True
        if attributes is None:
            return False
        role = (attributes.get("role") or "").lower()
        if role in _HIDDEN_ROLES:
            self._end_line()
            self.menus.append(node)
            return True
        return role == "tooltip" or (not sort & _BLOCK and attributes.get("aria-hidden") == "true")

    def _text(self, text: str, node: LexborNode | None = None, *, whole: bool = False) -> None:
        """Take up text. It goes on with what stands before it when only a comment parts them."""
        texts = self._texts
        if text.isspace():
            if texts:
                texts.append(" ")
                self._glued = False
            return
        if self._struck or not text:
            return
        if not text.isascii():
            text = normalize("NFC", text)
            if not (text.isprintable() or visible(text)):
                return
        if self._raised:
            texts.append(_Raised(_raised(text, self._raised[-1])))
            self._has_raised = True
            return
        if not self._bold:
            self._all_bold = False
        self._after_link = False
        if texts and text[0].isdigit() and texts[-1][-1:].isdigit() and _is_smaller(node):
            self._doubtful = True  # a smaller number right after a number may be a note's mark
        if texts and (whole or (self._glued and texts[-1][-1:].isalnum())):
            texts[-1] += text
        else:
            texts.append(text)
        self._glued = False
        if self._link is not None:
            self._link.words.append(text)
            self._line_links[len(self.anchors) - 1] = None

    def _take_role(self, tag: str, attributes: _Attributes) -> _Undo:
        """Take up the part that attributes give an element (WAI-ARIA 1.2): role, struck text."""
        undo: _Undo = ()
        style = (attributes.get("style") or "").lower()
        if "line-through" in style:
            self._struck += 1
            undo = (_Walk._end_struck,)
        if _SET_APART.search(style) or attributes.get("role") == "doc-noteref":
            undo = (*undo, *self._open_raised("sup", None))
        role = (attributes.get("role") or "").lower()
        if role not in _ROLES:
            return undo
        self._end_line()
        if role == "heading":
            level = attributes.get("aria-level") or ""
            self._levels.append(int(level) if level in ("1", "2", "3", "4", "5", "6") else 2)
            return (_Walk._end_level, *undo)
        if role == "complementary" and tag != "aside":
            self._aside += 1
            return (_Walk._end_aside, *undo)
        if role in ("table", "grid") and tag != "table":
            return (*self._open_table(tag, None), *undo)
        if role in _CELL_ROLES and tag not in ("tr", "td", "th"):
            self._cell(_CELL_ROLES[role], attributes)
            self.blocks.append(Block(self._block, len(self.lines)))
            self._block = len(self.blocks) - 1
            return (_Walk._end_cell, *undo)
        return undo

    def _open_link(self, tag: str, node: LexborNode) -> _Undo:
        attributes = node.attributes
        if attributes.get("href") is None:
            return ()
        self._link = Anchor(attributes, [], in_menu=False)
        self._link_from = len(self._texts)
        self.anchors.append(self._link)
        return (_Walk._close_link,)

    def _close_link(self) -> None:
        link, self._link = self._link, None
        self._after_link = True
        if link is None or "#" not in link.href or not self._link_from:
            return
        if self._raised:
            self._texts[self._link_from :] = map(_Footnote, self._texts[self._link_from :])
            self._after_link = False
            return
        words = "".join(link.words).strip()
        if _FOOTNOTE.fullmatch(words) and "".join(self._texts[: self._link_from]).strip():
            self._texts[self._link_from :] = [_Footnote(words)]
            self._has_raised = True
            self._after_link = False
            self._line_links.pop(len(self.anchors) - 1, None)

    def _open_input(self, tag: str, node: LexborNode) -> _Undo:
        """Read the value of a field that only shows it."""
        attributes = node.attributes
        shows = "readonly" in attributes or "disabled" in attributes
        value = attributes.get("value") or ""
        if shows and (attributes.get("type") or "text") in _SHOWN_TYPES and value.strip():
            self._text(value)
        return ()

    def _open_level(self, tag: str, node: LexborNode) -> _Undo:
        self._levels.append(_LEVELS[tag])
        if self._lists:
            self._headed_lists.update(number for number, _, _ in self._lists)
        return (_Walk._end_level,)

    def _open_bold(self, tag: str, node: LexborNode) -> _Undo:
        self._bold += 1
        return (_Walk._end_bold,)

    def _open_within(self, tag: str, node: LexborNode) -> _Undo:
        self._glued = True
        return (_Walk._end_within,)

    def _open_struck(self, tag: str, node: LexborNode) -> _Undo:
        self._struck += 1
        return (_Walk._end_struck,)

    def _open_raised(self, tag: str, node: LexborNode | None) -> _Undo:
        self._raised.append(tag)
        return (_Walk._end_raised,)

    def _open_term(self, tag: str, node: LexborNode) -> _Undo:
        if tag == "th":
            self._cell(tag, node.attributes)
        self._terms += 1
        return (_Walk._end_term,)

    def _open_section(self, tag: str, node: LexborNode) -> _Undo:
        self._sections += 1
        if tag == "aside":
            self._aside += 1
            return (_Walk._end_aside, _Walk._end_section)
        if tag == "form":
            self._forms += 1
            self.has_forms = True
            return (_Walk._end_form, _Walk._end_section)
        return (_Walk._end_section,)

    def _open_table(self, tag: str, node: LexborNode | None) -> _Undo:
        self._table_count += 1
        self._tables.append(_Table(self._table_count))
        return (_Walk._end_table,)

    def _open_row(self, tag: str, node: LexborNode) -> _Undo:
        self._cell(tag, {})
        return ()

    def _open_data(self, tag: str, node: LexborNode) -> _Undo:
        self._cell(tag, node.attributes)
        self._sections += 1
        return (_Walk._end_value, _Walk._end_section)

    def _open_terms(self, tag: str, node: LexborNode) -> _Undo:
        self._list_count += 1
        self._dls.append(self._list_count)
        return (_Walk._end_terms,)

    def _open_list(self, tag: str, node: LexborNode) -> _Undo:
        self._list_count += 1
        self._lists.append([self._list_count, 0, int(tag == "ol")])
        return (_Walk._end_list,)

    def _open_item(self, tag: str, node: LexborNode) -> _Undo:
        if self._lists:
            self._lists[-1][1] += 1
        return ()

    def _open_value(self, tag: str, node: LexborNode) -> _Undo:
        return (_Walk._end_value,)

    def _cell(self, tag: str, attributes: _Attributes) -> None:
        if not self._tables:
            return
        table = self._tables[-1]
        if tag == "tr":
            table.next_row()
            return
        table.next_cell(
            header=tag == "th",
            columns=_span(attributes.get("colspan") or attributes.get("aria-colspan")),
            rows=_span(attributes.get("rowspan") or attributes.get("aria-rowspan")),
        )

    def _mark_bare(self) -> None:
        """Mark the label before a value's element that closes with no line in it."""
        last = self.lines[-1] if self.lines else None
        if last is None or self.blocks[self._block].first < len(self.lines):
            return
        table = self._tables[-1].cell if self._tables else None
        if table is None:
            last.bare = last.label == TERM
        elif last.cell is not None:
            after = last.cell.column + last.cell.columns
            last.bare = last.cell[:2] == table[:2] and after == table.column

    def _end_line(self) -> None:
        texts = self._texts
        if not texts:
            return
        self._texts = []
        links: tuple[int, ...] = ()
        if self._line_links:
            links = tuple(self._line_links)
            self._line_links = {}
        label = BOLD if self._all_bold else 0
        self._all_bold = True
        self._link_from = 0
        full, doubtful = "", self._doubtful
        self._doubtful = False
        if self._has_raised:
            self._has_raised = False
            full = plain("".join(_without_footnotes(texts)))
            doubtful = doubtful or _may_be_money(texts)
            texts = [text for text in texts if not isinstance(text, _Raised)]
        text = plain(texts[0] if len(texts) == 1 else "".join(texts))
        if not text[:1].isalnum():
            text = _without_icon(text)
        level = self._levels[-1] if self._levels else 0
        if not text or (level == _BUTTON and text in _HELP):
            return
        cell = self._tables[-1].cell if self._tables else None
        if self._terms or (cell is not None and cell.header):
            label = TERM
        item = None
        if self._lists and self._lists[-1][1]:
            number, at, ordered = self._lists[-1]
            item = Item(number, at, bool(ordered))
        self.lines.append(
            Line(  # by place: naming them takes twice as long
                text,
                (text,) if len(texts) == 1 else _atoms(texts) or (text,),
                links,
                level,
                label,
                cell,
                self._forms > 0,
                False,
                full,
                doubtful,
                self._block,
                self._aside > 0,
                item,
                self._dls[-1] if self._dls else 0,
            )
        )

    # -- what ends with an element ------------------------------------------------------------

    def _end_level(self) -> None:
        self._end_line()
        self._levels.pop()

    def _end_cell(self) -> None:
        self._end_line()
        self._end_container()

    def _end_container(self) -> None:
        self.blocks[self._block].end = len(self.lines)
        self._block = self.blocks[self._block].parent

    def _end_aside(self) -> None:
        self._end_line()
        self._aside -= 1

    def _end_struck(self) -> None:
        self._struck -= 1

    def _end_raised(self) -> None:
        self._raised.pop()

    def _end_bold(self) -> None:
        self._bold -= 1

    def _end_within(self) -> None:
        self._glued = True

    def _end_term(self) -> None:
        self._end_line()
        self._terms -= 1

    def _end_section(self) -> None:
        self._sections -= 1

    def _end_form(self) -> None:
        self._end_line()
        self._forms -= 1

    def _end_value(self) -> None:
        self._end_line()
        self._mark_bare()

    def _end_terms(self) -> None:
        """Mark a label with which a list of terms ends: its value cannot stand outside."""
        self._end_line()
        self._dls.pop()
        if len(self.lines) > self.blocks[self._block].first and self.lines[-1].label == TERM:
            self.lines[-1].bare = self.lines[-1].cell is None

    def _end_table(self) -> None:
        self._end_line()
        self._tables.pop()

    def _end_list(self) -> None:
        self._end_line()
        self._lists.pop()


_EFFECTS: dict[str, Callable[[_Walk, str, LexborNode], _Undo]] = {
    **dict.fromkeys(_LEVELS, _Walk._open_level),
    **dict.fromkeys(_BOLD, _Walk._open_bold),
    **dict.fromkeys(_WITHIN, _Walk._open_within),
    **dict.fromkeys(_STRUCK, _Walk._open_struck),
    **dict.fromkeys(_RAISED, _Walk._open_raised),
    **dict.fromkeys(("dt", "th"), _Walk._open_term),
    **dict.fromkeys(_SECTIONING, _Walk._open_section),
    **dict.fromkeys(("ul", "ol", "menu"), _Walk._open_list),
    "a": _Walk._open_link,
    "input": _Walk._open_input,
    "li": _Walk._open_item,
    "dl": _Walk._open_terms,
    "dd": _Walk._open_value,
    "table": _Walk._open_table,
    "tr": _Walk._open_row,
    "td": _Walk._open_data,
}
"""What elements do beside ending a line, by their names."""
_BLOCK, _CONTAINER, _SKIP, _MENU, _FOOTER, _TEXT, _COMMENT = 1, 2, 4, 8, 16, 32, 64
_SORTS = (
    (_BLOCK, _BLOCKS),
    (_CONTAINER, _CONTAINERS),
    (_SKIP, _SKIPPED),
    (_MENU, {"nav", "footer"}),
    (_FOOTER, {"footer"}),
)
"""What is done at an element, by its name, as bits."""


class _Element(NamedTuple):
    """What is known of elements of one name."""

    tag: str
    sort: int
    effect: Callable[[_Walk, str, LexborNode], _Undo] | None = None


_PLAIN = _Element("", 0)
_CUSTOM = _Element("", _BLOCK | _CONTAINER)  # a custom element (HTML, 4.13) stands for itself


def _elements() -> dict[int, _Element]:
    """Return what is known of elements by lexbor's number of their names."""
    page = LexborHTMLParser("<body>-<!---->")
    found = {}
    for tag in sorted({"span", *_EFFECTS}.union(*(tags for _, tags in _SORTS))):
        sort = sum(bit for bit, tags in _SORTS if tag in tags)
        found[page.create_node(tag).tag_id] = _Element(tag, sort, _EFFECTS.get(tag))
    for node in page.body.iter(include_text=True) if page.body else ():
        if not node.is_element_node:
            found[node.tag_id] = _Element(node.tag or "", _TEXT if node.is_text_node else _COMMENT)
    return found


_ELEMENTS = _elements()


def _other(node: LexborNode) -> _Element:
    """Return what is known of an element whose name means nothing here."""
    return _CUSTOM if "-" in (node.tag or "")[1:] else _PLAIN


def _is_smaller(node: LexborNode | None) -> bool:
    """Whether a text stands in an element that sets it apart from what stands before it."""
    return node is not None and node.parent is not None and node.parent.tag in _SMALLER


def _span(text: str | None) -> int:
    """Return how many rows or columns a cell covers, 1 where that cannot be read."""
    return min(max(int(text), 1), _LARGEST_SPAN) if text and text.strip().isdecimal() else 1


def _raised(text: str, tag: str) -> str:
    """Return raised or lowered text in the characters that Unicode has for it, where it has."""
    return text.translate(_RAISED_SIGNS if tag == "sup" else _LOWERED_SIGNS)


def _without_footnotes(texts: list[str]) -> list[str]:
    """Leave out footnote marks: what leads to a note, or is raised after a word or its stop.

    What is raised after a letter or two is a unit's (`m²`), what is lowered a formula's (`CO₂`).
    """
    kept: list[str] = []
    for text in texts:
        mark = isinstance(text, _Raised) and _FOOTNOTE.fullmatch(normalize("NFKC", text).strip())
        before = "".join(kept).rstrip().rpartition(" ")[2]
        raised = text.strip()[:1] in _RAISED_DIGITS or not text.strip()[:1].isnumeric()
        if isinstance(text, _Footnote) or (mark and raised and not 0 < len(before) < 3):
            continue
        kept.append(text)
    return kept


def _may_be_money(texts: list[str]) -> bool:
    """Whether what is raised after a number may be its decimals, as prices are set in shops."""
    for before, text in pairwise(texts):
        if isinstance(text, _Raised) and before.rstrip()[-1:] in "0123456789,":
            plain_text = normalize("NFKC", text).replace("\u2212", "-").strip()
            if _MONEY_RAISED.fullmatch(plain_text):
                return True
    return False


def _atoms(texts: list[str]) -> tuple[str, ...]:
    first, *rest = [words for text in texts if (words := plain(text))] or [""]
    first = _without_icon(first)
    return (first, *rest) if first else tuple(rest)


def _without_icon(text: str) -> str:
    """Return a line without the bullet or icon that stands before its words."""
    while text and (
        text[0] in _BULLETS
        or (text[0] >= _FIRST_ICON and text[0] != LOST and category(text[0]) in _SYMBOLS)
    ):
        text = text[1:].lstrip()
    return text


def absolute(origin: str, href: str) -> str:
    """Return a link's absolute address, with spaces and letters beyond ASCII percent-encoded."""
    href = quote(href.strip(), safe=_IN_ADDRESS)
    if href.startswith(("http://", "https://")) and "[" not in href and "]" not in href:
        return href
    try:
        return urlsplit(urljoin(origin, href)).geturl()
    except ValueError:  # "http://[" and the like
        return ""


def without(html: str, selector: str) -> str:
    """Return a page's HTML without the elements that a CSS selector finds."""
    tree = LexborHTMLParser(html)
    for node in tree.css(selector):
        node.decompose()
    return tree.html or ""
