"""Labels and their values, in every way to set them out that a browser shows as such."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from tests.parse.generated.maker import Level, Maker

Printer = Callable[[Maker, list["Row"]], str]


@dataclass(frozen=True, slots=True)
class Row:
    """The HTML of a label and of its value."""

    label: str
    value: str


def printed(maker: Maker, rows: list[Row]) -> str:
    """Return rows as HTML, in one of the ways."""
    ways = {**WAYS, **ODD_WAYS} if maker.level == Level.ODD else WAYS
    return maker.by_name(ways)(maker, rows)


def _each(form: str, before: str = "", after: str = "") -> Printer:
    """Return a printer that writes each row in the same form."""

    def write(maker: Maker, rows: list[Row]) -> str:
        return before + "".join(form.format(row.label, row.value) for row in rows) + after

    return write


def _top(maker: Maker, rows: list[Row]) -> str:
    """Write a table with its heads on top; equal values side by side are one wide cell."""
    heads = "".join(f'<th scope="col">{row.label}</th>' for row in rows)
    cells, wide = "", 1
    for row, after in pairwise([*rows, Row("", "")]):
        if row.value == after.value and maker.chance(2):
            wide += 1
            continue
        cells += f'<td colspan="{wide}">{row.value}</td>' if wide > 1 else f"<td>{row.value}</td>"
        wide = 1
    if maker.chance(2):
        return f"<table><tr>{heads}</tr><tr>{cells}</tr></table>"
    return f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"


def _left(maker: Maker, rows: list[Row]) -> str:
    """Write a table with its heads to the left; equal values below each other are one cell."""
    out, skip = "", 0
    for at, row in enumerate(rows):
        high = 1
        while not skip and at + high < len(rows) and rows[at + high].value == row.value:
            high += 1
        span = f' rowspan="{high}"' if high > 1 else ""
        cell = "" if skip else f"<td{span}>{row.value}</td>"
        out += f'<tr><th scope="row">{row.label}</th>{cell}</tr>'
        skip = skip - 1 if skip else high - 1
    caption = "<caption>Fakta</caption>" if maker.busy(2, "caption") else ""
    return f"<table>{caption}{out}</table>"


def _both(maker: Maker, rows: list[Row]) -> str:
    """Write a table with heads on top and to the left."""
    heads = "".join(f'<th scope="col">{row.label}</th>' for row in rows)
    cells = "".join(f"<td>{row.value}</td>" for row in rows)
    return f'<table><tr><td></td>{heads}</tr><tr><th scope="row">Ydelsen</th>{cells}</tr></table>'


def _two_columns(maker: Maker, rows: list[Row]) -> str:
    """Write a table with two columns of labels."""
    head = maker.pick(("<th>{0}</th><td>{1}</td>", "<td><b>{0}</b></td><td>{1}</td>"))
    pieces = [head.format(row.label, row.value) for row in rows]
    pairs = ["".join(pieces[at : at + 2]) for at in range(0, len(pieces), 2)]
    return "<table>" + "".join(f"<tr>{pair}</tr>" for pair in pairs) + "</table>"


def _grid(maker: Maker, rows: list[Row]) -> str:
    """Write a grid: a row of labels, then a row of values."""
    heads = "".join(f'<div class="col">{row.label}</div>' for row in rows)
    cells = "".join(f'<div class="col">{row.value}</div>' for row in rows)
    return f'<div class="row">{heads}</div><div class="row">{cells}</div>'


def _accordions(maker: Maker, rows: list[Row]) -> str:
    """Write an accordion of the Danish design system, a closed panel each."""
    out = ""
    for row in rows:
        at = maker.next()
        out += (
            f'<li><h3 class="accordion-header"><button type="button" class="accordion-button" '
            f'aria-expanded="false" aria-controls="a{at}">{row.label}</button></h3>'
            f'<div id="a{at}" aria-hidden="true" class="accordion-content" hidden><p>{row.value}'
            "</p></div></li>"
        )
    return f'<ul class="accordion">{out}</ul>'


def _one_accordion(maker: Maker, rows: list[Row]) -> str:
    """Write all rows in one closed panel."""
    at, facts = maker.next(), _each(_DL, "<dl>", "</dl>")(maker, rows)
    return (
        f'<h2><button class="accordion-button" aria-expanded="false" aria-controls="a{at}">Pris og '
        f'tider</button></h2><div id="a{at}" hidden>{facts}</div>'
    )


_DL = "<dt>{0}</dt><dd>{1}</dd>"
_FIELD = '<div class="field field--name-field-x field--type-string field--label-{2} clearfix">'
_INSIDE = '<div class="field__label">{0}</div><div class="field__item">{1}</div></div>\n'

WAYS: dict[str, Printer] = {
    "definition list": _each(_DL, "<dl>", "</dl>"),
    "definition list in groups": _each("<div><dt>{0}</dt>\n<dd>{1}</dd></div>", "<dl>", "</dl>"),
    "table, heads left": _left,
    "table, heads left, no th": _each("<tr><td>{0}</td><td>{1}</td></tr>", "<table>", "</table>"),
    "table, heads left, a head row": _each(
        "<tr><td>{0}</td><td>{1}</td></tr>",
        "<table><thead><tr><th>Felt</th><th>Værdi</th></tr></thead><tbody>",
        "</tbody></table>",
    ),
    "table, heads on top": _top,
    "table, heads on top and left": _both,
    "table, two columns of labels": _two_columns,
    "Drupal fields, above": _each(_FIELD.replace("{2}", "above") + _INSIDE),
    "Drupal fields, inline": _each(_FIELD.replace("{2}", "inline") + _INSIDE),
    "accordions": _accordions,
    "one accordion": _one_accordion,
    "paragraphs": _each("<p>{0}: {1}</p>"),
    "bold label": _each("<p><strong>{0}:</strong> {1}</p>"),
    "bold label over its value": _each("<p><b>{0}</b><br>{1}</p>"),
    "list": _each("<li>{0}: {1}</li>", "<ul>", "</ul>"),
    "headings": _each("<h3>{0}</h3><p>{1}</p>"),
    "div pairs": _each("<div><div>{0}</div><div>{1}</div></div>"),
    "divs in a row": _each("<div>{0}</div><div>{1}</div>"),
    "spans": _each("<div><span>{0}</span> <span>{1}</span></div>"),
    "spans, a colon and no space": _each("<div><span>{0}:</span><span>{1}</span></div>"),
    "grid": _grid,
}
ODD_WAYS: dict[str, Printer] = {
    "spans, no space": _each('<p><span class="l">{0}</span><span class="v">{1}</span></p>'),
    "caption under its value": _each(
        '<div class="fact"><div class="big">{1}</div><div class="caption">{0}</div></div>'
    ),
}
