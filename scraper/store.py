"""The database: opened, looked up in, and what a run has read held ready for publishing.

With `publish.py` and `migrations.py` the only place that writes SQL. What a run reads goes into
temporary tables, which SQLite keeps on disk, so that memory stays flat.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlite_utils import Database

from scraper import models
from scraper.archive import Place
from scraper.balance import Key, Sums
from scraper.errors import UsageError
from scraper.migrations import KNOWN, migrations
from scraper.spelling import teach

STAGED: tuple[type[models.Record], ...] = (
    models.Part,
    models.Endpoint,
    models.PartSection,
    models.SupportService,
    models.PartSupportService,
    models.Attachment,
    models.ServiceAttachment,
    models.PartAttachment,
    models.Package,
    models.PartPackage,
    models.Document,
    *models.CONTRACTS,
    models.SearchHit,
    models.Fetch,
    models.BalanceLine,
    models.AcceptedDifference,
    models.Problem,
    models.KnownPage,
    models.AddressParameter,
)
TRACKED: tuple[type[models.Tracked], ...] = (
    models.Part,
    models.SupportService,
    models.Attachment,
    models.Package,
)
"""Tables whose rows have a life of their own."""
OWNED: dict[type[models.Record], str] = {
    models.Endpoint: "part_code",
    models.PartSection: "part_code",
    models.PartSupportService: "part_code",
    models.PartAttachment: "part_code",
    models.ServiceAttachment: "service_id",
    models.PartPackage: "part_code",
    models.Document: "package_id",
    **dict.fromkeys(models.CONTRACTS, "package_id"),
}
"""Tables whose rows belong to the owner that this column names, and are deleted with their link."""
LINKS: dict[str, dict[str, str]] = {
    "support_services": {
        "part_support_services": "service_id",
        "service_attachments": "service_id",
    },
    "attachments": {
        "service_attachments": "attachment_id",
        "part_attachments": "attachment_id",
    },
}
"""For tables whose keys are made of addresses, the tables and columns that have them too."""
DatabaseError = sqlite3.Error
"""What SQLite raises when it cannot go on: a full disk, a locked or damaged file."""
_NOTES = (
    "seen_pages (url)",
    "gone_pages (url)",
    "unlisted_parts (code)",
    "read_owners (table_name, owner, cause)",
    "balanced (term, source)",
    "new_texts (id PRIMARY KEY, text, extractor)",
    "renamed (table_name, old, new, url, PRIMARY KEY (table_name, old))",
)
_RENAMED = "SELECT old FROM temp.renamed WHERE table_name = ? AND new = ?"
_WITH_PARAMETERS = "(url LIKE '%?%' OR url LIKE '%;%')"
_BATCH = 500
_PAGE = f"SELECT {', '.join(models.KnownPage.model_fields)} FROM pages WHERE url = ?"


_CONTENT = """
    SELECT warc_file, warc_offset, url, fetched_at FROM fetches
    WHERE payload_sha256 = ? AND warc_file IS NOT NULL AND body_file IS NULL
    ORDER BY run_id DESC LIMIT 1
"""


class Store:
    """One open database. Not safe to share between threads."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open the database, make it where there is none, and bring its schema up to date.

        With `read_only` it is taken as it is, by whoever may read it. Raises `UsageError` when the
        file cannot be opened or is no database of ours.
        """
        self.path = path
        try:
            self.db = Database(_connect_read_only(path) if read_only else _connect(path))
            self._refuse_foreign()
            if not read_only:
                self.db.execute("PRAGMA foreign_keys = ON")
                self.db.enable_wal()
                self.db.execute("PRAGMA synchronous = NORMAL")
                migrations.apply(self.db)
        except sqlite3.Error as fault:
            raise UsageError(_opening_fault(path, fault)) from fault
        self._waiting: dict[str, list[tuple[Any, ...]]] = {}
        self._inserts: dict[str, str] = {}

    @classmethod
    def on(cls, connection: sqlite3.Connection, path: Path) -> Store:
        """Look things up on a connection that somebody else opened, and closes."""
        store = cls.__new__(cls)
        store.path = path
        store.db = Database(connection)
        store._waiting, store._inserts = {}, {}
        return store

    def _refuse_foreign(self) -> None:
        names = set(self.db.table_names())
        if not names:
            return
        done = {each.name for each in migrations.applied(self.db)}
        if not done:
            raise UsageError(
                f"{self.path} is a database, but not one of katalog's; choose another --db"
            )
        if done - KNOWN:
            raise UsageError(f"{self.path} was made by a newer katalog; upgrade this one")

    def close(self) -> None:
        """Close the database; what was staged and not published is gone."""
        self.db.close()

    def begin(self) -> int:
        """Make room for what a run reads; give the run's number."""
        for model in STAGED:
            columns = ", ".join(model.model_fields)
            self.db.execute(f"DROP TABLE IF EXISTS temp.new_{model.table}")
            self.db.execute(f"CREATE TEMP TABLE new_{model.table} ({columns}, cause TEXT)")
        self.db.execute("CREATE INDEX temp.new_cards ON new_part_support_services (service_id)")
        for name in _NOTES:
            self.db.execute(f"DROP TABLE IF EXISTS temp.{name.split(' ')[0]}")
            self.db.execute(f"CREATE TEMP TABLE {name}")
        return int(self.db.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM runs").fetchone()[0])

    def stage(self, record: models.Record, cause: str = "site") -> None:
        """Hold one record ready."""
        values = tuple(getattr(record, name) for name in type(record).model_fields)
        self._hold(f"new_{record.table}", (*values, cause))

    def unstage(self, model: type[models.Record], owner: str) -> None:
        """Take back what was staged under an owner that could not be read whole."""
        self.flush()
        with self.db.atomic():
            self.db.execute(
                f"DELETE FROM temp.new_{model.table} WHERE {OWNED[model]} = ?", (owner,)
            )

    def stage_owner(self, model: type[models.Record], owner: str, cause: str = "site") -> None:
        """Say that all rows of an owner in a table have been read, so that others are gone."""
        self._hold("read_owners", (model.table, owner, cause))

    def stage_seen(self, url: str) -> None:
        """Say that a page stands unchanged."""
        self._hold("seen_pages", (url,))

    def stage_gone(self, url: str) -> None:
        """Say that a page answers 404 or 410."""
        self._hold("gone_pages", (url,))

    def stage_unlisted(self, code: str) -> None:
        """Say that a part is no longer found where parts are looked for."""
        self._hold("unlisted_parts", (code,))

    def stage_balanced(self, term: str, source: str) -> None:
        """Say that a source was looked at whole: a difference that does not show is no more."""
        self._hold("balanced", (term, source))

    def accepted_differences(self) -> frozenset[Key]:
        """Return (kind, term, source, subject, value) of all that somebody accepted."""
        keys = models.AcceptedDifference.primary_key
        rows = self.rows(f"SELECT {', '.join(keys)} FROM accepted_differences")
        return frozenset(
            (row["kind"], row["term"], row["source"], row["subject"], row["value"]) for row in rows
        )

    def balance_sheet(self, run_id: int) -> list[Sums]:
        """Return the balance sheet of a run, term by term."""
        names = [name for name in models.BalanceLine.model_fields if name != "run_id"]
        rows = self.rows(
            f"SELECT {', '.join(names)} FROM balances WHERE run_id = ? ORDER BY term, rowid", run_id
        )
        return [Sums(**row) for row in rows]

    def unknown_labels(self, *, before: int) -> frozenset[str]:
        """Return the labels that nobody knew in the good runs before one."""
        rows = self.rows(
            "SELECT DISTINCT p.subject FROM problems AS p JOIN runs AS r ON r.id = p.run_id "
            "WHERE p.kind = 'unknown_label' AND p.subject IS NOT NULL AND r.verdict = 'good' "
            "AND r.id < ?",
            before,
        )
        return frozenset(row["subject"] for row in rows)

    def has_problem(self, run_id: int, kinds: Iterable[str]) -> bool:
        """Return whether a run has a problem of one of some kinds."""
        rows = self.rows("SELECT DISTINCT kind FROM problems WHERE run_id = ?", run_id)
        return not {row["kind"] for row in rows}.isdisjoint(kinds)

    def list_last_read(self) -> str | None:
        """Return when the last good run began that read the list of the whole catalogue."""
        row = self._one(
            "SELECT MAX(r.started_at) AS at FROM runs AS r JOIN balances AS b ON b.run_id = r.id "
            "WHERE r.verdict = 'good' AND b.term = '' AND b.source = 'list'"
        )
        return row["at"] if row else None

    def stage_text(self, attachment: str, text: str | None, extractor: str) -> None:
        """Hold an attachment's text ready, and what it was read with. Texts may be long."""
        with self.db.atomic():
            self.db.execute(
                "INSERT OR REPLACE INTO temp.new_texts VALUES (?, ?, ?)",
                (attachment, text, extractor),
            )

    def text_read(self, attachment: str) -> tuple[str | None, str | None]:
        """Give the SHA-256 of the content whose text is kept, and what read it."""
        row = self._one(
            f"SELECT sha256, extractor FROM attachments WHERE id = ? OR id IN ({_RENAMED}) "
            "ORDER BY id != ?, gone_since IS NOT NULL, last_seen DESC, id LIMIT 1",
            attachment,
            "attachments",
            attachment,
            attachment,
        )
        return (row["sha256"], row["extractor"]) if row else (None, None)

    def document_read(self, sha256: str, kind: str | None) -> models.Document | None:
        """Give a document with this content and ending, as it was read in whatever package."""
        row = self._one(
            "SELECT * FROM documents WHERE sha256 = ? AND kind IS ? LIMIT 1", sha256, kind
        )
        return models.Document(**row) if row else None

    def package_hash(self, package: str) -> str | None:
        """Give the SHA-256 of a package as it was last published."""
        row = self._one("SELECT sha256 FROM packages WHERE id = ?", package)
        return row["sha256"] if row else None

    def document_hashes(self, package: str) -> dict[str, str | None]:
        """Give the SHA-256 of each document of a package, by its path."""
        rows = self.rows("SELECT path, sha256 FROM documents WHERE package_id = ?", package)
        return {row["path"]: row["sha256"] for row in rows}

    def contract_read(self, document: models.Document) -> list[models.ContractRow]:
        """Give what a document promises."""
        place = {"package_id": document.package_id, "path": document.path}
        return [
            model(**row)
            for model in models.CONTRACTS
            for row in self.rows(
                f"SELECT * FROM {model.table} WHERE package_id = :package_id AND path = :path",
                place,
            )
        ]

    def package_readers(self, package: str) -> set[str]:
        """Give what the documents of a package were read with."""
        rows = self.rows("SELECT DISTINCT extractor FROM documents WHERE package_id = ?", package)
        return {row["extractor"] for row in rows}

    def documentation(self) -> list[tuple[str, str | None]]:
        """Give (part code, address of its documentation) as this run read or left the parts.

        What this run read must have been flushed.
        """
        rows = self.db.execute(
            """
            SELECT code, documentation_url FROM temp.new_integration_parts
            UNION
            SELECT code, documentation_url FROM integration_parts
            WHERE url IN (SELECT url FROM temp.seen_pages) ORDER BY code
            """
        )
        return [(code, url) for code, url in rows.fetchall()]

    def documentation_of(self, part: str) -> str | None:
        """Return the address of a part's documentation, as last published."""
        row = self._one("SELECT documentation_url FROM integration_parts WHERE code = ?", part)
        return row["documentation_url"] if row else None

    def empty_shares(self, table: str, names: Iterable[str]) -> dict[str, float]:
        """Give for columns the share of a table's live rows on which they are empty, 0 to 1."""
        shares = ", ".join(f"AVG({name} IS NULL) AS {name}" for name in sorted(names))
        row = self.rows(f"SELECT {shares} FROM {table} WHERE gone_since IS NULL")[0]
        return {name: share or 0.0 for name, share in row.items()}

    def _hold(self, table: str, values: tuple[Any, ...]) -> None:
        rows = self._waiting.setdefault(table, [])
        rows.append(values)
        if len(rows) >= _BATCH:
            self._put(table, rows)

    def flush(self) -> None:
        """Put everything that waits into the temporary tables."""
        for table, rows in self._waiting.items():
            self._put(table, rows)

    def _put(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            insert = f"INSERT INTO temp.{table} VALUES ({', '.join('?' * len(rows[0]))})"
            try:
                with self.db.atomic():
                    self.db.conn.executemany(insert, rows)
            except UnicodeEncodeError:  # half a letter, as JSON's \ud83d may leave one
                with self.db.atomic():
                    self.db.conn.executemany(insert, [tuple(map(_whole, row)) for row in rows])
            rows.clear()

    def page(self, url: str) -> dict[str, Any] | None:
        """Give what is remembered of a page."""
        row = self.db.execute(_PAGE, (url,)).fetchone()
        return dict(zip(models.KnownPage.model_fields, row, strict=True)) if row else None

    def live_parts(self, prefix: str | None) -> list[tuple[str, str]]:
        """Give (code, address) of the live parts under a compact code; of all with None."""
        rows = self.db.execute(
            """
            SELECT code, url FROM integration_parts
            WHERE gone_since IS NULL AND url IS NOT NULL
            AND REPLACE(code, '_', '') LIKE ? || '%' ORDER BY code
            """,
            (prefix or "",),
        )
        return [(code, url) for code, url in rows.fetchall()]

    def cards(self, service: str) -> Iterator[tuple[str, str]]:
        """Give (part code, card as JSON) for a service, as this run or an earlier one read it.

        What this run read must have been flushed.
        """
        yield from self.db.execute(
            """
            SELECT part_code, card FROM (
                SELECT part_code, card FROM temp.new_part_support_services WHERE service_id = :id
                UNION ALL
                SELECT part_code, card FROM part_support_services
                WHERE (service_id = :id OR service_id IN (
                    SELECT old FROM temp.renamed
                    WHERE table_name = 'support_services' AND new = :id))
                AND part_code NOT IN (
                    SELECT owner FROM temp.read_owners WHERE table_name = 'part_support_services')
                AND part_code NOT IN (
                    SELECT code FROM integration_parts
                    WHERE gone_since IS NOT NULL AND url NOT IN (SELECT url FROM temp.seen_pages)
                    OR url IN (SELECT url FROM temp.gone_pages))
            ) WHERE card IS NOT NULL ORDER BY part_code
            """,
            {"id": service},
        ).fetchall()

    def cards_of(self, part: str) -> dict[str, str | None]:
        """Give each service's card on a part's page, as the last good run read it."""
        rows = self.rows(
            "SELECT service_id, card FROM part_support_services WHERE part_code = ?", part
        )
        return {row["service_id"]: row["card"] for row in rows}

    def endpoints_of(self, part: str) -> tuple[list[models.Endpoint], int]:
        """Give a part's technical services as last published, and the greatest number ever given.

        A number that is not in use stands in `changes`, where its service was removed.
        """
        rows = self.rows("SELECT * FROM part_endpoints WHERE part_code = ? ORDER BY number", part)
        last = self.rows(
            "SELECT MAX(CAST(SUBSTR(key, LENGTH(:part) + 4) AS INTEGER)) AS number FROM changes "
            "WHERE table_name = 'part_endpoints' "
            "AND key BETWEEN :part || ' / ' AND :part || ' / :'",
            {"part": part},
        )[0]["number"]
        return [models.Endpoint(**row) for row in rows], last or 0

    def has(self, table: str, key: str) -> bool:
        """Say whether a row exists, by its one-column key."""
        name = self.db.table(table).pks[0]
        found = self._one(
            f"SELECT 1 AS found FROM {table} WHERE {name} = ? OR {name} IN ({_RENAMED})",
            key,
            table,
            key,
        )
        return found is not None

    # -- keys that are made of addresses ------------------------------------------------------

    def address_parameters(self) -> list[models.AddressParameter]:
        """Return what was decided of the parameters of addresses, in order."""
        rows = self.rows("SELECT * FROM address_parameters ORDER BY host, path, parameter")
        return [models.AddressParameter(**row) for row in rows]

    def pages_with_parameters(self, kind: str) -> list[dict[str, Any]]:
        """Return the pages of a kind whose addresses have parameters, with the marks of content."""
        rows = self.rows(
            f"SELECT * FROM pages WHERE kind = ? AND {_WITH_PARAMETERS} ORDER BY url", kind
        )
        return [{**row, "marks": (row["sha256"], row["text_sha256"])} for row in rows]

    def rows_with_parameters(self, table: str, others: Iterable[str]) -> list[dict[str, Any]]:
        """Return `id` and `url` of the rows whose addresses have parameters, or are others."""
        urls = list(others)
        marks = ", ".join("?" * len(urls))
        return self.rows(
            f"SELECT id, url FROM {table} WHERE {_WITH_PARAMETERS} OR url IN ({marks}) ORDER BY id",
            *urls,
        )

    def rename(self, table: str, old: str, new: str, url: str) -> None:
        """Let a row have another key, and be one with the row that has it, when published."""
        self._hold("renamed", (table, old, new, url))

    def rename_staged(self, table: str, keys: dict[str, str]) -> None:
        """Let links to rows that were held ready lead to other keys, several perhaps to one."""
        self.flush()
        for link, column in LINKS[table].items() if keys else ():
            model = next(each for each in OWNED if each.table == link)
            card = ", card = json_set(card, '$.id', :new)" if "card" in model.model_fields else ""
            with self.db.atomic():
                self.db.conn.executemany(
                    f"UPDATE temp.new_{link} SET {column} = :new{card} WHERE {column} = :old",
                    [{"old": old, "new": new} for old, new in keys.items()],
                )
                self.db.execute(
                    f"DELETE FROM temp.new_{link} WHERE rowid NOT IN (SELECT MIN(rowid) "
                    f"FROM temp.new_{link} GROUP BY {', '.join(model.primary_key)})"
                )

    def forget_file(self, file: str) -> None:
        """Note that a file of the archive is there no longer."""
        with self.db.atomic():
            self.db.execute(
                "UPDATE fetches SET warc_file = NULL, warc_offset = NULL, body_file = NULL, "
                "body_offset = NULL WHERE ? IN (warc_file, body_file)",
                (file,),
            )

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        """Give the rows of a query, as dictionaries. One dictionary binds values by name."""
        named = values[0] if len(values) == 1 and isinstance(values[0], dict) else values
        return list(self.db.query(sql, named))

    def _one(self, sql: str, *values: Any) -> dict[str, Any] | None:
        return next(iter(self.db.query(sql, values)), None)


class Contents:
    """Where in the archive each content stands. Safe to share between threads."""

    def __init__(self, db: Path, archive: Path) -> None:
        """Look things up in a database, by a connection of our own; `archive` is the folder."""
        self._archive = archive
        self._lock = threading.Lock()
        self._db = sqlite3.connect(
            f"file:{quote(str(db.absolute()))}?mode=ro", uri=True, check_same_thread=False
        )

    def __call__(self, payload_sha256: str) -> Place | None:
        """Give where a content stands, by the SHA-256 (hex) of the body as it was sent."""
        with self._lock:
            row = self._db.execute(_CONTENT, (payload_sha256,)).fetchone()
        return Place(*row) if row and (self._archive / row[0]).exists() else None

    def close(self) -> None:
        """Close the connection."""
        self._db.close()


def open_for_reading(path: Path) -> Store:
    """Open a database that must exist, its schema brought up to date first. Raises `UsageError`."""
    if not path.exists():
        raise UsageError(f"there is no database at {path}; 'katalog crawl' makes one")
    store = Store(path, read_only=True)
    if migrations.pending(store.db):  # made by an older katalog
        store.close()
        Store(path).close()
        store = Store(path, read_only=True)
    teach(store.db.conn)
    return store


def _whole(value: Any) -> Any:
    """Give a value as UTF-8 can write it."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=30)


def _connect_read_only(path: Path) -> sqlite3.Connection:
    """Open a database that we may perhaps not write to, nor beside it (sqlite.org/wal.html)."""
    address = f"file:{quote(str(path.absolute()))}"
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=30)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        connection = sqlite3.connect(f"{address}?immutable=1", uri=True, timeout=30)
    return connection


def _opening_fault(path: Path, fault: sqlite3.Error) -> str:
    words = str(fault)
    if path.is_dir():
        return f"{path} is a folder; --db wants the file of a database"
    if "not a database" in words:
        return f"{path} is not an SQLite database; choose another --db"
    if "unable to open" in words:
        return f"cannot open {path}: is the folder there, and may you write in it?"
    if "readonly" in words:
        return f"{path} is read-only; katalog must be able to write to it"
    return f"cannot open {path}: {words}"
