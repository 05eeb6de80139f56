"""The life of a row: found, missing, removed, returned; a step of the publishing transaction.

404 or 410 removes a row at once. What is merely not found any more (a part that no search or list
names, a support service, attachment or package that no page links to) is missing first, and removed
by the last of `NIGHTS` good runs in a row that looked for it and did not find it.
"""

from __future__ import annotations

from scraper.models import Run
from scraper.store import TRACKED, Store

NIGHTS = 3
"""One search that forgets a part is no news of the part; three are."""

_LOST = {
    "integration_parts": "SELECT code FROM temp.unlisted_parts",
    "support_services": """
        SELECT id FROM support_services AS s WHERE NOT EXISTS (
            SELECT 1 FROM part_support_services AS l JOIN integration_parts AS p
            ON p.code = l.part_code WHERE l.service_id = s.id AND p.gone_since IS NULL)
    """,
    "attachments": """
        SELECT id FROM attachments AS a WHERE NOT EXISTS (
            SELECT 1 FROM service_attachments AS l JOIN support_services AS s
            ON s.id = l.service_id WHERE l.attachment_id = a.id
            AND s.gone_since IS NULL AND s.missing_since IS NULL)
        AND NOT EXISTS (
            SELECT 1 FROM part_attachments AS l JOIN integration_parts AS p
            ON p.code = l.part_code WHERE l.attachment_id = a.id AND p.gone_since IS NULL)
    """,
    "packages": """
        SELECT id FROM packages AS k WHERE NOT EXISTS (
            SELECT 1 FROM part_packages AS l JOIN integration_parts AS p
            ON p.code = l.part_code WHERE l.package_id = k.id AND p.gone_since IS NULL)
    """,
}
_ON_A_PAGE = {
    "support_services": """
        OR url IS NULL AND id IN (
            SELECT l.service_id FROM part_support_services AS l JOIN integration_parts AS p
            ON p.code = l.part_code WHERE p.url IN (SELECT url FROM temp.seen_pages))
    """
}
"""A service that has no page of its own is seen where its card stands unchanged."""
_BACK = "gone_since = NULL, missing_since = NULL, missing_nights = NULL"


def begin(store: Store, run: Run) -> None:
    """Mark what came back, what answers 404 or 410, and what is missing from this run on.

    A part is gone before its services are looked at, and these before their attachments.
    """
    for model in TRACKED:
        table, key = model.table, model.primary_key[0]
        lost = f"{key} IN ({_LOST[table]})"
        here = f"""
            (gone_since IS NOT NULL OR missing_since IS NOT NULL) AND NOT {lost}
            AND ({key} IN (SELECT {key} FROM temp.new_{table})
                OR url IN (SELECT url FROM temp.seen_pages) {_ON_A_PAGE.get(table, "")})
            AND (url IS NULL OR url NOT IN (SELECT url FROM temp.gone_pages))
        """
        _mark(store, run, table, "returned", here, _BACK)
        gone = "gone_since IS NULL AND url IN (SELECT url FROM temp.gone_pages)"
        _mark(store, run, table, "removed", gone, "gone_since = :now")
        newly = f"gone_since IS NULL AND missing_since IS NULL AND {lost}"
        _mark(store, run, table, "missing", newly, "missing_since = :now, missing_nights = 0")


def end(store: Store, run: Run, *, everywhere: bool) -> None:
    """Count this run for all that is missing, and remove what has been so for long enough.

    What only hung on what is removed here has not been found for as long, and goes with it. A run
    that did not look `everywhere` counts only for the parts that it looked for.
    """
    for model in TRACKED:
        table, key = model.table, model.primary_key[0]
        lost = f"gone_since IS NULL AND {key} IN ({_LOST[table]})"
        over = f"{lost} AND missing_since IS NULL"
        if everywhere or model is TRACKED[0]:
            count = f"UPDATE {table} SET missing_nights = missing_nights + 1 WHERE {lost}"
            store.db.execute(f"{count} AND missing_since IS NOT NULL")
            over = f"{lost} AND (missing_since IS NULL OR missing_nights >= {NIGHTS})"
        _mark(store, run, table, "removed", over, "gone_since = :now")


def _mark(store: Store, run: Run, table: str, kind: str, which: str, sets: str) -> None:
    """Tell of rows in `changes`, then mark them."""
    key = store.db.table(table).pks[0]
    values = {"run": run.id, "now": run.started_at, "kind": kind, "table": table}
    store.db.execute(
        f"""
        INSERT INTO changes (run_id, detected_at, kind, table_name, key, cause)
        SELECT :run, :now, :kind, :table, {key}, 'site' FROM {table} WHERE {which} ORDER BY {key}
        """,
        values,
    )
    store.db.execute(f"UPDATE {table} SET {sets} WHERE {which}", values)
