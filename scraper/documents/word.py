"""Word documents (ECMA-376, WordprocessingML): the words in their order, tables cell by cell."""

from __future__ import annotations

from io import BytesIO

from lxml import etree

from scraper.documents.containers import member, opened
from scraper.errors import DocumentFault

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PROPERTIES = "docProps/core.xml"
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_ENDS = {"p": "\n", "tr": "\n"}
_NOT_SHOWN = frozenset({"instrText", "delText", "del", "moveFrom"})
_PARTS = ("header", "document", "footnotes", "endnotes", "footer")
"""The parts that hold words, in the order in which they are read."""


def word_text(body: bytes) -> str:
    """Give the words of a .docx: paragraphs, tables, text boxes, content controls, notes.

    A row of a table is one line, its cells parted by tabs. What is deleted in tracked changes and
    what a field computes from is left out. Raises `DocumentFault`.
    """
    with opened(body) as container:
        names = sorted(
            name
            for name in container.namelist()
            if name.startswith("word/") and name.endswith(".xml") and name.count("/") == 1
        )
        parts = [
            _words(member(container, name))
            for kind in _PARTS
            for name in names
            if name.startswith(f"word/{kind}")
        ]
    return "\n".join(part for part in parts if part.strip())


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
    out: list[str] = []
    hidden = 0
    events = etree.iterparse(
        BytesIO(xml), events=("start", "end"), resolve_entities=False, no_network=True
    )
    try:
        for event, element in events:
            if not isinstance(element.tag, str):
                continue
            name = element.tag.removeprefix(_W).removeprefix(_STRICT)
            if name in _NOT_SHOWN or element.tag == _FALLBACK:
                hidden += 1 if event == "start" else -1
            elif event == "start" or hidden:
                continue
            elif name == "t":
                out.append(element.text or "")
            elif name == "tc":
                _end_cell(out)
            else:
                out.append(_SIGNS.get(name) or _ENDS.get(name, ""))
            if event == "end" and name in _ENDS:
                element.clear()
    except etree.XMLSyntaxError as fault:
        raise DocumentFault("damaged_file", f"its XML is damaged: {fault}") from fault
    return "".join(out)


def _end_cell(out: list[str]) -> None:
    """End a cell with a tab, its last paragraph's line end taken back."""
    while out and out[-1] in ("\n", ""):
        out.pop()
    out.append("\t")
