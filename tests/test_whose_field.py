"""Whose field it is: what is filled in for the municipality, and what is another's, or may be."""

from __future__ import annotations

import pytest

from scraper.forms.form import read_form
from scraper.orders.matching import Fact, Match, Synonyms, match
from tests import forms
from tests.forms import cell, control, heading, legacy_text, par, prompt, row, run, table

BOLD, LINE = "<w:b/>", "<w:u w:val='single'/>"
BIG = "<w:b/><w:sz w:val='32'/>"
FACTS = [
    Fact("Bestillings-id", "BST-4711", "bestillingen", about_order=True),
    Fact("Kommune", "Aarhus Kommune", "regnearket", about_order=True),
    Fact("Integration", "SF1590_B_01", "kataloget"),
    Fact("CVR", "55133018", "regnearket"),
    Fact("Kontaktperson", "Hanne Prøve", "regnearket"),
    Fact("Telefon", "89402000", "regnearket"),
    Fact("E-mail", "hanne@aarhus.example", "regnearket"),
    Fact("IP-adresse", "192.0.2.17", "regnearket"),
    Fact("Webservice-URL", "https://oir.aarhus.example", "regnearket"),
]
TITLE = "Bestillingsformular - Etablering af Webservice-Rute"


def block(*labels: str) -> str:
    return table(*(row(each, "") for each in labels))


def line(label: str, after: str = "") -> str:
    return par(run(f"{label}: ____________{after}"))


def lines(*labels: str) -> str:
    return "".join(map(line, labels))


def bold(words: str, look: str = BOLD) -> str:
    return par(run(words, look))


def plain(words: str) -> str:
    return par(run(words))


def matched(body: str, *ours: str) -> Match:
    return match(read_form(forms.docx(body)).fields, FACTS, Synonyms(), (TITLE, *ours))


def filled(body: str, *ours: str) -> dict[str, str]:
    return {each.field.label: each.fact.name for each in matched(body, *ours).answers}


def text_control(words: str = "") -> str:
    return control("<w:text/>", prompt(words) if words else prompt())


OTHERS = {
    # -- A heading --
    "a heading below it": heading("Leverandør", 1) + heading("Kontaktoplysninger", 2),
    "a bold note below it": heading("Leverandør", 1) + bold("Husk at udfylde alle felter"),
    "a line in capitals": plain("LEVERANDØRENS OPLYSNINGER"),
    "a plain line": plain("Kontakt hos leverandøren"),
    "a plain line of one word": plain("Driftspartner"),
    "a note after a plain line": plain("Kontakt hos leverandøren") + plain("Husk alle cifre"),
    "a bold heading that a smaller one follows": bold("Leverandøren", BIG) + bold("Kontakt"),
    "an underlined heading that a bold one follows": bold("Leverandøren", LINE) + bold("Kontakt"),
    "a bold heading that a styled one follows": bold("Udfyldes af KOMBIT")
    + heading("Kontaktoplysninger", 2),
    "a sentence": plain("Nedenstående felter udfyldes af leverandøren."),
    "a long sentence": plain(
        "Nedenstående felter skal i alle tilfælde, og uanset hvad der ellers står i denne "
        "blanket, udfyldes af den leverandør, som driver systemet i dag."
    ),
    "a sentence about whom it is": plain("Felterne herunder vedrører kommunens leverandør."),
    "a sentence in bold": bold("Felterne nedenfor skal udfyldes af Serviceplatformen."),
    "a sentence the other way": plain("Leverandøren udfylder felterne nedenfor."),
    "a heading that is a question": heading("Hvem er kommunens leverandør?", 2),
    "a list's item": par(
        run("Leverandøren"), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    ),
}
"""What stands above a block or a line that asks for a phone number, but not the municipality's."""


@pytest.mark.parametrize("what", OTHERS)
@pytest.mark.parametrize("fields", [block("Telefon"), lines("Telefon"), block("CVR", "Telefon")])
def test_what_stands_under_another_s_heading_is_not_filled_in(what: str, fields: str) -> None:
    body = heading("Bestilling", 1) + block("Kommune") + OTHERS[what] + fields
    assert filled(body) == {"Kommune": "Kommune"}
    assert "Telefon" in {each.field.label for each in matched(body).proposals}


PLACED = {
    # -- In a table --
    "the only cell of a row": table(row(cell("Udfyldes af KOMBIT", span=2)), row("Telefon", "")),
    "a column's heading": table(row("Oplysning", "Leverandør"), row("Telefon", "")),
    "a column that KOMBIT fills in": table(
        row("Oplysning", "Udfyldes af KOMBIT"), row("Telefon", "")
    ),
    "a column of today's values": table(
        row("Oplysning", "Værdi i dag", "Ændres til"), row("Telefon", "", ""), columns=3
    ),
    "a cell merged downwards": table(
        row(cell("Leverandør", merge="restart"), "Telefon", ""),
        row(cell("", merge="continue"), "E-mail", ""),
        columns=3,
    ),
    "a cell around a table": table(
        row(cell(par(run("Leverandør")) + block("Telefon") + par())), columns=1
    ),
    "a cell beside a table": table(row("Leverandør", cell(block("Telefon") + par()))),
    "a label above a label": table(
        row("Udfyldes af leverandøren", "x"), row("Telefon", "CVR-nummer"), row("", "")
    ),
    "the label of the row, before a line": table(row("Leverandør", cell(line("Telefon")))),
    "a strange label of the row, before a line": table(row("Driftspartner", cell(line("Telefon")))),
    "the label of the row, before a control": table(
        row("Leverandør", cell(par(run("Telefon: ") + text_control())))
    ),
    "the heading of the column, above a line": table(
        row("Kommune", "Leverandør"), row(cell(line("CVR")), cell(line("Telefon")))
    ),
    "the heading of the column, above a control": table(
        row("Kommune", "Leverandør"),
        row("Aarhus", cell(par(run("Telefon: ") + text_control()))),
    ),
    "the heading of the column, above a table": table(
        row("Kommune", "Leverandør"), row("Aarhus", cell(block("Telefon") + par()))
    ),
    "a column's heading beside an empty corner": table(row("", "Leverandør"), row("Telefon", "")),
    "a second column, the first filled in": table(
        row("", "Kommunen", "Leverandør"), row("Telefon", "89402000", ""), columns=3
    ),
    "a heading over two columns": table(
        row(cell("Leverandør", span=2)), row("Oplysning", "Svar"), row("Telefon", "")
    ),
    "a heading over two of three columns": table(
        row("", cell("Leverandør", span=2)),
        row("", "Telefon", "E-mail"),
        row("Drift", "", ""),
        columns=3,
    ),
    "the heading of the labels": table(
        row(cell(bold("Leverandør")), cell(bold("Oplysninger"))), row("Telefon", "")
    ),
    "a second heading, halfway": table(
        row("Felt", "Kommunen udfylder"),
        row("CVR", "55133018"),
        row("Felt", "Leverandøren udfylder"),
        row("Telefon", ""),
    ),
    "a table of rows, one of them another's": table(
        row("", "Telefon", "E-mail"), row("Leverandør", "", ""), columns=3
    ),
    # -- Words around the field --
    "a label's second line": table(row(cell(plain("Telefon") + plain("(leverandørens)")), "")),
    "a label's second line in one paragraph": table(
        row(
            cell(par(run("Telefon") + "<w:r><w:br/></w:r>" + run("hos leverandøren"))),
            "",
        )
    ),
    "a cell behind it": table(row("Telefon", "", "Leverandørens hovednummer"), columns=3),
    "a column of help": table(
        row("Felt", "Vejledning", "Svar"), row("Telefon", "Nummer til KOMBIT", ""), columns=3
    ),
    "a word in brackets after a line": line("Telefon", " (leverandøren)"),
    "a word after a line": line("Telefon", " hos leverandøren"),
    "a prompt in a line": par(run("Telefon: [leverandørens telefon]")),
    "a prompt in a cell": table(row("Telefon", "[leverandørens telefon]")),
    "a prompt in a control": par(
        run("Telefon: ") + text_control("Klik her for at angive Serviceplatformens telefon")
    ),
    "a prompt in a control, in other words": par(
        run("Telefon: ") + text_control("Angiv leverandørens nummer")
    ),
    "a note between label and line": plain("Telefon") + plain("hos leverandøren") + plain("_" * 40),
    "the title of a copied control": table(
        row("EAN-nummer", cell(par(control("<w:text/>", prompt(), "Telefon"))))
    ),
    "a word before it in its line": par(run("Hos leverandøren: Telefon: _______  E-mail: _______")),
    # -- Another field before it --
    "a label before it": block("Leverandørens navn", "Telefon"),
    "another's name before it": block("Projektleder", "Telefon"),
    "another's name before it in lines": lines("It-chef", "Telefon"),
    "another's name and mail before it": block("Hostingpartner", "E-mail", "Telefon"),
    "another's name before it, controls": par(run("Projektleder: ") + text_control())
    + par(run("Telefon: ") + text_control()),
    "another's name before it, legacy": par(run("Driftsansvarlig: ") + legacy_text("Tekst1"))
    + par(run("Telefon: ") + legacy_text("Tekst2")),
    "another who stands there": table(row("Navn", "KMD"), row("Telefon", ""), row("Dato", "")),
    "another stands there already": table(
        row("Virksomhed", "Leverandøren A/S"), row("Telefon", ""), row("Dato", "")
    ),
    "a label above a line is no heading": heading("Leverandøren", 2)
    + plain("Adresse")
    + plain("_" * 40)
    + plain("Telefon")
    + plain("_" * 40),
    "a label above a control is no heading": heading("Leverandøren", 2)
    + plain("Telefon")
    + control("<w:text/>", par(prompt())),
}
"""Forms in which a phone number is asked for, but not the municipality's."""


@pytest.mark.parametrize("what", PLACED)
def test_what_is_another_s_is_not_filled_in(what: str) -> None:
    body = heading("Bestilling", 1) + block("Kommune") + PLACED[what]
    assert set(filled(body).values()) - {"CVR"} == {"Kommune"}


OURS = {
    "a title that names KOMBIT": par(
        run("Bestilling af rute hos KOMBIT"), '<w:pStyle w:val="Titel"/>'
    )
    + heading("Tekniske oplysninger", 1),
    "a letterhead": plain("KOMBIT A/S")
    + plain("Serviceplatformen")
    + heading("Bestillingsformular"),
    "a heading that names the platform": heading("Bestilling af rute på Serviceplatformen"),
    "prose that names KOMBIT": heading("Vejledning")
    + plain(
        "Formularen udfyldes af kommunen, når bestillings-id er modtaget fra KOMBIT. Når alle "
        "felter er udfyldt, sendes formularen til KOMBIT, som opretter ruten."
    )
    + heading("Oplysninger", 1),
    "prose right above it": plain("Formularen sendes til KOMBIT på bibsys@kombit.example."),
    "a note": heading("Kontaktoplysninger", 1) + plain("Alle felter skal udfyldes."),
    "a plain line": plain("Husk bilag") + heading("Oplysninger", 2),
    "another's heading that has ended": heading("Leverandør", 2)
    + block("Leverandørens navn")
    + heading("Kommunen", 2),
    "another's bold heading that has ended": bold("Leverandør")
    + block("Leverandørens navn")
    + bold("Kommunens kontaktoplysninger"),
    "another's bold heading that a styled one ends": bold("Udfyldes af KOMBIT")
    + block("Sagsnr.")
    + heading("Udfyldes af kommunen", 2),
    "another's plain line that has ended": plain("Leverandør")
    + block("Leverandørens navn")
    + plain("Kommunens oplysninger"),
}
"""What stands above fields that are the municipality's."""


@pytest.mark.parametrize("what", OURS)
@pytest.mark.parametrize("make", [block, lines])
def test_what_is_the_municipality_s_is_filled_in(what: str, make: object) -> None:
    assert callable(make)
    names = ("Kommune", "CVR", "Kontaktperson", "Telefon", "E-mail")
    found = filled(OURS[what] + make(*names))
    assert found == dict(zip(names, names, strict=True))


LAID_OUT = {
    "headings of columns": table(row("Felt", "Kommunen"), row("Telefon", "")),
    "headings of columns in bold": table(
        row(cell(bold("Felt")), cell(bold("Indhold"))), row("Telefon", "")
    ),
    "who orders": table(row("Oplysning", "Bestiller"), row("Telefon", "")),
    "a column of groups": table(
        row(cell("Kommunen", merge="restart"), "Kommune", ""),
        row(cell("", merge="continue"), "Telefon", ""),
        columns=3,
    ),
    "a column of groups before lines": table(row("Kommunen", cell(lines("Kommune", "Telefon")))),
    "an empty first row": table(row("", ""), row("Kommune", ""), row("Telefon", "")),
    "a signature at the end": block("Kommune", "Telefon")
    + plain("Vi bekræfter bestillingen.")
    + plain("_" * 30)
    + plain("Dato og underskrift"),
    "an address before it": block("Kommune", "Adresse", "Postnr. og by", "Telefon", "E-mail"),
    "a title of the contact": block("Kontaktperson", "Stilling", "Telefon"),
    "a supplier after it": block("Telefon", "Leverandør"),
    "a supplier in the same row": table(row("Telefon", "", "Leverandør", ""), columns=4),
    "a supplier after it in a line": par(run("Telefon: ________  Leverandør: ________")),
    "help that says what": table(row("Telefon", "", "8 cifre, fx 12345678"), columns=3),
    "brackets that say what": table(row(cell(plain("Telefon") + plain("(direkte nummer)")), "")),
}
"""Forms that ask for the municipality's phone number."""


@pytest.mark.parametrize("what", LAID_OUT)
def test_a_layout_that_says_nothing_of_others_is_filled_in(what: str) -> None:
    assert "Telefon" in filled(LAID_OUT[what]).values()


@pytest.mark.parametrize(
    ("label", "name"),
    [
        *(("Kommunens CVR-nr.", "CVR"), ("Kontaktpersons navn", "Kontaktperson")),
        *(("URL", "Webservice-URL"), ("Endpoint-adresse", "Webservice-URL")),
        *(("KOMBIT bestillings-id", "Bestillings-id"), ("Bestillingsnr. fra KOMBIT", "")),
        *(("Kommunens telefonnummer", ""), ("Kommunens IP-adresse", "IP-adresse")),
        *(("Kontaktpersonens e-mail", "E-mail"), ("Telefon (kontaktperson)", "Telefon")),
        *(("Leverandørens telefon", ""), ("Telefon leverandør", ""), ("IP på KOMBIT", "")),
    ],
)
def test_labels_in_other_words(label: str, name: str) -> None:
    assert filled(block(label)) == ({label: name} if name else {})


def test_a_supplier_s_field_among_technical_ones_leaves_those_the_municipality_s() -> None:
    found = filled(block("Kommune", "Leverandør", "Telefon", "IP-adresse", "Webservice-URL"))
    assert set(found.values()) == {"Kommune", "IP-adresse", "Webservice-URL"}


def test_a_platform_s_field_among_technical_ones_makes_them_doubtful() -> None:
    found = filled(block("Kommune", "Serviceplatformens URL", "IP-adresse"))
    assert set(found.values()) == {"Kommune"}


def test_a_heading_that_the_user_calls_ours_is() -> None:
    body = heading("Hosting hos Prisme") + block("Telefon", "IP-adresse")
    assert filled(body) == {}
    assert set(filled(body, "Hosting hos Prisme").values()) == {"Telefon", "IP-adresse"}
