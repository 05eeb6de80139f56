"""A running Datasette shows the catalogue: in Danish, findable, live, and not to robots."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scraper import describe
from scraper.crawl import run_crawl
from scraper.plan import Plan
from scraper.settings import Settings
from tests.conftest import QUICK, free_port
from tests.standin.server import StandIn


class Served:
    """A Datasette on a database that a crawl of the stand-in filled."""

    def __init__(self, site: StandIn, settings: Settings, port: int) -> None:
        self.site, self.settings, self.address = site, settings, f"http://127.0.0.1:{port}"

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.address + path, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as fault:
            with fault:
                return fault.code, fault.read().decode()

    def fetch(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """Give status, headers (names in small letters) and body."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=20) as answer:
                return answer.status, _headers(answer), answer.read()
        except urllib.error.HTTPError as fault:
            with fault:
                return fault.code, _headers(fault), fault.read()

    def json(self, path: str) -> Any:
        return json.loads(self.get(path)[1])


def _headers(answer: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.items()}


@contextmanager
def datasette_on(site: StandIn, settings: Settings) -> Iterator[Served]:
    """Serve a database with `katalog serve`, until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "scraper", "serve", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--db", str(settings.db)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    served = Served(site, settings, port)
    try:
        wait_for(served)
        yield served
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    with StandIn() as site:
        settings = Settings(db=folder / "catalog.db", base_url=site.base_url, policy=QUICK)
        run_crawl(settings, Plan(whole=True))
        with datasette_on(site, settings) as served:
            yield served


def wait_for(served: Served, path: str = "/robots.txt") -> None:
    for _ in range(200):
        try:
            if served.get(path)[0] == 200:
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    pytest.fail("Datasette did not start")


@pytest.mark.parametrize("name", ["integration_parts", "support_services", "attachments"])
def test_tables_have_danish_titles_descriptions_and_search(served: Served, name: str) -> None:
    status, page = served.get(f"/catalog/{name}")
    table = describe.metadata()["databases"]["catalog"]["tables"][name]
    assert status == 200
    assert table["title"] in page
    assert table["description"] in page
    assert 'type="search"' in page


def test_every_table_query_and_view_answers(served: Served) -> None:
    catalogue = describe.metadata()["databases"]["catalog"]
    names = [name for name, table in catalogue["tables"].items() if not table.get("hidden")]
    for name in (*names, *catalogue["queries"]):
        assert served.get(f"/catalog/{name}")[0] == 200, name


def test_the_guides_service_is_shown(served: Served) -> None:
    rows = served.json("/catalog/priser.json?_shape=array")
    row = next(row for row in rows if row["part_code"] == "SF1590_B_01")
    assert (row["unit_price_dkk"], row["units_min"], row["units_max"]) == (1328.0, 2, 3)
    assert (row["supplier"], row["reaction_days"], row["delivery_days"]) == ("IBM", 5, 5)


@pytest.mark.parametrize(
    ("table", "facets"),
    [
        ("integration_parts", {"area", "status"}),
        ("support_services", {"supplier", "price_model"}),
    ],
)
def test_facets_are_offered(served: Served, table: str, facets: set[str]) -> None:
    offered = served.json(f"/catalog/{table}.json")["facet_results"]
    assert facets <= set(offered)


@pytest.mark.parametrize(
    ("table", "word", "expected"),
    [
        ("integration_parts", "registrering", "SF1590_B_01"),
        ("support_services", "webservice", "Etablering af rute"),
        ("attachments", "formular", "Bestillingsformular"),
    ],
)
def test_search_finds_a_word_inside_a_compound(
    served: Served, table: str, word: str, expected: str
) -> None:
    query = urllib.parse.urlencode({"_search": word, "_shape": "array"})
    assert expected in json.dumps(served.json(f"/catalog/{table}.json?{query}"), ensure_ascii=False)


@pytest.mark.parametrize("word", ["oekonomi", "økonomi", "ØKONOMI", "sf1590a", '"', "afsend post"])
def test_search_finds_every_spelling(served: Served, word: str) -> None:
    query = urllib.parse.urlencode({"_search": word, "_shape": "array"})
    status, answer = served.get(f"/catalog/integration_parts.json?{query}")
    assert status == 200
    assert ("SF1590_A" in answer) is (word != '"')


def test_foreign_keys_are_shown_with_their_names(served: Served) -> None:
    page = served.get("/catalog/part_support_services")[1]
    assert "Etablering af rute til serviceudbyders webservice" in page
    assert "Afsend DebitorRegistrering" in page


def test_the_canned_queries_say_what_they_promise(served: Served) -> None:
    closed = served.json("/catalog/lukket_for_nye.json?_shape=array")
    assert [row["code"] for row in closed] == ["SF1520"]
    bare = {
        row["code"] for row in served.json("/catalog/dele_uden_supportydelser.json?_shape=array")
    }
    assert "SF1590_B_03" in bare
    assert "SF1590_B_01" not in bare
    totals = [
        row["total_max_dkk"]
        for row in served.json("/catalog/ydelser_efter_totalpris.json?_shape=array")
    ]
    known = [total for total in totals if total is not None]
    assert known == sorted(known, reverse=True)
    assert totals[: len(known)] == known


def test_robots_are_kept_out(served: Served) -> None:
    assert re.search(r"Disallow: /\s*$", served.get("/robots.txt")[1])


def test_demonstration_data_says_so_on_every_page(served: Served) -> None:
    for path in ("/", "/catalog", "/catalog/support_services"):
        assert "DEMONSTRATIONSDATA" in served.get(path)[1]


def test_a_run_is_seen_at_once_by_a_running_datasette(served: Served) -> None:
    slug = "udvidet-support-ved-ibrugtagning"
    service = served.site.site.services[slug]
    served.site.site.services[slug] = replace(service, supplier="Ny Leverandør A/S")
    run_crawl(served.settings, Plan(whole=True))
    text = json.dumps(
        served.json("/catalog/support_services.json?_shape=array"), ensure_ascii=False
    )
    assert "Ny Leverandør A/S" in text


def test_another_name_of_the_database_keeps_its_titles(served: Served, tmp_path: Path) -> None:
    from scraper.serve import serve_command

    words = serve_command(tmp_path / "demo.db", "127.0.0.1", 0)
    metadata = Path(words[words.index("--metadata") + 1])
    assert "demo" in json.loads(metadata.read_text(encoding="utf-8"))["databases"]
