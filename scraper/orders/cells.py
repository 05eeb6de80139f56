"""A workbook's sheets as a person sees them in Excel: every cell as text, or one clear refusal.

What stands in the cells is the municipality's own: no message and no `repr` shows any of it, and no
fault of a library beneath, which might, is chained to ours.
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

import python_calamine

from scraper.documents.containers import member, opened
from scraper.errors import DocumentFault, UsageError
from scraper.orders.markup import WORKBOOK, Marks, Place, letter, padded, read_marks
from scraper.text.characters import plain

MAX_BYTES = 50_000_000  # of the file: one with every municipality and integration has one or two
MAX_CELLS = 2_000_000  # from A1 of every sheet to its last cell, empty ones too
MAX_SHEETS = 500  # there are some hundred integrations
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WEB_PAGE = (b"<!doctype html", b"<html")
_ANOTHER = "give 'ØIR - Tekniske informationer pr. kommune.xlsx'"
_SAVE_AS = "open it in Excel and save it as 'Excel-projektmappe (.xlsx)'"
_PROTECTED = "it is protected by a password: open it in Excel, remove that, and save it"
_MOST_EXACT = 1e15  # Excel's numbers have 15 digits


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its lines from A1, all of one length, every cell as text.

    `merged` has the first and the last place of each merged range, `errors` the cells that show an
    error in Excel, such as `G7`, and `unread` formulas without a value; they are read as empty.
    Hidden lines and columns are counted from 0.
    """

    name: str
    hidden: bool = False
    lines: Sequence[Sequence[str]] = field(default=(), repr=False)
    merged: tuple[tuple[Place, Place], ...] = ()
    errors: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    hidden_lines: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def read_grids(body: bytes) -> tuple[Grid, ...]:
    """Read every worksheet of an .xlsx, hidden ones too.

    Raises `UsageError` with one sentence for any file that is no such workbook, or has no rows.
    """
    _refuse_other_kinds(body)
    try:
        with opened(body) as container:
            _refuse_other_containers(container)
            marks = read_marks(container)
            _refuse_too_large(marks)
        grids = _read(body, marks)
    except DocumentFault as fault:
        raise UsageError(_sentence(fault)) from None
    if not any(grid.lines for grid in grids):
        raise UsageError(f"the spreadsheet has no rows in any sheet: {_ANOTHER}")
    return grids


def _sentence(fault: DocumentFault) -> str:
    if fault.kind == "locked_file":
        return f"the spreadsheet cannot be read, as {_PROTECTED}"
    if fault.kind == "too_large":
        return f"the spreadsheet is too large, as {fault.message}: {_ANOTHER}"
    return f"the spreadsheet is damaged, as {fault.message}: download it again"


def _refuse_other_kinds(body: bytes) -> None:
    """Raise `UsageError` for what its first bytes show to be no .xlsx."""
    start = body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not body.strip(b"\0 \t\r\n"):
        raise UsageError("the spreadsheet's file is empty: download it again")
    if len(body) > MAX_BYTES:
        raise UsageError(
            f"the spreadsheet is too large, as it has more than {MAX_BYTES} bytes: {_ANOTHER}"
        )
    if body.startswith(_OLE):
        raise UsageError(_compound_file(body))
    if start.startswith(b"%pdf-"):
        raise UsageError(f"this is a PDF document, no spreadsheet: {_ANOTHER}")
    if start.startswith(b"<") and any(mark in start for mark in _WEB_PAGE):
        raise UsageError(
            "this is a web page, no spreadsheet: sign in where it is kept, and download it again"
        )
    if not body.startswith(b"PK"):
        raise UsageError(f"this is no Excel workbook, whatever its name says: {_ANOTHER}")


def _compound_file(body: bytes) -> str:
    """Say what a compound file ([MS-CFB]) is, by its streams' names, and what to do."""
    if "EncryptedPackage".encode("utf-16-le") in body:
        return f"the spreadsheet cannot be read, as {_PROTECTED}"
    if any(name.encode("utf-16-le") in body for name in ("Workbook\0", "Book\0")):
        return f"this is an old Excel workbook (.xls), whatever its name says: {_SAVE_AS}"
    return f"this is no Excel workbook, whatever its name says: {_ANOTHER}"


def _refuse_other_containers(container: zipfile.ZipFile) -> None:
    """Raise `UsageError` for a ZIP file that is no workbook, or one with macros."""
    names = {name.lower() for name in container.namelist()}
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise UsageError(f"the spreadsheet holds macros, which are not let in: {_SAVE_AS}")
    if "xl/workbook.bin" in names:
        raise UsageError(f"this is a binary Excel workbook (.xlsb): {_SAVE_AS}")
    if "mimetype" in names and b"opendocument.spreadsheet" in member(container, "mimetype"):
        raise UsageError(f"this is an OpenDocument spreadsheet (.ods): {_SAVE_AS}")
    if "word/document.xml" in names:
        raise UsageError(f"this is a Word document, no spreadsheet: {_ANOTHER}")
    if WORKBOOK not in container.namelist():
        raise UsageError(f"this is a ZIP file, but no Excel workbook: {_ANOTHER}")


def _refuse_too_large(marks: dict[str, Marks]) -> None:
    """Raise `DocumentFault` before a sheet is opened that claims too much, as all of it is held."""
    if len(marks) > MAX_SHEETS:
        raise DocumentFault("too_large", f"it has more than {MAX_SHEETS} sheets")
    if sum(mark.height * mark.width for mark in marks.values()) > MAX_CELLS:
        raise DocumentFault("too_large", f"it has more than {MAX_CELLS} cells")


def _read(body: bytes, marks: dict[str, Marks]) -> tuple[Grid, ...]:
    try:
        with python_calamine.load_workbook(BytesIO(body)) as book:
            return tuple(
                _grid(book, sheet, marks[sheet.name])
                for sheet in book.sheets_metadata
                if sheet.name in marks
            )
    except python_calamine.PasswordError:
        raise DocumentFault("locked_file", "it is protected by a password") from None
    except python_calamine.CalamineError:  # its words may hold what stands in a cell
        raise DocumentFault("damaged_file", "it is no whole workbook") from None
    except BaseException as fault:  # a panic of the library beneath has no other base
        if type(fault).__name__ != "PanicException":
            raise
        raise DocumentFault("damaged_file", "it is no whole workbook") from None


def _grid(
    book: python_calamine.CalamineWorkbook, about: python_calamine.SheetMetadata, marks: Marks
) -> Grid:
    sheet = book.get_sheet_by_name(about.name)
    lines = [
        tuple(_shown(value, marks.patterns.get((line, column))) for column, value in enumerate(row))
        for line, row in enumerate(sheet.to_python(skip_empty_area=False))
    ]
    return Grid(
        name=about.name,
        hidden=about.visible is not python_calamine.SheetVisibleEnum.Visible,
        lines=lines if any(map(any, lines)) else (),
        merged=tuple(sheet.merged_cell_ranges or ()),
        errors=_named(marks.errors),
        unread=_named(marks.unread),
        hidden_lines=marks.hidden_lines,
        hidden_columns=marks.hidden_columns,
    )


def _named(places: Sequence[Place]) -> tuple[str, ...]:
    """Give cells as Excel names them: (6, 6) → `G7`."""
    return tuple(f"{letter(column)}{line + 1}" for line, column in places)


def _shown(value: object, pattern: str | None) -> str:
    """Give a cell as a Danish Excel shows it, its lines kept.

    Dates are day first, whole numbers without decimals, and texts have their leading zeros; of
    percent and currency only the number is given.
    """
    if isinstance(value, bool):
        return "SAND" if value else "FALSK"
    if isinstance(value, int | float):
        return _number(float(value), pattern)
    if isinstance(value, datetime.datetime):
        return f"{value:%d-%m-%Y} {_time(value.time())}"
    if isinstance(value, datetime.date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, datetime.time):
        return _time(value)
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return "\n".join(filter(None, map(plain, str(value).splitlines())))


def _time(value: datetime.time) -> str:
    return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"


def _number(value: float, pattern: str | None) -> str:
    if not value.is_integer() or abs(value) >= _MOST_EXACT:
        return f"{value:.15g}".replace(".", ",")
    return padded(value, pattern) if pattern and value >= 0 else str(int(value))
