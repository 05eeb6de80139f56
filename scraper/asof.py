"""The catalogue as it was at an earlier time: today's rows with later changes taken back.

Temporary tables of the same names stand before the real ones on one connection, so that every
query that is asked of today's catalogue can be asked of an earlier one as it is.
"""

from __future__ import annotations

from datetime import date, timedelta

from scraper.errors import UsageError
from scraper.models import Record
from scraper.store import OWNED, TRACKED, Store

_VIEWS = ("support_service_prices",)
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
        _copy(store, model)
        _take_back_life(store, model, until)
        _take_back_fields(store, model, until)
    for owned in OWNED:
        _copy(store, owned)
        _take_back_rows(store, owned, until)
        _take_back_fields(store, owned, until)
    for view in _VIEWS:
        sql = store.rows("SELECT sql FROM sqlite_master WHERE name = ?", view)[0]["sql"]
        store.db.execute(sql.replace("CREATE VIEW", "CREATE TEMP VIEW", 1))


def _copy(store: Store, model: type[Record]) -> None:
    table, keys = model.table, ", ".join(model.primary_key)
    store.db.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM main.{table}")
    store.db.execute(f"CREATE UNIQUE INDEX temp.{table}_key ON {table} ({keys})")


def _take_back_life(store: Store, model: type[Record], until: str) -> None:
    """Give each row whose life went on afterwards the life it had; leave out what came later."""
    table, key = model.table, model.primary_key[0]
    rows = store.rows(
        f"""
        SELECT key, MAX(CASE WHEN detected_at < :until THEN id END) AS last FROM changes
        WHERE table_name = :table AND kind IN {_LIFE}
        GROUP BY key HAVING MAX(detected_at) >= :until
        """,
        {"until": until, "table": table},
    )
    for row in rows:
        if row["last"] is None:
            store.db.execute(f"DELETE FROM temp.{table} WHERE {key} = ?", (row["key"],))
            continue
        store.db.execute(
            f"""
            UPDATE temp.{table} SET
                gone_since = CASE WHEN c.kind = 'removed' THEN c.detected_at END,
                missing_since = CASE WHEN c.kind = 'missing' THEN c.detected_at END,
                missing_nights = NULL
            FROM changes AS c WHERE c.id = :last AND {key} = :key
            """,
            row,
        )
    store.db.execute(
        f"UPDATE temp.{table} SET last_seen = :until WHERE last_seen > :until", {"until": until}
    )


def _take_back_rows(store: Store, model: type[Record], until: str) -> None:
    """Leave out the rows that were added afterwards, and put back those that were removed."""
    table = model.table
    label = " || ' / ' || ".join(model.primary_key)
    names = list(model.model_fields)
    values = ", ".join(f"json_extract(before, '$.{name}')" for name in names)
    store.db.execute(
        f"""
        DELETE FROM temp.{table} WHERE {label} IN (
            SELECT key FROM changes WHERE table_name = :table AND kind = 'added'
            AND detected_at >= :until)
        """,
        {"until": until, "table": table},
    )
    store.db.execute(
        f"""
        INSERT INTO temp.{table} ({", ".join(names)})
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
    label = " || ' / ' || ".join(f"t.{key}" for key in model.primary_key)
    changed = {"until": until, "table": table}
    first = """
        SELECT MIN(id) AS id, key, field FROM changes AS c
        WHERE table_name = :table AND kind = 'changed' AND detected_at >= :until
    """
    if model in OWNED:
        first += """
            AND NOT EXISTS (SELECT 1 FROM changes AS r WHERE r.table_name = :table
                AND r.kind = 'removed' AND r.key = c.key AND r.detected_at >= :until
                AND r.id < c.id)
        """
    first += " GROUP BY key, field"
    fields = store.rows(f"SELECT DISTINCT field FROM ({first})", changed)
    for name in (row["field"] for row in fields):
        store.db.execute(
            f"""
            UPDATE temp.{table} AS t SET {name} = c.before
            FROM changes AS c
            WHERE c.id IN (SELECT id FROM ({first}) WHERE field = '{name}') AND c.key = {label}
            """,
            changed,
        )
