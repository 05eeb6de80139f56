"""Old links found again: by content, by name, by code, by the words of their address."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from unicodedata import normalize
from urllib.parse import quote, unquote

import pytest
from typer.testing import CliRunner

from scraper.cli import app
from scraper.crawl import run_crawl
from scraper.errors import UsageError
from scraper.generations import subject
from scraper.locate import Location, locate
from scraper.naming import plain_name
from scraper.plan import Plan
from scraper.refresh import run_refresh
from scraper.search import search
from scraper.settings import Settings
from scraper.store import open_for_reading
from tests.packages import package
from tests.standin import guide
from tests.standin.content import Attachment
from tests.standin.server import StandIn
from tests.test_package_crawl import PATH, put

SITE = "https://digitaliseringskataloget.dk"


def found(settings: Settings, url: str) -> list[Location]:
    with closing(open_for_reading(settings.db)) as store:
        return locate(store, url)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Kom godt i gang - webservice.pdf", "kom-godt-i-gang-webservice"),
        ("Anvisninger - SF1500 - 3.0.pdf", "anvisninger-sf1500"),
        ("Bestillingsformular_3_2_1.docx", "bestillingsformular"),
        ("SF1601 Bilag 20211025.zip", "sf1601-bilag"),
        ("Vejledning v2.1.pdf", "vejledning"),
        ("Vejledning (2).pdf", "vejledning"),
        ("Økonomi på tværs.pdf", "oekonomi-paa-tvaers"),
        ("2.0.pdf", "2-0"),
    ],
)
def test_a_name_without_what_tells_versions_apart(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_names_without_end_take_no_time_without_end() -> None:
    for name in ("_" * 60_000 + "a", "1" * 60_000, " v1_1" * 12_000):
        assert len(plain_name(name)) < 400


@pytest.fixture
def crawled(site: StandIn, settings: Settings) -> Settings:
    """The stand-in with a package, after a night on which a guide was uploaded anew."""
    settings = replace(settings, packages=True)
    put(site, package({"SF1461 - Anvisninger v2.0.txt": "Sådan gør du"}))
    run_crawl(settings, Plan())
    old = guide.ORDER_FORM
    new = replace(old, path="/files/integration-files/010120261200/Ny form.docx")
    site.site.add(Attachment(new.path, "Ny form.docx", old.media_type, old.body))
    service = site.site.services[guide.ROUTE]
    files = tuple(new.path if each == old.path else each for each in service.attachments)
    site.site.services[guide.ROUTE] = replace(service, attachments=files)
    run_refresh(settings)
    return settings


def test_the_same_content_under_another_address(crawled: Settings) -> None:
    old = f"{SITE}{guide.ORDER_FORM.path}"
    best = found(crawled, old)[0]
    assert (best.reason, best.table, best.name) == ("samme indhold", "attachments", "Ny form.docx")
    assert best.sha256
    assert best.url
    assert best.url.endswith("/Ny%20form.docx")


@pytest.mark.parametrize("quoted", [quote, unquote])
def test_the_files_tree_has_two_names(crawled: Settings, quoted: Callable[[str], str]) -> None:
    best = found(crawled, f"{SITE}/sites/default{quoted(guide.ORDER_FORM.path)}")[0]
    assert (best.reason, best.name) == ("samme indhold", "Ny form.docx")


def test_another_stamp_is_the_same_name(crawled: Settings) -> None:
    name = guide.PROCESS.path.rpartition("/")[2]
    best = found(crawled, f"{SITE}/sites/default/files/integration-files/010120200101/{name}")[0]
    assert (best.reason, best.table) == ("samme filnavn", "attachments")


def test_a_guide_that_has_a_new_version_is_found_in_a_package(crawled: Settings) -> None:
    best = found(crawled, f"{SITE}/files/integration-files/0/SF1461%20-%20Anvisninger%201.0.txt")[0]
    assert (best.reason, best.name) == (
        "samme navn, anden version",
        "SF1461 - Anvisninger v2.0.txt",
    )
    assert best.key == "sf1461/2.0/SF1461 - Anvisninger v2.0.txt"


@pytest.mark.parametrize(
    ("url", "reason", "name"),
    [
        ("https://docs.kombit.dk/integration/sf1590_b_02", "samme kode", "SF1590_B_02"),
        (f"{SITE}/integration/sf1590b01", "samme adresse", "SF1590_B_01"),
        ("https://digitaliseringskatalog.dk/integration/sf1590b01?version=3", "samme", "SF1590_B"),
        ("https://docs.kombit.dk/integration/sf1461/1.0/pakke", "pakke med samme kode", "SF1461"),
        (f"https://x.example{PATH}", "samme adresse", "SF1461"),
    ],
)
def test_addresses_of_parts_and_packages(
    crawled: Settings, url: str, reason: str, name: str
) -> None:
    best = found(crawled, url)[0]
    assert best.reason.startswith(reason)
    assert best.name.startswith(name)


def test_the_words_of_an_address_lead_to_a_page_that_a_search_named(
    crawled: Settings, site: StandIn
) -> None:
    with closing(open_for_reading(crawled.db)) as store:
        hit = store.rows(
            "SELECT title, url FROM search_hits WHERE kind NOT IN ('Integration') AND url != ''"
        )[0]
    slug = hit["title"].replace(" ", "-").casefold()
    best = found(crawled, f"{SITE}/l%C3%B8sninger/{slug}")[0]
    assert best.reason.endswith("ord i adressen")
    assert best.url == hit["url"]


@pytest.mark.parametrize(
    ("path", "about"),
    [
        ("/tekniske_betingelser/adgangsstyring-systemer", "adgangsstyring-systemer"),
        (
            "/tekniske_betingelser/adgangsstyring/adgangsstyring_for_systemer",
            "adgangsstyring-systemer",
        ),
        ("/bliv-klar-til-kode-beskedfordeler", "beskedfordeler"),
        ("/l%C3%B8sninger/beskedfordeler/bliv-klar-til-at-kode", "beskedfordeler"),
        ("/komponent/beskedfordeler/forretningsmaessig-overblik", "beskedfordeler"),
        ("/l%C3%B8sninger/%C3%B8ko", "oekonomiintegrationer"),
        ("/løsninger/klassifikation", "klassifikationssystem"),
        ("/klassifikationssystem", "klassifikationssystem"),
        ("/teknik/cpr", "cpr"),
        ("/info/sla-og-aabningstider", "sla-og-aabningstider"),
        ("/tekniske-betingelser", "tekniske-betingelser"),
        ("/om-den-f%C3%A6lleskommunale-infrastruktur", "om-den-faelleskommunale-infrastruktur"),
        ("/loesning/adgangsstyring/betingelse", "adgangsstyring"),
        ("/", ""),
    ],
)
def test_what_an_address_of_each_generation_was_about(path: str, about: str) -> None:
    assert subject(path) == about


@pytest.mark.parametrize(
    "path", ["/l%C3%B8sninger/%C3%B8ko", "/løsninger/faelleskommunale-oekonomiintegrationer"]
)
def test_a_page_of_an_earlier_generation_leads_to_what_is_about_the_same(
    crawled: Settings, path: str
) -> None:
    now = found(crawled, f"https://digitaliseringskatalog.dk{path}")
    assert now[0].reason == "samme ord i adressen"
    assert now[0].name == "Fælleskommunale økonomiintegrationer"
    parts = [each.name for each in now if each.reason == "integration om samme emne"]
    assert parts[0].startswith("SF1590_A ")
    assert parts[1].startswith("SF1590_B_01 ")


def test_an_address_that_is_known_but_not_in_the_database_is_told_as_such(
    crawled: Settings,
) -> None:
    (place,) = found(crawled, "https://docs.kombit.dk/info/sla-og-aabningstider")
    assert (place.table, place.url) == ("addresses", f"{SITE}/sla-og-aabningstider")
    assert "ikke efterprøvet" in place.reason


def test_a_permanent_address_is_found_by_what_it_was_called_and_by_who_mentions_it(
    site: StandIn, settings: Settings
) -> None:
    put(
        site,
        package(
            {
                "Kom godt i gang - Beskedfordeler 2.1.txt": "Velkommen",
                "Læs.txt": "Se https://docs.kombit.dk/latest/0cfee71a om XSD",
            }
        ),
    )
    settings = replace(settings, packages=True)
    run_crawl(settings, Plan(("SF1590B",)))
    best = found(settings, "https://docs.kombit.dk/latest/ba48e791")[0]
    assert (best.reason, best.name) == (
        "samme navn, anden version",
        "Kom godt i gang - Beskedfordeler 2.1.txt",
    )
    told = found(settings, "https://docs.kombit.dk/id/0cfee71a")
    assert [(each.reason, each.name) for each in told] == [("omtaler adressen", "Læs.txt")]


def test_of_packages_the_newest_version_comes_first(site: StandIn, settings: Settings) -> None:
    for code, version in (("SF1590_B_01", "3.9"), ("SF1590_B_02", "3.10")):
        path = f"/dok/integration/sf1461/{version}/pakke"
        body = package({"Anvisninger.docx": "x", version: "x"})
        site.site.add(Attachment(path, "pakke.zip", "application/zip", body))
        part = site.site.parts[code]
        site.site.parts[code] = replace(part, documentation_url=path)
    settings = replace(settings, packages=True)
    run_crawl(settings, Plan(("SF1590B",)))
    told = found(settings, "https://docs.kombit.dk/integration/sf1461/1.0/pakke")
    assert [each.key for each in told if each.table == "packages"] == ["sf1461/3.10", "sf1461/3.9"]
    pdf = found(settings, f"{SITE}/files/0/Anvisninger.pdf")
    assert {each.reason for each in pdf} == {"samme navn, anden filtype"}
    with sqlite3.connect(settings.db) as connection:
        connection.execute("UPDATE packages SET gone_since = '2026' WHERE id = 'sf1461/3.9'")
    pdf = found(settings, f"{SITE}/files/0/Anvisninger.pdf")
    assert [each.key for each in pdf] == ["sf1461/3.10/Anvisninger.docx"]
    with closing(open_for_reading(settings.db)) as store:
        assert [hit.key for found in search(store, "Anvisninger") for hit in found.hits] == [
            "sf1461/3.10/Anvisninger.docx",
            "sf1461/3.10/pakke_manifest.txt",
        ]


def test_a_name_in_parted_letters_is_the_same_name(crawled: Settings) -> None:
    name = guide.PROCESS.path.rpartition("/")[2].replace("beskrivelse", "beskrivelsé")
    assert found(crawled, f"{SITE}/x/{normalize('NFD', 'SF1461 - Anvisninger v2.0.txt')}")
    assert found(crawled, f"{SITE}/x/{name}")[0].reason == "lignende filnavn"


def test_what_is_like_nothing(crawled: Settings) -> None:
    assert found(crawled, f"{SITE}/files/0/Noget helt andet.pdf") == []
    for odd in ("   ", "http://[abc/x.pdf"):
        with pytest.raises(UsageError, match="give an address"):
            found(crawled, odd)
    result = CliRunner().invoke(
        app, ["locate", f"{SITE}/x/Helt andet.pdf", "--db", str(crawled.db)]
    )
    assert result.exit_code == 2
    assert "nothing in the database is like it" in result.output


def test_words_in_brackets_are_printed_as_they_are(settings: Settings, site: StandIn) -> None:
    name, title = "Bilag [/b] [red]v2 :smile:.txt", "Titel [/i] [kladde]"
    settings = replace(settings, packages=True)
    put(site, package({name: "ord"}))
    site.site.parts["SF1590_B_01"] = replace(site.site.parts["SF1590_B_01"], title=title)
    where = ["--db", str(settings.db)]
    out = [*where, "--base-url", site.base_url, "--delay", "0"]
    for words, told in (
        (["crawl", "SF1590B", "--packages", *out], title),
        (["show", "SF1590_B_01", *where], title),
        (["changes", *where], title),
        (["locate", f"{SITE}/files/x/{name}", *where], name),
    ):
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 0, result.output
        assert told in result.output


def test_the_command_says_what_it_is_now(crawled: Settings) -> None:
    url = f"{SITE}{guide.ORDER_FORM.path}"
    result = CliRunner().invoke(app, ["locate", url, "--db", str(crawled.db)])
    assert result.exit_code == 0
    assert "Ny form.docx" in result.output
    assert "samme indhold" in result.output
