"""The municipality's technical facts, from "ØIR - Tekniske informationer pr. kommune.xlsx".

The workbook has a sheet for each integration and a line or more for each municipality. Messages
name sheets, headers and municipalities, and nothing else that stands in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from scraper.errors import UsageError
from scraper.orders import integrations
from scraper.orders.cells import read_grids
from scraper.orders.municipality import municipality_key, near_names
from scraper.orders.understanding import understand
from scraper.orders.workbook import Column, Row, Sheet, Workbook

__all__ = [
    "Column",
    "Row",
    "Sheet",
    "Workbook",
    "read_facts",
    "rows_for",
    "sheet_for",
    "suggestions",
]


def read_facts(body: bytes) -> Workbook:
    """Read the spreadsheet. Raises `UsageError`, one sentence, for a file that is none."""
    return Workbook(tuple(map(understand, read_grids(body))))


def sheet_for(workbook: Workbook, code: str | None = None, name: str | None = None) -> Sheet:
    """Give the sheet of an integration, by its code, one of its parts' codes or its name.

    `SF1590_B_01` finds the sheet of that part, else that of SF1590B. Of several sheets the name
    decides, which may be the sheet's own. Hidden sheets are never taken. Raises `UsageError` with
    the sheets there are where none fits, or several equally.
    """
    wanted = integrations.asked_code(code)
    asked = " ".join(filter(None, (code, name and f"'{name}'"))) or "nothing"
    shown = [sheet for sheet in workbook.sheets if not sheet.hidden]
    fits = _fitting(shown, wanted, name)
    if not fits and _fitting(workbook.sheets, wanted, name):
        hidden = _quoted(_fitting(workbook.sheets, wanted, name))
        raise UsageError(f"the sheet for {asked}, {hidden}, is hidden: show it in Excel and save")
    if not fits:
        raise UsageError(f"no sheet is for {asked}: there are {_quoted(workbook.sheets)}")
    if len(fits) > 1:
        raise UsageError(f"several sheets fit {asked}: give one with --sheet, {_quoted(fits)}")
    if fits[0].municipality is None:
        raise UsageError(
            f"the sheet {_quoted(fits)} has no column of municipalities: "
            "write Kommune over the column that holds them, and save"
        )
    return fits[0]


def rows_for(sheet: Sheet, kommune: str) -> list[Row]:
    """Give the lines of a municipality, in whatever way its name is written.

    Raises `UsageError` with up to three near names where there is none; none of them is chosen.
    """
    key = municipality_key(kommune)
    if not key:
        raise UsageError(f"'{kommune}' is no municipality: write a name such as 'Aarhus Kommune'")
    found = [row for row in sheet.rows if municipality_key(row.municipality) == key]
    if not found:
        near = " or ".join(f"'{name}'" for name in suggestions(sheet, kommune))
        raise UsageError(
            f"'{kommune}' is not in the sheet '{sheet.name}'"
            + (f": did you mean {near}?" if near else ", and no name there is like it")
        )
    return found


def suggestions(sheet: Sheet, kommune: str) -> list[str]:
    """Give up to three names in the sheet that a misspelt one may stand for, the nearest first."""
    return near_names(kommune, sheet.municipalities)


def _fitting(sheets: Sequence[Sheet], code: str | None, name: str | None) -> list[Sheet]:
    """Give the sheets that fit best, by code before name; one with another's code never fits."""

    def by_name(sheet: Sheet) -> int:
        return integrations.likeness(name or "", sheet.name)

    if code is None:
        return _with_municipalities(_best(sheets, by_name))
    fits = _best(sheets, lambda sheet: integrations.closeness(code, sheet.codes))
    if fits:
        fits = _with_municipalities(fits)
        return _best(fits, by_name) or fits
    open_to_it = [
        sheet for sheet in sheets if all(code.startswith(f"{each}_") for each in sheet.codes)
    ]
    return _with_municipalities(_best(open_to_it, by_name))


def _best(sheets: Sequence[Sheet], measure: Callable[[Sheet], int]) -> list[Sheet]:
    """Give the sheets that measure most, none where all measure 0."""
    most = max(map(measure, sheets), default=0)
    return [sheet for sheet in sheets if most and measure(sheet) == most]


def _with_municipalities(sheets: list[Sheet]) -> list[Sheet]:
    """Give the sheets that can be used, or all where none can: the message then names them."""
    return [sheet for sheet in sheets if sheet.municipality] or sheets


def _quoted(sheets: Iterable[Sheet]) -> str:
    return ", ".join(f"'{sheet.name}'" for sheet in sheets) or "none"
