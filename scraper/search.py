"""One search over everything: parts, support services, attachments and documents of packages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scraper.spelling import search_expression, spellings, terms
from scraper.store import Store

MOST = 25
"""Hits that are shown of one kind."""
_AROUND = 90
"""Letters that are shown on each side of a hit."""
_TABLES = {
    "integration_parts": (
        "code",
        "code || ' ' || COALESCE(title, '')",
        "purpose terms description",
    ),
    "support_services": ("id", "name", "description supplier"),
    "attachments": ("id", "filename", "text"),
    "documents": ("package_id || '/' || path", "path", "title text"),
}
"""For each kind its key, what it is called, and the columns whose words are shown."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its table and key, what it is called, and the words around the hit."""

    table: str
    key: str
    name: str
    before: str
    words: str
    after: str


def search(store: Store, query: str, most: int = MOST) -> list[Hit]:
    """Give what a query finds, `most` of each kind; nothing for words under three letters."""
    pattern = _pattern(query)
    hits: list[Hit] = []
    if pattern is None:
        return hits
    for table, (key, name, columns) in _TABLES.items():
        texts = " || char(10) || ".join(f"COALESCE({each}, '')" for each in columns.split())
        live = "AND gone_since IS NULL"
        if table == "documents":
            live = "AND package_id IN (SELECT id FROM packages WHERE gone_since IS NULL)"
        rows = store.rows(
            f"""
            SELECT {key} AS key, {name} AS name, {texts} AS text FROM {table}
            WHERE rowid IN (SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ?) {live}
            ORDER BY name LIMIT ?
            """,
            search_expression(query),
            most,
        )
        hits += [Hit(table, row["key"], row["name"], *_around(row, pattern)) for row in rows]
    return hits


def search_files(store: Store, query: str, keys: Iterable[str]) -> list[Hit]:
    """Give where a query's words stand in some attachments; each of their words counts alone."""
    pattern = _pattern(query)
    hits = []
    if pattern is None:
        return []
    for key in keys:
        rows = store.rows("SELECT filename AS name, text FROM attachments WHERE id = ?", key)
        for row in rows:
            if pattern.search(row["text"] or ""):
                hits.append(Hit("attachments", key, row["name"], *_around(row, pattern)))
    return hits


def _pattern(query: str) -> re.Pattern[str] | None:
    """Give what finds any of a query's words, in any of their spellings."""
    forms = [re.escape(form) for term in terms(query) for form in spellings(term)]
    return re.compile("|".join(forms), re.IGNORECASE) if forms else None


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
