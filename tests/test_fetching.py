"""Odd but possible answers: headers, charsets, compression, addresses and robots.txt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from scraper.address import Scope
from scraper.charset import decode
from scraper.crawl import run_crawl
from scraper.errors import NotBelievable, Refused, SourceUnreachable, UsageError
from scraper.fetch import Fetcher, retry_after
from scraper.parse.part import parse_part
from scraper.parse.result import Page
from scraper.plan import Plan
from scraper.rebuild import run_rebuild
from scraper.robots import read_robots
from scraper.settings import Settings
from tests.conftest import catalogue
from tests.parse.test_odd_markup import SECTIONS
from tests.standin import faults
from tests.standin.answers import Answer
from tests.standin.faultlist import Case, Fault
from tests.standin.server import StandIn

Rows = Callable[..., list[dict[str, Any]]]
ONE = Plan(("SF1590B",))
PAGE = "/integration/sf1590b01"
HOST = "http://example.org"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/files/../privat/a.docx", "/privat/a.docx"),
        ("/files/%2e%2e/privat", "/privat"),
        ("/files/..%2f..%2fprivat", "/files/..%2F..%2Fprivat"),
        ("/a%2fb/%c3%b8", "/a%2Fb/%C3%B8"),
        ("/../..", "/"),
        ("/a/./b/..", "/a/"),
        ("/a//b/", "/a//b/"),
        ("", "/"),
    ],
)
def test_the_address_that_is_judged_is_the_one_that_is_sent(written: str, meant: str) -> None:
    address = Scope(HOST).canonical(f"{HOST}{written}")
    assert address == f"{HOST}{meant}"
    assert Scope(HOST).canonical(address) == address


@pytest.mark.parametrize(
    "charset", ["zip", "hex", "rot13", "base64", "idna", "undefined", "x-ukendt"]
)
def test_a_charset_that_is_none_is_passed_over(charset: str) -> None:
    assert decode("<p>rødgrød</p>".encode(), charset) == "<p>rødgrød</p>"


@pytest.mark.parametrize(
    "content_type", ["text/html; charset=æ", "text/html; charset=zip", "text/html; name=Økonomi"]
)
def test_headers_beyond_ascii_break_nothing(
    site: StandIn, settings: Settings, rows: Rows, content_type: str
) -> None:
    site.faults.add(PAGE, faults.content_type(content_type))
    run_crawl(settings, ONE)
    title = rows("SELECT title FROM integration_parts WHERE code = 'SF1590_B_01'")
    assert title == [{"title": "Afsend DebitorRegistrering"}]
    before = catalogue(settings.db)
    assert run_rebuild(settings)[0].changes == 0
    assert catalogue(settings.db) == before


def test_a_tag_beyond_ascii_is_not_sent_back(site: StandIn, settings: Settings) -> None:
    site.faults.add(PAGE, faults.header("ETag", '"Økonomi"'))
    run_crawl(settings, ONE)
    site.clear()
    site.faults.add(PAGE, faults.header("ETag", '"Økonomi"'))
    assert run_crawl(settings, ONE).verdict == "good"


def test_every_member_of_a_gzip_body_is_read(site: StandIn, settings: Settings, rows: Rows) -> None:
    site.faults.add(PAGE, faults.gzipped(members=3))
    run_crawl(settings, ONE)
    found = rows("SELECT service_id FROM part_support_services WHERE part_code = 'SF1590_B_01'")
    assert len(found) == 1


def test_a_crawl_delay_beyond_all_patience_is_a_no(site: StandIn, settings: Settings) -> None:
    site.robots.text = "User-agent: *\nCrawl-delay: 1000000000\n"
    with pytest.raises(Refused, match="asks for 1e\\+09 seconds between two requests"):
        run_crawl(settings, ONE)


def test_our_name_with_a_version_in_robots_is_our_name() -> None:
    rules = read_robots(b"User-Agent: Katalog/0.1\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    assert not rules.allows(f"{HOST}/side")


def test_a_run_that_was_refused_every_part_is_6(site: StandIn, settings: Settings) -> None:
    site.robots.text = "User-agent: *\nDisallow: /integration/\n"
    with pytest.raises(Refused):
        run_crawl(settings, ONE)


def test_a_run_to_which_every_part_was_down_is_4(site: StandIn, settings: Settings) -> None:
    for path in [f"/integration/{code.replace('_', '').lower()}" for code in site.site.parts]:
        site.faults.add(path, faults.status(503))
    with pytest.raises(SourceUnreachable):
        run_crawl(settings, ONE)


def test_an_answer_of_304_that_nobody_asked_for_is_none(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site.faults.add(PAGE, faults.status(304))
    run_crawl(settings, ONE)
    problems = rows("SELECT kind, message FROM problems WHERE url LIKE ?", f"%{PAGE}")
    assert problems == [
        {"kind": "bad_answer", "message": "the server answers 304 to a plain request"}
    ]


def test_a_location_that_is_no_address_is_told_as_one(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    answer = Answer(b"", 302, headers=(("Location", "http://[half"),))
    site.faults.add(PAGE, Fault("odd location", None, lambda case: answer))
    run_crawl(settings, ONE)
    assert rows("SELECT kind FROM problems WHERE url LIKE ?", f"%{PAGE}") == [
        {"kind": "bad_redirect"}
    ]


def test_robots_may_name_a_sitemap_without_its_host(site: StandIn, settings: Settings) -> None:
    site.search, site.listing = False, False
    site.robots.text = "User-agent: *\nAllow: /\nSitemap: /sitemap-1.xml\n"
    assert run_crawl(settings, Plan(("SF1590",))).found_by == '{"SF1590": "sitemap"}'


@pytest.mark.parametrize("value", ["²", "soon", "-1", ""])
def test_an_odd_wait_is_no_wait(site: StandIn, settings: Settings, rows: Rows, value: str) -> None:
    answer = Answer(b"", 503, headers=(("Retry-After", value),))
    site.faults.add(PAGE, Fault("odd wait", None, lambda case: answer))
    run_crawl(settings, ONE)
    assert rows("SELECT kind FROM problems WHERE url LIKE ?", f"%{PAGE}") == [
        {"kind": "server_error"}
    ]


def test_a_wait_may_be_asked_for_in_every_form_of_date(settings: Settings) -> None:
    at = datetime.now(UTC) + timedelta(seconds=30)
    forms = (format_datetime(at, usegmt=True), at.strftime("%A, %d-%b-%y %H:%M:%S GMT"))
    for value in (*forms, at.strftime("%a %b %d %H:%M:%S %Y")):
        wait = retry_after(httpx.Headers({"Retry-After": value}))
        assert wait is not None
        assert 25 < wait <= 30, value


def test_while_one_page_waits_its_host_is_left_alone(site: StandIn, settings: Settings) -> None:
    site.faults.add(PAGE, faults.retry_after(60, times=1))
    waits: list[float] = []

    def sleep(seconds: float) -> None:  # instead of sleeping, ask for another page meanwhile
        waits.append(seconds)
        if len(waits) == 1:
            fetcher.get(f"{site.base_url}/integration/sf1590b02")

    fetcher = Fetcher(settings, None, sleep=sleep)
    fetcher.get(f"{site.base_url}{PAGE}")
    fetcher.close()
    assert [each.path for each in site.requests].count(PAGE) == 2
    assert waits[0] == 60  # of the page that was refused, before it is asked for again
    assert 55 < waits[1] <= 60  # of the other one


def test_who_waited_for_a_turn_when_the_host_asked_for_rest_rests_too(
    site: StandIn, settings: Settings
) -> None:
    site.robots.text = "User-agent: *\nCrawl-delay: 5\n"
    site.faults.add(PAGE, faults.retry_after(60, times=1))
    waits: list[float] = []
    after: list[float] = []

    def sleep(seconds: float) -> None:  # the turn of one comes after another was refused
        waits.append(seconds)
        after.append(seconds)
        if len(waits) == 1:
            fetcher.get(f"{site.base_url}{PAGE}")
            after.clear()

    fetcher = Fetcher(settings, None, sleep=sleep)
    fetcher.get(f"{site.base_url}/integration/sf1590b02")
    fetcher.close()
    assert waits[0] < 6
    assert len(after) == 1
    assert after[0] > 50


def test_robots_delay_holds_from_the_first_page_on(site: StandIn, settings: Settings) -> None:
    site.robots.text = "User-agent: *\nCrawl-delay: 60\n"
    waits: list[float] = []
    fetcher = Fetcher(settings, None, sleep=waits.append)
    fetcher.get(f"{site.base_url}{PAGE}")
    fetcher.close()
    assert [each.path for each in site.requests] == ["/robots.txt", PAGE]
    assert len(waits) == 1
    assert 50 < waits[0] <= 60


def test_a_redirect_to_nowhere_is_told_as_one(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site.faults.add(PAGE, Fault("nowhere", None, lambda case: Answer(b"", 302)))
    run_crawl(settings, ONE)
    assert rows("SELECT kind, message FROM problems WHERE url LIKE ?", f"%{PAGE}") == [
        {"kind": "bad_redirect", "message": "answers 302 without saying where to"}
    ]


@pytest.mark.parametrize(("status", "times"), [(403, 1), (404, 1), (500, 4)])
def test_a_front_page_that_cannot_be_had_is_asked_for_once(
    site: StandIn, settings: Settings, status: int, times: int
) -> None:
    site.faults.add("/", faults.status(status))
    assert run_crawl(settings, Plan()).verdict == "good"
    assert len([each for each in site.requests if each.path == "/"]) == times


def test_what_the_list_tells_counts_though_the_front_page_is_refused(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site.faults.add("/", faults.status(403))
    del site.site.parts["SF1590_A"]
    with pytest.raises(NotBelievable, match="no integration part was found for SF1590A"):
        run_crawl(settings, Plan())
    run_crawl(settings, Plan(("SF1590B", "SF1590A"), accept=True))
    assert rows("SELECT COUNT(*) AS n FROM integration_parts") == [{"n": 6}]


def test_the_address_rule_goes_on_after_a_page_that_fails(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site.search, site.listing, site.sitemap = False, False, False
    site.faults.add("/integration/sf1590b02", faults.status(500))
    run_crawl(settings, ONE)
    found = rows("SELECT code FROM integration_parts ORDER BY code")
    assert [row["code"][-2:] for row in found] == ["01", "03", "04", "05", "06"]


def test_a_page_that_shows_another_part_is_told(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    def other(case: Case) -> Answer:
        return case.desk.answer("GET", "/integration/sf1590b03")

    site.faults.add("/integration/sf1590b02", Fault("another part", None, other))
    run_crawl(settings, ONE)
    told = rows("SELECT kind, message FROM problems WHERE url LIKE '%sf1590b02'")
    assert told == [
        {"kind": "wrong_part", "message": "the address is SF1590B02's, the page SF1590_B_03's"}
    ]
    found = rows("SELECT url FROM integration_parts WHERE code = 'SF1590_B_03'")
    assert found == [{"url": f"{site.base_url}/integration/sf1590b03"}]


@pytest.mark.parametrize("words", ["Bestil nu", "Gå til bestilling", "Læg i kurv", "🛒 Bestil"])
def test_no_order_button_is_followed(words: str) -> None:
    card = (
        f"<h2>Supportydelse</h2><h3>Rute</h3><p>Hvad.</p><a href='/bestil/77'>{words}</a>"
        "<p>Leverandør: IBM</p><p>Enhedspris: 1 kr.</p><p>Antal enheder: 1</p>"
    )
    reading = parse_part(Page(f"{HOST}{PAGE}", f"<body>{SECTIONS}{card}</body>"))
    (service,) = reading.record.support_services
    assert (service.name, service.url) == ("Rute", None)


def test_a_recording_is_made_in_a_folder_that_is_there(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder"):
        run_crawl(replace(settings, record=tmp_path / "nowhere" / "r.warc"), ONE)
    assert not (tmp_path / "nowhere").exists()
