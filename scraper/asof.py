"""The catalogue as it was at an earlier time: today's rows with later changes taken back.

Temporary views of the same names stand before the real tables on one connection, so that every
query that is asked of today's catalogue can be asked of an earlier one as it is. A table whose rows
have a life is shown with what the changes that came `later` say of before (`first_…`, `life_…`); of
a table whose rows belong to an owner, the rows that changed are held back as they were (`was_…`).
What only our reading made of a page is as it is read today: a correction was true all along.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from scraper.errors import UsageError
from scraper.models import CONTRACTS, STRUCTURES, Record
from scraper.plan import INSTANT
from scraper.store import OWNED, TRACKED, Store

_VIEWS = ("priced_services", "support_service_prices")
_STATES = {"gone_since": "removed", "missing_since": "missing"}
_ADDED = "('added')"
_FOUND = "('added', 'returned')"
_LIFE = "('added', 'missing', 'removed', 'returned')"


def end_of(day: str, zone: tzinfo = UTC) -> str:
    """Give the instant (UTC) at which a date (ISO 8601) ends in a zone. Raises `UsageError`."""
    try:
        midnight = datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), zone)
        return midnight.astimezone(UTC).strftime(INSTANT)
    except (ValueError, OverflowError) as fault:
        raise UsageError(f"'{day}' is not a date; write it as 2026-11-24") from fault


def go_back(store: Store, day: str, zone: tzinfo = UTC) -> None:
    """Show on this connection the catalogue as it was when a date (ISO 8601) ended in a zone.

    Raises `UsageError` for what is no date, or is before the first good run.
    """
    until = end_of(day, zone)
    first = store.rows("SELECT MIN(started_at) AS at FROM runs WHERE verdict = 'good'")[0]["at"]
    if first is None or first >= until:
        since = f"; it begins on {first[:10]}" if first else ""
        raise UsageError(f"the catalogue was not read on {day} or before{since}")
    store.db.execute(
        """
        CREATE TEMP TABLE later AS SELECT id, table_name, key, field, kind, before
        FROM changes WHERE detected_at >= ? AND NOT (kind = 'changed' AND cause = 'reader')
        ORDER BY id
        """,
        [until],
    )
    store.db.execute("CREATE INDEX temp.later_by_key ON later (table_name, kind, key, field)")
    for model in TRACKED:
        _show_tracked(store, model, until)
    for owned in OWNED:
        _hold_back(store, owned)
        _take_back_rows(store, owned)
        _take_back_fields(store, owned)
        _show_owned(store, owned)
    for view in _VIEWS:
        sql = store.rows("SELECT sql FROM sqlite_master WHERE name = ?", view)[0]["sql"]
        store.db.execute(sql.replace("CREATE VIEW", "CREATE TEMP VIEW", 1))


def _show_tracked(store: Store, model: type[Record], until: str) -> None:
    """Show each row with the values and the life it had; leave out what came later."""
    table, key = model.table, model.primary_key[0]
    changed = f"FROM temp.later WHERE table_name = '{table}' AND kind = 'changed'"
    fields = [row["field"] for row in store.rows(f"SELECT DISTINCT field {changed}")]
    pivot = "".join(
        f", MAX(field = '{name}') AS had_{name}"
        f", MAX(CASE WHEN field = '{name}' THEN before END) AS was_{name}"
        for name in fields
    )
    _keep(  # of a group, SQLite gives the row that has the least id (lang_select.html)
        store,
        f"first_{table}",
        f"""
        SELECT key{pivot} FROM (
            SELECT key, field, before, MIN(id) {changed} GROUP BY key, field)
        GROUP BY key
        """,
    )
    _keep(
        store,
        f"life_{table}",
        f"""
        SELECT key, (
            SELECT MAX(c.id) FROM changes AS c WHERE c.table_name = '{table}' AND c.key = l.key
            AND c.kind IN {_LIFE} AND c.detected_at < '{until}') AS last, (
            SELECT MAX(c.id) FROM changes AS c WHERE c.table_name = '{table}' AND c.key = l.key
            AND c.kind IN {_FOUND} AND c.detected_at < '{until}') AS found
        FROM temp.later AS l WHERE table_name = '{table}' AND kind IN {_LIFE} GROUP BY key
        """,
    )
    columns = []
    for row in store.rows(f"PRAGMA main.table_info({table})"):
        name, value = row["name"], f"t.{row['name']}"
        if name in fields:
            value = (
                f"CASE WHEN f.had_{name} THEN CAST(f.was_{name} AS {row['type']}) ELSE {value} END"
            )
        elif name in STRUCTURES and (text := name.removesuffix("_blocks")) in fields:
            value = f"CASE WHEN f.had_{text} THEN NULL ELSE {value} END"
        elif name in _STATES:
            state = (
                f"(SELECT MAX(c.detected_at) FROM main.changes AS c WHERE c.table_name = '{table}' "
                f"AND c.key = l.key AND c.kind = '{_STATES[name]}' "
                "AND c.id BETWEEN l.found AND l.last)"
            )
            value = f"CASE WHEN l.key IS NULL THEN {value} ELSE {state} END"
        elif name == "missing_nights":
            value = f"CASE WHEN l.key IS NULL THEN {value} END"
        elif name == "last_seen":
            value = f"MIN({value}, '{until}')"
        columns.append(f"{value} AS {name}")
    store.db.execute(
        f"""
        CREATE TEMP VIEW {table} AS SELECT {", ".join(columns)} FROM main.{table} AS t
        LEFT JOIN temp.first_{table} AS f ON f.key = t.{key}
        LEFT JOIN temp.life_{table} AS l ON l.key = t.{key}
        WHERE l.key IS NULL OR l.last IS NOT NULL
        """
    )


def _keep(store: Store, name: str, query: str) -> None:
    """Keep what a query gives in a temporary table, to be found by `key`."""
    store.db.execute(f"CREATE TEMP TABLE {name} AS {query}")
    store.db.execute(f"CREATE UNIQUE INDEX temp.{name}_key ON {name} (key)")


def _hold_back(store: Store, model: type[Record]) -> None:
    """Copy the rows that changed afterwards, to be given back what they were."""
    table, keys = model.table, ", ".join(model.primary_key)
    store.db.execute(
        f"""
        CREATE TEMP TABLE was_{table} AS SELECT * FROM {table}
        WHERE {_label(model)} IN ({_later(model)})
        """
    )
    store.db.execute(f"CREATE UNIQUE INDEX temp.was_{table}_key ON was_{table} ({keys})")


def _show_owned(store: Store, model: type[Record]) -> None:
    names = ", ".join(model.model_fields)
    rows = f"""
        SELECT {names} FROM main.{model.table} WHERE {_label(model)} NOT IN ({_later(model)})
        UNION ALL SELECT {names} FROM temp.was_{model.table}
    """
    if model in CONTRACTS:  # those of a package that came later were not told of one by one
        rows = f"SELECT * FROM ({rows}) WHERE package_id IN (SELECT id FROM temp.packages)"
    store.db.execute(f"CREATE TEMP VIEW {model.table} AS {rows}")


def _label(model: type[Record], alias: str = "") -> str:
    """Give a row's key as it is written in `changes`."""
    return " || ' / ' || ".join(f"{alias}{key}" for key in model.primary_key)


def _later(model: type[Record], kinds: str = "('added', 'changed', 'removed')") -> str:
    """Give the query for the keys of the rows to which something of some kinds happened later."""
    return f"SELECT key FROM temp.later WHERE table_name = '{model.table}' AND kind IN {kinds}"


def _take_back_rows(store: Store, model: type[Record]) -> None:
    """Leave out the rows that were added afterwards, and put back those that were removed."""
    table = model.table
    names = list(model.model_fields)
    values = ", ".join(f"json_extract(before, '$.{name}')" for name in names)
    store.db.execute(
        f"DELETE FROM temp.was_{table} WHERE {_label(model)} IN ({_later(model, _ADDED)})"
    )
    store.db.execute(
        f"""
        INSERT INTO temp.was_{table} ({", ".join(names)})
        SELECT {values} FROM (
            SELECT MIN(id), kind, before FROM temp.later
            WHERE table_name = '{table}' AND kind IN ('added', 'removed') GROUP BY key)
        WHERE kind = 'removed' AND before IS NOT NULL
        """
    )


def _take_back_fields(store: Store, model: type[Record]) -> None:
    """Give each field the value it had before the first change that came afterwards.

    What changed after a row was removed and came back is no change of the row that is put back.
    """
    table = model.table
    first = f"""
        SELECT MIN(id) AS id, key, field, before FROM temp.later AS c
        WHERE table_name = '{table}' AND kind = 'changed'
        AND NOT EXISTS (SELECT 1 FROM temp.later AS r WHERE r.table_name = '{table}'
            AND r.kind = 'removed' AND r.key = c.key AND r.id < c.id)
        GROUP BY key, field
    """
    for name in (row["field"] for row in store.rows(f"SELECT DISTINCT field FROM ({first})")):
        structure = ", blocks = NULL" if name == "text" and "blocks" in model.model_fields else ""
        store.db.execute(
            f"""
            UPDATE temp.was_{table} AS t SET {name} = c.before{structure}
            FROM ({first}) AS c WHERE c.field = '{name}' AND c.key = {_label(model, "t.")}
            """
        )
