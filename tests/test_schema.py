"""The schema's steps: what an older database becomes, and what can be added up."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from scraper.migrations import migrations
from scraper.store import Store

RUN = "INSERT INTO runs (id, command, started_at, verdict, changes) VALUES (?, 'crawl', ?, ?, ?)"
TOLD = "SELECT run_id, detected_at, key, before, after, cause FROM changes ORDER BY id"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database in which 0 meant that a page says nothing of being closed."""
    path = tmp_path / "gammel.db"
    db = Database(path)
    migrations.apply(db, stop_before="m014_environments")
    db.conn.execute(RUN, (1, "2026-01-01T00:00:00Z", "good", 5))
    db.conn.execute(RUN, (2, "2026-01-02T00:00:00Z", "good", 1))
    db.conn.execute(RUN, (3, "2026-01-03T00:00:00Z", "suspect", None))
    for code, closed in (("SF1", 0), ("SF2", 1), ("SF3", None), ("SF4", 0)):
        db.conn.execute(
            "INSERT INTO integration_parts (code, closed_to_new) VALUES (?, ?)", (code, closed)
        )
    db.conn.execute(
        "INSERT INTO changes (run_id, detected_at, kind, table_name, key, field, before, after, "
        "cause) VALUES (2, '2026-01-02T00:00:00Z', 'changed', 'integration_parts', 'SF2', "
        "'closed_to_new', '0', '1', 'site')"
    )
    db.conn.commit()
    db.close()
    return path


def test_what_was_never_said_to_be_open_is_null(old: Path) -> None:
    with closing(Store(old)) as store:
        parts = store.rows("SELECT code, closed_to_new AS closed FROM integration_parts")
        assert {row["code"]: row["closed"] for row in parts} == {
            "SF1": None,
            "SF2": 1,
            "SF3": None,
            "SF4": None,
        }
        night = (2, "2026-01-02T00:00:00Z")
        assert [tuple(row.values()) for row in store.rows(TOLD)] == [
            (*night, "SF2", None, "1", "site"),
            (*night, "SF1", "0", None, "reader"),
            (*night, "SF4", "0", None, "reader"),
        ]
        assert store.rows("SELECT changes FROM runs ORDER BY id") == [
            {"changes": 5},
            {"changes": 3},
            {"changes": None},
        ]


COUNTED: list[tuple[Any, ...]] = [
    (None, None, 1, 265600, 398400),
    (None, "time", 1, 265600, 398400),
    ("time", "time", 1, 265600, 398400),
    ("enhed", None, 1, 265600, 398400),
    ("stk.", None, 1, 265600, 398400),
    ("stk.", "enhed", 1, 265600, 398400),
    ("time", None, 0, None, None),
    ("time", "enhed", 0, None, None),
    ("enhed", "time", 0, None, None),
    ("påbegyndt time", "time", 0, None, None),
    ("måned", "enhed", 0, None, None),
    ("fast pris", None, 0, None, None),
    ("i alt", "enhed", 0, None, None),
]


@pytest.mark.parametrize(("basis", "unit", "countable", "low", "high"), COUNTED)
def test_a_total_is_made_only_where_the_price_is_of_what_is_counted(
    basis: str | None,
    unit: str | None,
    countable: int,
    low: int | None,
    high: int | None,
    tmp_path: Path,
) -> None:
    with closing(Store(tmp_path / "catalog.db")) as store:
        store.db.execute("INSERT INTO integration_parts (code) VALUES ('SF1')")
        store.db.execute(
            "INSERT INTO support_services (id, unit_price_oere, units_min, units_max, price_basis, "
            "units_unit, vat) VALUES ('s', 132800, 2, 3, ?, ?, 'ekskl. moms')",
            (basis, unit),
        )
        store.db.execute("INSERT INTO part_support_services VALUES ('SF1', 's', 1, NULL)")
        (service,) = store.rows(
            "SELECT countable, total_min_oere AS low, total_max_oere AS high FROM priced_services"
        )
        assert service == {"countable": countable, "low": low, "high": high}
        (price,) = store.rows("SELECT * FROM support_service_prices")
        assert price["unit_price_dkk"] == 1328.0
        assert price["total_min_dkk"] == (low and low / 100)
        assert price["total_max_dkk"] == (high and high / 100)
        assert list(price)[-2:] == ["price_basis", "vat"]
        assert (price["price_basis"], price["vat"]) == (basis, "ekskl. moms")
