"""How a page of the reading room asks the database, and is rendered; used by every page."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from markupsafe import Markup

from datasette import Response
from scraper.locate import KINDS
from scraper.models import TABLES
from scraper.store import Store
from scraper.telling import Telling

T = TypeVar("T")
_OF_PARTS = (
    *("part_endpoints", "part_sections", "part_support_services"),
    *("part_attachments", "part_packages"),
)
"""Tables whose keys begin with a part's code."""
Question = Callable[[Store], T]
"""Asks the database for what a page shows. Runs in one of Datasette's threads."""


def database_of(datasette: Any) -> Any:
    """Give Datasette's handle of the catalogue's database: the one that it serves."""
    return next(each for name, each in datasette.databases.items() if name != "_internal")


def database_path(datasette: Any) -> Path:
    """Give the database's file."""
    return Path(database_of(datasette).path)


def archive_folder(datasette: Any) -> Path:
    """Give the folder of the archive: beside the database, or where `KATALOG_ARCHIVE` says."""
    return Path(os.environ.get("KATALOG_ARCHIVE") or database_path(datasette).parent / "archive")


async def ask(datasette: Any, question: Question[T]) -> T:
    """Give the answer to a question, asked on a connection of Datasette's own."""

    def answer(connection: sqlite3.Connection) -> T:
        return question(Store.on(connection, database_path(datasette)))

    answered: T = await database_of(datasette).execute_fn(answer)
    return answered


async def page(
    datasette: Any, request: Any, template: str, status: int = 200, **values: Any
) -> Response:
    """Render one of our templates."""
    values |= {"path": datasette.urls.path, "kinds": KINDS, "to": To(datasette)}
    values["kinder"] = {model.table: model.title_da for model in TABLES}
    values["database_name"] = database_of(datasette).name
    body = await datasette.render_template(template, values, request=request)
    return Response.html(body, status=status)


async def missing(datasette: Any, request: Any, what: str) -> Response:
    """Say that something is not here."""
    return await page(datasette, request, "ikke_fundet.html", status=404, what=what)


class To:
    """The addresses of the reading room's pages, as templates ask for them."""

    def __init__(self, datasette: Any) -> None:
        """Take the address under which Datasette is served from its settings."""
        self._datasette = datasette
        self._path = datasette.urls.path

    def integration(self, code: str) -> str:
        """Give the address of an integration's page."""
        return str(self._path(f"/-/integration/{quote(code)}"))

    def part(self, code: str) -> str:
        """Give the address of an integration part's page."""
        return str(self._path(f"/-/del/{quote(code)}"))

    def service(self, key: str) -> str:
        """Give the address of a support service's page."""
        return str(self._path(f"/-/ydelse/{quote(key, safe='')}"))

    def attachment(self, key: str) -> str:
        """Give the address of an attachment's page."""
        return str(self._path(f"/-/bilag/{quote(key)}"))

    def package(self, key: str) -> str:
        """Give the address of a package's page."""
        return str(self._path(f"/-/pakke/{quote(key)}"))

    def document(self, package: str, path: str) -> str:
        """Give the address of a document's page."""
        return str(self._path(f"/-/pakke/{quote(package)}/{quote(path)}"))

    def table(self, name: str) -> str:
        """Give the address of a table as Datasette shows it."""
        return str(self._datasette.urls.table(database_of(self._datasette).name, name))

    def found(self, table: str, key: str) -> str | None:
        """Give the address of the page on which a row of a table is shown; None without one."""
        if table == "documents":
            one, two, path = key.split("/", 2)
            return self.document(f"{one}/{two}", path)
        pages = {
            "integrations": self.integration,
            "integration_parts": self.part,
            "support_services": self.service,
            "attachments": self.attachment,
            "packages": self.package,
        }
        return pages[table](key) if table in pages else None

    def told(self, each: Telling) -> str | None:
        """Give the address of the page of what a telling is about; None when it has none."""
        key = each.key
        if each.table_name in _OF_PARTS:
            return self.part(key.partition(" / ")[0])
        if each.table_name == "service_attachments":
            return self.service(key.partition(" / ")[0])
        if each.table_name == "documents":
            package, _, path = key.partition(" / ")
            return self.document(package, path) if each.kind != "removed" else None
        return self.found(each.table_name, key)


def link(address: str, words: str) -> Markup:
    """Make a link."""
    return Markup('<a href="{}">{}</a>').format(address, words)
