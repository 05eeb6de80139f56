"""The search box finds what was meant, and no query is an error."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.spelling import code_of, folded, search_expression, spellings, teach, terms


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("rute", ("rute",)),
        ("ydelse", ("ydelse", "ydels")),
        ("kommunernes", ("kommunernes", "kommun")),
        ("vejledningerne", ("vejledningerne", "vejledning")),
        ("Tilslutningsvejledninger", ("Tilslutningsvejledninger", "tilslutningsvejledning")),
        ("SF1590.B.01", ("SF1590.B.01", "SF1590_B_01")),
        ("oekonomi", ("oekonomi", "økonomi")),
        ("Økonomi", ("Økonomi", "oekonomi")),
        ("Åbenraa", ("Åbenraa", "aabenraa", "åbenrå")),
        ("sf1590b01", ("sf1590b01", "SF1590_B_01")),
        ("SF1590_B_01", ("SF1590_B_01",)),
        ("sf1590", ("sf1590",)),
        ("sf1590b0", ("sf1590b0", "SF1590_B_0")),
    ],
)
def test_spellings(word: str, forms: tuple[str, ...]) -> None:
    assert spellings(word) == forms


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ("rute pris", '("rute") AND ("pris")'),
        ('"ny rute" pris', '("ny rute") AND ("pris")'),
        ('"ny rute', '("ny rute")'),
        ("gæld", '("gæld" OR "gaeld")'),
        ('"', '""'),
        ("", '""'),
        ("a AND NOT b*", '("AND") AND ("NOT")'),
        ("del af post", '("del") AND ("post")'),
        ("SF1590B01,", '("SF1590B01" OR "SF1590_B_01")'),
    ],
)
def test_expressions(query: str, expression: str) -> None:
    assert search_expression(query) == expression


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=30))
def test_no_query_is_an_error(query: str) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE VIRTUAL TABLE t USING fts5 (words, tokenize = 'trigram')")
        db.execute("SELECT * FROM t WHERE t MATCH ?", [search_expression(query)]).fetchall()


@pytest.mark.parametrize(
    "written",
    [
        *("SF1590_B_01", "sf1590b01", "SF1590-B-01", "SF1590.B.01", "sf 1590 b 01"),
        *("sf-1590-b-01", "SF1590B 01", "SF_1590_B_01", " sf1590 b01 "),
    ],
)
def test_a_code_is_known_in_any_spelling(written: str) -> None:
    assert code_of(written) == "SF1590_B_01"
    assert "SF1590_B_01" in {form for term in terms(written) for form in spellings(term)}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SF1590 i drift", ["SF1590", "drift"]),
        ("sf 1590 a", ["SF1590_A"]),
        ("rute sf 1590 b 01 pris", ["rute", "SF1590_B_01", "pris"]),
        ("SF1590 og 12", ["SF1590"]),
    ],
)
def test_a_code_among_words(query: str, found: list[str]) -> None:
    assert terms(query) == found


@pytest.mark.parametrize("text", ["rute", "SF", "", "1590", "SF1590 i drift", "SF15"])
def test_what_is_no_code(text: str) -> None:
    assert code_of(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("ÅBNING", "aabning"), ("økonomi", "OEKONOMI"), ("Ærø", "aeroe"), ("café", "CAFE")],
)
def test_spellings_that_compare_alike(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_danish_order() -> None:
    names = ["abe", "CAFÉ", "Zebra", "Æble", "Ølkasse", "Åbning", "aare"]  # aa is å
    versions = ["3.2", "3.9", "3.10", "4.0"]
    with closing(sqlite3.connect(":memory:")) as db:
        teach(db)
        db.execute("CREATE TABLE t (name TEXT)")
        for given, collation in ((names, "dansk"), (versions, "version")):
            db.execute("DELETE FROM t")
            db.executemany("INSERT INTO t VALUES (?)", [[each] for each in reversed(given)])
            rows = db.execute(f"SELECT name FROM t ORDER BY name COLLATE {collation}").fetchall()
            assert [row[0] for row in rows] == given
