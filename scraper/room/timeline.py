"""The history of one row as a reader sees it: when it came, what changed, when it went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scraper.phrases import became
from scraper.store import Store
from scraper.telling import PRINTED, label_of

MOST = 100
_LONG = 120
"""Letters of a value from which on a change of it is better seen side by side."""
_KINDS = {
    "added": "Set første gang",
    "missing": "Ikke fundet ved søgning",
    "removed": "Fjernet fra kataloget",
    "returned": "Tilbage i kataloget",
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a row; `date` is an instant, ISO 8601."""

    date: str
    text: str
    reader: bool
    """Only our reading changed, not the source."""
    id: int
    whole: bool
    """A text so long that its change has a page of its own."""


def timeline(store: Store, table: str, key: str) -> list[Event]:
    """Give what happened to a row, newest first."""
    rows = store.rows(
        "SELECT id, detected_at, kind, field, before, after, cause FROM changes "
        "WHERE table_name = ? AND key = ? ORDER BY id DESC LIMIT ?",
        table,
        key,
        MOST,
    )
    return list(_events(table, rows))


def _events(table: str, rows: Iterable[dict[str, Any]]) -> Iterable[Event]:
    for row in rows:
        whole = False
        if row["kind"] != "changed":
            text = _KINDS[row["kind"]]
        elif row["field"] in PRINTED or row["field"] in ("sha256", "bytes"):
            if row["field"] != "sha256":
                continue
            text = "Nyt indhold" if row["before"] else "Indholdet kunne hentes"
        elif row["field"] == "text":
            text, whole = "Teksten er ændret", True
        elif row["field"] == "closed_to_new":
            text = "Lukket for nye anvendere" if row["after"] == "1" else "Åbnet for nye anvendere"
        else:
            whole = max(len(row["before"] or ""), len(row["after"] or "")) > _LONG
            label = label_of(table, row["field"])
            text = f"{label} {became(row['before'], row['after'])}"
        yield Event(row["detected_at"], text, row["cause"] == "reader", row["id"], whole)
