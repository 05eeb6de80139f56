"""The sums: what the source says there is, what it lists, what was asked for and what was read."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from scraper.balance import (
    GONE,
    LIST,
    SEARCH,
    SITEMAP,
    Account,
    Balance,
    doubts,
    list_is_due,
    open_differences,
)
from scraper.crawl import run_crawl
from scraper.errors import NotBelievable
from scraper.migrations import migrations
from scraper.morning import Wishes, tell
from scraper.plan import Plan
from scraper.rebuild import run_rebuild
from scraper.refresh import run_refresh
from scraper.settings import Settings
from scraper.store import Store, open_for_reading
from scraper.why import explain
from tests.conftest import CASSETTES, QUICK, query
from tests.standin import faults
from tests.standin.answers import Answer
from tests.standin.content import Node
from tests.standin.faultlist import Case, Fault
from tests.standin.markups import MARKUPS
from tests.standin.server import StandIn

Rows = Callable[..., list[dict[str, Any]]]
ONE = Plan(("SF1590B",))
PART = "/integration/sf1590b0"
MONDAY = datetime(2026, 11, 2, 2, 17, tzinfo=UTC)


def rewritten(pattern: str, by: str = "") -> Fault:
    """Send pages with some of their HTML written otherwise."""

    def answer(case: Case) -> Answer:
        found = case.normal()
        return replace(found, body=re.sub(pattern.encode(), by.encode(), found.body, flags=re.S))

    return Fault("rewritten", None, answer)


def without_pager() -> Fault:
    """Leave the links to more pages to JavaScript."""
    return rewritten(r"<a [^>]*page=[^>]*>.*?</a>")


def doubt(settings: Settings, plan: Plan = ONE, **options: Any) -> str:
    """Return why a run is not believed."""
    with pytest.raises(NotBelievable) as raised:
        run_crawl(settings, plan, **options)
    return str(raised.value)


def kinds(rows: Rows) -> list[str]:
    found = rows(
        "SELECT DISTINCT kind FROM problems WHERE run_id = (SELECT MAX(id) FROM runs) ORDER BY kind"
    )
    return [row["kind"] for row in found]


# -- the balance by itself ------------------------------------------------------------------------


def balance(*accounts: Account, **faulty: str) -> Balance:
    """Return the balance of accounts whose parts, single letters, all were read but the faulty."""
    names = {name for each in accounts for name in each.parts}
    read = {name: f"SF1590_B_{name}" for name in names if name not in faulty}
    terms = list(dict.fromkeys(each.term for each in accounts))
    return Balance(terms, list(accounts), read, faulty, cards=1)


def account(source: str, parts: str, **more: Any) -> Account:
    listed = more.pop("listed", len(parts))
    term = more.pop("term", "SF1590B")
    return Account(term, source, listed=listed, parts=list(parts), reached=True, **more)


def differs(balance: Balance) -> list[tuple[str, str]]:
    return [(each.kind, each.subject) for each in balance.differences()]


def against(balance: Balance) -> list[str]:
    return [each.kind for each in open_differences(balance.differences(), frozenset())]


@pytest.mark.parametrize("source", [SEARCH, LIST])
@pytest.mark.parametrize(
    ("said", "listed", "kept"),
    [(3, 3, True), (None, 3, True), (4, 3, False), (2, 3, False), (9, 3, False)],
)
def test_a_count_is_to_come_out(source: str, said: int | None, listed: int, kept: bool) -> None:
    sums = balance(account(source, "abc", said=said, listed=listed))
    assert against(sums) == ([] if kept else ["count_differs"])
    assert sums.accounts[0].whole is kept


@pytest.mark.parametrize(("said", "kept"), [(4, True), (3, True), (5, False)])
def test_rows_that_come_twice_may_count_once_or_twice(said: int, kept: bool) -> None:
    sums = balance(account(SEARCH, "abca", said=said))
    assert ("duplicate", "a") in differs(sums)
    assert (against(sums) == []) is kept


def test_a_page_that_is_missing_explains_the_count_and_is_told_itself() -> None:
    cut = account(LIST, "abc", said=9, cut=True, unread={"/p2": "server_error"})
    assert differs(balance(cut)) == [("count_differs", ""), ("page_unread", "/p2")]
    assert against(balance(cut)) == ["page_unread"]
    forbidden = account(LIST, "abc", said=9, cut=True)
    assert differs(balance(forbidden, account(SEARCH, "abcd"))) == [("count_differs", "")]
    assert against(balance(forbidden)) == []


def test_each_part_that_another_source_names_is_a_difference_of_its_own() -> None:
    sums = balance(account(SEARCH, "ab"), account(LIST, "abc"), account(SITEMAP, "abcd"))
    assert differs(sums) == [
        ("not_in_search", "SF1590_B_c"),
        ("not_in_search", "SF1590_B_d"),
        ("not_in_list", "SF1590_B_d"),
    ]


def test_a_sitemap_that_lags_is_told_and_stops_nothing() -> None:
    sums = balance(account(SEARCH, "abc"), account(LIST, "abc"), account(SITEMAP, "a"))
    assert differs(sums) == [("not_in_sitemap", "SF1590_B_b, SF1590_B_c")]
    assert against(sums) == []


def test_a_sitemap_without_a_part_says_nothing_of_parts() -> None:
    assert differs(balance(account(SEARCH, "abc"), account(SITEMAP, ""))) == []


def test_what_is_gone_or_could_not_be_read_is_no_difference_of_the_lists() -> None:
    sums = balance(account(SEARCH, "ab"), account(LIST, "abcd"), c="gone", d="server_error")
    assert differs(sums) == [(GONE, "c")]


def test_words_are_searched_for_in_more_than_titles() -> None:
    assert (
        differs(balance(account(SEARCH, "ab", term="post"), account(LIST, "a", term="post"))) == []
    )
    none = balance(account(SEARCH, "", term="post"), account(LIST, "a", term="post"))
    assert differs(none) == [("not_in_search", "SF1590_B_a")]


@pytest.mark.parametrize(
    ("faulty", "kept"), [({"a": "gone"}, False), ({"a": "server_error"}, True), ({}, True)]
)
def test_a_term_whose_parts_all_are_gone_has_none(faulty: dict[str, str], kept: bool) -> None:
    assert against(balance(account(SEARCH, "a"), **faulty)) == ([] if kept else ["no_parts"])


def test_two_addresses_of_one_part_in_one_source_are_told() -> None:
    sums = balance(account(SEARCH, "ab"))
    sums.read["b"] = sums.read["a"]
    assert differs(sums) == [("duplicate", "b")]
    assert against(sums) == []
    apart = balance(account(SEARCH, "a"), account(SITEMAP, "b"))
    apart.read["b"] = apart.read["a"]
    assert differs(apart) == []


@pytest.mark.parametrize(
    ("cards", "unread", "parts", "kept"),
    [(1, 1, "abcde", True), (0, 0, "abcd", True), (0, 0, "abcde", False), (0, 1, "a", False)],
)
def test_a_run_without_one_card_is_not_believed(
    cards: int, unread: int, parts: str, kept: bool
) -> None:
    sums = replace(balance(account(SEARCH, parts)), cards=cards, cards_unread=unread)
    assert against(sums) == ([] if kept else ["no_cards"])


@pytest.mark.parametrize(
    ("services", "at_odds", "kept"), [(0, 0, True), (1, 1, True), (3, 2, True), (3, 3, False)]
)
def test_cards_that_all_say_something_else_are_not_believed(
    services: int, at_odds: int, kept: bool
) -> None:
    sums = balance(account(SEARCH, "a"))
    sums = replace(sums, services=services, compared=services, at_odds=at_odds)
    assert against(sums) == ([] if kept else ["cards_differ"])


def test_a_difference_is_accepted_as_it_is_and_no_other() -> None:
    forty = balance(account(SEARCH, "abc", said=40)).differences()
    accepted = frozenset(each.key for each in forty)
    assert open_differences(forty, accepted) == []
    one_more = balance(account(SEARCH, "abcd", said=41)).differences()
    assert open_differences(one_more, accepted) == []
    wider = balance(account(SEARCH, "abc", said=41)).differences()
    assert [each.value for each in open_differences(wider, accepted)] == ["38"]


def test_many_differences_are_one_reason() -> None:
    sums = balance(account(SEARCH, "a"), account(LIST, "abcdefgh"))
    (reason,) = doubts(sums.differences())
    assert reason.english == (
        "the search for SF1590B does not name SF1590_B_b, SF1590_B_c, SF1590_B_d, SF1590_B_e, "
        "SF1590_B_f and 2 more, which are there all the same"
    )
    assert "SF1590_B_f og 2 andre, som dog findes" in reason.danish


def test_a_line_of_the_sheet_is_a_sentence() -> None:
    sums = balance(account(LIST, "abc", said=4, listed=3, versions=5), c="robots")
    (line,) = sums.sheet()
    assert line.english == (
        "the list, of SF1590B: says 4, lists 3, 3 of them parts with 5 versions; "
        "2 asked for, 2 read"
    )
    assert line.danish == (
        "listen over integrationer, SF1590B: siger 4, 3 rækker læst, heraf 3 integrationsdele "
        "i 5 versioner; 2 spurgt efter, 2 læst"
    )


@pytest.mark.parametrize(
    ("ago", "due"),
    [(None, True), (timedelta(days=6), False), (timedelta(days=7, minutes=-9), True)],
)
def test_the_list_is_read_once_a_week(ago: timedelta | None, due: bool) -> None:
    assert list_is_due(MONDAY - ago if ago else None, MONDAY) is due


# -- on a site where all is well ------------------------------------------------------------------


@pytest.mark.parametrize("whole", [False, True], ids=["terms", "all"])
@pytest.mark.parametrize("markup", MARKUPS)
def test_where_nothing_is_wrong_there_is_no_problem(
    markup: str, whole: bool, tmp_path: Path
) -> None:
    with StandIn(markup=markup) as site:
        settings = Settings(db=tmp_path / "c.db", base_url=site.base_url, policy=QUICK)
        run_crawl(settings, Plan(whole=whole))
        run_refresh(settings)
    assert query(settings.db, "SELECT kind, url, message FROM problems") == []
    assert query(settings.db, "SELECT * FROM accepted_differences") == []


def test_the_balance_sheet_tells_what_each_source_says(settings: Settings, rows: Rows) -> None:
    run_crawl(settings, ONE)
    sheet = rows(
        "SELECT term, source, said, listed, parts, asked, read FROM balances ORDER BY term, source"
    )
    assert [tuple(row.values()) for row in sheet] == [
        ("", "list", None, 14, 14, 6, 6),
        ("", "sitemap", None, 14, 14, 6, 6),
        ("SF1590B", "list", None, 6, 6, 6, 6),
        ("SF1590B", "search", 9, 9, 6, 6, 6),
        ("SF1590B", "sitemap", None, 6, 6, 6, 6),
    ]


def test_a_quiet_night_asks_the_sitemap_whether_it_changed_and_leaves_the_list(
    site: StandIn, settings: Settings
) -> None:
    run_crawl(settings, Plan())
    site.clear()
    run_refresh(settings)
    around = [r for r in site.requests if r.bare_path.startswith(("/sitemap", "/integrationer"))]
    assert {(r.bare_path, r.status) for r in around} == {
        ("/sitemap.xml", 304),
        ("/sitemap-1.xml", 304),
        ("/sitemap-2.xml.gz", 304),
    }


def test_the_list_is_read_on_a_first_run_for_new_terms_and_once_a_week(
    site: StandIn, settings: Settings
) -> None:
    def lists(day: int, *terms: str) -> int:
        site.clear()
        at = MONDAY + timedelta(days=day)
        run_crawl(settings, Plan(terms), now=lambda: at)
        return len({r.path for r in site.requests if r.bare_path == "/integrationer"})

    asked = [lists(day, "SF1590A") for day in range(9)]
    assert asked == [3, 0, 0, 0, 0, 0, 0, 3, 0]
    assert lists(9, "SF1590A", "SF1590D") == 3
    assert lists(10, "SF1590D") == 0


def test_a_list_that_was_not_believed_is_read_again_the_next_night(
    site: StandIn, settings: Settings
) -> None:
    site.faults.add("/integrationer?page=1", faults.status(500))
    doubt(settings)
    site.clear()
    run_crawl(settings, ONE)
    assert site.count("/integrationer") == 3


def test_the_whole_list_is_asked_whether_it_changed_where_all_is_watched(
    site: StandIn, settings: Settings
) -> None:
    run_crawl(settings, Plan(whole=True))
    site.clear()
    assert run_refresh(settings).changes == 0
    pages = {(r.path, r.status) for r in site.requests if r.bare_path == "/integrationer"}
    assert pages == {(f"/integrationer{page}", 304) for page in ("", "?page=1", "?page=2")}


def test_a_term_that_was_known_to_have_no_part_stays_accepted(tmp_path: Path) -> None:
    old = Database(tmp_path / "c.db")
    migrations.apply(old, stop_before="m022_balances")
    for number, step in enumerate(("search", "none"), 1):
        old["runs"].insert(
            {
                "id": number,
                "verdict": "good",
                "found_by": f'{{"SF9999": "{step}", "--all": "list"}}',
            }
        )
    old.close()
    with closing(Store(tmp_path / "c.db")) as store:
        assert store.accepted_differences() == {("no_parts", "SF9999", "", "", "")}


# -- where the sums do not come out ---------------------------------------------------------------


def test_a_list_whose_pager_needs_javascript_is_not_believed(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site.faults.add("/integrationer", without_pager())
    reason = doubt(settings, Plan(whole=True))
    assert "the list does not name SF1461, SF1500, SF1520, SF1590_B_05" in reason
    assert kinds(rows) == ["not_in_list"]
    assert rows("SELECT COUNT(*) AS n FROM problems WHERE kind = 'not_in_list'") == [{"n": 9}]
    assert site.count("/integration/sf1520") == 1, "what the sitemap names is asked for"
    run = run_crawl(settings, Plan(whole=True, accept=True))
    assert run.parts == 14
    assert run_refresh(settings).verdict == "good"


def test_a_search_whose_pager_needs_javascript_is_not_believed(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site.faults.add("/search", without_pager())
    reason = doubt(settings)
    assert "the search for SF1590B speaks of 9 results, 5 were read" in reason
    assert kinds(rows) == ["count_differs", "not_in_search"]
    message = rows("SELECT message FROM runs")[0]["message"]
    assert "søgningen efter SF1590B taler om 9 resultater, men 5 blev læst" in message


@pytest.mark.parametrize("address", ["/integrationer?page=1", "/integrationer?page=2"])
@pytest.mark.parametrize("fault", [faults.status(500), faults.error_page(), faults.status(404)])
def test_a_later_page_of_the_list_that_cannot_be_read_stops_a_first_night(
    site: StandIn, settings: Settings, address: str, fault: Fault
) -> None:
    site.faults.add(address, fault)
    assert "a later page of the list could not be read" in doubt(settings, Plan(whole=True))
    site.clear()
    assert run_crawl(settings, Plan(whole=True)).verdict == "good"


def test_a_later_page_of_the_search_that_cannot_be_read_stops_a_first_night(
    site: StandIn, settings: Settings
) -> None:
    site.faults.add("/search?q=SF1590B&page=1", faults.status(500))
    assert "a later page of the search for SF1590B could not be read" in doubt(settings)


def test_a_list_without_end_is_not_believed(site: StandIn, settings: Settings) -> None:
    policy = replace(settings.policy, max_pages=2)
    reason = doubt(replace(settings, policy=policy), Plan(whole=True))
    assert "a later page of the list could not be read (endless_paging)" in reason


def test_an_empty_search_where_the_list_still_has_them_is_not_believed(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    run_crawl(settings, ONE)
    site.faults.add(None, faults.empty_search())
    reason = doubt(settings, Plan(("SF1590B",), command="refresh"))
    assert "the search for SF1590B does not name SF1590_B_01" in reason
    assert kinds(rows) == ["empty_search", "not_in_search"]


def test_a_term_of_words_that_had_parts_and_finds_none_is_not_believed(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    assert run_crawl(settings, Plan(("Debitor",))).parts > 0
    site.site.unlisted.update(site.site.parts)
    with pytest.raises(NotBelievable, match="no integration part was found for Debitor"):
        run_refresh(settings)
    assert "no_parts" in kinds(rows)


def test_parts_that_are_listed_and_gone_count_as_unread_on_a_first_night(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    for number in (2, 3, 4, 5):
        site.faults.add(f"{PART}{number}", faults.status(404))
    assert "4 of 6 parts that are listed are not there" in doubt(settings)
    assert kinds(rows) == ["gone"]
    assert run_crawl(settings, replace(ONE, accept=True)).parts == 2
    for _ in range(2):
        assert run_refresh(settings).verdict == "good", "accepted as it is"
    site.faults.add(f"{PART}6", faults.status(404))
    assert run_refresh(settings).verdict == "good"


def test_one_part_that_is_gone_is_told_and_stops_no_first_night(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site.faults.add(f"{PART}2", faults.status(404))
    assert run_crawl(settings, ONE).parts == 5
    assert kinds(rows) == ["gone"]
    assert rows("SELECT * FROM accepted_differences") == []


def test_cards_that_cannot_be_read_on_any_part_stop_a_first_night(
    site: StandIn, settings: Settings
) -> None:
    for code, part in site.site.parts.items():
        site.site.parts[code] = replace(part, services=())
    assert "not one support service's card could be read" in doubt(settings)
    assert run_crawl(settings, replace(ONE, accept=True)).verdict == "good"
    assert run_refresh(settings).verdict == "good"


def test_cards_and_pages_at_odds_on_every_service_stop_a_first_night(
    site: StandIn, settings: Settings
) -> None:
    site.faults.add("/integration/*", faults.other_price_on_card("1.500 kr."))
    assert "card and page differ on each of" in doubt(settings)
    assert run_crawl(settings, replace(ONE, accept=True)).verdict == "good"
    for _ in range(2):  # on which nothing changed, so that nothing is compared
        assert run_refresh(settings).verdict == "good"
    site.noise = True
    assert run_crawl(settings, replace(ONE, anew=True)).verdict == "good"


def test_a_service_and_its_card_at_odds_stop_no_night(site: StandIn, settings: Settings) -> None:
    slug = next(iter(site.site.services))
    site.site.services[slug] = replace(site.site.services[slug], card_price="999 kr.")
    assert run_crawl(settings, ONE).verdict == "good"


# -- what is accepted -----------------------------------------------------------------------------


def test_a_difference_that_was_accepted_stops_no_night_until_it_changes(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site.faults.add(None, faults.wrong_count(12))
    doubt(settings)
    run_crawl(settings, replace(ONE, accept=True))
    kept = "SELECT kind, term, source, subject, value, run_id FROM accepted_differences"
    assert [tuple(row.values()) for row in rows(kept)] == [
        ("count_differs", "SF1590B", "search", "", "3", 2)
    ]
    for _ in range(2):
        assert run_refresh(settings).verdict == "good"
    assert kinds(rows) == ["count_differs"], "it is there, and told"
    site.clear()
    site.faults.add(None, faults.wrong_count(13))
    with pytest.raises(NotBelievable, match="speaks of 13 results, 9 were read"):
        run_refresh(settings)
    site.clear()
    assert run_refresh(settings).problems == 0
    assert rows(kept) == []
    site.faults.add(None, faults.wrong_count(12))
    with pytest.raises(NotBelievable):
        run_refresh(settings)


def test_a_night_that_cannot_look_forgets_nothing_that_was_accepted(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site.faults.add(None, faults.wrong_count(12))
    run_crawl(settings, replace(ONE, accept=True))
    site.clear()
    site.faults.add("/search", faults.status(500))
    assert run_refresh(settings).verdict == "good"
    assert len(rows("SELECT * FROM accepted_differences")) == 1
    run_crawl(settings, Plan(("SF1590A",)))
    assert len(rows("SELECT * FROM accepted_differences")) == 1


def test_what_was_accepted_comes_back_with_the_archive(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site.faults.add("/integrationer", without_pager())
    site.faults.add(None, faults.wrong_count(12))
    run_crawl(settings, replace(ONE, accept=True))
    run_refresh(settings)
    before = rows("SELECT * FROM accepted_differences ORDER BY kind, subject")
    assert len(before) > 1
    for path in settings.db.parent.glob("catalog.db*"):
        path.unlink()
    assert len(run_rebuild(settings)) == 2
    assert rows("SELECT * FROM accepted_differences ORDER BY kind, subject") == before
    assert run_rebuild(settings)[0].problems == 0


# -- what explains a difference -------------------------------------------------------------------


def test_what_robots_forbids_is_one_gap(site: StandIn, settings: Settings, rows: Rows) -> None:
    """As Drupal's own robots.txt may: no address with a query."""
    site.robots.text = "User-agent: *\nDisallow: /*?\nSitemap: {base}/sitemap.xml\n"
    run = run_crawl(settings, Plan())
    assert (run.verdict, run.parts) == ("good", 9)
    assert not any("?" in request.path for request in site.requests)
    problems = rows("SELECT kind, message, value FROM problems")
    assert problems == [{"kind": "robots", "message": problems[0]["message"], "value": "4"}]
    assert run.problems == 1


def test_a_site_without_list_and_sitemap_is_no_problem(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site.listing = site.sitemap = False
    site.faults.add("/", rewritten(r"<a [^>]*integrationer[^>]*>.*?</a>"))
    assert run_crawl(settings, ONE).verdict == "good"
    assert kinds(rows) == []


def test_a_part_that_only_the_sitemap_names_is_read_and_told(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    run_crawl(settings, ONE)
    path = f"{site.base_url}{PART}5"
    site.faults.add("/sitemap-2.xml.gz", faults.body(sitemap(path), "application/xml"))
    site.site.unlisted.add("SF1590_B_05")
    with pytest.raises(NotBelievable, match="does not name SF1590_B_05, but the sitemap does"):
        run_refresh(settings)
    del site.site.parts["SF1590_B_05"]
    assert run_refresh(settings).verdict == "good", "a sitemap may lag"
    assert kinds(rows) == ["gone", "not_in_sitemap"]


@pytest.mark.parametrize("source", ["search", "integrationer"])
def test_sources_that_name_a_part_by_different_addresses_agree(
    source: str, site: StandIn, settings: Settings, rows: Rows
) -> None:
    """As where one links to Drupal's `/node/12`, which redirects to the alias of that."""
    for part in site.site.parts.values():
        site.site.redirects[f"/node/{part.slug}"] = part.path
    node = rewritten(r'(href="[^"]*)/integration/', r"\1/node/")
    site.faults.add(f"/{source}", node)
    for changes in (None, 0):
        run = run_crawl(settings, ONE)
        assert (run.verdict, run.parts, run.problems) == ("good", 6, 0)
        assert run.changes == changes or changes is None
    site.clear()
    site.faults.add(f"/{source}", node)
    run_crawl(settings, ONE)
    pages = [r for r in site.requests if r.path.startswith(("/node/", "/integration/"))]
    assert {request.status for request in pages} <= {301, 304}


def sitemap(*urls: str) -> bytes:
    rows = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()


def test_a_hit_whose_code_is_not_understood_is_told_and_read_all_the_same(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site.listing = site.sitemap = False
    site.faults.add("/search", rewritten("(?:SF|sf)1590_?[Bb]_?0([3-6])", r"debitor-nr-\1"))
    for number in "3456":
        site.site.redirects[f"/integration/debitor-nr-{number}"] = f"{PART}{number}"
    run = run_crawl(settings, ONE)
    assert (run.verdict, run.parts) == ("good", 6)
    problems = rows("SELECT value FROM problems WHERE kind = 'unknown_code' ORDER BY value")
    places = [f"{site.base_url}/integration/debitor-nr-{number}" for number in "3456"]
    assert [row["value"] for row in problems] == places


def test_a_hit_of_kind_integration_that_leads_to_no_part_is_a_problem(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    page = Node("/noget-andet", "Integration", "Noget andet", "Ingen del.", mentions=("SF1590B",))
    site.site.add(page)
    assert run_crawl(settings, ONE).verdict == "good"
    assert kinds(rows) == ["layout", "unknown_code"]
    assert site.count("/noget-andet") == 1


def test_doctor_and_report_tell_of_the_difference(
    site: StandIn, settings: Settings, tmp_path: Path
) -> None:
    site.faults.add("/search", without_pager())
    with pytest.raises(NotBelievable) as raised:
        run_crawl(settings, ONE)
    assert tell(settings, Wishes(report=tmp_path / "r.txt"), raised.value) == []
    report = (tmp_path / "r.txt").read_text(encoding="utf-8")
    assert "søgningen efter SF1590B taler om 9 resultater, men 5 blev læst" in report
    assert "Regnskab" in report
    with closing(open_for_reading(settings.db)) as store:
        words = "\n".join(explain(store, store.rows("SELECT * FROM runs")[0]))
    assert "the search for SF1590B: says 9, lists 5, 5 of them parts; 5 asked for, 5 read" in words
    assert "speaks of 9 results, 5 were read" in words


def test_a_recording_holds_what_is_held_against_each_other(
    site: StandIn, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "new.warc"
    run_crawl(replace(settings, record=path), ONE)
    copy = replace(settings, db=tmp_path / "b.db", archive=tmp_path / "b", replay=path)
    assert run_crawl(copy, ONE).problems == 0
    sheet = "SELECT term, source, said, listed, parts, asked, read FROM balances"
    assert query(copy.db, sheet) == query(settings.db, sheet)


def test_a_recording_without_list_and_sitemap_is_read_as_it_is(tmp_path: Path) -> None:
    replay = CASSETTES / "demo.warc"
    settings = Settings(db=tmp_path / "c.db", replay=replay, policy=QUICK)
    run = run_crawl(replace(settings, base_url="http://127.0.0.1:8590"), Plan())
    assert (run.verdict, run.problems) == ("good", 0)
    sources = query(settings.db, "SELECT DISTINCT source FROM balances")
    assert {"source": "search"} in sources
