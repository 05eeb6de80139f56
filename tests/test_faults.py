"""Every fault of the source gives the exit code and the problem that the contract names."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from filelock import FileLock

from scraper.crawl import run_crawl
from scraper.errors import (
    KatalogError,
    Locked,
    NotBelievable,
    PageFault,
    Refused,
    SourceUnreachable,
)
from scraper.fetch import Fetcher
from scraper.parse.dispatch import PARSERS, Kind
from scraper.parse.result import Page
from scraper.plan import Plan
from scraper.settings import Settings
from tests.standin import faults
from tests.standin.server import StandIn

Rows = Callable[..., list[dict[str, Any]]]
PART = "/integration/sf1590b01"
ONE = Plan(("SF1590B",))


def outcome(settings: Settings, plan: Plan = ONE) -> int:
    try:
        return run_crawl(settings, plan).exit_code or 0
    except KatalogError as fault:
        return fault.exit_code


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.truncated(), "truncated"),
        (faults.truncated(chunked=True), "truncated"),
        (faults.reset(), "no_connection"),
        (faults.hang(), "timeout"),
        (faults.status(500), "server_error"),
        (faults.status(418), "client_error"),
        (faults.status(403), "denied"),
        (faults.redirect_loop(), "redirect_loop"),
        (faults.redirects_to("http://example.com/x"), "off_site"),
        (faults.huge(600_000_000), "too_large"),
        (faults.huge(600_000_000, length=False), "too_large"),
        (faults.gzip_bomb(600_000_000), "too_large"),
        (faults.error_page(), "error_page"),
        (faults.empty_body(), "empty_page"),
        (faults.content_type("application/octet-stream"), "wrong_type"),
        (faults.status(404), "gone"),
        (faults.status(410), "gone"),
        (faults.maintenance(seconds=1000), "server_error"),
        (faults.retry_after(1000), "rate_limited"),
    ],
)
def test_one_bad_page_is_a_problem_and_never_stops_the_others(
    site: StandIn, settings: Settings, rows: Rows, fault: faults.Fault, kind: str
) -> None:
    site.faults.add(PART, fault)
    quick = replace(settings.policy, max_bytes=2_000_000)
    if kind == "timeout":
        quick = replace(quick, timeout=0.3)
    assert outcome(replace(settings, policy=quick)) == 0
    problems = rows("SELECT kind, url, message FROM problems WHERE kind = ?", kind)
    assert problems
    assert PART in problems[0]["url"]
    assert rows("SELECT COUNT(*) AS n FROM integration_parts")[0]["n"] == 5


def test_a_drip_is_cut_off(site: StandIn, settings: Settings, rows: Rows) -> None:
    site.faults.add(PART, faults.slow(30))
    quick = replace(settings.policy, total_timeout=0.5, attempts=1)
    assert outcome(replace(settings, policy=quick)) == 0
    assert rows("SELECT kind FROM problems") == [{"kind": "timeout"}]


@pytest.mark.parametrize(
    "fault",
    [
        faults.status(503, times=1),
        faults.truncated(times=1),
        faults.reset(times=1),
        faults.retry_after(0, times=1),
        faults.retry_after(1, times=1, as_date=True),
    ],
)
def test_what_passes_is_asked_again(
    site: StandIn, settings: Settings, rows: Rows, fault: faults.Fault
) -> None:
    site.faults.add(PART, fault)
    assert outcome(settings) == 0
    assert rows("SELECT * FROM problems") == []
    assert rows("SELECT COUNT(*) AS n FROM integration_parts")[0]["n"] == 6


@pytest.mark.parametrize("where", ["header", "meta", "neither"])
def test_latin_1_is_read_right(site: StandIn, settings: Settings, rows: Rows, where: str) -> None:
    site.faults.add(None, faults.latin_1(header=where == "header", meta=where == "meta"))
    assert outcome(settings) == 0
    assert rows("SELECT area FROM integration_parts WHERE code = 'SF1590_B_01'") == [
        {"area": "Økonomi"}
    ]


def test_compressed_answers_are_read(site: StandIn, settings: Settings, rows: Rows) -> None:
    site.faults.add(None, faults.gzipped())
    assert outcome(settings) == 0
    assert rows("SELECT * FROM problems") == []


def test_renamed_labels_are_not_believed(site: StandIn, settings: Settings, rows: Rows) -> None:
    outcome(settings)
    before = rows("SELECT * FROM support_services")
    site.faults.add(None, faults.renamed({"Enhedspris": "Pris pr. enhed"}))
    with pytest.raises(NotBelievable, match="unit_price_text is empty"):
        run_crawl(settings, ONE)
    assert rows("SELECT * FROM support_services") == before
    unknown = rows("SELECT message FROM problems WHERE kind = 'unknown_label'")
    assert any("Pris pr. enhed" in row["message"] for row in unknown)
    assert rows("SELECT verdict, exit_code FROM runs ORDER BY id DESC LIMIT 1") == [
        {"verdict": "suspect", "exit_code": 3}
    ]


def test_an_empty_search_is_told_and_not_believed_though_the_list_serves(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    """Whoever went on so would never find a new part."""
    site.faults.add(None, faults.empty_search())
    assert outcome(settings) == 3
    assert rows("SELECT found_by FROM runs") == [{"found_by": '{"SF1590B": "list"}'}]
    problems = [row["kind"] for row in rows("SELECT kind FROM problems ORDER BY id")]
    assert problems == ["empty_search", *["not_in_search"] * 6]


def test_nothing_found_at_all_is_not_believed(site: StandIn, settings: Settings) -> None:
    site.faults.add(None, faults.empty_search())
    assert outcome(settings, Plan(("SF9999",))) == 3


def test_the_sites_own_count_is_held_against_what_was_read(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site.faults.add(None, faults.wrong_count(12))
    assert outcome(settings) == 3
    assert [row["kind"] for row in rows("SELECT kind FROM problems")] == ["count_differs"]


def test_no_connection_is_4(settings: Settings) -> None:
    with pytest.raises(SourceUnreachable):
        run_crawl(replace(settings, base_url="http://127.0.0.1:9"), ONE)


@pytest.mark.parametrize("code", [500, 503])
def test_robots_with_a_server_error_means_stop(
    site: StandIn, settings: Settings, code: int
) -> None:
    site.robots.status = code
    with pytest.raises(SourceUnreachable, match=r"robots\.txt"):
        run_crawl(settings, ONE)


@pytest.mark.parametrize("code", [401, 403, 404, 410])
def test_robots_that_is_not_there_means_all_is_allowed(
    site: StandIn, settings: Settings, code: int
) -> None:
    site.robots.status = code
    assert outcome(settings) == 0


def test_robots_that_forbids_all_is_6_and_nothing_is_asked(
    site: StandIn, settings: Settings
) -> None:
    site.robots.text = "User-agent: katalog\nDisallow: /\n"
    with pytest.raises(Refused):
        run_crawl(settings, ONE)
    assert [request.path for request in site.requests] == ["/robots.txt"]


def test_robots_that_forbids_the_search_leaves_the_list(site: StandIn, settings: Settings) -> None:
    form = "/search"
    site.robots.text = f"User-agent: *\nDisallow: {form}\nDisallow: /bestil\n"
    assert outcome(settings) == 0
    assert not any(request.path.startswith(form) for request in site.requests)


@pytest.mark.parametrize("code", [401, 403])
def test_a_source_that_refuses_us_is_6(site: StandIn, settings: Settings, code: int) -> None:
    site.faults.add(None, faults.status(code))
    assert outcome(settings) == 6


def test_429_after_waiting_is_6(site: StandIn, settings: Settings) -> None:
    site.faults.add(None, faults.retry_after(0))
    assert outcome(settings) == 6


def test_a_source_that_breaks_down_on_the_way_is_4(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    outcome(settings)
    before = rows("SELECT * FROM integration_parts")
    site.faults.add(None, faults.status(503))
    assert outcome(settings) == 4
    assert rows("SELECT * FROM integration_parts") == before
    assert rows("SELECT verdict FROM runs ORDER BY id DESC LIMIT 1") == [{"verdict": "failed"}]


def test_a_second_run_at_once_is_5(settings: Settings) -> None:
    with FileLock(f"{settings.db}.lock"), pytest.raises(Locked):
        thread_safe(lambda: run_crawl(settings, ONE))


def thread_safe(work: Callable[[], object]) -> None:
    """Do work in a thread of its own, as a second run would, and raise what it raises."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as fault:
            raised.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


def test_the_twin_host_is_read_as_the_site(site: StandIn, settings: Settings, rows: Rows) -> None:
    site.faults.add(PART, faults.redirects_to(f"{site.twin_url}{PART}?", times=1))
    assert outcome(settings) == 0
    hosts = {row["url"].split("/")[2] for row in rows("SELECT url FROM integration_parts")}
    assert hosts == {settings.base_url.removeprefix("http://")}


@pytest.mark.parametrize(("ours", "robots", "kept"), [(10.0, 60, 60.0), (100.0, 60, 100.0)])
def test_the_pace_of_robots_raises_ours_and_never_lowers_it(
    site: StandIn, settings: Settings, ours: float, robots: int, kept: float
) -> None:
    site.robots.text = f"User-agent: *\nCrawl-delay: {robots}\n"
    waits: list[float] = []
    policy = replace(settings.policy, delay=ours)
    fetcher = Fetcher(replace(settings, policy=policy), None, sleep=waits.append)
    for path in (PART, "/integration/sf1590b02", "/"):
        fetcher.get(f"{site.base_url}{path}")
    fetcher.close()
    starts = waits[-3:]  # no time passes in a sleep: each waits for all that went before it
    assert [round((after - before) / 10) * 10 for before, after in pairwise(starts)] == [kept] * 2


def test_a_parser_that_breaks_costs_that_page_alone(
    site: StandIn, settings: Settings, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scraper.parse import part

    whole = part.parse_part

    def broken(page: Page) -> Any:
        if page.url.endswith(PART):
            raise IndexError("no such row")
        return whole(page)

    monkeypatch.setattr(part, "parse_part", broken)
    assert outcome(settings) == 0
    assert [row["kind"] for row in rows("SELECT kind FROM problems")] == ["reader_fault"]
    assert rows("SELECT COUNT(*) AS n FROM integration_parts")[0]["n"] == 5


@pytest.mark.parametrize(
    "html", ['<a href="http://[">x</a>', "<a href='http://[x'>SF1590_B_01</a>"]
)
def test_addresses_that_are_none_break_nothing(html: str) -> None:
    for kind in Kind:
        with suppress(PageFault):
            PARSERS[kind](Page("http://127.0.0.1/l", f"<p>1 resultat</p>{html}"))
