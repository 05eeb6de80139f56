"""A part's neighbours, the parts that share a support service with it, and where each is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from scraper.store import Store

MOST = 14
"""Neighbours that are drawn."""
_LETTERS = 32
"""Letters of a name that a box has room for."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A part, and the names of the support services that it shares."""

    code: str
    title: str
    services: tuple[str, ...]


def neighbours(store: Store, code: str) -> list[Neighbour]:
    """Give the parts that share a support service with a part, those that share most first."""
    rows = store.rows(
        """
        SELECT p.code, p.title, s.name FROM part_support_services AS own
        JOIN part_support_services AS other
            ON other.service_id = own.service_id AND other.part_code != own.part_code
        JOIN support_services AS s ON s.id = own.service_id AND s.gone_since IS NULL
        JOIN integration_parts AS p ON p.code = other.part_code AND p.gone_since IS NULL
        WHERE own.part_code = ? ORDER BY p.code, own.position
        """,
        code,
    )
    shared: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        shared.setdefault((row["code"], row["title"] or ""), []).append(row["name"] or "")
    found = [Neighbour(code, title, tuple(names)) for (code, title), names in shared.items()]
    return sorted(found, key=lambda each: (-len(each.services), each.code))


_WIDE, _LINE, _BOX = 760, 30, 230
"""Width of the drawing, height of a line of boxes, and width of a box: units of SVG."""


def drawn(code: str, found: list[Neighbour], address: Callable[[str], str]) -> Markup:
    """Draw a part, the services it shares, and its neighbours, as SVG that needs no script.

    `address` gives the page of a part. What is drawn stands in words beside the drawing, too.
    """
    shown = found[:MOST]
    names = list(dict.fromkeys(name for each in shown for name in each.services))
    height = _LINE * max(len(shown), len(names), 1) + 10
    left, middle, right = 0, (_WIDE - _BOX) // 2, _WIDE - _BOX
    places = {name: _place(number, len(names), height) for number, name in enumerate(names)}
    own = height // 2
    lines, boxes = [], [_box(left, own, code, None)]
    for name, y in places.items():
        lines.append(_line(left + _BOX, own, middle, y))
        boxes.append(_box(middle, y, name, None))
    for number, each in enumerate(shown):
        y = _place(number, len(shown), height)
        boxes.append(_box(right, y, each.code, address(each.code)))
        lines += [_line(middle + _BOX, places[name], right, y) for name in each.services]
    return Markup(
        '<svg class="graf" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}</svg>'
    ).format(
        _WIDE,
        height,
        f"Dele, der deler supportydelser med {code}; de står også i listen herunder",
        Markup("").join(lines),
        Markup("").join(boxes),
    )


def _place(number: int, count: int, height: int) -> int:
    """Give the middle of one of so many lines spread over a height."""
    return round(height * (number + 0.5) / count)


def _line(x: int, y: int, to_x: int, to_y: int) -> Markup:
    bend = (x + to_x) // 2
    return Markup('<path class="linje" d="M{} {}C{} {} {} {} {} {}"/>').format(
        x, y, bend, y, bend, to_y, to_x, to_y
    )


def _box(x: int, y: int, text: str, address: str | None) -> Markup:
    words = text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…"
    label = Markup('<text x="{}" y="{}">{}<title>{}</title></text>').format(
        x + 8, y + 4, words, text
    )
    if address:
        label = Markup('<a href="{}">{}</a>').format(address, label)
    box = Markup('<rect class="kasse" x="{}" y="{}" width="{}" height="24" rx="4"/>')
    return box.format(x, y - 12, _BOX) + label
