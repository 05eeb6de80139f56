"""Documents taken from the archive, just as they were received."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from scraper.archive import read_stored
from scraper.coding import decoded
from scraper.documents.containers import MAX_UNPACKED
from scraper.documents.unpack import find
from scraper.errors import DocumentFault, PageFault
from scraper.store import Store

PLAIN = "application/octet-stream"
MEDIA_TYPES = {
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "wsdl": "application/xml",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
    "xsd": "application/xml",
    "zip": "application/zip",
}
"""What a file is sent as, by its ending; never what a browser would run."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One document's content, and the name under which it may be saved."""

    name: str
    media_type: str
    body: bytes


def attachment(store: Store, archive: Path, key: str) -> Copy | None:
    """Give an attachment by its key; None when it is not in the archive."""
    rows = store.rows("SELECT filename, sha256 FROM attachments WHERE id = ?", key)
    body = _received(store, archive, "attachment", key) if rows else None
    return _copy(rows[0]["filename"] or key, body, rows[0]["sha256"]) if rows else None


def document(store: Store, archive: Path, package: str, path: str) -> Copy | None:
    """Give a document of a package; None when it is not in the archive as it was read."""
    rows = store.rows(
        "SELECT name, sha256 FROM documents WHERE package_id = ? AND path = ?", package, path
    )
    whole = _received(store, archive, "package", package) if rows else None
    if whole is None:
        return None
    try:
        return _copy(rows[0]["name"] or path, find(whole, path), rows[0]["sha256"])
    except DocumentFault:
        return None


def is_kept(store: Store, archive: Path, kind: str, key: str) -> bool:
    """Say whether the archive still has the file in which an attachment or package stands."""
    return any((archive / row["warc_file"]).is_file() for row in _places(store, kind, key))


def _places(store: Store, kind: str, key: str) -> list[dict[str, Any]]:
    return store.rows(
        "SELECT warc_file, warc_offset FROM pages WHERE kind = ? AND key = ? "
        "AND warc_file IS NOT NULL LIMIT 1",
        kind,
        key,
    )


def _received(store: Store, archive: Path, kind: str, key: str) -> bytes | None:
    rows = _places(store, kind, key)
    stored = read_stored(archive, rows[0]["warc_file"], rows[0]["warc_offset"]) if rows else None
    try:
        return decoded(stored, MAX_UNPACKED) if stored else None
    except PageFault:
        return None


def _copy(name: str, body: bytes | None, sha256: str | None) -> Copy | None:
    if body is None or hashlib.sha256(body).hexdigest() != sha256:
        return None
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    return Copy(name, MEDIA_TYPES.get(ending, PLAIN), body)
