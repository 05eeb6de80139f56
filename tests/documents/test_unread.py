"""What cannot be read of documents: told once for each, wherever it stands, and kept as a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scraper.crawl import run_crawl
from scraper.documents.text import NONE, UNREAD, Text, read_text
from scraper.errors import DocumentFault
from scraper.plan import Plan
from scraper.settings import Settings
from tests import papers
from tests.packages import package
from tests.standin import guide
from tests.standin.content import Attachment
from tests.standin.server import StandIn

Rows = Callable[..., list[dict[str, Any]]]
ONE = Plan(("SF1590B",))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PACKAGE = "/dok/integration/sf1461/2.0/pakke"
WORDS = "En side med ord"


def opendocument(kind: str) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return papers.zipped({"mimetype": mimetype, "content.xml": "<a>ord</a>"})


UNREADABLE = {
    "oplæg.pptx": papers.zipped({"ppt/presentation.xml": "<p/>", "ppt/slides/slide1.xml": "<p/>"}),
    "oplæg.ppt": OLE + "PowerPoint Document".encode("utf-16-le"),
    "brev.doc": OLE + "WordDocument".encode("utf-16-le"),
    "brev.rtf": rb"{\rtf1\ansi Kommunen}",
    "brev2.doc": rb"{\rtf1\ansi Kommunen}",
    "brev.odt": opendocument("text"),
    "oplæg.odp": opendocument("presentation"),
    "svar.msg": OLE + "__substg1.0".encode("utf-16-le"),
    "tegning.vsdx": papers.zipped({"visio/document.xml": "<v/>"}),
    "samling.7z": b"7z\xbc\xaf\x27\x1c" + bytes(50),
    "skannet.pdf": papers.pdf(None, None),
    "ukendt": b"\x01\x02\x00\xff",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_not_read_says_why(name: str) -> None:
    with pytest.raises(DocumentFault) as caught:
        read_text(name, UNREADABLE[name])
    expected = "scanned_pages" if name.endswith(".pdf") else "unread_kind"
    assert caught.value.kind == expected
    assert "not read" in caught.value.message or expected == "scanned_pages"


def test_of_a_scanned_pdf_the_pages_are_counted() -> None:
    with pytest.raises(DocumentFault, match="2 of its 2 pages are pictures without words"):
        read_text("a.pdf", UNREADABLE["skannet.pdf"])
    some = read_text("a.pdf", papers.pdf(WORDS, None, "", None, WORDS))
    assert some.text == f"{WORDS}\n\n{WORDS}"
    assert some.left is not None
    assert some.left.message == "2 of its 5 pages are pictures without words"


def test_an_empty_page_is_no_picture() -> None:
    assert read_text("a.pdf", papers.pdf("", WORDS, "")).left is None
    assert read_text("a.pdf", papers.pdf("")).text is None


def test_a_page_that_is_a_picture_by_way_of_a_form_or_within_its_stream_is_one() -> None:
    scanned = papers.pdf(None)
    inline = scanned.replace(
        b"q 595 0 0 842 0 0 cm /Im1 Do Q", b"BI /W 1 /H 1 /BPC 8\nID x EI  "[:30].ljust(30)
    )
    assert len(inline) == len(scanned)
    with pytest.raises(DocumentFault, match="1 of its 1 pages"):
        read_text("a.pdf", inline)
    not_drawn = scanned.replace(b"/Im1 Do", b"       ")
    assert read_text("a.pdf", not_drawn).text is None


@pytest.mark.parametrize(
    "name",
    ["logo.png", "foto.JPG", "demo.mp4", "virk.cer", "klient.jar", "Thumbs.db", "._brev.docx"],
)
def test_what_holds_no_words_is_no_problem(name: str) -> None:
    assert read_text(name, b"PK\x03\x04\x00\xff") == Text(None, NONE.label)


def test_an_empty_file_of_no_known_kind_is_no_problem() -> None:
    assert read_text("tom.xyz", b"") == Text(None, NONE.label)


@pytest.mark.parametrize("name", ["kald.sh", "model.puml", "tegning.svg", "snit.proto"])
def test_text_is_read_whatever_its_ending(name: str) -> None:
    assert read_text(name, "Blåbærgrød".encode()).text == "Blåbærgrød"


@pytest.mark.parametrize("name", ["oplæg.pptx", "brev.rtf", "brev.odt", "skannet.pdf"])
def test_an_attachment_that_is_not_read_is_a_problem_once(
    site: StandIn, settings: Settings, rows: Rows, name: str
) -> None:
    site.site.add(replace(guide.ORDER_FORM, body=UNREADABLE[name]))
    if not name.endswith(".pdf"):
        path = guide.ORDER_FORM.path.rpartition("/")[0] + "/" + name
        site.site.add(Attachment(path, name, "application/octet-stream", UNREADABLE[name]))
        service = site.site.services[guide.ROUTE]
        site.site.services[guide.ROUTE] = replace(service, attachments=(path,))
    run_crawl(settings, ONE)
    kept = rows("SELECT url, text FROM attachments WHERE extractor = ?", UNREAD.label)
    assert [each["text"] for each in kept] == [None]
    problems = rows("SELECT kind, url FROM problems")
    expected = "scanned_pages" if name.endswith(".pdf") else "unread_kind"
    assert problems == [{"kind": expected, "url": kept[0]["url"]}]
    run_crawl(settings, ONE)
    assert rows("SELECT kind FROM problems WHERE run_id = 2") == []


def test_an_attachment_of_which_some_pages_are_pictures_is_read_and_told(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site.site.add(replace(guide.ORDER_FORM, body=papers.pdf(WORDS, None)))
    run_crawl(settings, ONE)
    name = guide.ORDER_FORM.filename
    assert rows("SELECT text FROM attachments WHERE filename = ?", name) == [{"text": WORDS}]
    message = f"'{name}' was read only in part: 1 of its 2 pages are pictures without words"
    assert rows("SELECT kind, message FROM problems") == [
        {"kind": "scanned_pages", "message": message}
    ]
    run_crawl(settings, ONE)
    assert rows("SELECT kind FROM problems WHERE run_id = 2") == []


def test_what_is_not_read_in_a_package_is_a_problem_each_and_a_row(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    files: dict[str, bytes | str] = {**UNREADABLE, "delvis.pdf": papers.pdf(WORDS, None)}
    body = package({**files, "logo.png": b"\x89PNG\r\n\x1a\n" + bytes(50), "Læs mig.txt": "Hej"})
    site.site.add(Attachment(PACKAGE, "pakke.zip", "application/zip", body))
    for code, part in site.site.parts.items():
        link = PACKAGE if code == "SF1590_B_01" else ""
        site.site.parts[code] = replace(part, documentation_url=link)
    settings = replace(settings, packages=True)
    run_crawl(settings, ONE)
    told = [row["message"].split("'")[1] for row in rows("SELECT message FROM problems")]
    assert sorted(told) == sorted(files)
    unread = rows("SELECT path FROM documents WHERE extractor = ?", UNREAD.label)
    assert {row["path"] for row in unread} == set(UNREADABLE)
    part = rows("SELECT message FROM problems WHERE message LIKE '%delvis.pdf%'")
    assert part[0]["message"].startswith("'delvis.pdf' was read only in part: 1 of its 2 pages")
    assert rows("SELECT text FROM documents WHERE path = 'delvis.pdf'") == [{"text": WORDS}]
    run_crawl(settings, ONE)
    assert rows("SELECT kind FROM problems WHERE run_id = 2") == []
