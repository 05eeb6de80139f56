"""Text as it stands: .txt, .csv, XML of every kind, JSON, source code."""

from __future__ import annotations

import re

from scraper.charset import decode
from scraper.errors import DocumentFault

_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding=["']([\w.-]{1,40})["']""")
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def plain_text(body: bytes) -> str:
    """Give a text file's text, its charset by mark, declaration or detection.

    Raises `DocumentFault` for what is no text.
    """
    declared = _XML_ENCODING.match(body[:400])
    charset = _WIDE.get(body[:2]) or (declared[1].decode() if declared else None)
    text = decode(body, charset)
    if "\0" in text:
        raise DocumentFault("unread_kind", "it is no text, though its name says so")
    return text
