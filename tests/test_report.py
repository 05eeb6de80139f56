"""What is told of a night: each sentence, each format, and to whom it is sent."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from scraper.changes import TYPES
from scraper.cli import app
from scraper.crawl import run_crawl
from scraper.errors import Locked, UsageError
from scraper.morning import Wishes, tell, write_whole
from scraper.plan import Plan
from scraper.refresh import run_refresh
from scraper.settings import Settings
from scraper.store import open_for_reading
from scraper.telling import Teller, summary
from scraper.wording import shorten
from tests.conftest import query
from tests.standin import guide
from tests.standin.content import Part
from tests.standin.server import StandIn

PART = "SF1590_B_02"
NAME = f"{PART} Afsend DebitorForespørgsel"


def sentences(settings: Settings) -> list[str]:
    with closing(open_for_reading(settings.db)) as store:
        last = store.rows("SELECT MAX(id) AS id FROM runs")[0]["id"]
        return [each.text for each in Teller(store).tell(last)]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"version": "3.11"}, f"Version for {NAME} er ændret fra 3.10 til 3.11"),
        ({"status": "Udfaset"}, f"Status for {NAME} er ændret fra I drift til Udfaset"),
        ({"closed": True}, f"{NAME} er nu lukket for tilgang af nye anvendere"),
        (
            {"area": None},
            f"Område for {NAME} står ikke længere på siden (før: Økonomi)",
        ),
        (
            {"valid_from": "01/12/2026"},
            f"Status gyldig fra for {NAME} er ændret fra {{valid_from}} til 01/12/2026",
        ),
        ({"services": ()}, f"{guide.ROUTE_SERVICE.name} kan ikke længere bestilles til {NAME}"),
    ],
)
def test_a_changed_part_is_told_in_one_sentence(
    site: StandIn, settings: Settings, change: dict[str, Any], told: str
) -> None:
    run_crawl(settings, Plan())
    part: Part = site.site.parts[PART]
    site.site.parts[PART] = replace(part, **change)
    run_refresh(settings)
    assert sentences(settings) == [told.format(valid_from=part.valid_from)]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("1.328 kr.", "1.400 kr.", "steg fra 1.328 kr. til 1.400 kr. (+5,4 %)"),
        ("1.328 kr.", "664,50 kr.", "faldt fra 1.328 kr. til 664,50 kr. (-50,0 %)"),
        ("1.328 kr.", "Efter aftale", "er ændret fra 1.328 kr. til Efter aftale"),
        (
            "1.328 kr.",
            "1.328,00 kr.",
            "er ændret fra 1.328 kr. til 1.328,00 kr.; beløbet er det samme",
        ),
    ],
)
def test_a_changed_price_is_told_with_its_share(
    site: StandIn, settings: Settings, before: str, after: str, told: str
) -> None:
    run_crawl(settings, Plan())
    service = site.site.services[guide.ROUTE]
    assert service.price == before
    site.site.services[guide.ROUTE] = replace(service, price=after)
    run_refresh(settings)
    assert sentences(settings) == [f"Enhedspris for {service.name} {told}"]


def test_of_a_long_text_the_part_that_differs_is_shown(site: StandIn, settings: Settings) -> None:
    run_crawl(settings, Plan())
    part = site.site.parts[PART]
    long = " ".join(f"ord{number}" for number in range(60))
    site.site.parts[PART] = replace(part, purpose=(long,))
    run_refresh(settings)
    site.site.parts[PART] = replace(part, purpose=(long.replace("ord40", "ANDET"),))
    run_refresh(settings)
    (told,) = sentences(settings)
    assert told.startswith(f"Formål for {NAME} er ændret: »…")
    assert "ord40" in told
    assert "ANDET" in told
    assert len(told) < 260


@pytest.mark.parametrize(
    ("text", "start", "shown"),
    [
        ("kort", 0, "kort"),
        ("x" * 61, 0, "x" * 60 + "…"),
        ("a" * 100 + "b" * 100, 100, "…" + "a" * 20 + "b" * 40 + "…"),
        ("linje\nto", 0, "linje to"),
    ],
)
def test_a_text_is_shortened_around_a_place(text: str, start: int, shown: str) -> None:
    assert shorten(text, start) == shown


def test_what_only_our_reading_changed_stands_apart(settings: Settings, tmp_path: Path) -> None:
    run = run_crawl(settings, Plan())
    with closing(open_for_reading(settings.db)) as store:
        told = [replace(each, cause="reader") for each in Teller(store).tell(run.id)]
        assert summary(told) == ["9 nye integrationsdele", "4 nye supportydelser", "3 nye bilag"]
    path = tmp_path / "r.json"
    assert tell(settings, Wishes(report=path), run_refresh(settings)) == []
    assert json.loads(path.read_text())["reader"] == []


@pytest.fixture
def told(site: StandIn, settings: Settings, tmp_path: Path) -> Callable[[str], str]:
    """Give the report of a night on which a price rose, in a format."""
    run_crawl(settings, Plan())
    service = site.site.services[guide.ROUTE]
    name = "Etablering <af> & rute"
    site.site.services[guide.ROUTE] = replace(service, price="1.400 kr.", name=name)
    run = run_refresh(settings)

    def write(ending: str) -> str:
        path = tmp_path / f"report{ending}"
        assert tell(settings, Wishes(report=path), run) == []
        return path.read_text(encoding="utf-8")

    return write


def test_the_html_is_one_safe_page_fit_for_a_mail(told: Callable[[str], str]) -> None:
    page = told(".html")
    assert "Etablering &lt;af&gt; &amp; rute" in page
    assert "<af>" not in page
    assert '<html lang="da">' in page
    assert "<script" not in page
    assert "<style" not in page
    assert "class=" not in page


def test_the_json_has_the_run_the_news_and_the_ledger(
    told: Callable[[str], str], settings: Settings
) -> None:
    report = json.loads(told(".json"))
    run = query(settings.db, "SELECT * FROM runs ORDER BY id DESC LIMIT 1")[0]
    assert report["run"] == run
    assert report["summary"] == ["1 ændret pris", "1 ændret supportydelse"]
    assert [group["integration"] for group in report["groups"]] == ["SF1590B ØiR Debitor"]
    assert report["warning"].startswith("DEMONSTRATIONSDATA")
    assert set(report["ledger"]) == {
        "Forespørgsler",
        "Hentet",
        "Besvaret med »uændret« (304)",
        "Langsomste svar",
        "robots.txt",
    }


def test_the_feed_has_an_entry_a_night_newest_first(told: Callable[[str], str]) -> None:
    names = {"a": "http://www.w3.org/2005/Atom"}
    feed = ET.fromstring(told(".atom"))
    titles = [each.text or "" for each in feed.findall("a:entry/a:title", names)]
    assert ["ændret pris" in title for title in titles] == [True, False]
    ids = [each.text for each in feed.findall("a:entry/a:id", names)]
    assert len(set(ids)) == 2
    again = ET.fromstring(told(".atom"))
    assert [each.text for each in again.findall("a:entry/a:id", names)] == ids


def test_a_changed_robots_txt_is_told(site: StandIn, settings: Settings, tmp_path: Path) -> None:
    run_crawl(settings, Plan())
    site.robots = replace(site.robots, text=f"{site.robots.text}Disallow: /hemmeligt\n")
    path = tmp_path / "r.txt"
    tell(settings, Wishes(report=path), run_refresh(settings))
    assert "(ÆNDRET siden sidst)" in path.read_text()


def test_a_night_that_never_began_is_told_too(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    assert tell(settings, Wishes(report=path), Locked("another run is at work")) == []
    text = path.read_text()
    assert "ikke opdateret, en anden kørsel var i gang" in text
    assert "another run is at work" in text


@pytest.mark.parametrize("name", ["r.pdf", "no-such-folder/r.txt"])
def test_a_report_that_cannot_be_written_is_refused_at_once(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"report"):
        Wishes(report=tmp_path / name).check()


def test_a_report_that_fails_afterwards_is_a_sentence(settings: Settings, tmp_path: Path) -> None:
    run = run_crawl(settings, Plan(("SF1590A",)))
    folder = tmp_path / "gone"
    faults = tell(settings, Wishes(report=folder / "r.txt", metrics=folder / "m.prom"), run)
    assert [fault.split(" ")[1] for fault in faults] == ["report", "metrics"]


def test_a_file_is_never_seen_half_written(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_text("old")
    with pytest.raises(TypeError):
        write_whole(path, "no bytes")  # type: ignore[arg-type]
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["r.txt"]


def test_the_metrics_are_prometheus_text(settings: Settings, tmp_path: Path) -> None:
    run = run_crawl(settings, Plan())
    path = tmp_path / "katalog.prom"
    assert tell(settings, Wishes(metrics=path), run) == []
    figures = dict(
        line.rsplit(" ", 1) for line in path.read_text().splitlines() if not line.startswith("#")
    )
    assert float(figures["katalog_last_run_pages"]) == 16
    assert float(figures['katalog_last_run_verdict{verdict="good"}']) == 1
    assert float(figures['katalog_last_run_verdict{verdict="failed"}']) == 0
    assert float(figures["katalog_last_run_changes"]) == run.changes
    assert float(figures["katalog_last_run_not_modified_ratio"]) == 0
    assert float(figures["katalog_last_run_duration_seconds"]) >= 0


class Inbox(BaseHTTPRequestHandler):
    """Takes what is sent, as a chat service would."""

    received: list[dict[str, Any]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append(json.loads(body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def inbox() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    received: list[dict[str, Any]] = []
    handler = type("Mine", (Inbox,), {"received": received})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"json://127.0.0.1:{server.server_address[1]}/", received
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_report_is_sent_on(settings: Settings, inbox: tuple[str, list[dict[str, Any]]]) -> None:
    address, received = inbox
    wishes = Wishes(notify=address)
    wishes.check()
    run_crawl(settings, Plan(("SF1590A",)))
    assert tell(settings, wishes, run_refresh(settings)) == []
    (message,) = received
    assert message["title"].endswith("ingen ændringer")
    assert "Alt er i orden" in message["message"]


def test_an_address_nobody_answers_at_is_a_sentence(settings: Settings) -> None:
    run = run_crawl(settings, Plan(("SF1590A",)))
    (fault,) = tell(settings, Wishes(notify="json://127.0.0.1:1/"), run)
    assert fault.startswith("nobody was notified")


def test_an_address_of_no_kind_is_refused() -> None:
    with pytest.raises(UsageError, match="no address"):
        Wishes(notify="nonsense").check()


# -- katalog changes ---------------------------------------------------------------------------


def changes(settings: Settings, *words: str) -> str:
    result = CliRunner().invoke(app, ["changes", "--db", str(settings.db), *words])
    assert result.exit_code == 0, result.output
    return result.stdout_bytes.decode("utf-8")


def test_changes_are_listed_newest_first(settings: Settings, told: Callable[[str], str]) -> None:
    rows = json.loads(changes(settings, "--format", "json"))
    stored = query(settings.db, "SELECT * FROM changes ORDER BY id DESC")
    assert [row["id"] for row in rows] == [row["id"] for row in stored]
    assert list(rows[0]) == list(TYPES)
    assert [{name: row[name] for name in stored[0]} for row in rows] == stored
    table = list(csv.DictReader(io.StringIO(changes(settings, "--format", "csv"), newline="")))
    assert [row["id"] for row in table] == [str(row["id"]) for row in rows]
    words = changes(settings)
    assert words.index("steg fra 1.328 kr.") < words.index("Ny integrationsdel")


def test_changes_are_listed_from_a_day_on(settings: Settings, told: Callable[[str], str]) -> None:
    assert json.loads(changes(settings, "--format", "json", "--since", "2999-01-01")) == []
    assert changes(settings, "--since", "2999-01-01") == "Ingen ændringer.\n"
    feed = ET.fromstring(changes(settings, "--format", "atom", "--since", "2999-01-01"))
    assert feed.findall("{http://www.w3.org/2005/Atom}entry") == []
    day = query(settings.db, "SELECT MIN(started_at) AS at FROM runs")[0]["at"][:10]
    everything = json.loads(changes(settings, "--format", "json"))
    assert json.loads(changes(settings, "--format", "json", "--since", day)) == everything


def test_a_day_that_is_none_is_refused(settings: Settings) -> None:
    run_crawl(settings, Plan(("SF1590A",)))
    command = ["changes", "--db", str(settings.db), "--since", "i går"]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 2
    assert "is not a date" in result.output
