"""A text's structure beside its plain words: paragraphs, headings, lists and tables (pure)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from scraper.parse.html import Line
from scraper.parse.neighbours import grid


def blocks(lines: Sequence[Line]) -> str | None:
    """Return a text's blocks as JSON; None for no text, and where it is paragraphs only.

    A block is a paragraph or heading with its `text`, a list with `items` (whether `ordered`), or a
    table with `rows` of cells, of which the first `head` are heads.
    """
    if not any(line.cell or line.item or line.level for line in lines):
        return None
    columns: dict[int, set[int]] = {}
    for line in lines:
        if line.cell is not None:
            columns.setdefault(line.cell.table, set()).add(line.cell.column)
    data = {table for table, found in columns.items() if len(found) > 1}
    told = [
        _block(kind, list(piece))
        for (kind, _), piece in groupby(lines, key=lambda line: _kind(line, data))
    ]
    if all(block["type"] == "paragraph" for block in told):
        return None
    return json.dumps(told, ensure_ascii=False)


def _kind(line: Line, data: set[int]) -> tuple[str, int]:
    """Return what a line is part of. A table with one column of the text is no table of it."""
    if line.cell is not None and line.cell.table in data:
        return "table", line.cell.table
    if line.item is not None:
        return "list", line.item.list
    return ("heading" if 0 < line.level < 7 else "paragraph"), id(line)


def _block(kind: str, lines: list[Line]) -> dict[str, Any]:
    first = lines[0]
    if kind == "table":
        return _table(lines)
    if kind == "list":
        items = [
            "\n".join(line.prose for line in piece)
            for _, piece in groupby(lines, key=lambda line: line.item and line.item.number)
        ]
        ordered = first.item is not None and first.item.ordered
        return {"type": "list", "ordered": ordered, "items": items}
    if kind == "heading":
        return {"type": "heading", "level": first.level, "text": first.prose}
    return {"type": "paragraph", "text": first.prose}


def _table(lines: list[Line]) -> dict[str, Any]:
    rows = grid(lines)
    width = max(max(row) for row in rows) + 1
    heads = 0
    for row in rows:
        if any(not (line.cell and line.cell.header) for cell in row.values() for line in cell):
            break
        heads += 1
    cells = [
        ["\n".join(line.prose for line in row.get(at, ())) for at in range(width)] for row in rows
    ]
    return {"type": "table", "rows": cells, "head": heads}
