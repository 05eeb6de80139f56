"""The municipality's spreadsheet of technical facts: what is understood of its sheets."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import UsageError
from scraper.orders import municipality
from scraper.orders.facts import (
    read_facts,
    rows_for,
    sheet_for,
    suggestions,
)
from scraper.orders.markup import letter
from scraper.orders.municipality import municipality_key
from tests.workbooks import (
    DEBITOR,
    FINANS,
    KREDITOR,
    SHOWN,
    Tab,
    line,
    only_sheet,
    read_me,
    sheet_of,
    usual,
    workbook,
)

ODENSE, AARHUS = line("Odense Kommune"), line("Aarhus Kommune")


# -- What is understood of a sheet -----------------------------------------------------------------


@pytest.mark.parametrize("seed", [None, 1, 2, 3, 4, 5])
def test_facts_stand_under_their_headers_in_any_order_of_columns(seed: int | None) -> None:
    sheet = sheet_for(read_facts(usual(seed)), "SF1590_B_01")
    first, second = rows_for(sheet, "aarhus")
    assert dict(first.facts) == {**SHOWN, "Kommune": "Aarhus Kommune"}
    assert second.facts["Webservice-URL"] == "https://oir.aarhus.example/debitor/test"
    assert (first.line, second.line) == (5, 7)


@pytest.mark.parametrize("seed", range(8))
def test_a_header_that_says_kommune_is_found_in_any_column(seed: int) -> None:
    tab = Tab(FINANS, [ODENSE, AARHUS], at=None, seed=seed)
    sheet = only_sheet(tab)
    assert sheet.municipality == letter(tab.headers().index("Kommune"))
    assert sheet.chosen_by == "overskriften »Kommune«"
    assert [row.municipality for row in sheet.rows] == ["Odense Kommune", "Aarhus Kommune"]


@pytest.mark.parametrize(
    "header",
    ["Kommune", "KOMMUNENAVN", "Kommunens navn", "Kommune-\nnavn", "Navn på kommune:", "Myndighed"],
)
def test_headers_that_say_kommune(header: str) -> None:
    sheet = only_sheet(Tab(FINANS, [ODENSE], header=header, at=2))
    assert sheet.municipality == "C"


@pytest.mark.parametrize(
    "header", ["Kommunekode", "Kontaktperson i kommunen", "Kommunens IP-adresse", "Kommunenr."]
)
def test_headers_that_only_mention_it(header: str) -> None:
    sheet = sheet_of([header, "URL", "Kommune"], ["x", "https://a.example", "Odense"])
    assert sheet.municipality == "C"


def test_column_g_without_header_is_known_by_its_cells() -> None:
    sheet = only_sheet(Tab(FINANS, [ODENSE, AARHUS], header=None))
    assert (sheet.municipality, sheet.chosen_by) == ("G", "bogstavet G")
    assert rows_for(sheet, "Odense")[0].facts["IP-adresse"] == "192.0.2.17"
    assert sheet.not_understood == ()


def test_column_g_is_known_by_its_cells_under_another_header() -> None:
    sheet = only_sheet(Tab(FINANS, [ODENSE, AARHUS], header="Kunde", titles=("SF1590A", "")))
    assert (sheet.municipality, sheet.header_lines) == ("G", (3,))
    assert "Kunde" in sheet.headers


def test_column_g_without_municipalities_is_not_taken_for_them() -> None:
    people = [{**line("Hanne Prøve")}, {**line("Bo Prøve")}]
    sheet = only_sheet(Tab(FINANS, people, header="Ansvarlig"))
    assert sheet.municipality is None
    assert sheet.rows == ()
    assert sheet.not_understood == (
        f"Arket »{FINANS}« har ingen kolonne med kommuner: ingen overskrift siger Kommune, "
        "og kolonne G ligner ikke kommuner.",
    )


def test_a_value_that_says_kommune_makes_no_header() -> None:
    rows = [["URL", "Drift", "a", "b", "c", "d", "Kunde"]]
    rows += [["x", "Kommune", "1", "2", "3", "4", name] for name in ("Odense", "Randers")]
    rows[2][1] = "Fujitsu"
    sheet = sheet_of(*rows)
    assert (sheet.municipality, sheet.header_lines) == ("G", (1,))


def test_the_column_of_names_is_taken_where_two_say_kommune() -> None:
    sheet = sheet_of(
        ["Kommune", "URL", "Kommune"],
        ["Fællesskabet", "https://a.example", "Odense"],
        ["Fællesskabet", "https://b.example", "Randers"],
    )
    assert sheet.municipality == "C"
    assert sheet.headers == ("Kommune", "URL", "Kommune (2)")
    assert f"Arket »{DEBITOR}« har flere kolonner med kommuner: C bruges, og A ikke." in (
        sheet.not_understood
    )


@pytest.mark.parametrize("titles", [0, 1, 5, 14])
def test_the_header_may_stand_below_titles_and_notes(titles: int) -> None:
    above = [f"Note nr. {number}" for number in range(titles)]
    sheet = only_sheet(Tab(FINANS, [ODENSE], titles=above))
    assert sheet.header_lines == (titles + 1,)
    assert sheet.rows[0].line == titles + 2


def test_a_header_far_down_is_none() -> None:
    sheet = only_sheet(Tab(FINANS, [ODENSE], titles=["Note"] * 60))
    assert sheet.municipality is None
    assert only_sheet(Tab(FINANS, [ODENSE], titles=["Note"] * 18)).municipality == "G"


def test_a_header_that_only_begins_with_kommune_is_no_municipality() -> None:
    sheet = sheet_of(
        ["a", "b", "c", "d", "e", "f", "Kommune nr."],
        ["1", "2", "3", "4", "5", "6", "Odense"],
        ["1", "2", "3", "4", "5", "6", "Aarhus"],
    )
    assert sheet.municipalities == ("Odense", "Aarhus")
    assert sheet.headers[6] == "Kommune nr."


@pytest.mark.parametrize(
    ("name", "codes"), [("1590B", ("SF1590_B",)), ("1590_D", ("SF1590_D",)), ("2026", ())]
)
def test_a_sheet_is_known_by_what_people_call_it(name: str, codes: tuple[str, ...]) -> None:
    assert only_sheet(Tab(name, [ODENSE])).codes == codes


def test_notes_of_several_cells_are_no_header() -> None:
    sheet = sheet_of(
        ["Opdateret:", "12-11-2026", "af", "supporten"],
        [],
        ["Webservice-URL", "Kommune"],
        ["https://a.example", "Odense"],
    )
    assert sheet.headers == ("Webservice-URL", "Kommune")
    assert sheet.header_lines == (3,)


@pytest.mark.parametrize("header", ["Kommune", None])
def test_a_header_of_two_lines_names_the_group_and_the_column(header: str | None) -> None:
    groups = {"Kontakt": ["Kontaktperson", "Telefon", "E-mail"], "Server": ["IP-adresse", "Port"]}
    sheet = only_sheet(Tab(FINANS, [ODENSE], header=header, at=1, groups=groups, titles=("Titel",)))
    if header is None:  # not in G, so nothing says where the municipalities are
        assert sheet.municipality is None
        return
    assert sheet.header_lines == (2, 3)
    assert sheet.rows[0].facts["Kontakt – Telefon"] == "+45 89 40 20 00"
    assert sheet.rows[0].facts["Server – Port"] == "8443"
    assert sheet.rows[0].facts["OIO-ID"] == "00012345"


def test_a_header_of_two_lines_over_column_g_without_header() -> None:
    groups = {"Server": ["IP-adresse", "Port"]}
    sheet = only_sheet(Tab(FINANS, [ODENSE], header="Kunde", groups=groups))
    assert sheet.chosen_by == "bogstavet G"
    assert sheet.rows[0].facts["Server – IP-adresse"] == "192.0.2.17"
    assert sheet.rows[0].facts["Kunde"] == "Odense Kommune"


def test_a_header_of_two_lines_that_are_not_merged() -> None:
    sheet = sheet_of(
        ["Kommune", "Webservice", None, "Kontakt"],
        [None, "adresse", "port", "navn"],
        ["Odense", "https://a.example", 443, "Bo"],
    )
    assert sheet.header_lines == (1, 2)
    assert sheet.headers == ("Kommune", "Webservice – adresse", "port", "Kontakt – navn")
    assert [row.municipality for row in sheet.rows] == ["Odense"]


@pytest.mark.parametrize("first", [None, "Kommunens"])
def test_groups_that_are_not_merged_reach_to_the_next(first: str | None) -> None:
    sheet = sheet_of(
        ["ØIR - Tekniske informationer"],
        [first, None, None, "Leverandørens", None],
        ["Kommune", "CVR", "Telefon", "Telefon", "E-mail"],
        ["Odense", "35209115", "65512345", "70201234", "drift@a.example"],
    )
    before = f"{first} – " if first else ""
    assert sheet.headers == (
        *(f"{before}{each}" for each in ("Kommune", "CVR", "Telefon")),
        *("Leverandørens – Telefon", "Leverandørens – E-mail"),
    )
    assert [row.municipality for row in sheet.rows] == ["Odense"]


def test_notes_right_above_the_header_are_no_groups() -> None:
    for note in (["Opdateret:", None, "12-11-2026"], ["Tekniske informationer", None, None]):
        sheet = sheet_of(note, ["Kommune", "CVR", "Telefon"], ["Odense", "35209115", "65512345"])
        assert sheet.headers == ("Kommune", "CVR", "Telefon")


def test_a_group_called_kommune_over_its_name_and_number() -> None:
    sheet = sheet_of(
        ["Kommune", None, "URL"],
        ["Nr.", "Navn", None],
        ["461", "Odense", "https://a.example"],
        merged=("A1:B1", "C1:C2"),
    )
    assert sheet.municipality == "B"
    assert sheet.headers == ("Kommune – Nr.", "Kommune – Navn", "URL")


def test_a_merged_title_is_no_header() -> None:
    sheet = sheet_of(
        ["ØIR - Tekniske informationer"],
        ["Kommune", "URL", "Port"],
        ["Odense", "https://a.example", 443],
        merged=("A1:C1",),
    )
    assert sheet.headers == ("Kommune", "URL", "Port")


def test_a_header_merged_over_an_empty_column_stands_once() -> None:
    sheet = sheet_of(
        ["Kommune", "URL", None, "Port"],
        ["Odense", "https://a.example", None, 443],
        merged=("B1:C1",),
    )
    assert sheet.headers == ("Kommune", "URL", "Port")


def test_headers_printed_twice_are_told_apart() -> None:
    sheet = sheet_of(["Kommune", "Telefon", "Telefon", "Telefon (2)"], ["Odense", "1", "2", "3"])
    assert sheet.headers == ("Kommune", "Telefon", "Telefon (2)", "Telefon (2) (2)")
    assert list(sheet.rows[0].facts.values()) == ["Odense", "1", "2", "3"]


def test_a_column_without_header_is_kept_and_said() -> None:
    sheet = sheet_of(["Kommune", None, "Port"], ["Odense", "hvad er det", 443])
    assert sheet.rows[0].facts["Kolonne B"] == "hvad er det"
    assert sheet.not_understood == (f"Arket »{DEBITOR}« har ingen overskrift over kolonne B.",)


def test_a_sheet_without_headers_is_read_by_letters() -> None:
    sheet = sheet_of(["a", "b", "c", "d", "e", "f", "Odense"], ["a", "", "", "", "", "", "Vejle"])
    assert sheet.header_lines == ()
    assert sheet.headers == tuple(f"Kolonne {sign}" for sign in "ABCDEFG")
    assert f"Arket »{DEBITOR}« har ingen overskrifter." in sheet.not_understood


def test_lines_without_municipality_are_said_and_are_no_rows() -> None:
    sheet = sheet_of(
        ["Kommune", "Port"], ["Odense", 1], [None, 2], ["Randers", 3], [], [None, "En note"]
    )
    assert [row.line for row in sheet.rows] == [2, 4]
    assert sheet.not_understood == (f"Arket »{DEBITOR}« har ingen kommune i linje 3 og 6.",)


def test_many_lines_without_municipality_are_not_all_named() -> None:
    sheet = sheet_of(["Kommune", "Port"], ["Odense", 1], *([[None, 2]] * 12))
    assert sheet.not_understood[0].endswith("i linje 3, 4, 5, 6, 7, 8, 9, 10 og 4 mere.")


def test_what_is_merged_over_a_municipalitys_lines_belongs_to_each() -> None:
    sheet = sheet_of(
        ["Kommune", "URL", "Telefon"],
        ["Odense", "https://a.example", "11"],
        [None, "https://b.example", None],
        ["Randers", "https://c.example", "22"],
        merged=("A2:A3", "C2:C3"),
    )
    assert [(row.facts["URL"], row.facts["Telefon"]) for row in rows_for(sheet, "Odense")] == [
        ("https://a.example", "11"),
        ("https://b.example", "11"),
    ]


def test_a_heading_merged_across_the_table_is_no_municipality() -> None:
    sheet = sheet_of(
        ["URL", "Kommune"], ["Afdeling vest"], ["https://a.example", "Odense"], merged=("A2:B2",)
    )
    assert sheet.municipalities == ("Odense",)


def test_a_header_printed_anew_is_no_municipality() -> None:
    sheet = sheet_of(["Kommune", "Port"], ["Odense", 1], ["Kommune", "Port"], ["Randers", 2])
    assert sheet.municipalities == ("Odense", "Randers")
    assert sheet.not_understood == ()


def test_a_column_of_numbers_called_kommune_is_said() -> None:
    sheet = sheet_of(["Kommune", "Port"], [461, 1], [730, 2])
    assert sheet.municipality == "A"
    assert sheet.not_understood == (
        f"Arket »{DEBITOR}« har kommuner i kolonne A, der ikke ligner navne på kommuner.",
    )


def test_a_sheet_without_facts_is_said() -> None:
    book = read_facts(workbook(read_me(), Tab("Ark2", ()), Tab(FINANS, [ODENSE])))
    assert book.not_understood == (
        "Arket »Læs mig« har hverken en integrations kode eller navn, og ingen kolonne med "
        "kommuner.",
        "Arket »Ark2« er tomt.",
    )


# -- Which sheet -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("SF1590A ØiR Finans", ("SF1590_A",)),
        ("Debitor (SF1590_B)", ("SF1590_B",)),
        ("ØIR Kreditorfaktura", ("SF1590_D",)),
        ("Debitor", ("SF1590_B",)),
        ("sf1590b", ("SF1590_B",)),
        ("SF 1590 B", ("SF1590_B",)),
        ("SF1590-B-01 Afsend", ("SF1590_B_01",)),
        ("SF1590_B_01", ("SF1590_B_01",)),
        ("SF1590 Debitor", ("SF1590_B",)),
        ("SF1590B Finans", ("SF1590_B",)),  # a code says more than a name
        ("SF1590 i drift", ("SF1590",)),
        ("SF1520", ("SF1520",)),
        ("Ark1", ()),
        ("Debitorer", ()),
        ("SF15901", ("SF15901",)),  # of any number of digits
        ("SF15", ()),
    ],
)
def test_the_integrations_that_a_sheets_name_says(name: str, codes: tuple[str, ...]) -> None:
    sheet = only_sheet(Tab(name, [ODENSE]))
    assert sheet.codes == codes
    assert bool(sheet.recognised_by) == bool(codes)
    assert (
        f"Arket »{name}« har ingen integrations kode og findes kun ved sit navn."
        in (sheet.not_understood)
    ) == (not codes)


def test_a_code_in_the_title_counts_where_the_name_says_nothing() -> None:
    sheet = only_sheet(Tab("Ark1", [ODENSE], titles=("Integration SF1590_B (ØiR Debitor)",)))
    assert sheet.codes == ("SF1590_B",)
    assert sheet.recognised_by == ("koden SF1590_B i teksten over tabellen",)


def test_several_codes_in_a_title_say_nothing() -> None:
    sheet = only_sheet(Tab("Ark1", [ODENSE], titles=("Se også SF1590A og SF1590B",)))
    assert sheet.codes == ()


@pytest.mark.parametrize(
    ("code", "name", "sheet"),
    [
        ("SF1590_B_01", None, DEBITOR),
        ("sf1590b", None, DEBITOR),
        ("SF1590B", "ØiR Debitor", DEBITOR),
        ("SF1590_A", None, FINANS),
        ("SF1590_D_02", None, KREDITOR),
        (None, "ØiR Debitor", DEBITOR),
        (None, "Kreditorfaktura", KREDITOR),
        (None, "debitor (sf1590_b)", DEBITOR),
        ("ydelse-17", "ØiR Finans", FINANS),
    ],
)
def test_a_sheet_is_found_by_code_or_name(code: str | None, name: str | None, sheet: str) -> None:
    assert sheet_for(read_facts(usual()), code, name).name == sheet


def test_a_parts_own_sheet_goes_before_its_integrations() -> None:
    book = read_facts(workbook(*(Tab(name, [ODENSE]) for name in ("SF1590B", "SF1590_B_02"))))
    assert sheet_for(book, "SF1590_B_02").name == "SF1590_B_02"
    assert sheet_for(book, "SF1590_B_01").name == "SF1590B"


def test_another_parts_sheet_is_not_taken() -> None:
    book = read_facts(workbook(Tab("SF1590_B_02", [ODENSE])))
    with pytest.raises(UsageError, match="no sheet is for SF1590_B_01: there are 'SF1590_B_02'"):
        sheet_for(book, "SF1590_B_01")


def test_an_integration_unknown_to_the_sheet_raises_with_the_sheets_there_are() -> None:
    with pytest.raises(UsageError) as caught:
        sheet_for(read_facts(usual()), "SF1520_A", "CPR-opslag")
    for name in ("Læs mig", FINANS, DEBITOR, KREDITOR):
        assert f"'{name}'" in str(caught.value)


def test_two_sheets_of_one_integration_raise_and_the_name_decides() -> None:
    book = read_facts(workbook(Tab("SF1590B prod", [ODENSE]), Tab("SF1590B test", [AARHUS])))
    message = "several sheets fit SF1590_B: give one with --sheet, 'SF1590B prod', 'SF1590B test'"
    with pytest.raises(UsageError, match=message):
        sheet_for(book, "SF1590_B")
    assert sheet_for(book, "SF1590_B", "SF1590B test").name == "SF1590B test"


def test_a_sheet_with_another_code_is_never_taken_by_its_name() -> None:
    book = read_facts(workbook(Tab("SF1590A Debitor", [ODENSE])))
    with pytest.raises(UsageError, match="no sheet is for SF1590B 'Debitor'"):
        sheet_for(book, "SF1590B", "Debitor")


def test_a_sheet_of_the_family_is_taken_by_its_name() -> None:
    book = read_facts(workbook(Tab("SF1590 Lån", [ODENSE]), Tab("SF1590 Løn", [ODENSE])))
    assert sheet_for(book, "SF1590_E_01", "ØiR Løn").name == "SF1590 Løn"


def test_a_hidden_sheet_is_never_taken() -> None:
    tab = Tab("Debitor", [ODENSE], hidden=True)
    book = read_facts(workbook(Tab(FINANS, [ODENSE]), tab))
    assert book.not_understood == ("Arket »Debitor« er skjult og bruges ikke.",)
    with pytest.raises(UsageError, match="the sheet for SF1590B, 'Debitor', is hidden"):
        sheet_for(book, "SF1590B")


def test_a_sheet_of_guidance_gives_way_to_the_one_with_municipalities() -> None:
    guidance = Tab("SF1590B vejledning", (), titles=("Sådan gør du",))
    book = read_facts(workbook(guidance, Tab("SF1590B", [ODENSE])))
    assert sheet_for(book, "SF1590_B").name == "SF1590B"
    with pytest.raises(UsageError, match="'SF1590B vejledning' has no column of municipalities"):
        sheet_for(read_facts(workbook(guidance)), "SF1590_B")


# -- Which municipality ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("København", "Københavns Kommune"),
        ("KOEBENHAVN", "Københavns Kommune"),
        ("Kommune København", "Københavns Kommune"),
        ("Høje Tåstrup", "Høje-Taastrup"),
        ("hoeje-taastrup kommune", "Høje-Taastrup"),
        ("Århus", "Aarhus Kommune"),
        ("A\u030arhus Kommune", "Aarhus Kommune"),
        ("  aarhus   kommune ", "Aarhus Kommune"),
        ("Aarhus (751)", "Aarhus Kommune"),
    ],
)
def test_a_municipality_is_found_however_it_is_written(asked: str, written: str) -> None:
    sheet = sheet_for(read_facts(usual()), "SF1590B")
    assert {row.municipality for row in rows_for(sheet, asked)} == {written}


def test_a_misspelt_municipality_gets_suggestions_and_no_row() -> None:
    sheet = sheet_for(read_facts(usual()), "SF1590B")
    with pytest.raises(UsageError) as caught:
        rows_for(sheet, "Kobenhavn")
    assert str(caught.value) == (
        f"'Kobenhavn' is not in the sheet '{DEBITOR}': did you mean 'Københavns Kommune'?"
    )
    assert suggestions(sheet, "Aahrus") == ["Aarhus Kommune"]


def test_no_more_than_three_names_are_suggested() -> None:
    names = ["Frederiksberg", "Frederikshavn", "Frederikssund", "Fredericia", "Fredensborg"]
    sheet = only_sheet(Tab(FINANS, [line(name) for name in names]))
    assert len(suggestions(sheet, "Frederik")) == 3


def test_a_name_with_more_behind_it_is_suggested_and_not_taken() -> None:
    sheet = only_sheet(Tab(FINANS, [line("Aarhus Kommune - test"), line("Odense")]))
    assert suggestions(sheet, "Aarhus Kommune") == ["Aarhus Kommune - test"]
    with pytest.raises(UsageError, match="did you mean 'Aarhus Kommune - test'"):
        rows_for(sheet, "Aarhus Kommune")


def test_a_name_like_none_there_gets_no_suggestion() -> None:
    sheet = sheet_for(read_facts(usual()), "SF1590B")
    with pytest.raises(
        UsageError, match=r"'Xyz' is not in the sheet .*, and no name there is like"
    ):
        rows_for(sheet, "Xyz")


@pytest.mark.parametrize("asked", ["", " ", "Kommune", "-"])
def test_no_name_is_no_municipality(asked: str) -> None:
    sheet = sheet_for(read_facts(usual()), "SF1590B")
    with pytest.raises(UsageError, match="is no municipality: write a name such as"):
        rows_for(sheet, asked)


KNOWN = st.sampled_from(municipality._KNOWN)
WRITINGS = st.sampled_from(
    [
        "{} Kommune",
        "{}s Kommune",
        "Kommune {}",
        "{} KOMMUNE",
        "{}s kommune.",
        "  {}  ",
        "{}",
        "0101 {}",
        "{} (751)",
    ]
)
LETTERS = st.sampled_from(
    [
        str,
        str.upper,
        str.lower,
        lambda s: s.replace("å", "aa").replace("ø", "oe").replace("æ", "ae"),
        lambda s: s.replace("Aa", "Å").replace("aa", "å"),
        lambda s: s.replace("-", " "),
    ]
)


@given(KNOWN, WRITINGS, LETTERS)
def test_every_writing_of_a_municipality_is_one(name: str, writing: str, letters: Any) -> None:
    if name.endswith("s"):
        writing = writing.replace("{}s", "{}")
    written = letters(writing.format(name))
    assert municipality_key(written) == municipality_key(name)
    assert municipality.is_known(written.strip())


@given(KNOWN, WRITINGS, KNOWN, WRITINGS)
def test_no_two_municipalities_are_taken_for_one(
    name: str, writing: str, other: str, writing_of_other: str
) -> None:
    same = municipality_key(writing.format(name)) == municipality_key(
        writing_of_other.format(other)
    )
    assert same == (name == other) or "{}s" in writing + writing_of_other


@given(st.text(max_size=40))
def test_any_text_has_a_key_without_case_or_spaces(text: str) -> None:
    key = municipality_key(text)
    assert key == municipality_key(f"  {text} ")
    assert not key or key.isalnum()


def test_the_98_municipalities_are_known() -> None:
    assert len(municipality._KNOWN_KEYS) == 98
