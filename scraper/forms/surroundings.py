"""What else stands around a table's fields: what heads their columns, and words in their rows."""

from __future__ import annotations

from collections.abc import Container

from scraper.forms.cells import State
from scraper.forms.grids import Labelled
from scraper.forms.tables import Cell
from scraper.forms.whose import is_for_filler
from scraper.forms.wording import says_value, says_who

_MOST_WORDS = 12
"""Texts above a cell that are looked at, the nearest."""


class Surroundings:
    """The words of a table that are no field and no field's label."""

    def __init__(self, table: Labelled) -> None:
        self._table = table
        self._columns: dict[tuple[int, int], list[tuple[list[str], list[str]]]] = {}

    def label(self, cell: Cell) -> str:
        """Give what a cell is called, or nothing."""
        return self._table.labels.get(cell.element, ("", None))[0]

    def of(self, cell: Cell) -> tuple[list[str], list[str]]:
        """Give what heads a cell in its table, and what else stands in its row and column.

        Labels of other fields are left out, and what is above words for who fills the form in.
        """
        table = self._table
        named_by = table.named_by.get(cell.element, ())
        words = [table.contents[each.element].rest for each in named_by]
        heads = list(table.heads.get(cell.element, []))
        own = {cell.element, *(each.element for each in named_by)}
        for each in table.grid.rows[cell.row]:
            (heads if self._tells_who(each) else words).append(self._said(each, own))
        for column in (cell, *(each for each in named_by if each.row == cell.row)):
            headed, said = self._column(column.start, column.end)[cell.row]
            heads += headed
            words += said
        return [each for each in heads if each and not says_value(each)], [*filter(None, words)]

    def _column(self, start: int, end: int) -> list[tuple[list[str], list[str]]]:
        """Give for each row what heads these columns above it, and what else stands there.

        The nearest comes first; words for who fills the form in end what is above them.
        """
        if (start, end) not in self._columns:
            heads: list[str] = []
            words: list[str] = []
            told = []
            for number, row in enumerate(self._table.grid.rows):
                told.append((heads, words))
                over = [e for e in row if len(row) > 1 and e.start < end and start < e.end]
                said = [text for each in over if (text := self._said(each, ()))]
                if any(map(is_for_filler, said)):
                    heads, words = [], []
                if not number or self._table.is_header(number):
                    heads = [*said, *heads]
                else:
                    words = [*said, *words][:_MOST_WORDS]
            self._columns[start, end] = told
        return self._columns[start, end]

    def _tells_who(self, cell: Cell) -> bool:
        """Say whether a cell stands in a column of those who fill in: 'Udfyldes af'."""
        first = self._table.grid.rows[0]
        top = next((each for each in first if each.start == cell.start), None)
        return (
            top is not None and cell.row > 0 and says_who(self._table.contents[top.element].label)
        )

    def _said(self, cell: Cell, own: Container[object]) -> str:
        """Give the words of a cell that is neither a field, nor one's own or another's label."""
        table, content = self._table, self._table.contents[cell.element]
        taken = (own, table.used, table.labels, table.groups)
        free = not any(cell.element in each for each in taken)
        return content.said if free and content.state in (State.LABEL, State.TEXT) else ""
