"""Odd but possible answers: headers, charsets, compression, addresses and robots.txt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scraper.address import Scope
from scraper.charset import decode
from scraper.crawl import run_crawl
from scraper.errors import Refused, SourceUnreachable
from scraper.plan import Plan
from scraper.rebuild import run_rebuild
from scraper.robots import read_robots
from scraper.settings import Settings
from tests.conftest import catalogue
from tests.standin import faults
from tests.standin.answers import Answer
from tests.standin.faultlist import Fault
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
