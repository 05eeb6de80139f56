"""The words of attachments in the catalogue: kept, found, told, and read again only when needed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper import files
from scraper.crawl import run_crawl
from scraper.documents import text as texts
from scraper.documents.pool import Readers
from scraper.plan import Plan
from scraper.rebuild import run_rebuild
from scraper.refresh import run_refresh
from scraper.settings import Settings
from scraper.store import open_for_reading
from scraper.telling import Teller
from scraper.wording import changed_lines
from tests import papers
from tests.standin import guide
from tests.standin.content import Attachment
from tests.standin.server import StandIn

Rows = Callable[..., list[dict[str, Any]]]
FORM = guide.ORDER_FORM
ONE = Plan(("SF1590B",))


def put(site: StandIn, body: bytes) -> None:
    site.site.add(replace(FORM, body=body))


def form(rows: Rows) -> dict[str, Any]:
    return rows("SELECT * FROM attachments WHERE filename = ?", FORM.filename)[0]


def count_reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    submit = Readers.submit

    def noted(self: Any, key: Any, name: str, body: bytes) -> Any:
        names.append(name)
        return submit(self, key, name, body)

    monkeypatch.setattr(Readers, "submit", noted)
    return names


def test_a_word_in_a_table_cell_is_found(site: StandIn, settings: Settings, rows: Rows) -> None:
    put(site, papers.word(papers.table(("Felt", "Svar"), ("EAN-lokationsnummer", ""))))
    run_crawl(settings, ONE)
    found = rows(
        "SELECT filename, extractor FROM attachments WHERE rowid IN "
        "(SELECT rowid FROM attachments_fts WHERE attachments_fts MATCH 'lokationsnum')"
    )
    assert found == [{"filename": FORM.filename, "extractor": texts.WORD.label}]


def test_nothing_is_read_twice(
    site: StandIn, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = count_reads(monkeypatch)
    run_crawl(settings, ONE)
    assert sorted(names) == sorted(set(names))
    names.clear()
    run_crawl(settings, ONE)
    assert names == []
    put(site, papers.word(papers.paragraph("nyt")))
    run_crawl(settings, ONE)
    assert names == [FORM.filename]


def test_a_file_that_cannot_be_read_is_a_problem_and_keeps_its_row(
    site: StandIn, settings: Settings, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(site, FORM.body[:100])
    run_crawl(settings, ONE)
    assert (form(rows)["text"], form(rows)["extractor"]) == (None, texts.UNREAD.label)
    problems = rows("SELECT kind, url, message FROM problems WHERE kind = 'damaged_file'")
    assert [row["url"] for row in problems] == [form(rows)["url"]]
    assert FORM.filename in problems[0]["message"]
    names = count_reads(monkeypatch)
    run_crawl(settings, ONE)
    assert names == []


def test_a_file_that_becomes_unreadable_loses_its_words_and_that_is_told(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    run_crawl(settings, ONE)
    before = form(rows)["text"]
    put(site, b"garbage")
    run_crawl(settings, ONE)
    assert form(rows)["text"] is None
    told = rows("SELECT before, after FROM changes WHERE run_id = 2 AND field = 'text'")
    assert told == [{"before": before, "after": None}]


def test_a_form_uploaded_anew_is_told_with_what_differs(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    run_crawl(settings, ONE)
    old, name = FORM, "Bestillingsformular - Etablering af Webservice-Rute_4.docx"
    for night in range(2):
        path = f"/files/integration-files/01012027120{night}/{name}"
        body = papers.word(papers.paragraph("EAN") + papers.paragraph(f"Felt {night}"))
        site.site.add(Attachment(path, name, old.media_type, body))
        service = site.site.services[guide.ROUTE]
        files = tuple(path if "formular" in each else each for each in service.attachments)
        site.site.services[guide.ROUTE] = replace(service, attachments=files)
        run_refresh(settings)
    with closing(open_for_reading(settings.db)) as store:
        first, second = (
            [each for each in Teller(store).tell(run) if each.table_name == "attachments"]
            for run in (2, 3)
        )
    assert [each.text for each in first] == [
        f"Bilag ændret: {old.filename} er afløst af {name} med nyt indhold"
    ]
    assert "+ Felt 0" in first[0].lines
    assert [(each.text, each.lines) for each in second] == [
        (
            f"Bilag ændret: {name} er lagt op på en ny adresse med nyt indhold",
            ("− Felt 0", "+ Felt 1"),
        )
    ]


def test_a_better_reader_reads_every_file_again_from_the_archive_and_that_is_no_news(
    site: StandIn, settings: Settings, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_crawl(settings, ONE)
    words = form(rows)["text"]
    better = replace(texts.WORD, version=99)
    monkeypatch.setattr(files, "CURRENT", texts.CURRENT - {texts.WORD.label} | {better.label})
    monkeypatch.setattr(texts, "WORD", better)
    monkeypatch.setattr(files, "read_text", _read_with_version_two)
    asked = len(site.requests)
    run = run_crawl(settings, ONE)
    assert (form(rows)["text"], form(rows)["extractor"]) == (words.upper(), "docx/99")
    assert run.changes == 0
    bodies = [each for each in site.requests[asked:] if each.path.endswith(".docx")]
    assert {each.status for each in bodies} == {304}


def _read_with_version_two(name: str, body: bytes) -> texts.Text:
    read = texts.read_text(name, body)
    return texts.Text((read.text or "").upper(), "docx/99")


def test_a_rebuild_brings_the_words_back(site: StandIn, settings: Settings, rows: Rows) -> None:
    run_crawl(settings, ONE)
    put(site, papers.word(papers.paragraph("nyt")))
    run_crawl(settings, ONE)
    query = "SELECT key, field, before, after, cause FROM changes ORDER BY run_id, key, field"
    before, words = rows(query), rows("SELECT id, text, extractor FROM attachments ORDER BY id")
    settings.db.unlink()
    run_rebuild(settings)
    assert rows("SELECT id, text, extractor FROM attachments ORDER BY id") == words
    assert rows(query) == before


# -- the diff ---------------------------------------------------------------------------------


def test_of_a_long_line_the_part_that_differs_is_told() -> None:
    before, after = (
        f"{'Kommunen skal ' * 30}{days} dage{' og meget mere' * 30}" for days in (5, 10)
    )
    went, came = changed_lines(before, after, 9)
    assert "5 dage" in went
    assert "10 dage" in came
    assert all(len(line) < 310 and line[2] == line[-1] == "…" for line in (went, came))


def test_a_content_that_cannot_be_read_any_more_is_not_told_as_deleted(
    site: StandIn, settings: Settings
) -> None:
    run_crawl(settings, ONE)
    put(site, FORM.body[:200])
    run_refresh(settings)
    with closing(open_for_reading(settings.db)) as store:
        told = [each for each in Teller(store).tell(2) if each.table_name == "attachments"]
    assert [each.lines for each in told] == [()]
    assert told[0].text.endswith("; det nye indhold kan ikke læses")


def test_only_the_lines_that_changed_are_told() -> None:
    before, after = "Én\nto\ntre", "Én\n2\n\n  tre \nfire"
    assert changed_lines(before, after, 10) == ("− to", "+ 2", "+ fire")


def test_of_many_lines_the_first_are_told_and_the_rest_counted() -> None:
    after = "\n".join(map(str, range(20)))
    assert changed_lines(None, after, 4) == ("+ 0", "+ 1", "+ 2", "… og 17 linjer mere")


@given(st.text(), st.text())
def test_equal_texts_have_no_changed_lines_and_others_few(one: str, other: str) -> None:
    assert changed_lines(one, one, 5) == ()
    assert len(changed_lines(one, other, 5)) <= 5
