"""The spreadsheet of technical facts as it was understood: its sheets, columns and lines.

What stands in the cells is the municipality's own: it is held in memory only, and no `repr` shows
it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scraper.orders.municipality import municipality_key


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its letter in Excel and its header as printed, no two the same."""

    letter: str
    header: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a municipality: its number in Excel, and header → text as Excel shows it."""

    line: int
    municipality: str
    facts: Mapping[str, str] = field(repr=False, hash=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it was understood.

    `codes` are the integrations it is for (`SF1590_B`), `recognised_by` what said so, in Danish.
    `header_lines` are counted from 1, `municipality` is the letter of the column of municipalities,
    None where there is none, and `chosen_by` what spoke for it, in Danish.
    """

    name: str
    hidden: bool = False
    codes: tuple[str, ...] = ()
    recognised_by: tuple[str, ...] = ()
    header_lines: tuple[int, ...] = ()
    columns: tuple[Column, ...] = ()
    municipality: str | None = None
    chosen_by: str = ""
    rows: tuple[Row, ...] = field(default=(), repr=False)
    not_understood: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers, in the order of the columns."""
        return tuple(column.header for column in self.columns)

    @property
    def municipalities(self) -> tuple[str, ...]:
        """The municipalities as they are first written, in the order of the lines."""
        by_key: dict[str, str] = {}
        for row in self.rows:
            by_key.setdefault(municipality_key(row.municipality), row.municipality)
        return tuple(by_key.values())


@dataclass(frozen=True, slots=True)
class Workbook:
    """The spreadsheet as it was understood, every sheet in its order."""

    sheets: tuple[Sheet, ...]

    @property
    def not_understood(self) -> tuple[str, ...]:
        """What was not understood: Danish sentences that name sheets, columns and lines."""
        return tuple(sentence for sheet in self.sheets for sentence in sheet.not_understood)
