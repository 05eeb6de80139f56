"""What changed since a date, newest first: a table for people, CSV, JSON and an Atom feed."""

from __future__ import annotations

from datetime import date
from typing import Any

from scraper.asof import end_of
from scraper.export import as_bytes, write_csv, write_json
from scraper.report import Feed, Night, as_atom, night_of
from scraper.settings import OFFICIAL
from scraper.store import Store
from scraper.telling import Teller, Telling

TYPES = {
    "id": int,
    "run_id": int,
    "detected_at": str,
    "kind": str,
    "table_name": str,
    "key": str,
    "field": str,
    "before": str,
    "after": str,
    "cause": str,
    "integration": str,
    "text": str,
}
"""The columns of `changes`, the integrations concerned, and the change in Danish words: empty where
another row's words say it too."""


def told_since(store: Store, since: str | None) -> list[Telling]:
    """Give what is told of each change from a date on (ISO 8601, UTC), newest first.

    Raises `UsageError` for what is no date.
    """
    teller = Teller(store)
    return [each for run_id in _runs(store, since) for each in reversed(teller.tell(run_id))]


def rows_since(store: Store, since: str | None) -> list[dict[str, Any]]:
    """Give each change from a date on as a row of `TYPES`, newest first. Raises `UsageError`."""
    words = {each.id: each for each in told_since(store, since)}
    rows = store.rows("SELECT * FROM changes WHERE detected_at >= ? ORDER BY id DESC", _from(since))
    for row in rows:
        told = words.get(row["id"])
        row["integration"] = " ".join(told.integrations) if told else None
        row["text"] = told.text if told else None
    return rows


def export_changes(store: Store, since: str | None, form: str) -> bytes:
    """Give the changes from a date on as `csv`, `json` or `atom`. Raises `UsageError`."""
    if form == "csv":
        return as_bytes(write_csv, rows_since(store, since), TYPES)
    if form == "json":
        return as_bytes(write_json, rows_since(store, since), TYPES)
    teller = Teller(store)
    nights = [night_of(store, run_id, teller) for run_id in _runs(store, since)]
    return as_atom(nights, Feed(_base_url(store, nights))).encode()


def _base_url(store: Store, nights: list[Night]) -> str:
    if nights:
        return str(nights[0].run["base_url"])
    rows = store.rows("SELECT base_url FROM runs WHERE verdict = 'good' LIMIT 1")
    return str(rows[0]["base_url"]) if rows else OFFICIAL


def _runs(store: Store, since: str | None) -> list[int]:
    rows = store.rows(
        "SELECT DISTINCT run_id FROM changes WHERE detected_at >= ? ORDER BY run_id DESC",
        _from(since),
    )
    return [row["run_id"] for row in rows]


def _from(since: str | None) -> str:
    if since is None:
        return ""
    end_of(since)
    return date.fromisoformat(since).isoformat()
