"""Rows as a file: CSV for programs, CSV for a Danish Excel, XLSX, JSON, Parquet.

Each writer takes the rows one by one and keeps none, Parquet's excepted: a table of any length is
written in the memory of one row.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Any

from scraper.errors import UsageError

BOM = "\ufeff"
"""Excel takes a CSV file for UTF-8 only when it begins with this sign."""
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run as a formula by Excel (OWASP, CSV injection)."""
_WIDEST = 60
"""Characters of the widest column of a workbook; a longer text is cut on the screen only."""
_LONGEST_CELL = 32_767
"""Characters of a cell in a workbook (Excel specifications and limits)."""
_CUT = " … (afkortet)"
MOST_LINES = 1_048_575
"""Rows of a sheet, below its header (Excel specifications and limits)."""

Rows = Iterable[dict[str, Any]]
Types = dict[str, type]
"""The type of each column, in their order: `str`, `int`, or `float` for kroner."""
Writer = Callable[[Rows, Types, IO[bytes]], None]
About = Sequence[tuple[str, str]]
"""What a workbook says of itself, on a sheet of its own: names and values."""


def as_bytes(write: Writer, rows: Rows, types: Types) -> bytes:
    """Give a file that is small enough for the memory."""
    out = io.BytesIO()
    write(rows, types, out)
    return out.getvalue()


def write_csv(rows: Rows, types: Types, out: IO[bytes]) -> None:
    """Write CSV as RFC 4180 has it: comma, decimal point, CRLF."""
    _write_csv(rows, types, out, ",", _plain_cell)


def write_excel_csv(rows: Rows, types: Types, out: IO[bytes]) -> None:
    """Write CSV as a Danish Excel opens it: byte order mark, semicolon, decimal comma, CRLF.

    A text that Excel would take for a formula gets an apostrophe before it.
    """
    out.write(BOM.encode())
    _write_csv(rows, types, out, ";", _excel_cell)


def write_json(rows: Rows, types: Types, out: IO[bytes]) -> None:
    """Write a JSON list of objects, one a line."""
    out.write(b"[")
    separator = b"\n"
    for row in rows:
        kept = {name: row[name] for name in types}
        line = json.dumps(kept, ensure_ascii=False, default=_plain_cell)
        out.write(separator + line.encode("utf-8", "replace"))
        separator = b",\n"
    out.write(b"]\n" if separator == b"\n" else b"\n]\n")


def write_xlsx(rows: Rows, types: Types, out: IO[bytes], about: About = ()) -> None:
    """Write an Excel workbook: numbers as numbers, texts as texts, the first row kept in sight.

    Raises `UsageError` for more rows than a sheet holds.
    """
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("katalog")
        sheet.write_row(0, 0, types, book.add_format({"bold": True}))
        kroner = book.add_format({"num_format": "#,##0.00"})
        widest = [len(name) + 3 for name in types]
        line = 0
        for line, row in enumerate(rows, 1):
            if line > MOST_LINES:
                raise UsageError(f"a sheet of Excel holds {MOST_LINES} rows; write CSV or JSON")
            for place, (name, of) in enumerate(types.items()):
                cell = row[name]
                shown = _plain_cell(cell, of)
                widest[place] = max(widest[place], len(shown) + 1)
                if not isinstance(cell, int | float):
                    cell = shown
                    if len(cell) > _LONGEST_CELL:
                        cell = cell[: _LONGEST_CELL - len(_CUT)] + _CUT
                sheet.write(line, place, cell, kroner if of is float else None)
        for place, width in enumerate(widest):
            sheet.set_column(place, place, min(width, _WIDEST))
        sheet.autofilter(0, 0, line, len(types) - 1)
        sheet.freeze_panes(1, 0)
        if about:
            of_itself = book.add_worksheet("Om")
            of_itself.set_column(0, 1, _WIDEST // 2)
            for place, each in enumerate(about):
                of_itself.write_row(place, 0, each)


def write_parquet(rows: Rows, types: Types, out: IO[bytes]) -> None:
    """Write a Parquet file: strings, 64-bit integers, and kroner as doubles. Needs pyarrow."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as fault:
        raise UsageError(
            "Parquet needs the package pyarrow; install it: pip install pyarrow"
        ) from fault
    as_arrow = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    schema = pa.schema([(name, as_arrow[of]) for name, of in types.items()])
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), out)


WRITERS: dict[str, Writer] = {
    ".csv": write_csv,
    ".xlsx": write_xlsx,
    ".json": write_json,
    ".parquet": write_parquet,
}


def _write_csv(
    rows: Rows, types: Types, out: IO[bytes], delimiter: str, cell: Callable[[Any, type], str]
) -> None:
    text = io.TextIOWrapper(out, "utf-8", errors="replace", newline="", write_through=True)
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(types)
    writer.writerows([cell(row[name], of) for name, of in types.items()] for row in rows)
    text.detach()


def _plain_cell(value: Any, of: type = str) -> str:
    if isinstance(value, float):
        return f"{value:.2f}" if of is float else f"{value:.15g}"
    if isinstance(value, bytes):
        return value.hex()
    return "" if value is None else str(value)


def _excel_cell(value: Any, of: type) -> str:
    text = _plain_cell(value, of)
    if isinstance(value, float):
        return text.replace(".", ",")
    return f"'{text}" if text.startswith(_DANGEROUS) else text
