"""The spreadsheet's cells as Excel shows them, files that are none, and what stays in them."""

from __future__ import annotations

import io
import logging
import traceback
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import UsageError
from scraper.orders import cells
from scraper.orders.facts import (
    Sheet,
    Workbook,
    read_facts,
    rows_for,
    sheet_for,
)
from scraper.orders.markup import letter, padded, zero_pattern
from tests import papers
from tests.workbooks import (
    DEBITOR,
    SECRETS,
    Tab,
    grid,
    refusal,
    sheet_of,
    usual,
    workbook,
)

# -- Cells as Excel shows them ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (8443, None, "8443"),
        (8443.0, "0", "8443"),
        (5790000123456, None, "5790000123456"),
        (1.5, None, "1,5"),
        (0.1 + 0.2, None, "0,3"),
        (-3, None, "-3"),
        ("007", None, "007"),
        ("1.0", None, "1.0"),
        (True, None, "SAND"),
        (False, None, "FALSK"),
        (date(2027, 3, 1), "dd-mm-yyyy", "01-03-2027"),
        (date(2027, 3, 1), "d/m/yy", "01-03-2027"),
        (datetime(2027, 3, 1, 13, 5), "dd-mm-yyyy hh:mm", "01-03-2027 13:05"),
        (time(13, 5), "hh:mm", "13:05"),
        (time(13, 5, 9), "hh:mm:ss", "13:05:09"),
        (timedelta(hours=30), "[h]:mm", "30:00:00"),
        (12345, "00000000", "00012345"),
        (89402000, "00\\ 00\\ 00\\ 00", "89 40 20 00"),
        (101705, '000000"-"0000', "000010-1705"),
        ("  to  ord \u00a0", None, "to ord"),
        ("https://a.exa\u200bmple", None, "https://a.example"),
        ("første\nanden\n", None, "første\nanden"),
    ],
)
def test_a_cell_is_read_as_excel_shows_it(value: Any, form: str | None, shown: str) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(DEBITOR)
        sheet.write_row(0, 0, ["Kommune", "Oplysning"])
        sheet.write(1, 0, "Odense")
        sheet.write(1, 1, value, form and book.add_format({"num_format": form}))
    (read,) = read_facts(out.getvalue()).sheets
    assert read.rows[0].facts["Oplysning"] == shown


def test_a_cell_with_an_error_is_empty_and_said() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(DEBITOR)
        sheet.write_row(0, 0, ["Kommune", "Port"])
        sheet.write(1, 0, "Odense")
        sheet.write_formula("B2", "=NA()", None, "#N/A")
    (read,) = read_facts(out.getvalue()).sheets
    assert read.rows[0].facts["Port"] == ""
    assert read.not_understood == (
        f"Arket »{DEBITOR}« viser en fejl i celle B2, som læses som tom.",
    )


def test_a_formula_that_was_never_calculated_is_said() -> None:
    body = rewritten(
        grid(["Kommune", "Port", "IP"], ["Odense", 8443, "192.0.2.1"]),
        "xl/worksheets/sheet1.xml",
        "<v>8443</v>",
        "<f>8000+443</f>",
    )
    (read,) = read_facts(body).sheets
    assert read.rows[0].facts["Port"] == ""
    assert read.not_understood == (
        f"Arket »{DEBITOR}« har en formel uden værdi i celle B2, som læses som tom: "
        "åbn regnearket i Excel, og gem det.",
    )


def with_hidden_lines(lines: list[list[object]], *hidden: int) -> Sheet:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(DEBITOR)
        for at, each in enumerate(lines):
            sheet.write_row(at, 0, each)
        for at in hidden:
            sheet.set_row(at - 1, None, None, {"hidden": True})
    return read_facts(out.getvalue()).sheets[0]


def test_hidden_lines_are_used_only_where_a_municipality_has_no_others() -> None:
    lines: list[list[object]] = [["Kommune", "Port"]]
    lines += [["Odense", 1], ["Odense", 2], ["Aarhus", 3], ["Lemvig", 4]]
    sheet = with_hidden_lines(lines, 3, 4)
    assert [(row.line, row.facts["Port"]) for row in sheet.rows] == [(2, "1"), (4, "3"), (5, "4")]
    assert sheet.not_understood == (
        f"Arket »{DEBITOR}« har skjulte linjer, som ikke bruges: 3.",
        f"Arket »{DEBITOR}« har skjulte linjer, som bruges, da kommunen ingen andre har: 4.",
    )


def test_hidden_columns_are_said() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(DEBITOR)
        sheet.write_row(0, 0, ["Kommune", "Port", "Gammel IP"])
        sheet.write_row(1, 0, ["Odense", 1, "192.0.2.1"])
        sheet.set_column(2, 2, None, None, {"hidden": True})
    (read,) = read_facts(out.getvalue()).sheets
    assert read.headers == ("Kommune", "Port", "Gammel IP")
    assert read.not_understood == (f"Arket »{DEBITOR}« har skjulte kolonner, som læses: C.",)


def test_cells_that_do_not_say_where_they_stand_are_read_too() -> None:
    body = rewritten(
        grid(["Kommune", "Port"], ["Odense", 1]), "xl/worksheets/sheet1.xml", ' r="', ' x="'
    )
    assert read_facts(body).sheets[0].rows[0].facts == {"Kommune": "Odense", "Port": "1"}


def test_a_far_cell_that_is_only_coloured_is_no_part_of_the_sheet() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(DEBITOR)
        sheet.write_row(0, 0, ["Kommune", "Port"])
        sheet.write_row(1, 0, ["Odense", 1])
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bg_color": "red"}))
    assert len(read_facts(out.getvalue()).sheets[0].rows) == 1


@given(st.integers(0, 10**14), st.integers(1, 14))
def test_a_number_padded_with_zeros_stays_the_number(value: int, zeros: int) -> None:
    shown = padded(value, "0" * zeros)
    assert int(shown) == value
    assert len(shown) == max(zeros, len(str(value)))
    assert padded(value, "00 00").replace(" ", "") == f"{value:04}"


def test_number_formats_that_are_not_of_zeros_only() -> None:
    for code in ("General", "0", "0.00", "#,##0", "0%", "dd-mm-yyyy", "@", "0E+00", '"0"00', ""):
        assert zero_pattern(code) is None
    assert zero_pattern("00000000;-0") == "00000000"
    assert zero_pattern('"+45 "00\\ 00') == "+45 00 00"


def test_letters_of_columns() -> None:
    assert [letter(at) for at in (0, 6, 25, 26, 701, 702, 16_383)] == (
        ["A", "G", "Z", "AA", "ZZ", "AAA", "XFD"]
    )


# -- Wrong files -----------------------------------------------------------------------------------


def rewritten(body: bytes, part: str, old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as container:
        members: dict[str, bytes | str] = {
            name: container.read(name) for name in container.namelist()
        }
    before = members[part]
    assert isinstance(before, bytes)
    assert old.encode() in before
    members[part] = before.replace(old.encode(), new.encode())
    return papers.zipped(members)


def with_member(body: bytes, name: str, content: bytes = b"x") -> bytes:
    with papers.appended(body) as container:
        container.writestr(name, content)
    return container.body


def locked() -> bytes:
    """Give the beginning of a workbook under a password ([MS-OFFCRYPTO]): a compound file."""
    return cells._OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500


WRONG = {
    "xls": (
        papers.xls("Ark1", [["Kommune", "Port"], ["Odense", 1]]),
        "this is an old Excel workbook (.xls), whatever its name says: open it in Excel and save "
        "it as 'Excel-projektmappe (.xlsx)'",
    ),
    "password": (
        locked(),
        "the spreadsheet cannot be read, as it is protected by a password: open it in Excel, "
        "remove that, and save it",
    ),
    "empty": (b"", "the spreadsheet's file is empty: download it again"),
    "blank": (b"\0\r\n \0", "the spreadsheet's file is empty: download it again"),
    "no rows": (
        workbook(Tab("Ark1", ())),
        "the spreadsheet has no rows in any sheet: give 'ØIR - Tekniske informationer pr. "
        "kommune.xlsx'",
    ),
    "macros": (
        with_member(usual(), "xl/vbaProject.bin"),
        "the spreadsheet holds macros, which are not let in: open it in Excel and save it as "
        "'Excel-projektmappe (.xlsx)'",
    ),
    "old macros": (
        with_member(usual(), "xl/macrosheets/sheet1.xml"),
        "the spreadsheet holds macros, which are not let in: open it in Excel and save it as "
        "'Excel-projektmappe (.xlsx)'",
    ),
    "pdf": (
        b"%PDF-1.7\n%\xe2\xe3",
        "this is a PDF document, no spreadsheet: give 'ØIR - Tekniske informationer pr. "
        "kommune.xlsx'",
    ),
    "sign-in page": (
        b"\xef\xbb\xbf<!DOCTYPE html>\n<html><title>Log ind</title>",
        "this is a web page, no spreadsheet: sign in where it is kept, and download it again",
    ),
    "word": (
        papers.word(papers.paragraph("Kommune")),
        "this is a Word document, no spreadsheet: give 'ØIR - Tekniske informationer pr. "
        "kommune.xlsx'",
    ),
    "zip": (
        papers.zipped({"readme.txt": "hej"}),
        "this is a ZIP file, but no Excel workbook: give 'ØIR - Tekniske informationer pr. "
        "kommune.xlsx'",
    ),
    "ods": (
        papers.ods("Ark1", [["Kommune"]]),
        "this is an OpenDocument spreadsheet (.ods): open it in Excel and save it as "
        "'Excel-projektmappe (.xlsx)'",
    ),
    "xlsb": (
        papers.zipped({"xl/workbook.bin": b"\x83\x01"}),
        "this is a binary Excel workbook (.xlsb): open it in Excel and save it as "
        "'Excel-projektmappe (.xlsx)'",
    ),
    "text": (
        b"Kommune;Port\r\nOdense;443\r\n",
        "this is no Excel workbook, whatever its name says: give 'ØIR - Tekniske informationer "
        "pr. kommune.xlsx'",
    ),
    "other compound file": (
        cells._OLE + b"\0" * 500 + "Bookmark".encode("utf-16-le"),
        "this is no Excel workbook, whatever its name says: give 'ØIR - Tekniske informationer "
        "pr. kommune.xlsx'",
    ),
    "a sheet is missing": (
        rewritten(usual(), "xl/_rels/workbook.xml.rels", "sheet2.xml", "sheet99.xml"),
        "the spreadsheet is damaged, as 'xl/worksheets/sheet99.xml' is missing in it: download it "
        "again",
    ),
    "broken markup": (
        rewritten(usual(), "xl/worksheets/sheet2.xml", "</row>", "</raw>"),
        "the spreadsheet is damaged, as its markup is damaged: download it again",
    ),
    "a cell nowhere": (
        rewritten(usual(), "xl/worksheets/sheet2.xml", 'r="G1"', 'r="G0"'),
        "the spreadsheet is damaged, as a cell in it stands nowhere: download it again",
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_file_gets_one_clear_sentence(kind: str) -> None:
    body, sentence = WRONG[kind]
    assert refusal(body) == sentence


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9, 0.99])
def test_half_a_download_is_damaged(share: float) -> None:
    body = usual()
    message = refusal(body[: int(len(body) * share)])
    assert message.startswith("the spreadsheet is damaged, as ")
    assert message.endswith(": download it again")


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
)
def test_a_damaged_part_shows_nothing_of_the_cells(part: str) -> None:
    with zipfile.ZipFile(io.BytesIO(usual())) as container:
        members: dict[str, bytes | str] = {n: container.read(n) for n in container.namelist()}
    members[part] = members[part][:-40] + b"<v>192.0.2.17</w>"  # type: ignore[operator]
    with pytest.raises(UsageError) as caught:
        read_facts(papers.zipped(members))
    shown = "".join(traceback.format_exception(caught.value))
    assert not any(secret in shown for secret in SECRETS)


def test_a_file_that_is_too_long_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MAX_BYTES", 100)
    assert refusal(usual()).startswith(
        "the spreadsheet is too large, as it has more than 100 bytes"
    )


def test_two_cells_far_apart_do_not_fill_the_memory() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(DEBITOR)
        sheet.write_row(0, 0, ["Kommune", "Port"])
        sheet.write(1_048_575, 16_383, "langt væk")
    assert refusal(out.getvalue()).startswith(
        "the spreadsheet is too large, as it has more than 2000000 cells"
    )


def test_too_many_sheets_are_refused() -> None:
    body = workbook(*(Tab(f"Ark{number}", ()) for number in range(cells.MAX_SHEETS + 1)))
    assert refusal(body).startswith("the spreadsheet is too large, as it has more than 500 sheets")


def test_a_bomb_is_refused() -> None:
    body = with_member(usual(), "xl/media/image1.png", b"\0" * 30_000_000)
    with papers.appended(b"") as container, zipfile.ZipFile(io.BytesIO(body)) as inner:
        for name in inner.namelist():
            container.writestr(name, inner.read(name), zipfile.ZIP_DEFLATED)
    assert refusal(container.body).startswith("the spreadsheet is too large, as it would unpack")


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", cells._OLE, b"<"]))
def test_any_bytes_are_refused_with_a_sentence(body: bytes, start: bytes) -> None:
    assert refusal(start + body)


# -- What stands in the cells stays there ----------------------------------------------------------


def test_no_repr_and_no_log_shows_what_stands_in_the_cells(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        book = read_facts(usual())
        sheet = sheet_for(book, "SF1590B")
        rows = rows_for(sheet, "Aarhus")
    shown = f"{book!r} {sheet!r} {rows!r} {cells.read_grids(usual())!r} {book.not_understood}"
    printed = "".join(capfd.readouterr())
    for secret in SECRETS:
        assert secret in "".join(rows[0].facts.values())
        assert secret not in shown + caplog.text + printed


def test_the_workbook_is_a_value() -> None:
    assert read_facts(usual()) == read_facts(usual())
    assert isinstance(hash(read_facts(usual())), int)
    assert isinstance(read_facts(usual()), Workbook)


def test_a_second_table_is_not_read_under_the_headers_of_the_first() -> None:
    sheet = sheet_of(
        ["Telefon", "Kommune"],
        ["1", "Odense"],
        ["E-mail", "Kommune"],
        ["x@y.example", "Aarhus"],
    )
    assert sheet.municipalities == ("Odense",)
    assert (
        f"Arket »{DEBITOR}« har endnu en tabel fra linje 3, som ikke læses." in sheet.not_understood
    )
