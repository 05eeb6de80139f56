"""A text as its page builds it up: paragraphs, headings, lists and tables, as safe HTML (pure)."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from markupsafe import Markup, escape

_TOP, _DEEPEST = 3, 6
"""A text stands under a heading of the second rank."""


def structured(text: str | None, blocks: str | None) -> Markup:
    """A text as HTML, built up as `blocks` (JSON) says; as it stands where they say nothing.

    Everything of the page is escaped: the tags are ours.
    """
    inside: Markup | None = None
    with suppress(ValueError, TypeError, KeyError, AttributeError):
        inside = _inside(json.loads(blocks or "[]"))
    return Markup('<div class="tekst">{}</div>').format(inside or text or "")


def _inside(blocks: list[dict[str, Any]]) -> Markup:
    return Markup("").join(_BLOCKS[block["type"]](block) for block in blocks)


def _paragraph(block: dict[str, Any]) -> Markup:
    return Markup("<p>{}</p>").format(block["text"])


def _heading(block: dict[str, Any]) -> Markup:
    rank = min(max(int(block["level"]), _TOP), _DEEPEST)
    return Markup("<h{0}>{1}</h{0}>").format(rank, block["text"])


def _list(block: dict[str, Any]) -> Markup:
    items = Markup("").join(Markup("<li>{}</li>").format(each) for each in block["items"])
    return Markup('<{0} class="{1}">{2}</{0}>').format(
        *(("ol", "trin") if block["ordered"] else ("ul", "prik")), items
    )


def _table(block: dict[str, Any]) -> Markup:
    rows, heads = block["rows"], int(block.get("head") or 0)
    head = Markup("").join(_row(row, Markup('<th scope="col">{}</th>')) for row in rows[:heads])
    body = Markup("").join(_row(row, Markup("<td>{}</td>")) for row in rows[heads:])
    return Markup(
        '<div class="bred" tabindex="0" role="region" aria-label="Tabel">'
        '<table class="ark">{}<tbody>{}</tbody></table></div>'
    ).format(Markup("<thead>{}</thead>").format(head) if head else "", body)


def _row(cells: list[Any], cell: Markup) -> Markup:
    inside = Markup("").join(cell.format(escape("" if each is None else each)) for each in cells)
    return Markup("<tr>{}</tr>").format(inside)


_BLOCKS = {"paragraph": _paragraph, "heading": _heading, "list": _list, "table": _table}
