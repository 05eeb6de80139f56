"""The commands that show what is understood of what an order is made from: `facts` and `form`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.table import Table

from scraper.errors import UsageError
from scraper.forms.form import read_form
from scraper.forms.places import Kind
from scraper.options import Silent, Verbose
from scraper.orders.facts import read_facts, rows_for, sheet_for
from scraper.orders.integrations import asked_code
from scraper.orders.workbook import Row, Sheet
from scraper.terminal import Paper, guarded

T = TypeVar("T")
KINDS = {
    Kind.CELL_BESIDE: "celle ved siden af",
    Kind.CELL_BELOW: "celle nedenunder",
    Kind.LINE: "linje",
    Kind.TEXT_CONTROL: "tekstfelt",
    Kind.LIST_CONTROL: "liste",
    Kind.COMBO_CONTROL: "liste eller tekst",
    Kind.DATE_CONTROL: "dato",
    Kind.BOX_CONTROL: "afkrydsning",
    Kind.LEGACY_TEXT: "tekstfelt (ældre)",
    Kind.LEGACY_LIST: "liste (ældre)",
    Kind.LEGACY_BOX: "afkrydsning (ældre)",
    Kind.BOOKMARK: "bogmærke",
}
"""What users call each way a field is made."""
_LINES_SHOWN = 12
"""Municipalities and headers that are named in a table; the rest is counted."""
Kommune = Annotated[
    str | None, typer.Option("--kommune", metavar="NAVN", help="The municipality, as it is called.")
]


@guarded
def facts(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The spreadsheet.")],
    code: Annotated[
        str | None,
        typer.Option("--code", metavar="CODE", help="Only this integration's sheet; its name too."),
    ] = None,
    kommune: Kommune = None,
    quiet: Silent = False,
    verbose: Verbose = False,
) -> None:
    """Show what is understood of a spreadsheet of technical facts; it is kept nowhere.

    Example: katalog facts "ØIR - Tekniske informationer pr. kommune.xlsx" --code SF1590B
    """
    book = read_given(file, read_facts)
    named = None if asked_code(code) else code
    sheets = (sheet_for(book, None if named else code, named),) if code else book.sheets
    if kommune:
        _show_rows(sheets, kommune)
        return
    table = Table(box=None)
    for title in ("Ark", "Integration", "Kendt på", "Kommuner i", "Kommuner", "Kolonner"):
        table.add_column(title, overflow="fold")
    for sheet in sheets:
        chosen = f"{sheet.municipality}, {sheet.chosen_by}" if sheet.municipality else "ikke fundet"
        table.add_row(
            sheet.name + (" (skjult)" if sheet.hidden else ""),
            ", ".join(sheet.codes),
            ", ".join(sheet.recognised_by),
            chosen,
            _some(sheet.municipalities),
            _some(
                [f"{column.letter}: {column.header}" for column in sheet.columns],
                len(sheet.columns),
            ),
        )
    Paper(200).print(table)
    for sentence in book.not_understood if not code else sheets[0].not_understood:
        typer.echo(sentence)


@guarded
def form(
    file: Annotated[Path, typer.Argument(metavar="FILE.docx", help="The form.")],
    quiet: Silent = False,
    verbose: Verbose = False,
) -> None:
    """List the fields of a Word form, as `order` would fill them in.

    Example: katalog form Bestillingsformular.docx
    """
    found = read_given(file, read_form).fields
    if not found:
        raise UsageError(
            f"{file} has no fields that can be found: no empty cells, lines or controls"
        )
    table = Table(box=None)
    for title in ("Nr.", "Felt", "Under", "Slags", "Står der nu", "Kan vælges"):
        table.add_column(title, overflow="fold")
    for each in found:
        table.add_row(
            str(each.number),
            each.label,
            each.sections[-1] if each.sections else "",
            KINDS[each.kind],
            each.value or "",
            ", ".join(each.choices),
        )
    Paper().print(table)


def read_given(file: Path, read: Callable[[bytes], T]) -> T:
    """Read a file that the user gave. Raises `UsageError`, with the file's name."""
    try:
        return read(file.read_bytes())
    except OSError as fault:
        raise UsageError(f"cannot read {file}: {fault.strerror}") from fault
    except UsageError as fault:
        raise UsageError(f"{file.name}: {fault}") from fault


def _some(names: Sequence[str], most: int = _LINES_SHOWN) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" … og {rest} til" if rest > 0 else "")


def _show_rows(sheets: Sequence[Sheet], kommune: str) -> None:
    """Show a municipality's lines in every sheet that has some. Raises `UsageError` for none."""
    found, faults = [], []
    for sheet in sheets:
        try:
            found += [(sheet, row) for row in rows_for(sheet, kommune)]
        except UsageError as fault:
            faults.append(fault)
    if not found:
        near = (fault for fault in faults if "did you mean" in str(fault))
        raise next(near, UsageError(f"'{kommune}' is in none of the sheets"))
    for sheet, row in found:
        _show_row(sheet, row)


def _show_row(sheet: Sheet, row: Row) -> None:
    """Show one line of a municipality on the terminal."""
    table = Table(
        box=None, show_header=False, title=f"{sheet.name}, linje {row.line}", title_justify="left"
    )
    table.add_column(style="bold", max_width=34)
    table.add_column(overflow="fold")
    for name, value in row.facts.items():
        table.add_row(name, value)
    Paper(120).print(table)
