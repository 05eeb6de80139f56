"""Support-service prices as files: CSV for programs, CSV for a Danish Excel, JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scraper.errors import UsageError
from scraper.store import Store

BOM = "\ufeff"
"""Excel takes a CSV file for UTF-8 only when it begins with this sign."""
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run as a formula by Excel (OWASP, CSV injection)."""


def to_csv(rows: list[dict[str, Any]], columns: list[str]) -> str:
    """Give CSV as RFC 4180 has it: comma, decimal point, CRLF."""
    return _csv(rows, columns, ",", _plain_cell)


def to_excel_csv(rows: list[dict[str, Any]], columns: list[str]) -> str:
    """Give CSV as a Danish Excel opens it: byte order mark, semicolon, decimal comma, CRLF.

    A text that Excel would take for a formula gets an apostrophe before it.
    """
    return BOM + _csv(rows, columns, ";", _excel_cell)


def to_json(rows: list[dict[str, Any]], columns: list[str]) -> str:
    """Give a JSON list of objects."""
    kept = [{name: row[name] for name in columns} for row in rows]
    return json.dumps(kept, ensure_ascii=False, indent=2) + "\n"


WRITERS: dict[str, Callable[[list[dict[str, Any]], list[str]], str]] = {
    ".csv": to_csv,
    ".json": to_json,
}


def export_prices(
    store: Store, output: Path | None, *, excel: bool, view: str = "support_service_prices"
) -> str:
    """Give a view of the prices as text in the format that the output's ending names.

    Raises `UsageError` for an ending that is not known.
    """
    ending = output.suffix.lower() if output else ".csv"
    if ending not in WRITERS:
        known = " or ".join(WRITERS)
        raise UsageError(f"cannot write '{ending}' files; end the file's name in {known}")
    if excel and ending != ".csv":
        raise UsageError("--excel writes CSV; end the file's name in .csv")
    write = to_excel_csv if excel else WRITERS[ending]
    columns = [row["name"] for row in store.rows(f"PRAGMA table_info({view})")]
    return write(store.rows(f"SELECT * FROM {view}"), columns)


def _csv(
    rows: list[dict[str, Any]], columns: list[str], delimiter: str, cell: Callable[[Any], str]
) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(row[name]) for name in columns] for row in rows)
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
