"""Words that a layout broke at a line's end: made whole, where what the document says allows it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.crawl import run_crawl
from scraper.documents.hyphens import joined
from scraper.documents.text import PDF, read_text
from scraper.plan import Plan
from scraper.search import search
from scraper.settings import Settings
from scraper.store import open_for_reading
from tests import papers
from tests.standin import guide
from tests.standin.server import StandIn

Rows = Callable[..., list[dict[str, Any]]]
BROKEN = (Path(__file__).parent / "hyphen_at_line_end.pdf").read_bytes()
WHOLE = "Beskeden sendes til provisioneringerne\ni afsendersystemet."
ONE = Plan(("SF1590B",))


def words(*pages: str) -> str | None:
    return read_text("a.pdf", papers.pdf(*pages)).text


def test_a_word_that_a_pdf_breaks_is_shown_joined() -> None:
    assert read_text("a.pdf", BROKEN).text == WHOLE


def test_a_word_that_a_pdf_breaks_is_found(site: StandIn, settings: Settings) -> None:
    site.site.add(replace(guide.ORDER_FORM, body=BROKEN))
    run_crawl(settings, ONE)
    with closing(open_for_reading(settings.db)) as store:
        for query in ("provisioneringerne", "afsendersystemet"):
            found = search(store, query)
            assert [(each.table, each.total) for each in found] == [("attachments", 1)]
            assert found[0].hits[0].words == query


def test_a_pdf_read_by_an_earlier_version_is_read_again(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site.site.add(replace(guide.ORDER_FORM, body=BROKEN))
    run_crawl(settings, ONE)
    with closing(sqlite3.connect(settings.db)) as db, db:
        db.execute("UPDATE attachments SET text = 'gammelt', extractor = 'pdf/2'")
    run_crawl(settings, ONE)
    query = "SELECT text, extractor FROM attachments WHERE filename = ?"
    assert rows(query, guide.ORDER_FORM.filename) == [{"text": WHOLE, "extractor": PDF.label}]


@pytest.mark.parametrize("hyphen", ["-", "\u00ad", "\u2010", "- ", "-\t"])
def test_whatever_the_hyphen_is_called_a_word_is_joined(hyphen: str) -> None:
    assert joined(f"til provisione{hyphen}\n  ringerne i dag") == "til provisioneringerne\ni dag"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("bruges i afsen-\ndersyste-\nmet i dag", "bruges i afsendersystemet\ni dag"),
        ("en SFTP-/webser-\nvice", "en SFTP-/webservice"),
        ("et IT-sy-\nstem", "et IT-system"),
        ("Be-\nskeden", "Beskeden"),
        ("(sikker-\nhed)", "(sikkerhed)"),
        ("OrganisationFunk-\ntion", "OrganisationFunktion"),
    ],
)
def test_what_is_spelt_as_a_word_is_joined(printed: str, read: str) -> None:
    assert joined(printed) == read


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("et IT-\nsystem kan", "et IT-system\nkan"),
        ("en e-\nmail til", "en e-mail\ntil"),
        ("et e-\nBoks", "et e-Boks"),
        ("et cpr-\nnummer", "et cpr-nummer"),
        ("med NemID-\nløsningen", "med NemID-løsningen"),
        ("en besked-\nxsd", "en besked-xsd"),
        ("SF1590-\nbeskeden", "SF1590-beskeden"),
        ("fra 2-\n3 enheder", "fra 2-3\nenheder"),
        ("den 2024-\n01-15", "den 2024-01-15"),
        ("7f04a5f2-5437-4bf3-\n9605-46a5ba882bcc", "7f04a5f2-5437-4bf3-9605-46a5ba882bcc"),
    ],
)
def test_a_hyphen_that_is_the_words_own_stays(printed: str, read: str) -> None:
    assert joined(printed) == read


@pytest.mark.parametrize(
    "printed",
    [
        "test-\nog produktionsmiljø",
        "test-, udviklings-\nog driftsmiljø",
        "afsender-\neller modtagersystem",
        "enkelt-\nsamt masseforsendelse",
        "Tilknyttede-\nInteressefællesskaber",
        "MYN-\nDIGHEDSPOST",
        "kaldes VA-\n150.",
        "se afsnit 3-\n4. Om drift",
        "https://docs.kombit.dk/la-\ntest/818a02d0",
        "sendes til fornavn-\nefternavn@kombit.dk",
        "fra felt_navn-\nadresse",
        "beløb på -\n5 kr.",
        "et punkt -\nog et til",
        "navn-\n• adresse",
        "----\nslut",
    ],
)
def test_what_is_doubtful_stays_as_it_is_printed(printed: str) -> None:
    assert joined(printed) == printed


@pytest.mark.parametrize(
    ("elsewhere", "printed", "read"),
    [
        ("NemLog-in kræves", "uden NemLog-\nin", "uden NemLog-in"),
        ("En fil-service", "fra fil-\nservice", "fra fil-service"),
        ("it-drift og it-sikkerhed", "et it-\nsystem", "et it-system"),
        ("NemKonto kræves", "en NemKonto-\nudbetaling", "en NemKonto-udbetaling"),
        ("KLASSIFIKATION", "Om KLASSI-\nFIKATION", "Om KLASSIFIKATION"),
        ("Objektet RelationsListen", "hvis Relations-\nListen", "hvis RelationsListen"),
        ("Det går langsamt", "virker lang-\nsamt", "virker langsamt"),
        ("se betingelser", "www.kombit.dk/betingel-\nser", "www.kombit.dk/betingelser"),
    ],
)
def test_how_a_word_stands_elsewhere_decides(elsewhere: str, printed: str, read: str) -> None:
    assert joined(f"{elsewhere}\n{printed}") == f"{elsewhere}\n{read}"


def test_a_word_made_whole_tells_of_another() -> None:
    assert (
        joined("fra Til-\nTids-\npunkt\nhar TilTids\u00ad\npunkt")
        == "fra TilTidspunkt\nhar TilTidspunkt"
    )


def test_a_soft_hyphen_that_a_page_draws_within_a_line_is_read_as_one() -> None:
    assert words("varenr. 01\xad2301\xadXXX, e\xadmail, test\xad og") == (
        "varenr. 01-2301-XXX, e-mail, test- og"
    )
    assert words("en Wert\xadpapier\xadindex") == "en Wertpapierindex"
    assert words("en test\xad\nog drift") == "en test-\nog drift"


def test_a_word_broken_where_a_page_ends_is_joined_and_the_page_ends_still() -> None:
    assert words("til provisione-", "ringerne i dag") == "til provisioneringerne\n\ni dag"


def test_the_foot_of_a_page_is_no_end_of_a_word() -> None:
    pages = ("til provisione-\nside 1 af 2", "ringerne i dag\nside 2 af 2")
    assert words(*pages) == "til provisione-\nside 1 af 2\n\nringerne i dag\nside 2 af 2"


def test_a_word_in_the_head_of_a_table_on_each_page_is_joined() -> None:
    pages = ("på-\nkrævet\nJa", "på-\nkrævet\nNej")
    assert words(*pages) == "påkrævet\nJa\n\npåkrævet\nNej"


PIECES = (
    *("provisione", "ringerne", "IT", "e", "mail", "og", "test", "SF1590", "2", "NemKonto", "VA"),
    *("x.", "@", "://", "_", "å", "ﬁ", " ", " ", "\t", "\n", "-", "-\n", "- \n ", "-\n\f", "\n\f"),
    *("\u00ad", "\u00ad\n", "\u2010\n"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def bare(text: str) -> str:
    return re.sub(r"[-\u00ad\u2010\s]", "", text)


@given(st.one_of(TEXTS, st.text()))
def test_nothing_but_hyphens_is_lost_and_what_is_joined_stays(text: str) -> None:
    once = joined(text)
    assert bare(once) == bare(text)
    assert len(once.split()) <= len(text.split())
    assert joined(once) == once


@given(TEXTS)
def test_a_hyphen_within_a_line_stays(text: str) -> None:
    within = text.replace("\n", " ").replace("\f", " ").replace("\u00ad", "-")
    assert joined(within) == within


# -- other files ------------------------------------------------------------------------------


def test_a_soft_hyphen_at_a_lines_end_joins_in_every_file() -> None:
    run = "<w:p><w:r><w:t>provisione</w:t><w:softHyphen/><w:br/><w:t>ringerne</w:t></w:r></w:p>"
    files = {
        "a.docx": papers.word(run),
        "b.docx": papers.word(papers.paragraph("provi\u00adsione\u00ad\nringerne")),
        "a.xlsx": papers.xlsx(Ark=[["provisione\u00ad\nringerne"]]),
        "a.txt": "provisione\u00ad\r\nringerne".encode(),
        "a.html": b"<p>provi&shy;sione&#173;ringerne</p>",
    }
    for name, body in files.items():
        assert "provisioneringerne" in (read_text(name, body).text or ""), name


def test_a_hard_hyphen_at_a_lines_end_of_other_files_is_their_own() -> None:
    assert read_text("a.txt", b"a:\n  b-\n  c").text == "a:\n  b-\n  c"
    two = papers.paragraph("Navn-") + papers.paragraph("adresse")
    assert read_text("a.docx", papers.word(two)).text == "Navn-\nadresse"
    assert read_text("a.txt", "e\u2011mail, e\u2010mail".encode()).text == "e-mail, e-mail"
