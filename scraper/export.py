"""Rows as a file: CSV for programs, CSV for a Danish Excel, XLSX, JSON, Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from scraper.errors import UsageError

BOM = "\ufeff"
"""Excel takes a CSV file for UTF-8 only when it begins with this sign."""
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run as a formula by Excel (OWASP, CSV injection)."""
_WIDEST = 60
"""Characters of the widest column of a workbook; a longer text is cut on the screen only."""

Rows = list[dict[str, Any]]
Types = dict[str, type]
"""The type of each column, in their order: `str`, `int` or `float` (kroner)."""


def to_csv(rows: Rows, types: Types) -> bytes:
    """Give CSV as RFC 4180 has it: comma, decimal point, CRLF."""
    return _csv(rows, types, ",", _plain_cell).encode()


def to_excel_csv(rows: Rows, types: Types) -> bytes:
    """Give CSV as a Danish Excel opens it: byte order mark, semicolon, decimal comma, CRLF.

    A text that Excel would take for a formula gets an apostrophe before it.
    """
    return (BOM + _csv(rows, types, ";", _excel_cell)).encode()


def to_json(rows: Rows, types: Types) -> bytes:
    """Give a JSON list of objects."""
    kept = [{name: row[name] for name in types} for row in rows]
    return (json.dumps(kept, ensure_ascii=False, indent=2) + "\n").encode()


def to_xlsx(rows: Rows, types: Types) -> bytes:
    """Give an Excel workbook: numbers as numbers, texts as texts, the first row kept in sight."""
    import xlsxwriter

    out = io.BytesIO()
    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, as_text) as book:
        sheet = book.add_worksheet("katalog")
        sheet.write_row(0, 0, types, book.add_format({"bold": True}))
        kroner = book.add_format({"num_format": "#,##0.00"})
        for place, (name, of) in enumerate(types.items()):
            cells = [row[name] for row in rows]
            widest = max(len(name) + 3, *(len(_plain_cell(cell)) + 1 for cell in cells), 0)
            sheet.set_column(place, place, min(widest, _WIDEST))
            for line, cell in enumerate(cells, 1):
                sheet.write(line, place, cell, kroner if of is float else None)
        sheet.autofilter(0, 0, len(rows), len(types) - 1)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def to_parquet(rows: Rows, types: Types) -> bytes:
    """Give a Parquet file: strings, 64-bit integers, and kroner as doubles. Needs pyarrow."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as fault:
        raise UsageError(
            "Parquet needs the package pyarrow; install it: pip install pyarrow"
        ) from fault
    as_arrow = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    schema = pa.schema([(name, as_arrow[of]) for name, of in types.items()])
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), out)
    return out.getvalue()


WRITERS: dict[str, Callable[[Rows, Types], bytes]] = {
    ".csv": to_csv,
    ".xlsx": to_xlsx,
    ".json": to_json,
    ".parquet": to_parquet,
}


def _csv(rows: Rows, types: Types, delimiter: str, cell: Callable[[Any], str]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(types)
    writer.writerows([cell(row[name]) for name in types] for row in rows)
    return out.getvalue()


def _plain_cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    return "" if value is None else str(value)


def _excel_cell(value: Any) -> str:
    text = _plain_cell(value)
    if isinstance(value, float):
        return text.replace(".", ",")
    return f"'{text}" if text.startswith(_DANGEROUS) else text
