"""Support-service prices in the format that a file's ending names."""

from __future__ import annotations

from pathlib import Path

from scraper.errors import UsageError
from scraper.export import WRITERS, as_bytes, write_excel_csv
from scraper.store import Store


def export_prices(
    store: Store, output: Path | None, *, excel: bool, view: str = "support_service_prices"
) -> bytes:
    """Give a view of the prices in the format that the output's ending names.

    Raises `UsageError` for an ending that is not known.
    """
    ending = output.suffix.lower() if output else ".csv"
    if ending not in WRITERS:
        known = ", ".join(WRITERS)
        raise UsageError(f"cannot write '{ending}' files; end the file's name in one of {known}")
    if excel and ending != ".csv":
        raise UsageError("--excel writes CSV; end the file's name in .csv")
    write = write_excel_csv if excel else WRITERS[ending]
    types = {
        row["name"]: _type(row["name"], row["type"])
        for row in store.rows(f"PRAGMA table_info({view})")
    }
    return as_bytes(write, store.rows(f"SELECT * FROM {view}"), types)


def _type(name: str, declared: str) -> type:
    """Give the type of a view's column; SQLite declares none for what a view computes."""
    if name.endswith("_dkk"):
        return float
    return int if declared == "INTEGER" else str
