"""The history of one row as a reader sees it: when it came, what changed, when it went."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scraper.phrases import (
    ACCESS,
    ENDPOINT,
    LIFE,
    PART,
    PART_FILE,
    PART_PACKAGE,
    PART_SERVICE,
    SECTION,
    SERVICE,
    SERVICE_FILE,
    became,
)
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
_OWNED = {
    PART: (ENDPOINT, SECTION, PART_SERVICE, PART_FILE, PART_PACKAGE),
    SERVICE: (SERVICE_FILE,),
}
"""The tables whose rows belong to a row, their keys beginning with its own."""
_OF_SERVICES = """
    OR table_name = 'support_services' AND kind != 'added'
    AND key IN (SELECT service_id FROM part_support_services WHERE part_code = :key)
"""
_NAMES = {
    PART_SERVICE: "SELECT name FROM support_services WHERE id = ?",
    PART_FILE: "SELECT filename AS name FROM attachments WHERE id = ?",
    SERVICE_FILE: "SELECT filename AS name FROM attachments WHERE id = ?",
    PART_PACKAGE: "SELECT title AS name FROM packages WHERE id = ?",
    SERVICE: "SELECT name FROM support_services WHERE id = ?",
}
"""How the row that a change is about is called."""
_ENDPOINT = "SELECT name FROM part_endpoints WHERE part_code = ? AND number = ?"


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
    """Give what happened to a row and to what belongs to it, newest first.

    Of a part, its technical services, other sections, support services and files too.
    """
    owned = ", ".join(f"'{each}'" for each in _OWNED.get(table, ()))
    rows = store.rows(
        f"""
        SELECT id, detected_at, table_name, key, kind, field, before, after, cause FROM changes
        WHERE table_name = :table AND key = :key
        OR table_name IN ({owned}) AND key > :key || ' / ' AND key < :key || ' 0'
        {_OF_SERVICES if table == PART else ""}
        ORDER BY id DESC LIMIT {MOST}
        """,
        {"table": table, "key": key},
    )
    came = {row["detected_at"] for row in rows if row["table_name"] == table and _is_new(row)}
    told = [
        row
        for row in rows
        if row["table_name"] == table or not (_is_new(row) and row["detected_at"] in came)
    ]
    return list(_events(store, table, key, told))


def _is_new(row: dict[str, Any]) -> bool:
    return bool(row["kind"] == "added")


def _events(store: Store, table: str, key: str, rows: Iterable[dict[str, Any]]) -> Iterable[Event]:
    for row in rows:
        whole = False
        if row["field"] in PRINTED or row["field"] == "bytes":
            continue
        if row["table_name"] != table:
            text = _of_another(store, key, row)
        elif row["kind"] != "changed":
            text = _KINDS[row["kind"]]
        elif row["field"] == "sha256":
            text = "Nyt indhold" if row["before"] else "Indholdet kunne hentes"
        elif row["field"] == "text":
            text, whole = "Teksten er ændret", True
        elif row["field"] == "closed_to_new":
            text = f"Nye anvendere: {ACCESS.get(row['after'], '')}"
        else:
            whole = max(len(row["before"] or ""), len(row["after"] or "")) > _LONG
            label = label_of(table, row["field"])
            text = f"{label} {became(row['before'], row['after'])}"
        yield Event(row["detected_at"], text, row["cause"] == "reader", row["id"], whole)


def _of_another(store: Store, key: str, row: dict[str, Any]) -> str:
    """Say what happened to something that belongs to a row."""
    about = row["table_name"]
    own = row["key"].partition(" / ")[2] or row["key"]
    if about == ENDPOINT:
        found = store.rows(_ENDPOINT, key, own) or [json.loads(row["before"] or "{}")]
        own = found[0].get("name") or "en teknisk service uden navn"
    elif about == SECTION:
        found = [{"name": f"»{own}«"}]
    else:
        found = store.rows(_NAMES[about], own)
    name = (found[0].get("name") if found else None) or own
    if row["kind"] == "changed":
        label = label_of(about, row["field"])
        return f"{label} for {name} {became(row['before'], row['after'])}"
    return LIFE[about, row["kind"]].format(name=name, first=key, second=name)
