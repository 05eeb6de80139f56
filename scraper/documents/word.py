"""Word documents (ECMA-376, WordprocessingML): the words in their order, tables cell by cell."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from lxml import etree

from scraper.documents.containers import member, opened
from scraper.errors import DocumentFault

_SPACES = frozenset(
    {
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "{http://purl.oclc.org/ooxml/wordprocessingml/main",
        "{http://schemas.openxmlformats.org/officeDocument/2006/math",
        "{http://purl.oclc.org/ooxml/officeDocument/math",
        "{http://schemas.openxmlformats.org/drawingml/2006/main",
        "{http://purl.oclc.org/ooxml/drawingml/main",
    }
)
"""The namespaces whose elements hold words, transitional and strict."""
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PROPERTIES = "docProps/core.xml"
_SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    "softHyphen": "\u00ad",
}
_SYMBOLS = dict(
    zip(
        "F06F F071 F0A8 F0FD F078 F0FE F0FC F0FB F0A7 F0B7 F0E0".split(), "☐☐☐☒☒☑✓✗▪•→", strict=True
    )
)
"""Signs of the fonts Wingdings and Symbol that forms are made with."""
_NOT_SHOWN = frozenset({"instrText", "delText", "del", "moveFrom"})
_PARTS = ("header", "document", "diagrams/data", "footnotes", "endnotes", "footer", "comments")
"""The parts that hold words, in the order in which they are read."""


def word_text(body: bytes) -> str:
    """Give the words of a .docx: paragraphs, tables, text boxes, content controls, notes.

    A row of a table is one line, its cells parted by tabs, but for paragraphs within a cell, which
    are lines. What is deleted in tracked changes and what a field computes from is left out. Raises
    `DocumentFault`.
    """
    with opened(body) as container:
        names = sorted(name for name in container.namelist() if name.endswith(".xml"))
        parts = [
            _words(member(container, name))
            for kind in _PARTS
            for name in names
            if name.startswith(f"word/{kind}") and name.count("/") == kind.count("/") + 1
        ]
    return "\n".join(part for part in dict.fromkeys(parts) if part.strip())


def office_title(body: bytes) -> str | None:
    """Give the title in the properties of an Office file (ECMA-376-2, core properties)."""
    with opened(body) as container:
        if _PROPERTIES not in container.namelist():
            return None
        try:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(member(container, _PROPERTIES), parser)
        except etree.XMLSyntaxError:
            return None
        title: str | None = root.findtext("{http://purl.org/dc/elements/1.1/}title")
        return title


def _words(xml: bytes) -> str:
    events = etree.iterparse(
        BytesIO(xml), events=("start", "end"), resolve_entities=False, no_network=True
    )
    writing = _Writing()
    try:
        for event, element in events:
            if not isinstance(element.tag, str):
                continue
            space, _, name = element.tag.rpartition("}")
            if element.tag == _FALLBACK:
                name = "del"
            elif space not in _SPACES:
                continue
            if event == "start":
                writing.start(name)
            else:
                writing.end(name, element)
                if name in ("p", "tr"):
                    element.clear()
                    while element.getprevious() is not None:  # read: let go of it
                        del element.getparent()[0]
    except etree.XMLSyntaxError as fault:
        raise DocumentFault("damaged_file", f"its XML is damaged: {fault}") from fault
    return "".join(writing.out)


class _Writing:
    """The words of one part as they come: what is hidden left out, text boxes after their line."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._hidden = 0
        self._cells: list[int] = []
        self._around: list[list[str]] = []
        self._boxes: list[str] = []

    def start(self, name: str) -> None:
        """Begin an element."""
        if name in _NOT_SHOWN:
            self._hidden += 1
        elif name == "tc":
            self._cells.append(len(self.out))
        elif name == "txbxContent":
            self._around.append(self.out)
            self.out = []

    def end(self, name: str, element: Any) -> None:
        """End an element."""
        if name in _NOT_SHOWN:
            self._hidden -= 1
        elif name == "txbxContent":
            self._boxes.append("".join(self.out))
            self.out = self._around.pop()
        elif name == "tc":
            self._end_cell(self._cells.pop())
        elif not self._hidden:
            self.out.append(_sign(name, element))
            if name == "p" and not self._around:
                self.out += self._boxes
                self._boxes.clear()

    def _end_cell(self, start: int) -> None:
        """End a cell with a tab, its last paragraph's line end taken back."""
        while len(self.out) > start and self.out[-1] in ("\n", ""):
            self.out.pop()
        if not self._hidden:
            self.out.append("\t")


def _sign(name: str, element: Any) -> str:
    """Give what stands in the text for an element that has ended."""
    if name == "t":
        return element.text or ""
    if name in ("p", "tr"):
        return "\n"
    if name == "sym":
        return _SYMBOLS.get(_value(element, "char").upper(), "")
    if name == "ddList":  # a form's list: the entry that is chosen
        entries = [_value(each, "val") for each in element if each.tag.endswith("}listEntry")]
        chosen = [_value(each, "val") for each in element if each.tag.endswith("}result")]
        number = int(chosen[0]) if chosen and chosen[0].isdecimal() else 0
        return entries[number] if number < len(entries) else ""
    if name == "tab" and not element.getparent().tag.endswith("}r"):
        return ""  # where a tab stop is, not a tab
    return _SIGNS.get(name, "")


def _value(element: Any, name: str) -> str:
    """Give an attribute, whatever its namespace is called."""
    return next((v for key, v in element.items() if key.rpartition("}")[2] == name), "")
