"""What numbers are of, where services answer, what else a page tells: staged, told and shown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from scraper.asof import go_back
from scraper.crawl import run_crawl
from scraper.figures import counted_units, time_of, total_price, unit_price
from scraper.models import (
    Endpoint,
    Part,
    PartSection,
    PartSupportService,
    Problem,
    Run,
    SupportService,
)
from scraper.orders.ordered import find_ordered
from scraper.plan import Plan
from scraper.prices import export_prices
from scraper.publish import publish
from scraper.room.blocks import structured
from scraper.room.overview import Choice, overview
from scraper.settings import Settings
from scraper.show import find_record, lines_of
from scraper.spelling import teach
from scraper.store import Store, open_for_reading
from scraper.telling import Teller
from tests.conftest import QUICK
from tests.standin.server import StandIn
from tests.test_datasette import Served, datasette_on
from tests.test_room import text_of

ROUTE = "supportydelse.etablering-af-rute-til-serviceudbyders-webservice"
SFTP = "supportydelse.etablering-af-sftp-rute"
EVIL = "<script>document.title='ond'</script>"
BLOCKS = [
    {"type": "paragraph", "text": f"Driften {EVIL} er døgnåben."},
    {"type": "heading", "level": 1, "text": "Åbningstider"},
    {"type": "list", "ordered": False, "items": ["Hverdage <b>8-16</b>", "Ellers vagt"]},
    {"type": "list", "ordered": True, "items": ["Ring", "Skriv"]},
    {"type": "table", "rows": [["Dag", "Tid"], ["Mandag", "8-16"]], "head": 1},
]
SERVICE: dict[str, Any] = {
    "unit_price_oere": 132800,
    "unit_price_text": "1.328 kr. ekskl. moms pr. time",
    "price_basis": "time",
    "vat": "ekskl. moms",
    "units_min": 2,
    "units_max": 3,
    "units_text": "2-3 timer",
    "units_unit": "time",
    "reaction_days": 5,
    "reaction_days_least": 3,
    "reaction_amount": 5,
    "reaction_unit": "arbejdsdag",
    "reaction_text": "3-5 arbejdsdage",
    "delivery_days": None,
    "delivery_days_least": None,
    "delivery_amount": 2,
    "delivery_unit": "uge",
    "delivery_text": "2 uger",
    "total_min_oere": 265600,
    "total_max_oere": 398400,
    "countable": 1,
}


# -- in words ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "price", "units", "total"),
    [
        ({}, "1.328 kr. ekskl. moms pr. time", "2–3 timer", "2.656–3.984 kr. ekskl. moms"),
        ({"price_basis": None, "vat": None}, "1.328 kr.", "2–3 timer", "2.656–3.984 kr."),
        (
            {"units_min": None, "total_min_oere": None},
            "1.328 kr. ekskl. moms pr. time",
            "højst 3 timer",
            "højst 3.984 kr. ekskl. moms",
        ),
        (
            {"units_max": None, "total_max_oere": None, "units_unit": None},
            "1.328 kr. ekskl. moms pr. time",
            "mindst 2",
            "mindst 2.656 kr. ekskl. moms",
        ),
        (
            {"units_unit": "enhed", "countable": 0, "total_min_oere": None, "total_max_oere": None},
            "1.328 kr. ekskl. moms pr. time",
            "2–3 enheder",
            "kan ikke beregnes: prisen er pr. time, men antallet er i enheder",
        ),
        (
            {"price_basis": "fast pris", "countable": 0, "total_min_oere": None}
            | {"total_max_oere": None},
            "1.328 kr. ekskl. moms fast pris",
            "2–3 timer",
            "kan ikke beregnes: prisen er fast, ikke pr. time",
        ),
        (
            {
                "unit_price_oere": None,
                "unit_price_text": "ca. 1.328 kr.",
                "units_min": None,
                "units_max": None,
                "units_text": "efter aftale",
                "total_min_oere": None,
                "total_max_oere": None,
            },
            "ca. 1.328 kr.",
            "efter aftale",
            "kan ikke beregnes",
        ),
    ],
)
def test_a_price_says_what_it_is_of(
    other: dict[str, Any], price: str, units: str, total: str
) -> None:
    service = SERVICE | other
    assert (unit_price(service), counted_units(service), total_price(service)) == (
        price,
        units,
        total,
    )


def test_one_unit_is_told_as_one() -> None:
    assert counted_units(SERVICE | {"units_min": 1, "units_max": 1}) == "1 time"
    assert counted_units(SERVICE | {"units_unit": "stk."}) == "2–3 stk."
    assert counted_units(SERVICE | {"units_unit": "påbegyndt time"}) == "2–3 påbegyndte timer"
    assert counted_units(SERVICE | {"units_unit": "skærmbillede"}) == "2–3 skærmbillede"


@pytest.mark.parametrize(
    ("other", "shown"),
    [
        ({}, "3–5 arbejdsdage"),
        ({"reaction_days_least": None}, "5 arbejdsdage"),
        ({"reaction_days_least": 5}, "5 arbejdsdage"),
        ({"reaction_days": None, "reaction_text": "3-5 hverdage"}, "3-5 hverdage"),
        (
            {
                "reaction_days": None,
                "reaction_text": None,
                "reaction_amount": 2,
                "reaction_unit": "uge",
            },
            "2 uger",
        ),
        ({"reaction_days": None, "reaction_text": None, "reaction_amount": None}, ""),
    ],
)
def test_a_time_is_shown_in_its_own_unit(other: dict[str, Any], shown: str) -> None:
    assert time_of(SERVICE | other, "reaction") == shown


def test_a_text_is_shown_as_it_is_built_up_and_nothing_of_it_runs() -> None:
    html = str(structured("som ren tekst", json.dumps(BLOCKS)))
    assert "<script" not in html
    assert "<b>" not in html
    assert "<h3>Åbningstider</h3>" in html
    assert '<ul class="prik"><li>Hverdage &lt;b&gt;8-16&lt;/b&gt;</li><li>Ellers vagt</li>' in html
    assert '<ol class="trin"><li>Ring</li><li>Skriv</li></ol>' in html
    assert '<th scope="col">Dag</th>' in html
    assert "<td>8-16</td>" in html
    assert "som ren tekst" not in html


@pytest.mark.parametrize(
    "blocks",
    [None, "", "[]", "{", "7", '["x"]', '[{"type": "video"}]', '[{"type": "paragraph"}]'],
)
def test_a_text_whose_structure_is_not_known_is_shown_as_it_stands(blocks: str | None) -> None:
    assert structured("Én & to", blocks) == '<div class="tekst">Én &amp; to</div>'


# -- staged, told and taken back --------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "catalog.db")) as store:
        yield store


def night(
    store: Store,
    day: int,
    cause: str = "site",
    sections: tuple[PartSection, ...] = (),
    endpoint: dict[str, Any] | None = None,
    part: dict[str, Any] | None = None,
    service: dict[str, Any] | None = None,
) -> list[str]:
    """Publish what a night read of one part. What is told of it is returned."""
    run = Run(
        id=store.begin(),
        command="crawl",
        started_at=f"2026-01-{day:02}T02:00:00Z",
        verdict="good",
        base_url="http://127.0.0.1",
    )
    store.stage(Part(code="SF1", title="Prøve", **part or {}), cause)
    for section in sections:
        store.stage(section, cause)
    store.stage(Endpoint(part_code="SF1", number=1, position=1, name="Opslag", **endpoint or {}))
    store.stage(SupportService(id="s", name="Rute", **service or {}), cause)
    store.stage(PartSupportService(part_code="SF1", service_id="s", position=1), cause)
    for model in (PartSection, Endpoint, PartSupportService):
        store.stage_owner(model, "SF1", cause)
    publish(store, run, [], lambda _: [])
    return [each.text for each in Teller(store).tell(run.id)]


def section(text: str, blocks: list[Any] | None = None, name: str = "Drift") -> PartSection:
    return PartSection(
        part_code="SF1", name=name, position=1, text=text, blocks=json.dumps(blocks or [])
    )


def test_a_section_that_nobody_knows_is_told_when_it_comes_changes_and_goes(store: Store) -> None:
    assert night(store, 1, sections=(section("Døgnåben."),)) == [
        "Ny integrationsdel: SF1 Prøve",
        "Ny supportydelse: Rute",
    ]
    assert night(store, 2, sections=(section("Lukket."), section("Ny.", name="A / B"))) == [
        "Nyt afsnit på siden for SF1 Prøve: »A / B«",
        "Afsnittets tekst for »Drift« på siden for SF1 Prøve er ændret fra Døgnåben. til Lukket.",
    ]
    assert night(store, 3, sections=(section("Lukket."),)) == [
        "Afsnittet »A / B« står ikke længere på siden for SF1 Prøve"
    ]
    with closing(open_for_reading(store.path)) as past:
        go_back(past, "2026-01-02")
        rows = past.rows("SELECT name, text FROM part_sections ORDER BY name")
        assert [tuple(row.values()) for row in rows] == [("A / B", "Ny."), ("Drift", "Lukket.")]
    with closing(open_for_reading(store.path)) as past:
        go_back(past, "2026-01-01")
        rows = past.rows("SELECT text, blocks FROM part_sections")
        assert rows == [{"text": "Døgnåben.", "blocks": None}]


def test_how_a_text_is_built_up_is_no_news_by_itself(store: Store) -> None:
    blocks = json.dumps(BLOCKS)
    night(store, 1, sections=(section("Døgnåben."),), part={"terms": "Et"})
    assert (
        night(
            store,
            2,
            sections=(section("Døgnåben.", BLOCKS),),
            part={"terms": "Et", "terms_blocks": blocks},
            service={"description_blocks": blocks},
        )
        == []
    )
    assert store.rows("SELECT terms_blocks, p.code FROM integration_parts AS p") == [
        {"terms_blocks": blocks, "code": "SF1"}
    ]
    assert store.rows("SELECT blocks FROM part_sections") == [{"blocks": json.dumps(BLOCKS)}]
    night(store, 3, part={"terms": "To", "terms_blocks": "[]"})
    with closing(open_for_reading(store.path)) as past:
        go_back(past, "2026-01-02")
        (row,) = past.rows("SELECT terms, terms_blocks FROM integration_parts")
        assert row == {"terms": "Et", "terms_blocks": None}  # not those of another text


def test_an_address_is_told_by_its_environment(store: Store) -> None:
    night(store, 1, endpoint={"test_endpoint": "https://test.example/a"})
    told = night(
        store,
        2,
        endpoint={
            "test_endpoint": "https://test.example/b",
            "production_endpoint": "https://drift.example/a",
            "production_uuid": "d0ed926d",
            "production_entity_id": "http://drift.example/a",
        },
    )
    assert told == [
        "Endpoint i eksternt testmiljø for Opslag (SF1) er ændret fra https://test.example/a til "
        "https://test.example/b",
        "Endpoint i produktion for Opslag (SF1) er nu https://drift.example/a (stod der ikke før)",
        "UUID i produktion for Opslag (SF1) er nu d0ed926d (stod der ikke før)",
        "EntityId i produktion for Opslag (SF1) er nu http://drift.example/a (stod der ikke før)",
    ]


def test_a_number_and_what_it_is_of_are_told_as_one_change(store: Store) -> None:
    night(
        store,
        1,
        service={
            **{"unit_price_oere": 132800, "unit_price_text": "1.328 kr. pr. time"},
            **{"price_basis": "time", "units_unit": "time", "units_text": "2 timer"},
            **{"reaction_days": 5, "reaction_text": "5 arbejdsdage"},
        },
    )
    told = night(
        store,
        2,
        service={
            **{"unit_price_oere": 200000, "unit_price_text": "2.000 kr. inkl. moms pr. enhed"},
            **{"price_basis": "enhed", "vat": "inkl. moms"},
            **{"units_unit": "enhed", "units_text": "2 enheder"},
            **{"reaction_days": 5, "reaction_days_least": 3, "reaction_text": "3-5 arbejdsdage"},
        },
    )
    assert told == [
        "Enhedspris for Rute er ændret fra 1.328 kr. pr. time til 2.000 kr. inkl. moms pr. enhed",
        "Enheder for Rute er ændret fra 2 timer til 2 enheder",
        "Reaktionstid for Rute er ændret fra 5 arbejdsdage til 3-5 arbejdsdage",
    ]


def test_what_only_our_reading_made_of_a_price_was_true_all_along(store: Store) -> None:
    read = {"unit_price_oere": 132800, "unit_price_text": "1.328 kr. pr. time", "units_max": 3}
    night(store, 1, service=read)
    told = night(store, 2, cause="reader", service=read | {"price_basis": "time"})
    assert told == ["Prisens enhed for Rute er nu time (stod der ikke før)"]
    with closing(open_for_reading(store.path)) as past:
        go_back(past, "2026-01-01")
        (row,) = past.rows("SELECT price_basis, total_max_dkk FROM support_service_prices")
        assert row == {"price_basis": "time", "total_max_dkk": None}


def test_a_parts_totals_with_and_without_vat_have_no_span(store: Store) -> None:
    priced = {"unit_price_oere": 1000, "units_min": 1, "units_max": 2}
    night(store, 1, service=priced | {"vat": "ekskl. moms"})
    teach(store.db.conn)

    def row() -> tuple[Any, ...]:
        (found,) = overview(store, Choice()).rows
        return tuple(found[name] for name in ("services", "priced", "low", "high", "vat", "unlike"))

    assert row() == (1, 1, 1000, 2000, "ekskl. moms", 0)
    for key, other in (
        ("inkl", {"vat": "inkl. moms"}),
        ("timer", {"vat": "ekskl. moms", "price_basis": "time"}),
        ("uden loft", {"vat": "ekskl. moms", "units_max": None}),
    ):
        with store.db.atomic():
            store.db.execute("DELETE FROM part_support_services WHERE service_id != 's'")
            service = SupportService(id=key, **{**priced, **other})
            store.db.table("support_services").insert(service.model_dump())
            store.db.execute("INSERT INTO part_support_services VALUES ('SF1', ?, 2, NULL)", [key])
        assert (
            row()
            == {
                "inkl": (2, 2, None, None, None, 1),
                "timer": (2, 1, 1000, 2000, "ekskl. moms", 0),
                "uden loft": (2, 2, 1000, None, "ekskl. moms", 0),
            }[key]
        )


def test_a_problem_keeps_what_it_is_about(store: Store) -> None:
    run = Run(id=store.begin(), command="crawl", started_at="2026-01-01T02:00:00Z", verdict="good")
    about = {"kind": "unknown_label", "url": "u", "message": "m"}
    for value in ("Pris for 'A'", "Pris for 'B'", "Pris for 'B'"):
        store.stage(Problem(run_id=run.id, **about, subject=value, value="7"))
    publish(store, run, [], lambda _: [])
    assert store.rows("SELECT subject, value FROM problems ORDER BY subject") == [
        {"subject": "Pris for 'A'", "value": "7"},
        {"subject": "Pris for 'B'", "value": "7"},
    ]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (None, 1, "er nu lukket for tilgang af nye anvendere"),
        (1, None, "er ikke længere meldt lukket for nye anvendere"),
        (1, 0, "er nu meldt åben for nye anvendere"),
        (0, None, "er ikke længere meldt åben for nye anvendere"),
    ],
)
def test_only_what_is_said_of_being_closed_is_told(
    before: int | None, after: int | None, told: str, store: Store
) -> None:
    night(store, 1, part={"closed_to_new": before})
    assert night(store, 2, part={"closed_to_new": after}) == [f"SF1 Prøve {told}"]


def test_sections_may_all_go_at_once_when_they_are_read_into_columns(store: Store) -> None:
    night(store, 1, sections=tuple(section("x", name=str(number)) for number in range(9)))
    compared: list[str] = []
    run = Run(id=store.begin(), command="crawl", started_at="2026-01-02T02:00:00Z", verdict="good")
    store.stage(Part(code="SF1", title="Prøve"))
    store.stage_owner(PartSection, "SF1", "reader")

    def judge(tables: Any) -> list[Any]:
        compared.extend(each.table for each in tables)
        return []

    publish(store, run, [], judge)
    assert "part_endpoints" in compared
    assert "part_sections" not in compared
    gone = store.rows("SELECT COUNT(*) AS n FROM changes WHERE kind = 'removed' AND run_id = 2")
    assert gone == [{"n": 9}]


# -- shown ------------------------------------------------------------------------------------

WHAT = ("endpoint", "uuid", "entity_id")
ADDRESSES = {
    "test_endpoint": "https://exttest.example/service/Debitor/4",
    "test_uuid": "0c1d2e3f-0000-4000-8000-000000000001",
    "production_endpoint": f"https://drift.example/{EVIL}",
    "production_uuid": "0c1d2e3f-0000-4000-8000-000000000002",
    "production_entity_id": "http://drift.example/service/Debitor/4",
}


def fill(db: Path) -> None:
    """Put the values that pages may have into a catalogue, as a run would."""
    with closing(Store(db)) as store, store.db.atomic():
        store.db.execute("DELETE FROM part_sections")
        names = [f"{where}_{what}" for where in ("test", "production") for what in WHAT]
        store.db.execute(f"UPDATE part_endpoints SET {', '.join(f'{n} = NULL' for n in names)}")
        store.db.execute(
            f"UPDATE part_endpoints SET {', '.join(f'{name} = ?' for name in ADDRESSES)} "
            "WHERE part_code = 'SF1590_B_01'",
            list(ADDRESSES.values()),
        )
        store.db.execute(
            "INSERT INTO part_sections VALUES ('SF1590_B_01', 'Drift', 1, 'Døgnåben.', ?)",
            [json.dumps(BLOCKS)],
        )
        store.db.execute("UPDATE integration_parts SET closed_to_new = NULL")
        for code, closed in (("SF1590_A", 0), ("SF1590_B_05", 1)):
            store.db.execute(
                "UPDATE integration_parts SET closed_to_new = ? WHERE code = ?", (closed, code)
            )
        names = [name for name in SERVICE if name in SupportService.model_fields]
        store.db.execute(
            f"UPDATE support_services SET {', '.join(f'{name} = ?' for name in names)} "
            "WHERE id = ?",
            [*(SERVICE[name] for name in names), ROUTE],
        )
        store.db.execute(
            "UPDATE support_services SET price_basis = 'time', vat = 'inkl. moms' WHERE id = ?",
            [SFTP],
        )


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("units")
    with StandIn() as site:
        settings = Settings(db=folder / "catalog.db", base_url=site.base_url, policy=QUICK)
        run_crawl(settings, Plan())
        fill(settings.db)
        with datasette_on(site, settings) as served:
            yield served


def test_a_parts_page_has_the_addresses_of_both_environments(served: Served) -> None:
    page = served.get("/-/del/SF1590_B_01")[1]
    assert page.index(">Endpoints</h2>") < page.index(">Supportydelser</h2>")
    for value in ADDRESSES.values():
        shown = value.replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;")
        assert f'<code class="kopi">{shown}</code>' in page
    words = text_of(page)
    assert "EntityId ikke oplyst http://drift.example/service/Debitor/4" in words
    assert "Siden oplyser ingen adresser" not in words
    assert "Siden oplyser ingen adresser" in text_of(served.get("/-/del/SF1590_B_02")[1])
    assert "<script>document" not in page


def test_a_parts_page_has_the_sections_that_nobody_knows(served: Served) -> None:
    page = served.get("/-/del/SF1590_B_01")[1]
    assert "<h2>Drift</h2>" in page
    assert "<li>Ellers vagt</li>" in page
    assert "Ellers vagt" not in served.get("/-/del/SF1590_B_02")[1]


def test_prices_are_shown_with_what_they_are_of(served: Served) -> None:
    words = text_of(served.get("/-/del/SF1590_B_01")[1])
    assert (
        "1.328 kr. ekskl. moms pr. time 2–3 timer 2.656–3.984 kr. ekskl. moms "
        "3–5 arbejdsdage 2 uger" in words
    )
    words = text_of(served.get(f"/-/ydelse/{ROUTE}")[1])
    assert "Enhedspris 1.328 kr. ekskl. moms pr. time Antal enheder 2–3 timer" in words
    assert "Prisen er 2.656–3.984 kr. ekskl. moms (2–3 timer × 1.328 kr.)" in words
    words = text_of(served.get(f"/-/ydelse/{SFTP}")[1])
    assert "I alt kan ikke beregnes: prisen er pr. time, men antallet er i enheder" in words


def test_unlike_prices_are_not_measured_against_each_other(served: Served) -> None:
    words = text_of(served.get("/-/priser")[1])
    assert "Kun priser uden oplysning om enhed og moms er tegnet: 2 ydelser" in words
    assert "Eksempel Drift A/S inkl. moms pr. time 1 1 12.345,50 kr." in words
    parts = text_of(served.get("/-/dele")[1])
    assert "2.656–3.984 kr. ekskl. moms for 1 af 2 ydelser" in parts
    (both,) = json.loads(served.fetch("/-/dele.json?q=SF1590_B_04")[2])
    assert (both["services"], both["priced"], both["vat"]) == (2, 1, "ekskl. moms")
    front = text_of(served.get("/")[1])
    assert "Priserne er både med og uden moms og kan ikke sammenlignes" in front
    assert served.get("/-/priser?hoejst=20.000")[1].count("12.345,50") == 0  # it has no total


def test_what_is_not_said_of_being_closed_is_not_said(served: Served) -> None:
    for code, said in (
        ("SF1590_B_01", "Ikke meldt lukket for nye anvendere"),
        ("SF1590_A", "Meldt åben for nye anvendere"),
        ("SF1590_B_05", "Lukket for nye anvendere"),
    ):
        assert said in text_of(served.get(f"/-/del/{code}")[1])
    rows = json.loads(served.fetch("/-/dele.json")[2])
    closed = {row["code"]: row["closed"] for row in rows}
    assert closed["SF1590_B_01"] == "ikke meldt lukket"
    assert closed["SF1590_A"] == "meldt åben"
    assert closed["SF1590_B_05"] == "lukket"
    for chosen, codes in (
        ("lukket", {"SF1590_B_05"}),
        ("aaben", {"SF1590_A"}),
        ("ikke-meldt", set(closed) - {"SF1590_A", "SF1590_B_05"}),
    ):
        rows = json.loads(served.fetch(f"/-/dele.json?nye={chosen}")[2])
        assert {row["code"] for row in rows} == codes


def test_the_files_of_prices_end_in_what_a_price_is_of(served: Served) -> None:
    with closing(open_for_reading(served.settings.db)) as store:
        rows = list(csv.reader(io.StringIO(export_prices(store, None, excel=False).decode())))
    head, route = rows[0], next(row for row in rows if row[0] == "SF1590_B_01")
    assert head[-2:] == ["price_basis", "vat"]
    assert route[-2:] == ["time", "ekskl. moms"]
    body = served.fetch("/-/priser.excel.csv")[2].decode("utf-8-sig")
    people = list(csv.reader(io.StringIO(body), delimiter=";"))
    assert people[0][-2:] == ["Prisens enhed", "Moms"]
    sftp = next(row for row in people if "Etablering af SFTP-rute" in row)
    at = people[0].index("I alt fra (kr.)")
    assert (sftp[at], sftp[at + 1], sftp[-2:]) == ("", "", ["time", "inkl. moms"])


def test_show_tells_addresses_sections_and_what_is_not_said(served: Served) -> None:
    with closing(open_for_reading(served.settings.db)) as store:
        lines = dict(lines_of(store, *find_record(store, "sf1590b01")))
        assert lines["Lukket for tilgang af nye anvendere"] == "ikke meldt lukket"
        assert lines["  Endpoint i eksternt testmiljø"] == ADDRESSES["test_endpoint"]
        assert lines["  EntityId i produktion"] == ADDRESSES["production_entity_id"]
        assert lines["Drift"] == "Døgnåben."
        assert "2-3 timer, reaktion 3-5 arbejdsdage" in lines["Supportydelse"]
        assert not any("JSON" in label or "afsnit, punkter" in label for label in lines)
        service = dict(lines_of(store, *find_record(store, ROUTE)))
        assert (service["Prisens enhed"], service["Moms"]) == ("time", "ekskl. moms")


def test_an_order_says_what_its_price_is_of(served: Served) -> None:
    with closing(open_for_reading(served.settings.db)) as store:
        assert find_ordered(store, "SF1590_B_01", None).price == (
            "2–3 × 1.328 kr. = 2.656–3.984 kr. ekskl. moms"
        )
        assert find_ordered(store, "SF1590_A", "SFTP").price == (
            "12.345,50 kr. inkl. moms pr. time; ganges ikke med antallet, for prisen er pr. time, "
            "men antallet er i enheder"
        )
