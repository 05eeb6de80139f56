"""Content codings: the body of an answer as it was meant, from the body as it was sent."""

from __future__ import annotations

import zlib

from scraper.archive import Stored
from scraper.errors import PageFault, Transient

_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
_GZIP_MARK = b"\x1f\x8b"
_CODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})


def decoded(stored: Stored, most: int) -> bytes:
    """Give an answer's body without its content coding (RFC 9110, 8.4), of `most` bytes at most.

    Raises `PageFault` for a body that is too large, or not coded as we asked.
    """
    named = [value for name, value in stored.headers if name.lower() == "content-encoding"]
    coding = ",".join(named).strip().lower()
    if coding not in _CODINGS:
        raise PageFault("bad_answer", stored.url, f"content encoding '{coding}' not asked for")
    if coding in ("", "identity") or not stored.body:
        return stored.body
    body, rest = b"", stored.body
    while rest.startswith(_GZIP_MARK) or not body:  # gzip: one member or more (RFC 1952, 2.2)
        unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
        try:
            body += unpacker.decompress(rest, most + 1 - len(body))
        except zlib.error as fault:
            raise PageFault("bad_answer", stored.url, f"broken {coding}: {fault}") from fault
        if len(body) > most:
            raise too_large(stored.url, most)
        if not unpacker.eof:
            raise Transient("truncated", stored.url, "the compressed answer broke off")
        rest = unpacker.unused_data
        if not rest:
            break
    return body


def too_large(url: str, most: int) -> PageFault:
    """Make the fault of an answer that is larger than allowed."""
    return PageFault("too_large", url, f"the answer is larger than {most:,} bytes")
