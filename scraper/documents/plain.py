"""Text as it stands: .txt, .csv, XML of every kind, JSON, source code."""

from __future__ import annotations

import re

from scraper.charset import decode, detected
from scraper.errors import DocumentFault

_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding=["']([\w.-]{1,40})["']""")
_WIDE = {
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
"""How UTF-16 begins, marked, or unmarked in an XML file (XML 1.0, appendix F)."""
_REFERENCE = re.compile(
    r"&(?:#(?:x([0-9a-f]{1,6})|(\d{1,7}))|shy);|\\u([0-9a-f]{4})", re.IGNORECASE
)
_LETTERS = range(0xA0, 0x250)
"""The Latin letters beyond ASCII: signs below may mean something to their format."""
_LARGEST = 4 * 5_000_000
"""Bytes: whatever the charset, a longer file has more signs than are kept."""


def plain_text(body: bytes) -> str:
    """Give a text file's text, its charset by mark, declaration or detection.

    Raises `DocumentFault` for what is no text.
    """
    if len(body) > _LARGEST:
        raise DocumentFault("too_large", f"a text of {len(body)} bytes is not read")
    text = _decoded(body)
    if "\0" in text:
        raise DocumentFault("unread_kind", "it is no text, though its name says so")
    return _REFERENCE.sub(_letter, text)


def _decoded(body: bytes) -> str:
    if wide := _WIDE.get(body[:2]):
        return body.decode(wide, errors="replace")
    found = _XML_ENCODING.match(body[:400])
    declared = found[1].decode() if found else None
    text = decode(body, declared)
    if "\ufffd" in text and declared and declared.lower() == "utf-8":
        return detected(body)  # it is not what it says
    return text


def _letter(reference: re.Match[str]) -> str:
    """Give the letter that `&#230;` or `\\u00e6` stands for, so that its word is found."""
    if reference[0].lower() == "&shy;":
        return "\u00ad"
    hexadecimal = reference[1] or reference[3]
    code = int(hexadecimal, 16) if hexadecimal else int(reference[2])
    return chr(code) if code in _LETTERS else reference[0]
