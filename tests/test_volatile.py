"""What is volatile in an address is no part of a key: first run, next nights, rebuild, healing."""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

from scraper.asof import go_back
from scraper.cli import app
from scraper.crawl import run_crawl
from scraper.errors import NotBelievable
from scraper.parse.html import read_document
from scraper.plan import Plan
from scraper.rebuild import run_rebuild
from scraper.refresh import run_refresh
from scraper.settings import Settings
from scraper.store import open_for_reading
from scraper.volatile import MOST, Volatile
from tests.standin.answers import Answer, redirect
from tests.standin.faultlist import Case, Fault
from tests.standin.server import StandIn
from tests.test_nothing_lost import facts

Rows = Callable[..., list[dict[str, Any]]]
Edit = Callable[[str, str, dict[str, list[str]]], str | None]
"""Changes a page: its path, its HTML, the query it was asked with. None: it is not there."""
PRICES = """
    SELECT unit_price_dkk FROM price_history
    WHERE service_id = 'supportydelse.etablering-af-sftp-rute' ORDER BY valid_from
"""
TOLD = "SELECT * FROM changes WHERE field = 'unit_price_oere'"
LINKED = re.compile(r'href="(/supportydelse/[^"?]+)"')
FILE = re.compile(r'href="(/[^"?]+\.(?:docx|xlsx|pdf))"')


def site_edits(site: StandIn, edit: Edit, *, wants: tuple[str, ...] = ()) -> None:
    """Let a site's pages be changed by a function; files want a query that holds some words."""

    def answer(case: Case) -> Answer:
        found = case.normal()
        if not found.media_type.startswith("text/html"):
            given = all(word in urlsplit(case.target).query for word in wants)
            return found if given or "/files/" not in case.path else case.desk.missing()
        text = edit(case.path, found.body.decode(), case.query)
        if text is None:
            return case.desk.missing()
        return replace(found, body=text.encode())

    site.clear()
    site.faults.add(None, Fault("edited", None, answer))


def from_part(path: str, html: str, query: dict[str, list[str]]) -> str:
    """Say in each link to a service which part it stands on."""
    slug = path.rpartition("/")[2]
    return LINKED.sub(rf'href="\1?fra={slug}"', html) if path.startswith("/integration/") else html


def turning(stamp: str) -> Edit:
    """Put a stamp on each link to a file."""
    return lambda path, html, query: FILE.sub(rf'href="\1?v={stamp}"', html)


def head(html: str, link: str) -> str:
    return html.replace("</head>", f'<link rel="canonical" href="{link}"></head>', 1)


@pytest.fixture
def plain(site: StandIn, settings: Settings, tmp_path: Any) -> dict[str, list[tuple[Any, ...]]]:
    """The catalogue as it is read from a site without parameters."""
    other = replace(settings, db=tmp_path / "plain" / "plain.db")
    other.db.parent.mkdir()
    run_crawl(other, Plan())
    site.clear()
    return facts(other.db)


def decided(rows: Rows) -> list[tuple[str, str, int, str]]:
    found = rows("SELECT * FROM address_parameters ORDER BY path, parameter")
    return [(r["path"], r["parameter"], r["left_out"], r["reason"]) for r in found]


def news(rows: Rows) -> list[tuple[str, str, str, str | None]]:
    found = rows(
        "SELECT kind, table_name, field, cause FROM changes "
        "WHERE run_id = (SELECT MAX(id) FROM runs) ORDER BY id"
    )
    return [(r["kind"], r["table_name"], r["cause"], r["field"]) for r in found]


def links_of(rows: Rows, service: str) -> list[str]:
    found = rows(
        "SELECT part_code FROM part_support_services WHERE service_id = ? ORDER BY 1", service
    )
    return [row["part_code"] for row in found]


def without_cards(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    for row in found["part_support_services"]:
        row.pop("card", None)
    return found


def test_a_service_linked_from_three_parts_is_one(
    site: StandIn, settings: Settings, rows: Rows, plain: dict[str, list[Any]]
) -> None:
    site_edits(site, from_part)
    run = run_crawl(settings, Plan())
    assert without_cards(facts(settings.db)) == without_cards(plain)
    assert run.services == len(plain["support_services"])
    assert max(len(links_of(rows, each["id"])) for each in plain["support_services"]) > 2
    assert decided(rows) == [("/supportydelse/*", "fra", 1, "content")]
    assert rows("SELECT * FROM problems") == []
    site.clear()
    site_edits(site, from_part)
    assert run_refresh(settings).changes == 0
    pages = [r for r in site.requests if r.path.startswith("/supportydelse/")]
    assert {r.status for r in pages} == {304}
    assert len(pages) == len(plain["support_services"])
    kept = facts(settings.db)
    assert [run.changes for run in run_rebuild(settings)] == [0]
    assert facts(settings.db) == kept
    settings.db.unlink()
    run_rebuild(settings)
    assert facts(settings.db) == kept
    assert decided(rows) == [("/supportydelse/*", "fra", 1, "content")]


def test_few_addresses_are_asked_for_twice(site: StandIn, settings: Settings) -> None:
    site_edits(site, from_part)
    run_crawl(settings, Plan(whole=True))
    asked = [r.path for r in site.requests if r.path.startswith("/supportydelse/")]
    assert len(set(asked)) == len(asked)
    assert sum("?" in path for path in asked) <= MOST


@pytest.mark.parametrize("believed", [True, False])
def test_a_canonical_link_is_believed_where_the_same_record_stands(
    site: StandIn, settings: Settings, rows: Rows, plain: dict[str, list[Any]], believed: bool
) -> None:
    def edit(path: str, html: str, query: dict[str, list[str]]) -> str:
        return head(from_part(path, html, query), path if believed else "/")

    site_edits(site, edit)
    run_crawl(settings, Plan())
    reason = "canonical" if believed else "content"
    assert decided(rows) == [("/supportydelse/*", "fra", 1, reason)]
    assert without_cards(facts(settings.db)) == without_cards(plain)


def test_a_canonical_link_to_another_record_is_not_believed(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    """The bare address shows another variant, as Drupal's canonical link of an old version does."""

    def edit(path: str, html: str, query: dict[str, list[str]]) -> str:
        if path.startswith("/integration/"):
            return LINKED.sub(r'href="\1?variant=1"', html, count=1)
        if path.startswith("/supportydelse/") and query:
            html = html.replace("arbejdsdage", "uger")
        return head(html, path)

    site_edits(site, edit)
    run_crawl(settings, Plan(("SF1590B",)))
    assert decided(rows) == [("/supportydelse/*", "variant", 0, "differs")]
    keys = [r["id"] for r in rows("SELECT id FROM support_services ORDER BY id")]
    assert any(key.endswith("?variant=1") for key in keys)
    settings.db.unlink()
    run_rebuild(settings)
    assert [r["id"] for r in rows("SELECT id FROM support_services ORDER BY id")] == keys


def test_a_link_that_robots_forbids_is_asked_for_without(
    site: StandIn, settings: Settings, rows: Rows, plain: dict[str, list[Any]]
) -> None:
    """Drupal's sites often forbid every query; the card says whose page is meant."""
    site.robots.text = "User-agent: *\nDisallow: /supportydelse/*?\n"
    site_edits(site, from_part)
    run_crawl(settings, Plan())
    assert decided(rows) == [("/supportydelse/*", "fra", 1, "card")]
    assert rows("SELECT * FROM problems") == []
    assert without_cards(facts(settings.db)) == without_cards(plain)
    assert not any("?fra" in request.path for request in site.requests)


def test_a_file_that_robots_forbids_is_not_taken_for_another(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site.robots.text = "User-agent: *\nDisallow: /*.docx?\n"
    site_edits(site, turning("a1"))
    run_crawl(settings, Plan(("SF1590B",)))
    assert decided(rows) == []
    files = rows("SELECT sha256 FROM attachments WHERE filename LIKE '%.docx'")
    assert files
    assert {row["sha256"] for row in files} == {None}


def test_a_card_that_says_something_else_is_of_another_page(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site.robots.text = "User-agent: *\nDisallow: /supportydelse/*?\n"
    site.site.services.update(
        {key: replace(each, card_price="99 kr.") for key, each in site.site.services.items()}
    )
    site_edits(site, from_part)
    run_crawl(settings, Plan(("SF1590B",), accept=True))
    assert decided(rows) == []
    assert {row["kind"] for row in rows("SELECT kind FROM problems")} == {"robots"}


def test_addresses_that_lead_to_the_bare_one_are_one(
    site: StandIn, settings: Settings, rows: Rows, plain: dict[str, list[Any]]
) -> None:
    def answer(case: Case) -> Answer:
        if case.path.startswith("/supportydelse/") and case.query:
            return redirect(case.path)
        found = case.normal()
        if not found.media_type.startswith("text/html"):
            return found
        return replace(found, body=from_part(case.path, found.body.decode(), {}).encode())

    site.faults.add(None, Fault("leads on", None, answer))
    run_crawl(settings, Plan())
    assert without_cards(facts(settings.db)) == without_cards(plain)
    assert decided(rows) == [("/supportydelse/*", "fra", 1, "content")]
    assert rows("SELECT * FROM problems") == []
    assert run_refresh(settings).changes == 0


def test_a_page_may_say_where_one_came_from(
    site: StandIn, settings: Settings, rows: Rows, plain: dict[str, list[Any]]
) -> None:
    """The words of the two pages differ, what is read of them does not."""

    def edit(path: str, html: str, query: dict[str, list[str]]) -> str:
        html = from_part(path, html, query)
        if "fra" not in query:
            return html
        back = f'<nav><a href="/integration/{query["fra"][0]}">Tilbage</a></nav>'
        stamp = f"<footer>Vist for {query['fra'][0]}</footer>"
        return html.replace("<h1", f"{back}<h1", 1).replace("</body>", f"{stamp}</body>", 1)

    site_edits(site, edit)
    run_crawl(settings, Plan())
    assert decided(rows) == [("/supportydelse/*", "fra", 1, "content")]
    assert without_cards(facts(settings.db)) == without_cards(plain)


@pytest.mark.parametrize("name", ["version", "page", "f%5B0%5D"])
def test_some_parameters_are_never_volatile(
    site: StandIn, settings: Settings, rows: Rows, name: str
) -> None:
    def edit(path: str, html: str, query: dict[str, list[str]]) -> str:
        return head(from_part(path, html, query).replace("?fra=", f"?{name}="), path)

    site_edits(site, edit)
    run_crawl(settings, Plan(("SF1590B",)))
    assert decided(rows) == []
    assert rows("SELECT COUNT(*) AS n FROM support_services WHERE id NOT LIKE '%?%'") == [{"n": 0}]


def test_tracking_and_sessions_are_left_out_by_name(
    site: StandIn, settings: Settings, rows: Rows, plain: dict[str, list[Any]]
) -> None:
    def edit(path: str, html: str, query: dict[str, list[str]]) -> str:
        slug = path.rpartition("/")[2]
        html = LINKED.sub(rf'href="\1?utm_source={slug}&amp;gclid=1#pris"', html)
        html = re.sub(r'href="(/integration/[^"?]+)"', r'href="\1;jsessionid=A1"', html)
        return FILE.sub(r'href="\1?PHPSESSID=7"', html)

    site_edits(site, edit)
    run_crawl(settings, Plan())
    assert without_cards(facts(settings.db)) == without_cards(plain)
    assert {each[1:] for each in decided(rows)} == {
        ("utm_source", 1, "tracking"),
        ("gclid", 1, "tracking"),
        ("jsessionid", 1, "session"),
        ("PHPSESSID", 1, "session"),
    }
    assert not any(
        "?" in r.path for r in site.requests if not r.path.startswith(("/search", "/integrationer"))
    )


def test_a_session_in_every_link_is_left_out(
    site: StandIn, settings: Settings, rows: Rows, plain: dict[str, list[Any]]
) -> None:
    def of(night: str) -> Edit:
        def edit(path: str, html: str, query: dict[str, list[str]]) -> str:
            html = re.sub(
                r'href="(/(?:integration|supportydelse)/[^"?]+)"', rf'href="\1?sid={night}"', html
            )
            return FILE.sub(rf'href="\1?sid={night}"', html)

        return edit

    site_edits(site, of("a1"))
    run_crawl(settings, Plan())
    assert without_cards(facts(settings.db)) == without_cards(plain)
    assert {each[1:] for each in decided(rows)} == {("sid", 1, "content")}
    site_edits(site, of("b2"))
    assert run_refresh(settings).changes == 0
    assert without_cards(facts(settings.db)) == without_cards(plain)


@pytest.mark.parametrize("bare", [True, False])
def test_a_file_whose_query_turns_nightly_is_not_news(
    site: StandIn, settings: Settings, rows: Rows, bare: bool
) -> None:
    for night, stamp in enumerate(("a1", "b2", "c3")):
        site_edits(site, turning(stamp), wants=() if bare else ("v=",))
        run = run_refresh(settings) if night else run_crawl(settings, Plan())
        assert night == 0 or [each for each in news(rows) if each[2] == "site"] == [], night
        assert night < 2 or run.changes == 0
        assert rows("SELECT * FROM problems WHERE kind != 'gone'") == []
    files = rows("SELECT * FROM attachments")
    assert len({each["filename"] for each in files}) == len(files)
    assert {each["gone_since"] or each["missing_since"] for each in files} == {None}
    assert {each["url"].partition("?")[2] for each in files} == ({""} if bare else {"v=c3"})
    assert {each[1:] for each in decided(rows)} == {("v", 1, "content" if bare else "turns")}
    kept = facts(settings.db)
    run_rebuild(settings)
    assert facts(settings.db) == kept
    settings.db.unlink()
    run_rebuild(settings)
    assert facts(settings.db) == kept


def signed(night: int) -> Edit:
    """Sign each link to a file anew, as stores of files do that want it to be theirs."""
    signs = f"sv=2022-11-02&amp;se=2026-12-{night:02}&amp;sig=x{night}%3D"
    return lambda path, html, query: FILE.sub(rf'href="\1?{signs}"', html)


def stamped(night: int) -> Edit:
    """Put a stamp without a name on each link to a file."""
    return lambda path, html, query: FILE.sub(rf'href="\1?sk3a{night}"', html)


@pytest.mark.parametrize(
    ("of", "wants", "found"),
    [
        (signed, ("sv=", "se=", "sig="), {("se", 1, "turns"), ("sig", 1, "turns")}),
        (signed, ("se=",), {("sv", 1, "content"), ("sig", 1, "content"), ("se", 1, "turns")}),
        (signed, (), {("sv", 1, "content"), ("sig", 1, "content"), ("se", 1, "content")}),
        (stamped, ("sk3a",), {("", 1, "turns")}),
        (stamped, (), {("", 1, "content")}),
    ],
)
def test_parameters_that_turn_together_and_without_a_name(
    site: StandIn,
    settings: Settings,
    rows: Rows,
    of: Callable[[int], Edit],
    wants: tuple[str, ...],
    found: set[tuple[str, int, str]],
) -> None:
    for night in range(1, 5):
        site_edits(site, of(night), wants=wants)
        run = run_refresh(settings) if night > 1 else run_crawl(settings, Plan(("SF1590B",)))
        assert night == 1 or [each for each in news(rows) if each[2] == "site"] == [], night
    assert run.changes == 0
    assert {each[1:] for each in decided(rows) if each[2]} == found
    assert rows("SELECT * FROM changes WHERE kind IN ('missing', 'removed')") == []


def test_a_package_whose_query_turns_is_not_news(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    whole = replace(settings, packages=True)
    site.site.parts["SF1590_A"] = replace(
        site.site.parts["SF1590_A"], documentation_url="/integration/sf1590a/1.0/pakke?v=1"
    )
    body = package_of({"Vejledning.txt": b"Hej"})

    def answer(case: Case) -> Answer:
        if case.path.endswith("/pakke"):
            return Answer(body, 200, "application/zip")
        return case.normal()

    site.faults.add(None, Fault("package", None, answer))
    run_crawl(whole, Plan(("SF1590A",)))
    assert len(rows("SELECT * FROM packages")) == 1
    site.site.parts["SF1590_A"] = replace(
        site.site.parts["SF1590_A"], documentation_url="/integration/sf1590a/1.0/pakke?v=2"
    )
    run_refresh(whole)
    assert news(rows) == []


@pytest.mark.parametrize("bare", [True, False])
def test_new_content_of_a_file_whose_query_turns_is_news(
    site: StandIn, settings: Settings, rows: Rows, bare: bool
) -> None:
    for night, stamp in enumerate(("a1", "b2")):
        site_edits(site, turning(stamp), wants=() if bare else ("v=",))
        run_refresh(settings) if night else run_crawl(settings, Plan())
    path = next(path for path in site.site.attachments if path.endswith(".docx"))
    file = site.site.attachments[path]
    site.site.attachments[path] = replace(file, body=file.body + b" ")
    site_edits(site, turning("c3"), wants=() if bare else ("v=",))
    run_refresh(settings)
    told = [each for each in news(rows) if each[1] == "attachments"]
    assert {each[0] for each in told} == {"changed"}
    assert {each[3] for each in told} <= {"sha256", "bytes", "text"}
    assert ("changed", "attachments", "site", "sha256") in told


def test_files_that_only_a_parameter_tells_apart_are_two(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    """What is at the bare address is one of them, as a script without its parameter has it."""

    def edit(path: str, html: str, query: dict[str, list[str]]) -> str:
        return re.sub(r'href="(/[^"?]+/)[^"?/]+\.(docx)"', _numbered(), html)

    def _numbered() -> Callable[[re.Match[str]], str]:
        numbers = iter(range(1, 100))
        return lambda found: f'href="/hent/fil.docx?nr={next(numbers)}"'

    def answer(case: Case) -> Answer:
        bodies = [each for each in site.site.attachments.values() if each.path.endswith(".docx")]
        if case.path == "/hent/fil.docx":
            file = bodies[int(case.query.get("nr", ["1"])[0]) - 1]
            return Answer(file.body, 200, file.media_type)
        found = case.normal()
        if found.media_type.startswith("text/html"):
            return replace(found, body=edit(case.path, found.body.decode(), case.query).encode())
        return found

    site.faults.add(None, Fault("numbered", None, answer))
    run_crawl(settings, Plan(("SF1590B",)))
    assert decided(rows) == [("/hent/*", "nr", 0, "differs")]
    files = rows("SELECT url FROM attachments WHERE url LIKE '%nr=%'")
    assert len(files) > 1


def test_the_order_of_parameters_and_the_case_of_percent_signs_make_no_key(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    """A parameter that makes a difference stays, in whatever order and spelling it is written."""
    spelt = iter(("?a=1&amp;variant=%c3%b8", "?variant=%C3%B8&amp;a=1", "?variant=ø&amp;a=1") * 9)

    def edit(path: str, html: str, query: dict[str, list[str]]) -> str:
        if path.startswith("/integration/"):
            return LINKED.sub(lambda found: f'href="{found[1]}{next(spelt)}"', html)
        if query.get("variant") == ["ø"]:
            return html.replace("arbejdsdage", "dage")
        return html

    site_edits(site, edit)
    run_crawl(settings, Plan(("SF1590B",)))
    assert decided(rows) == [
        ("/supportydelse/*", "a", 1, "content"),
        ("/supportydelse/*", "variant", 0, "differs"),
    ]
    keys = {row["id"] for row in rows("SELECT id FROM support_services")}
    assert {key.partition("?")[2] for key in keys} == {"variant=%C3%B8"}
    assert len({key.partition("?")[0] for key in keys}) == len(keys)


def test_a_difference_that_shows_later_parts_what_was_one(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site_edits(site, from_part)
    run_crawl(settings, Plan(("SF1590A",)))
    before = [row["id"] for row in rows("SELECT id FROM support_services ORDER BY id")]
    assert not any("?" in key for key in before)

    def edit(path: str, html: str, query: dict[str, list[str]]) -> str:
        html = from_part(path, html, query)
        return (
            html.replace("arbejdsdage", "dage")
            if query.get("fra", [""])[0].startswith("sf1590b")
            else html
        )

    site_edits(site, edit)
    run_crawl(settings, Plan(("SF1590A", "SF1590B")))
    assert decided(rows) == [("/supportydelse/*", "fra", 0, "differs")]
    after = {
        row["id"] for row in rows("SELECT id FROM support_services WHERE missing_since IS NULL")
    }
    assert all("?fra=" in key for key in after)
    assert {f"{key}?fra=sf1590a" for key in before} <= after
    lost = "SELECT key FROM changes WHERE table_name = 'support_services' AND kind = 'missing'"
    assert rows(lost) == []
    new = rows("SELECT key FROM changes WHERE run_id = 2 AND kind = 'added'")
    assert not any(row["key"].endswith("?fra=sf1590a") for row in new)
    assert run_refresh(settings).changes == 0


def package_of(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, body in files.items():
            packed.writestr(name, body)
    return out.getvalue()


# -- databases of an earlier program ----------------------------------------------------------


@pytest.fixture
def earlier(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let the program be the earlier one, which took every address for another record's."""
    monkeypatch.setattr(Volatile, "learn", lambda *_: None)
    return monkeypatch


def test_services_kept_three_times_become_one_without_news(
    site: StandIn,
    settings: Settings,
    rows: Rows,
    plain: dict[str, list[Any]],
    earlier: pytest.MonkeyPatch,
) -> None:
    site_edits(site, from_part)
    run_crawl(settings, Plan())
    assert len(rows("SELECT id FROM support_services")) > len(plain["support_services"])
    site.site.services["etablering-af-sftp-rute"] = replace(
        site.site.services["etablering-af-sftp-rute"], price="1.500 kr."
    )
    run_refresh(settings)
    assert len(rows(TOLD)) == 2
    earlier.undo()
    run_refresh(settings)
    assert [each for each in news(rows) if each[2] != "reader"] == []
    assert {each[0] for each in news(rows)} == {"changed"}
    kept = facts(settings.db)
    assert rows("PRAGMA foreign_key_check") == []
    assert len(kept["support_services"]) == len(plain["support_services"])
    assert kept["service_attachments"] == plain["service_attachments"]
    assert [row["unit_price_dkk"] for row in rows(PRICES)] == [12345.5, 1500.0]
    assert len(rows(TOLD)) == 1
    assert run_refresh(settings).changes == 0
    assert without_cards(facts(settings.db)) == without_cards(kept)
    settings.db.unlink()
    run_rebuild(settings)
    assert without_cards(facts(settings.db)) == without_cards(kept)


def test_copies_of_a_file_that_turned_become_one_without_news(
    site: StandIn,
    settings: Settings,
    rows: Rows,
    plain: dict[str, list[Any]],
    earlier: pytest.MonkeyPatch,
) -> None:
    for night, stamp in enumerate(("a1", "b2", "c3", "d4")):
        site_edits(site, turning(stamp))
        run_refresh(settings, accept=True) if night else run_crawl(settings, Plan())
    assert len(rows("SELECT id FROM attachments")) > len(plain["attachments"])
    earlier.undo()
    site_edits(site, turning("e5"))
    run_refresh(settings)
    assert [each for each in news(rows) if each[2] != "reader"] == []
    assert facts(settings.db)["attachments"] == plain["attachments"]
    assert facts(settings.db)["service_attachments"] == plain["service_attachments"]
    life = rows(
        "SELECT key, kind FROM changes WHERE table_name = 'attachments' AND kind != 'changed'"
    )
    assert len(life) == len(plain["attachments"])
    assert {each["kind"] for each in life} == {"added"}
    assert rows("PRAGMA foreign_key_check") == []
    assert run_refresh(settings).changes == 0


def test_a_rebuild_without_the_bare_pages_makes_one_of_three(
    site: StandIn,
    settings: Settings,
    rows: Rows,
    plain: dict[str, list[Any]],
    earlier: pytest.MonkeyPatch,
) -> None:
    """What the earlier program asked for is all that its archive holds."""
    site_edits(site, from_part)
    run_crawl(settings, Plan())
    earlier.undo()
    run_rebuild(settings)
    assert len(rows("SELECT id FROM support_services WHERE id LIKE '%sftp%'")) == 1
    assert [each for each in news(rows) if each[2] != "reader"] == []
    run_refresh(settings)
    assert run_refresh(settings).changes == 0
    assert {each[3] for each in decided(rows)} == {"content"}


# -- what the doctor says ---------------------------------------------------------------------


def test_the_doctor_says_what_it_left_out_and_why(site: StandIn, settings: Settings) -> None:
    def edit(path: str, html: str, query: dict[str, list[str]]) -> str:
        html = from_part(path, html, query)
        html = FILE.sub(r'href="\1?utm_source=x"', html)
        return head(html, path)

    site_edits(site, edit)
    run_crawl(settings, Plan())
    base = ["--base-url", settings.base_url]
    result = CliRunner().invoke(app, ["doctor", "--db", str(settings.db), *base])
    assert result.exit_code == 0
    words = result.output
    assert "ok    addresses: 3 parameters are left out of keys" in words
    host = settings.base_url.removeprefix("http://")
    assert (
        f"'fra' in {host}/supportydelse/* is left out: the page names the address without it"
        in words
    )
    assert "?fra=sf1590" in words
    assert (
        f"'utm_source' in {host}/files/* is left out: its name says that it is for tracking"
        in words
    )


def test_the_doctor_of_addresses_without_parameters(site: StandIn, settings: Settings) -> None:
    run_crawl(settings, Plan())
    base = ["--base-url", settings.base_url]
    result = CliRunner().invoke(app, ["doctor", "--db", str(settings.db), *base])
    assert "ok    addresses: no parameter is left out of keys" in result.output


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<head><link rel="canonical" href="/x"></head>', "https://a.dk/x"),
        ('<link href="https://b.dk/x?a=1&amp;b=2" rel="Canonical">', "https://b.dk/x?a=1&b=2"),
        ('<link rel="canonical">', None),
        ('<link rel="stylesheet" href="/x">', None),
        ('<body><link rel="canonical" href="/x">', None),
        ('<link rel="canonical" href="http://[">', None),
        ("", None),
    ],
)
def test_the_canonical_link_of_a_page(html: str, found: str | None) -> None:
    assert read_document(html, "https://a.dk/y").canonical == found


def test_what_a_run_that_is_not_believed_found_out_is_found_out_again(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    """Nothing of such a run is published, and what it decided is no fact of the catalogue's."""
    run_crawl(settings, Plan())

    def edit(path: str, html: str, query: dict[str, list[str]]) -> str:
        return from_part(path, html, query).replace("Enhedspris", "Pris pr. enhed")

    site_edits(site, edit)
    with pytest.raises(NotBelievable):
        run_refresh(settings)
    assert decided(rows) == []
    site_edits(site, from_part)
    assert run_refresh(settings).changes == 0
    assert decided(rows) == [("/supportydelse/*", "fra", 1, "content")]


def test_a_catalogue_that_became_one_is_seen_as_it_was(
    site: StandIn, settings: Settings, rows: Rows, earlier: pytest.MonkeyPatch
) -> None:
    site_edits(site, from_part)
    run_crawl(settings, Plan())
    first = "2026-01-01T00:00:00Z"
    with closing(sqlite3.connect(settings.db)) as db, db:
        db.execute("UPDATE runs SET started_at = ?", (first,))
        db.execute("UPDATE changes SET detected_at = ?", (first,))
        for table in ("integration_parts", "support_services", "attachments"):
            db.execute(f"UPDATE {table} SET first_seen = ?", (first,))
    earlier.undo()
    run_refresh(settings)
    with closing(open_for_reading(settings.db)) as store:
        now = store.rows("SELECT * FROM support_service_prices")
        assert now
        go_back(store, "2026-01-02")
        assert store.rows("SELECT part_code, unit_price_dkk FROM support_service_prices") == [
            {name: row[name] for name in ("part_code", "unit_price_dkk")} for row in now
        ]
