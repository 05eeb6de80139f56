"""Every table and query as a file: the whole result, not the page that is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from datasette.utils import tilde_encode
from datasette.utils.asgi import BadRequest

from datasette import Response
from scraper.export import Rows, Types, to_csv, to_excel_csv, to_json, to_xlsx

_SECONDS = 20
_MOST = 200_000
"""Rows of one file: more than any table of the catalogue has."""
_ONE_AT_A_TIME = asyncio.Semaphore(1)
"""A large file takes memory, and time that others wait for."""
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS: dict[str, tuple[str, str, str, Callable[[Rows, Types], bytes]]] = {
    "xlsx": ("Excel (XLSX)", "xlsx", _SHEET, to_xlsx),
    "dkcsv": ("CSV til dansk Excel", "csv", "text/csv; charset=utf-8", to_excel_csv),
    "allcsv": ("CSV", "csv", "text/csv; charset=utf-8", to_csv),
    "alljson": ("JSON", "json", "application/json; charset=utf-8", to_json),
}
"""For each form what it is called, the ending of its files, its media type and its writer."""


def name_of(form: str) -> str:
    """Give what a form is called in the line of links above a table."""
    return FORMS[form][0] if form in FORMS else f"{form} (side for side)"


def renderer(form: str) -> Callable[..., Any]:
    """Give what Datasette calls to send a table or query in a form."""

    async def render(
        datasette: Any,
        request: Any,
        database: str,
        table: str | None,
        query_name: str | None,
        sql: str | None,
        columns: list[str],
    ) -> Response:
        _, ending, media_type, write = FORMS[form]
        async with _ONE_AT_A_TIME:
            if table in await _names(datasette, database):
                rows = await _all_of_table(datasette, request, database, table or "")
            else:
                rows = await _all_of_query(datasette, request, database, sql or "")
            body = await asyncio.to_thread(write, rows, _types(columns, rows))
        last = request.path.rpartition("/")[2].partition(".")[0]
        name = f"{table or query_name or last}.{ending}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(body=body, headers=headers, content_type=media_type)

    return render


async def _names(datasette: Any, database: str) -> list[str]:
    """Give the names of all tables and views."""
    opened = datasette.get_database(database)
    return [*await opened.table_names(), *await opened.view_names()]


async def _all_of_table(datasette: Any, request: Any, database: str, table: str) -> Rows:
    """Give all rows that a table's filters leave, page after page."""
    kept = [(name, value) for name in request.args for value in request.args.getlist(name)]
    kept = [(n, v) for n, v in kept if n not in ("_next", "_size", "_shape", "_labels", "_facet")]
    rows: Rows = []
    following = None
    while len(rows) < _MOST:
        more = [("_size", "max"), ("_shape", "objects"), ("_nofacet", "1"), ("_nocount", "1")]
        values = kept + more + ([("_next", following)] if following else [])
        path = f"/{tilde_encode(database)}/{tilde_encode(table)}.json?{urlencode(values)}"
        answer = await datasette.client.get(path)
        if answer.status_code != 200:
            raise BadRequest("the table could not be asked for so")
        page = await asyncio.to_thread(answer.json)
        rows += page["rows"]
        following = page.get("next")
        if not following:
            break
    return rows


async def _all_of_query(datasette: Any, request: Any, database: str, sql: str) -> Rows:
    values = {name: request.args.get(name) for name in request.args}
    found = await datasette.get_database(database).execute(
        sql, values, truncate=False, page_size=_MOST, custom_time_limit=_SECONDS * 1000
    )
    return [dict(row) for row in found.rows]


def _types(columns: Iterable[str], rows: Rows) -> Types:
    names = list(rows[0]) if rows else list(columns)
    return {
        name: float if any(isinstance(row.get(name), float) for row in rows) else str
        for name in names
    }
