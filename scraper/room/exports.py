"""Every table and query as a file: the whole result, not the page that is shown."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urlencode

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import BadRequest, Base400, NotFound

from datasette import Response
from scraper.errors import UsageError
from scraper.export import Types, Writer, write_csv, write_excel_csv, write_json, write_xlsx

_SECONDS = 180
_MOST_WAITING = 8
_IN_MEMORY = 1 << 20
_CHUNK = 1 << 16
"""Bytes of a file that are kept in memory before it goes to disk, and that are sent at a time."""
_ONE_AT_A_TIME = asyncio.Semaphore(1)
"""A large file takes time that others wait for."""
_PAGED = re.compile(r" limit \d+(?: offset \d+)?$")
"""What Datasette ends the query of a table's page with."""
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is sent."""

    title: str
    """What its link is called."""
    ending: str
    media_type: str
    write: Writer
    for_people: bool = False
    """Whether people open it, for whom the columns of our own pages have Danish names."""


_XLSX = FileKind("Excel (XLSX)", "xlsx", SHEET, write_xlsx, for_people=True)
_EXCEL_CSV = FileKind(
    "CSV til dansk Excel", "csv", "text/csv; charset=utf-8", write_excel_csv, for_people=True
)
_CSV = FileKind("CSV", "csv", "text/csv; charset=utf-8", write_csv)
_JSON = FileKind("JSON", "json", "application/json; charset=utf-8", write_json)
FORMS = {"xlsx": _XLSX, "dkcsv": _EXCEL_CSV, "allcsv": _CSV, "alljson": _JSON}
"""The files of Datasette's tables and queries, by what stands for them in the address."""
FILES = {"xlsx": _XLSX, "excel.csv": _EXCEL_CSV, "csv": _CSV, "json": _JSON}
"""The files of our own pages."""
_waiting = 0


class Busy(Base400):  # type: ignore[misc]
    """More files are asked for than are written at once (RFC 9110, 15.6.4)."""

    status = 503


class FileResponse(Response):  # type: ignore[misc]
    """An answer that is sent from a file piece by piece, and saved under a name."""

    def __init__(self, file: IO[bytes], name: str, content_type: str) -> None:
        """Take the file, written to its end; it is closed when it is sent."""
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Length": str(file.tell()),
        }
        super().__init__(body=b"", headers=headers, content_type=content_type)
        self._file = file

    async def asgi_send(self, send: Callable[..., Any]) -> None:
        """Send the file (ASGI, HTTP response)."""

        async def begin_only(event: dict[str, Any]) -> None:
            if event["type"] == "http.response.start":
                await send(event)

        await super().asgi_send(begin_only)
        with self._file as file:
            file.seek(0)
            while chunk := file.read(_CHUNK):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def links(renderers: dict[str, str]) -> list[tuple[str, str]]:
    """Give name and address of each form, ours first, for the line of links above a table."""
    order = [*FORMS, *(form for form in renderers if form not in FORMS)]
    return [
        (
            FORMS[form].title if form in FORMS else f"{form.upper()} (kun denne side)",
            renderers[form],
        )
        for form in order
    ]


def renderer(form: str) -> Callable[..., Any]:
    """Give what Datasette calls to send a table, a query or a row in a form."""

    async def render(
        datasette: Any,
        request: Any,
        database: str,
        table: str | None,
        query_name: str | None,
        columns: list[str],
        rows: list[Any],
        data: dict[str, Any],
    ) -> Response:
        if table and request.args.get("_next"):
            return _from_the_first(request)
        kind = FORMS[form]
        query = data.get("query")
        if query:
            sql = _PAGED.sub("", query["sql"]) if table else query["sql"]
            file = await _written(datasette, database, kind.write, sql, query["params"])
        elif not columns:  # the list of tables
            raise NotFound("there is nothing to send")
        else:  # a single row
            file = new_file()
            kind.write(
                (dict(zip(columns, row, strict=True)) for row in rows), _types(columns), file
            )
        last = request.path.rpartition("/")[2].partition(".")[0]
        return FileResponse(file, f"{table or query_name or last}.{kind.ending}", kind.media_type)

    return render


def _from_the_first(request: Any) -> Response:
    """Send the reader from a later page to the whole, which begins with the first."""
    kept = [
        (name, value)
        for name in request.args
        if name != "_next"
        for value in request.args.getlist(name)
    ]
    return Response.redirect(f"?{urlencode(kept)}")


def new_file() -> IO[bytes]:
    """Give a file that goes away when it is closed, in memory for as long as it is small."""
    return tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)


async def _written(
    datasette: Any, database: str, write: Writer, sql: str, params: Any
) -> IO[bytes]:
    """Give a file with all that a query finds, one such file being written at a time."""
    global _waiting

    def fill(connection: sqlite3.Connection) -> IO[bytes]:
        file = new_file()
        with sqlite_timelimit(connection, _SECONDS * 1000):
            cursor = connection.execute(sql, params)
            names = [each[0] for each in cursor.description]
            write(_rows(cursor, names), _types(names), file)
        return file

    if _waiting >= _MOST_WAITING:
        raise Busy("too many files are asked for at once")
    _waiting += 1
    try:
        async with _ONE_AT_A_TIME:
            written: IO[bytes] = await datasette.get_database(database).execute_fn(fill)
            return written
    except (sqlite3.Error, UsageError) as fault:
        raise BadRequest("the table or query cannot be written so") from fault
    finally:
        _waiting -= 1


def _rows(cursor: sqlite3.Cursor, names: list[str]) -> Iterator[dict[str, Any]]:
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def _types(names: list[str]) -> Types:
    return {name: float if name.endswith("_dkk") else str for name in names}
