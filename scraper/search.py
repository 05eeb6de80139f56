"""One search over everything: parts, support services, attachments and documents of packages."""

from __future__ import annotations

import re
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
    wanted = [form for term in terms(query) for form in spellings(term)]
    pattern = re.compile("|".join(re.escape(form) for form in wanted), re.IGNORECASE)
    hits = []
    for table, (key, name, columns) in _TABLES.items() if wanted else ():
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
