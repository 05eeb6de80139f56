"""A labelled value made ready: how it is printed on the page, and what is true of it."""

from __future__ import annotations

from tests.parse.generated import marks
from tests.parse.generated.maker import Maker
from tests.parse.generated.rows import Row
from tests.parse.generated.truth import Truth
from tests.parse.generated.values import Printed

SAID_BESIDE = frozenset(
    "price_basis vat units_unit reaction_days_least reaction_unit delivery_days_least "
    "delivery_unit".split()
)
"""Columns of a value that may be read, or not, where another part of it could not be decoded."""
AS_PRINTED = frozenset(
    "name unit_price_text units_text reaction_text delivery_text valid_from_text".split()
)
"""Columns that may hold a text with a character that could not be decoded; a finding says so."""


def field(maker: Maker, label: str, value: Printed) -> tuple[Row, list[Truth]]:
    """Return a label and its value as HTML, and the truths of its columns."""
    made = marks.marked(maker, value)
    row = Row(marks.label(maker, label), made.html)
    words = (label, value.text)
    return row, [truth(column, value, words, made.broken) for column in value.columns]


def truth(column: str, value: Printed, words: tuple[str, ...], broken: str) -> Truth:
    """Return what is true of one column of a value."""
    right = value.columns[column]
    if not broken:
        return Truth(column, right, words, column in value.told)
    if column in SAID_BESIDE:
        return Truth(column, (None, *right), words)
    kept = (None, broken, *right) if column in AS_PRINTED else (None,)
    return Truth(column, kept, (*words, broken), told=True)


def bare_value(maker: Maker, value: Printed, *words: str) -> tuple[str, list[Truth]]:
    """Return the HTML of a value with no label, and the truths of its columns."""
    made = marks.marked(maker, value)
    told = (value.text, *words)
    return made.html, [truth(column, value, told, made.broken) for column in value.columns]
