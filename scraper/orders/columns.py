"""Where a sheet's headers stand, and which column holds the municipalities (pure).

Nothing depends on the order of the columns: a header that says Kommune is believed, and column G,
which the guide names, where its cells are municipalities.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scraper.orders.cells import Grid
from scraper.orders.markup import letter
from scraper.orders.municipality import are_known, are_names, is_header, is_known

HEADER_WITHIN = 60  # lines: titles and notes above are not longer
BY_THE_GUIDE = 6
"""Column G: "I kolonne G finder man sin kommune"."""
_MOST_HEADER_LINES = 3
_LONGEST_LABEL = 60  # letters
_LONGEST_GROUP = 30
BETWEEN = " – "
"""Stands between a header over several columns and the header of one of them."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is to be read, lines and columns counted from 0.

    `headers` has one for each column, distinct, empty where none is printed; `header` is the lines
    they stand on, `body` the first line below. `others` are further columns that say Kommune.
    """

    headers: tuple[str, ...]
    header: range
    body: int
    municipality: int
    chosen_by: str
    others: tuple[int, ...] = ()


def lay_out(grid: Grid) -> Layout | None:
    """Find the header and the column of municipalities. None where there is no such column."""
    found = [(_doubt(grid, layout), layout) for layout in (*_by_header(grid), *_by_letter(grid))]
    return min(found, key=lambda each: each[0])[1] if found else None


def filled(grid: Grid, lines: range, *, across: bool) -> list[list[str]]:
    """Give these lines with every merged range's text in each of its cells.

    Without `across`, only what is merged downwards within one column.
    """
    full = [list(line) for line in grid.lines]
    for (top, left), (bottom, right) in grid.merged:
        if top in lines and top < len(full) and (across or left == right):
            for line in range(top, min(bottom + 1, len(full))):
                cells = full[line]
                stretch = range(left, min(right + 1, len(cells)))
                cells[left : right + 1] = [grid.lines[top][left]] * len(stretch)
    return full[lines.start : lines.stop]


def _doubt(grid: Grid, layout: Layout) -> int:
    """Say how little the column looks like one of municipalities: 0 is certain."""
    cells = _below(grid, layout.municipality, layout.body)
    return 0 if are_known(cells) else 1 if are_names(cells) else 2


def _by_header(grid: Grid) -> Iterable[Layout]:
    """Give the layouts in which a header says Kommune and something stands below it."""
    for line in range(min(HEADER_WITHIN, len(grid.lines))):
        if not any(map(is_header, grid.lines[line])) or _count(grid.lines[line]) < 2:
            continue
        headers, block = _headers(grid, line)
        each = [
            Layout(headers, block, block.stop, at, f"overskriften »{header}«")
            for at, header in enumerate(headers)
            if is_header(header) or is_header(header.rpartition(BETWEEN)[2])
            if any(_below(grid, at, block.stop))
        ]
        each.sort(key=lambda layout: (_doubt(grid, layout), layout.municipality != BY_THE_GUIDE))
        if each:
            yield replace(each[0], others=tuple(layout.municipality for layout in each[1:]))


def _by_letter(grid: Grid) -> Iterable[Layout]:
    """Give the layout in which column G holds municipalities, whatever its header says."""
    start = next((at for at, text in enumerate(_below(grid, BY_THE_GUIDE, 0)) if is_known(text)), 0)
    if start > HEADER_WITHIN or not are_known(_below(grid, BY_THE_GUIDE, start)):
        return
    chosen = f"bogstavet {letter(BY_THE_GUIDE)}"
    above = [at for at in range(start) if _count(grid.lines[at])]
    if above and (_count(grid.lines[above[-1]]) > 1 or _merged_down(grid, above[-1])):
        headers, block = _headers(grid, above[-1])
    else:
        headers, block = ("",) * len(grid.lines[0]), range(start, start)
    yield Layout(headers, block, start, BY_THE_GUIDE, chosen)


def _headers(grid: Grid, line: int) -> tuple[tuple[str, ...], range]:
    """Give the headers of a table with this line in its header, and all lines of the header."""
    first = line - 1 if _is_above(grid, line) else line
    last = line
    while last - first + 1 < _MOST_HEADER_LINES and _is_continued(grid, last):
        last += 1
    block = range(first, last + 1)
    full = filled(grid, block, across=True)
    if first < line and not _merged_down(grid, line) and not _merged_across(grid, first):
        full[0] = _onwards(full[0])
    columns = zip(*full, strict=True)
    headers = [
        BETWEEN.join(dict.fromkeys(" ".join(text.split()) for text in pieces if text))
        if any(grid.lines[at][column] for at in block) or any(_below(grid, column, block.stop))
        else ""
        for column, pieces in enumerate(columns)
    ]
    return _distinct(headers), block


def _onwards(texts: Iterable[str]) -> list[str]:
    """Give each cell of a line its text, or else the nearest before it."""
    last, reached = "", []
    for text in texts:
        last = text or last
        reached.append(last)
    return reached


def _is_above(grid: Grid, line: int) -> bool:
    """Say whether the line above holds headers over several columns each, and is no title."""
    if not line:
        return False
    if _merged_down(grid, line):
        return True
    groups = _merged_across(grid, line - 1) or _groups(grid, line)
    leftmost = next(at for at, text in enumerate(grid.lines[line]) if text)
    return bool(groups) and (_count(grid.lines[line - 1]) > 1 or groups[0] > leftmost)


def _groups(grid: Grid, line: int) -> list[int]:
    """Give the columns in which short words above a line begin that head it from there on."""
    above, cells = grid.lines[line - 1], grid.lines[line]
    texts = [text for text in above if text]
    heads = all(cells[at] for at, text in enumerate(above) if text)
    short = all(len(text) <= _LONGEST_GROUP and _is_group(text) for text in texts)
    few = len(texts) < _count(cells)
    return [at for at, text in enumerate(above) if text] if heads and short and few else []


def _is_group(text: str) -> bool:
    return _is_label(text) and ":" not in text and not any(map(str.isdigit, text))


def _is_continued(grid: Grid, last: int) -> bool:
    """Say whether the line below belongs to the header too."""
    if last + 1 >= len(grid.lines):
        return False
    above, cells = grid.lines[last], grid.lines[last + 1]
    if not any(cells) or any(map(is_known, cells)):
        return False
    if _merged_down(grid, last + 1):
        return True
    if not all(_is_label(text) for text in cells if text):
        return False
    pairs = list(zip(above, cells, strict=True))
    nameless = not any(text for upper, text in pairs if is_header(upper))
    return bool(_merged_across(grid, last)) or (
        nameless and any(text and not upper for upper, text in pairs)
    )


def _merged_down(grid: Grid, line: int) -> bool:
    """Say whether a text in the line above reaches down into this one."""
    return any(
        top < line <= bottom and top < len(grid.lines) and grid.lines[top][left]
        for (top, left), (bottom, _) in grid.merged
        if left < len(grid.lines[0])
    )


def _merged_across(grid: Grid, line: int) -> list[int]:
    """Give the columns in which a text begins that reaches over several columns of this line."""
    return sorted(
        left
        for (top, left), (bottom, right) in grid.merged
        if top == bottom == line and left < right and left < len(grid.lines[line])
        if grid.lines[line][left]
    )


def _is_label(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    plain = len(text) <= _LONGEST_LABEL and not any(sign in text for sign in ("@", "://"))
    return plain and text[0].isalpha() and 2 * letters > len(text)


def _distinct(headers: Sequence[str]) -> tuple[str, ...]:
    """Give headers that are printed twice a number: `Telefon`, `Telefon (2)`."""
    taken: set[str] = set()
    distinct: list[str] = []
    for header in headers:
        name, number = header, 1
        while header and name in taken:
            number += 1
            name = f"{header} ({number})"
        taken.add(name)
        distinct.append(name)
    return tuple(distinct)


def _below(grid: Grid, column: int, line: int) -> list[str]:
    """Give a column's cells from this line on; none where the sheet is narrower."""
    return [cells[column] for cells in grid.lines[line:] if column < len(cells)]


def _count(cells: Sequence[str]) -> int:
    return sum(map(bool, cells))
