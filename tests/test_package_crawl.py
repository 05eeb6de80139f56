"""Documentation packages in the catalogue: found, unpacked, searched, and told when remade."""

from __future__ import annotations

import io
import random
import re
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scraper.crawl import run_crawl
from scraper.plan import Plan
from scraper.rebuild import run_rebuild
from scraper.refresh import run_refresh
from scraper.report import as_text, night_of
from scraper.settings import Settings
from scraper.store import open_for_reading
from scraper.telling import Teller
from tests import papers
from tests.conftest import catalogue, free_port
from tests.packages import dos_zip, package
from tests.standin import faults, guide
from tests.standin.content import Attachment
from tests.standin.server import StandIn

Rows = Callable[..., list[dict[str, Any]]]
ONE = Plan(("SF1590B",))
PATH = "/dok/integration/sf1461/2.0/pakke"
DEEP = "Teknisk Spec.zip/Bilag ærø.zip/Felter på ØiR.docx"
KEY = "sf1461/2.0"
CELL = "EAN-lokationsnummer"


def members(cell: str = CELL) -> dict[str, bytes | str]:
    deepest = dos_zip({"Felter på ØiR.docx": papers.word(papers.table(("Felt", cell)))})
    technical = dos_zip({"wsdl/Debitor.wsdl": "<definitions/>", "Bilag ærø.zip": deepest})
    return {"Læs mig.txt": "Velkommen", "Teknisk Spec.zip": technical}


def put(site: StandIn, body: bytes, path: str = PATH) -> None:
    site.site.add(Attachment(path, "pakke.zip", "application/zip", body))
    for code, part in site.site.parts.items():
        link = PATH if code == "SF1590_B_01" else ""
        site.site.parts[code] = replace(part, documentation_url=link)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, packages=True)


def report(settings: Settings, run_id: int) -> str:
    store = open_for_reading(settings.db)
    try:
        return as_text(night_of(store, run_id))
    finally:
        store.close()


def test_a_word_in_a_table_cell_three_zips_deep_is_found_with_the_way_to_it(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    put(site, package(members()))
    run = run_crawl(settings, ONE)
    assert run.problems == 0
    found = rows(
        "SELECT package_id, path, kind, title FROM documents WHERE rowid IN "
        "(SELECT rowid FROM documents_fts WHERE documents_fts MATCH 'lokationsnum')"
    )
    assert found == [
        {"package_id": "sf1461/2.0", "path": DEEP, "kind": "docx", "title": "Felter på ØiR"}
    ]
    kept = rows("SELECT * FROM packages")
    assert len(kept) == 1
    assert kept[0]["version"] == "2.0"
    assert kept[0]["made_at"] == "2023-09-04T09:07:14.226Z"
    assert kept[0]["documents"] == 5
    assert kept[0]["url"] == f"{site.base_url}{PATH}"
    assert rows("SELECT * FROM part_packages") == [
        {"part_code": "SF1590_B_01", "package_id": "sf1461/2.0"}
    ]


def test_packages_are_asked_for_only_when_wanted(site: StandIn, settings: Settings) -> None:
    put(site, package(members()))
    run_crawl(replace(settings, packages=False), ONE)
    assert site.count(PATH) == 0


def test_a_refresh_goes_on_with_packages_and_asks_only_for_what_changed(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    put(site, package(members()))
    run_crawl(settings, ONE)
    asked = len(site.requests)
    run = run_refresh(replace(settings, packages=False))
    again = [each for each in site.requests[asked:] if each.bare_path == PATH]
    assert [each.status for each in again] == [304]
    assert (run.changes, run.problems) == (0, 0)
    assert rows("SELECT COUNT(*) AS n FROM documents") == [{"n": 5}]
    assert rows("SELECT missing_since FROM packages") == [{"missing_since": None}]


def test_a_silently_remade_package_is_told_file_by_file(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    put(site, package(members()))
    run_crawl(settings, ONE)
    changed = members("EAN-lokationsnummer, 13 cifre")
    changed["Læs mig først.txt"] = changed.pop("Læs mig.txt")
    changed["Nyt.txt"] = "nyt"
    put(site, package(changed, made="2023-12-20T10:00:00.000+0100"))
    run = run_crawl(settings, ONE)
    told = {
        (row["kind"], row["table_name"], row["key"].partition(" / ")[2], row["field"])
        for row in rows("SELECT * FROM changes WHERE run_id = 2")
    }
    manifests = {
        ("changed", "documents", name, field)
        for name in ("pakke_manifest.n3", "pakke_manifest.txt")
        for field in ("bytes", "sha256", "text")
        if (name, field) != ("pakke_manifest.n3", "bytes")
    }
    assert told == {
        ("changed", "packages", "", "made_at"),
        ("changed", "packages", "", "sha256"),
        ("changed", "packages", "", "bytes"),
        ("changed", "packages", "", "documents"),
        ("changed", "documents", DEEP, "sha256"),
        ("changed", "documents", DEEP, "bytes"),
        ("changed", "documents", DEEP, "text"),
        ("added", "documents", "Læs mig først.txt", None),
        ("removed", "documents", "Læs mig.txt", None),
        ("added", "documents", "Nyt.txt", None),
        *manifests,
    }
    assert {row["cause"] for row in rows("SELECT cause FROM changes WHERE run_id = 2")} == {"site"}
    text = report(settings, run.id)
    assert "er lavet om den 20. december 2023; versionen er den samme" in text
    assert f"Dokument ændret: {DEEP} i sf1461/2.0" in text
    assert "+ Felt EAN-lokationsnummer, 13 cifre" in text
    assert "Dokumentet Læs mig.txt i sf1461" in text
    assert "hedder nu Læs mig først.txt; indholdet er det samme" in text
    assert "Nyt dokument i sf1461" in text
    assert "SF1590B ØiR Debitor" in text


def test_a_latest_link_leads_to_the_version_it_stands_for(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    put(site, package(members()))
    latest = PATH.replace("2.0", "latest")
    site.faults.add(latest, faults.redirects_to(PATH))
    part = site.site.parts["SF1590_B_01"]
    site.site.parts["SF1590_B_01"] = replace(part, documentation_url=latest)
    run_crawl(settings, ONE)
    assert rows("SELECT id FROM packages") == [{"id": "sf1461/2.0"}]


def test_a_package_that_is_none_costs_itself_only_and_leaves_what_was_known(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    put(site, package(members()))
    run_crawl(settings, ONE)
    before = catalogue(settings.db)["documents"]
    put(site, b"PK\x03\x04 but no more")
    run = run_crawl(settings, ONE)
    assert run.verdict == "good"
    problems = rows("SELECT kind, url FROM problems WHERE run_id = 2")
    assert problems == [{"kind": "damaged_file", "url": f"{site.base_url}{PATH}"}]
    assert catalogue(settings.db)["documents"] == before


def test_a_document_that_cannot_be_read_has_its_row_and_a_problem(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    put(site, package({"Bilag.zip": dos_zip({"brudt.docx": b"PK\x03\x04", "god.txt": "ord"})}))
    run_crawl(settings, ONE)
    found = rows("SELECT path, text FROM documents WHERE path LIKE 'Bilag%' ORDER BY path")
    assert found == [
        {"path": "Bilag.zip/brudt.docx", "text": None},
        {"path": "Bilag.zip/god.txt", "text": "ord"},
    ]
    problems = rows("SELECT kind, message FROM problems")
    assert [row["kind"] for row in problems] == ["damaged_file"]
    assert "Bilag.zip/brudt.docx" in problems[0]["message"]


def test_a_rebuild_brings_packages_back_row_for_row(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    put(site, package(members()))
    run_crawl(settings, ONE)
    put(site, package(members("noget andet")))
    run_crawl(settings, ONE)
    query = "SELECT kind, table_name, key, field, after FROM changes ORDER BY run_id, 2, 3, 4"
    before, changes = catalogue(settings.db), rows(query)
    settings.db.unlink()
    run_rebuild(replace(settings, packages=False))
    assert catalogue(settings.db) == before
    assert rows(query) == changes


def test_a_package_no_part_points_to_is_missing(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    put(site, package(members()))
    run_crawl(settings, ONE)
    part = site.site.parts["SF1590_B_01"]
    site.site.parts["SF1590_B_01"] = replace(part, documentation_url="")
    run_crawl(settings, ONE)
    told = rows("SELECT kind, table_name FROM changes WHERE run_id = 2 AND table_name = 'packages'")
    assert told == [{"kind": "missing", "table_name": "packages"}]


def test_another_host_that_is_down_costs_its_addresses_only(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    put(site, package(members()))
    host = f"127.0.0.1:{free_port()}"
    for code in ("SF1590_B_02", "SF1590_B_03"):
        link = f"http://{host}/integration/{code.lower()}/1.0/pakke"
        site.site.parts[code] = replace(site.site.parts[code], documentation_url=link)
    run = run_crawl(replace(settings, other_hosts=(host,)), ONE)
    assert run.verdict == "good"
    assert rows("SELECT id FROM packages") == [{"id": "sf1461/2.0"}]
    problems = rows("SELECT kind, url, message FROM problems ORDER BY url")
    assert [(row["kind"], row["url"]) for row in problems] == [
        ("robots", f"http://{host}/integration/sf1590_b_02/1.0/pakke"),
        ("robots", f"http://{host}/integration/sf1590_b_03/1.0/pakke"),
    ]
    assert "robots.txt could not be read" in problems[0]["message"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_that_cannot_be_unpacked_costs_itself(
    site: StandIn, settings: Settings, rows: Rows, method: int
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr("a.txt", "helt almindelig", zipfile.ZIP_DEFLATED)
        container.writestr("b.txt", random.Random(1).randbytes(2_000), method)
    body = bytearray(out.getvalue())
    start = body.index(b"b.txt") + 5
    body[start : start + 40] = bytes(range(40))
    put(site, bytes(body))
    run_crawl(settings, ONE)
    kept = rows("SELECT path, bytes, sha256, text FROM documents ORDER BY path")
    assert [(row["path"], row["bytes"], row["text"]) for row in kept] == [
        ("a.txt", 15, "helt almindelig"),
        ("b.txt", 2_000, None),
    ]
    assert [bool(row["sha256"]) for row in kept] == [True, False]
    assert rows("SELECT kind FROM problems WHERE kind = 'damaged_file'")


def test_the_same_content_under_other_names_is_read_as_each_name_says(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    wsdl = (
        '<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"><wsdl:portType name="P">'
        '<wsdl:operation name="Hent"/></wsdl:portType></wsdl:definitions>'
    )
    inside: dict[str, bytes | str] = {
        "A.txt": "ens",
        "B.txt": "ens",
        "eksempel.xml": wsdl,
        "wsdl/P.wsdl": wsdl,
        "x.txt": "1",
    }
    put(site, package(inside))
    run_crawl(settings, ONE)
    put(site, package({**inside, "x.txt": "2"}))
    run_refresh(settings)
    told = rows("SELECT DISTINCT key FROM changes WHERE run_id = 2 AND table_name = 'documents'")
    assert [row["key"] for row in told] == ["sf1461/2.0 / x.txt"]
    assert not rows("SELECT * FROM changes WHERE run_id = 2 AND table_name LIKE 'contract%'")
    assert len(rows("SELECT * FROM contract_operations")) == 1


def test_a_package_that_leads_elsewhere_keeps_its_own_key(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    for place, word in (("/fil/1.zip", "et"), ("/fil/2.zip", "to")):
        put(site, package({"a.txt": word}))
        site.site.add(Attachment(place, "x.zip", "application/zip", package({"a.txt": word})))
        site.faults.clear()
        site.faults.add(PATH, faults.redirects_to(place))
        (run_crawl if word == "et" else run_refresh)(settings, *([ONE] if word == "et" else []))
    assert rows("SELECT id FROM packages") == [{"id": "sf1461/2.0"}]
    told = rows("SELECT DISTINCT kind FROM changes WHERE run_id = 2 AND table_name = 'documents'")
    assert told == [{"kind": "changed"}]


def test_a_name_in_folders_without_end_is_left(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    put(site, package({"mappe/" * 1200 + "dyb.txt": "x", "a.txt": "y"}))
    run_crawl(settings, ONE)
    kinds = [row["kind"] for row in rows("SELECT kind FROM problems ORDER BY kind")]
    assert kinds == ["bad_path", "missing_document"]
    assert rows("SELECT path FROM documents WHERE path LIKE '%a.txt'")


def test_files_of_one_folder_that_moved_are_told_together(
    site: StandIn, settings: Settings
) -> None:
    def bilag(name: str) -> bytes:
        return package({name: dos_zip({f"{each}/CallContext.xsd": "<x/>" for each in "abcd"})})

    put(site, bilag("Bilag 20211210.zip"))
    run_crawl(settings, ONE)
    put(site, bilag("Bilag 20230626.zip"))
    run_refresh(settings)
    words = report(settings, 2)
    assert re.findall(r"- (\d .*?)\n", words) == [
        f"4 dokumenter i {KEY} er flyttet fra Bilag 20211210.zip "
        "til Bilag 20230626.zip; indholdet er det samme"
    ]
    assert "4 dokumenter flyttet" in words


def news(settings: Settings, run_id: int) -> list[str]:
    """Give what a report tells, without the package's own lines and its manifests'."""
    lines = [line[4:] for line in report(settings, run_id).splitlines() if line.startswith("  - ")]
    return [line for line in lines if "pakke_manifest" not in line and "lavet om" not in line]


def test_an_inner_zip_of_another_date_is_told_by_what_differs_in_it(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    schema = (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:complexType name="Rute">'
        '<xs:sequence><xs:element name="Id" type="xs:string"/><xs:element name="Ny" '
        'minOccurs="0"/></xs:sequence></xs:complexType></xs:schema>'
    )

    def bilag(day: int, version: str, words: str) -> bytes:
        inside: dict[str, bytes | str] = {f"xsd/{name}.xsd": f"<{name}/>" for name in "abc"}
        inside["xsd/Typer.xsd"] = schema.replace("string", "int") if version == "3.1" else schema
        inside[f"Anvisninger - SF1500 - {version}.docx"] = papers.word(papers.paragraph(words))
        return package({f"SF1500_Bilag_{day}.zip": dos_zip(inside)})

    put(site, bilag(20211210, "3.0", "Beløbet er i kroner"))
    run_crawl(settings, ONE)
    put(site, bilag(20230626, "3.1", "Beløbet er i øre"))
    run_refresh(settings)
    old = "SF1500_Bilag_20211210.zip/Anvisninger - SF1500 - 3.0.docx"
    new = "SF1500_Bilag_20230626.zip/Anvisninger - SF1500 - 3.1.docx"
    assert sorted(news(settings, 2)) == [
        f"3 dokumenter i {KEY} er flyttet fra SF1500_Bilag_20211210.zip "
        "til SF1500_Bilag_20230626.zip; indholdet er det samme",
        f"Dokument ændret: {new} i {KEY} (før {old})",
        f"Dokument ændret: SF1500_Bilag_20230626.zip/xsd/Typer.xsd i {KEY} "
        "(før SF1500_Bilag_20211210.zip/xsd/Typer.xsd)",
        f"Feltets type for Rute.Id i {KEY} er ændret fra string til int",
    ]
    text = report(settings, 2)
    assert "− Beløbet er i kroner\n      + Beløbet er i øre" in text
    put(site, package({}))
    run_refresh(settings)
    kept = [line for line in text.splitlines() if line.startswith("  - ")]
    again = [line for line in report(settings, 2).splitlines() if line.startswith("  - ")]
    assert again == kept, "an old night is told alike when its documents are gone"
    kinds = rows(
        "SELECT kind, COUNT(*) AS n FROM changes WHERE run_id = 2 AND table_name = 'documents' "
        "AND key NOT LIKE '%manifest%' GROUP BY kind"
    )
    assert kinds == [{"kind": "added", "n": 5}, {"kind": "removed", "n": 5}]


def test_an_inner_zip_that_breaks_and_is_mended_is_told_in_one_line(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    inner = dos_zip({"a.txt": "et", "b/c.txt": "to"})
    put(site, package({"Bilag.zip": inner}))
    run_crawl(settings, ONE)
    put(site, package({"Bilag.zip": inner[:-30]}))
    run_refresh(settings)
    assert news(settings, 2) == [
        f"Bilag.zip i {KEY} kan ikke længere åbnes; 2 dokumenter i den er ikke læst"
    ]
    kept = rows("SELECT kind, bytes, extractor, text FROM documents WHERE path = 'Bilag.zip'")
    assert [(row["kind"], row["bytes"], row["text"]) for row in kept] == [
        ("zip", len(inner) - 30, None)
    ]
    assert rows("SELECT kind FROM problems WHERE run_id = 2") == [{"kind": "damaged_file"}]
    put(site, package({"Bilag.zip": inner}))
    run_refresh(settings)
    assert news(settings, 3) == [f"Bilag.zip i {KEY} kan nu åbnes: 2 dokumenter"]


def test_a_package_of_which_only_the_date_is_new_is_told_in_one_line(
    site: StandIn, settings: Settings
) -> None:
    put(site, package(members()))
    run_crawl(settings, ONE)
    put(site, package(members(), made="2023-12-20T10:00:00.000+0100"))
    run_refresh(settings)
    lines = [line for line in report(settings, 2).splitlines() if line.startswith("  ")]
    assert len(lines) == 1
    assert lines[0].endswith("versionen er den samme; dokumenterne er de samme")
    assert "dokument ændret" not in report(settings, 2)


def test_what_a_package_lists_and_does_not_hold_is_a_problem(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    listing = "\n".join(["Læs mig.txt", *(f"Bilag {number}.pdf" for number in range(7))])
    put(site, dos_zip({"Læs mig.txt": "ord", "pakke_manifest.txt": listing}))
    run_crawl(settings, ONE)
    assert rows("SELECT kind, message FROM problems") == [
        {
            "kind": "missing_document",
            "message": "pakke_manifest.txt lists 'Bilag 0.pdf', 'Bilag 1.pdf', 'Bilag 2.pdf', "
            "'Bilag 3.pdf', 'Bilag 4.pdf' and 2 more, not in the package",
        }
    ]


def test_what_a_better_unpacker_finds_in_the_same_package_is_no_news(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    put(site, package(members()))
    run_crawl(settings, ONE)
    with sqlite3.connect(settings.db) as connection:
        connection.execute("DELETE FROM documents WHERE path = 'Læs mig.txt'")
        connection.execute("UPDATE documents SET extractor = 'old/1' WHERE kind = 'wsdl'")
        connection.execute("UPDATE packages SET documents = 4")
    run_refresh(settings)
    told = rows("SELECT kind, table_name, cause FROM changes WHERE run_id = 2 ORDER BY id")
    assert {row["cause"] for row in told} == {"reader"}
    assert {(row["kind"], row["table_name"]) for row in told} == {
        ("changed", "packages"),
        ("added", "documents"),
    }


def test_what_is_told_of_a_night_does_not_change_with_later_ones(
    site: StandIn, settings: Settings
) -> None:
    def spec(folder: str, kind: str) -> bytes:
        text = (
            '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:complexType name="T">'
            f'<xs:attribute name="a" type="xs:{kind}"/></xs:complexType></xs:schema>'
        )
        return package({f"{folder}/Typer.xsd": text})

    told = []
    for folder, kind in (("1.0", "string"), ("1.1", "int"), ("1.1", "date"), ("1.2", "date")):
        put(site, spec(folder, kind))
        (run_refresh(settings) if told else run_crawl(settings, ONE))
        told.append(news(settings, len(told) + 1))
    assert told[1][-1] == f"Feltets type for T.@a i {KEY} er ændret fra string til int"
    assert [news(settings, night) for night in (2, 3, 4)] == told[1:]


def test_a_file_that_is_back_is_not_told_as_gone(site: StandIn, settings: Settings) -> None:
    service = site.site.services[guide.ROUTE]
    body = site.site.attachments[guide.ORDER_FORM.path].body
    copy = Attachment("/files/kopi.docx", "kopi.docx", guide.ORDER_FORM.media_type, body)
    without = tuple(path for path in service.attachments if path != guide.ORDER_FORM.path)
    run_crawl(settings, ONE)
    site.site.services[guide.ROUTE] = replace(service, attachments=without)
    run_refresh(settings)
    site.site.add(copy)
    files = (*service.attachments, copy.path)
    site.site.services[guide.ROUTE] = replace(service, attachments=files)
    run_refresh(settings)
    assert sorted(news(settings, 3)) == [
        f"Bilaget {guide.ORDER_FORM.filename} er tilbage i kataloget",
        "Nyt bilag: kopi.docx",
    ]


def test_a_remade_contract_of_many_fields_asks_for_them_once(
    site: StandIn, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spec(day: int, kind: str) -> bytes:
        fields = "".join(f'<xs:element name="f{n}" type="xs:{kind}"/>' for n in range(300))
        text = (
            '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:complexType name="T">'
            f"<xs:sequence>{fields}</xs:sequence></xs:complexType></xs:schema>"
        )
        return package({f"Bilag {day}.zip": dos_zip({"Typer.xsd": text})})

    put(site, spec(20211210, "string"))
    run_crawl(settings, ONE)
    put(site, spec(20230626, "int"))
    run_refresh(settings)
    asked = []
    monkeypatch.setattr(Teller, "_contracts", lambda *place: asked.append(place) or AS_LEFT(*place))
    assert len([line for line in news(settings, 2) if "fra string til int" in line]) == 300
    assert len(asked) == 1


AS_LEFT = Teller._contracts
