"""The reading room in a real Chromium: seen, clicked, typed, by keyboard alone, on a phone."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from python_calamine import CalamineWorkbook

from scraper.archive import Archive
from scraper.crawl import run_crawl
from scraper.plan import Plan
from scraper.settings import Settings
from tests.conftest import QUICK
from tests.standin import guide
from tests.standin.server import StandIn
from tests.test_datasette import Served, datasette_on
from tests.test_package_crawl import DEEP
from tests.test_room import two_nights
from tests.test_units_and_sections import ADDRESSES, fill

pytestmark = pytest.mark.browser
SCREENSHOTS = Path(__file__).parent / "screenshots"
_ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PAGES = {
    "forside": "/",
    "integration": "/-/integration/SF1590B",
    "del": "/-/del/SF1590_B_01",
    "ydelse": "/-/ydelse/supportydelse.etablering-af-rute-til-serviceudbyders-webservice",
    "dele": "/-/dele",
    "priser": "/-/priser",
    "sammenlign": "/-/priser?sammenlign=supportydelse.etablering-af-sftp-rute"
    "&sammenlign=supportydelse.etablering-af-rute-til-serviceudbyders-webservice",
    "priser-en-dato": "/-/priser?dato=2001-01-01",
    "aendringer": "/-/aendringer",
    "drift": "/-/drift",
    "kilde": "/-/kilde?url={site}/integrationer/sf1590b01",
    "tabeller": "/catalog",
    "tabel": "/catalog/integration_parts",
    "raekke": "/catalog/integration_parts/SF1590_B_01",
    "forespoergsel": "/catalog/priser",
    "kontraktforskelle": "/catalog/kontraktforskelle?fra=sf1520/3.6&til=sf1520/4.0",
    "soegning": "/-/soeg?q=rute",
    "tom-soegning": "/-/soeg?q=xyzzyx",
    "gammelt-link": "/-/find-link?url=https://digitaliseringskataloget.dk/x/Procesbeskrivelse.docx",
    "pakke": "/-/pakke/sf1461/2.0",
    "dokument": f"/-/pakke/sf1461/2.0/{DEEP}",
    "fejl": "/findes-ikke",
}
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with two_nights(tmp_path_factory.mktemp("browser")) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )
    assert path, "there is no Chromium; 'make test-browser' installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def address(served: Served, name: str) -> str:
    return served.address + PAGES[name].format(site=served.settings.base_url)


def screenshot(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_keeps_anybody_out(
    browser: Browser, served: Served, name: str, scheme: str
) -> None:
    """WCAG 2.1 AA, as far as axe-core can see, and no script or style that the policy stops."""
    complaints: list[str] = []
    with browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme) as own:
        page = own.new_page()
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address(served, name))
        if scheme == "light":
            screenshot(page, f"{name}-1280")
        found = Axe().run(page, options=WCAG)
        told = [
            f"{each['id']}: {each['nodes'][0]['html'][:200]} {each['nodes'][0]['failureSummary']}"
            for each in found.response["violations"]
        ]
        assert told == []
        assert [each for each in complaints if "404" not in each] == []
        assert page.evaluate("document.documentElement.lang") == "da"


@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_a_phone(browser: Browser, served: Served, name: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}) as own:
        page = own.new_page()
        page.goto(address(served, name))
        screenshot(page, f"{name}-360")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_from_the_address_alone_to_the_form_in_under_three_clicks(
    page: Page, served: Served
) -> None:
    page.goto(served.address)
    page.get_by_role("link", name="SF1590B ØiR Debitor", exact=True).first.click()
    page.get_by_role("link", name="SF1590_B_01", exact=True).click()
    words = page.locator("main").inner_text()
    for each in ("1.400 kr.", "2.800–4.200 kr.", "5 arbejdsdage", guide.ORDER_FORM.filename):
        assert each in words


def test_all_prices_in_excel_in_two_clicks(page: Page, served: Served, tmp_path: Path) -> None:
    page.goto(served.address)
    page.get_by_role("link", name="Priser", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel (XLSX)").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    shown = page.locator("table.priser tbody tr").count()
    assert re.fullmatch(r"demonstration-priser-\d{4}-\d\d-\d\d\.xlsx", path.name)
    assert len(rows) == shown + 1
    price = rows[0].index("Enhedspris (kr.)")
    assert 1400 in [row[price] for row in rows]
    times = [row[rows[0].index("Leveringstid, som skrevet")] for row in rows]
    assert "Efter aftale" in times
    about = dict(CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Om").to_python())
    assert about["Rækker"] == str(shown)
    assert "DEMONSTRATIONSDATA" in about


def test_search_sort_and_filter(page: Page, served: Served) -> None:
    page.goto(served.address)
    page.get_by_label("Søg i alt").fill("lokationsnummer")
    page.get_by_role("button", name="Søg").click()
    assert page.locator("mark").first.inner_text() == "lokationsnummer"
    page.goto(f"{served.address}/-/priser")
    page.get_by_role("link", name="I alt").click()
    totals = page.locator("table.priser tbody tr td:nth-child(6)").all_inner_texts()
    highest = [each.partition("–")[2] or each for each in totals if each != "kan ikke beregnes"]
    numbers = [int(re.sub(r"\D", "", each.split(",")[0])) for each in highest]
    assert numbers == sorted(numbers)
    page.get_by_label("Leverandør", exact=True).select_option("IBM")
    page.get_by_role("button", name="Vis").click()
    suppliers = page.locator("table.priser tbody tr td:nth-child(3)").all_inner_texts()
    assert set(suppliers) == {"IBM"}


def test_a_changed_text_is_seen_side_by_side(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/-/del/SF1590_B_01")
    page.get_by_role("link", name="Se ændringen side om side").first.click()
    assert "Nyt" in page.locator("ins").all_inner_texts()[0]


def test_the_page_that_was_read_is_shown_and_runs_nothing(page: Page, served: Served) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served.address}/-/del/SF1590_B_01")
    page.get_by_role("link", name="Se den side, der blev læst").click()
    frame = page.frame_locator("iframe.kilde")
    assert "Afsend DebitorRegistrering" in frame.locator("body").inner_text()
    assert all(url.startswith(served.address) for url in asked)


HOSTILE = """<!DOCTYPE html><html><head><title>ond</title><base href="http://{other}/">
<meta http-equiv="refresh" content="0;url=http://{other}/refresh">
<link rel="preconnect" href="http://{other}"><link rel="stylesheet" href="http://{other}/s.css">
<script>top.document.title = "overtaget"; fetch("http://{other}/fetch")</script>
<style>body {{ background: url(http://{other}/css) }} @import "http://{other}/import";</style>
</head><body onload="top.location = 'http://{other}/onload'">
<img src="http://{other}/img" onerror="top.document.title = 'overtaget'">
<svg onload="top.document.title = 'overtaget'"></svg>
<iframe src="http://{other}/iframe"></iframe><object data="http://{other}/object"></object>
<embed src="http://{other}/embed"><video src="http://{other}/video" autoplay></video>
<form action="http://{other}/form"><input name="x" autofocus onfocus="this.form.submit()"></form>
<a id="ud" target="_top" href="http://{other}/link">videre</a><p>Det, der kan læses.</p>
</body></html>"""


@pytest.mark.parametrize("place", ["/-/kilde", "/-/kilde/side"])
def test_a_hostile_page_does_nothing_and_reaches_nobody(
    page: Page, served: Served, place: str
) -> None:
    """Not even a connection is made, which a policy alone does not keep a browser from."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(1.5)
        other = f"127.0.0.1:{listener.getsockname()[1]}"
        url = archived(served, HOSTILE.format(other=other), place.replace("/", "-"))
        asked: list[str] = []
        page.on("response", lambda response: asked.append(response.url))
        page.goto(f"{served.address}{place}?url={url}")
        frame = page.frame_locator("iframe.kilde") if place == "/-/kilde" else page
        assert "Det, der kan læses." in frame.locator("body").inner_text()
        if place == "/-/kilde":
            frame.locator("#ud").click()
        with pytest.raises(TimeoutError):
            listener.accept()
        assert "overtaget" not in page.title()
        assert page.url.startswith(served.address)
        assert all(each.startswith(served.address) for each in asked)


def archived(served: Served, html: str, name: str) -> str:
    """Put a page into the archive as if the last run had received it; give its address."""
    url = f"{served.settings.base_url}/ond{name}"
    at = "2026-11-25T00:00:00Z"
    archive = Archive(served.settings.archive_folder / f"ond{name}.warc.gz", {}, at)
    headers = [("Content-Type", "text/html; charset=utf-8")]
    offset = archive.write(url, "200 OK", headers, html.encode(), at)
    archive.close({})
    with closing(sqlite3.connect(served.settings.db)) as db, db:
        db.execute(
            "INSERT INTO fetches (run_id, url, status, warc_file, warc_offset, fetched_at) "
            "SELECT MAX(id), ?, 200, ?, ?, ? FROM runs WHERE verdict = 'good'",
            [url, archive.name, offset, at],
        )
    return url


def test_a_phone_shows_what_a_service_costs_without_scrolling_aside(
    browser: Browser, served: Served
) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}) as own:
        page = own.new_page()
        for path in ("/-/priser", "/-/del/SF1590_B_01"):
            page.goto(served.address + path)
            for name in ("I alt", "Levering"):
                box = page.locator(f"td[data-navn='{name}']").first.bounding_box()
                assert box is not None
                assert box["x"] + box["width"] <= 360, (path, name)


def test_services_are_compared_from_wherever_one_is(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/-/priser?integration=SF1590B")
    page.get_by_role("link", name=re.compile("^Sammenlign Etablering af rute")).first.click()
    page.get_by_label("Integration", exact=True).select_option("")
    page.get_by_role("button", name="Vis").click()
    page.get_by_role("link", name=re.compile("^Sammenlign Etablering af SFTP")).first.click()
    page.get_by_role("link", name=re.compile("^Ydelse")).click()
    heads = page.locator("caption", has_text="Side om side").locator("..").locator("thead th")
    assert heads.count() == 2


def test_the_keyboard_alone_is_enough(page: Page, served: Served) -> None:
    page.goto(served.address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Gå til indholdet"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("formular")
    page.keyboard.press("Enter")
    page.wait_for_url("**/soeg?q=formular")
    assert page.locator("mark").count() > 0
    page.goto(f"{served.address}/-/priser")
    for _ in range(40):
        page.keyboard.press("Tab")
        style = "getComputedStyle(document.activeElement)"
        outline = page.evaluate(f"{style}.outlineStyle + {style}.outlineWidth")
        where = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        assert outline == "solid3px" or where.startswith("<body"), where


def test_without_javascript_all_is_there(browser: Browser, served: Served) -> None:
    with browser.new_context(java_script_enabled=False) as own:
        page = own.new_page()
        page.goto(served.address)
        page.get_by_label("Søg i alt").fill("rute")
        page.get_by_role("button", name="Søg").click()
        assert page.locator("mark").count() > 0
        page.goto(f"{served.address}/-/priser")
        page.get_by_role("link", name="Enhedspris", exact=True).click()
        assert page.locator("table.priser tbody tr").count() > 3
        page.goto(served.address + PAGES["ydelse"])
        assert page.locator("svg.graf").count() == 1
        page.goto(f"{served.address}/catalog/integration_parts")
        page.get_by_label("Søg:").fill("Kreditor")
        page.get_by_role("button", name="Anvend").click()
        assert "SF1590_D_01" in page.locator("main").inner_text()


def test_on_paper_there_is_no_menu(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/-/del/SF1590_B_01")
    page.emulate_media(media="print")
    assert not page.locator(".sider").is_visible()
    assert page.locator("h1").is_visible()
    assert page.locator(".demonstration").is_visible()


def test_datasettes_tables_work_under_the_policy(page: Page, served: Served) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(f"{served.address}/catalog/integration_parts")
    page.locator("th[data-column=title] .dropdown-menu-icon").click()
    assert page.get_by_text("Sortér faldende").is_visible()
    assert complaints == []


def test_an_address_is_chosen_whole_by_one_click(
    page: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with StandIn() as site:
        db = tmp_path_factory.mktemp("adresser") / "catalog.db"
        settings = Settings(db=db, base_url=site.base_url, policy=QUICK)
        run_crawl(settings, Plan())
        fill(db)
        with datasette_on(site, settings) as served:
            page.goto(f"{served.address}/-/del/SF1590_B_01")
            address = page.locator("code.kopi").first
            address.click()
            assert page.evaluate("getSelection().toString()") == address.inner_text()
            assert address.inner_text() == ADDRESSES["test_endpoint"]
            assert Axe().run(page, options=WCAG).response["violations"] == []
            screenshot(page, "del-endpoints-1280")
