"""What a line is by its neighbours: tables laid out, and runs of labels before their values.

Each pass puts every label right before its value, so that the lines can be read in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, pairwise

from scraper.parse.fields import HELP_MARKS, Vocabulary, fits, key
from scraper.parse.html import TERM, Document, Line
from scraper.parse.result import Findings
from scraper.parse.vocabulary import NAME_HEADS, Field

_NAME_HEADS = frozenset(key(word) for word in NAME_HEADS)
_LONGEST_HELP = max(map(len, HELP_MARKS)) + 2
_LONGEST_VALUE = 100
Grid = list[dict[int, list[Line]]]
"""A table's rows: for each column that a cell covers, the cell's lines."""


def arrange(
    lines: Sequence[Line],
    words: Vocabulary,
    own: str = "",
    found: Findings | None = None,
    page: Document | None = None,
) -> list[Line]:
    """Put every label right before its value.

    `own`: the name of the record that the lines are about; of a table with several records its row
    or column is read. Where none is, and they differ, none is read, with a finding. With `page`
    captions under their values are known by the containers in which they stand.
    """
    turned = [
        line for line in lines if len(line.text) > _LONGEST_HELP or key(line.text) not in HELP_MARKS
    ]
    if page is not None:
        turned = turn_captions(turned, words, page)
    if has_table(turned):
        turned = [each for piece in tables(turned) for each in _flat(piece, words, own, found)]
    return turn_runs(turned, words, found)


def has_table(lines: Sequence[Line]) -> bool:
    """Whether any of the lines stands in a table."""
    return any(line.cell is not None for line in lines)


def tables(lines: Sequence[Line]) -> list[list[Line]]:
    """Cut lines into pieces: the lines of one table, or lines of none."""
    if lines and not has_table(lines):
        return [list(lines)]
    pieces: list[list[Line]] = []
    for line in lines:
        last = pieces[-1][-1] if pieces else None
        table = line.cell.table if line.cell else 0
        if last is None or (last.cell.table if last.cell else 0) != table:
            pieces.append([])
        pieces[-1].append(line)
    return pieces


def grid(lines: Sequence[Line]) -> Grid:
    """Lay a table out as a browser does: a merged cell stands in every place that it covers."""
    rows: dict[int, dict[int, list[Line]]] = {}
    for line in lines:
        cell = line.cell
        assert cell is not None  # noqa: S101 - a table's line stands in a cell
        for row in range(cell.row, cell.row + min(cell.rows, len(lines))):
            for column in range(cell.column, cell.column + cell.columns):
                rows.setdefault(row, {}).setdefault(column, []).append(line)
    return [rows[row] for row in sorted(rows)]


def heads_of(table: Grid, words: Vocabulary) -> dict[int, Line] | None:
    """Return the labels that head a table's columns, by column; None where its top is no head.

    The top is one when it is marked as head and half of it is known, or when all of it is known. Of
    two rows of heads the lower one counts.
    """
    top = table[0]
    if any(len(cell) != 1 for cell in top.values()) or len(top) < 2:
        return None
    heads = {column: cell[0] for column, cell in top.items()}
    known = [label for line in heads.values() if (label := words.match(line.text))]
    marked = all(line.cell and line.cell.header for line in heads.values())
    if len(known) == len(heads) or (marked and _is_ours(known, len(heads))):
        return heads
    return None


def _is_ours(known: list[Field], heads: int) -> bool:
    """Whether a table's heads are this page's labels: half of them known, or a choosy one.

    A table of cookies has a "Leverandør" too.
    """
    return len(known) > 0 and (2 * len(known) >= heads or any(label.looks for label in known))


def _flat(lines: list[Line], words: Vocabulary, own: str, found: Findings | None) -> list[Line]:
    """Return one table's lines with every label before its value."""
    if lines[0].cell is None:
        return lines
    table = grid(lines)
    second = heads_of(table[1:], words) if len(table) > 2 else None
    heads = heads_of(table, words)
    if second is not None and (heads is None or len(second) > len(heads)):
        table, heads = table[1:], second
    if heads is not None and len(table) > 1:
        records = [_under(heads, row) for row in table[1:]]
        return _one_of(records, words, own, found)
    if _is_legend(table, words):
        return [line for line in lines if line.cell and line.cell.row > 0]
    sides = _beside(table, words)
    return _one_of(sides, words, own, found) if sides else _row_by_row(lines, table, words)


def _row_by_row(lines: list[Line], table: Grid, words: Vocabulary) -> list[Line]:
    """Return the lines of a table with its labels beside their values.

    A value that reaches over several rows stands at each of their labels; a label with which the
    table ends has none: it cannot stand outside.
    """
    if any(line.cell and line.cell.rows > 1 for line in lines):
        told: list[Line] = []
        for row in table:
            for cell in row.values():
                told += [each for each in cell if each not in told or not words.match(each.text)]
        lines = told
    if words.match(lines[-1].text):
        lines = [*lines[:-1], replace(lines[-1], bare=True)]
    return lines


def _is_legend(table: Grid, words: Vocabulary) -> bool:
    """Whether a table's top says what its two columns are ("Felt", "Værdi"): labels, values."""
    top, rest = table[0], table[1:]
    marked = all(line.cell and line.cell.header for line in chain(*top.values()))
    if sorted(top) != [0, 1] or not marked:
        return False
    sides = [row[0][0] for row in rest if row.get(0)]
    known = [side for side in sides if words.match(side.text)]
    return words.match(top[0][0].text) is None and 2 * len(known) > len(rest)


def rows_of(
    lines: Sequence[Line], words: Vocabulary, *, named: bool = False
) -> list[list[Line]] | None:
    """Return the records of a table, one in each row or column, each cell after its label.

    Of rows, some column has a head that is no label: it names the records, and comes first. Columns
    are named on top. None where a table is no such one: with `named` its heads may all be labels,
    as its records have a name among them.
    """
    if not lines or lines[0].cell is None:
        return None
    table = grid(lines)
    heads = heads_of(table, words)
    if heads is None:
        sides = _beside(table, words)
        return [[replace(line, cell=None) for line in side] for side in sides] or None
    names = [at for at, head in heads.items() if words.match(head.text) is None]
    if not names and not named:
        return None
    first = next((at for at in names if key(heads[at].text) in _NAME_HEADS), None)
    if first is None:
        first = names[0] if names else next(iter(heads))
    return [_record(heads, row, first) for row in table[1:]]


def _record(heads: dict[int, Line], row: dict[int, list[Line]], named: int) -> list[Line]:
    """Return a row's lines outside the table: its name, then every other cell after its head."""
    lines = [replace(line, label=0, cell=None) for line in row.get(named, ())]
    for column, cell in row.items():
        if column == named or cell is row.get(named):
            continue
        head = heads.get(column)
        if head is not None:
            lines.append(replace(head, label=TERM, level=0, cell=None, links=()))
        lines += [replace(_without_head(line, head), cell=None) for line in cell]
    return lines


def _without_head(line: Line, head: Line | None) -> Line:
    """Return a cell's line without the head that a page for narrow screens says in it again."""
    if head is None or len(line.atoms) < 2 or key(line.atoms[0]) != key(head.text):
        return line
    text = line.text.removeprefix(line.atoms[0]).lstrip(" :")
    return replace(line, text=text, atoms=line.atoms[1:], full="")


def _under(heads: dict[int, Line], row: dict[int, list[Line]]) -> list[Line]:
    """Return a row's lines, each cell's after the label on top of its column."""
    turned: list[Line] = []
    for column, head in heads.items():
        turned.append(replace(head, label=TERM, bare=column not in row, links=()))
        turned += [_without_head(line, head) for line in row.get(column, ())]
    return turned


def _beside(table: Grid, words: Vocabulary) -> list[list[Line]]:
    """Return the records of a table with one in each column, its labels to the left.

    There are some when the top names them and every row below begins with a label.
    """
    width = max(len(row) for row in table)
    top, rest = table[0], table[1:]
    if width < 3 or len(rest) < 2:
        return []
    sides = [row[0][0] for row in rest if row.get(0)]
    known = [side for side in sides if words.match(side.text)]
    if 2 * len(known) <= len(rest) or any(words.match(cell[0].text) for cell in top.values()):
        return []
    if any(words.match(cell[0].text) for row in rest for at, cell in row.items() if at):
        return []  # two columns of labels, each beside its values
    return [
        [
            *(replace(line, label=0) for line in top.get(column, ())),
            *(
                line
                for row in rest
                if row.get(0)
                for line in (
                    replace(row[0][0], label=TERM, bare=column not in row),
                    *row.get(column, ()),
                )
            ),
        ]
        for column in range(1, width)
    ]


def _one_of(
    records: list[list[Line]], words: Vocabulary, own: str, found: Findings | None
) -> list[Line]:
    """Return the lines of the record that is the page's own, of several in one table."""
    if len(records) == 1 or found is None:
        return [line for lines in records for line in lines]
    named = [lines for lines in records if own and any(line.text == own for line in lines)]
    if len(named) == 1:
        return named[0]
    told = {tuple(line.text for line in lines if not _names(line, words)) for lines in records}
    if len(told) == 1:
        return records[0]
    labels = sorted({line.text for line in records[0] if words.match(line.text)})
    found.add(
        "several_records",
        f"a table tells of {len(records)} records, none by the page's name: {', '.join(labels)}",
        ", ".join(labels),
    )
    return [replace(line, bare=True) for line in records[0] if words.match(line.text)]


def _names(line: Line, words: Vocabulary) -> bool:
    """Whether a line of a row may be its name: it is linked."""
    return bool(line.links) and words.match(line.text) is None


def turn_runs(lines: list[Line], words: Vocabulary, found: Findings | None = None) -> list[Line]:
    """Turn each run of labels that is followed by as many values that fit them.

    Where so many lines follow that do not fit, no label has a value: a finding says so.
    """
    alone = [words.is_label(line) and len(line.atoms) == 1 for line in lines]
    if (True, True) not in pairwise(alone):
        return lines
    turned: list[Line] = []
    at = 0
    while at < len(lines):
        length = 0
        while at + length < len(lines) and alone[at + length]:
            length += 1
        values = lines[at + length : at + 2 * length]
        if length > 1 and len(values) == length and _fit(lines[at : at + length], values, words):
            for label, value in zip(lines[at : at + length], values, strict=True):
                turned += [label, value]
            at += 2 * length
        elif found is not None and length > 2 and _are_values(values, length, words):
            labels = ", ".join(line.text for line in lines[at : at + length])
            found.add("labels_apart", f"labels that no values fit: {labels}", labels)
            turned += [replace(line, bare=True) for line in lines[at : at + length]]
            at += length
        else:
            turned += lines[at : at + max(length, 1)]
            at += max(length, 1)
    return turned


def _are_values(lines: list[Line], length: int, words: Vocabulary) -> bool:
    """Whether lines may be so many values: short ones, and no labels or furniture."""
    return len(lines) == length and not any(
        words.split(line) or key(line.text) in words.furniture or len(line.text) > _LONGEST_VALUE
        for line in lines
    )


def _fit(labels: list[Line], values: list[Line], words: Vocabulary) -> bool:
    """Whether each value can stand at its label.

    At least one label must be choosy; of three or more one may have an odd value.
    """
    if not _are_values(values, len(labels), words):
        return False
    looks = [
        fits(label.looks, value.text)
        for line, value in zip(labels, values, strict=True)
        if (label := words.match(line.text)) and label.looks
    ]
    return len(looks) > 0 and looks.count(False) <= (1 if len(looks) > 2 else 0)


def turn_captions(lines: list[Line], words: Vocabulary, page: Document) -> list[Line]:
    """Turn each value with its label as a caption under it: the two alone in a container.

    One value at least must look as its label's values do; a label with a value of its own after it
    is no caption.
    """
    labels = [at for at in range(1, len(lines)) if words.is_label(lines[at])]
    if not any(_looks_right(lines[at], lines[at - 1], words) for at in labels):
        return lines
    pairs = [at for at in labels if _is_caption(lines, at, words, page)]
    if not any(_looks_right(lines[at], lines[at - 1], words) for at in pairs):
        return lines
    turned = list(lines)
    for at in pairs:
        turned[at - 1], turned[at] = turned[at], turned[at - 1]
    return turned


def _is_caption(lines: list[Line], at: int, words: Vocabulary, page: Document) -> bool:
    value, label = lines[at - 1], lines[at]
    if len(label.atoms) > 1 or words.split(value):
        return False
    place = page.places.get(id(label))
    if place is None or value.cell is not None:
        return False
    for block in page.around(label.block):
        first, end = page.blocks[block].first, page.blocks[block].end
        if end - first > 1:
            return (first, end) == (place - 1, place + 1)
    return False


def _looks_right(label: Line, value: Line, words: Vocabulary) -> bool:
    known = words.match(label.text)
    return known is not None and bool(known.looks) and fits(known.looks, value.text)
