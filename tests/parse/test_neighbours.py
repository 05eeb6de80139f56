"""What a line is by its neighbours: each pass by itself."""

from __future__ import annotations

import pytest

from scraper.parse.fields import Vocabulary
from scraper.parse.html import read_document
from scraper.parse.neighbours import arrange, grid, rows_of, turn_captions, turn_runs
from scraper.parse.result import Findings
from scraper.parse.vocabulary import CARD, SERVICE

WORDS = Vocabulary(SERVICE)
CARDS = Vocabulary(CARD)


def lines(html: str) -> list[str]:
    document = read_document(f"<body>{html}</body>", "https://example.org/")
    return [line.text for line in arrange(document.lines, WORDS, page=document)]


def test_a_run_of_labels_is_turned_with_the_values_that_fit_them() -> None:
    html = "<p>Enheder</p><p>Enhedspris</p><p>2-3</p><p>1.328 kr.</p>"
    document = read_document(html, "https://example.org/")
    turned = turn_runs(document.lines, WORDS)
    assert [line.text for line in turned] == ["Enheder", "2-3", "Enhedspris", "1.328 kr."]


def test_a_run_of_labels_over_a_text_stays_as_it_is() -> None:
    html = "<p>Enheder</p><p>Enhedspris</p><p>Se nedenfor.</p><p>Ring til os.</p>"
    document = read_document(html, "https://example.org/")
    assert turn_runs(document.lines, WORDS) == document.lines


def test_labels_whose_values_do_not_fit_have_none_and_it_is_told() -> None:
    found = Findings()
    html = "".join(f"<p>{words}</p>" for words in ("Enheder", "Enhedspris", "Reaktionstid"))
    html += "<p>mange</p><p>dyrt</p><p>hurtigt</p>"
    document = read_document(html, "https://example.org/")
    turned = turn_runs(document.lines, WORDS, found)
    assert [line.bare for line in turned[:3]] == [True, True, True]
    assert [each.kind for each in found.found] == ["labels_apart"]


def test_a_caption_stands_under_its_value_alone_with_it_in_a_container() -> None:
    html = (
        "<div><b>1.328 kr.</b><p>Enhedspris</p></div><div><b>IBM</b><p>Leverandør</p></div>"
        "<div><p>Enheder</p><p>2-3</p></div>"
    )
    document = read_document(html, "https://example.org/")
    turned = turn_captions(document.lines, WORDS, document)
    assert [line.text for line in turned] == [
        *("Enhedspris", "1.328 kr.", "Leverandør", "IBM", "Enheder", "2-3")
    ]


def test_where_no_value_looks_like_its_captions_none_is_turned() -> None:
    html = "<div><p>Om prisen</p><p>Enhedspris</p></div><p>1.328 kr.</p>"
    document = read_document(html, "https://example.org/")
    assert turn_captions(document.lines, WORDS, document) == document.lines


def test_merged_cells_stand_in_every_place_that_they_cover() -> None:
    html = (
        "<table><tr><td rowspan=2>a</td><td colspan=2>b</td></tr>"
        "<tr><td>c</td><td>d</td></tr></table>"
    )
    document = read_document(html, "https://example.org/")
    table = grid(document.lines)
    assert [[row[at][0].text for at in sorted(row)] for row in table] == [
        ["a", "b", "b"],
        ["a", "c", "d"],
    ]


@pytest.mark.parametrize(
    "table",
    [
        "<tr><th>Enheder</th><th>Enhedspris</th></tr><tr><td>2-3</td><td>1.328 kr.</td></tr>",
        "<tr><th scope=row>Enheder</th><td>2-3</td></tr>"
        "<tr><th scope=row>Enhedspris</th><td>1.328 kr.</td></tr>",
        "<tr><th>Enheder</th><td>2-3</td><th>Enhedspris</th><td>1.328 kr.</td></tr>",
        "<tr><th>Felt</th><th>Værdi</th></tr><tr><td>Enheder</td><td>2-3</td></tr>"
        "<tr><td>Enhedspris</td><td>1.328 kr.</td></tr>",
        "<tr><th colspan=2>Pris</th></tr><tr><th>Enheder</th><th>Enhedspris</th></tr>"
        "<tr><td>2-3</td><td>1.328 kr.</td></tr>",
    ],
    ids=["top", "left", "two columns of labels", "legend", "two rows of heads"],
)
def test_a_table_gives_each_label_before_its_value(table: str) -> None:
    told = [each for each in lines(f"<table>{table}</table>") if each != "Pris"]
    assert told == ["Enheder", "2-3", "Enhedspris", "1.328 kr."]


ROWS = (
    "<tr><th>Ydelse</th><th>Leverandør</th><th>Enhedspris</th></tr>"
    "<tr><td>Rute</td><td rowspan=2>IBM</td><td>1.328 kr.</td></tr>"
    "<tr><td>SFTP</td><td>900 kr.</td></tr>"
)
COLUMNS = (
    "<tr><td></td><th>Rute</th><th>SFTP</th></tr>"
    "<tr><th>Leverandør</th><td colspan=2>IBM</td></tr>"
    "<tr><th>Enhedspris</th><td>1.328 kr.</td><td>900 kr.</td></tr>"
)


@pytest.mark.parametrize("table", [ROWS, COLUMNS], ids=["rows", "columns"])
def test_a_table_of_records_gives_one_after_another(table: str) -> None:
    document = read_document(f"<table>{table}</table>", "https://example.org/")
    records = rows_of(document.lines, CARDS) or []
    assert [[line.text for line in record] for record in records] == [
        ["Rute", "Leverandør", "IBM", "Enhedspris", "1.328 kr."],
        ["SFTP", "Leverandør", "IBM", "Enhedspris", "900 kr."],
    ]


@pytest.mark.parametrize("table", [ROWS, COLUMNS], ids=["rows", "columns"])
@pytest.mark.parametrize(("own", "price"), [("SFTP", "900 kr."), ("Rute", "1.328 kr.")])
def test_of_several_records_in_a_table_the_pages_own_is_read(
    table: str, own: str, price: str
) -> None:
    document = read_document(f"<table>{table}</table>", "https://example.org/")
    found = Findings()
    told = [line.text for line in arrange(document.lines, WORDS, own, found, document)]
    assert told[told.index("Enhedspris") + 1] == price
    assert found.found == []


@pytest.mark.parametrize("table", [ROWS, COLUMNS], ids=["rows", "columns"])
def test_of_several_records_none_of_which_is_the_pages_own_none_is_read(table: str) -> None:
    document = read_document(f"<table>{table}</table>", "https://example.org/")
    found = Findings()
    told = arrange(document.lines, WORDS, "Noget helt andet", found, document)
    assert all(line.bare for line in told)
    assert [each.kind for each in found.found] == ["several_records"]
