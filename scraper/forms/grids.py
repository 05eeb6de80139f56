"""Fields that are cells of a table: which label belongs to which cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

from scraper.forms.cells import Content, State
from scraper.forms.markup import beside, child, every, is_bold, is_on, within
from scraper.forms.places import Kind, Place, Write
from scraper.forms.tables import Cell, Grid
from scraper.forms.wording import UNCLEAR, instructs, names_columns, says_help, says_value, says_who
from scraper.forms.writing import append, new_run, properties_in, properties_of, replace

_FREE = (State.OPEN, State.FIELD)
_WORDS = (State.LABEL, State.TEXT)


class Labelled:
    """A table whose cells have found their labels."""

    def __init__(self, grid: Grid, contents: dict[Any, Content]) -> None:
        self.grid = grid
        self.contents = contents
        self._times: Counter[Any] = Counter()
        self.labels: dict[Any, tuple[str, Kind]] = {}
        """By cell: what it is called, and whether that stands beside or above."""
        self.used: set[Any] = set()
        """The cells that are labels of others."""
        self.named_by: dict[Any, tuple[Cell, ...]] = {}
        """By cell: its label, and the heading that is a part of its name."""
        self.groups: set[Any] = set()
        """The cells that stand before the labels of several."""
        self.heads: dict[Any, list[str]] = {}
        """By cell: the groups it belongs to."""
        self._headings: dict[Any, Cell | None] = {}
        for cell in self.cells():
            if self._state(cell) in _FREE:
                self._find(cell.row, cell)
        for cell in self.cells():
            if self._state(cell) in _WORDS and cell.element not in self.used:
                self._find_filled(cell.row, cell)

    def places(self) -> Iterator[Place]:
        """Give the cells that are fields, but not those that hold fields of their own."""
        for element, (label, kind) in self.labels.items():
            content = self.contents[element]
            if content.state is not State.FIELD:
                hint = content.said if content.value is None else ""
                yield Place(
                    element, label, kind, content.value, _writer(element, content), hint=hint
                )

    def cells(self) -> Iterator[Cell]:
        """Give the cells, each once."""
        for row, cells in enumerate(self.grid.rows):
            yield from (each for each in cells if each.row == row)

    def _state(self, cell: Cell | None) -> State | None:
        return None if cell is None else self.contents[cell.element].state

    def _find(self, row: int, cell: Cell) -> None:
        """Find the label of a cell to fill in: before it in its row, or above it."""
        label = self._before(row, cell)
        heading = self._heading(cell)
        if label is not None and self._is_first(row, cell, label):
            if self._is_in_plain_table(row, cell):
                return
            if heading is not None and self._is_matrix(row, cell):
                self._name(cell, Kind.CELL_BESIDE, label, heading)
            elif not self._is_heading_of_values(cell, label):
                self._name(cell, Kind.CELL_BESIDE, label)
        elif label is not None and heading is not None:
            self._name(cell, Kind.CELL_BESIDE, label, heading)
        elif label is None and heading is not None and not self._labels_its_row(heading):
            self._name(cell, Kind.CELL_BELOW, heading)

    def _is_heading_of_values(self, cell: Cell, label: Cell) -> bool:
        """Say whether a cell that reads as a prompt only heads a column: `Felt | Udfyld her`."""
        said = self.contents[cell.element].said
        return (
            not cell.row and says_value(said) and names_columns(self.contents[label.element].label)
        )

    def _before_label(self, label: Cell, row: int) -> str:
        """Give what stands before a label in its row, for several rows or for a group of them."""
        before = self.grid.left(row, label)
        if before is None or self._state(before) is not State.LABEL:
            return ""
        if before.element in self.used:
            return ""
        self.groups.add(before.element)
        return self.contents[before.element].label

    def _name(self, cell: Cell, kind: Kind, label: Cell, heading: Cell | None = None) -> None:
        words = self.contents[label.element].label
        above = "" if heading is None else self.contents[heading.element].label
        if above and not says_value(above):
            words = f"{words} – {above}"
        self._head(
            cell,
            self._before_label(label, cell.row)
            if kind is Kind.CELL_BESIDE
            else self._above_label(label),
        )
        if kind is Kind.CELL_BELOW and self._begins_empty():
            words += UNCLEAR
        self._times[words] += 1
        number = f" ({self._times[words]})" if self._times[words] > 1 else ""
        named_by = tuple(each for each in (label, heading) if each is not None)
        self.named_by[cell.element] = named_by
        self.used |= {each.element for each in named_by}
        self.labels[cell.element] = (words + number, kind)

    def _head(self, cell: Cell, words: str) -> None:
        """Note what heads a cell."""
        if words:
            self.heads.setdefault(cell.element, []).append(words)

    def _above_label(self, label: Cell) -> str:
        """Give what stands right above a label that heads a column."""
        above = self.grid.above(label)
        if above is None or self._state(above) is not State.LABEL or above.element in self.used:
            return ""
        return self.contents[above.element].label

    def _begins_empty(self) -> bool:
        """Say whether the first row is to be filled in: then labels may stand below their cells."""
        return all(self._state(each) is State.OPEN for each in self.grid.rows[0])

    def _before(self, row: int, cell: Cell) -> Cell | None:
        """Give the label nearest before a cell; cells to fill in and help may stand between."""
        at = self.grid.left(row, cell)
        while at is not None:
            before = self.grid.left(row, at)
            if self._is_help_column(at):
                at = before
                continue
            if self._state(at) is State.LABEL and not self._is_help(at, before):
                return at
            if self._state(at) is State.TEXT and self._state(before) is not State.LABEL:
                return None
            at = before
        return None

    def _is_help(self, cell: Cell, before: Cell | None) -> bool:
        bracketed = self.contents[cell.element].label.startswith(("(", "fx ", "f.eks"))
        return bracketed and self._state(before) is State.LABEL

    def _is_help_column(self, cell: Cell) -> bool:
        """Say whether a cell stands in a column that explains, headed so: 'Vejledning'."""
        top = next((each for each in self.grid.rows[0] if each.start == cell.start), None)
        if top is None or not cell.row or self.grid.left(cell.row, cell) is None:
            return False
        words = self.contents[top.element].label
        return says_help(words) or says_who(words)

    def _is_first(self, row: int, cell: Cell, label: Cell) -> bool:
        """Say whether no other cell to fill in stands between a cell and its label."""
        between = [e for e in self.grid.rows[row] if label.end <= e.start < cell.start]
        return all(self._state(each) not in _FREE for each in between)

    def _heading(self, cell: Cell) -> Cell | None:
        """Give the label nearest above a cell; cells to fill in may stand between."""
        passed = []
        at: Cell | None = cell
        while at is not None and at.element not in self._headings:
            passed.append(at)
            at = self.grid.above(at)
            if self._state(at) not in _FREE:
                break
        known = at is not None and at.element in self._headings
        found = self._headings[at.element] if at is not None and known else at
        heading = found if self._state(found) is State.LABEL else None
        self._headings |= {each.element: heading for each in passed}
        return heading

    def _labels_its_row(self, label: Cell) -> bool:
        """Say whether a label belongs to the cell after it, not to the one below."""
        after = self.grid.right(label.row, label)
        return self._state(after) in _FREE or (
            after is not None
            and self.contents[label.element].ends_in_colon
            and not self.contents[after.element].ends_in_colon
        )

    def _is_matrix(self, row: int, cell: Cell) -> bool:
        """Say whether the cell after this is to be filled in too, both below headings of a row."""
        after = self.grid.right(row, cell)
        if after is None or self._state(after) not in _FREE:
            return False
        headings = (self._heading(cell), self._heading(after))
        return None not in headings and headings[0].row == headings[1].row  # type: ignore[union-attr]

    def _is_in_plain_table(self, row: int, cell: Cell) -> bool:
        """Say whether a cell is only left empty in a table of text, below its column's heading."""
        before = [each for each in self.grid.rows[row] if each.start < cell.start]
        heading = next((e for e in self.grid.rows[0] if e.start == cell.start), None)
        if heading is None or len([e for e in before if self._state(e) is State.LABEL]) < 2:
            return False
        if says_value(self.contents[heading.element].label):
            return False
        return self.is_header(heading.row) and all(self._state(e) in _WORDS for e in before)

    def is_header(self, row: int) -> bool:
        """Say whether a row heads columns: it is repeated on each page, or bold throughout."""
        cells = self.grid.rows[row]
        parent = cells[0].element.getparent()
        return is_on(child(parent, "trPr", "tblHeader")) or all(
            is_bold(*within(e.element, "p")) for e in cells
        )

    def _find_filled(self, row: int, cell: Cell) -> None:
        """Find the label of a cell somebody has filled in, in a table with fields such as it."""
        if self.contents[cell.element].value is None:  # a picture
            return
        if cell.row == 0 and self._heads_values(self.grid.rows[0]):
            return
        label = self.grid.left(row, cell)
        if label is not None and self._state(label) is State.LABEL:
            content = self.contents[label.element]
            colons = content.ends_in_colon and not self.contents[cell.element].ends_in_colon
            if label.element not in self.labels and (colons or self._has_beside(label, cell)):
                self._name(cell, Kind.CELL_BESIDE, label)
            return
        heading = self.grid.above(cell)
        if heading is None or (label is not None and self._state(label) in _WORDS):
            return
        below = [self.labels.get(each.element) for each in self.grid.rows[row]]
        if (
            self._state(heading) is State.LABEL
            and heading.element not in self.labels
            and any(each is not None and each[1] is Kind.CELL_BELOW for each in below)
        ):
            self._name(cell, Kind.CELL_BELOW, heading)

    def _heads_values(self, row: tuple[Cell, ...]) -> bool:
        """Say whether a row only heads columns: one of its cells says that values stand below."""
        words = [self.contents[each.element].label for each in row]
        return any(says_value(each) or says_help(each) for each in words if not instructs(each))

    def _has_beside(self, label: Cell, cell: Cell) -> bool:
        """Say whether another row has its label and a field to fill in in the same columns."""
        if self.is_header(label.row):
            return False
        for number, row in enumerate(self.grid.rows):
            for each in row:
                before = self.grid.left(number, each)
                _, kind = self.labels.get(each.element, (None, None))
                if (
                    each.start == cell.start
                    and before is not None
                    and before.start == label.start
                    and kind is Kind.CELL_BESIDE
                    and self._state(each) in _FREE
                    and not self._names_its_own(each)
                ):
                    return True
        return False

    def _names_its_own(self, cell: Cell) -> bool:
        """Say whether a cell holds labels, or a table, of its own."""
        holds = bool(every(cell.element, "tbl")) or self.contents[cell.element].label != ""
        return self._state(cell) is State.FIELD and holds


def _writer(cell: Any, content: Content) -> Write:
    def write(value: str) -> list[Any]:
        lines = [(paragraph, signs) for paragraph, signs in content.lines if signs]
        if not content.lines:
            paragraph = etree.SubElement(cell, beside(cell, "p"))
            append(paragraph, [new_run(paragraph, value)])
            return [cell]
        target, signs = lines[0] if lines else content.lines[0]
        properties = properties_of(signs[0].run) if signs else properties_in(target)
        run = new_run(target, value, properties)
        if signs:
            replace(signs, [run])
        else:
            append(target, [run])
        for _, others in lines[1:]:
            replace(others, [])
        return [target] if len(lines) < 2 else [cell]

    return write
