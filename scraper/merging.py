"""Rows that turned out to be one, kept as one; a step of the publishing transaction.

The row that lives, and was seen last, goes on under the new key, and its links and history with it.
What came of the others' coming and going is taken out of `changes`: it never was news.
"""

from __future__ import annotations

import json
from typing import Any

from scraper.models import Change, Run
from scraper.store import LINKS, OWNED, Store

_KINDS = {"support_services": "service", "attachments": "attachment"}
_KEYS = {model.table: model.primary_key for model in OWNED}
_FIRST = """
    SELECT * FROM {table} WHERE id IN ({marks}) ORDER BY gone_since IS NOT NULL,
        missing_since IS NOT NULL, last_seen DESC, first_seen, id
"""


def merge(store: Store, run: Run) -> int:
    """Give rows their new keys, those with one key being one; return how many changes were told."""
    store.db.execute("PRAGMA defer_foreign_keys = ON")
    groups: dict[tuple[str, str, str], list[str]] = {}
    for row in store.rows("SELECT * FROM temp.renamed ORDER BY table_name, new, old"):
        groups.setdefault((row["table_name"], row["new"], row["url"]), []).append(row["old"])
    return sum(
        _merge_rows(store, run, table, sorted({*olds, new}), new, url)
        for (table, new, url), olds in groups.items()
    )


def _merge_rows(store: Store, run: Run, table: str, keys: list[str], new: str, url: str) -> int:
    marks = ", ".join("?" * len(keys))
    rows = store.rows(_FIRST.format(table=table, marks=marks), *keys)
    kept, others = rows[0], rows[1:]
    for link, column in LINKS[table].items():
        store.db.execute(
            f"UPDATE OR IGNORE {link} SET {column} = ? WHERE {column} IN ({marks})", (new, *keys)
        )
        store.db.execute(
            f"DELETE FROM {link} WHERE {column} != ? AND {column} IN ({marks})", (new, *keys)
        )
    for other in others:
        store.db.execute(f"DELETE FROM {table} WHERE id = ?", (other["id"],))
    store.db.execute(
        f"UPDATE {table} SET id = ?, url = ?, first_seen = ? WHERE id = ?",
        (new, url, min(row["first_seen"] for row in rows), kept["id"]),
    )
    store.db.execute(
        f"UPDATE pages SET key = ? WHERE kind = ? AND key IN ({marks})",
        (new, _KINDS[table], *keys),
    )
    _merge_life(store, table, keys, kept["id"], new)
    for link in LINKS[table]:
        _merge_links(store, link, LINKS[table][link], keys, new)
    if kept["url"] == url:
        return 0
    change = Change(
        run_id=run.id,
        detected_at=run.started_at,
        kind="changed",
        table_name=table,
        key=new,
        field="url",
        before=kept["url"],
        after=url,
        cause="reader",
    ).model_dump()
    names = ", ".join(change)
    marks = ", ".join(f":{name}" for name in change)
    store.db.execute(f"INSERT INTO changes ({names}) VALUES ({marks})", change)
    return 1


def _merge_life(store: Store, table: str, keys: list[str], kept: str, new: str) -> None:
    """Make one history of several rows': the first coming, the one row's life, each value once."""
    marks = ", ".join("?" * len(keys))
    rows = store.rows(
        f"SELECT * FROM changes WHERE table_name = ? AND key IN ({marks}) ORDER BY id", table, *keys
    )
    told: dict[tuple[Any, ...], int] = {}
    for row in rows:
        if row["kind"] == "changed":
            said = tuple(row[name] for name in ("run_id", "field", "before", "after"))
            told.setdefault(said, row["id"])
        elif row["kind"] == "added":
            told.setdefault(("added",), row["id"])
        elif row["key"] == kept:
            told[row["id"],] = row["id"]
    ids = set(told.values())
    lost = [row["id"] for row in rows if row["id"] not in ids]
    _rewrite(store, [(each, new) for each in ids], lost)


def _merge_links(store: Store, link: str, column: str, keys: list[str], new: str) -> None:
    """Make one history of several links' that are one: its coming, and its going if it is gone."""
    at = _KEYS[link].index(column)
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in store.rows("SELECT * FROM changes WHERE table_name = ? ORDER BY id", link):
        ends = row["key"].split(" / ", 1)
        if ends[at] in keys:
            ends[at] = new
            groups.setdefault(" / ".join(ends), []).append(row)
    label = " || ' / ' || ".join(_KEYS[link])
    live = {row["key"] for row in store.rows(f"SELECT {label} AS key FROM {link}")}
    for key, rows in groups.items():
        came = [row["id"] for row in rows if row["kind"] == "added"][:1]
        went = [row["id"] for row in rows if row["kind"] == "removed" and key not in live][-1:]
        lost = [row["id"] for row in rows if row["id"] not in (*came, *went)]
        _rewrite(store, [(each, key) for each in (*came, *went)], lost)
        for row in rows:
            if row["id"] in went and row["before"]:
                before = {**json.loads(row["before"]), column: new}
                store.db.execute(
                    "UPDATE changes SET before = ? WHERE id = ?",
                    (json.dumps(before, ensure_ascii=False, separators=(",", ":")), row["id"]),
                )


def _rewrite(store: Store, keys: list[tuple[int, str]], lost: list[int]) -> None:
    """Give changes the keys of what they are of now, and take out those that are lost."""
    for each, key in keys:
        store.db.execute("UPDATE changes SET key = ? WHERE id = ?", (key, each))
    for each in lost:
        store.db.execute("DELETE FROM changes WHERE id = ?", (each,))
