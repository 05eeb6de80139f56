"""Spreadsheets of technical facts made for the tests, as people make them in Excel."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from scraper.errors import UsageError
from scraper.orders.facts import Sheet, read_facts

Facts = Mapping[str, object]

FINANS = "SF1590A ØiR Finans"
DEBITOR = "Debitor (SF1590_B)"
KREDITOR = "ØIR Kreditorfaktura"
TECHNICAL: dict[str, object] = {
    "Webservice-URL": "https://oir.aarhus.example/debitor/v2",
    "IP-adresse": "192.0.2.17",
    "Port": 8443,
    "Certifikat CN": "oir.aarhus.example (funktionscertifikat)",
    "Certifikat udløber": date(2027, 3, 1),
    "OIO-ID": "00012345",
    "CVR": 55133018,
    "Kontaktperson": "Hanne Prøve",
    "Telefon": "+45 89 40 20 00",
    "E-mail": "hanne.proeve@aarhus.example",
}
"""The technical facts of one line, as typed into Excel."""
SHOWN = {
    **{header: str(value) for header, value in TECHNICAL.items()},
    "Certifikat udløber": "01-03-2027",
}
"""The same as Excel shows them."""
SECRETS = ("192.0.2.17", "oir.aarhus.example", "Hanne Prøve", "89 40 20 00", "00012345")
"""What may stand nowhere but in the files that are made."""


def line(municipality: str, **facts: object) -> Facts:
    """Give the facts of one line; those given replace the usual ones, `Webservice_URL=…`."""
    return {
        "Kommune": municipality,
        **TECHNICAL,
        **{name.replace("_", "-"): value for name, value in facts.items()},
    }


@dataclass
class Tab:
    """A sheet to be made. `titles` stand above the header, each on a line of its own."""

    name: str
    lines: Sequence[Facts]
    titles: Sequence[str] = ()
    notes: Sequence[str] = ()
    header: str | None = "Kommune"
    """What stands over the municipalities."""
    at: int | None = 6
    """Their column, counted from 0; None for where the shuffling puts it."""
    seed: int | None = None
    """Shuffles the other columns."""
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Headers over several columns each, on a line above: the columns then stand together."""
    hidden: bool = False

    def headers(self) -> list[str]:
        """Give the columns' names in their order."""
        names = list(dict.fromkeys(name for each in self.lines for name in each))
        names.remove("Kommune")
        grouped = [name for members in self.groups.values() for name in members]
        if self.seed is not None:
            random.Random(self.seed).shuffle(names)
        names = [name for name in names if name not in grouped] + grouped
        place = random.Random(self.seed).randrange(len(names)) if self.at is None else self.at
        names.insert(place, "Kommune")
        return names


def workbook(*tabs: Tab) -> bytes:
    """Give an .xlsx with these sheets."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for tab in tabs:
            _write(book, tab)
    return out.getvalue()


def read_me() -> Tab:
    """Give the front sheet, which holds no facts."""
    return Tab(
        "Læs mig",
        (),
        (
            "Tekniske informationer pr. kommune",
            "Kontakt supporten ved fejl i SF1590A eller SF1590B",
        ),
    )


def usual(seed: int | None = None) -> bytes:
    """Give the whole spreadsheet: three integrations, one hidden sheet, one line with a twin."""
    aarhus = line("Aarhus Kommune")
    second = line("Aarhus Kommune", Webservice_URL="https://oir.aarhus.example/debitor/test")
    koebenhavn = line("Københavns Kommune", OIO_ID="00054321")
    return workbook(
        read_me(),
        Tab(FINANS, [line("Odense"), koebenhavn], seed=seed),
        Tab(
            DEBITOR,
            [aarhus, koebenhavn, second, line("Høje-Taastrup")],
            titles=("ØIR - Tekniske informationer", "Opdateret 12-11-2026", ""),
            notes=("Rettelser meldes til supporten",),
            seed=seed,
        ),
        Tab(KREDITOR, [line("Lemvig Kommune")], header="Kommunenavn", seed=seed),
        Tab("Debitor gammel", [line("Aarhus")], hidden=True),
    )


def _write(book: Any, tab: Tab) -> None:
    sheet = book.add_worksheet(tab.name)
    if tab.hidden:
        sheet.hide()
    for at, title in enumerate(tab.titles):
        sheet.write(at, 0, title)
    if not tab.lines:
        return
    top, names = len(tab.titles), tab.headers()
    if tab.groups:
        _write_groups(sheet, tab, top, names)
        top += 1
    else:
        for column, name in enumerate(names):
            sheet.write(top, column, tab.header if name == "Kommune" else name)
    for at, facts in enumerate(tab.lines, top + 1):
        for column, name in enumerate(names):
            _write_cell(book, sheet, at, column, facts.get(name))
    for at, note in enumerate(tab.notes, top + len(tab.lines) + 2):
        sheet.write(at, 0, note)


def _write_groups(sheet: Any, tab: Tab, top: int, names: list[str]) -> None:
    """Write a header of two lines: groups over their columns, the others merged downwards."""
    grouped = {name for members in tab.groups.values() for name in members}
    for column, name in enumerate(names):
        if name in grouped:
            sheet.write(top + 1, column, name)
        else:
            text = tab.header if name == "Kommune" else name
            sheet.merge_range(top, column, top + 1, column, text)
    for group, members in tab.groups.items():
        first = names.index(members[0])
        sheet.merge_range(top, first, top, first + len(members) - 1, group)


def _write_cell(book: Any, sheet: Any, at: int, column: int, value: object) -> None:
    if isinstance(value, date):
        sheet.write_datetime(at, column, value, book.add_format({"num_format": "dd-mm-yyyy"}))
    elif isinstance(value, str):
        sheet.write_string(at, column, value)
    elif value is not None:
        sheet.write(at, column, value)


def only_sheet(tab: Tab) -> Sheet:
    (sheet,) = read_facts(workbook(tab)).sheets
    return sheet


def sheet_of(*rows: list[object], name: str = DEBITOR, merged: tuple[str, ...] = ()) -> Sheet:
    """Give the only sheet of a workbook with these cells; `merged` has ranges such as `A1:B1`."""
    (sheet,) = read_facts(grid(*rows, name=name, merged=merged)).sheets
    return sheet


def grid(*rows: list[object], name: str = DEBITOR, merged: tuple[str, ...] = ()) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        for place in merged:
            sheet.merge_range(place, "")
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(at, column, value)
    return out.getvalue()


def refusal(body: bytes) -> str:
    with pytest.raises(UsageError) as caught:
        read_facts(body)
    assert "\n" not in str(caught.value)
    return str(caught.value)
