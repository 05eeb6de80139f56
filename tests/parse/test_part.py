"""A part's page in further ways to write it: head, sections, version and cards."""

from __future__ import annotations

import pytest

from scraper.models import SupportService
from scraper.parse.part import PartPage, parse_part
from scraper.parse.result import Page, Reading
from scraper.parse.service import fill_from_card

HEAD = "<h1>SF1590_B_01</h1><p>Afsend X</p><p>Økonomi</p>"
SECTIONS = "<h2>Formål</h2><p>Tekst et.</p><h2>Vilkår og betingelser</h2><p>Du finder vilkår.</p>"
DATES = "<p>Status gyldig fra</p><p>14/11/2022</p><p>Version</p><p>4.0</p><p>I drift</p>"
ENDPOINT = (
    "<h2>Services</h2><h3>Webservice / SP</h3><p>Svc</p><p>Version 4.0</p><p>I drift</p>"
    "<p>Formål</p><p>f</p><p>Beskrivelse</p><p>b</p>"
)
ORDER = '<a href="/bestil/x">Bestil</a>'


def card(
    number: int, end: str = ORDER, more: str = "Læs mere", kicker: str = "Supportydelse"
) -> str:
    top = f"<p>{kicker}</p>" if kicker else ""
    return (
        f"{top}<h3>Ydelse {number}</h3><p>Beskriv {number}.</p><a href='/s/{number}'>{more}</a>"
        "<p>Teknisk support</p><p>Leverandør: IBM</p><p>Enhedspris: 1.328 kr.</p>"
        f"<p>Antal enheder: 2-3</p>{end}"
    )


def linked_card(number: int) -> str:
    words = (
        "Supportydelse",
        f"Ydelse {number}",
        f"Beskriv {number}.",
        "Læs mere",
        "Teknisk support",
        "Leverandør: IBM",
        "Enhedspris: 1.328 kr.",
        "Antal enheder: 2-3",
    )
    inside = "".join(f"<div>{word}</div>" for word in words)
    return f'<a href="/s/{number}">{inside}</a><form><input type=submit value=Bestil></form>'


CARDS = card(1) + card(2)
MENU = '<ul><li><a href="#a">Formål</a><li><a href="#b">Vilkår og betingelser</a></ul>'
ONE_LINE = "<p>Status gyldig fra 14/11/2022</p><p>Version 4.0</p><p>I drift</p>"
SPANS = (
    "<p><span>Status gyldig fra</span> <span>14/11/2022</span> <span>Version</span> "
    "<span>4.0</span> <span>I drift</span></p>"
)


def page(
    head: str = HEAD, sections: str = SECTIONS, dates: str = DATES, cards: str = CARDS
) -> Page:
    version = f"<h2>SF1590_B_01_4.0</h2><p>Afsend X</p>{dates}<h3>Beskrivelse</h3><p>Besk.</p>"
    html = (
        f"<html><title>t</title><body><nav>m</nav>{head}{sections}{version}{ENDPOINT}{cards}"
        "<footer>Generelle vilkår</footer></body></html>"
    )
    return Page("http://127.0.0.1/integration/sf1590b01", html)


PAGES = {
    "as known": page(),
    "a heading over the cards": page(cards=f"<h2>Supportydelser</h2>{CARDS}"),
    "a heading alone": page(
        cards="<h2>Supportydelser</h2>" + card(1, kicker="") + card(2, kicker="")
    ),
    "no order button": page(
        cards="<h2>Supportydelser</h2>" + card(1, "", kicker="") + card(2, "", kicker="")
    ),
    "read more about": page(
        cards=card(1, more="Læs mere om Ydelse 1") + card(2, more="Læs mere <i>om Ydelse 2</i>")
    ),
    "cards that are links": page(cards=linked_card(1) + linked_card(2)),
    "code and title in one": page(head="<h1>SF1590_B_01 Afsend X</h1><p>Økonomi</p>"),
    "code, dash, title": page(head="<h1>SF1590_B_01 - Afsend X</h1><p>Økonomi</p>"),
    "code, colon, title": page(head="<h1>SF1590_B_01: Afsend X</h1><p>Økonomi</p>"),
    "code, break, title": page(head="<h1>SF1590_B_01<br>Afsend X</h1><p>Økonomi</p>"),
    "breadcrumb": page(
        head=f"<ul><li>Forside<li><a href=/i>Integrationer</a><li>SF1590_B_01</ul>{HEAD}"
    ),
    "menu before": page(sections=MENU + SECTIONS),
    "menu after": page(cards=CARDS + MENU),
    "version in lines": page(dates=ONE_LINE),
    "version in spans": page(dates=SPANS),
    "panels": page(
        sections="<details><summary>Formål</summary><p>Tekst et.</p></details>"
        "<details><summary>Vilkår og betingelser</summary><p>Du finder vilkår.</p></details>"
    ),
}


def facts(reading: Reading[PartPage]) -> dict[str, object]:
    record, part = reading.record, reading.record.part
    return {
        "head": (part.code, part.title, part.area),
        "sections": (part.purpose, part.terms, part.description),
        "version": (part.version, part.status, part.valid_from, part.closed_to_new),
        "cards": [
            (s.name, s.description, s.category, s.supplier, s.unit_price_oere, s.units_max, s.url)
            for s in record.support_services
        ],
        "endpoints": [
            (e.kind, e.platform, e.name, e.version, e.status, e.purpose, e.description)
            for e in record.endpoints
        ],
        "findings": reading.findings,
    }


EXPECTED: dict[str, object] = {
    "head": ("SF1590_B_01", "Afsend X", "Økonomi"),
    "sections": ("Tekst et.", "Du finder vilkår.", "Besk."),
    "version": ("4.0", "I drift", "2022-11-14", None),
    "cards": [
        (
            f"Ydelse {number}",
            f"Beskriv {number}.",
            "Teknisk support",
            "IBM",
            132800,
            3,
            f"http://127.0.0.1/s/{number}",
        )
        for number in (1, 2)
    ],
    "endpoints": [("Webservice", "SP", "Svc", "4.0", "I drift", "f", "b")],
    "findings": (),
}


@pytest.mark.parametrize("what", EXPECTED)
@pytest.mark.parametrize("name", PAGES)
def test_the_same_facts(name: str, what: str) -> None:
    assert facts(parse_part(PAGES[name]))[what] == EXPECTED[what]


def test_a_section_that_nobody_knows_ends_the_one_before_it_and_is_told() -> None:
    reading = parse_part(page(sections=SECTIONS + "<h2>Sikkerhed</h2><p>Ny tekst.</p>"))
    assert reading.record.part.terms == "Du finder vilkår."
    (section,) = reading.record.sections
    assert (section.name, section.text) == ("Sikkerhed", "Ny tekst.")
    assert [(each.kind, each.subject) for each in reading.findings] == [
        ("unknown_section", "Sikkerhed")
    ]


def test_a_status_that_nobody_knows_keeps_its_words_and_is_told() -> None:
    reading = parse_part(page(dates=DATES.replace("I drift", "Under udfasning")))
    assert reading.record.part.status == "Under udfasning"
    assert [finding.kind for finding in reading.findings] == ["unknown_status"]


@pytest.mark.parametrize(
    "flag",
    ["Denne version er lukket for tilgang", "Denne version er lukket for tilgang af nye anvendere"],
)
def test_the_flag_for_closed(flag: str) -> None:
    reading = parse_part(page(dates=DATES.replace("<p>4.0</p>", f"<p>4.0 {flag}</p>")))
    part = reading.record.part
    assert (part.version, part.closed_to_new, part.status) == ("4.0", 1, "I drift")


NO_SERVICES_HEADING = ENDPOINT.replace("<h2>Services</h2>", "")
LINK = "<p><a href='https://docs.kombit.dk/integration/SF1590_B_01/4.0/pakke'>Download dok</a></p>"


@pytest.mark.parametrize(
    ("head", "area"),
    [
        ("<h1>SF1590_B_01</h1><p>Afsend X</p><p>Område:</p><p>Økonomi</p>", "Økonomi"),
        ("<h1>SF1590_B_01</h1><p>Afsend X</p><p>Område: Økonomi</p>", "Økonomi"),
        ("<h1>SF1590_B_01</h1><p>Afsend X</p><p>Område</p>", None),
        ("<h1>SF1590_B_01</h1><p>Afsend X</p><p>Indhold:</p>", None),
        ("<h1>SF1590_B_01</h1><p>Afsend X</p><p>Status</p><p>I drift</p>", None),
        ("<h1>SF1590_B_01</h1><p>Afsend X</p>", None),
    ],
)
def test_an_area_is_never_a_label(head: str, area: str | None) -> None:
    part = parse_part(page(head=head)).record.part
    assert (part.title, part.area) == ("Afsend X", area)


@pytest.mark.parametrize("words", ["FORMÅL", "Om integrationen:", "Supportydelse", "Områder:"])
def test_a_status_is_never_a_label(words: str) -> None:
    reading = parse_part(page(dates=DATES.replace("I drift", words)))
    assert reading.record.part.status is None
    assert "missing_label" in [finding.kind for finding in reading.findings]


def test_a_version_is_never_that_of_a_technical_service() -> None:
    dates = "<p>Status gyldig fra</p><p>14/11/2022</p>"
    html = page(dates=dates).html.replace(ENDPOINT, NO_SERVICES_HEADING)
    reading = parse_part(Page("http://127.0.0.1/integration/sf1590b01", html))
    record = reading.record
    assert (record.part.version, record.part.status) == (None, None)
    assert [(each.platform, each.version) for each in record.endpoints] == [("SP", "4.0")]
    assert "missing_label" in [finding.kind for finding in reading.findings]


@pytest.mark.parametrize(
    "name", ["Formål", "Enhedspris:", "Services", "Supportydelser", "1.328 kr."]
)
def test_a_support_service_is_never_named_by_a_label(name: str) -> None:
    reading = parse_part(page(cards=card(1).replace("Ydelse 1", name).replace("Beskriv 1.", "")))
    assert [each.name for each in reading.record.support_services] == []
    assert "unread_card" in [finding.kind for finding in reading.findings]


def test_the_documentation_is_no_support_service() -> None:
    reading = parse_part(page(cards=f"<h2>Supportydelser</h2>{LINK}"))
    assert [each.url for each in reading.record.support_services if each.url] == []


def test_a_date_among_the_technical_services_breaks_nothing() -> None:
    dated = ENDPOINT.replace("<p>Svc</p>", "<p>Svc</p><p>Status gyldig fra 01/02/2023</p>")
    html = page().html.replace(ENDPOINT, dated)
    reading = parse_part(Page("http://127.0.0.1/integration/sf1590b01", html))
    assert [(each.name, each.version) for each in reading.record.endpoints] == [("Svc", "4.0")]


@pytest.mark.parametrize(
    ("on_page", "expected", "told"),
    [
        (("Efter aftale", None), ("Efter aftale", None), ["card_differs"]),
        ((None, None), ("1.328 kr.", 132800), []),
        (("1.328 kr.", 132800), ("1.328 kr.", 132800), []),
    ],
)
def test_a_number_never_comes_from_the_card_when_the_page_has_a_text(
    on_page: tuple[str | None, int | None], expected: tuple[str, int | None], told: list[str]
) -> None:
    card = SupportService(id="a", unit_price_text="1.328 kr.", unit_price_oere=132800)
    page = SupportService(id="a", unit_price_text=on_page[0], unit_price_oere=on_page[1])
    reading = fill_from_card(page, card)
    filled = reading.record
    assert (filled.unit_price_text, filled.unit_price_oere) == expected
    assert [finding.kind for finding in reading.findings] == told
