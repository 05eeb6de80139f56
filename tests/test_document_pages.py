"""Documents in a running Datasette: a tree, their words, their bytes, one search, old links."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest

from scraper.crawl import run_crawl
from scraper.plan import Plan
from scraper.refresh import run_refresh
from scraper.settings import Settings
from tests import papers
from tests.conftest import QUICK, query
from tests.packages import dos_zip, package
from tests.standin import guide
from tests.standin.server import StandIn
from tests.test_datasette import Served, datasette_on
from tests.test_package_crawl import CELL, DEEP, members, put

PACKAGE = "/-/pakke/sf1461/2.0"
EVIL = "<script>alert(1)</script>.html"


def contents() -> dict[str, bytes | str]:
    inside = dos_zip({"<b>x.xsd": "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>"})
    return {
        **members(),
        EVIL: "<script>alert(document.domain)</script> hemmelighed",
        "kopi/Læs mig.txt": "Velkommen",
        "mappe.zip/": "",
        "indre.zip": inside,
    }


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("documents")
    with StandIn() as site:
        settings = Settings(
            db=folder / "catalog.db", base_url=site.base_url, policy=QUICK, packages=True
        )
        put(site, package(contents()))
        run_crawl(settings, Plan())
        old = guide.ORDER_FORM
        body = papers.word(papers.paragraph("Bestil ruten her") + papers.paragraph("Ny linje"))
        site.site.attachments[old.path] = replace(old, body=body)
        run_refresh(settings)
        with datasette_on(site, settings) as served:
            yield served


def test_a_package_is_a_tree(served: Served) -> None:
    status, page = served.get(PACKAGE)
    assert status == 200
    assert "<summary>Teknisk Spec.zip</summary>" in page
    assert f'href="{PACKAGE}/{quote(DEEP)}"' in page
    assert "DEMONSTRATIONSDATA" in page
    assert "SF1590_B_01 Afsend DebitorRegistrering" in page
    assert "<script>alert" not in page
    assert f'href="{PACKAGE}"' in served.get("/catalog/packages")[1]
    status, page = served.get("/catalog/documents")
    assert status == 200
    assert f'href="{PACKAGE}/{quote(DEEP)}"' in page


def test_a_document_is_shown_by_its_words(served: Served) -> None:
    status, page = served.get(f"{PACKAGE}/{quote(DEEP)}")
    assert status == 200
    assert CELL in page
    assert "Felter på ØiR" in page
    assert 'href="?hent=1"' in page
    page = served.get(f"{PACKAGE}/{quote('Læs mig.txt')}")[1]
    assert "kopi/Læs mig.txt" in page  # the same content
    page = served.get(f"{PACKAGE}/{quote(EVIL)}")[1]
    assert "hemmelighed" in page
    assert "<script>alert(document" not in page


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        (DEEP, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("Teknisk Spec.zip/wsdl/Debitor.wsdl", "application/xml"),
        (EVIL, "application/octet-stream"),
        ("Læs mig.txt", "text/plain"),
    ],
)
def test_a_document_is_sent_to_be_saved_and_never_run(
    served: Served, path: str, media_type: str
) -> None:
    status, headers, body = served.fetch(f"{PACKAGE}/{quote(path)}?hent=1")
    assert status == 200
    (row,) = query(served.settings.db, "SELECT sha256 FROM documents WHERE path = ?", path)
    assert hashlib.sha256(body).hexdigest() == row["sha256"]
    assert headers["content-type"].partition(";")[0] == media_type
    assert headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]


def test_an_attachment_is_shown_and_sent(served: Served) -> None:
    (row,) = query(
        served.settings.db,
        "SELECT id, sha256 FROM attachments WHERE filename LIKE 'Bestillingsformular - Etabl%'",
    )
    page = served.get(f"/-/bilag/{row['id']}")[1]
    assert "Bestil ruten her" in page
    status, headers, body = served.fetch(f"/-/bilag/{row['id']}?hent=1")
    assert (status, headers["x-content-type-options"]) == (200, "nosniff")
    assert hashlib.sha256(body).hexdigest() == row["sha256"]


@pytest.mark.parametrize(
    "path",
    [
        "/-/pakke/sf9999/1.0",
        f"{PACKAGE}/findes/ikke.txt",
        f"{PACKAGE}/..%2F..%2Fetc%2Fpasswd?hent=1",
        f"{PACKAGE}/%00?hent=1",
        "/-/bilag/000000000000",
        "/-/bilag/000000000000?hent=1",
    ],
)
def test_what_is_not_there_is_a_danish_404(served: Served, path: str) -> None:
    status, page = served.get(path)
    assert status == 404
    assert "Ikke fundet" in page


@pytest.mark.parametrize(
    ("word", "name", "hit"),
    [
        ("lokationsnummer", DEEP, "<mark>lokationsnummer</mark>"),
        ("HEMMELIGHED", None, "<mark>hemmelighed</mark>"),
        ("sf1590b01", "SF1590_B_01 Afsend DebitorRegistrering", ""),
        ("etablering af rute", "Etablering af rute til serviceudbyders webservice", ""),
        ("bestil ruten", "Bestillingsformular", "<mark>Bestil</mark>"),
    ],
)
def test_one_search_finds_everything_with_the_words_around(
    served: Served, word: str, name: str | None, hit: str
) -> None:
    status, page = served.get(f"/-/soeg?q={quote(word)}")
    assert status == 200
    assert (name or "") in re.sub("</?mark>", "", page)
    assert hit in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "word", ["", "ab", '"', "findes slet ikke", "<script>x</script>", "a\0bcd", "a" * 999]
)
def test_any_query_has_an_answer(served: Served, word: str) -> None:
    status, page = served.get(f"/-/soeg?q={quote(word)}")
    assert status == 200
    assert "<script>x" not in page


def test_every_hit_leads_somewhere(served: Served) -> None:
    for word in ("rute", "debitor", "velkommen"):
        page = served.get(f"/-/soeg?q={word}")[1]
        links = re.findall(r'<p><a href="([^"]+)"', page)
        assert links, word
        for link in links:
            assert served.get(link.replace("&amp;", "&"))[0] == 200, link


def test_an_old_link_is_found_again(served: Served) -> None:
    url = "https://digitaliseringskataloget.dk/files/0/" + quote("Felter på ØiR v1.docx")
    status, page = served.get(f"/-/find-link?url={quote(url, safe='')}")
    assert status == 200
    assert "samme navn, anden version" in page
    assert f'href="{PACKAGE}/{quote(DEEP)}"' in page
    assert (
        "Intet i kataloget ligner det" in served.get("/-/find-link?url=https://x.example/abcd")[1]
    )
    assert served.get("/-/find-link")[0] == 200
    assert "Skriv en hel adresse" in served.get("/-/find-link?url=http%3A%2F%2F%5Babc%2Fx.pdf")[1]


def test_a_changed_text_is_shown_as_what_went_and_what_came(served: Served) -> None:
    page = served.get("/catalog/changes?field=text")[1]
    assert "+ Bestil ruten her" in page
    assert "+ Ny linje" in page
