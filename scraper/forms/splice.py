"""Some elements of an XML text written anew, every character around them left as it was."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

_TOKEN = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|</[^>]*>"
    r"|<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>",
    re.DOTALL,
)
_DECLARED = re.compile(r' xmlns(?::([^=\s"]+))?="([^"]*)"')
_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


class Original:
    """An XML text as it was read, and where in it each element stands.

    The text must be well-formed and have no document type, as no part of a Word file has one.
    """

    def __init__(self, xml: bytes, root: Any) -> None:
        declared = root.getroottree().docinfo.encoding or "utf-8"
        self._codec = _MARKS.get(xml[:2], declared)
        self._text = xml.decode(self._codec)
        self._elements = list(root.iter("*"))

    def with_changed(self, touched: set[Any]) -> bytes:
        """Give the text with the elements in `touched` written as they are in the tree now."""
        spans = dict(zip(self._elements, _spans(self._text), strict=True))
        outer = [each for each in spans if each in touched and not _is_inside(each, touched)]
        out, at = [], 0
        for element in outer:
            start, end = spans[element]
            out += [self._text[at:start], _written(element)]
            at = end
        text = "".join((*out, self._text[at:]))
        return text.encode(self._codec, "xmlcharrefreplace")


def _spans(text: str) -> list[tuple[int, int]]:
    """Give where each element starts and ends, in the order in which they start."""
    spans: list[tuple[int, int]] = []
    unfinished: list[int] = []
    for token in _TOKEN.finditer(text):
        if text.startswith("</", token.start()):
            number = unfinished.pop()
            spans[number] = (spans[number][0], token.end())
        elif text[token.start() + 1] not in "!?":
            spans.append(token.span())
            if text[token.end() - 2] != "/":
                unfinished.append(len(spans) - 1)
    return spans


def _is_inside(element: Any, touched: set[Any]) -> bool:
    return any(each in touched for each in element.iterancestors())


def _written(element: Any) -> str:
    """Give an element as text, without the namespaces that what is around it declares."""
    text: str = etree.tostring(element, encoding="unicode", with_tail=False)
    known = {} if element.getparent() is None else element.getparent().nsmap
    end = text.index(">")  # in attributes it is written as &gt;

    def declaration(found: re.Match[str]) -> str:
        return "" if known.get(found[1]) == found[2] else found[0]

    return _DECLARED.sub(declaration, text[:end]) + text[end:]
