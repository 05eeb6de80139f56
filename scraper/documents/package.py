"""One documentation package as records: a row for each document, and what its manifest says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeGuard
from urllib.parse import unquote, urlsplit

from scraper.documents.contracts import Contract, read_contract
from scraper.documents.manifest import NAME, Manifest, read_manifest
from scraper.documents.pool import Readers
from scraper.documents.text import UNREAD, Text, read_text
from scraper.documents.unpack import Left, unpack
from scraper.errors import DocumentFault
from scraper.models import ContractRow, Document

_ADDRESS = re.compile(r"/integration/([^/]+)/([^/]+)/pakke/?$")
_UNREAD = Text(None, UNREAD.label)


@dataclass(frozen=True, slots=True)
class Member:
    """What was read of one file of a package."""

    text: Text
    manifest: Manifest | None = None
    contract: Contract = ()
    fault: DocumentFault | None = None
    """Why what it promises could not be read."""


Known = Callable[[Document], Member | None]
"""Gives what is known of a document's content, when it need not be read again."""


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
    text = read_text(path, body)
    try:
        return Member(text, manifest, read_contract(path, body))
    except DocumentFault as fault:
        return Member(text, manifest, fault=fault)
    except Exception as error:  # whatever is wrong with what it promises, its words can be read
        message = f"its contract: {type(error).__name__}: {error}"
        return Member(text, manifest, fault=DocumentFault("reader_fault", message))


def read_package(
    package: str, body: bytes, readers: Readers[Document, Member], known: Known
) -> Iterator[Document | ContractRow | Manifest | Left]:
    """Give a row for each document, what contracts promise, the manifest, and what was not read.

    A document that cannot be opened or read has its row all the same. Raises `DocumentFault` for a
    package that cannot be unpacked.
    """
    for each in unpack(body):
        if isinstance(each, Left):
            yield each
            if each.size is not None:
                yield _filled(_row(package, each.path, each.size, each.body), _UNREAD)
            continue
        row = _row(package, each.path, len(each.body), each.body)
        member = known(row) if each.path != NAME else None
        if member is not None:
            yield from _rows([(row, member)])
        else:
            yield from _rows(readers.submit(row, each.path, each.body))
    yield from _rows(readers.rest())


def _row(package: str, path: str, size: int, body: bytes | None) -> Document:
    name = PurePosixPath(path)
    return Document(
        package_id=package,
        path=path,
        name=name.name,
        kind=name.suffix.lower().lstrip(".") or None,
        bytes=size,
        sha256=None if body is None else hashlib.sha256(body).hexdigest(),
    )


def _rows(
    read: Iterable[tuple[Document, Member | DocumentFault]],
) -> Iterator[Document | ContractRow | Manifest | Left]:
    for row, member in read:
        if isinstance(member, DocumentFault):
            yield Left(row.path, member.kind, member.message)
            yield _filled(row, _UNREAD)
            continue
        yield _filled(row, member.text)
        if (left := member.text.left) is not None:
            yield Left(row.path, left.kind, left.message, partly=True)
        if member.fault is not None:
            yield Left(row.path, member.fault.kind, member.fault.message)
        place = {"package_id": row.package_id, "path": row.path}
        yield from (each.model_copy(update=place) for each in member.contract)
        if member.manifest is not None:
            yield member.manifest


def untitled(path: str) -> str:
    """Give what a document is called that has no title of its own."""
    return PurePosixPath(path).stem


def _filled(row: Document, text: Text) -> Document:
    title = text.title or untitled(row.path)
    return row.model_copy(update={"title": title, "text": text.text, "extractor": text.extractor})
