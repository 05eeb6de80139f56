"""The crawl from end to end against the stand-in: what is stored, asked for, and left alone."""

from __future__ import annotations

import urllib.request
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scraper.crawl import run_crawl
from scraper.plan import Plan
from scraper.settings import Settings
from tests.conftest import OF_MARKUP, QUICK, catalogue, query
from tests.standin import faults
from tests.standin.docx import docx
from tests.standin.markups import MARKUPS
from tests.standin.server import StandIn

Rows = Callable[..., list[dict[str, Any]]]
ROUTE = "supportydelse.etablering-af-rute-til-serviceudbyders-webservice"


def test_the_guides_service_is_stored_to_the_letter(settings: Settings, rows: Rows) -> None:
    run = run_crawl(settings, Plan())
    assert (run.verdict, run.exit_code, run.problems) == ("good", 0, 0)
    assert rows("SELECT * FROM support_service_prices WHERE part_code = 'SF1590_B_01'") == [
        {
            "part_code": "SF1590_B_01",
            "part_title": "Afsend DebitorRegistrering",
            "service": "Etablering af rute til serviceudbyders webservice",
            "supplier": "IBM",
            "unit_price_dkk": 1328.0,
            "units_min": 2,
            "units_max": 3,
            "total_min_dkk": 2656.0,
            "total_max_dkk": 3984.0,
            "reaction_days": 5,
            "delivery_days": 5,
            "price_model": "Time & Material",
            "service_url": f"{settings.base_url}/supportydelse/{ROUTE.split('.')[1]}",
            "part_url": f"{settings.base_url}/integration/sf1590b01",
            "price_basis": None,
            "vat": None,
        }
    ]
    files = rows(
        "SELECT filename FROM service_attachments JOIN attachments ON id = attachment_id "
        "WHERE service_id = ? ORDER BY position",
        ROUTE,
    )
    assert [row["filename"] for row in files] == [
        "Procesbeskrivelse - Bestil rute (SFTP eller webservice)_2.docx",
        "Bestillingsformular - Etablering af Webservice-Rute_3_2_1.docx",
    ]


def test_integrations_are_named_and_watched(settings: Settings, rows: Rows) -> None:
    run_crawl(settings, Plan())
    assert rows("SELECT * FROM integrations ORDER BY code") == [
        {"code": "SF1590A", "name": "ØiR Finans", "watched_term": "SF1590A"},
        {"code": "SF1590B", "name": "ØiR Debitor", "watched_term": "SF1590B"},
        {"code": "SF1590D", "name": "ØiR Kreditorfaktura", "watched_term": "SF1590D"},
    ]


def test_hits_of_other_kinds_are_kept_and_are_no_parts(settings: Settings, rows: Rows) -> None:
    run_crawl(settings, Plan(("SF1590B",)))
    kinds = Counter(row["kind"] for row in rows("SELECT kind FROM search_hits"))
    assert sum(kinds.values()) == 9
    assert len(kinds) > 1
    assert kinds["Integration"] == rows("SELECT COUNT(*) AS n FROM integration_parts")[0]["n"]


def test_references_hold(settings: Settings, rows: Rows) -> None:
    run_crawl(settings, Plan(whole=True))
    assert rows("PRAGMA foreign_key_check") == []
    assert rows("SELECT COUNT(*) AS n FROM integration_parts")[0]["n"] == 14


@pytest.mark.parametrize("markup", MARKUPS)
def test_every_markup_gives_the_same_catalogue(markup: str, tmp_path: Path) -> None:
    kept = []
    port = 0
    for number, name in enumerate(("deflist", markup)):
        with StandIn(markup=name, port=port) as site:
            port = int(site.base_url.rsplit(":", 1)[1])
            db = tmp_path / str(number) / "catalog.db"
            db.parent.mkdir()
            run = run_crawl(Settings(db=db, base_url=site.base_url, policy=QUICK), Plan())
            assert site.orders == []
        assert run.problems == 0
        kept.append(
            {
                table: [
                    tuple(v for v in row if not (isinstance(v, str) and v == run.started_at))
                    for row in rows
                ]
                for table, rows in catalogue(db, OF_MARKUP).items()
            }
        )
    assert kept[0] == kept[1]


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize(
    ("doors", "step"),
    [
        ({}, "search"),
        ({"search": False}, "list"),
        ({"search": False, "listing": False}, "sitemap"),
        ({"search": False, "listing": False, "sitemap": False}, "address"),
    ],
)
def test_the_way_in_is_found(
    doors: dict[str, bool], step: str, markup: str, tmp_path: Path
) -> None:
    with StandIn(markup=markup, **doors) as site:  # type: ignore[arg-type]
        if not doors.get("sitemap", True):
            site.robots.text = "User-agent: *\nDisallow: /bestil\n"
        settings = Settings(db=tmp_path / "c.db", base_url=site.base_url, policy=QUICK)
        run = run_crawl(settings, Plan(("SF1590B",)))
    assert run.found_by == f'{{"SF1590B": "{step}"}}'
    assert run.parts == 6


@pytest.mark.parametrize("markup", MARKUPS)
def test_the_whole_catalogue_is_read_from_its_list(markup: str, tmp_path: Path) -> None:
    with StandIn(markup=markup) as site:
        settings = Settings(db=tmp_path / "c.db", base_url=site.base_url, policy=QUICK)
        run = run_crawl(settings, Plan(whole=True))
    assert (run.parts, run.services, run.problems) == (14, 5, 0)
    closed = query(settings.db, "SELECT code FROM integration_parts WHERE closed_to_new = 1")
    assert [row["code"] for row in closed] == ["SF1520"]
    assert query(
        settings.db, "SELECT area, status FROM integration_parts WHERE code = 'SF1600'"
    ) == [{"area": None, "status": "Udfaset"}]


def test_a_second_run_asks_only_whether_anything_changed(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    run_crawl(settings, Plan())
    before = catalogue(settings.db)
    site.clear()
    run = run_crawl(settings, Plan())
    assert run.changes == 0
    pages = [
        r for r in site.requests if r.bare_path.startswith(("/integration/", "/support", "/f"))
    ]
    assert {request.status for request in pages} == {304}
    assert len(rows("SELECT * FROM changes WHERE run_id = 2")) == 0
    unseen = [tuple(v for v in row if v != run.started_at) for row in before["attachments"]]
    assert len(unseen) == len(catalogue(settings.db)["attachments"])


def test_without_validators_the_hash_tells(site: StandIn, settings: Settings) -> None:
    site.validators = False
    run_crawl(settings, Plan())
    assert run_crawl(settings, Plan()).changes == 0


def test_a_page_that_differs_in_bytes_only_gives_no_change(
    site: StandIn, settings: Settings
) -> None:
    site.noise = True
    run_crawl(settings, Plan())
    assert run_crawl(settings, Plan()).changes == 0


def test_a_changed_value_is_one_row(site: StandIn, settings: Settings, rows: Rows) -> None:
    run_crawl(settings, Plan())
    slug = ROUTE.split(".")[1]
    site.site.services[slug] = replace(site.site.services[slug], price="1.400 kr.")
    run = run_crawl(settings, Plan())
    assert run.changes == 2
    assert rows("SELECT kind, key, field, before, after, cause FROM changes WHERE run_id = 2") == [
        {
            "kind": "changed",
            "key": ROUTE,
            "field": "unit_price_oere",
            "before": "132800",
            "after": "140000",
            "cause": "site",
        },
        {
            "kind": "changed",
            "key": ROUTE,
            "field": "unit_price_text",
            "before": "1.328 kr.",
            "after": "1.400 kr.",
            "cause": "site",
        },
    ]
    spans = rows(
        "SELECT unit_price_dkk, valid_to FROM price_history WHERE service LIKE '%rute til%'"
    )
    assert [span["unit_price_dkk"] for span in spans] == [1328.0, 1400.0]
    assert spans[0]["valid_to"] is not None
    assert spans[1]["valid_to"] is None


def test_a_withdrawn_part_is_marked_gone_and_comes_back(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    run_crawl(settings, Plan())
    part = site.site.parts.pop("SF1590_B_02")
    run_crawl(settings, Plan())
    assert rows("SELECT kind, key FROM changes WHERE run_id = 2 AND table_name LIKE '%parts'") == [
        {"kind": "removed", "key": "SF1590_B_02"}
    ]
    site.site.parts["SF1590_B_02"] = part
    run_crawl(settings, Plan())
    assert rows("SELECT kind, key FROM changes WHERE run_id = 3 AND table_name LIKE '%parts'") == [
        {"kind": "returned", "key": "SF1590_B_02"}
    ]
    part_row = rows("SELECT * FROM integration_parts WHERE code = 'SF1590_B_02'")[0]
    assert part_row["gone_since"] is None


def test_no_address_is_asked_for_twice_and_no_order_is_placed(
    site: StandIn, settings: Settings
) -> None:
    site.search = site.listing = True
    run_crawl(settings, Plan())
    asked = Counter(request.path for request in site.requests)
    assert [path for path, times in asked.items() if times > 1] == []
    assert site.orders == []
    assert site.requests[0].path == "/robots.txt"


def test_we_say_who_we_are(site: StandIn, settings: Settings) -> None:
    run_crawl(replace(settings, contact="drift@example.org"), Plan(("SF1590A",)))
    agents = {request.headers["user-agent"] for request in site.requests}
    assert len(agents) == 1
    assert agents.pop().startswith("katalog/")


def test_attachments_can_be_left_out(site: StandIn, settings: Settings, rows: Rows) -> None:
    run_crawl(replace(settings, attachments=False), Plan())
    assert not any(request.path.startswith(("/files", "/sites")) for request in site.requests)
    files = rows("SELECT filename, sha256 FROM attachments")
    assert len(files) == 3
    assert {row["sha256"] for row in files} == {None}


def test_the_card_fills_up_the_page_and_the_page_wins(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    slug = ROUTE.split(".")[1]
    site.site.services[slug] = replace(site.site.services[slug], card_price="999 kr.")
    run_crawl(settings, Plan(("SF1590B",)))
    service = rows("SELECT * FROM support_services WHERE id = ?", ROUTE)[0]
    assert (service["supplier"], service["category"]) == ("IBM", "Teknisk support")
    assert service["unit_price_text"] == "1.328 kr."
    problems = rows("SELECT message FROM problems WHERE kind = 'card_differs'")
    assert problems
    assert "999 kr." in problems[0]["message"]


def test_what_was_read_from_two_sites_is_not_mixed(site: StandIn, settings: Settings) -> None:
    from scraper.errors import UsageError

    run_crawl(settings, Plan(("SF1590A",)))
    with pytest.raises(UsageError, match="not to be mixed"):
        run_crawl(replace(settings, base_url="http://127.0.0.1:1"), Plan(("SF1590A",)))


def test_a_file_with_new_content_under_its_old_name_is_a_change(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    run_crawl(settings, Plan())
    path = next(path for path in site.site.attachments if "Procesbeskrivelse" in path)
    body = docx("Procesbeskrivelse", "Ruten bestilles på en ny måde.")
    site.site.attachments[path] = replace(site.site.attachments[path], body=body)
    run_crawl(settings, Plan())
    changes = rows(
        "SELECT table_name, field, before, after, cause FROM changes WHERE run_id = 2 "
        "ORDER BY field"
    )
    assert [(row["table_name"], row["field"]) for row in changes] == [
        ("attachments", "bytes"),
        ("attachments", "sha256"),
        ("attachments", "text"),
    ]
    assert changes[0]["after"] == str(len(body))
    assert changes[2]["before"].startswith("Procesbeskrivelse")
    assert changes[2]["after"] == "Procesbeskrivelse\nRuten bestilles på en ny måde."
    assert {row["cause"] for row in changes} == {"site"}


def test_a_term_of_several_integrations_makes_no_integration_of_its_own(
    settings: Settings, rows: Rows
) -> None:
    run_crawl(settings, Plan(("SF1590",)))
    assert [row["code"] for row in rows("SELECT code FROM integrations ORDER BY code")] == [
        "SF1590A",
        "SF1590B",
        "SF1590D",
    ]
    assert {row["watched_term"] for row in rows("SELECT watched_term FROM integrations")} == {
        "SF1590"
    }


def test_one_terms_crawl_leaves_another_terms_parts_alone(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    run_crawl(settings, Plan(whole=True))
    assert rows("SELECT name FROM integrations WHERE code = 'SF1520'") == [
        {"name": "CPR replika opslag"}
    ]
    site.site.parts.pop("SF1520")
    run = run_crawl(settings, Plan(("SF1590A",)))
    assert run.changes == 0
    assert rows("SELECT * FROM integration_parts WHERE gone_since IS NOT NULL") == []
    assert rows("SELECT watched_term FROM integrations WHERE code = 'SF1590A'") == [
        {"watched_term": "SF1590A"}
    ]


def test_a_redirected_part_is_asked_for_once_in_every_run(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    old, new = "/integration/sf1590b01", "/integration/sf1590b01-ny"
    with urllib.request.urlopen(site.base_url + old) as answer:
        page = answer.read()
    site.faults.add(old, faults.redirects_to(new))
    site.faults.add(new, faults.body(page))
    for _ in range(2):
        before = len(site.requests)
        run_crawl(settings, Plan(("SF1590B",)))
        asked = Counter(request.path for request in site.requests[before:])
        assert (asked[old], asked[new]) == (1, 1)
    part = rows("SELECT url FROM integration_parts WHERE code = 'SF1590_B_01'")
    assert part == [{"url": site.base_url + new}]
