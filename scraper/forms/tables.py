"""Tables as grids: which cell stands beside and above which, merged cells taken for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scraper.forms.markup import attribute, child, every, within


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One cell, from the grid column `start` to before `end`."""

    element: Any
    row: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A table's rows of cells. A cell merged over rows stands in each of them."""

    table: Any
    rows: tuple[tuple[Cell, ...], ...]

    def left(self, row: int, cell: Cell) -> Cell | None:
        """Give the cell before a cell in a row."""
        return next((each for each in self.rows[row] if each.end == cell.start), None)

    def right(self, row: int, cell: Cell) -> Cell | None:
        """Give the cell after a cell in a row."""
        return next((each for each in self.rows[row] if each.start == cell.end), None)

    def above(self, cell: Cell) -> Cell | None:
        """Give the cell above, if it is as wide, or if each is alone in its row."""
        if not cell.row:
            return None
        row = self.rows[cell.row - 1]
        if len(row) == len(self.rows[cell.row]) == 1:
            return row[0]
        return next((e for e in row if (e.start, e.end) == (cell.start, cell.end)), None)


def grids(root: Any) -> list[Grid]:
    """Give the tables of a part, outer before inner ones; rows deleted in tracked changes not."""
    return [_grid(table) for table in every(root, "tbl")]


def _grid(table: Any) -> Grid:
    rows: list[tuple[Cell, ...]] = []
    for row in within(table, "tr"):
        if child(row, "trPr", "del") is None:
            rows.append(_row(row, len(rows), rows[-1] if rows else ()))
    return Grid(table, tuple(rows))


def _row(row: Any, number: int, above: tuple[Cell, ...]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    at = _number(child(row, "trPr", "gridBefore"), 0)
    for element in within(row, "tc"):
        end = at + _number(child(element, "tcPr", "gridSpan"), 1)
        merged = next((each for each in above if each.start == at), None)
        if merged is not None and _continues(element):
            cells.append(merged)
        else:
            cells.append(Cell(element, number, at, end))
        at = end
    return tuple(cells)


def _continues(element: Any) -> bool:
    merge = child(element, "tcPr", "vMerge")
    return merge is not None and attribute(merge, "val") in (None, "continue")


def _number(element: Any, otherwise: int) -> int:
    text = "" if element is None else attribute(element, "val") or ""
    return min(int(text), 1000) if text.isdecimal() else otherwise
