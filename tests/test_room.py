"""The reading room: what an architect and an analyst find, how few clicks it takes, and safety."""

from __future__ import annotations

import csv
import http.client
import io
import json
import re
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest
from python_calamine import CalamineWorkbook

import datasette as library
from scraper.crawl import run_crawl
from scraper.figures import between, day, days, kroner, size, units
from scraper.plan import Plan
from scraper.refresh import run_refresh
from scraper.room.chart import Step, bars, price_over_time
from scraper.room.danish import SCRIPT, TEMPLATES, not_found
from scraper.room.front import front_page
from scraper.room.news import marked
from scraper.room.services import ServicePage, order_command
from scraper.serve import serve_command
from scraper.settings import Settings
from scraper.store import open_for_reading
from tests.conftest import QUICK, free_port
from tests.packages import package
from tests.standin import guide
from tests.standin.server import StandIn
from tests.test_datasette import Served, datasette_on, wait_for
from tests.test_package_crawl import members, put
from tests.workbooks import usual

PART, SERVICE = "/-/del/SF1590_B_01", "/-/ydelse/"
PURPOSE = "Integrationen giver kommunale fagløsninger"


@contextmanager
def two_nights(folder: Path) -> Iterator[Served]:
    """Serve a catalogue of two nights, on the second of which a price and a text changed."""
    with StandIn() as site:
        settings = Settings(
            db=folder / "catalog.db", base_url=site.base_url, policy=QUICK, packages=True
        )
        put(site, package(members()))
        run_crawl(settings, Plan())
        service = site.site.services[guide.ROUTE]
        site.site.services[guide.ROUTE] = replace(service, price="1.400 kr.")
        part = site.site.parts["SF1590_B_01"]
        evil = "<script>document.title='ond'</script>"
        new = (*part.purpose, f"Nyt {evil} til sidst.")
        site.site.parts["SF1590_B_01"] = replace(part, purpose=new)
        closed = site.site.parts["SF1590_B_05"]
        site.site.parts["SF1590_B_05"] = replace(closed, closed=True)
        run_refresh(settings)
        with datasette_on(site, settings) as served:
            yield served


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with two_nights(tmp_path_factory.mktemp("room")) as served:
        yield served


def links(page: str) -> list[str]:
    return [each.replace("&amp;", "&") for each in re.findall(r'href="([^"]+)"', page)]


def follow(served: Served, page: str, part_of: str) -> str:
    """Follow the first link whose address holds something."""
    address = next(each for each in links(page) if part_of in each)
    status, page = served.get(address)
    assert status == 200, address
    return page


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_price_times_and_form_are_less_than_three_clicks_away(served: Served) -> None:
    front = served.get("/")[1]
    integration = follow(served, front, "/-/integration/SF1590B")
    part = follow(served, integration, "/-/del/SF1590_B_01")
    words = text_of(part)
    assert "1.400 kr." in words
    assert "2.800–4.200 kr." in words
    assert "5 arbejdsdage" in words
    assert guide.ORDER_FORM.filename in words
    form = follow(served, part, "/-/bilag/")
    assert "Hent filen" in form


def test_all_prices_are_in_excel_two_clicks_away(served: Served) -> None:
    page = follow(served, served.get("/")[1], "/-/priser")
    address = next(each for each in links(page) if "priser.excel.csv" in each)
    _, headers, body = served.fetch(address)
    assert "attachment" in headers["content-disposition"]
    lines = body.decode("utf-8").split("\r\n")
    assert lines[0].startswith("\ufeffDel;Titel;Integration;Ydelse;Leverandør;Enhedspris (kr.);")
    assert any(
        ";1400,00;2;3;2800,00;4200,00;5;5;" in line for line in lines if "SF1590_B_01" in line
    )


@pytest.mark.parametrize("form", ["xlsx", "csv", "excel.csv", "json"])
def test_a_file_holds_the_whole_result_and_only_what_was_chosen(served: Served, form: str) -> None:
    _, headers, every = served.fetch(f"/-/priser.{form}")
    _, _, some = served.fetch(f"/-/priser.{form}?integration=SF1590D")
    assert headers["content-disposition"].startswith("attachment")
    if form == "xlsx":
        counts = [
            len(CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python())
            for body in (every, some)
        ]
    else:
        counts = [body.decode().count("SF1590_") for body in (every, some)]
    assert counts[0] > counts[1] > 0


def test_the_front_page_says_how_fresh_the_catalogue_is(served: Served) -> None:
    status, page = served.get("/")
    assert status == 200
    assert '<html lang="da">' in page
    assert "Kataloget er senest hentet" in page
    assert "36 timer" not in page
    assert "Enhedspris for Etablering af rute" in page
    assert "DEMONSTRATIONSDATA" in page
    for code in ("SF1590A", "SF1590B", "SF1590D"):
        assert f"/-/integration/{code}" in page


def test_an_old_catalogue_is_warned_of_and_a_failed_night_told(
    site: StandIn, settings: Settings
) -> None:
    run_crawl(settings, Plan())
    now = datetime.now(UTC)
    store = open_for_reading(settings.db)
    found = front_page(store)
    store.close()
    assert not found.stale(now)
    assert not found.stale(now + timedelta(hours=35))
    assert found.stale(now + timedelta(hours=37))
    with sqlite3.connect(settings.db) as connection:
        connection.execute(
            "INSERT INTO runs (id, command, started_at, verdict, exit_code, message) "
            "VALUES (9, 'refresh', '2099-01-01T00:00:00Z', 'failed', 4, 'nede')"
        )
        connection.execute("UPDATE runs SET started_at = '2020-01-01T00:00:00Z' WHERE id = 1")
    with datasette_on(site, settings) as served:
        words = text_of(served.get("/")[1])
    assert "Det er over 36 timer siden" in words
    assert "blev ikke offentliggjort: kilden kunne ikke læses. Teknisk besked: nede" in words


@pytest.mark.parametrize("code", ["SF1590_B_01", "sf1590b01", "Sf1590_b_01"])
def test_a_parts_page_has_it_all(served: Served, code: str) -> None:
    page = served.get(f"/-/del/{code}")[1]
    words = text_of(page)
    for each in (
        *("Område Økonomi", "Version 4.0", "Gyldig fra", "for nye anvendere", PURPOSE),
        *(
            "Vilkår og betingelser",
            "DebitorRegistreringAfsend",
            "IBM",
            "Andre dele med samme supportydelse",
            "Historik",
        ),
        *("SF1590_B_02", "Formål er ændret", "dokumenter"),
    ):
        assert each in words, each
    assert "<svg" in page
    assert "<script>document.title" not in page


def test_what_is_closed_to_new_users_is_said_clearly(served: Served) -> None:
    closed = served.json("/catalog/integration_parts.json?closed_to_new=1&_shape=array")
    assert closed
    assert "Lukket for nye anvendere" in served.get(f"/-/del/{closed[0]['code']}")[1]


def service_key(served: Served) -> str:
    rows = served.json("/catalog/support_services.json?_shape=array")
    return str(next(row["id"] for row in rows if row["name"].startswith("Etablering af rute")))


def test_a_services_page_has_facts_users_steps_and_history(served: Served) -> None:
    page = served.get(SERVICE + service_key(served))[1]
    words = text_of(page)
    for each in (
        *("1.400 kr.", "2–3", "2.800–4.200 kr.", "5 arbejdsdage", "Time &amp; Material", "IBM"),
        *("Sådan bestiller du", "bibsys@kombit.dk", "kolonne G", "SF1590_B_01", "1.328 kr."),
        *("gælder nu", guide.PROCESS.filename),
    ):
        assert each in words, each
    assert page.count("<circle") == 2


def test_the_words_of_a_services_attachments_are_searched(served: Served) -> None:
    place = SERVICE + service_key(served)
    assert "<mark>" in served.get(f"{place}?q=kommune")[1]
    assert "Intet af bilagene indeholder »xyzzy«" in served.get(f"{place}?q=xyzzy")[1]


def test_prices_are_filtered_sorted_compared_and_of_a_date(served: Served) -> None:
    code = r'class="kode"[^>]*>(SF1590_[A-Z0-9_]+)</a>'
    codes = re.findall(code, served.get("/-/priser")[1])
    assert len(codes) == 8
    assert codes == sorted(codes)
    down = re.findall(code, served.get("/-/priser?sorter=-del")[1])
    assert down == sorted(codes, reverse=True)
    some = served.get("/-/priser?leverandoer=IBM&hoejst=4200")[1]
    assert "1.400 kr." in some
    assert "312.000" not in some
    table = text_of(served.get("/-/priser")[1])
    assert "Leverandører side om side" in table
    assert "Eksempel Drift A/S 2 2 12.345,50 kr. 58.172,75 kr. 104.000 kr." in table
    key = service_key(served)
    both = served.get(f"/-/priser?sammenlign={key}&sammenlign={key}")[1]
    assert both.count("Side om side") == 1
    assert both.count(">Fjern<") > 1  # in the table, for each part, and above the column
    assert all(f"sammenlign={key}" in each for each in links(both) if "sorter=" in each)
    assert f'<input type="hidden" name="sammenlign" value="{key}">' in both
    many = "&".join(f"sammenlign=x{number}" for number in range(9))
    assert served.get(f"/-/priser?{many}&sammenlign={key}")[1].count("Side om side") == 1
    today = datetime.now(UTC).date().isoformat()
    assert "1.400 kr." in served.get(f"/-/priser?dato={today}")[1]
    for date, told in (
        ("2001-01-01", "Kataloget er først læst den"),
        ("2099-01-01", "kendes ikke endnu"),
        ("%3Cb%3E", "»&lt;b&gt;« er ikke en dato"),
        ("2026-W48-2", "er ikke en dato"),
    ):
        page = served.get(f"/-/priser?dato={date}&leverandoer=IBM")[1]
        assert told in page
        assert "12.345" not in text_of(page).partition("Leverandører side om side")[0], date
    assert served.fetch("/-/priser.csv?dato=x")[0] == 400
    assert len(re.findall(code, served.get("/-/priser?side=99")[1])) == 8
    for odd in (
        "side=0",
        f"side={'9' * 100}",
        "side=99999999999",
        "sorter=nope",
        "hoejst=-1",
        "q=%00",
        "side=-1",
    ):
        assert served.get(f"/-/priser?{odd}")[0] == 200, odd


def test_a_services_page_has_the_steps_the_form_the_price_and_the_command(
    served: Served, tmp_path: Path
) -> None:
    page = served.get(f"/-/ydelse/{service_key(served)}")[1]
    words = text_of(page)
    assert "Sådan bestiller du" in words
    assert "Prisen er 2.800–4.200 kr. (2–3 × 1.400 kr.)" in words
    form = next(each for each in links(page) if "hent=1" in each)
    assert served.fetch(form)[0] == 200
    command = unescape(re.search(r"<code[^>]*>(katalog [^<]+)</code>", page)[1])  # type: ignore[index]
    facts = tmp_path / "ØIR - Tekniske informationer pr. kommune.xlsx"
    facts.write_bytes(usual())
    command = command.replace("NAVN", "Københavns Kommune").replace('"ID"', '"B-1"')
    done = subprocess.run(
        f"{sys.executable} -m scraper {command.removeprefix('katalog ')} "
        f"--db {served.settings.db} --line 6",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "bestilling" / "bestilling.md").exists()


def test_the_command_is_quoted_for_every_shell() -> None:
    part = {"code": "SF1590_B_01", "closed_to_new": 0}
    closed = part | {"code": "SF1590_B_00", "closed_to_new": 1}

    def command(name: str, forms: int = 1) -> str:
        service = {"id": "rute", "name": name}
        files = [{"id": str(number)} for number in range(forms)]
        return order_command(ServicePage(service, [closed, part], [], files, [], [], []))

    assert command("Rute (ny)").startswith('katalog order SF1590_B_01 --service "Rute (ny)" --k')
    assert "'" not in command("Rute")
    assert '--service "rute" ' in command('Rute "A" til $HOME')
    assert "--form" not in command("Rute")
    assert '--form "FORMULAR.docx"' in command("Rute", forms=2)


def test_a_service_without_a_form_gives_no_steps(served: Served) -> None:
    key = quote("supportydelse.tilpasning-af-økonomirapport")
    words = text_of(served.get(f"/-/ydelse/{key}")[1])
    assert "Siden har ingen bestillingsformular i Word" in words
    assert '--form "FORMULAR.docx"' in unescape(words)
    assert "kolonne G" not in words


def test_an_amount_is_read_as_danes_write_it(served: Served) -> None:
    for written in ("5000", "5.000", "5 000", "5000,50", "5.000,50", "5.000 kr.", "kr. 5.000"):
        found = json.loads(served.fetch(f"/-/priser.json?hoejst={quote(written)}")[2])
        assert len(found) == 3, written
        page = served.get(f"/-/priser?hoejst={quote(written)}")[1]
        assert "er ikke et beløb" not in page
    for written in ("abc", "-1", "٣", "5.00"):
        assert "er ikke et beløb" in served.get(f"/-/priser?hoejst={quote(written)}")[1], written
        assert served.fetch(f"/-/priser.csv?hoejst={quote(written)}")[0] == 400


def test_prices_are_found_in_any_spelling_and_sorted_by_time(served: Served) -> None:
    counts = [
        len(json.loads(served.fetch(f"/-/priser.json?q={quote(word)}")[2]))
        for word in ("økonomi", "ØKONOMI", "oekonomi")
    ]
    assert counts[0] > 1
    assert counts == [counts[0]] * 3
    rows = json.loads(served.fetch("/-/priser.json?sorter=levering")[2])
    times = [row["delivery_text"] for row in rows]
    assert list(dict.fromkeys(times)) == ["5 arbejdsdage", "2 uger", "3 uger", "Efter aftale"]


def test_all_parts_in_one_table(served: Served) -> None:
    def codes(query: str) -> list[str]:
        return re.findall(r'class="kode"[^>]*>([A-Z0-9_]+)</a>', served.get(f"/-/dele{query}")[1])

    every = codes("")
    assert len(every) == 9
    assert every == sorted(every)
    assert codes("?q=sf 1590 d".replace(" ", "%20")) == ["SF1590_D_01", "SF1590_D_02"]
    assert codes("?q=KREDITOR") == ["SF1590_D_01", "SF1590_D_02"]
    assert codes("?nye=lukket") == ["SF1590_B_05"]
    assert codes("?nye=aaben") == []
    assert len(codes("?nye=ikke-meldt")) == 8
    assert codes("?integration=SF1590A") == ["SF1590_A"]
    newest = codes("?sorter=-version")
    assert newest[0] == "SF1590_B_01"
    assert newest.index("SF1590_B_02") < newest.index("SF1590_B_04")  # 3.10 before 3.2
    assert codes("?sorter=-pris")[0] == "SF1590_B_06"
    assert codes("?side=99&sorter=nope&x=%00") == every
    words = text_of(served.get("/-/dele")[1])
    assert "2.800–4.200 kr." in words
    assert "Efter aftale" in words
    assert "Ingen integrationsdele passer" in served.get("/-/dele?q=xyzzy")[1]
    assert "/-/dele" in links(served.get("/")[1])


def test_changes_are_shown_by_night_and_as_a_feed(served: Served) -> None:
    page = served.get("/-/aendringer")[1]
    assert "steg fra 1.328 kr. til 1.400 kr." in page
    assert "SF1590B ØiR Debitor" in page
    assert "steg fra" not in served.get("/-/aendringer?koersel=1")[1]
    assert "steg fra" not in served.get("/-/aendringer?integration=SF1590D")[1]
    _, headers, feed = served.fetch("/-/aendringer.atom?integration=SF1590B")
    assert headers["content-type"].startswith("application/atom+xml")
    root = ET.fromstring(feed)
    assert len(root.findall("{http://www.w3.org/2005/Atom}entry")) == 2
    for odd in ("koersel=x", "side=0", "koersel=99", "side=99", "integration=sf1590b"):
        assert served.get(f"/-/aendringer?{odd}")[0] == 200, odd
    for path in ("/-/aendringer", "/-/aendringer.atom"):
        assert served.fetch(f"{path}?integration=%3Cscript%3E")[0] == 404


def test_a_price_that_is_no_amount_is_not_counted_as_one(served: Served) -> None:
    words = text_of(served.get("/-/drift")[1])
    assert re.search(r"øre\W+75 %", words), words[-2000:]


@pytest.mark.parametrize(
    "path", ["/-/priser", "/-/dele", "/-/integration/SF1590B", "/-/del/SF1590_B_01"]
)
def test_every_page_of_values_leads_to_the_page_they_were_read_from(
    served: Served, path: str
) -> None:
    places = {each for each in links(served.get(path)[1]) if "/-/kilde?" in each}
    assert places
    for place in places:
        assert served.fetch(place)[0] == 200


def test_each_feed_has_a_name_and_addresses_of_its_own(served: Served) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feeds = [
        ET.fromstring(served.fetch(f"/-/aendringer.atom{of}")[2])
        for of in ("", "?integration=SF1590B", "?integration=sf1590d")
    ]
    assert len({feed.findtext(f"{atom}id") for feed in feeds}) == 3
    assert len({each.text for feed in feeds for each in feed.findall(f"{atom}entry/{atom}id")}) == 5
    assert [feed.findtext(f"{atom}title", "").partition(": ")[2] for feed in feeds] == [
        "Ændringer i Digitaliseringskataloget",
        "Ændringer i Digitaliseringskataloget: SF1590B ØiR Debitor",
        "Ændringer i Digitaliseringskataloget: SF1590D ØiR Kreditorfaktura",
    ]
    for feed in feeds:
        for place in feed.iter(f"{atom}link"):
            assert served.fetch(place.attrib["href"].removeprefix(served.address))[0] == 200
    assert feeds[1].find(f"{atom}link[@rel='self']") is not None


def test_a_changed_text_is_shown_side_by_side(served: Served) -> None:
    row = served.json("/catalog/changes.json?field=purpose&_shape=array")[0]
    page = served.get(f"/-/aendring/{row['id']}")[1]
    assert "<ins>" in page
    assert "Nyt &lt;script&gt;" in page
    before, after = [each for each in links(page) if "/-/kilde?" in each]
    assert "Hentet" in served.get(before)[1]
    assert before.endswith("koersel=1")
    assert after.endswith("koersel=2")
    assert "<script>document.title" not in page
    assert served.get("/-/aendring/999999")[0] == 404


def test_from_a_value_to_the_page_it_was_read_from(served: Served) -> None:
    page = follow(served, served.get(PART)[1], "/-/kilde?")
    assert "Hentet " in page
    assert 'sandbox title="' in page
    address = next(each for each in re.findall(r'src="([^"]+)"', page) if "kilde" in each)
    status, headers, body = served.fetch(address.replace("&amp;", "&"))
    assert status == 200
    assert PURPOSE in body.decode()
    policy = headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    url = served.json("/catalog/integration_parts/SF1590_B_01.json?_shape=objects")["rows"][0][
        "url"
    ]
    earlier = served.fetch(f"/-/kilde/side?url={url}&koersel=1")[2].decode()
    assert " Nyt " not in earlier
    assert served.fetch("/-/kilde?url=file:///etc/passwd")[0] == 404
    assert served.fetch("/-/kilde/side")[0] == 404


def test_the_page_of_a_night_that_was_not_published_is_no_evidence(
    site: StandIn, settings: Settings
) -> None:
    run_crawl(settings, Plan())
    with sqlite3.connect(settings.db) as connection:
        connection.execute("UPDATE runs SET verdict = 'suspect'")
    with datasette_on(site, settings) as own:
        url = f"{site.base_url}/integration/sf1590b01"
        assert own.fetch(f"/-/kilde?url={url}")[0] == 404


def test_rows_of_which_nothing_is_known_are_shown(site: StandIn, settings: Settings) -> None:
    run_crawl(settings, Plan())
    evil = "javascript:alert(1)"
    with sqlite3.connect(settings.db) as connection:
        connection.executescript(
            f"""
            INSERT INTO integrations (code) VALUES ('SF9999');
            INSERT INTO integration_parts (code, integration, url)
                VALUES ('SF9999', 'SF9999', '{evil}');
            INSERT INTO support_services (id, url) VALUES ('tom', '{evil}');
            INSERT INTO part_support_services VALUES ('SF9999', 'tom', 1, NULL);
            INSERT INTO attachments (id, url) VALUES ('abcabcabcabc', '{evil}');
            INSERT INTO service_attachments VALUES ('tom', 'abcabcabcabc', 1);
            INSERT INTO packages (id) VALUES ('sf9999/1');
            INSERT INTO part_packages VALUES ('SF9999', 'sf9999/1');
            INSERT INTO part_endpoints (part_code, number) VALUES ('SF9999', 1);
            INSERT INTO runs (id, command, started_at)
                VALUES (7, 'refresh', '2026-01-01T00:00:00Z');
            INSERT INTO problems (run_id, kind, url, message) VALUES (7, 'x', '{evil}', 'y');
            INSERT INTO changes (run_id, detected_at, kind, table_name, key, field, cause) VALUES
                (1, '2026-01-01T00:00:00Z', 'changed', 'support_services', 'tom', 'nope', 'site'),
                (1, '2026-01-01T00:00:00Z', 'changed', 'nope', 'tom', 'nope', 'site');
            """
        )
        ids = [row[0] for row in connection.execute("SELECT id FROM changes WHERE field = 'nope'")]
    with datasette_on(site, settings) as own:
        for path in (
            *(
                "/",
                "/-/integration/SF9999",
                "/-/del/SF9999",
                "/-/ydelse/tom",
                "/-/priser",
                "/-/drift",
            ),
            *("/-/bilag/abcabcabcabc", "/-/pakke/sf9999/1", "/-/priser.json", "/-/soeg?q=SF9999"),
            *(f"/-/aendring/{number}" for number in ids),
        ):
            status, page = own.get(path)
            assert status == 200, path
            assert f'href="{evil}' not in page, path
            assert ">None<" not in page, path
            assert "None " not in text_of(page), path


def test_runs_problems_and_fill_rates(served: Served) -> None:
    words = text_of(served.get("/-/drift")[1])
    for each in (
        "offentliggjort",
        "refresh",
        "crawl",
        "Åbne problemer",
        "Udfyldte felter",
        "100 %",
    ):
        assert each in words, each


def test_search_knows_danish(served: Served) -> None:
    for query, found in (
        ("rute", "rute"),
        ("oekonomi", "økonomi"),
        ("sf1590b01", "SF1590_B_01"),
        ("formular", "Bestillingsformular"),
        ("registrering", "DebitorRegistrering"),
        ("fordringerne", "fordring"),
        ("kommunernes", "kommun"),
        ("ruter", "rute"),
        ("rutens", "rute"),
        ("SF1590_B_1", "SF1590_B_01"),
        ("sf 1590 b 01", "SF1590_B_01"),
        ("ØiR Finans", "SF1590A"),
        ("SF1590-B-01", "SF1590_B_01"),
        ("forespoergsel", "DebitorForespørgsel"),
    ):
        page = served.get(f"/-/soeg?q={quote(query)}")[1]
        assert found.casefold() in re.sub("</?mark>", "", page).casefold(), query
        assert "<mark>" in page, query
    assert "Prøv et kortere ord" in served.get("/-/soeg?q=xyzzyx")[1]
    assert "/-/integration/" not in served.get("/-/soeg?q=___")[1]


@pytest.mark.parametrize("form", ["xlsx", "dkcsv", "allcsv", "alljson"])
@pytest.mark.parametrize(
    ("name", "least"), [("changes", 46), ("support_service_prices", 8), ("priser", 8)]
)
def test_every_table_and_query_is_sent_whole(
    served: Served, form: str, name: str, least: int
) -> None:
    page = served.get(f"/catalog/{name}")[1]
    address = next(each for each in links(page) if f".{form}" in each or f"_format={form}" in each)
    small = address + ("&" if "?" in address else "?") + "_size=3"
    status, headers, body = served.fetch(small)
    assert status == 200
    assert headers["content-disposition"].startswith(f'attachment; filename="{name}.')
    if form == "xlsx":
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0)
        count = len(sheet.to_python()) - 1
    elif form == "alljson":
        count = len(json.loads(body))
    else:
        separator = ";" if form == "dkcsv" else ","
        reader = csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=separator)
        count = len(list(reader)) - 1
    assert count >= least


def test_a_later_page_and_a_single_row_are_sent_as_what_they_are(served: Served) -> None:
    following = next(
        each for each in links(served.get("/catalog/changes?_size=3")[1]) if "_next=" in each
    )
    later = following.removeprefix(served.address).replace("/changes?", "/changes.allcsv?")
    whole = served.fetch(later)[2].count(b"\r\n")
    assert whole == served.fetch("/catalog/changes.allcsv")[2].count(b"\r\n") > 40
    rows = json.loads(served.fetch("/catalog/runs/1.alljson")[2])
    assert [row["id"] for row in rows] == [1]
    share = json.loads(served.fetch("/catalog/runs/2.alljson")[2])[0]["share_304"]
    second = list(csv.DictReader(io.StringIO(served.fetch("/catalog/runs/2.allcsv")[2].decode())))
    assert float(second[0]["share_304"]) == pytest.approx(share, rel=1e-12)


def test_a_filtered_table_is_sent_filtered(served: Served) -> None:
    page = served.get("/catalog/integration_parts?integration=SF1590D")[1]
    address = next(each for each in links(page) if "allcsv" in each)
    rows = list(csv.DictReader(io.StringIO(served.fetch(address)[2].decode())))
    assert {row["code"] for row in rows} == {"SF1590_D_01", "SF1590_D_02"}


def test_prices_are_found_by_a_code_in_any_spelling_and_by_signs_as_they_are(
    served: Served,
) -> None:
    for query, count in (("sf1590b01", 1), ("SF1590_B_01", 1), ("%25", 0), ("SF1590_A", 2)):
        assert len(json.loads(served.fetch(f"/-/priser.json?q={query}")[2])) == count, query


@pytest.mark.parametrize("chosen", ["q=del", "hoejst=1", "q=1", "q=Kreditor"])
def test_what_is_sent_is_what_is_shown(served: Served, chosen: str) -> None:
    page = served.get(f"/-/priser?{chosen}")[1]
    shown = page.partition("<tbody>")[2].partition("</tbody>")[0].count('class="kode"')
    address = next(each for each in links(page) if "priser.json" in each)
    assert len(json.loads(served.fetch(address)[2])) == shown


def test_under_a_path_of_another_server_tables_are_sent_whole(served: Served) -> None:
    port = free_port()
    command = serve_command(served.settings.db, "127.0.0.1", port)
    process = subprocess.Popen(
        [*command, "--setting", "base_url", "/kat/"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        under = Served(served.site, served.settings, port)
        wait_for(under, "/kat/robots.txt")
        assert len(json.loads(under.fetch("/kat/catalog/runs.alljson")[2])) == 2
        for path in ("/-/del/SF1590_B_01", "/catalog/changes", "/catalog/priser", "/catalog"):
            page = under.get(f"/kat{path}")[1]
            for each in links(page):
                assert each.startswith(("/kat/", "#", "http", "?")), (path, each)
                assert "/kat/kat/" not in each, (path, each)
        facet = next(each for each in links(page) if "/catalog/" in each)
        assert under.fetch(facet.removeprefix(under.address))[0] == 200
        assert 'href="/kat/" aria-current="page"' in under.get("/kat/")[1]
    finally:
        process.terminate()
        process.wait(timeout=20)


PAGES = (
    *("/", "/-/integration/SF1590B", PART, "/-/priser", "/-/aendringer", "/-/drift", "/-/soeg"),
    *("/-/find-link", "/-/pakke/sf1461/2.0", "/catalog", "/catalog/integration_parts"),
    *("/catalog/priser", "/catalog/integration_parts/SF1590_B_01", "/findes-ikke"),
)


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_has_its_guards(served: Served, path: str) -> None:
    _, headers, body = served.fetch(path)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    policy = headers["content-security-policy"]
    nonce = re.search(r"script-src 'self' 'nonce-([\w-]+)'", policy)
    assert nonce
    page = body.decode()
    assert '<html lang="da">' in page
    scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", page)
    assert all(f'nonce="{nonce[1]}"' in each for each in scripts)
    assert not re.search(
        r'(?:src|href)="(?:https?:)?//(?!127\.0\.0\.1|datasette\.io)[^"]+\.(js|css)', page
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/catalog.db", 403),
        ("/catalog?sql=select+1", 403),
        ("/catalog.json?sql=select+1", 403),
        ("/catalog/integration_parts?_where=1%3D1", 403),
        ("/catalog/integration_parts?_sort=nope", 400),
        ("/catalog/integration_parts?_next=%00", 200),
        ("/findes-ikke", 404),
        ("/catalog/findes_ikke", 404),
        ("/-/del/findes-ikke", 404),
        ("/-/integration/%00", 404),
        ("/-/ydelse/..%2F..%2Fetc%2Fpasswd", 404),
    ],
)
def test_a_public_address_gives_no_more_than_it_should(
    served: Served, path: str, status: int
) -> None:
    answered, _, body = served.fetch(path)
    page = body.decode()
    assert answered == status
    for secret in (str(Path.cwd()), "/tmp/", "Traceback", "sqlite3", str(served.settings.db)):
        assert secret not in page


def test_sql_and_download_are_given_only_when_switched_on(served: Served) -> None:
    closed = serve_command(served.settings.db, "127.0.0.1", 1)
    opened = serve_command(served.settings.db, "127.0.0.1", 1, sql=True, download=True)
    for name in ("default_allow_sql", "allow_download"):
        assert closed[closed.index(name) + 1] == "off"
        assert opened[opened.index(name) + 1] == "on"


@pytest.mark.parametrize(
    "name", ["versions", "plugins", "metadata", "settings", "databases", "threads", "patterns"]
)
def test_pages_for_developers_are_closed(served: Served, name: str) -> None:
    for path in (f"/-/{name}", f"/-/{name}.json"):
        assert served.fetch(path)[0] == 404


@pytest.mark.parametrize("path", ["/\\example.org/", "//example.org/", "/%5Cexample.org/"])
def test_no_address_leads_to_another_host(served: Served, path: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(served.address).netloc, timeout=20)
    with closing(connection):
        connection.putrequest("GET", path, skip_accept_encoding=True)
        connection.endheaders()
        answer = connection.getresponse()
        assert answer.status >= 300
        to = urljoin(
            "http://katalog.invalid", (answer.getheader("Location") or "").replace("\\", "/")
        )
        assert to.startswith("http://katalog.invalid")


def test_what_datasette_stumbles_over_is_the_readers_fault(served: Served) -> None:
    assert served.fetch('/catalog/changes?_through={"table":"x"}'.replace('"', "%22"))[0] == 400


def test_the_page_one_is_on_is_marked_in_the_menu(served: Served) -> None:
    for path in ("/", "/-/priser", "/-/drift"):
        page = served.get(path)[1]
        assert re.findall(r'href="([^"]*)" aria-current="page"', page) == [path]


@pytest.mark.parametrize("path", ["/catalog?sql=select+1", "/_internal", "/catalog.db"])
def test_what_is_not_open_is_said_in_danish(served: Served, path: str) -> None:
    status, _, body = served.fetch(path)
    assert status == 403
    assert "Det er der ikke adgang til her." in body.decode()
    assert "permission" not in body.decode()


@pytest.mark.parametrize(
    "path",
    ["/catalog.csv", "/catalog.xlsx", "/catalog/runs?_timelimit=x", "/catalog/runs?_facet={}"],
)
def test_no_odd_address_is_our_fault(served: Served, path: str) -> None:
    assert served.fetch(path)[0] in (400, 404)


def test_the_parts_that_are_chosen_are_sent(served: Served) -> None:
    page = served.get("/-/dele?integration=SF1590D")[1]
    address = next(each for each in links(page) if "dele.json" in each)
    rows = json.loads(served.fetch(address)[2])
    assert [row["code"] for row in rows] == ["SF1590_D_01", "SF1590_D_02"]
    assert rows[0]["closed"] in ("ikke meldt lukket", "meldt åben")
    every = served.fetch("/-/dele.excel.csv")[2].decode()
    assert every.startswith("\ufeffKode;Titel;Integration;")
    assert ";2800,00;4200,00;" in every


def test_nothing_can_be_written(served: Served) -> None:
    for path in ("/catalog/integration_parts", "/", "/-/priser", "/-/soeg"):
        request = urllib.request.Request(served.address + path, data=b"x=1", method="POST")
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=20)
        caught.value.close()
        assert caught.value.code in (403, 405), path
        assert caught.value.headers["Content-Security-Policy"]


# -- Datasette's own words --------------------------------------------------------------------


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_word_that_is_replaced_stands_in_the_installed_datasette(name: str) -> None:
    folder = Path(str(library.__file__)).parent / "templates"
    assert not_found((folder / name).read_text(encoding="utf-8"), TEMPLATES[name]) == []


def test_the_words_of_its_script_too() -> None:
    script = Path(str(library.__file__)).parent / "static" / "table.js"
    assert not_found(script.read_text(encoding="utf-8"), SCRIPT) == []


def test_datasettes_pages_are_in_danish(served: Served) -> None:
    english = re.compile(
        r"\b(rows?|Search|Apply|This data as|Next page|Advanced export|Suggested facets|Powered by|"
        r"Queries|Tables|Views|Custom SQL|contains|descending|Sort ascending|Show all columns)\b"
    )
    for path in (
        "/catalog",
        "/catalog/integration_parts",
        "/catalog/priser",
        "/catalog/integration_parts/SF1590_B_01",
    ):
        page = re.sub(r"(?s)<(script|style).*?</\1>", "", served.get(path)[1])
        page = re.sub(r"(?s)<pre.*?</pre>", "", page)
        assert not english.findall(text_of(page)), path
    assert "Sortér stigende" in served.get("/-/static/table.js")[1]


# -- words and drawings -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (kroner(132800), "1.328 kr."),
        (kroner(1250), "12,50 kr."),
        (kroner(None), ""),
        (between(265600, 398400), "2.656–3.984 kr."),
        (between(100, 100), "1 kr."),
        (between(None, 100), "1 kr."),
        (units(2, 3), "2–3"),
        (units(None, 4), "4"),
        (days(1), "1 arbejdsdag"),
        (days(None, "efter aftale"), "efter aftale"),
        (day("2026-11-25T23:30:00Z"), "26. november 2026"),
        (day("2026-11-25"), "25. november 2026"),
        (day("snart"), "snart"),
        (size(812), "812 byte"),
        (size(1_234_000), "1,2 MB"),
    ],
)
def test_numbers_and_dates_as_danes_write_them(given: str, shown: str) -> None:
    assert given == shown


def test_words_that_went_and_came_are_marked() -> None:
    before, after = marked("Svar på 5 dage <b>", "Svar inden 10 dage <b>")
    assert before == "Svar <del>på</del> <del>5</del> dage &lt;b&gt;"
    assert after == "Svar <ins>inden</ins> <ins>10</ins> dage &lt;b&gt;"


def test_long_texts_are_compared_in_bounded_time() -> None:
    for before, after in (
        ("a " * 1_500, "b " * 1_500),
        ("a b " * 20_000, "b a c " * 20_000),
        ("\n".join("x" * n for n in range(3_000)), "\n".join("x" * n for n in range(1, 3_001))),
    ):
        one, other = marked(before, after)
        assert re.sub("</?del>", "", one) == before
        assert re.sub("</?ins>", "", other) == after


def test_charts_escape_and_say_in_words_what_they_show() -> None:
    steps = [
        Step(132800, "2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z"),
        Step(140000, "2026-06-01T00:00:00Z", None),
    ]
    chart = price_over_time(steps, "2026-11-25T00:00:00Z")
    assert chart is not None
    assert "1.328 kr. fra 1. januar 2026; 1.400 kr. fra 1. juni 2026" in chart
    assert price_over_time(steps[:1], "2026-11-25T00:00:00Z") is None
    drawn: Any = bars([("<b>ond</b>", 100)], "om")
    assert "<b>" not in drawn
    assert bars([], "om") is None
