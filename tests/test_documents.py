"""What is read of documents: every construction that words stand in, and what is refused."""

from __future__ import annotations

import contextlib
import io
import os
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from scraper.documents import containers
from scraper.documents.pool import Limits, Readers
from scraper.documents.sheets import sheets_text
from scraper.documents.text import MAX_SIGNS, Text, read_text, tidy
from scraper.errors import DocumentFault
from tests import papers
from tests.standin.docx import docx
from tests.standin.pdf import pdf


def fault_of(name: str, body: bytes) -> str:
    with pytest.raises(DocumentFault) as caught:
        read_text(name, body)
    assert caught.value.message
    return caught.value.kind


# -- Word -------------------------------------------------------------------------------------


def words_of(body: str, **parts: str) -> str:
    found = read_text("brev.docx", papers.word(body, **parts))
    assert found.extractor == "docx/3"
    return found.text or ""


def test_paragraphs_stand_on_lines_of_their_own() -> None:
    assert words_of(papers.paragraph("Én") + papers.paragraph("to æøå")) == "Én\nto æøå"


def test_a_tables_rows_are_lines_and_its_cells_are_parted() -> None:
    table = papers.table(("Kommune", "Bestillings-id"), ("Aarhus", "42"))
    assert words_of(table) == "Kommune\tBestillings-id\nAarhus\t42"


def test_a_table_in_a_cell_is_read() -> None:
    inner = papers.table(("dybt", "nede"))
    outer = f"<w:tbl><w:tr><w:tc>{papers.paragraph('yderst')}{inner}</w:tc></w:tr></w:tbl>"
    text = words_of(outer)
    assert text.split() == ["yderst", "dybt", "nede"]


def test_header_footer_and_notes_are_read() -> None:
    text = words_of(
        papers.paragraph("brødtekst"),
        header1=papers.paragraph("hoved"),
        footer2=papers.paragraph("fod"),
        footnotes=f"<w:footnote>{papers.paragraph('note')}</w:footnote>",
        endnotes=f"<w:endnote>{papers.paragraph('slutnote')}</w:endnote>",
    )
    assert text.split() == ["hoved", "brødtekst", "note", "slutnote", "fod"]


def test_content_controls_are_read() -> None:
    control = f"<w:sdt><w:sdtContent>{papers.paragraph('Vælg rute')}</w:sdtContent></w:sdt>"
    assert words_of(papers.paragraph("Rute:") + control) == "Rute:\nVælg rute"


def test_a_text_box_is_read_once() -> None:
    box = "<w:txbxContent>{}</w:txbxContent>".format(papers.paragraph("i boksen"))
    both = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert words_of(both) == "i boksen"


def test_a_text_box_stands_after_the_line_it_is_anchored_in() -> None:
    box = f"<w:r><w:txbxContent>{papers.paragraph('boks')}</w:txbxContent></w:r>"
    text = words_of(f"<w:p><w:r><w:t>ord</w:t></w:r>{box}<w:r><w:t>blind</w:t></w:r></w:p>")
    assert text == "ordblind\nboks"


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([("", "Ja", "Nej"), ("", "1", "2")], "Før\n\tJa\tNej\n\t1\t2"),
        ([("", "", "x"), ("a", "", "")], "Før\n\t\tx\na"),
    ],
)
def test_an_empty_first_cell_keeps_its_row_a_line(rows: list[tuple[str, ...]], text: str) -> None:
    assert words_of(papers.paragraph("Før") + papers.table(*rows)) == text


def test_where_a_tab_stop_is_is_no_tab() -> None:
    stops = "<w:pPr><w:tabs><w:tab w:pos='1'/><w:tab w:pos='2'/></w:tabs></w:pPr>"
    assert words_of(f"<w:p>{stops}<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>") == "a\tb"


def test_signs_of_forms_are_read() -> None:
    entries = "".join(f"<w:listEntry w:val='{each}'/>" for each in ("Vælg", "SFTP", "Webservice"))
    field = f"<w:r><w:fldChar><w:ffData><w:ddList><w:result w:val='2'/>{entries}</w:ddList>"
    boxes = "<w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:t> Ja </w:t><w:sym w:char='F0A8'/>"
    text = words_of(f"<w:p>{field}</w:ffData></w:fldChar></w:r>{boxes}<w:t> Nej</w:t></w:r></w:p>")
    assert text == "Webservice☑ Ja ☐ Nej"


def test_formulas_comments_and_drawn_diagrams_are_read() -> None:
    body = (
        "<w:p><m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'>"
        "<m:r><m:t>x=2</m:t></m:r></m:oMath></w:p>"
    )
    note = f"<w:comment>{papers.paragraph('Er det rigtigt?')}</w:comment>"
    drawn = "<a:p xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'><a:r><a:t>Trin 1"
    drawn += "</a:t></a:r></a:p>"
    text = words_of(body, comments=note, **{"diagrams/data1": drawn})
    assert text.split("\n") == ["x=2", "", "Trin 1", "", "Er det rigtigt?"]


def test_a_header_that_stands_three_times_is_read_once() -> None:
    same = papers.paragraph("KOMBIT")
    parts = {f"header{number}": same for number in (1, 2, 3)}
    assert words_of(papers.paragraph("a"), **parts).split() == ["KOMBIT", "a"]


def test_what_is_deleted_or_computed_from_is_left_out() -> None:
    body = (
        "<w:p><w:del><w:r><w:delText>gammelt</w:delText></w:r></w:del>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:ins><w:r><w:t>nyt</w:t></w:r></w:ins></w:p>"
    )
    assert words_of(body) == "nyt"


def test_words_cut_into_runs_are_whole_again() -> None:
    body = "<w:p><w:r><w:t>Bestil</w:t></w:r><w:r><w:t>lings</w:t><w:noBreakHyphen/><w:t>id</w:t>"
    assert words_of(body + "<w:tab/><w:br/></w:r></w:p>") == "Bestillings-id"


def test_a_word_file_without_words_has_no_text() -> None:
    assert read_text("tom.docx", papers.word("")) == Text(None, "docx/3")


def test_entities_are_not_followed() -> None:
    xml = (
        f'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{papers.W}">'
        "<w:body><w:p><w:r><w:t>før</w:t></w:r><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
    )
    assert read_text("x.docx", papers.zipped({"word/document.xml": xml})).text == "før"


# -- spreadsheets -----------------------------------------------------------------------------

ROWS: list[list[object]] = [["Kommune", "Pris"], ["Ærø", 1328], ["Aarhus", 1328.5]]
LINES = "Kommune\tPris\nÆrø\t1328\nAarhus\t1328.5"


def test_every_sheet_is_read_with_its_name() -> None:
    body = papers.xlsx(Debitor=ROWS, Kreditor=[["SF1590_D"]])
    assert read_text("a.xlsx", body) == Text(f"Debitor\n{LINES}\nKreditor\nSF1590_D", "sheets/3")


def test_an_old_spreadsheet_is_read() -> None:
    assert read_text("a.xls", papers.xls("Debitor", ROWS)).text == f"Debitor\n{LINES}"


def test_an_opendocument_spreadsheet_is_read() -> None:
    assert read_text("a.ods", papers.ods("Ark1", [["Ærø", "42"]])).text == "Ark1\nÆrø\t42"


def test_a_spreadsheet_with_the_wrong_name_is_read_for_what_it_is() -> None:
    assert read_text("a.xlsx", papers.xls("Ark", [["ord"]])).text == "Ark\nord"
    assert read_text("a.docx", papers.xlsx(Ark=[["ord"]])).text == "Ark\nord"


def test_a_sheet_that_claims_a_million_rows_is_refused() -> None:
    body = papers.xlsx(Ark=[["a"]])
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(body)) as container:
        members: dict[str, bytes | str] = {n: container.read(n) for n in container.namelist()}
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    members[sheet] = bytes(members[sheet]).replace(b"</sheetData>", cell)  # type: ignore[arg-type]
    with Readers[int, Text](read_text) as readers:
        found = [*readers.submit(1, "a.xlsx", papers.zipped(members)), *readers.rest()]
    assert isinstance(found[0][1], DocumentFault)


# -- PDF --------------------------------------------------------------------------------------


def test_every_page_of_a_pdf_is_read() -> None:
    body = pdf("Første side (æøå)", "Anden side")
    assert read_text("a.pdf", body) == Text("Første side (æøå)\n\nAnden side", "pdf/3")


def locked(password: str, algorithm: str = "RC4-128") -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("hemmeligt"))))
    writer.encrypt(user_password=password, owner_password="ejer", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    assert read_text("a.pdf", locked("")).text == "hemmeligt"


@pytest.mark.parametrize("algorithm", ["AES-128", "AES-256", "AES-256-R5"])
def test_a_pdf_locked_by_a_later_cipher_is_read_alike(algorithm: str) -> None:
    assert read_text("a.pdf", locked("", algorithm)).text == "hemmeligt"
    assert fault_of("a.pdf", locked("kode", algorithm)) == "locked_file"


def test_a_title_that_a_program_made_up_is_none() -> None:
    for title, known in (("untitled", None), ("Vejledning", "Vejledning")):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("ord"))))
        writer.add_metadata({"/Title": title})
        out = io.BytesIO()
        writer.write(out)
        assert read_text("a.pdf", out.getvalue()).title == known


def test_a_pdf_with_a_password_is_locked() -> None:
    assert fault_of("a.pdf", locked("kode")) == "locked_file"


XML_8 = '<?xml version="1.0" encoding="UTF-8"?><a>blåbærgrød på øen Ærø</a>'
WIDE_XML = '<?xml version="1.0" encoding="UTF-16"?><a>ø</a>'


# -- plain text -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "body", "text"),
    [
        ("a.txt", "æøå".encode(), "æøå"),
        ("a.txt", "rødgrød med fløde på".encode("cp1252"), "rødgrød med fløde på"),
        ("a.txt", "æøå".encode("utf-16"), "æøå"),
        ("a.xml", '<?xml version="1.0" encoding="ISO-8859-1"?><a>ø</a>'.encode("latin-1"), None),
        ("a.wsdl", b'<definitions name="DebitorHent"/>', None),
        ("A.XSD", b"<schema/>", "<schema/>"),
        ("a.xml", '<?xml version="1.0" encoding="UTF-16"?><a>ø</a>'.encode("utf-16-le"), WIDE_XML),
        ("b.xml", XML_8.encode("cp1252"), XML_8),
        ("c.xml", b"<a>p&#230;rer &#38; &#xE6;bler</a>", "<a>pærer &#38; æbler</a>"),
        ("d.json", b'{"a": "sm\\u00f8r\\u0022"}', '{"a": "smør\\u0022"}'),
        ("README", "Læs mig".encode(), "Læs mig"),
        ("tal.xls", b"<html><td>Pris</td></html>", "<html><td>Pris</td></html>"),
        ("a.json", b'{"openapi": "3.0.0"}', None),
        ("service.properties", b"service.uuid=1\r\nservice.entityID=2\r\n", None),
    ],
)
def test_text_files_are_read_as_they_stand(name: str, body: bytes, text: str | None) -> None:
    found = read_text(name, body)
    assert found.extractor == "plain/4"
    if text is None:
        text = body.decode("latin-1").replace("\r\n", "\n").strip()
    assert found.text == text


def test_a_picture_is_not_read_and_no_problem() -> None:
    assert read_text("logo.png", b"\x89PNG\r\n\x1a\n" + bytes(50)) == Text(None, "none/2")


# -- what cannot be read ----------------------------------------------------------------------


def old_word() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le")


def locked_office() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


def bomb() -> bytes:
    return papers.zipped({"word/document.xml": b" " * 30_000_000})


def locked_zip() -> bytes:
    body = bytearray(docx("hemmeligt"))
    at = 0
    while (at := body.find(b"PK\x01\x02", at + 1)) > 0:
        body[at + 8] |= 1  # APPNOTE.TXT 4.4.4, bit 0
    return bytes(body)


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("a.doc", old_word(), "unread_kind"),
        ("a.docx", locked_office(), "locked_file"),
        ("a.xlsx", locked_office(), "locked_file"),
        ("a.docx", locked_zip(), "locked_file"),
        ("a.docx", bomb(), "too_large"),
        ("a.docx", docx("afskåret")[:200], "damaged_file"),
        ("a.docx", b"", "damaged_file"),
        ("a.docx", papers.zipped({"word/document.xml": "<w:document"}), "damaged_file"),
        ("a.xlsx", papers.xlsx(Ark=ROWS)[:-300], "damaged_file"),
        ("a.xlsx", b"not a spreadsheet", "damaged_file"),
        ("a.pdf", b"%PDF-1.4\nnothing", "damaged_file"),
        ("a.pdf", b"", "damaged_file"),
        ("a.txt", b"a\0b\0", "unread_kind"),
        ("a.txt", b"ord " * (MAX_SIGNS // 4 + 1), "too_large"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, body: bytes, kind: str) -> None:
    assert fault_of(name, body) == kind


def test_a_member_longer_than_it_says_is_refused() -> None:
    body = bytearray(papers.zipped({"a.txt": b"x" * 5000}))
    at = body.index(b"PK\x01\x02")
    body[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(DocumentFault), containers.opened(bytes(body)) as container:
        containers.member(container, "a.txt")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("bla\u030abær", "blåbær"),
        ("speci\ufb01kation", "specifikation"),
        ("doku\u00admentation", "dokumentation"),
        ("m² og №", "m² og №"),
    ],
)
def test_words_are_kept_as_they_are_searched_for(text: str, clean: str) -> None:
    assert tidy(text) == clean


@given(st.text())
def test_a_tidy_text_stays_as_it_is(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    once.encode()


def test_a_spreadsheet_on_which_its_library_gives_up_is_refused() -> None:
    body = bytearray(papers.xls("Ark", ROWS))
    body[402] = 190
    with pytest.raises(DocumentFault, match="no whole spreadsheet"):
        sheets_text(bytes(body[:4969]))


SAMPLES = {
    "a.docx": docx("ord", "flere"),
    "a.xlsx": papers.xlsx(Ark=ROWS),
    "a.xls": papers.xls("Ark", ROWS),
    "a.ods": papers.ods("Ark", [["a"]]),
    "a.pdf": pdf("side"),
    "a.xml": b"<a>ord</a>",
}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_mangled_file_is_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(SAMPLES)))
    body = bytearray(SAMPLES[name])
    for _ in range(data.draw(st.integers(1, 8))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.just(len(body)), st.integers(0, len(body))))
    with contextlib.suppress(DocumentFault):
        found = read_text(name, bytes(body[:cut]))
        assert found.text is None or found.text.strip() == found.text


# -- in processes of their own ----------------------------------------------------------------


def hostile(name: str, _: bytes) -> str:
    if name == "dies":
        os._exit(3)
    if name == "swells":
        return str(len(bytearray(2_000_000_000)))
    if name == "hangs":
        time.sleep(600)
    if name == "breaks":
        raise RuntimeError("broken")
    return name


def test_on_a_machine_of_many_cores_each_reader_has_memory_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(64))
    body = papers.xlsx(Ark=[["Kommune"] * 4 for _ in range(5_000)])
    with Readers[int, Text](read_text) as readers:
        found = dict([*readers.submit(1, "a.xlsx", body), *readers.rest()])
    assert isinstance(found[1], Text), found[1]
    assert (found[1].text or "").count("Kommune") == 20_000


def test_a_reader_that_dies_swells_hangs_or_breaks_costs_its_document_only() -> None:
    names = ["one", "dies", "two", "swells", "three", "hangs", "four", "breaks", "five"]
    found = {}
    with Readers[str, str](hostile, Limits(seconds=10)) as readers:
        for name in names:
            found.update(readers.submit(name, name, b""))
        found.update(readers.rest())
    kinds = {
        key: each.kind if isinstance(each, DocumentFault) else each for key, each in found.items()
    }
    assert list(kinds) == names
    assert kinds == {
        "one": "one",
        "dies": "reader_died",
        "two": "two",
        "swells": "reader_memory",
        "three": "three",
        "hangs": "reader_overdue",
        "four": "four",
        "breaks": "reader_fault",
        "five": "five",
    }


def test_no_more_than_the_limit_is_held() -> None:
    with Readers[int, str](hostile, Limits(waiting=10)) as readers:
        assert not list(readers.submit(1, "a", bytes(8)))
        assert [key for key, _ in readers.submit(2, "b", bytes(8))] == [1]
        assert [key for key, _ in readers.rest()] == [2]
