"""Small pages that were read wrong once, each for a kind of fault, with their right values."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scraper.charset import decode
from scraper.parse.dispatch import Kind, as_dict, read_page
from scraper.parse.result import Page

CASES = Path(__file__).parent / "cases"
SITE = "https://katalog.example"
TERMS = "Du finder et link til de Generelle vilkår nedenfor i den blå sidefod."
ROUTE = f"{SITE}/supportydelse/etablering-af-rute-til-serviceudbyders-webservice"
OWN = {
    "name": "Etablering af rute til serviceudbyders webservice",
    "supplier": "IBM",
    "unit_price_oere": 132800,
    "units_text": "2-3",
    "reaction_days": 5,
    "category": "Teknisk support",
    "problems": [],
}
CLOSED = {"closed_to_new": 1, "status": "I drift", "version": "3.6", "problems": []}

SERVICES: dict[str, dict[str, Any]] = {
    "footnote_sup": {
        "units_text": "2-3",
        "units_min": 2,
        "units_max": 3,
        "reaction_text": "5 arbejdsdage",
        "reaction_days": 5,
        "problems": [],
    },
    "cp1252_said_iso_8859_1": {
        "units_text": "2–3",
        "units_min": 2,
        "units_max": 3,
        "unit_price_oere": 132800,
        "supplier": "Eksempel A/S",
        "problems": [],
    },
    "struck_out": {"unit_price_oere": None, "unit_price_text": None, "supplier": "IBM"},
    "colspan_top": {
        "supplier": "IBM",
        "reaction_days": 5,
        "delivery_days": 5,
        "units_text": "2-3",
        "unit_price_oere": 132800,
    },
    "price_ekskl_moms": {
        "unit_price_oere": 132800,
        "unit_price_text": "1.328 kr. ekskl. moms",
        "vat": "ekskl. moms",
        "price_basis": None,
        "problems": [],
    },
    "service_neighbours_in_sidebar_before": OWN,
    "service_older_prices_before": OWN,
}
PARTS: dict[str, tuple[str, dict[str, Any]]] = {
    "bold_status": ("sf1590d", {"status": "I drift", "version": "2.2", "problems": []}),
    "closed_in_parentheses": (
        "sf1590d",
        {"status": "I drift", "version": "2.2", "closed_to_new": 1, "problems": []},
    ),
    "closed_sentence_in_description": (
        "sf1590d",
        {
            "description": "Denne version er lukket for tilgang af nye anvendere.\n"
            "Integrationen giver mulighed for at modtage indkomstoplysninger.",
            "closed_to_new": 1,
            "problems": [],
        },
    ),
    "no_area": ("sf1590d", {"area": None, "title": "Afsend Faktura til Godkendelse"}),
    "integration_closed": (
        "sf1520",
        CLOSED | {"terms": f"{TERMS}\nIntegrationen er lukket for tilgang af nye anvendere"},
    ),
    "integration_closed_inline": ("sf1520", CLOSED | {"terms": TERMS}),
    "endpoint_sections": (
        "sf1590d",
        {
            "endpoints": [
                {
                    "part_code": "SF1590_D",
                    "position": 1,
                    "name": "FakturaInformationAfsend",
                    "kind": "Webservice",
                    "platform": "Serviceplatformen",
                    "version": "1.0",
                    "status": "I drift",
                    "purpose": "At sende.",
                    "description": "Servicen sender.",
                    "test_endpoint": "https://exttest.serviceplatformen.dk/service/OIR/X/1",
                    "test_uuid": "d0ed926d-be52-4b12-bf4a-0513b594eed5",
                    "test_entity_id": "http://oir.serviceplatformen.dk/service/x/1",
                    "production_endpoint": "https://prod.serviceplatformen.dk/service/OIR/X/1",
                    "production_uuid": None,
                    "production_entity_id": None,
                }
            ],
            "closed_to_new": None,
            "description": "Tekst.",
            "sections": [],
            "problems": [],
        },
    ),
    "part_read_more_alone": (
        "sf1590b01",
        {
            "terms": f"{TERMS}\nIntegrationen forudsætter, at den pågældende kommunes "
            "debitorsystem også anvender integrationen.\n"
            "Etablering af rute til serviceudbyders webservice bestilles som fakturerbar "
            "supportydelse i Digitaliseringskataloget.\n"
            "Kommunen bærer selv ansvaret.",
            "description": "Afsender registreringer.",
            "problems": [],
        },
    ),
    "part_views_table_services": ("sf1590b02", {"problems": []}),
}


@cache
def read(name: str, kind: Kind, url: str) -> dict[str, Any]:
    html = decode((CASES / f"{name}.html").read_bytes(), None)
    return as_dict(*read_page(Page(url, html), kind))


def fields(cases: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
    return [(name, field) for name, right in cases.items() for field in right]


def test_every_case_is_read() -> None:
    read_here = {*SERVICES, *PARTS, "search_facets_after"}
    assert {path.stem for path in CASES.glob("*.html")} == read_here


@pytest.mark.parametrize(("name", "field"), fields(SERVICES))
def test_service(name: str, field: str) -> None:
    assert read(name, Kind.SERVICE, f"{SITE}/supportydelse/rute")[field] == SERVICES[name][field]


@pytest.mark.parametrize(
    ("name", "field"), fields({name: right for name, (_, right) in PARTS.items()})
)
def test_part(name: str, field: str) -> None:
    slug, right = PARTS[name]
    record = read(name, Kind.PART, f"{SITE}/integration/{slug}")
    assert json.loads(json.dumps(record[field])) == right[field]


def test_services_in_a_table_are_read_row_by_row() -> None:
    record = read("part_views_table_services", Kind.PART, f"{SITE}/integration/sf1590b02")
    rows = [
        (each["name"], each["category"], each["supplier"], each["unit_price_oere"], each["url"])
        for each in record["support_services"]
    ]
    assert rows == [
        (OWN["name"], "Teknisk support", "IBM", 132800, ROUTE),
        (
            "Etablering af SFTP-rute",
            "Teknisk support",
            "KMD",
            1234550,
            f"{SITE}/supportydelse/etablering-af-sftp-rute",
        ),
    ]


def test_a_hit_is_what_its_own_row_says() -> None:
    record = read(
        "search_facets_after", Kind.SEARCH, f"{SITE}/s%C3%B8g?search_api_fulltext=SF1590B"
    )
    assert [(each["kind"], each["code"], each["title"]) for each in record["hits"]] == [
        ("Integration", "SF1590_B_01", "Afsend DebitorRegistrering"),
        ("Integration", "SF1590_B_02", "Afsend DebitorForespørgsel"),
        ("Integration", "SF1590_B_03", "Afsend DebitorIndbetaling"),
        ("Integration", "SF1590_B_04", "Afsend DebitorStatus"),
        ("Løsning", None, "Økonomi i Rammearkitekturen"),
    ]
    assert (record["total"], record["problems"]) == (8, [])
