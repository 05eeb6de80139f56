"""Forms in Word: every way their fields are made, what is put into them, and what is refused."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from scraper.documents.word import word_text
from scraper.errors import FormFault
from scraper.forms.dates import as_date, written_date
from scraper.forms.form import fill, read_form
from scraper.forms.places import Kind
from scraper.forms.signs import OURS
from tests import forms, papers
from tests.forms import bookmark, box_control, cell, control, par, prompt, row, run, table
from tests.office import printed, to_pdf
from tests.standin.pdf import pdf

ALL = pytest.mark.parametrize("construction", list(forms.CONSTRUCTIONS))
DOCUMENT = "word/document.xml"
TEXTS = {Kind.CELL_BESIDE, Kind.CELL_BELOW, Kind.LINE, Kind.TEXT_CONTROL, Kind.LEGACY_TEXT}
FORMS = {construction: forms.form(construction) for construction in forms.CONSTRUCTIONS}


def fields_of(body: str, **sides: str) -> dict[str, str | None]:
    """Give the labels of the fields in a document, and what stands in them."""
    found = read_form(forms.docx(body, **sides)).fields
    assert [each.number for each in found] == list(range(1, len(found) + 1))
    assert len({each.label for each in found}) == len(found), found
    return {each.label: each.value for each in found}


def labels_of(body: str, **sides: str) -> list[str]:
    return list(fields_of(body, **sides))


def numbers(body: bytes) -> dict[str, int]:
    return {each.label: each.number for each in read_form(body).fields}


def filled(body: bytes, **answers: str) -> bytes:
    """Fill fields by their labels."""
    by = numbers(body)
    return fill(body, {by[label]: value for label, value in answers.items()})


def fully_filled(construction: str) -> bytes:
    return filled(FORMS[construction], **forms.ANSWERS)


def document_of(body: bytes, name: str = DOCUMENT) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return archive.read(name)


def put(body: str, **answers: str) -> str:
    """Fill fields of a document by their labels; give the XML of the document."""
    return document_of(filled(forms.docx(body), **answers)).decode()


# -- The five constructions -----------------------------------------------------------------------


@ALL
def test_every_field_is_found_by_its_name_and_once(construction: str) -> None:
    found = read_form(FORMS[construction]).fields
    assert [each.label for each in found] == list(forms.ASKED)
    assert [each.number for each in found] == list(range(1, len(forms.ASKED) + 1))
    assert not [each for each in found if each.value is not None]


@ALL
def test_a_list_tells_its_choices(construction: str) -> None:
    found = {each.label: each for each in read_form(FORMS[construction]).fields}
    assert found["Miljø"].choices == forms.ENVIRONMENTS


@ALL
def test_what_is_filled_in_is_read_again(construction: str) -> None:
    found = {each.label: each.value for each in read_form(fully_filled(construction)).fields}
    day = "2026-03-05" if construction == "legacy" else "5. marts 2026"
    assert found == forms.ANSWERS | {"Miljø": "Produktion", "Ønsket dato": day}


@ALL
def test_a_form_filled_in_twice_holds_the_second_values(construction: str) -> None:
    twice = filled(fully_filled(construction), Kommune="Fanø Kommune", Miljø="Test")
    found = {each.label: each.value for each in read_form(twice).fields}
    assert (found["Kommune"], found["Miljø"]) == ("Fanø Kommune", "Test")
    assert "Ærø" not in word_text(twice)
    assert found["Telefon"] == forms.ANSWERS["Telefon"]


@ALL
def test_the_fields_are_found_in_the_strict_namespaces(construction: str) -> None:
    with zipfile.ZipFile(io.BytesIO(FORMS[construction])) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    body = forms.packed(forms.strict(files))
    assert list(numbers(body)) == list(forms.ASKED)
    done = filled(body, Kommune="Ærø", Miljø="Test", Bemærkninger="a\nb")
    found = {each.label: each.value for each in read_form(done).fields}
    assert (found["Kommune"], found["Miljø"], found["Bemærkninger"]) == ("Ærø", "Test", "a\nb")
    assert forms.W.encode() not in document_of(done)


@ALL
def test_nothing_to_fill_in_gives_the_same_bytes(construction: str) -> None:
    assert fill(FORMS[construction], {}) == FORMS[construction]
    assert fill(FORMS[construction], {1: ""}) == FORMS[construction]


@ALL
def test_the_files_that_were_not_touched_stay_byte_for_byte(construction: str) -> None:
    before, after = raw_members(FORMS[construction]), raw_members(fully_filled(construction))
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {DOCUMENT}
    with (
        zipfile.ZipFile(io.BytesIO(FORMS[construction])) as old,
        zipfile.ZipFile(io.BytesIO(fully_filled(construction))) as new,
    ):
        assert new.testzip() is None
        assert new.comment == old.comment == b"Opdigtet formular"
        for was, now in zip(old.infolist(), new.infolist(), strict=True):
            kept = ("filename", "date_time", "compress_type", "comment", "extra", "external_attr")
            assert [getattr(was, name) for name in kept] == [getattr(now, name) for name in kept]


def raw_members(body: bytes) -> dict[str, bytes]:
    """Give each file of an archive as it lies there, its own header with it."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        infos = archive.infolist()
        ends = [info.header_offset for info in infos[1:]] + [archive.start_dir]
    return {
        info.filename: body[info.header_offset : end] for info, end in zip(infos, ends, strict=True)
    }


@ALL
def test_nothing_but_the_fields_is_changed(construction: str) -> None:
    old = document_of(FORMS[construction])
    new = document_of(fully_filled(construction))
    changed = differing(etree.fromstring(old), etree.fromstring(new))
    assert {etree.QName(each).localname for each, _ in changed} <= {"p", "sdt"}
    assert len(changed) <= len(forms.ASKED)
    for was, now in changed:
        assert properties(was) == properties(now)
        assert labels_in(was) <= labels_in(now)
    for start in (old[: old.index(b"<w:body>")], b"<w:del w:id=", b"<w:commentRangeStart"):
        assert start in new


def differing(old: Any, new: Any) -> list[tuple[Any, Any]]:
    """Give the paragraphs and controls that are not the same in two trees."""
    if etree.tostring(old, method="c14n") == etree.tostring(new, method="c14n"):
        return []
    if etree.QName(old).localname in ("p", "sdt") or len(old) != len(new):
        return [(old, new)]
    assert (old.tag, old.attrib, old.text) == (new.tag, new.attrib, new.text)
    return [pair for both in zip(old, new, strict=True) for pair in differing(*both)]


def properties(paragraph: Any) -> bytes:
    return b"".join(etree.tostring(each, method="c14n") for each in paragraph.findall("{*}pPr"))


def labels_in(element: Any) -> set[str]:
    text = "".join(each.text or "" for each in element.iter("{*}t"))
    return {label for label in forms.ASKED if label in text}


@ALL
def test_every_byte_outside_the_field_stays(construction: str) -> None:
    old = document_of(FORMS[construction])
    for field in read_form(FORMS[construction]).fields:
        new = document_of(fill(FORMS[construction], {field.number: forms.ANSWERS[field.label]}))
        start = same_at_start(old, new)
        end = same_at_start(old[start:][::-1], new[start:][::-1])
        was = old[start : len(old) - end]
        assert new != old
        assert was.count(b"<w:p>") <= 2, (field, was)
        assert not [label for label in forms.ASKED if f">{label}<".encode() in was]


def same_at_start(one: bytes, other: bytes) -> int:
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


# -- Where fields are found, and where not --------------------------------------------------------


def test_headings_instructions_and_tables_of_text_have_no_fields() -> None:
    text = (
        forms.heading("Kontaktoplysninger:")
        + par(run("Formularen sendes til:"))
        + par(run("bibsys@kombit.example"))
        + par(run("Du skal bruge følgende:"))
        + par(run("et certifikat"), '<w:numPr><w:numId w:val="1"/></w:numPr>')
        + par(run("Vent venligst..."))
        + par(run("Bemærk: Udfyldes kun én gang."))
        + table(
            row("Ydelse", "Leverandør", "Pris", header=True),
            row("Rute", "IBM", "1.328 kr."),
            row("Support", "IBM", ""),
        )
        + table(row("Reaktionstid", "5 arbejdsdage"), row("Leveringstid", "5 arbejdsdage"))
    )
    assert fields_of(text) == {}


def test_contents_lead_to_pages_not_to_fields() -> None:
    tabs = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9072"/></w:tabs>'
    assert fields_of(par(run("1. Formål") + "<w:r><w:tab/></w:r>" + run("3"), tabs)) == {}


def test_a_document_without_fields_has_none() -> None:
    assert read_form(papers.word(papers.paragraph("Kun tekst."))).fields == ()


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("1. Kommune", "Kommune"),
        ("1.2 Kommune:", "Kommune"),
        ("a) Kommune *", "Kommune"),
        ("Kommune(*):", "Kommune"),
        ("Er kommunen oprettet?", "Er kommunen oprettet?"),
    ],
)
def test_a_label_is_its_words(label: str, shown: str) -> None:
    assert labels_of(table(row(label, ""), row("CVR", ""))) == [shown, "CVR"]


def test_labels_beside_and_above_cells_of_one_table() -> None:
    text = table(
        row("Kommune", "", "CVR", ""),
        row(cell("Kontakt", span=4)),
        row("Navn", "Telefon", "E-mail", "Rolle"),
        row("", "", "", ""),
        row(cell("Bemærkninger", span=4)),
        row(cell("", span=4)),
        columns=4,
    )
    assert labels_of(text) == [
        "Kommune", "CVR", "Navn", "Telefon", "E-mail", "Rolle", "Bemærkninger",
    ]  # fmt: skip


def test_empty_rows_below_a_heading_are_counted() -> None:
    text = table(row("IP-adresse", "Port"), row("", ""), row("", ""))
    assert labels_of(text) == ["IP-adresse", "Port", "IP-adresse (2)", "Port (2)"]


def test_columns_name_the_cells_of_a_row_too() -> None:
    text = table(row("", "Test", "Produktion"), row("IP-adresse", "", ""), row("Port", "", ""))
    assert labels_of(text) == [
        "IP-adresse – Test", "IP-adresse – Produktion", "Port – Test", "Port – Produktion",
    ]  # fmt: skip


def test_a_column_that_says_only_that_it_is_filled_in_is_no_name() -> None:
    text = table(
        row("Nr", "Felt", "Udfyldes af kommunen", header=True),
        row("1", "Kommune", ""),
        row("2", "CVR", ""),
    )
    assert labels_of(text) == ["Kommune", "CVR"]


def test_two_labels_before_tabs_of_which_the_second_draws_a_line_are_two_fields() -> None:
    tab = "<w:r><w:tab/></w:r>"
    line = par(run("Kommune:") + tab + run("CVR-nr.:") + tab, '<w:pStyle w:val="Linjefelt"/>')
    assert labels_of(line) == ["Kommune", "CVR-nr."]
    body = forms.docx(line)
    filled = read_form(fill(body, {1: "Aarhus", 2: "55133018"})).fields
    assert [(each.label, each.value) for each in filled] == [
        ("Kommune", "Aarhus"), ("CVR-nr.", "55133018"),
    ]  # fmt: skip


def test_help_stands_between_a_label_and_its_cell() -> None:
    assert labels_of(table(row("Port", "(fx 8443)", ""))) == ["Port"]


def test_merged_cells_are_one() -> None:
    text = table(
        row(cell("Kontakt", merge="restart"), "Navn", ""),
        row(cell("", merge="continue"), "Telefon", ""),
        row("Noter", cell("", span=2, merge="restart")),
        row("Andet", cell("", span=2, merge="continue")),
    )
    assert labels_of(text) == ["Navn", "Telefon", "Noter"]
    heads = [field.sections for field in read_form(forms.docx(text)).fields]
    assert heads == [("Kontakt",), ("Kontakt",), ()]


def test_a_table_within_a_cell_has_its_own_fields() -> None:
    inner = table(row("Port", ""), row("Protokol", ""))
    assert labels_of(table(row("Kommune", ""), row("Teknik", cell(inner + par())))) == [
        "Kommune", "Port", "Protokol",
    ]  # fmt: skip


def test_a_cell_that_is_filled_in_is_listed_beside_those_that_are_not() -> None:
    text = table(row("Kommune", "Ærø"), row("CVR", ""), row("Adresse", cell(par(run("A")) * 2)))
    assert fields_of(text) == {"Kommune": "Ærø", "CVR": None, "Adresse": "A\nA"}
    assert fields_of(table(row("Kommune:", "Ærø"))) == {"Kommune": "Ærø"}
    text = table(row("Kommune", "CVR"), row("", "28"))
    assert fields_of(text) == {"Kommune": None, "CVR": "28"}


def test_a_line_that_is_filled_in_is_listed_beside_those_that_are_not() -> None:
    text = par(run("Kommune: Ærø")) + par(run("CVR: ____")) + par(run("URL: https://a.example:1/"))
    assert fields_of(text) == {"Kommune": "Ærø", "CVR": None, "URL": "https://a.example:1/"}


def test_what_a_picture_stands_in_is_not_empty() -> None:
    picture = par("<w:r><w:pict/></w:r>")
    assert labels_of(table(row("Logo", cell(picture)), row("CVR", ""))) == ["CVR"]


def test_fields_in_headers_come_first_and_in_footers_last() -> None:
    line = par(run("Kommune: ____"))
    found = labels_of(line, header=par(run("Sagsnr.: ____")), footer=table(row("Underskrift", "")))
    assert found == ["Sagsnr.", "Kommune", "Underskrift"]
    body = forms.docx(line, header=par(run("Sagsnr.: ____")), footer=par(run("Navn: ____")))
    done = fill(body, {1: "17", 3: "Bo"})
    before, after = raw_members(body), raw_members(done)
    assert {name for name in before if before[name] != after[name]} == {
        "word/header1.xml",
        "word/footer1.xml",
    }
    assert [each.value for each in read_form(done).fields] == ["17", None, "Bo"]


def test_text_in_many_runs_is_one_line() -> None:
    pieces = "".join(
        f'{run(each)}<w:proofErr w:type="spellEnd"/><w:bookmarkStart w:id="{n}" w:name="_G{n}"/>'
        f'<w:bookmarkEnd w:id="{n}"/>'
        for n, each in enumerate(("Kom", "mune", ":", " __", "___", "_ C", "VR: _", "__"))
    )
    body = forms.docx(par(pieces))
    done = filled(body, Kommune="Ærø", CVR="28")
    assert "Kommune: Ærø CVR: 28" in word_text(done)
    assert document_of(done).count(b"w:proofErr") == 8


def test_deleted_words_are_no_label_and_inserted_ones_are() -> None:
    tracked = (
        '<w:del w:id="1" w:author="A"><w:r><w:delText>Komune</w:delText></w:r></w:del>'
        f'<w:ins w:id="2" w:author="A">{run("Kommune")}</w:ins>'
    )
    gone = row("Slettet", "").replace("<w:tr>", '<w:tr><w:trPr><w:del w:id="3"/></w:trPr>')
    assert labels_of(table(row(cell(par(tracked)), ""), gone)) == ["Kommune"]


def test_underlined_spaces_are_a_line() -> None:
    line = run("Kommune: ") + run("          ", '<w:u w:val="single"/>')
    assert 'w:u w:val="single"/></w:rPr><w:t>Ærø</w:t>' in put(par(line), Kommune="Ærø")


def test_a_control_beside_a_label_is_one_field() -> None:
    text = table(
        row("Kommune", cell(par(control("<w:text/>", prompt())))),
        row(cell(par(run("CVR: ") + control("<w:text/>", prompt()))), ""),
    )
    assert labels_of(text) == ["Kommune", "CVR"]


def test_a_control_that_holds_others_is_no_field() -> None:
    inner = table(row("Kommune", cell(par(control("<w:text/>", prompt())))))
    assert labels_of(control("<w:group/>", inner, title="Alt", prompting=False)) == ["Kommune"]
    assert labels_of(control("", inner, title="Alt", prompting=False)) == ["Kommune"]
    rows = control("", row("CVR", ""), prompting=False)
    assert labels_of(table(row("Kommune", ""), rows)) == ["Kommune", "CVR"]
    locked = '<w:lock w:val="sdtContentLocked"/><w:text/>'
    assert labels_of(par(control(locked, run("Version 3"), title="Version"))) == []


def test_a_control_that_is_filled_in_tells_its_value() -> None:
    text = par(control("<w:text/>", run("[17]") + run("A"), title="Id", prompting=False))
    assert fields_of(text) == {"Id": "[17]A"}
    assert fields_of(par(box_control("Ja tak", checked=1))) == {"Ja tak": "ja"}


def test_the_words_after_a_box_name_it() -> None:
    boxes = par(box_control() + run(" Test  ") + box_control() + run(" Produktion"))
    assert labels_of(boxes) == ["Test", "Produktion"]


def test_bookmarks_of_headings_and_of_word_itself_are_no_fields() -> None:
    text = (
        par(bookmark("_GoBack"))
        + par(bookmark("Afsnit", run("Et afsnit med ord")))
        + forms.heading("x").replace("</w:p>", bookmark("overskrift") + "</w:p>")
    )
    assert labels_of(text) == []


def test_text_boxes_are_left_alone() -> None:
    box = (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
        f"<w:txbxContent>{par(run('CVR: ____'))}</w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )
    assert labels_of(par(box) + par(run("Kommune: ____"))) == ["Kommune"]


# -- How values are put ---------------------------------------------------------------------------


def test_a_value_looks_as_its_place_does() -> None:
    mark = "<w:rPr><w:b/><w:ins w:id='1' w:author='A'/></w:rPr>"
    cells = table(row("Kommune", cell(par("", mark))), row("CVR", cell(par(run("....", "<w:i/>")))))
    found = put(cells, Kommune="Ærø", CVR="28")
    assert f'<w:r w:rsidR="{OURS}"><w:rPr><w:b/></w:rPr><w:t>Ærø</w:t></w:r>' in found
    assert f'<w:r w:rsidR="{OURS}"><w:rPr><w:i/></w:rPr><w:t>28</w:t></w:r>' in found
    prompted = put(par(run("Id: ") + control("<w:text/>", prompt())), Id="7")
    assert "Pladsholdertekst" not in prompted
    assert "showingPlcHdr" not in prompted


def test_the_line_to_write_on_gives_way_and_its_neighbours_stay() -> None:
    line = par(run("Kommune:____CVR:......Dato"))
    assert "Kommune: Ærø CVR: 28 Dato" in word_text(
        filled(forms.docx(line), Kommune="Ærø", CVR="28")
    )


def test_line_ends_and_tabs_have_their_elements() -> None:
    found = put(par(run("Noter: ____")), Noter="a\r\nb\tc\rd")
    assert "<w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:br/><w:t>d</w:t>" in found


def test_several_lines_to_write_on_in_a_cell_are_cleared() -> None:
    lines = cell(par(run("______")) + par(run("______")))
    assert "___" not in put(table(row("Noter", lines)), Noter="kort")


def test_a_bookmark_stays_around_its_value() -> None:
    found = put(par(run("Id: ") + bookmark("id", run("....", "<w:b/>"))), Id="7")
    assert 'w:name="id"/><w:r w:rsidR' in found
    assert "<w:t>7</w:t></w:r><w:bookmarkEnd" in found


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("d. MMMM yyyy", "5. marts 2026"),
        ("dd-MM-yyyy", "05-03-2026"),
        ("dd/MM/yy", "05/03/26"),
        ("dddd 'den' d. MMM yyyy", "torsdag den 5. mar. 2026"),
        ("yyyy-MM-dd", "2026-03-05"),
    ],
)
def test_a_date_is_written_as_its_control_wants_it(form: str, shown: str) -> None:
    body = forms.docx(par(forms.date_control(form, title="Dato")))
    done = filled(body, Dato="5. marts 2026")
    assert b'w:fullDate="2026-03-05T00:00:00Z"' in document_of(done)
    assert read_form(done).fields[0].value == shown


@pytest.mark.parametrize(
    "text",
    ["2026-03-05", "5.3.2026", "05-03-2026", "5/3 2026", "5/3-2026", "den 5. marts 2026",
     "5. mar. 2026"],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(text: str) -> None:
    assert as_date(text) == date(2026, 3, 5)


def test_a_date_without_a_format_or_in_no_known_language_is_long_danish() -> None:
    assert written_date(date(2026, 3, 5), None, "xx-YY") == "5. marts 2026"


@pytest.mark.parametrize("text", ["snarest", "31-02-2026", "5. snemåned 2026"])
def test_what_is_no_date_is_refused(text: str) -> None:
    body = forms.docx(par(forms.date_control(title="Dato")))
    with pytest.raises(FormFault, match=f"field 'Dato': '{text}' is not a date"):
        fill(body, {1: text})


@pytest.mark.parametrize("list_field", [forms.list_control(title="Miljø"),
                                        run("Miljø: ") + forms.legacy_list("Rulle1")])  # fmt: skip
def test_a_list_takes_only_its_choices(list_field: str) -> None:
    body = forms.docx(par(list_field))
    assert read_form(fill(body, {1: "  PRODUKTION "})).fields[0].value == "Produktion"
    with pytest.raises(FormFault, match="'Demo' is not among the choices of the list: 'Test', 'Pr"):
        fill(body, {1: "Demo"})


def test_a_combo_box_takes_other_words_too() -> None:
    body = forms.docx(par(forms.list_control(title="Miljø", kind="comboBox")))
    assert read_form(fill(body, {1: "TEST"})).fields[0].value == "Test"
    assert read_form(fill(body, {1: "Demo"})).fields[0].value == "Demo"


@pytest.mark.parametrize("box", [box_control("Ja tak"), forms.legacy_box("b") + run("Ja tak")])
def test_a_box_is_ticked_and_cleared(box: str) -> None:
    body = forms.docx(par(box))
    for yes in ("ja", "x", "true", "JA"):
        ticked = fill(body, {1: yes})
        assert read_form(ticked).fields[0].value == "ja"
        assert read_form(fill(ticked, {1: "nej"})).fields[0].value is None
    with pytest.raises(FormFault, match="write 'ja' or 'nej'"):
        fill(body, {1: "måske"})


def test_a_box_of_a_font_of_signs_is_ticked_with_a_symbol() -> None:
    kind = (
        '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="F0FE"'
        ' w14:font="Wingdings"/></w14:checkbox>'
    )
    body = par(control(kind, run("o"), title="Ja", prompting=False))
    assert '<w:sym w:font="Wingdings" w:char="F0FE"/>' in put(body, Ja="ja")


def test_legacy_fields_keep_their_marks() -> None:
    found = put(
        par(run("Id: ") + forms.legacy_text("Tekst1"))
        + par(run("Miljø: ") + forms.legacy_list("Rulle1"))
        + par(forms.legacy_box("Kontrol1") + run("Ja")),
        Id="7",
        Miljø="Test",
        Ja="ja",
    )
    assert '<w:ddList><w:result w:val="1"/><w:listEntry' in found
    assert '<w:default w:val="0"/><w:checked w:val="1"/></w:checkBox>' in found
    assert found.count("fldCharType") == 4 + 2 + 2 - 1
    assert "\u2002" not in found


def test_a_control_bound_to_other_data_is_let_go_of() -> None:
    bound = '<w:dataBinding w:xpath="/a" w:storeItemID="{1}"/><w:text/>'
    assert "dataBinding" not in put(par(control(bound, prompt(), title="Id")), Id="7")


def test_a_field_that_is_not_there_is_told() -> None:
    with pytest.raises(FormFault, match="the form has no field 9; it has 1 in all"):
        fill(forms.docx(par(run("Id: ____"))), {9: "x"})


def test_a_sign_that_no_file_can_hold_is_told() -> None:
    with pytest.raises(FormFault, match=r"the sign U\+0000"):
        fill(forms.docx(par(run("Id: ____"))), {1: "a\0"})


LEGAL = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff").filter(
        lambda sign: sign >= " " or sign in "\t\n\r"
    ),
    min_size=1,
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(construction=st.sampled_from(list(forms.CONSTRUCTIONS)), value=LEGAL, data=st.data())
def test_what_is_put_is_what_is_read(construction: str, value: str, data: st.DataObject) -> None:
    body = FORMS[construction]
    before = read_form(body).fields
    field = data.draw(st.sampled_from([each for each in before if each.kind in TEXTS]))
    after = read_form(fill(body, {field.number: value})).fields
    expected = value.replace("\r\n", "\n").replace("\r", "\n")
    read = [replace(each, around=()) if each.number == field.number else each for each in after]
    assert read == [  # the words around it are without the prompt then
        replace(each, value=expected, around=()) if each.number == field.number else each
        for each in before
    ]


# -- The archive around it ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codec", "start"),
    [("utf-8", ""), ("utf-8", "\ufeff"), ("utf-16-le", "\ufeff"), ("utf-16-be", "\ufeff")],
)
def test_the_encoding_and_its_declaration_stay(codec: str, start: str) -> None:
    files = forms.members(par(run("Kommune: ____")) + "<!-- <w:p> > -->" + par("<![CDATA[]]>"))
    text = files[DOCUMENT].decode().replace("UTF-8", codec[:6].upper())
    files[DOCUMENT] = (start + text).encode(codec)
    done = document_of(filled(forms.packed(files), Kommune="Ærø"))
    assert done.decode(codec).startswith(start + text[: text.index("<w:p>")])
    assert "<!-- <w:p> > --><w:p><![CDATA[]]></w:p>" in done.decode(codec)
    assert "Ærø" in done.decode(codec)


def test_an_archive_with_sizes_after_its_files_and_of_zip64_is_filled_in() -> None:
    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.body = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            self.body += bytes(data)
            return len(data)

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, content in forms.members(par(run("Kommune: ____"))).items():
            with archive.open(name, "w", force_zip64=name == DOCUMENT) as member:
                member.write(content)
    body = bytes(stream.body)
    done = filled(body, Kommune="Ærø")
    with zipfile.ZipFile(io.BytesIO(done)) as archive:
        assert archive.testzip() is None
    assert fields_value(done) == "Ærø"
    before, after = raw_members(body), raw_members(done)
    assert {name for name in before if before[name] != after[name]} == {DOCUMENT}
    assert fields_value(b"leading bytes" + done) == "Ærø"
    assert fields_value(filled(b"PK leading" + body, Kommune="Fanø")) == "Fanø"


def fields_value(body: bytes) -> str | None:
    return read_form(body).fields[0].value


# -- What is refused ------------------------------------------------------------------------------


def old_file(*streams: str) -> bytes:
    """Give the beginning of an OLE2 file with streams of these names (MS-CFB 2.6.1)."""
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2) + bytes(62)
        for name in ("Root Entry", *streams)
    )
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries


def with_members(**more: bytes) -> bytes:
    return forms.packed(forms.members(par()) | {k.replace("__", "/"): v for k, v in more.items()})


def damaged(name: str, content: bytes) -> bytes:
    return forms.packed(forms.members(par()) | {name: content})


DOCTYPE = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
WRONG = {
    "the file is empty": b"",
    "the file is protected by a password; open it in Word, take the password away and save it": (
        old_file("EncryptionInfo", "EncryptedPackage")
    ),
    "the file is an old Word document (.doc); open it in Word and save it as a Word document "
    "(.docx)": old_file("WordDocument", "1Table"),
    "the file is an old Excel workbook (.xls), not a Word document (.docx)": (
        papers.xls("Ark", [["a"]])
    ),
    "the file is an old Office document (.doc or .xls); open it in Word and save it as a Word "
    "document (.docx)": old_file("Ukendt"),
    "the file is a PDF; the form is needed as a Word document (.docx)": pdf("Formular"),
    "the file is Rich Text (.rtf); open it in Word and save it as a Word document (.docx)": (
        b"{\\rtf1 Formular}"
    ),
    "the file is a web page: sign in, and download the form again": b"<html>Log ind</html>",
    "the file is not a Word document (.docx)": b"Kommune: Aarhus",
    "the file is an Excel workbook, not a Word document (.docx)": papers.xlsx(Ark=[["a"]]),
    "the file is an OpenDocument file; open it in Word and save it as a Word document (.docx)": (
        papers.ods("Ark", [["a"]])
    ),
    "the file is a ZIP file, but not a Word document (.docx)": papers.zipped({"a.txt": "a"}),
    "the file is damaged: the XML of 'word/document.xml' in it cannot be read": (
        damaged(DOCUMENT, b"<w:document")
    ),
    "the file is damaged: 'word/document.xml' in it has a document type, which Word forbids": (
        damaged(DOCUMENT, DOCTYPE)
    ),
}
MACROS = (
    "the file holds macros; open it in Word and save it as a Word document without macros (.docx)"
)


@pytest.mark.parametrize("sentence", WRONG)
def test_a_wrong_file_is_told_in_one_sentence(sentence: str) -> None:
    for ask in (read_form, lambda body: fill(body, {})):
        with pytest.raises(FormFault) as caught:
            ask(WRONG[sentence])
        assert str(caught.value) == sentence
        assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "body",
    [
        with_members(word__vbaProject_bin=b"").replace(b"vbaProject_bin", b"vbaProject.bin"),
        forms.docx(par(), main="application/vnd.ms-word.document.macroEnabled.main+xml"),
    ],
)
def test_macros_are_refused(body: bytes) -> None:
    with pytest.raises(FormFault) as caught:
        read_form(body)
    assert str(caught.value) == MACROS


def test_an_archive_that_is_cut_off_is_damaged() -> None:
    with pytest.raises(FormFault, match=r"^the file is damaged: its ZIP structure is damaged: .*$"):
        read_form(FORMS["lines"][:-200])


def test_a_bomb_is_refused() -> None:
    with pytest.raises(
        FormFault, match=r"^the file is too large to be a form: it would unpack .*$"
    ):
        read_form(with_members(a=bytes(50_000_000)))


def test_a_file_locked_within_the_archive_is_refused() -> None:
    body = bytearray(forms.docx(par()))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = body.find(mark)
        while place >= 0:
            body[place + at] |= 1
            place = body.find(mark, place + 4)
    with pytest.raises(FormFault, match="protected by a password"):
        read_form(bytes(body))


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 10**6), sign=st.integers(1, 255))
def test_a_damaged_form_is_read_or_refused(at: int, sign: int) -> None:
    body = bytearray(FORMS["lines"])
    body[at % len(body)] ^= sign
    with contextlib.suppress(FormFault):
        fill(bytes(body), {1: "x"})


# -- As LibreOffice shows it ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder where each filled form lies as a PDF that LibreOffice made."""
    folder = tmp_path_factory.mktemp("forms")
    for construction in forms.CONSTRUCTIONS:
        (folder / f"{construction}.docx").write_bytes(fully_filled(construction))
    to_pdf(folder, sorted(folder.glob("*.docx")))
    return folder


@pytest.mark.office
@ALL
def test_the_filled_form_opens_and_shows_every_value(shown: Path, construction: str) -> None:
    text = printed(shown / f"{construction}.pdf")
    assert "".join(forms.TITLE.split()) in text
    written = forms.ANSWERS | {"Miljø": "Produktion", "Ønsket dato": "5. marts 2026"}
    if construction == "legacy":
        written["Ønsket dato"] = "2026-03-05"
    del written[forms.CONSENT]
    for label, value in written.items():
        assert "".join(value.split()) in text, label
    assert "Klik" not in text
