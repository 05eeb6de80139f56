"""A labelled value made ready: how it is printed on the page, and what is true of it."""

from __future__ import annotations

from tests.parse.generated import marks
from tests.parse.generated.maker import Maker
from tests.parse.generated.rows import Row
from tests.parse.generated.truth import Truth, bare
from tests.parse.generated.values import Printed

NUMBERS = frozenset(
    "unit_price_oere units_min units_max reaction_days reaction_amount delivery_days "
    "delivery_amount valid_from version".split()
)
"""Columns that are null where a character of the value could not be decoded."""


def names(*words: str) -> tuple[str, ...]:
    """Return the words by which a finding may name a field; short ones stand for too much."""
    return tuple(word for word in words if len(bare(word)) > 3)


def field(maker: Maker, label: str, value: Printed) -> tuple[Row, list[Truth]]:
    """Return a label and its value as HTML, and the truths of its columns."""
    made = marks.marked(maker, value)
    row = Row(marks.label(maker, label), made.html)
    words = names(label, value.text)
    return row, [truth(column, value, words, made.broken) for column in value.columns]


def truth(column: str, value: Printed, words: tuple[str, ...], broken: bool) -> Truth:
    """Return what is true of one column of a value."""
    right = value.columns[column]
    if not broken:
        return Truth(column, right, words, column in value.told)
    if column in NUMBERS:
        return Truth(column, (None,), words, told=True)
    return Truth(column, (None, *right), words)


def bare_value(maker: Maker, value: Printed, *words: str) -> tuple[str, list[Truth]]:
    """Return the HTML of a value with no label, and the truths of its columns."""
    made = marks.marked(maker, value)
    told = names(value.text, *words)
    return made.html, [truth(column, value, told, made.broken) for column in value.columns]
