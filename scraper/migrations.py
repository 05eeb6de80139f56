"""The schema in small named steps, never edited once shipped."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

migrations = Migrations("katalog")

_LIFE = "first_seen TEXT, last_seen TEXT, gone_since TEXT, missing_since TEXT"
_SEARCHED = {
    "integration_parts": ("code", "title", "area", "purpose", "terms", "description"),
    "support_services": ("name", "category", "description", "supplier"),
    "attachments": ("filename", "text"),
}


@migrations()
def m001_catalogue(db: Database) -> None:
    """Make the tables that hold the catalogue as it is."""
    _run(
        db,
        f"""
        CREATE TABLE integrations (
            code TEXT PRIMARY KEY, name TEXT, watched_term TEXT
        ) STRICT;
        CREATE TABLE integration_parts (
            code TEXT PRIMARY KEY, integration TEXT REFERENCES integrations(code),
            title TEXT, area TEXT, purpose TEXT, terms TEXT, description TEXT, news TEXT,
            production_use TEXT, version TEXT, status TEXT, valid_from TEXT, valid_from_text TEXT,
            closed_to_new INTEGER, documentation_url TEXT, url TEXT, {_LIFE}
        ) STRICT;
        CREATE TABLE part_endpoints (
            part_code TEXT REFERENCES integration_parts(code), position INTEGER, name TEXT,
            kind TEXT, platform TEXT, version TEXT, status TEXT, purpose TEXT, description TEXT,
            PRIMARY KEY (part_code, position)
        ) STRICT;
        CREATE TABLE support_services (
            id TEXT PRIMARY KEY, name TEXT, category TEXT, description TEXT, supplier TEXT,
            unit_price_oere INTEGER, unit_price_text TEXT, units_min INTEGER, units_max INTEGER,
            units_text TEXT, reaction_days INTEGER, reaction_text TEXT, delivery_days INTEGER,
            delivery_text TEXT, price_model TEXT, related TEXT, url TEXT, {_LIFE}
        ) STRICT;
        CREATE TABLE part_support_services (
            part_code TEXT REFERENCES integration_parts(code),
            service_id TEXT REFERENCES support_services(id),
            position INTEGER, card TEXT, PRIMARY KEY (part_code, service_id)
        ) STRICT;
        CREATE TABLE attachments (
            id TEXT PRIMARY KEY, url TEXT, filename TEXT, media_type TEXT, bytes INTEGER,
            sha256 TEXT, text TEXT, {_LIFE}
        ) STRICT;
        CREATE TABLE service_attachments (
            service_id TEXT REFERENCES support_services(id),
            attachment_id TEXT REFERENCES attachments(id),
            position INTEGER, PRIMARY KEY (service_id, attachment_id)
        ) STRICT;
        CREATE TABLE part_attachments (
            part_code TEXT REFERENCES integration_parts(code),
            attachment_id TEXT REFERENCES attachments(id),
            position INTEGER, PRIMARY KEY (part_code, attachment_id)
        ) STRICT;
        CREATE INDEX parts_by_integration ON integration_parts(integration);
        CREATE INDEX services_by_part ON part_support_services(service_id);
        CREATE INDEX attachments_by_service ON service_attachments(attachment_id);
        CREATE INDEX attachments_by_part ON part_attachments(attachment_id);
        """,
    )


@migrations()
def m002_runs(db: Database) -> None:
    """Make the tables that tell of runs: what was fetched, what changed, what went wrong."""
    _run(
        db,
        """
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY, command TEXT, started_at TEXT, finished_at TEXT, verdict TEXT,
            exit_code INTEGER, message TEXT, base_url TEXT, origin TEXT, terms TEXT, found_by TEXT,
            parts INTEGER, services INTEGER, attachments INTEGER, changes INTEGER,
            problems INTEGER, requests INTEGER, bytes INTEGER, share_304 REAL, archive_file TEXT,
            program_version TEXT
        ) STRICT;
        CREATE TABLE fetches (
            run_id INTEGER REFERENCES runs(id), url TEXT, status INTEGER, etag TEXT,
            last_modified TEXT, sha256 TEXT, bytes INTEGER, warc_file TEXT, warc_offset INTEGER,
            fetched_at TEXT, PRIMARY KEY (run_id, url)
        ) STRICT;
        CREATE TABLE search_hits (
            run_id INTEGER REFERENCES runs(id), term TEXT, rank INTEGER, kind TEXT, code TEXT,
            title TEXT, url TEXT, PRIMARY KEY (run_id, term, rank)
        ) STRICT;
        CREATE TABLE changes (
            id INTEGER PRIMARY KEY, run_id INTEGER REFERENCES runs(id), detected_at TEXT,
            kind TEXT, table_name TEXT, key TEXT, field TEXT, before TEXT, after TEXT, cause TEXT
        ) STRICT;
        CREATE TABLE problems (
            id INTEGER PRIMARY KEY, run_id INTEGER REFERENCES runs(id), kind TEXT, url TEXT,
            message TEXT, first_seen TEXT
        ) STRICT;
        CREATE TABLE pages (
            url TEXT PRIMARY KEY, kind TEXT, etag TEXT, last_modified TEXT, sha256 TEXT,
            text_sha256 TEXT, reader TEXT, key TEXT, links TEXT, warc_file TEXT,
            warc_offset INTEGER
        ) STRICT;
        CREATE INDEX changes_by_key ON changes(table_name, key);
        CREATE INDEX changes_by_run ON changes(run_id);
        CREATE INDEX problems_by_run ON problems(run_id);
        """,
    )


@migrations()
def m003_views(db: Database) -> None:
    """Make the views that people and exports read."""
    _run(
        db,
        """
        CREATE VIEW support_service_prices AS
        SELECT p.code AS part_code, p.title AS part_title, s.name AS service, s.supplier,
               s.unit_price_oere / 100.0 AS unit_price_dkk, s.units_min, s.units_max,
               s.unit_price_oere * s.units_min / 100.0 AS total_min_dkk,
               s.unit_price_oere * s.units_max / 100.0 AS total_max_dkk,
               s.reaction_days, s.delivery_days, s.price_model,
               s.url AS service_url, p.url AS part_url
        FROM part_support_services AS l
        JOIN integration_parts AS p ON p.code = l.part_code
        JOIN support_services AS s ON s.id = l.service_id
        WHERE p.gone_since IS NULL AND s.gone_since IS NULL
        ORDER BY p.code, l.position;

        CREATE VIEW price_history AS
        WITH steps AS (
            SELECT key AS id, detected_at AS at, before, after, id AS step
            FROM changes
            WHERE table_name = 'support_services' AND field = 'unit_price_oere'
        ),
        spans AS (
            SELECT s.id, s.name AS service, s.first_seen AS valid_from,
                   COALESCE((SELECT CAST(before AS INTEGER) FROM steps WHERE steps.id = s.id
                             ORDER BY step LIMIT 1), s.unit_price_oere) AS oere,
                   0 AS step,
                   EXISTS (SELECT 1 FROM steps WHERE steps.id = s.id) AS stepped,
                   (SELECT before FROM steps WHERE steps.id = s.id ORDER BY step LIMIT 1) AS start
            FROM support_services AS s
            UNION ALL
            SELECT s.id, s.name, t.at, CAST(t.after AS INTEGER), t.step, 0, NULL
            FROM steps AS t JOIN support_services AS s ON s.id = t.id
        )
        SELECT service,
               CASE WHEN stepped AND start IS NULL THEN NULL ELSE oere / 100.0 END
                   AS unit_price_dkk,
               valid_from,
               COALESCE(LEAD(valid_from) OVER (PARTITION BY spans.id ORDER BY step),
                        (SELECT gone_since FROM support_services WHERE id = spans.id)) AS valid_to
        FROM spans
        ORDER BY service, valid_from;
        """,
    )


@migrations()
def m004_full_text_search(db: Database) -> None:
    """Make the search index: trigrams find a word inside a Danish compound.

    The triggers fire only on the columns that are searched, so that a quiet night, which writes
    `last_seen` alone, leaves the index be.
    """
    for table, columns in _SEARCHED.items():
        _make_searchable(db, table, columns)


def _make_searchable(db: Database, table: str, columns: tuple[str, ...]) -> None:
    db.table(table).enable_fts(list(columns), tokenize="trigram")
    names = ", ".join(f"[{name}]" for name in columns)
    new, old = (", ".join(f"{side}.[{name}]" for name in columns) for side in ("new", "old"))
    insert = f"INSERT INTO [{table}_fts] (rowid, {names}) VALUES (new.rowid, {new});"
    delete = (
        f"INSERT INTO [{table}_fts] ([{table}_fts], rowid, {names}) "
        f"VALUES ('delete', old.rowid, {old});"
    )
    _run(
        db,
        f"""
        CREATE TRIGGER {table}_fts_insert AFTER INSERT ON {table} BEGIN {insert} END;
        CREATE TRIGGER {table}_fts_delete AFTER DELETE ON {table} BEGIN {delete} END;
        CREATE TRIGGER {table}_fts_update AFTER UPDATE OF {names} ON {table}
        BEGIN {delete} {insert} END;
        """,
    )


@migrations()
def m005_history(db: Database) -> None:
    """Count the nights a row is missing, and tell prices by what the site changed, not by us.

    A stretch ends where the site changed the price; its value is how it was read last, so that a
    correction of our reading never looks like a price of its own.
    """
    _run(
        db,
        """
        ALTER TABLE integration_parts ADD COLUMN missing_nights INTEGER;
        ALTER TABLE support_services ADD COLUMN missing_nights INTEGER;
        ALTER TABLE attachments ADD COLUMN missing_nights INTEGER;
        UPDATE support_services SET missing_nights = 1 WHERE missing_since IS NOT NULL;
        UPDATE attachments SET missing_nights = 1 WHERE missing_since IS NOT NULL;
        DROP VIEW price_history;
        CREATE VIEW price_history AS
        WITH marks AS (
            SELECT id, run_id, key, detected_at, kind, kind = 'changed' AS priced
            FROM changes
            WHERE table_name = 'support_services' AND (
                kind IN ('added', 'removed', 'returned')
                OR kind = 'changed' AND field = 'unit_price_oere' AND cause = 'site')
        ),
        spans AS (
            SELECT key, kind, run_id, detected_at AS valid_from,
                   LEAD(detected_at) OVER nights AS valid_to,
                   LEAD(run_id) OVER nights AS next_run,
                   (SELECT MIN(n.id) FROM marks AS n
                    WHERE n.key = marks.key AND n.priced AND n.id > marks.id) AS next_price
            FROM marks WINDOW nights AS (PARTITION BY key ORDER BY id)
        )
        SELECT s.name AS service,
               CASE WHEN next_price IS NULL THEN s.unit_price_oere
                    ELSE (SELECT CAST(before AS INTEGER) FROM changes WHERE id = next_price)
               END / 100.0 AS unit_price_dkk,
               valid_from, valid_to, s.id AS service_id
        FROM spans JOIN support_services AS s ON s.id = spans.key
        WHERE spans.kind != 'removed' AND next_run IS NOT run_id
        ORDER BY s.name, s.id, valid_from;
        """,
    )


@migrations()
def m006_courtesy_ledger(db: Database) -> None:
    """Note of each run the slowest answer, and which robots.txt it kept to."""
    _run(
        db,
        """
        ALTER TABLE runs ADD COLUMN slowest_url TEXT;
        ALTER TABLE runs ADD COLUMN slowest_ms INTEGER;
        ALTER TABLE runs ADD COLUMN robots_sha256 TEXT;
        """,
    )


@migrations()
def m007_texts(db: Database) -> None:
    """Note what each attachment's text was read with, so that it can be done again."""
    _run(db, "ALTER TABLE attachments ADD COLUMN extractor TEXT;")


@migrations()
def m008_packages(db: Database) -> None:
    """Make the tables of documentation packages and their documents, which can be searched."""
    _run(
        db,
        f"""
        CREATE TABLE packages (
            id TEXT PRIMARY KEY, url TEXT, title TEXT, version TEXT, made_at TEXT, bytes INTEGER,
            sha256 TEXT, documents INTEGER, {_LIFE}, missing_nights INTEGER
        ) STRICT;
        CREATE TABLE part_packages (
            part_code TEXT REFERENCES integration_parts(code),
            package_id TEXT REFERENCES packages(id), PRIMARY KEY (part_code, package_id)
        ) STRICT;
        CREATE TABLE documents (
            package_id TEXT REFERENCES packages(id), path TEXT, name TEXT, kind TEXT,
            bytes INTEGER, sha256 TEXT, title TEXT, text TEXT, extractor TEXT,
            PRIMARY KEY (package_id, path)
        ) STRICT;
        CREATE INDEX documents_by_content ON documents(sha256);
        """,
    )
    _make_searchable(db, "documents", ("path", "title", "text"))


@migrations()
def m009_prices_while_missing(db: Database) -> None:
    """Let a price go on while its service was missing and came back: only removal ends it."""
    _run(
        db,
        """
        DROP VIEW price_history;
        CREATE VIEW price_history AS
        WITH told AS (
            SELECT id, run_id, key, detected_at, kind, kind = 'changed' AS priced,
                   LAG(kind) OVER (PARTITION BY key ORDER BY id) AS last_kind
            FROM changes
            WHERE table_name = 'support_services' AND (
                kind IN ('added', 'removed', 'returned')
                OR kind = 'changed' AND field = 'unit_price_oere' AND cause = 'site')
        ),
        marks AS (  -- what was only missing for a while kept its price
            SELECT * FROM told WHERE kind != 'returned' OR last_kind IS 'removed'
        ),
        spans AS (
            SELECT key, kind, run_id, detected_at AS valid_from,
                   LEAD(detected_at) OVER nights AS valid_to,
                   LEAD(run_id) OVER nights AS next_run,
                   (SELECT MIN(n.id) FROM marks AS n
                    WHERE n.key = marks.key AND n.priced AND n.id > marks.id) AS next_price
            FROM marks WINDOW nights AS (PARTITION BY key ORDER BY id)
        )
        SELECT s.name AS service,
               CASE WHEN next_price IS NULL THEN s.unit_price_oere
                    ELSE (SELECT CAST(before AS INTEGER) FROM changes WHERE id = next_price)
               END / 100.0 AS unit_price_dkk,
               valid_from, valid_to, s.id AS service_id
        FROM spans JOIN support_services AS s ON s.id = spans.key
        WHERE spans.kind != 'removed' AND next_run IS NOT run_id
        ORDER BY s.name, s.id, valid_from;
        """,
    )


@migrations()
def m010_numbered_services(db: Database) -> None:
    """Let a technical service be told by a number of its own, and not by its place on the page."""
    _run(
        db,
        """
        CREATE TABLE numbered_endpoints (
            part_code TEXT REFERENCES integration_parts(code), number INTEGER, position INTEGER,
            name TEXT, kind TEXT, platform TEXT, version TEXT, status TEXT, purpose TEXT,
            description TEXT, PRIMARY KEY (part_code, number)
        ) STRICT;
        INSERT INTO numbered_endpoints
        SELECT part_code, position, position, name, kind, platform, version, status, purpose,
               description
        FROM part_endpoints;
        DROP TABLE part_endpoints;
        ALTER TABLE numbered_endpoints RENAME TO part_endpoints;
        """,
    )


@migrations()
def m011_contents_once(db: Database) -> None:
    """Note where in the archive an answer's body stands, so that it is kept there but once."""
    _run(
        db,
        """
        ALTER TABLE fetches ADD COLUMN payload_sha256 TEXT;
        ALTER TABLE fetches ADD COLUMN body_file TEXT;
        ALTER TABLE fetches ADD COLUMN body_offset INTEGER;
        ALTER TABLE pages ADD COLUMN body_file TEXT;
        CREATE INDEX fetches_by_content ON fetches(payload_sha256);
        """,
    )


@migrations()
def m012_contracts(db: Database) -> None:
    """Make the tables of what contracts in packages promise."""
    _run(
        db,
        """
        CREATE TABLE contract_services (
            package_id TEXT REFERENCES packages(id), path TEXT, name TEXT, port TEXT, kind TEXT,
            namespace TEXT, version TEXT, endpoint TEXT, uuid TEXT, entity_id TEXT,
            PRIMARY KEY (package_id, path, name, port)
        ) STRICT;
        CREATE TABLE contract_operations (
            package_id TEXT REFERENCES packages(id), path TEXT, service TEXT, name TEXT,
            action TEXT, address TEXT, input TEXT, output TEXT,
            PRIMARY KEY (package_id, path, service, name)
        ) STRICT;
        CREATE TABLE contract_fields (
            package_id TEXT REFERENCES packages(id), path TEXT, owner TEXT, name TEXT, type TEXT,
            required INTEGER, repeated INTEGER, namespace TEXT,
            PRIMARY KEY (package_id, path, owner, name)
        ) STRICT;
        """,
    )


@migrations()
def m013_allowed_values(db: Database) -> None:
    """Make room for the values that a contract allows in a field."""
    _run(db, "ALTER TABLE contract_fields ADD COLUMN allowed TEXT;")


@migrations()
def m014_environments(db: Database) -> None:
    """Make room for where a technical service answers, in test and in production."""
    _add_columns(
        db,
        "part_endpoints",
        *(
            f"{environment}_{name} TEXT"
            for environment in ("test", "production")
            for name in ("endpoint", "uuid", "entity_id")
        ),
    )


@migrations()
def m015_sections(db: Database) -> None:
    """Keep the sections that nobody knows, and the structure of texts beside their words."""
    _run(
        db,
        """
        CREATE TABLE part_sections (
            part_code TEXT REFERENCES integration_parts(code), name TEXT, position INTEGER,
            text TEXT, blocks TEXT, PRIMARY KEY (part_code, name)
        ) STRICT;
        """,
    )
    texts = ("purpose", "terms", "description", "news", "production_use")
    _add_columns(db, "integration_parts", *(f"{name}_blocks TEXT" for name in texts))
    _add_columns(db, "support_services", "description_blocks TEXT")


@migrations()
def m016_what_numbers_are_of(db: Database) -> None:
    """Note what a price is for one of, with or without VAT, and the unit of each number."""
    _add_columns(db, "support_services", "price_basis TEXT", "vat TEXT", "units_unit TEXT")
    for time in ("reaction", "delivery"):
        _add_columns(
            db,
            "support_services",
            f"{time}_days_least INTEGER",
            f"{time}_amount INTEGER",
            f"{time}_unit TEXT",
        )


@migrations()
def m017_what_problems_are_about(db: Database) -> None:
    """Note what a problem is about, and the value that it is about, beside the sentence."""
    _add_columns(db, "problems", "subject TEXT", "value TEXT")


@migrations()
def m018_not_said_to_be_open(db: Database) -> None:
    """Let what was never said to be open be null: until now 0 meant that nothing is said.

    In what is told of earlier nights 0 meant the same, and is written so too.
    """
    _run(
        db,
        """
        UPDATE changes SET before = NULLIF(before, '0'), after = NULLIF(after, '0')
        WHERE table_name = 'integration_parts' AND field = 'closed_to_new';
        INSERT INTO changes
            (run_id, detected_at, kind, table_name, key, field, before, after, cause)
        SELECT r.id, r.started_at, 'changed', 'integration_parts', p.code, 'closed_to_new', '0',
               NULL, 'reader'
        FROM integration_parts AS p JOIN runs AS r
        ON r.id = (SELECT MAX(id) FROM runs WHERE verdict = 'good')
        WHERE p.closed_to_new = 0 ORDER BY p.code;
        UPDATE runs SET changes = changes + (
            SELECT COUNT(*) FROM integration_parts WHERE closed_to_new = 0)
        WHERE id = (SELECT MAX(id) FROM runs WHERE verdict = 'good');
        UPDATE integration_parts SET closed_to_new = NULL WHERE closed_to_new = 0;
        """,
    )


@migrations()
def m019_totals_of_like_amounts(db: Database) -> None:
    """Multiply a price by a number of units only where it is the price of one such unit.

    `priced_services` has each support service with its totals: every sum is made of these. What is
    counted without a word for it is counted in units.
    """
    _run(
        db,
        """
        CREATE VIEW priced_services AS
        SELECT *, CASE WHEN countable THEN unit_price_oere * units_min END AS total_min_oere,
               CASE WHEN countable THEN unit_price_oere * units_max END AS total_max_oere
        FROM (
            SELECT *, price_basis IS NULL OR price_basis = COALESCE(units_unit, 'enhed')
                OR price_basis IN ('enhed', 'stk', 'stk.', 'styk')
                AND COALESCE(units_unit, 'enhed') IN ('enhed', 'stk', 'stk.', 'styk') AS countable
            FROM support_services);

        DROP VIEW support_service_prices;
        CREATE VIEW support_service_prices AS
        SELECT p.code AS part_code, p.title AS part_title, s.name AS service, s.supplier,
               s.unit_price_oere / 100.0 AS unit_price_dkk, s.units_min, s.units_max,
               s.total_min_oere / 100.0 AS total_min_dkk,
               s.total_max_oere / 100.0 AS total_max_dkk,
               s.reaction_days, s.delivery_days, s.price_model,
               s.url AS service_url, p.url AS part_url, s.price_basis, s.vat
        FROM part_support_services AS l
        JOIN integration_parts AS p ON p.code = l.part_code
        JOIN priced_services AS s ON s.id = l.service_id
        WHERE p.gone_since IS NULL AND s.gone_since IS NULL
        ORDER BY p.code, l.position;
        """,
    )


@migrations()
def m020_address_parameters(db: Database) -> None:
    """Make the table of what in addresses is left out of keys, and why."""
    _run(
        db,
        """
        CREATE TABLE address_parameters (
            host TEXT, path TEXT, parameter TEXT, left_out INTEGER, reason TEXT, evidence TEXT,
            first_seen TEXT, PRIMARY KEY (host, path, parameter)
        ) STRICT;
        """,
    )


@migrations()
def m021_labels_of_old_problems(db: Database) -> None:
    """Fetch the labels that nobody knew out of the sentences in which they are quoted."""
    _run(
        db,
        """
        UPDATE problems
        SET subject = SUBSTR(rest, 1, INSTR(rest, '''') - 1)
        FROM (SELECT id AS quoting, SUBSTR(message, INSTR(message, '''') + 1) AS rest FROM problems)
        WHERE id = quoting AND kind = 'unknown_label' AND subject IS NULL
        AND INSTR(rest, '''') > 1;
        """,
    )


@migrations()
def m022_balances(db: Database) -> None:
    """Keep what each source says of each term, and which differences somebody accepted.

    Of terms for which the last good run found no part, that was accepted.
    """
    _run(
        db,
        """
        CREATE TABLE balances (
            run_id INTEGER REFERENCES runs(id), term TEXT, source TEXT, said INTEGER,
            listed INTEGER, parts INTEGER, asked INTEGER, read INTEGER, versions INTEGER,
            PRIMARY KEY (run_id, term, source)
        ) STRICT;
        CREATE TABLE accepted_differences (
            kind TEXT, term TEXT, source TEXT, subject TEXT, value TEXT,
            run_id INTEGER REFERENCES runs(id),
            PRIMARY KEY (kind, term, source, subject, value)
        ) STRICT;
        INSERT INTO accepted_differences
        SELECT 'no_parts', term, '', '', '', run_id FROM (
            SELECT REPLACE(t.key, '--all', '') AS term, t.value AS step, MAX(r.id) AS run_id
            FROM runs AS r, json_each(r.found_by) AS t
            WHERE r.verdict = 'good' AND json_valid(r.found_by) GROUP BY t.key
        ) WHERE step = 'none';
        """,
    )


def _add_columns(db: Database, table: str, *columns: str) -> None:
    for column in columns:
        db.execute(f"ALTER TABLE {table} ADD COLUMN {column}")


def _run(db: Database, script: str) -> None:
    """Run statements one by one: `executescript` would end the migration's transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""


KNOWN = frozenset(name for name in dict(globals()) if name[:1] == "m" and name[1:4].isdigit())
"""The names of all steps: a database with others was made by a newer program."""
