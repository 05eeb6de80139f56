"""One search over everything: parts, support services, attachments and documents of packages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scraper.spelling import folded, search_expression, spellings, terms
from scraper.store import Store

MOST = 25
"""Hits that are shown of one kind."""
_AROUND = 90
"""Letters that are shown on each side of a hit."""
_TABLES = {
    "integrations": ("code", "code || ' ' || COALESCE(name, '')", ""),
    "integration_parts": (
        "code",
        "code || ' ' || COALESCE(title, '')",
        "purpose terms description",
    ),
    "support_services": ("id", "name", "description supplier"),
    "attachments": ("id", "filename", "text"),
    "packages": ("id", "COALESCE(title, id)", ""),
    "documents": ("package_id || '/' || path", "path", "title text"),
}
"""For each kind its key, what it is called, and the columns whose words are shown."""
_LIVE = {
    "attachments": "AND gone_since IS NULL",
    "packages": "AND gone_since IS NULL",
    "documents": "AND package_id IN (SELECT id FROM packages WHERE gone_since IS NULL)",
}
"""Of parts and services, those that are gone are found too, last; of files, an heir mostly is."""
_NOT_INDEXED = ("integrations", "packages")
"""Tables so small that they are read through."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its table and key, what it is called, and the words around the hit.

    `gone` is since when it is not in the catalogue any more.
    """

    table: str
    key: str
    name: str
    before: str
    words: str
    after: str
    gone: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The first hits of one kind, and how many there are in all."""

    table: str
    total: int
    hits: list[Hit]


def search(store: Store, query: str, most: int = MOST) -> list[Found]:
    """Give what a query finds, `most` of each kind; nothing for words under three letters."""
    pattern = pattern_of(query)
    if pattern is None:
        return []
    kinds = (_found(store, table, query, pattern, most) for table in _TABLES)
    return [found for found in kinds if found.hits]


def _found(store: Store, table: str, query: str, pattern: re.Pattern[str], most: int) -> Found:
    key, name, columns = _TABLES[table]
    texts = " || char(10) || ".join(f"COALESCE({each}, '')" for each in columns.split()) or "''"
    has_life = table not in ("integrations", "documents")
    gone = "gone_since" if has_life else "NULL"
    if table in _NOT_INDEXED:
        matching, values = _read_through(name, query)
    else:
        matching = f"rowid IN (SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ?)"
        values = [search_expression(query)]
    rows = store.rows(
        f"""
        SELECT {key} AS key, {name} AS name, {texts} AS text, {gone} AS gone,
               COUNT(*) OVER () AS total FROM {table}
        WHERE {matching} {_LIVE.get(table, "")}
        ORDER BY {gone} IS NOT NULL, name COLLATE dansk LIMIT ?
        """,
        *values,
        most,
    )
    hits = [
        Hit(table, row["key"], row["name"] or "", *_around(row, pattern), row["gone"])
        for row in rows
    ]
    return Found(table, rows[0]["total"] if rows else 0, hits)


def _read_through(name: str, query: str) -> tuple[str, list[str]]:
    """Give the condition that every word of a query, in any of its spellings, is in a name."""
    groups = [
        keys
        for term in terms(query)
        if (keys := [key for form in spellings(term) if (key := folded(form.replace("_", "")))])
    ]
    one = f"INSTR(folded(REPLACE({name}, '_', '')), ?) > 0"
    condition = " AND ".join(f"({' OR '.join(one for _ in forms)})" for forms in groups)
    return condition or "0", [key for keys in groups for key in keys]


def search_files(store: Store, query: str, keys: Iterable[str]) -> list[Hit]:
    """Give where a query's words stand in some attachments; each of their words counts alone."""
    pattern = pattern_of(query)
    hits = []
    if pattern is None:
        return []
    for key in keys:
        rows = store.rows("SELECT filename AS name, text FROM attachments WHERE id = ?", key)
        for row in rows:
            if pattern.search(row["text"] or ""):
                hits.append(Hit("attachments", key, row["name"], *_around(row, pattern)))
    return hits


def pattern_of(query: str) -> re.Pattern[str] | None:
    """Give what finds any of a query's words, in any of their spellings, to the word's end."""
    forms = [re.escape(form) for term in terms(query) for form in spellings(term)]
    longest_first = "|".join(sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?:{longest_first})[^\W\d_]*", re.IGNORECASE) if forms else None


def _around(row: dict[str, str], pattern: re.Pattern[str]) -> tuple[str, str, str]:
    """Give the words before a text's first hit, the hit, and those after it."""
    text = row["text"]
    found = pattern.search(text)
    if found is None:
        return _line(text[: 2 * _AROUND]), "", ""
    start, end = found.span()
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return (
        ("…" if start > _AROUND else "") + _line(before),
        found[0],
        _line(after) + ("…" if end + _AROUND < len(text) else ""),
    )


def _line(text: str) -> str:
    """Give a text on one line, spaces at its ends kept as one."""
    return re.sub(r"\s+", " ", text)
