"""Bytes to text: the charset of the header, then of the page, then by detection."""

from __future__ import annotations

import codecs
from contextlib import suppress

from charset_normalizer import from_bytes

from scraper.parse.html import declared_charset

_START = 2048


def decode(body: bytes, declared: str | None) -> str:
    """Decode a page. Signs that the charset does not have become U+FFFD, never an error."""
    if body.startswith(codecs.BOM_UTF8):
        return body.decode("utf-8-sig", errors="replace")
    if declared is None or not _known(declared):
        declared = declared_charset(body[:_START].decode("latin-1"))
    if declared and _known(declared):
        with suppress(UnicodeError):  # a codec that knows no replacing, such as idna
            return body.decode(declared, errors="replace")
    return detected(body)


def detected(body: bytes) -> str:
    """Decode what says of no charset that it is in: as UTF-8, or by what its bytes look like."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(body, cp_isolation=["cp1252", "latin_1", "utf_16", "cp850"]).best()
        return str(best) if best else body.decode("latin-1")


def _known(charset: str) -> bool:
    """Say whether a name is that of a charset, not of another codec, such as zip."""
    try:
        return b"a".decode(charset) == "a"
    except (LookupError, ValueError):
        return False
