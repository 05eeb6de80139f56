"""One documentation package as records: a row for each document, and what its manifest says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeGuard
from urllib.parse import unquote, urlsplit

from scraper.documents.manifest import NAME, Manifest, read_manifest
from scraper.documents.pool import Readers
from scraper.documents.text import UNREAD, Text, read_text
from scraper.documents.unpack import Left, unpack
from scraper.errors import DocumentFault
from scraper.models import Document

_ADDRESS = re.compile(r"/integration/([^/]+)/([^/]+)/pakke/?$")


@dataclass(frozen=True, slots=True)
class Member:
    """What was read of one file of a package."""

    text: Text
    manifest: Manifest | None = None


Known = Callable[[str], Text | None]
"""Gives what is known of a content by its SHA-256, when it need not be read again."""


def is_package(url: str | None) -> TypeGuard[str]:
    """Say whether an address is that of a documentation package."""
    return bool(url and _ADDRESS.search(urlsplit(url).path))


def package_id(url: str) -> str:
    """Give a package's key: `sf1520/4.0`, from `…/integration/sf1520/4.0/pakke`."""
    found = _ADDRESS.search(unquote(urlsplit(url).path))
    return f"{found[1]}/{found[2]}" if found else hashlib.sha256(url.encode()).hexdigest()[:12]


def read_member(path: str, body: bytes) -> Member:
    """Read one file of a package. Raises `DocumentFault`."""
    manifest = read_manifest(body) if path == NAME else None
    return Member(read_text(path, body), manifest)


def read_package(
    package: str, body: bytes, readers: Readers[Document, Member], known: Known
) -> Iterator[Document | Manifest | Left]:
    """Give a row for each document, the manifest, and what could not be read, and why.

    A document that cannot be read has its row all the same. Raises `DocumentFault` for a package
    that cannot be unpacked.
    """
    for each in unpack(body):
        if isinstance(each, Left):
            yield each
            continue
        name = PurePosixPath(each.path)
        row = Document(
            package_id=package,
            path=each.path,
            name=name.name,
            kind=name.suffix.lower().lstrip(".") or None,
            bytes=len(each.body),
            sha256=hashlib.sha256(each.body).hexdigest(),
        )
        text = known(row.sha256 or "") if each.path != NAME else None
        if text is not None:
            yield _filled(row, text)
        else:
            yield from _rows(readers.submit(row, each.path, each.body))
    yield from _rows(readers.rest())


def _rows(
    read: Iterable[tuple[Document, Member | DocumentFault]],
) -> Iterator[Document | Manifest | Left]:
    for row, member in read:
        if isinstance(member, DocumentFault):
            yield Left(row.path, member.kind, member.message)
            yield _filled(row, Text(None, UNREAD.label))
            continue
        yield _filled(row, member.text)
        if member.manifest is not None:
            yield member.manifest


def _filled(row: Document, text: Text) -> Document:
    title = text.title or PurePosixPath(row.path).stem
    return row.model_copy(update={"title": title, "text": text.text, "extractor": text.extractor})
