"""The catalogue as it was at an earlier time: today's rows with later changes taken back.

Temporary views of the same names stand before the real tables on one connection, so that every
query that is asked of today's catalogue can be asked of an earlier one as it is. A table whose rows
have a life is shown with what later changes say of before (`first_…`, `life_…`); of a table whose
rows belong to an owner, the rows that changed are held back as they were (`was_…`).
"""

from __future__ import annotations

from datetime import date, timedelta

from scraper.errors import UsageError
from scraper.models import Record
from scraper.store import OWNED, TRACKED, Store

_VIEWS = ("support_service_prices",)
_STATES = {"gone_since": "removed", "missing_since": "missing"}
_LIFE = "('added', 'missing', 'removed', 'returned')"


def end_of(day: str) -> str:
    """Give the instant at which a date (ISO 8601) ends, UTC. Raises `UsageError`."""
    try:
        return f"{date.fromisoformat(day) + timedelta(days=1)}T00:00:00Z"
    except (ValueError, OverflowError) as fault:
        raise UsageError(f"'{day}' is not a date; write it as 2026-11-24") from fault


def go_back(store: Store, day: str) -> None:
    """Show on this connection the catalogue as it was when a date (ISO 8601, UTC) ended.

    Raises `UsageError` for what is no date, or is before the first good run.
    """
    until = end_of(day)
    first = store.rows("SELECT MIN(started_at) AS at FROM runs WHERE verdict = 'good'")[0]["at"]
    if first is None or first >= until:
        since = f"; it begins on {first[:10]}" if first else ""
        raise UsageError(f"the catalogue was not read on {day} or before{since}")
    for model in TRACKED:
        _show_tracked(store, model, until)
    for owned in OWNED:
        _hold_back(store, owned, until)
        _take_back_rows(store, owned, until)
        _take_back_fields(store, owned, until)
        _show_owned(store, owned)
    for view in _VIEWS:
        sql = store.rows("SELECT sql FROM sqlite_master WHERE name = ?", view)[0]["sql"]
        store.db.execute(sql.replace("CREATE VIEW", "CREATE TEMP VIEW", 1))


def _show_tracked(store: Store, model: type[Record], until: str) -> None:
    """Show each row with the values and the life it had; leave out what came later."""
    table, key = model.table, model.primary_key[0]
    values = {"until": until, "table": table}
    store.db.execute(
        f"CREATE TEMP TABLE first_{table} (key, field, before, id, PRIMARY KEY (key, field)) "
        "WITHOUT ROWID"
    )
    store.db.execute(  # of a group, SQLite gives the row that has the least id (lang_select.html)
        f"""
        INSERT INTO temp.first_{table} SELECT key, field, before, MIN(id) FROM changes
        WHERE table_name = :table AND kind = 'changed' AND detected_at >= :until
        GROUP BY key, field
        """,
        values,
    )
    store.db.execute(
        f"CREATE TEMP TABLE life_{table} (key PRIMARY KEY, last) WITHOUT ROWID",
    )
    store.db.execute(
        f"""
        INSERT INTO temp.life_{table}
        SELECT key, MAX(CASE WHEN detected_at < :until THEN id END) FROM changes
        WHERE table_name = :table AND kind IN {_LIFE}
        GROUP BY key HAVING MAX(detected_at) >= :until
        """,
        values,
    )
    fields = {row["field"] for row in store.rows(f"SELECT DISTINCT field FROM first_{table}")}
    columns = []
    for row in store.rows(f"PRAGMA main.table_info({table})"):
        name, value = row["name"], f"t.{row['name']}"
        if name in fields:
            first = f"FROM temp.first_{table} AS f WHERE f.key = t.{key} AND f.field = '{name}'"
            value = (
                f"CASE WHEN EXISTS (SELECT 1 {first}) "
                f"THEN (SELECT CAST(f.before AS {row['type']}) {first}) ELSE {value} END"
            )
        elif name in _STATES:
            state = f"CASE WHEN c.kind = '{_STATES[name]}' THEN c.detected_at END"
            value = f"CASE WHEN l.key IS NULL THEN {value} ELSE {state} END"
        elif name == "missing_nights":
            value = f"CASE WHEN l.key IS NULL THEN {value} END"
        elif name == "last_seen":
            value = f"MIN({value}, '{until}')"
        columns.append(f"{value} AS {name}")
    store.db.execute(
        f"""
        CREATE TEMP VIEW {table} AS SELECT {", ".join(columns)} FROM main.{table} AS t
        LEFT JOIN temp.life_{table} AS l ON l.key = t.{key}
        LEFT JOIN main.changes AS c ON c.id = l.last
        WHERE l.key IS NULL OR l.last IS NOT NULL
        """
    )


def _hold_back(store: Store, model: type[Record], until: str) -> None:
    """Copy the rows that changed afterwards, to be given back what they were."""
    table, keys = model.table, ", ".join(model.primary_key)
    store.db.execute(f"CREATE TEMP TABLE later_{table} (key PRIMARY KEY) WITHOUT ROWID")
    store.db.execute(
        f"""
        INSERT INTO temp.later_{table} SELECT DISTINCT key FROM changes
        WHERE table_name = :table AND detected_at >= :until
        """,
        {"until": until, "table": table},
    )
    store.db.execute(
        f"""
        CREATE TEMP TABLE was_{table} AS SELECT * FROM {table}
        WHERE {_label(model)} IN (SELECT key FROM temp.later_{table})
        """
    )
    store.db.execute(f"CREATE UNIQUE INDEX temp.was_{table}_key ON was_{table} ({keys})")


def _show_owned(store: Store, model: type[Record]) -> None:
    names = ", ".join(model.model_fields)
    store.db.execute(
        f"""
        CREATE TEMP VIEW {model.table} AS SELECT {names} FROM main.{model.table}
        WHERE {_label(model)} NOT IN (SELECT key FROM temp.later_{model.table})
        UNION ALL SELECT {names} FROM temp.was_{model.table}
        """
    )


def _label(model: type[Record], alias: str = "") -> str:
    """Give a row's key as it is written in `changes`."""
    return " || ' / ' || ".join(f"{alias}{key}" for key in model.primary_key)


def _take_back_rows(store: Store, model: type[Record], until: str) -> None:
    """Leave out the rows that were added afterwards, and put back those that were removed."""
    table = model.table
    label = _label(model)
    names = list(model.model_fields)
    values = ", ".join(f"json_extract(before, '$.{name}')" for name in names)
    store.db.execute(
        f"""
        DELETE FROM temp.was_{table} WHERE {label} IN (
            SELECT key FROM changes WHERE table_name = :table AND kind = 'added'
            AND detected_at >= :until)
        """,
        {"until": until, "table": table},
    )
    store.db.execute(
        f"""
        INSERT INTO temp.was_{table} ({", ".join(names)})
        SELECT {values} FROM changes WHERE id IN (
            SELECT id FROM (
                SELECT MIN(id) AS id, kind FROM changes WHERE table_name = :table
                AND kind IN ('added', 'removed') AND detected_at >= :until GROUP BY key)
            WHERE kind = 'removed') AND before IS NOT NULL
        """,
        {"until": until, "table": table},
    )


def _take_back_fields(store: Store, model: type[Record], until: str) -> None:
    """Give each field the value it had before the first change that came afterwards.

    What changed after a row was removed and came back is no change of the row that is put back.
    """
    table = model.table
    label = _label(model, "t.")
    changed = {"until": until, "table": table}
    first = """
        SELECT MIN(id) AS id, key, field FROM changes AS c
        WHERE table_name = :table AND kind = 'changed' AND detected_at >= :until
        AND NOT EXISTS (SELECT 1 FROM changes AS r WHERE r.table_name = :table
            AND r.kind = 'removed' AND r.key = c.key AND r.detected_at >= :until AND r.id < c.id)
        GROUP BY key, field
    """
    fields = store.rows(f"SELECT DISTINCT field FROM ({first})", changed)
    for name in (row["field"] for row in fields):
        store.db.execute(
            f"""
            UPDATE temp.was_{table} AS t SET {name} = c.before
            FROM changes AS c
            WHERE c.id IN (SELECT id FROM ({first}) WHERE field = '{name}') AND c.key = {label}
            """,
            changed,
        )
