"""Some files of a ZIP archive replaced, every other byte of it copied (APPNOTE.TXT 6.3.10)."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from scraper.documents.containers import opened
from scraper.errors import DocumentFault

_LOCAL = struct.Struct("<4s5H3L2H")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_SIZES_FOLLOW = 0x8
_ZIP64 = 0x0001


def replace_members(body: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Give the archive with these files' contents. The rest is as it was: order, names, dates,
    ways of compression, comments, and the packed bytes of what is not replaced.

    Raises `DocumentFault` for an archive that is damaged or packed in a way Word does not know.
    """
    with opened(body) as archive:
        infos = archive.infolist()
        starts = sorted({info.header_offset for info in infos})
        if len(starts) != len(infos):
            raise DocumentFault("damaged_file", "two files of its ZIP structure are one")
        ends = dict(zip(starts, [*starts[1:], archive.start_dir], strict=True))
        out = bytearray(body[: starts[0]])
        written: dict[int, tuple[int, bytes | None, int]] = {}
        for info in sorted(infos, key=lambda each: each.header_offset):
            new = parts.get(info.filename)
            at, packed = len(out), 0
            if new is None:
                out += body[info.header_offset : ends[info.header_offset]]
            else:
                data = _packed(new, info)
                packed = len(data)
                out += _local_header(body, info, new, packed) + data
            written[info.header_offset] = (at, new, packed)
        directory = len(out)
        for entry, info in zip(_entries(body, archive.start_dir), infos, strict=True):
            out += _moved(entry, info, *written[info.header_offset])
    return bytes(out) + _end(body, directory, len(out) - directory)


def _packed(content: bytes, info: zipfile.ZipInfo) -> bytes:
    if info.compress_type == zipfile.ZIP_STORED:
        return content
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise DocumentFault("damaged_file", f"'{info.filename}' in it is packed as Word never does")
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def _local_header(body: bytes, info: zipfile.ZipInfo, content: bytes, packed: int) -> bytes:
    """Give what stands before a file, with its new sizes there and not after it."""
    fields = list(_LOCAL.unpack_from(body, info.header_offset))
    named = info.header_offset + _LOCAL.size
    file_name = body[named : named + fields[9]]
    extra = _without_zip64(body[named + fields[9] : named + fields[9] + fields[10]])
    fields[2] &= ~_SIZES_FOLLOW
    fields[6:] = zlib.crc32(content), packed, len(content), len(file_name), len(extra)
    return _LOCAL.pack(*fields) + file_name + extra


def _entries(body: bytes, at: int) -> Iterator[bytes]:
    """Give the directory's entries as they stand."""
    while body[at : at + 4] == b"PK\x01\x02":
        fields = _ENTRY.unpack_from(body, at)
        size = _ENTRY.size + sum(fields[10:13])
        yield body[at : at + size]
        at += size


def _moved(
    entry: bytes, info: zipfile.ZipInfo, offset: int, content: bytes | None, packed: int
) -> bytes:
    """Give a directory entry for where its file is now, and for its new content if it has one."""
    fields = list(_ENTRY.unpack_from(entry))
    named, extended = _ENTRY.size + fields[10], _ENTRY.size + fields[10] + fields[11]
    extra = _without_zip64(entry[named:extended])
    fields[8:10] = info.compress_size, info.file_size
    if content is not None:
        fields[3] &= ~_SIZES_FOLLOW
        fields[7:10] = zlib.crc32(content), packed, len(content)
    fields[11], fields[16] = len(extra), offset
    return _ENTRY.pack(*fields) + entry[_ENTRY.size : named] + extra + entry[extended:]


def _without_zip64(extra: bytes) -> bytes:
    """Leave out the sizes of more than four gigabytes, which no form needs."""
    out, at = b"", 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, at)
        if kind != _ZIP64:
            out += extra[at : at + 4 + size]
        at += 4 + size
    return out + extra[at:]


def _end(body: bytes, directory: int, size: int) -> bytes:
    """Give the archive's end, its comment as it was."""
    at = body.rindex(b"PK\x05\x06")
    fields = list(_END.unpack_from(body, at))
    if 0xFFFF in fields[3:5]:
        raise DocumentFault("damaged_file", "its ZIP structure holds more files than a form has")
    fields[5:7] = size, directory
    return _END.pack(*fields) + body[at + _END.size :]
