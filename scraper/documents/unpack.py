"""Documentation packages unpacked: ZIP files in ZIP files, down to the documents, in memory.

Nothing is ever written to disk, so no name in a package can decide a path there.
"""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from unicodedata import normalize

from scraper.documents.containers import MARKED_UTF8, MAX_MEMBERS, MAX_UNPACKED, member, opened
from scraper.errors import DocumentFault

MAX_DEPTH = 8  # packages known are three deep
_MOST_FOLDERS = 50  # in one name within a ZIP file
_LONGEST = 1_000  # letters of one name
_MAGIC = b"PK\x03\x04"
_DOS = "cp850"  # what KOMBIT's package maker writes names in (source/site.md, 3.2)
_DRIVE = re.compile(r"^[A-Za-z]:/")


@dataclass(frozen=True, slots=True)
class Unpacked:
    """One document of a package. A ZIP file within stands in its path as a folder does."""

    path: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Left:
    """Something in a package that was left where it is, and why.

    `size`, in bytes, is given of a document that could not be opened, and `body`, its content, when
    that could be had; neither is given of what is no document of the package. `partly` says that
    the rest of the document was read.
    """

    path: str
    kind: str
    message: str
    size: int | None = None
    body: bytes | None = None
    partly: bool = False


class _Budget:
    """What is left of the limits for a whole package, whatever its nesting."""

    def __init__(self) -> None:
        self.members = MAX_MEMBERS
        self.bytes = MAX_UNPACKED
        self.taken: set[str] = set()

    def spend(self, size: int) -> None:
        self.members -= 1
        self.bytes -= size
        if self.members < 0:
            raise DocumentFault("too_large", f"it holds over {MAX_MEMBERS} files")
        if self.bytes < 0:
            raise DocumentFault("too_large", f"it would unpack to over {MAX_UNPACKED} bytes")


def unpack(body: bytes) -> Iterator[Unpacked | Left]:
    """Give each document of a package, and what was left. Raises `DocumentFault` for the whole.

    Names are UTF-8 where the ZIP file says so or they can be nothing else, or else CP850
    (APPNOTE.TXT, D.1). What would stand outside the package, and links, are left.
    """
    yield from _unpack(body, "", 1, _Budget())


def find(body: bytes, path: str) -> bytes | None:
    """Give one document of a package by its path, as `unpack` gives it; None when it is not there.

    Raises `DocumentFault`.
    """
    found = _unpack(body, "", 1, _Budget(), only=path)
    return next((each.body for each in found if each.path == path and each.body is not None), None)


def _unpack(
    body: bytes, folder: str, depth: int, budget: _Budget, only: str | None = None
) -> Iterator[Unpacked | Left]:
    """Unpack a ZIP file; of what stands beside the way to `only`, nothing is unpacked."""
    with opened(body, _DOS) as container:
        for info in container.infolist():
            if info.filename.endswith(("/", "\\")):
                continue
            name = _name(info)
            path = folder + name
            reason = _reason(info)
            if reason or path in budget.taken:
                yield Left(path, *(reason or ("bad_path", "another file has the same name")))
                continue
            budget.taken.add(path)
            budget.spend(info.file_size)
            if only is not None and not f"{only}/".startswith(f"{path}/"):
                continue
            try:
                content = member(container, info)
            except DocumentFault as fault:
                yield Left(path, fault.kind, fault.message, info.file_size)
                continue
            if not _is_package(name, content):
                yield Unpacked(path, content)
            elif depth == MAX_DEPTH:
                message = f"it stands over {MAX_DEPTH} ZIP files deep"
                yield Left(path, "too_deep", message, len(content), content)
            else:
                yield from _inner(content, path, depth + 1, budget, only)


def _inner(
    body: bytes, path: str, depth: int, budget: _Budget, only: str | None
) -> Iterator[Unpacked | Left]:
    """Unpack a ZIP file within. One that is damaged costs itself; one too large, the package."""
    try:
        yield from _unpack(body, f"{path}/", depth, budget, only)
    except DocumentFault as fault:
        if budget.members < 0 or budget.bytes < 0:
            raise
        yield Left(path, fault.kind, fault.message, len(body), body)


def _is_package(name: str, body: bytes) -> bool:
    """Say whether a file is a ZIP file of documents, not a document that is built as one."""
    return name.lower().endswith(".zip") and body.startswith(_MAGIC)


def _name(info: zipfile.ZipInfo) -> str:
    """Give a file's path in composed letters, with no segment that says nothing: `./xsd//a.xsd`."""
    name = "/".join(each for each in _printed(info).split("/") if each not in ("", "."))
    return normalize("NFC", name)


def _printed(info: zipfile.ZipInfo) -> str:
    name = info.filename
    if not info.flag_bits & MARKED_UTF8:
        with suppress(UnicodeError):
            name = name.encode(_DOS).decode("utf-8")
    return name.replace("\\", "/")


def _reason(info: zipfile.ZipInfo) -> tuple[str, str] | None:
    """Say why something is no document of the package, when it is none."""
    name = _printed(info)
    if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/") or "\0" in name:
        return "bad_path", "its name leads out of the package"
    if not name.strip("/. ") or name.count("/") > _MOST_FOLDERS or len(name) > _LONGEST:
        return "bad_path", f"its name is none, too long, or stands in over {_MOST_FOLDERS} folders"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "bad_path", "it is a link"
    return None
