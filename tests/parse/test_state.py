"""Who may use a version: what a page says, plainly or not, and of which version."""

from __future__ import annotations

import pytest

from scraper.parse.part import parse_part
from scraper.parse.result import Page

PAGE = (
    "<h1>SF1590_B_01</h1><p>Afsend X</p><p>Økonomi</p><h2>Formål</h2><p>Formålet.</p>{terms}"
    "<h2>SF1590_B_01_4.0</h2><p>Afsend X</p><p>Status gyldig fra</p><p>14/11/2022</p>"
    "<p>Version</p><p>4.0 {inline}</p><p>I drift</p><h3>Beskrivelse</h3><p>Tekst.</p>{text}"
    "<h3>Services</h3><p>Webservice / SP</p><p>Svc</p><p>Version</p><p>1.0</p><p>I drift</p>{svc}"
)


def read(where: str, words: str) -> tuple[int | None, list[str]]:
    terms = "<h2>Vilkår og betingelser</h2><p>Du finder vilkår.</p>"
    places = dict.fromkeys(("inline", "text", "svc"), "") | {"terms": terms}
    said = words if where == "inline" else f"<p>{words}</p>"
    places[where] += said
    page = Page("https://example.org/integration/sf1590b01", PAGE.format(**places))
    reading = parse_part(page)
    return reading.record.part.closed_to_new, [each.kind for each in reading.findings]


@pytest.mark.parametrize("where", ["terms", "inline", "text"])
@pytest.mark.parametrize(
    "words",
    [
        "Denne version er lukket for tilgang",
        "Denne version er lukket for tilgang af nye anvendere.",
        "Integrationen er lukket for tilgang af nye anvendere",
        "Lukket for tilgang",
        "(Denne version er lukket for tilgang)",
        "Version 4.0 er lukket for tilgang",
        "DENNE VERSION ER LUKKET FOR TILGANG",
    ],
)
def test_a_version_is_closed_wherever_and_however_it_is_said(where: str, words: str) -> None:
    if where == "inline" and words[0] not in "DIL(":
        words = f"· {words}"
    assert read(where, words) == (1, [])


@pytest.mark.parametrize("where", ["terms", "text"])
@pytest.mark.parametrize(
    "words",
    [
        "Versionen bliver lukket for tilgang den 1. maj 2027.",
        "Denne version er ikke lukket for tilgang.",
        "Kommuner, for hvilke den er lukket for tilgang, kan ringe.",
        "SF1461_1.0 er lukket for tilgang.",
        "Denne version er snart lukket for tilgang",
    ],
)
def test_what_does_not_say_it_plainly_is_told_and_closes_nothing(where: str, words: str) -> None:
    assert read(where, words) == (None, ["unclear_access"])


def test_a_code_and_version_may_be_named() -> None:
    assert read("terms", "SF1590_B_01_4.0 er lukket for tilgang") == (1, [])
    assert read("terms", "SF1590_B_01_3.9 er lukket for tilgang") == (None, [])


def test_an_older_version_that_is_closed_is_no_news() -> None:
    assert read("text", "Version 3.9 er lukket for tilgang") == (None, [])


def test_where_nothing_is_said_nothing_is_known() -> None:
    assert read("text", "Mere tekst.") == (None, [])


@pytest.mark.parametrize("where", ["terms", "inline", "text"])
def test_a_version_is_open_only_where_the_page_says_so(where: str) -> None:
    assert read(where, "Denne version er åben for tilgang af nye anvendere") == (0, [])


def test_both_at_once_are_told() -> None:
    words = "Denne version er lukket for tilgang. Denne version er åben for tilgang."
    assert read("text", words) == (1, ["unclear_access"])


def test_a_technical_service_that_is_closed_is_told() -> None:
    closed, kinds = read("svc", "Denne version er lukket for tilgang")
    assert (closed, kinds) == (None, ["unclear_access"])
