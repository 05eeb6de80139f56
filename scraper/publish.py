"""The one transaction in which a run becomes visible: rows, changes, problems, all or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from scraper import lives, merging, models
from scraper.checks import Comparison, Doubt, not_believable
from scraper.errors import UsageError
from scraper.history import LIFE, diff
from scraper.models import Record, Run
from scraper.moves import pair
from scraper.store import OWNED, TRACKED, Store
from scraper.wording import shorten

Judge = Callable[[Iterable[Comparison]], list[Doubt]]
_TRACKED = {model.table: model.primary_key[0] for model in TRACKED}
_PAGE_ROWS: tuple[type[Record], ...] = (models.Part, models.SupportService, models.Endpoint)
"""What is read from pages, where a field that is no longer read is a label that changed."""
_NAMES = {
    "integration_parts": "code || ' ' || COALESCE(title, '')",
    "support_services": "name",
    "attachments": "filename",
    "packages": "title",
}
"""What a row is called, of the tables whose rows have a name and an address."""
_OWNER_TABLES = {
    "part_code": "integration_parts",
    "service_id": "support_services",
    "package_id": "packages",
}
_EXAMPLES = 50
"""Of each field that a suspect run lost, so many values are kept for a look."""
_TEXT = {"text", "extractor"}
"""Columns that hold an attachment's words, brought up to date by themselves."""
_UNTOLD_OF = dict.fromkeys(("support_services", "attachments", "packages"), frozenset({"url"}))
"""Where the key is made of the address, what else changes in the address is no news."""
_UNTOLD = LIFE | _TEXT | {"card", "position"} | models.STRUCTURES
"""Columns whose changes are not told: the life of a row, what is told elsewhere, and the order."""
_FREE = (models.Document, *models.CONTRACTS, models.PartSection)
"""Owned rows that may go all at once: a package is remade as a whole, and a section that nobody
knew becomes a column when somebody does."""


def publish(
    store: Store,
    run: Run,
    integrations: Iterable[models.Integration],
    judge: Judge,
    *,
    seen_at: str | None = None,
    everywhere: bool = True,
) -> Run:
    """Make a good run visible. Gives the run with the number of its changes.

    `judge` is shown what the run does to each table, and nothing is published when it gives a
    reason. `seen_at` is given by a run that only read again what was seen then: it says nothing of
    what is there and what is not. `everywhere` says that all that is watched was looked for.
    Raises `NotBelievable`.
    """
    looked, seen_at = seen_at is None, seen_at or run.started_at
    store.flush()
    for model in (*TRACKED, *OWNED):
        keys = ", ".join(model.primary_key)
        store.db.execute(f"CREATE INDEX temp.key_{model.table} ON new_{model.table} ({keys})")
    with _transaction(store):
        _insert(store, run)
        before = _count(store, "changes") - merging.merge(store, run)
        tables = [*_tracked_before(store), *_owned_before(store)]
        filled = {model: _filled(store, model) for model in _PAGE_ROWS}
        for integration in integrations:
            _upsert_integration(store, integration)
        for model in TRACKED:
            _publish_tracked(store, run, model, seen_at)
            if looked:
                _mark_seen(store, model, seen_at)
        for model, owner in OWNED.items():
            _publish_owned(store, run, model, owner)
        if looked:
            lives.begin(store, run)
            lives.end(store, run, everywhere=everywhere)
        after = {model.table: (filled[model], _filled(store, model)) for model in _PAGE_ROWS}
        reasons = judge([_completed(store, run, each, after.get(each.table)) for each in tables])
        if reasons:
            fault = not_believable(reasons)
            fault.lost = tuple(_lost(store, run))
            raise fault
        _publish_texts(store, run)
        _publish_pages(store)
        _remember_differences(store)
        _publish_parameters(store, run)
        _append(store, run)
        changes = _count(store, "changes") - before
        store.db.execute("UPDATE runs SET changes = ? WHERE id = ?", (changes, run.id))
    return run.model_copy(update={"changes": changes})


def _tracked_before(store: Store) -> Iterator[Comparison]:
    """Count live rows, each field's values among them, and the values about to become empty."""
    for model in TRACKED:
        names = [
            name for name in model.model_fields if name not in LIFE | _TEXT | models.STRUCTURES
        ]
        live = "o.gone_since IS NULL AND o.missing_since IS NULL"
        rows, emptied = _emptied(store, model, names, live, "o.gone_since IS NULL")
        if model is models.Attachment:
            emptied |= _unread_texts(store)
        yield Comparison(model.table, rows, emptied=emptied)


def _owned_before(store: Store) -> Iterator[Comparison]:
    for model in OWNED:
        if model in _FREE:
            continue
        names = [n for n in model.model_fields if n not in (*model.primary_key, *_UNTOLD)]
        rows, emptied = _emptied(store, model, names, "true", "true")
        yield Comparison(model.table, rows, emptied=emptied)


def _emptied(
    store: Store, model: type[Record], names: list[str], live: str, read: str
) -> tuple[int, dict[str, tuple[int, int]]]:
    """Give the live rows of a table, and for each field its values and how many of them go."""
    table = model.table
    same = " AND ".join(f"o.{key} = n.{key}" for key in model.primary_key)
    counts = "".join(f", COUNT({name}) AS {name}" for name in names)
    lost = "".join(f", SUM(o.{name} IS NOT NULL AND n.{name} IS NULL) AS {name}" for name in names)
    had = store.rows(f"SELECT COUNT(*) AS live_rows{counts} FROM {table} AS o WHERE {live}")[0]
    gone = store.rows(
        f"SELECT COUNT(*) AS live_rows{lost} FROM temp.new_{table} AS n "
        f"JOIN {table} AS o ON {same} WHERE {read}"
    )[0]
    return had["live_rows"], {name: (had[name], gone[name]) for name in names if gone[name]}


def _filled(store: Store, model: type[Record]) -> tuple[int, dict[str, int]]:
    """Count a table's live rows, and for each field those that have a value."""
    names = [name for name in model.model_fields if name not in (*model.primary_key, *_UNTOLD)]
    counts = "".join(f", COUNT({name}) AS {name}" for name in names)
    live = "WHERE gone_since IS NULL AND missing_since IS NULL" if model in TRACKED else ""
    row = store.rows(f"SELECT COUNT(*) AS live_rows{counts} FROM {model.table} {live}")[0]
    return row.pop("live_rows"), row


def _completed(
    store: Store,
    run: Run,
    table: Comparison,
    filled: tuple[tuple[int, dict[str, int]], tuple[int, dict[str, int]]] | None,
) -> Comparison:
    """Give a comparison with what only shows when the run's rows are written."""
    table = replace(table, vanished=_vanished(store, run, table))
    if filled is None:
        return table
    (_, before), (after, now) = filled
    return replace(table, after=after, filled={name: (before[name], now[name]) for name in before})


def _unread_texts(store: Store) -> dict[str, tuple[int, int]]:
    """Give the attachments that have words, and how many of them have none any more."""
    rows = store.rows(
        """
        SELECT COUNT(a.text) AS had, SUM(t.id IS NOT NULL AND t.text IS NULL) AS lost
        FROM attachments AS a LEFT JOIN temp.new_texts AS t ON t.id = a.id
        WHERE a.text IS NOT NULL AND a.gone_since IS NULL
        """
    )[0]
    return {"text": (rows["had"], rows["lost"])} if rows["lost"] else {}


def _vanished(store: Store, run: Run, table: Comparison) -> int:
    """Count the live rows of a table that a run takes away."""
    known = ""
    if table.table in _TRACKED:  # what is new, or was missing already, was not among the live rows
        known = (
            f"AND key NOT IN (SELECT {_TRACKED[table.table]} FROM {table.table} "
            "WHERE missing_since < :now OR first_seen = :now)"
        )
    rows = store.rows(
        "SELECT COUNT(DISTINCT key) AS number FROM changes "
        f"WHERE run_id = :run AND table_name = :table AND kind IN ('missing', 'removed') {known}",
        {"run": run.id, "table": table.table, "now": run.started_at},
    )
    return int(rows[0]["number"])


def keep(store: Store, run: Run) -> None:
    """Keep a run that is not to be published: its row, fetches and problems, no more."""
    store.flush()
    with _transaction(store):
        _insert(store, run)
        _append(store, run)


def _lost(store: Store, run: Run) -> Iterator[tuple[str, str | None, str]]:
    """Give a problem's kind, address and message for each value and row that a run takes away.

    Of one sort so many are given as are enough for a look.
    """
    rows = store.rows(
        """
        SELECT * FROM (
            SELECT id, table_name, key, kind, field, before,
                   ROW_NUMBER() OVER (PARTITION BY table_name, kind, field ORDER BY id) AS nth
            FROM changes WHERE run_id = :run AND (
                kind IN ('missing', 'removed') OR kind = 'changed' AND after IS NULL)
        ) WHERE nth <= :most
        UNION ALL
        SELECT 0, 'attachments', a.id, 'changed', 'text', a.text, 0
        FROM attachments AS a JOIN temp.new_texts AS t ON t.id = a.id
        WHERE a.text IS NOT NULL AND t.text IS NULL
        ORDER BY 1
        """,
        {"run": run.id, "most": _EXAMPLES},
    )
    for row in rows:
        table = row["table_name"]
        name, url = _of_whom(store, table, row["key"])
        if row["kind"] == "changed":
            yield "emptied", url, f"{table}.{row['field']}: '{shorten(row['before'])}'"
        else:
            yield "vanished", url, f"{table}: {name} would vanish"


def _of_whom(store: Store, table: str, key: str) -> tuple[str, str | None]:
    """Give what a row is called, and the address it is read from: its own, or its owner's."""
    owner = next((owner for model, owner in OWNED.items() if model.table == table), None)
    place = _OWNER_TABLES[owner] if owner else table
    one = key.partition(" / ")[0] if owner else key
    rows = store.rows(
        f"SELECT {_NAMES[place]} AS name, url FROM {place} WHERE {_TRACKED[place]} = ?", one
    )
    name, url = (rows[0]["name"], rows[0]["url"]) if rows else (None, None)
    return (key if owner else name or key), url


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
    untold = _UNTOLD | _UNTOLD_OF.get(table, frozenset())
    differs = " OR ".join(f"n.{name} IS NOT o.{name}" for name in told)
    join = f"FROM temp.new_{table} AS n JOIN {table} AS o ON o.{key} = n.{key}"
    _tell_new(store, run, model)
    rows = store.rows(f"SELECT o.{key} AS row_key, n.cause AS row_cause {join} WHERE {differs}")
    for row in rows:
        before = store.rows(f"SELECT * FROM {table} WHERE {key} = ?", row["row_key"])[0]
        after = store.rows(f"SELECT * FROM temp.new_{table} WHERE {key} = ?", row["row_key"])[0]
        for name, old, new in diff(before, after, [n for n in told if n not in untold]):
            _tell(store, run, "changed", table, row["row_key"], row["row_cause"], name, old, new)
    names = ", ".join(told)
    sets = ", ".join(f"{name} = excluded.{name}" for name in told if name not in (key, *_TEXT))
    changed = " OR ".join(f"excluded.{n} IS NOT {table}.{n}" for n in told if n not in _TEXT)
    store.db.execute(
        f"""
        INSERT INTO {table} ({names}, first_seen, last_seen)
        SELECT {names}, :now, :now FROM temp.new_{table} WHERE true
        ON CONFLICT ({key}) DO UPDATE SET {sets} WHERE {changed}
        """,
        {"now": seen_at},
    )


def _mark_seen(store: Store, model: type[Record], seen_at: str) -> None:
    table, key = model.table, model.primary_key[0]
    store.db.execute(
        f"""
        UPDATE {table} SET last_seen = :now
        WHERE {key} IN (SELECT {key} FROM temp.new_{table})
           OR url IN (SELECT url FROM temp.seen_pages)
        """,
        {"now": seen_at},
    )


def _publish_texts(store: Store, run: Run) -> None:
    """Bring the attachments' words up to date; tell of them where the content changed.

    Words that differ only because a better reader read the same content are no news.
    """
    store.db.execute(
        """
        INSERT INTO changes
            (run_id, detected_at, kind, table_name, key, field, before, after, cause)
        SELECT c.run_id, c.detected_at, c.kind, c.table_name, c.key, 'text', a.text, t.text, c.cause
        FROM changes AS c JOIN temp.new_texts AS t ON t.id = c.key
        JOIN attachments AS a ON a.id = c.key
        WHERE c.run_id = ? AND c.table_name = 'attachments' AND c.field = 'sha256'
        AND c.before IS NOT NULL AND a.text IS NOT t.text ORDER BY c.id
        """,
        (run.id,),
    )
    store.db.execute(
        "UPDATE attachments SET text = t.text, extractor = t.extractor "
        "FROM temp.new_texts AS t WHERE t.id = attachments.id"
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
    new = ""
    if model in models.CONTRACTS:  # thousands of rows, which say no more than that it is new
        new = (
            f"AND n.{owner} NOT IN (SELECT key FROM changes WHERE run_id = :run "
            "AND table_name = 'packages' AND kind = 'added')"
        )
    of_file = "sha256" in names
    kept = [name for name in names if not of_file or name not in _TEXT]  # it may be a book
    values_of = ", ".join(f"'{name}', o.{name}" for name in kept)  # the row itself is deleted
    store.db.execute(
        f"""
        INSERT INTO changes (run_id, detected_at, kind, table_name, key, cause)
        SELECT :run, :now, 'added', :table, {label}, cause FROM temp.new_{table} AS n
        WHERE NOT EXISTS (SELECT 1 FROM {table} AS o WHERE {same}) {new}
        """,
        values,
    )
    store.db.execute(
        f"""
        INSERT INTO changes (run_id, detected_at, kind, table_name, key, before, cause)
        SELECT :run, :now, 'removed', :table, {label}, json_object({values_of}), COALESCE(
            (SELECT cause FROM temp.read_owners AS r
             WHERE r.table_name = :table AND r.owner = o.{owner}), 'site')
        FROM {table} AS o WHERE o.{owner} IN {owners}
        AND NOT EXISTS (SELECT 1 FROM temp.new_{table} AS n WHERE {same})
        """,
        values,
    )
    if model is models.Document:
        _keep_words(store, run)
    told = [name for name in names if name not in _UNTOLD]
    if "text" in names:
        told.append("text")
    for name in told:
        # words that differ though the content does not were read better, and are no news
        news = " AND o.sha256 IS NOT n.sha256" if of_file and name == "text" else ""
        store.db.execute(
            f"""
            INSERT INTO changes
                (run_id, detected_at, kind, table_name, key, field, before, after, cause)
            SELECT :run, :now, 'changed', :table, {label_new},
                :name, o.{name}, n.{name}, n.cause
            FROM temp.new_{table} AS n JOIN {table} AS o ON {same}
            WHERE o.{name} IS NOT n.{name}{news}
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
    columns, places = ", ".join(names), ", ".join(keys)
    sets = ", ".join(f"{name} = excluded.{name}" for name in names)
    store.db.execute(  # not REPLACE, which tells no trigger of the row it takes away
        f"INSERT INTO {table} ({columns}) SELECT {columns} FROM temp.new_{table} WHERE true "
        f"ON CONFLICT ({places}) DO UPDATE SET {sets}"
    )


def _keep_words(store: Store, run: Run) -> None:
    """Keep the words of each document that is removed and made anew under another name."""
    ways: dict[str, dict[str, str | None]] = {}
    for row in store.rows(
        "SELECT key, before ->> '$.sha256' AS sha256 FROM changes "
        "WHERE run_id = ? AND table_name = 'documents' AND kind = 'removed'",
        run.id,
    ):
        package, _, path = row["key"].partition(" / ")
        ways.setdefault(package, {})[path] = row["sha256"]
    for package, went in ways.items():
        came = store.rows(
            """
            SELECT n.path, n.sha256 FROM temp.new_documents AS n WHERE n.package_id = :package
            AND NOT EXISTS (SELECT 1 FROM documents AS o
                            WHERE o.package_id = :package AND o.path = n.path)
            """,
            {"package": package},
        )
        for path in pair(went, {row["path"]: row["sha256"] for row in came})[1].values():
            store.db.execute(
                """
                UPDATE changes SET before = json_set(before, '$.text', (
                    SELECT text FROM documents WHERE package_id = :package AND path = :path))
                WHERE run_id = :run AND table_name = 'documents' AND kind = 'removed'
                AND key = :package || ' / ' || :path
                """,
                {"run": run.id, "package": package, "path": path},
            )


def _publish_pages(store: Store) -> None:
    columns = ", ".join(models.KnownPage.model_fields)
    store.db.execute(
        f"INSERT OR REPLACE INTO pages ({columns}) SELECT {columns} FROM temp.new_pages"
    )
    store.db.execute("DELETE FROM pages WHERE url IN (SELECT url FROM temp.gone_pages)")
    store.db.execute(
        """
        DELETE FROM pages WHERE kind IN ('service', 'attachment') AND EXISTS (
            SELECT 1 FROM temp.new_pages AS n
            WHERE n.kind = pages.kind AND n.key = pages.key AND n.url != pages.url)
        """
    )


def _publish_parameters(store: Store, run: Run) -> None:
    store.db.execute(
        """
        INSERT INTO address_parameters
            (host, path, parameter, left_out, reason, evidence, first_seen)
        SELECT host, path, parameter, left_out, reason, evidence, :now
        FROM temp.new_address_parameters WHERE true
        ON CONFLICT (host, path, parameter) DO UPDATE SET left_out = excluded.left_out,
            reason = excluded.reason, evidence = excluded.evidence
        """,
        {"now": run.started_at},
    )


def _remember_differences(store: Store) -> None:
    """Bring what is accepted up to what a run shows: it was published with that as it is."""
    keys = ", ".join(models.AcceptedDifference.primary_key)
    columns = ", ".join(models.AcceptedDifference.model_fields)
    new = f"SELECT {keys} FROM temp.new_accepted_differences"
    store.db.execute(
        "DELETE FROM accepted_differences WHERE (term, source) IN "
        f"(SELECT term, source FROM temp.balanced) AND ({keys}) NOT IN ({new})"
    )
    store.db.execute(
        f"INSERT OR IGNORE INTO accepted_differences ({columns}) "
        f"SELECT {columns} FROM temp.new_accepted_differences"
    )


def _append(store: Store, run: Run) -> None:
    """Add what only ever grows. Earlier answers that only said what the latest says too go."""
    for model in (models.Fetch, models.SearchHit, models.BalanceLine):
        names = ", ".join(model.model_fields)
        store.db.execute(
            f"INSERT OR REPLACE INTO {model.table} ({names}) "
            f"SELECT {names} FROM temp.new_{model.table}"
        )
    store.db.execute(
        """
        INSERT INTO problems (run_id, kind, url, message, subject, value, first_seen)
        SELECT DISTINCT n.run_id, n.kind, n.url, n.message, n.subject, n.value, COALESCE(
            (SELECT MIN(first_seen) FROM problems AS o
             WHERE o.kind = n.kind AND o.url IS n.url AND o.message = n.message), :now)
        FROM temp.new_problems AS n
        """,
        {"now": run.started_at},
    )
    store.db.execute("DELETE FROM fetches WHERE status = 304 AND run_id < ?", (run.id,))
    store.db.execute(
        """
        DELETE FROM fetches WHERE run_id < :run AND body_file IS NOT NULL AND EXISTS (
            SELECT 1 FROM fetches AS n WHERE n.run_id = :run AND n.url = fetches.url
            AND n.payload_sha256 = fetches.payload_sha256 AND n.body_file = fetches.body_file)
        """,
        {"run": run.id},
    )
