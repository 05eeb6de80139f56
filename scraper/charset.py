"""Bytes to text as browsers do it (WHATWG Encoding): by BOM, header, `<meta>`, or detection.

Labels mean what they mean on the web: iso-8859-1, latin1 and ascii are windows-1252.
"""

from __future__ import annotations

import re
from contextlib import suppress

import webencodings
from charset_normalizer import from_bytes

_START = 1024
"""Bytes in which a page says its encoding (HTML, 13.2.3.2)."""
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_META = re.compile(rb"<meta[\s/][^>]*>", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([^\s\"'/>;]+)", re.IGNORECASE)
_UTF_16 = ("utf-16le", "utf-16be")


def decode(body: bytes, declared: str | None) -> str:
    """Decode a page. Characters that the encoding does not have become U+FFFD, never an error."""
    if (marked := _marked(body)) is not None:
        return marked
    encoding = webencodings.lookup(declared) if declared else None
    encoding = encoding or _said_within(body)
    if encoding is None:
        return detected(body)
    return webencodings.decode(body, encoding, errors="replace")[0]


def _marked(body: bytes) -> str | None:
    """Return the text of a body with a byte order mark, which beats all that is said."""
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le")):
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, errors="replace")
    if body.startswith(b"\xfe\xff"):
        return body[2:].decode("utf-16-be", errors="replace")
    return None


def _said_within(body: bytes) -> webencodings.Encoding | None:
    """Return the encoding that a `<meta>` in the page's first bytes declares, if any.

    A page that could be read so far is no UTF-16, whatever it says (HTML, 13.2.3.2).
    """
    for meta in _META.finditer(_COMMENT.sub(b"", body[:_START])):
        if found := _CHARSET.search(meta[0]):
            encoding = webencodings.lookup(found[1].decode("latin-1"))
            if encoding is not None and encoding.name in _UTF_16:
                return webencodings.UTF8
            if encoding is not None:
                return encoding
    return None


def detected(body: bytes) -> str:
    """Decode what says of no encoding that it is in: as UTF-8, or by what its bytes look like."""
    with suppress(UnicodeDecodeError):
        return body.decode("utf-8")
    best = from_bytes(body, cp_isolation=["cp1252", "utf_16", "cp850"]).best()
    return str(best) if best else body.decode("cp1252", errors="replace")
