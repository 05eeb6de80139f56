"""The one transaction in which a run becomes visible: rows, changes, problems, all or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from scraper import models
from scraper.errors import UsageError
from scraper.history import LIFE, diff
from scraper.models import Attachment, Part, Record, Run, SupportService
from scraper.store import Store

_TRACKED: tuple[type[Record], ...] = (Part, SupportService, Attachment)
_OWNED: dict[type[Record], str] = {
    models.Endpoint: "part_code",
    models.PartSupportService: "part_code",
    models.PartAttachment: "part_code",
    models.ServiceAttachment: "service_id",
}
_UNTOLD = LIFE | {"card", "position", "text"}
"""Columns whose changes are not told: the life of a row, what is told elsewhere, and the order."""

_ORPHANS = {
    "support_services": """
        SELECT id FROM support_services AS s WHERE NOT EXISTS (
            SELECT 1 FROM part_support_services AS l JOIN integration_parts AS p
            ON p.code = l.part_code WHERE l.service_id = s.id AND p.gone_since IS NULL)
    """,
    "attachments": """
        SELECT id FROM attachments AS a WHERE NOT EXISTS (
            SELECT 1 FROM service_attachments AS l JOIN support_services AS s
            ON s.id = l.service_id WHERE l.attachment_id = a.id AND s.gone_since IS NULL)
        AND NOT EXISTS (
            SELECT 1 FROM part_attachments AS l JOIN integration_parts AS p
            ON p.code = l.part_code WHERE l.attachment_id = a.id AND p.gone_since IS NULL)
    """,
}


def publish(
    store: Store, run: Run, integrations: Iterable[models.Integration], seen_at: str | None = None
) -> Run:
    """Make a good run visible. Gives the run with the number of its changes.

    `seen_at` is the instant at which its rows were seen: the run's start, when not given.
    """
    seen_at = seen_at or run.started_at
    store.flush()
    for model in (*_TRACKED, *_OWNED):
        keys = ", ".join(model.primary_key)
        store.db.execute(f"CREATE INDEX temp.key_{model.table} ON new_{model.table} ({keys})")
    with _transaction(store):
        _insert(store, run)
        before = _count(store, "changes")
        for integration in integrations:
            _upsert_integration(store, integration)
        for model in _TRACKED:
            _publish_tracked(store, run, model, seen_at)
        for model, owner in _OWNED.items():
            _publish_owned(store, run, model, owner)
        _mark_gone(store, run)
        _mark_orphans(store, run)
        _publish_pages(store)
        _append(store, run)
        changes = _count(store, "changes") - before
        store.db.execute("UPDATE runs SET changes = ? WHERE id = ?", (changes, run.id))
    return run.model_copy(update={"changes": changes})


def keep(store: Store, run: Run) -> None:
    """Keep a run that is not to be published: its row, fetches and problems, no more."""
    store.flush()
    with _transaction(store):
        _insert(store, run)
        _append(store, run)


class _transaction:  # noqa: N801 - used as a statement
    """One write transaction, begun at once so that no other writer comes between."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __enter__(self) -> None:
        try:
            self.store.db.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as fault:
            raise UsageError(f"cannot write to {self.store.path}: {fault}") from fault

    def __exit__(self, kind: type[BaseException] | None, fault: Any, trace: Any) -> None:
        if kind is None:
            try:
                self.store.db.execute("COMMIT")
                return
            except sqlite3.Error as error:
                self.store.db.conn.rollback()
                raise UsageError(f"cannot write to {self.store.path}: {error}") from error
        self.store.db.conn.rollback()
        if isinstance(fault, sqlite3.OperationalError):
            raise UsageError(f"cannot write to {self.store.path}: {fault}") from fault


def _count(store: Store, table: str) -> int:
    return int(store.db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])


def _insert(store: Store, record: Record) -> None:
    names = list(type(record).model_fields)
    marks = ", ".join(f":{name}" for name in names)
    store.db.execute(
        f"INSERT INTO {record.table} ({', '.join(names)}) VALUES ({marks})", record.model_dump()
    )


def _upsert_integration(store: Store, integration: models.Integration) -> None:
    store.db.execute(
        """
        INSERT INTO integrations (code, name, watched_term) VALUES (:code, :name, :watched_term)
        ON CONFLICT (code) DO UPDATE SET
            name = COALESCE(excluded.name, name),
            watched_term = COALESCE(excluded.watched_term, watched_term)
        """,
        integration.model_dump(),
    )


def _publish_tracked(store: Store, run: Run, model: type[Record], seen_at: str) -> None:
    """Bring the rows of a table that has a life up to what was read."""
    table, key = model.table, model.primary_key[0]
    told = [name for name in model.model_fields if name not in LIFE]
    differs = " OR ".join(f"n.{name} IS NOT o.{name}" for name in told)
    join = f"FROM temp.new_{table} AS n JOIN {table} AS o ON o.{key} = n.{key}"
    _tell_new(store, run, model)
    _tell_returned(store, run, model)
    rows = store.rows(f"SELECT o.{key} AS row_key, n.cause AS row_cause {join} WHERE {differs}")
    for row in rows:
        before = store.rows(f"SELECT * FROM {table} WHERE {key} = ?", row["row_key"])[0]
        after = store.rows(f"SELECT * FROM temp.new_{table} WHERE {key} = ?", row["row_key"])[0]
        for name, old, new in diff(before, after, [n for n in told if n not in _UNTOLD]):
            _tell(store, run, "changed", table, row["row_key"], row["row_cause"], name, old, new)
    names = ", ".join(told)
    sets = ", ".join(f"{name} = excluded.{name}" for name in told if name not in (key, "text"))
    changed = " OR ".join(f"excluded.{n} IS NOT {table}.{n}" for n in told if n != "text")
    store.db.execute(
        f"""
        INSERT INTO {table} ({names}, first_seen, last_seen)
        SELECT {names}, :now, :now FROM temp.new_{table} WHERE true
        ON CONFLICT ({key}) DO UPDATE SET {sets} WHERE {changed}
        """,
        {"now": seen_at},
    )
    store.db.execute(
        f"""
        UPDATE {table} SET last_seen = :now, gone_since = NULL, missing_since = NULL
        WHERE {key} IN (SELECT {key} FROM temp.new_{table})
           OR url IN (SELECT url FROM temp.seen_pages)
        """,
        {"now": seen_at},
    )


def _tell_new(store: Store, run: Run, model: type[Record]) -> None:
    key = model.primary_key[0]
    store.db.execute(
        f"""
        INSERT INTO changes (run_id, detected_at, kind, table_name, key, cause)
        SELECT ?, ?, 'added', ?, {key}, cause FROM temp.new_{model.table}
        WHERE {key} NOT IN (SELECT {key} FROM {model.table}) ORDER BY {key}
        """,
        (run.id, run.started_at, model.table),
    )


def _tell_returned(store: Store, run: Run, model: type[Record]) -> None:
    key = model.primary_key[0]
    store.db.execute(
        f"""
        INSERT INTO changes (run_id, detected_at, kind, table_name, key, cause)
        SELECT ?, ?, 'returned', ?, {key}, 'site' FROM {model.table}
        WHERE gone_since IS NOT NULL AND ({key} IN (SELECT {key} FROM temp.new_{model.table})
            OR url IN (SELECT url FROM temp.seen_pages))
        """,
        (run.id, run.started_at, model.table),
    )


def _tell(
    store: Store,
    run: Run,
    kind: str,
    table: str,
    key: str,
    cause: str,
    field: str | None = None,
    before: str | None = None,
    after: str | None = None,
) -> None:
    _insert(
        store,
        models.Change(
            run_id=run.id,
            detected_at=run.started_at,
            kind=kind,
            table_name=table,
            key=key,
            field=field,
            before=before,
            after=after,
            cause=cause,
        ),
    )


def _publish_owned(store: Store, run: Run, model: type[Record], owner: str) -> None:
    """Bring the rows that belong to an owner up to what was read of that owner."""
    table, keys = model.table, model.primary_key
    names = list(model.model_fields)
    same = " AND ".join(f"n.{key} = o.{key}" for key in keys)
    label = " || ' / ' || ".join(keys)
    label_new = " || ' / ' || ".join(f"n.{key}" for key in keys)
    owners = "(SELECT owner FROM temp.read_owners WHERE table_name = :table)"
    values = {"run": run.id, "now": run.started_at, "table": table}
    store.db.execute(
        f"""
        INSERT INTO changes (run_id, detected_at, kind, table_name, key, cause)
        SELECT :run, :now, 'added', :table, {label}, cause FROM temp.new_{table} AS n
        WHERE NOT EXISTS (SELECT 1 FROM {table} AS o WHERE {same})
        """,
        values,
    )
    store.db.execute(
        f"""
        INSERT INTO changes (run_id, detected_at, kind, table_name, key, cause)
        SELECT :run, :now, 'removed', :table, {label}, COALESCE(
            (SELECT cause FROM temp.new_{table} AS c WHERE c.{owner} = o.{owner} LIMIT 1), 'site')
        FROM {table} AS o WHERE o.{owner} IN {owners}
        AND NOT EXISTS (SELECT 1 FROM temp.new_{table} AS n WHERE {same})
        """,
        values,
    )
    told = [name for name in names if name not in _UNTOLD]
    for name in told:
        store.db.execute(
            f"""
            INSERT INTO changes
                (run_id, detected_at, kind, table_name, key, field, before, after, cause)
            SELECT :run, :now, 'changed', :table, {label_new},
                :name, o.{name}, n.{name}, n.cause
            FROM temp.new_{table} AS n JOIN {table} AS o ON {same} WHERE o.{name} IS NOT n.{name}
            """,
            {**values, "name": name},
        )
    store.db.execute(
        f"""
        DELETE FROM {table} WHERE {owner} IN {owners} AND ({", ".join(keys)}) NOT IN
            (SELECT {", ".join(keys)} FROM temp.new_{table})
        """,
        {"table": table},
    )
    columns = ", ".join(names)
    store.db.execute(
        f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM temp.new_{table}"
    )


def _mark_gone(store: Store, run: Run) -> None:
    """Mark what answers 404 or 410 as removed."""
    for model in _TRACKED:
        table, key = model.table, model.primary_key[0]
        gone = "gone_since IS NULL AND url IN (SELECT url FROM temp.gone_pages)"
        store.db.execute(
            f"""
            INSERT INTO changes (run_id, detected_at, kind, table_name, key, cause)
            SELECT ?, ?, 'removed', ?, {key}, 'site' FROM {table} WHERE {gone}
            """,
            (run.id, run.started_at, table),
        )
        store.db.execute(f"UPDATE {table} SET gone_since = ? WHERE {gone}", (run.started_at,))


def _mark_orphans(store: Store, run: Run) -> None:
    """Mark as missing what no live page links to any more."""
    for table, orphans in _ORPHANS.items():
        newly = f"gone_since IS NULL AND missing_since IS NULL AND id IN ({orphans})"
        store.db.execute(
            f"""
            INSERT INTO changes (run_id, detected_at, kind, table_name, key, cause)
            SELECT ?, ?, 'missing', ?, id, 'site' FROM {table} WHERE {newly}
            """,
            (run.id, run.started_at, table),
        )
        store.db.execute(f"UPDATE {table} SET missing_since = ? WHERE {newly}", (run.started_at,))


def _publish_pages(store: Store) -> None:
    columns = ", ".join(models.KnownPage.model_fields)
    store.db.execute(
        f"INSERT OR REPLACE INTO pages ({columns}) SELECT {columns} FROM temp.new_pages"
    )
    store.db.execute("DELETE FROM pages WHERE url IN (SELECT url FROM temp.gone_pages)")


def _append(store: Store, run: Run) -> None:
    """Add what only ever grows. Of earlier 304 answers none is kept: the latest says the same."""
    for model in (models.Fetch, models.SearchHit):
        names = ", ".join(model.model_fields)
        store.db.execute(
            f"INSERT OR REPLACE INTO {model.table} ({names}) "
            f"SELECT {names} FROM temp.new_{model.table}"
        )
    store.db.execute(
        """
        INSERT INTO problems (run_id, kind, url, message, first_seen)
        SELECT DISTINCT n.run_id, n.kind, n.url, n.message, COALESCE(
            (SELECT MIN(first_seen) FROM problems AS o
             WHERE o.kind = n.kind AND o.url IS n.url AND o.message = n.message), :now)
        FROM temp.new_problems AS n
        """,
        {"now": run.started_at},
    )
    store.db.execute("DELETE FROM fetches WHERE status = 304 AND run_id < ?", (run.id,))
