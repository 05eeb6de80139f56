"""Files that are ZIP archives within: opened with a guard against bombs, bad names and locks."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from scraper.errors import DocumentFault

MAX_MEMBERS = 10_000  # a documentation package has some hundred files
MAX_UNPACKED = 512_000_000  # bytes in all: the largest package known is a tenth of it
MAX_RATIO = 200  # DEFLATE reaches 1,032; XML and text of honest documents stay under 50
_SMALL = 1_000_000  # below this no ratio is a danger
_ENCRYPTED = 0x1
MARKED_UTF8 = 0x800
"""Flags of a file: protected by a password, and its name is UTF-8 (APPNOTE.TXT, 4.4.4)."""
_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s4B4HL2L5H2L")
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    struct.error,
    ValueError,
)
"""What zipfile and its decompressors raise on files that break the format."""


@contextmanager
def opened(body: bytes, charset: str | None = None) -> Iterator[zipfile.ZipFile]:
    """Open a ZIP file that is no bomb; `charset` is that of names not marked as UTF-8.

    Raises `DocumentFault`.
    """
    try:
        with _zip_file(body, charset) as container:
            _guard(container, len(body))
            yield container
    except _FAULTS as fault:
        raise DocumentFault("damaged_file", f"its ZIP structure is damaged: {fault}") from fault


def _zip_file(body: bytes, charset: str | None) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(BytesIO(body), metadata_encoding=charset)
    except UnicodeDecodeError:
        return zipfile.ZipFile(BytesIO(_unmarked(body)), metadata_encoding=charset)


def _unmarked(body: bytes) -> bytes:
    """Give a ZIP file with no name marked as UTF-8 that is none (APPNOTE.TXT, 4.3.7 to 4.3.16)."""
    mended = bytearray(body)
    end = body.rindex(b"PK\x05\x06")
    *_, size, offset, _ = _END.unpack_from(body, end)
    at, before = end - size, end - size - offset
    while body[at : at + 4] == b"PK\x01\x02":
        entry = _ENTRY.unpack_from(body, at)
        flags, (name, extra, comment), place = entry[5], entry[12:15], entry[-1]
        try:
            body[at + _ENTRY.size : at + _ENTRY.size + name].decode()
        except UnicodeDecodeError:
            for flag in (at + 8, before + place + 6):
                struct.pack_into("<H", mended, flag, flags & ~MARKED_UTF8)
        at += _ENTRY.size + name + extra + comment
    return bytes(mended)


def _guard(container: zipfile.ZipFile, size: int) -> None:
    members = container.infolist()
    if len(members) > MAX_MEMBERS:
        raise DocumentFault("too_large", f"it holds {len(members)} files; {MAX_MEMBERS} are read")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED or unpacked > max(_SMALL, MAX_RATIO * size):
        raise DocumentFault("too_large", f"it would unpack from {size} to {unpacked} bytes")


def member(container: zipfile.ZipFile, which: str | zipfile.ZipInfo) -> bytes:
    """Give a file of a container, never more of it than its directory says.

    Raises `DocumentFault`.
    """
    info = container.getinfo(which) if isinstance(which, str) else which
    if info.flag_bits & _ENCRYPTED:
        raise DocumentFault("locked_file", "it is protected by a password")
    try:
        with container.open(info) as source:
            body = source.read(info.file_size + 1)
    except _FAULTS as fault:
        raise DocumentFault(
            "damaged_file", f"'{info.filename}' in it is damaged: {fault}"
        ) from fault
    if len(body) > info.file_size:
        raise DocumentFault("too_large", f"'{info.filename}' in it is longer than it says")
    return body
