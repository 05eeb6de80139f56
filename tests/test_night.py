"""The night: what is watched is asked for again, what vanished is told, and doubts stop a run."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from typer.testing import CliRunner

from scraper.checks import Comparison, Counts, judge, judge_against
from scraper.cli import app
from scraper.crawl import run_crawl
from scraper.errors import Locked, NotBelievable, SourceUnreachable, UsageError
from scraper.models import Run
from scraper.plan import Plan
from scraper.refresh import run_refresh
from scraper.settings import Settings
from tests.conftest import catalogue
from tests.standin import faults
from tests.standin.server import StandIn

Rows = Callable[..., list[dict[str, Any]]]
PART = "SF1590_B_02"
LIVING = ("integration_parts", "support_services", "attachments")


@pytest.fixture
def last(rows: Rows) -> Callable[[], list[tuple[str, str, str]]]:
    """Give kind, table and key of the changes of the latest run."""

    def ask() -> list[tuple[str, str, str]]:
        found = rows(
            "SELECT kind, table_name, key FROM changes "
            "WHERE run_id = (SELECT MAX(id) FROM runs) ORDER BY id"
        )
        return [(row["kind"], row["table_name"], row["key"]) for row in found]

    return ask


def nights(settings: Settings, number: int) -> list[Run]:
    return [run_refresh(settings) for _ in range(number)]


def test_a_quiet_night_asks_small_questions_and_changes_nothing(
    site: StandIn, settings: Settings
) -> None:
    run_crawl(settings, Plan())
    before = catalogue(settings.db)
    site.clear()
    run = run_refresh(settings)
    assert (run.command, run.verdict, run.changes) == ("refresh", "good", 0)
    assert run.terms == "SF1590A SF1590B SF1590D"
    pages = [r for r in site.requests if r.path.startswith(("/integration/", "/supportydelse/"))]
    assert pages
    assert {request.status for request in pages} == {304}
    after = catalogue(settings.db)
    assert {name: len(rows) for name, rows in after.items()} == {
        name: len(rows) for name, rows in before.items()
    }


def test_a_refresh_watches_what_was_ever_crawled(site: StandIn, settings: Settings) -> None:
    run_crawl(settings, Plan(("SF1590A",)))
    run_crawl(settings, Plan(("SF1590D",)))
    assert run_refresh(settings).terms == "SF1590A SF1590D"
    run_crawl(settings, Plan(whole=True))
    assert run_refresh(settings).parts == 14


def test_a_refresh_of_nothing_says_so(settings: Settings) -> None:
    with pytest.raises(UsageError, match="no database"):
        run_refresh(settings)


def test_a_part_that_is_no_longer_found_is_removed_after_three_nights(
    site: StandIn, settings: Settings, last: Callable[[], Any], rows: Rows
) -> None:
    run_crawl(settings, Plan())
    site.site.unlisted.add(PART)
    nights(settings, 1)
    assert last() == [("missing", "integration_parts", PART)]
    nights(settings, 1)
    assert last() == []
    nights(settings, 1)
    assert last() == [("removed", "integration_parts", PART)]
    site.site.unlisted.clear()
    nights(settings, 1)
    assert last() == [("returned", "integration_parts", PART)]
    row = rows("SELECT * FROM integration_parts WHERE code = ?", PART)[0]
    assert (row["gone_since"], row["missing_since"], row["missing_nights"]) == (None, None, None)
    assert rows("SELECT COUNT(*) AS n FROM integration_parts WHERE code = ?", PART) == [{"n": 1}]


def test_a_part_that_is_found_again_in_time_returns_and_the_count_begins_anew(
    site: StandIn, settings: Settings, last: Callable[[], Any]
) -> None:
    run_crawl(settings, Plan())
    site.site.unlisted.add(PART)
    nights(settings, 2)
    site.site.unlisted.clear()
    nights(settings, 1)
    assert last() == [("returned", "integration_parts", PART)]
    site.site.unlisted.add(PART)
    nights(settings, 1)
    assert last() == [("missing", "integration_parts", PART)]
    nights(settings, 1)
    assert last() == []


def test_what_a_crawl_did_not_look_for_is_not_missing(
    site: StandIn, settings: Settings, last: Callable[[], Any]
) -> None:
    run_crawl(settings, Plan())
    site.site.unlisted.add(PART)
    run_crawl(settings, Plan(("SF1590A",)))
    assert last() == []


def test_a_service_and_its_files_that_nothing_links_to_go_the_same_way(
    site: StandIn, settings: Settings, last: Callable[[], Any]
) -> None:
    run_crawl(settings, Plan())
    slug = "etablering-af-sftp-rute"
    key, kept = f"supportydelse.{slug}", dict(site.site.parts)
    for code, part in kept.items():
        services = tuple(each for each in part.services if each != slug)
        site.site.parts[code] = replace(part, services=services)
    lives = []
    for _ in range(4):
        nights(settings, 1)
        lives.append([(kind, table) for kind, table, _ in last() if table in LIVING])
    assert lives == [
        [("missing", "support_services"), ("missing", "attachments")],
        [],
        [("removed", "support_services"), ("removed", "attachments")],
        [],
    ]
    site.site.parts.update(kept)
    nights(settings, 1)
    assert ("returned", "support_services", key) in last()
    assert [kind for kind, table, _ in last() if table == "attachments"] == ["returned"]


def test_a_night_on_which_too_much_vanishes_is_not_published_until_accepted(
    site: StandIn, settings: Settings, last: Callable[[], Any], rows: Rows
) -> None:
    run_crawl(settings, Plan())
    before = catalogue(settings.db)
    for code in ("SF1590_B_02", "SF1590_B_03", "SF1590_B_04"):
        del site.site.parts[code]
    with pytest.raises(NotBelievable, match="3 of 9 live rows of integration_parts would vanish"):
        run_refresh(settings)
    assert catalogue(settings.db) == before
    run = rows("SELECT * FROM runs ORDER BY id DESC LIMIT 1")[0]
    assert (run["verdict"], run["exit_code"], run["changes"]) == ("suspect", 3, 0)
    problems = rows("SELECT kind, message FROM problems WHERE run_id = ?", run["id"])
    assert [each for each in problems if each["kind"] != "vanished"] == [
        {"kind": "gone", "message": "the address answers 404"}
    ] * 3
    assert [
        each["message"]
        for each in problems
        if each["kind"] == "vanished" and each["message"].startswith("integration_parts")
    ] == [
        "integration_parts: SF1590_B_02 Afsend DebitorForespørgsel would vanish",
        "integration_parts: SF1590_B_03 Afsend DebitorIndbetaling would vanish",
        "integration_parts: SF1590_B_04 Afsend DebitorAfskrivning would vanish",
    ]
    assert run["problems"] == len(problems)
    assert (settings.archive_folder / run["archive_file"]).exists()
    accepted = run_refresh(settings, accept=True)
    assert accepted.verdict == "good"
    assert [key for kind, table, key in last() if table == "integration_parts"] == [
        "SF1590_B_02",
        "SF1590_B_03",
        "SF1590_B_04",
    ]
    assert run_refresh(settings).changes == 0


def test_two_withdrawn_parts_are_no_reason_to_stop(site: StandIn, settings: Settings) -> None:
    run_crawl(settings, Plan())
    for code in ("SF1590_B_02", "SF1590_B_03"):
        del site.site.parts[code]
    assert run_refresh(settings).verdict == "good"


def test_a_field_that_loses_a_quarter_of_its_values_stops_the_night(
    site: StandIn, settings: Settings
) -> None:
    run_crawl(settings, Plan())
    for code in ("SF1590_B_01", "SF1590_B_02", "SF1590_B_03"):
        site.site.parts[code] = replace(site.site.parts[code], area=None)
    with pytest.raises(NotBelievable, match=r"integration_parts\.area would lose 3 of its"):
        run_refresh(settings)


@pytest.mark.parametrize(
    ("table", "reasons"),
    [
        (Comparison("x", 8, 2), 0),
        (Comparison("x", 7, 2), 1),
        (Comparison("x", 3, 1), 0),
        (Comparison("x", 0, 0), 0),
        (Comparison("attachments", 9, 0, {"url": (8, 1)}), 0),
        (Comparison("attachments", 9, 0, {"url": (8, 2)}), 1),
        (Comparison("attachments", 9, 0, {"url": (9, 2)}), 0),
        (Comparison("attachments", 1, 0, {"url": (1, 1)}), 0),
        (Comparison("attachments", 9, 0, {"url": (4, 2), "bytes": (4, 4)}), 2),
    ],
)
def test_the_bounds_of_a_comparison(table: Comparison, reasons: int) -> None:
    assert len(judge_against([table])) == reasons


def pages(number: int, empty: int = 0, unknown: int = 0) -> Counts:
    counts = Counts(parts=number, asked=number)
    for at in range(number):
        counts.note("part", ["purpose"] * (at < empty), ["Nyt"] * (at < unknown))
    return counts


@pytest.mark.parametrize(
    ("counts", "reasons"),
    [
        (pages(4), 0),
        (pages(4, empty=2), 0),
        (pages(4, empty=3), 1),
        (pages(1, empty=1, unknown=1), 0),
        (pages(4, unknown=2), 0),
        (pages(4, unknown=3), 1),
        (replace(pages(8), unread=2), 0),
        (replace(pages(8), unread=3), 1),
        (replace(pages(8), listed=8, unread=1, gone=1), 0),
        (replace(pages(8), listed=8, unread=1, gone=2), 1),
        (replace(pages(20), listed=5, gone=1), 0),
        (replace(pages(20), listed=5, gone=2), 1),
        (pages(0), 1),
    ],
)
def test_the_bounds_of_a_run(counts: Counts, reasons: int) -> None:
    assert len(judge(counts)) == reasons


def test_an_unknown_label_is_news_only_once() -> None:
    assert judge(pages(4, unknown=4), frozenset({"Nyt"})) == []


def test_a_second_run_says_who_is_at_work_and_a_dead_one_frees_its_lock(
    site: StandIn, settings: Settings
) -> None:
    run_crawl(settings, Plan(("SF1590A",)))
    site.clear()
    site.latency = 0.2
    command = [sys.executable, "-m", "scraper", "refresh", "--db", str(settings.db)]
    command += ["--base-url", site.base_url, "--quiet"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while not site.requests and time.monotonic() < deadline:
            time.sleep(0.01)
        about = rf"since 20\d\d-.*Z \(process {process.pid}, katalog refresh\)"
        with pytest.raises(Locked, match=about):
            run_refresh(settings)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    site.latency = 0
    assert run_refresh(settings).verdict == "good"
    assert [path.name for path in settings.db.parent.glob("*.lock.json")] == []


def test_the_doctor_tells_why_a_night_was_not_believed(site: StandIn, settings: Settings) -> None:
    run_crawl(settings, Plan())
    site.faults.add(None, faults.renamed({"Enhedspris": "Pris pr. enhed"}))
    site.site.unlisted.add(PART)
    with pytest.raises(NotBelievable):
        run_refresh(settings)
    site.clear()
    base = ["--base-url", settings.base_url]
    result = CliRunner().invoke(app, ["doctor", "--db", str(settings.db), *base])
    assert result.exit_code == 3
    words = result.output
    url = f"{settings.base_url}/supportydelse/etablering-af-rute-til-serviceudbyders-webservice"
    assert "support_services.unit_price_text is empty on pages where the last good reading" in words
    after = words[words.index("support_services.unit_price_text is empty") :]
    lines = [line.strip() for line in after.splitlines()]
    at = lines.index(url)
    assert lines[at + 1] == "last good: '1.328 kr.'"
    assert lines[at + 2] == "now:       nothing; unknown labels on the page: 'Pris pr. enhed'"
    assert "new unknown label 'Pris pr. enhed' on 4 pages" in words
    assert f"{PART} Afsend DebitorForespørgsel would vanish" in words
    assert "katalog refresh --accept" in words
    run_refresh(settings)
    assert CliRunner().invoke(app, ["doctor", "--db", str(settings.db), *base]).exit_code == 0


def test_the_doctor_tells_of_a_source_that_was_down(site: StandIn, settings: Settings) -> None:
    run_crawl(settings, Plan())
    site.faults.add("/robots.txt", faults.status(503))
    with pytest.raises(SourceUnreachable):
        run_refresh(settings)
    base = ["--base-url", settings.base_url]
    result = CliRunner().invoke(app, ["doctor", "--db", str(settings.db), *base])
    assert result.exit_code == 4
    assert "robots.txt could not be read" in result.output
    assert "katalog doctor --online" in result.output
