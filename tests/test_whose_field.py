"""Whose field it is: what is filled in for the municipality, and what is another's, or may be."""

from __future__ import annotations

import pytest

from scraper.forms.form import read_form
from scraper.orders.matching import Fact, Match, Synonyms, headings_to_add, match
from tests import forms
from tests.forms import (
    box_control,
    cell,
    control,
    heading,
    legacy_text,
    par,
    prompt,
    row,
    run,
    table,
)

BREAK = "<w:r><w:br/></w:r>"
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


def bar(words: str) -> str:
    return table(row(cell(bold(words))), columns=1)


def plain(words: str) -> str:
    return par(run(words))


def matched(body: str, *ours: str) -> Match:
    return match(read_form(forms.docx(body)).fields, FACTS, Synonyms(), (), (TITLE, *ours))


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
    "a second contact": heading("Kontaktperson 2", 2),
    "a heading that says nothing": heading("Fra", 2),
    "an instruction not to": bold("Udfyld ikke felterne herunder"),
    "an instruction for a case": plain("Udfyldes kun, hvis ruten skal nedlægges:"),
    "a bar": bar("LEVERANDØR"),
    "a bar in a heading's style": table(row(cell(heading("Leverandør", 2))), columns=1) + par(),
    "a bar with a number": table(row(cell(bold("2")), cell(bold("Leverandør")))),
    "a bar in plain letters": table(row("Udfyldes af KOMBIT"), columns=1),
    "a bar with a sentence": table(row("Felterne herunder udfyldes af leverandøren."), columns=1),
    "a bar of a stranger": bar("B. Driftsafvikler"),
    "an address that fills in": bold("KOMBIT A/S (cvr 19435075) udfylder"),
    "for the use of KOMBIT": bold("Til KOMBITs brug"),
    "for its use": heading("Til brug for KOMBIT", 2),
    "what is below it": bold("Udfyldes af KOMBIT") + lines("Modtaget") + bold("Behandling"),
    "a route of today": plain("Har I en rute i dag, skal den beskrives her, så den kan lukkes."),
    "who runs it": plain("Angiv, hvem der står for driften af jeres system."),
    "a question about whom": heading("Hvem er teknisk ansvarlig?", 2),
    "whom to call": bold("Hvem kan kontaktes ved fejl?"),
    "who does the work": plain("Den, der skal udføre opsætningen"),
    "another case": plain("Hvis en anden skal kontaktes, angives det her:"),
    "a condition": plain("Skal kun udfyldes ved skift af system."),
    "a change": plain("Udfyldes ved ændring af rute."),
    "a test": bold("Testmiljø - skal udfyldes"),
    "a route that ends": bold("Rute, der skal nedtages"),
    "a company": plain("Oplys kontaktperson hos det firma, der drifter jeres system."),
    "a consultant": plain("Angiv herunder den konsulent, som skal udføre opsætningen."),
    "a person": plain("Angiv kontaktoplysninger på den person, der administrerer firewallen."),
    "an instruction about whom it is": plain(
        "Angiv kontaktoplysninger på den leverandør, der skal have adgang."
    ),
    "an instruction with a condition": plain(
        "Hvis kommunen bruger en ekstern driftsleverandør, angives denne her."
    ),
    "a sentence that forbids": plain("Felterne herunder skal ikke udfyldes af kommunen."),
    "a sentence that keeps them for others": plain(
        "Feltet herunder er forbeholdt KOMBIT og må ikke bruges."
    ),
    "a sentence the other way round": plain(
        "Nedenfor noterer KOMBIT, hvem der behandler bestillingen."
    ),
    "a contact of the filler's, below another's": bold("KMD") + plain("Kontaktperson for kommunen"),
    "a contact at another": heading("Kontaktperson hos serviceudbyder", 2),
    "a contact for a system": heading("Kontaktperson for økonomisystem", 2),
    "a contact below another's italics": par(run("Leverandør", "<w:i/>")) + bold("Kontaktperson"),
    "a contact below another's section": bold("2. Leverandør")
    + block("Leverandørens navn")
    + bold("2.1 Kontaktperson"),
    "a contact after another's section": bold("Leverandør")
    + block("Leverandørens navn")
    + bold("Teknisk kontaktperson"),
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
    "a break below another's heading": par(
        run("Leverandør", BOLD) + BREAK + run("Telefon: ______") + BREAK + run("E-mail: ______")
    ),
    "a break below another's name, legacy": par(
        run("Leverandørens kontaktperson") + BREAK + run("Telefon: ") + legacy_text("Tekst1")
    ),
    "a break below another's name, in a cell": table(
        row("Kontakt", cell(par(run("Systemhus") + BREAK + run("Telefon: ______"))))
    ),
    "help that is a sentence": table(
        row("Felt", "Vejledning", "Svar"),
        row("Telefon", "Telefonnummer på kontaktpersonen hos jeres leverandør.", ""),
        columns=3,
    ),
    "a prompt that is a sentence": par(
        run("Telefon: ") + text_control("Skriv telefonnummeret på leverandørens kontaktperson.")
    ),
    "a note below a line": line("Telefon") + plain("(leverandørens hovednummer)"),
    "a note below a row": table(row("Telefon", ""), row(cell("(udfyldes af KOMBIT)", span=2))),
    "rows of parties below roles": table(
        row("Rolle", "Navn", "Telefon"),
        row("Leverandørens kontaktperson", "", ""),
        row("Projektleder", "", ""),
        columns=3,
    ),
    "a call centre before it": block("Vagtcenter hos drift", "Telefon"),
    "an invoice's section": table(row(cell(bold("Fakturering")), ""), row("Telefon", "")),
    "two parties beside each other": table(
        row(cell("Kommunen", span=2), cell("KMD", span=2)),
        row("Port", "", "E-mail", ""),
        row("CVR", "", "Telefon", ""),
        columns=4,
    ),
    "another's name over the column": table(row("", "Systemhuset"), row("Telefon", "")),
    "another's name over the second column": table(
        row("", "Kommunen", "Driftscentralen"), row("Telefon", "89402000", ""), columns=3
    ),
    "another's name beside contact": table(row("Kontaktoplysninger", "EG"), row("Telefon", "")),
    "a column that says who": table(
        row("Felt", "Værdi", "Udfyldes af"), row("Telefon", "", "Systemejeren hos EG"), columns=3
    ),
    "a row of another's in a table": table(
        row(cell(bold("EG"), span=2)),
        row("Navn", ""),
        row(cell(bold("Kontaktperson"), span=2)),
        row("Telefon", ""),
    ),
    # -- Another field before it --
    "another's contact before it": block("Hostingselskab", "Kontaktperson", "Telefon", "E-mail"),
    "another's number before it": block("Firma", "CVR-nr.", "Kontaktperson", "Telefon"),
    "another's address before it": lines("It-chef", "Webservice-URL", "Telefon"),
    "a contact that is not known before it": block("Teknisk kontaktperson", "Telefon"),
    "an organisation before it": lines("Organisation", "CVR-nr.", "Kontaktperson", "Telefon"),
    "another's contact beside it": table(
        row("Samarbejdspart", "Kontaktperson", "Telefon"), row("", "", ""), columns=3
    ),
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
    assert set(filled(body).values()) - {"CVR", "Webservice-URL"} == {"Kommune"}


OURS = {
    "a bar": bar("Kommunens oplysninger"),
    "a lettered bar": bar("B. DRIFTSAFVIKLER") + lines("Navn") + bar("C. RUTE"),
    "another's bar that has ended": bar("Leverandør") + lines("Firma") + bar("Kommune"),
    "a box of guide lines": table(
        row(
            cell("".join(map(plain, ("Udfyld alt", "Send til KOMBIT", "Vedlæg CN", "Gem en kopi"))))
        ),
        columns=1,
    ),
    "another title": heading("Bestilling af supportydelse: Etablering af webservice-rute"),
    "a title of one word": heading("Rutebestilling"),
    "a title with a code": heading("Bestillingsformular SF1590"),
    "a colleague": plain("Angiv den medarbejder i kommunen, som KOMBIT kan kontakte."),
    "whom to fill it in with": plain("Udfyld felterne sammen med jeres leverandør."),
    "whose not": plain("Angiv kommunens oplysninger, ikke leverandørens."),
    "who told": plain("Skriv den adresse, som leverandøren har oplyst."),
    "two sentences": plain("Angiv den nye adresse. Den eksisterende rute lukkes af KOMBIT."),
    "what is said of the form": plain("Udfyldes elektronisk og mailes til bibsys@kombit.dk"),
    "when it was changed": plain("Senest revideret 12.3.2024"),
    "a case number": plain("J.nr. 2024-1234"),
    "what it belongs to": plain("Økonomi i Rammearkitekturen (ØiR)"),
    "who wrote it": plain("Udarbejdet af KOMBIT, januar 2026"),
    "an address": plain("KOMBIT A/S, Halfdansgade 8, 2300 København S"),
    "whom it goes to": plain("Til: KOMBIT A/S"),
    "a supplier in passing": plain("Leverandøren får besked, når ruten er oprettet."),
    "an agreement with a supplier": plain(
        "Kommunen skal have indgået aftale med sin leverandør, før ruten kan bestilles."
    ),
    "whom to ask for help": plain("Spørg evt. din leverandør om de tekniske oplysninger."),
    "a word in the genitive": heading("Rekvirentens oplysninger") + bold("Rutens oplysninger", BIG),
    "the form's you": heading("Din kommune") + bold("Jeres oplysninger"),
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
    "a bold letterhead": bold("KOMBIT A/S", BIG) + heading("Bestilling"),
    "a bold letterhead and a bold title": bold("KOMBIT") + bold("Bestillingsformular", BIG),
    "where it is sent": plain("Sendes til bibsys@kombit.dk"),
    "where it is returned": bold("Udfyldt skema returneres til KOMBIT, Halfdansgade 8"),
    "an instruction": bold("Felter markeret med * skal udfyldes"),
    "a version": bold("Version 3.2.1, januar 2026"),
    "a price": bold("Pris: 1.328 kr. pr. time"),
    "a title of a connection": heading("Tilslutning til Serviceplatformen"),
    "a title that begins with the platform": heading("Serviceplatformen: Rute til webservice"),
    "a request": heading("Anmodning om oprettelse af rute på Serviceplatformen"),
    "data for a route there": heading("Data til opsætning af rute på Serviceplatformen"),
    "who fills it in, and with whom": plain(
        "Skemaet udfyldes af kommunen i samarbejde med kommunens leverandør."
    ),
    "whom to ask about it": plain("Spørgsmål vedrørende Serviceplatformen rettes til KOMBIT."),
    "what the form is about": plain("Formularen vedrører integration til KOMBITs Serviceplatform."),
    "a contact of the municipality": heading("Kontaktperson hos kommunen"),
    "a lettered section": heading("Afsnit A: Kommunens stamdata"),
    "a requisition": heading("Rekvisition: Etablering af webservice-rute"),
    "what KOMBIT does": plain("KOMBIT besvarer bestillingen inden for 5 dage."),
    "what KOMBIT returns": plain("KOMBIT returnerer mangelfuldt udfyldte skemaer."),
    "whom to ask": plain("Har du spørgsmål om ruten, så kontakt KOMBIT på telefon 33 34 94 00."),
    "a list of what happens": plain("Udfyld skemaet") + plain("KOMBIT opretter ruten"),
    "who orders": heading("Oplysninger om bestilleren"),
    "order details": heading("Bestillingsoplysninger") + bold("Ruteinformation"),
    "technical specifications": heading("Tekniske specifikationer"),
    "data for KOMBIT": heading("Tekniske data til brug for KOMBIT"),
    "boxes": par(box_control() + run(" Ny rute"))
    + par(box_control() + run(" Ændring af eksisterende rute")),
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
    "a matrix of parties": table(
        row("", "Kommune", "Leverandør", "KOMBIT"),
        row("Kontaktperson", "", "", ""),
        row("Telefon", "", "", ""),
        columns=4,
    ),
    "a matrix of contacts": table(
        row("", "Navn", "Telefon"),
        row("Kontaktperson (kommune)", "", ""),
        row("Kontaktperson (leverandør)", "", ""),
        columns=3,
    ),
    "whom to contact": table(
        row("Felt", "Udfyldes", "Vejledning"),
        row("Kontaktperson", "", "Den, KOMBIT skal kontakte"),
        row("Telefon", "", ""),
        columns=3,
    ),
    "two fields on a line": par(run("Kommune: ____________ Tlf.: ________")),
    "an address before it": block("Kommune", "Adresse", "Postnr. og by", "Telefon", "E-mail"),
    "a column of remarks": table(
        row("Felt", "Værdi", "Bemærkning"),
        row("Kontaktperson", "", ""),
        row("Telefon", "", ""),
        columns=3,
    ),
    "the environment before it": block("Miljø", "Ønsket dato", "Telefon"),
    "a number before it": block("Kommunekode", "EAN-lokationsnummer", "Evt. afdeling", "Telefon"),
    "an invoice's number before it": block("Kommune", "CVR", "EAN til fakturering", "Telefon"),
    "boxes before it": par(box_control() + run(" Test"))
    + par(box_control() + run(" Produktion"))
    + block("Telefon"),
    "the municipality's own column": table(
        row("Felt", "Kommunen", "EG"), row("Telefon", "", ""), columns=3
    ),
    "what is asked of it in brackets": block("Telefon (obligatorisk)"),
    "an example in brackets": block("Telefon (fx 12345678)"),
    "who may call": table(row("Telefon", "", "Nummer, som KOMBIT kan ringe på"), columns=3),
    "a heading that tells to fill in": table(row("Felt", "Udfyld her"), row("Telefon", "")),
    "a column of who is responsible": table(
        row("Felt", "Udfyldes af", "Værdi"), row("Telefon", "Kommunen", ""), columns=3
    ),
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


def test_only_the_municipality_itself_is_called_kommune() -> None:
    for heads in (("Kontaktperson", "Telefon"), ("Navn", "Adresse"), ("Svar", "Dato")):
        body = table(row("", *heads), row("Kommune", "", ""), row("Leverandør", "", ""), columns=3)
        found = filled(body)
        assert "Kommune" not in [found.get(f"Kommune – {head}") for head in heads if head != "Svar"]
    assert filled(table(row("", "Telefon", "IP"), row("Kommune", "", ""), columns=3)) == {
        "Kommune – Telefon": "Telefon",
        "Kommune – IP": "IP-adresse",
    }


def test_a_name_below_a_contact_is_the_contact_s() -> None:
    found = filled(heading("Kontaktperson") + block("Navn", "Telefon"))
    assert found == {"Navn": "Kontaktperson", "Telefon": "Telefon"}
    assert "Navn" in filled(heading("3 Kontaktperson i kommunen") + block("Navn"))
    assert filled(heading("Kommunen") + block("Navn")) == {}


def test_two_environments_get_proposals_and_no_settings() -> None:
    body = table(row("", "Test", "Produktion"), row("IP-adresse", "", ""), columns=3)
    found = matched(body)
    assert found.answers == ()
    assert {each.fact.name for each in found.proposals} == {"IP-adresse"}
    apart = heading("Testmiljø") + block("IP-adresse") + heading("Produktion") + block("IP-adresse")
    assert headings_to_add(matched(apart)) == []


def test_a_word_that_many_labels_have_is_like_none() -> None:
    assert matched(block("Kommune", "Adresse")).proposals == ()


def test_technical_facts_may_stand_below_the_system_they_are_of() -> None:
    for words in ("Serviceudbyder", "Økonomisystem"):
        assert set(filled(heading(words) + block("IP-adresse", "Telefon")).values()) == {
            "IP-adresse"
        }


def test_a_plain_row_ends_the_one_before() -> None:
    rows = [row(cell("Leverandør", span=2)), row("Navn", ""), row("IP-adresse", "")]
    rows += [row(cell("Tekniske oplysninger", span=2)), row("Webservice-URL", "")]
    assert set(filled(table(*rows)).values()) == {"Webservice-URL"}


def test_words_of_a_heading_that_is_ours_make_no_other_heading_ours() -> None:
    assert filled(heading("KMD", 2) + block("Telefon"), "Kontakt hos KMD") == {}
    assert filled(heading("Prisme", 2) + block("Telefon"), "Bestillingsformular Prisme") == {}


def test_a_heading_that_the_user_calls_ours_is() -> None:
    body = heading("Hosting hos Prisme") + block("Telefon", "IP-adresse")
    assert filled(body) == {}
    assert set(filled(body, "Hosting hos Prisme").values()) == {"Telefon", "IP-adresse"}
