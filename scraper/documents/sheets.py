"""Spreadsheets (.xlsx, .xlsm, .xlsb, .xls, .ods): each sheet's name, and its rows as lines."""

from __future__ import annotations

import datetime
from io import BytesIO

import python_calamine

from scraper.documents.hyphens import without_soft_breaks
from scraper.errors import DocumentFault

MAX_CELLS = 2_000_000  # a sheet that claims more is mostly emptiness


def sheets_text(body: bytes) -> str:
    """Give the words of every sheet, hidden ones too: name, then rows, cells parted by tabs.

    Raises `DocumentFault`.
    """
    lines: list[str] = []
    cells = 0
    try:
        with python_calamine.load_workbook(BytesIO(body)) as book:
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                cells += sheet.width * sheet.height
                if cells > MAX_CELLS:
                    raise DocumentFault("too_large", f"it has more than {MAX_CELLS} cells")
                lines.append(name)
                for row in sheet.iter_rows():
                    lines.append("\t".join(map(_cell, row)).rstrip("\t"))
    except python_calamine.PasswordError as fault:
        raise DocumentFault("locked_file", "it is protected by a password") from fault
    except python_calamine.CalamineError as fault:
        raise DocumentFault("damaged_file", f"it is no whole spreadsheet: {fault}") from fault
    except BaseException as fault:  # a panic of the library beneath has no other base
        if type(fault).__name__ != "PanicException":
            raise
        raise DocumentFault("damaged_file", f"it is no whole spreadsheet: {fault}") from fault
    return "\n".join(lines)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "SAND" if value else "FALSK"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return " ".join(without_soft_breaks(str(value)).split())
