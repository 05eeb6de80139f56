"""The search box finds what was meant, and no query is an error."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.spelling import search_expression, spellings


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
