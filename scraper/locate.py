"""What an old link is now: by its content's hash, its file's name, its code, its subject."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, partial
from itertools import pairwise
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from scraper.errors import UsageError
from scraper.generations import PARTS, TODAY, permanent_name, subject
from scraper.naming import file_kind, plain_name, slug
from scraper.parse.values import version_key
from scraper.search import search
from scraper.settings import OFFICIAL
from scraper.spelling import spellings
from scraper.store import Store
from scraper.text.codes import code_of_slug, compact_code, is_code, part_code

MOST = 10
_ALIKE = 0.75
"""Likeness of two names, 0 to 1, from which on one may be the other's successor."""
_LONGEST = 2_000
"""Letters of an address that are looked at."""
_LEAST = 4
"""Letters from which on words that are alike, not the same, say something."""
_MANY = 500
"""A word that is in so many names tells none of them apart."""
_PERMANENT = re.compile(r"[0-9a-f]{8}", re.IGNORECASE)
_LIVE = "gone_since IS NULL AND missing_since IS NULL"
_DOCUMENTS = """
    SELECT d.package_id || '/' || d.path AS key, d.name, NULL AS url, d.sha256
    FROM documents AS d JOIN packages AS p ON p.id = d.package_id WHERE p.gone_since IS NULL
"""
_ADDRESSES = (
    ("integration_parts", "code", "code || ' ' || COALESCE(title, '')"),
    ("support_services", "id", "name"),
    ("attachments", "id", "filename"),
    ("packages", "id", "title"),
)


KINDS = {
    "integrations": "Integration",
    "integration_parts": "Integrationsdel",
    "support_services": "Supportydelse",
    "attachments": "Bilag",
    "documents": "Dokument",
    "packages": "Dokumentationspakke",
    "search_hits": "Side i kataloget",
    "addresses": "Adresse i kataloget",
}
"""What users call a row of each table that can be found."""


@dataclass(frozen=True, slots=True)
class Location:
    """What an old link may be now: why we think so (Danish), what it is called, where it is."""

    reason: str
    name: str
    url: str | None
    table: str
    key: str
    sha256: str | None = None


def locate(store: Store, url: str) -> list[Location]:
    """Give what an address is now, the surest first. Raises `UsageError` for what is no address."""
    try:
        address = urlsplit(url.strip()[:_LONGEST])
    except ValueError:
        address = urlsplit("")
    if not address.netloc and not address.path:
        raise UsageError("give an address, such as https://digitaliseringskataloget.dk/files/…")
    found = [
        *_same_address(store, address.path, address.query),
        *_same_content(store, address.path),
        *_same_code(store, address.path),
        *_same_name(store, _file_name(address.path)),
        *_same_subject(store, address.path),
        *_mentioned(store, address.path),
    ]
    unique: dict[tuple[str, str], Location] = {}
    for each in found:
        unique.setdefault((each.table, each.key), each)
    return list(unique.values())[:MOST]


def _same_address(store: Store, path: str, query: str) -> list[Location]:
    """Find what stands at the same path today: the site has a twin, and hosts have moved."""
    tail = _pattern(f"{path.rstrip('/')}?{query}" if query else path.rstrip("/"))
    found = []
    for table, key, name in _ADDRESSES:
        for row in store.rows(
            f"SELECT {key} AS key, {name} AS name, url FROM {table} "
            f"WHERE {_LIVE} AND url LIKE '%' || ? || '%'",
            tail,
        ):
            if _path(row["url"]) == _path(path):
                found.append(_location("samme adresse", row, table))
    return found


def _same_content(store: Store, path: str) -> list[Location]:
    """Find the content that an address once had, wherever it stands now."""
    name = _pattern(path.rpartition("/")[2])
    hashes = {
        row["sha256"]
        for row in store.rows(
            "SELECT url, sha256 FROM fetches WHERE sha256 IS NOT NULL AND url LIKE '%' || ?", name
        )
        if name.strip("%") and _path(row["url"]) == _path(path)
    }
    return [each for sha256 in sorted(hashes) for each in _by_hash(store, sha256, "samme indhold")]


def _by_hash(store: Store, sha256: str, reason: str) -> list[Location]:
    files = store.rows(
        "SELECT id AS key, filename AS name, url, sha256 FROM attachments "
        f"WHERE sha256 = ? AND {_LIVE}",
        sha256,
    )
    documents = store.rows(f"{_DOCUMENTS} AND d.sha256 = ?", sha256)
    return [
        *(_location(reason, row, "attachments") for row in files),
        *(_location(reason, row, "documents") for row in documents),
    ]


def _same_code(store: Store, path: str) -> list[Location]:
    """Find the part that an address names: `/integration/sf1320_a`, `…/sf1500/3.0/pakke`."""
    steps = unquote(path).split("/")
    named = [code_of_slug(step) for before, step in pairwise(steps) if before == "integration"]
    codes = [code for code in named if code] or [part_code(step) for step in steps if is_code(step)]
    if not codes:
        return []
    rows = store.rows(
        "SELECT code AS key, code || ' ' || COALESCE(title, '') AS name, url "
        f"FROM integration_parts WHERE {_LIVE} AND REPLACE(code, '_', '') = ?",
        compact_code(codes[-1]),
    )
    found = [_location("samme kode", row, "integration_parts") for row in rows]
    packages = store.rows(
        "SELECT id AS key, COALESCE(title, id) AS name, url, sha256 FROM packages "
        f"WHERE {_LIVE} AND REPLACE(id, '_', '') LIKE ? || '/%'",
        compact_code(codes[-1]).lower(),
    )
    packages.sort(key=lambda row: version_key(row["key"].rpartition("/")[2]), reverse=True)
    return [*found, *(_location("pakke med samme kode", row, "packages") for row in packages)]


def _file_name(path: str) -> str:
    """Give the name of the file at an address; of a permanent address, what it was called."""
    name = unquote(path).rpartition("/")[2]
    return permanent_name(path) or (name if "." in name else "")


def _same_name(store: Store, name: str) -> list[Location]:
    """Find files of the same name, then of one that a version, an ending or a word tells apart."""
    wanted, kind = plain_name(name), file_kind(name)
    if not wanted:
        return []
    near = "rowid IN (SELECT value FROM json_each(?))"
    files = store.rows(
        "SELECT id AS key, filename AS name, url, sha256 FROM attachments "
        f"WHERE {_LIVE} AND {near}",
        _nearest(store, "attachments", "filename", wanted),
    )
    documents = store.rows(
        f"{_DOCUMENTS} AND d.{near}", _nearest(store, "documents", "path", wanted)
    )
    rows = [("attachments", row) for row in files] + [("documents", row) for row in documents]
    ranked = []
    same, likeness_to = _folded(name), cache(partial(_likeness, wanted))
    for table, row in rows:
        other = row["name"] or ""
        if _folded(other) == same:
            ranked.append((2.0, _location("samme filnavn", row, table)))
            continue
        likeness = likeness_to(plain_name(other))
        if kind in ("", file_kind(other)) and likeness >= _ALIKE:
            reason = "samme navn, anden version" if likeness == 1 else "lignende filnavn"
            ranked.append((likeness, _location(reason, row, table)))
        elif likeness == 1:
            ranked.append((_ALIKE, _location("samme navn, anden filtype", row, table)))
    return _best(ranked)


def _nearest(store: Store, table: str, column: str, name: str) -> str:
    """Give the rows whose names share a word with a name that is not in too many, as JSON.

    Where all its words are in many names, those that have them all.
    """
    words = [each for each in name.split("-") if len(each) > 2]  # the index is of trigrams
    if not words:
        rows = store.rows(f"SELECT rowid FROM {table} LIMIT {_MANY}")
        return json.dumps([row["rowid"] for row in rows])
    found: set[int] = set()
    terms = [" OR ".join(f'"{form}"' for form in spellings(each)) for each in words]
    for term in (*terms, None):
        if term is None and found:
            break
        expression = term or " AND ".join(f"({each})" for each in terms)
        rows = store.rows(
            f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ? LIMIT {_MANY}",
            f"{{{column}}} : ({expression})",
        )
        if len(rows) < _MANY or term is None:
            found |= {row["rowid"] for row in rows}
    return json.dumps(sorted(found))


def _same_subject(store: Store, path: str) -> list[Location]:
    """Find what is about the same as an address of whatever generation."""
    about = subject(path)
    if not about or "." in path.rpartition("/")[2] or permanent_name(path):
        return []
    rows = store.rows(
        "SELECT url AS key, title AS name, url FROM search_hits WHERE url IS NOT NULL "
        "AND title IS NOT NULL GROUP BY url HAVING run_id = MAX(run_id)"
    )
    ranked = []
    for row in rows:
        words = subject(_path(row["url"])), slug(row["name"])
        likeness = max(_likeness(about, each) for each in words)
        if likeness == 1 or (likeness >= _ALIKE and len(about) >= _LEAST):
            reason = "samme ord i adressen" if likeness == 1 else "lignende ord i adressen"
            ranked.append((likeness, _location(reason, row, "search_hits")))
    found = _best(ranked)
    if about in TODAY and not any(_path(each.url) == f"/{about}" for each in found):
        url, reason = f"{OFFICIAL}/{TODAY[about]}", "samme emne; kendt adresse, ikke efterprøvet"
        found.append(Location(reason, about, url, "addresses", url))
    for code in PARTS.get(about, ()):
        parts = store.rows(
            "SELECT code AS key, code || ' ' || COALESCE(title, '') AS name, url "
            f"FROM integration_parts WHERE {_LIVE} AND REPLACE(code, '_', '') LIKE ? || '%' "
            "ORDER BY code",
            code,
        )
        found += [_location("integration om samme emne", row, "integration_parts") for row in parts]
    return found


def _mentioned(store: Store, path: str) -> list[Location]:
    """Find the documents that give a permanent address, and so say what it was."""
    name = unquote(path).rstrip("/").rpartition("/")[2]
    found = search(store, name) if _PERMANENT.fullmatch(name) else []
    hits = [hit for each in found for hit in each.hits]
    return [Location("omtaler adressen", hit.name, None, hit.table, hit.key) for hit in hits]


def _best(ranked: list[tuple[float, Location]]) -> list[Location]:
    return [each for _, each in sorted(ranked, key=lambda each: (-each[0], each[1].name))]


def _folded(name: str) -> str:
    return normalize("NFC", name).casefold()


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, other, one, autojunk=False)
    bounds = matcher.real_quick_ratio, matcher.quick_ratio
    return matcher.ratio() if all(bound() >= _ALIKE for bound in bounds) else 0.0


def _path(url: str | None) -> str:
    """Give an address's path as two are compared: files stand in one tree under two names."""
    path = unquote(urlsplit(url or "").path).rstrip("/")
    return path.removeprefix("/sites/default")


def _pattern(text: str) -> str:
    """Give the pattern (SQL's LIKE) of a text, however its odd signs are written in an address."""
    return re.sub(r"[^A-Za-z0-9/]+", "%", unquote(text))


def _location(reason: str, row: dict[str, str | None], table: str) -> Location:
    return Location(
        reason=reason,
        name=row["name"] or row["key"] or "",
        url=row["url"],
        table=table,
        key=row["key"] or "",
        sha256=row.get("sha256"),
    )
