"""What the tests share: a stand-in site, settings that do not wait, and reading a database."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scraper.models import STRUCTURES
from scraper.settings import Policy, Settings
from tests.standin.server import StandIn

if TYPE_CHECKING:
    from tests.desk import Desk

CASSETTES = Path(__file__).parent.parent / "cassettes"
QUICK = Policy(delay=0, first_wait=0.01, timeout=20.0)


@pytest.fixture
def site() -> Iterator[StandIn]:
    """A stand-in site of its own."""
    with StandIn() as standin:
        yield standin


@pytest.fixture
def settings(site: StandIn, tmp_path: Path) -> Settings:
    """Settings for crawling that site, without waiting."""
    twin = site.twin_url.removeprefix("http://")
    return Settings(db=tmp_path / "catalog.db", base_url=site.base_url, twins=(twin,), policy=QUICK)


@pytest.fixture
def rows(settings: Settings) -> Callable[..., list[dict[str, Any]]]:
    """Ask the database of those settings."""

    def ask(sql: str, *values: Any) -> list[dict[str, Any]]:
        return query(settings.db, sql, *values)

    return ask


def query(path: Path, sql: str, *values: Any) -> list[dict[str, Any]]:
    """Give the rows of a query."""
    connection = sqlite3.connect(path)
    try:
        connection.row_factory = sqlite3.Row
        named = values[0] if len(values) == 1 and isinstance(values[0], dict) else values
        return [dict(row) for row in connection.execute(sql, named)]
    finally:
        connection.close()


CATALOGUE = (
    "integrations",
    "integration_parts",
    "part_endpoints",
    "part_sections",
    "support_services",
    "part_support_services",
    "attachments",
    "service_attachments",
    "part_attachments",
    "packages",
    "part_packages",
    "documents",
    "contract_services",
    "contract_operations",
    "contract_fields",
)


OF_MARKUP = STRUCTURES | {"card"}
"""Columns that hold how a page is built up, or what it shows on a card: each markup's own."""


def catalogue(path: Path, without: Iterable[str] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the catalogue's tables, without some columns."""
    return {
        table: sorted(
            (
                tuple(value for name, value in row.items() if name not in without)
                for row in query(path, f"SELECT * FROM {table}")
            ),
            key=repr,
        )
        for table in CATALOGUE
    }


def free_port() -> int:
    """Give a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    from tests.desk import Desk  # which needs this module

    return Desk(tmp_path_factory.mktemp("desk"))
