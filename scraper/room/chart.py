"""Charts as SVG that needs no script: a price over time, prices side by side (pure)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from scraper.figures import day, kroner

_WIDE, _HIGH, _EDGE = 720, 160, 10
"""Width and height of a chart, and the room for its words: units of SVG."""
_BAR = 26
_LETTER = 8
"""Width of a letter, in the same units."""


@dataclass(frozen=True, slots=True)
class Step:
    """A price, in øre, and from when to when it held: instants, ISO 8601; `until` None for now."""

    oere: int
    since: str
    until: str | None


def price_over_time(steps: Sequence[Step], now: str) -> Markup | None:
    """Draw a price as steps; None for fewer than two, which are no history."""
    if len(steps) < 2:
        return None
    begin, end = _time(steps[0].since), _time(now)
    top = max(step.oere for step in steps) or 1

    def x(at: str) -> float:
        return _EDGE + (_WIDE - _EDGE - 10) * (_time(at) - begin) / ((end - begin) or 1)

    def y(oere: int) -> float:
        return _HIGH - 30 - (_HIGH - 60) * oere / top

    lines, marks = [], []
    last = None
    for step in steps:
        until = step.until or now
        if last is not None and last.until == step.since:
            lines.append(_path(x(step.since), y(last.oere), x(step.since), y(step.oere)))
        lines.append(_path(x(step.since), y(step.oere), x(until), y(step.oere)))
        title = f"{kroner(step.oere)} fra {day(step.since)}"
        marks.append(
            Markup(
                '<circle class="punkt" cx="{:.1f}" cy="{:.1f}" r="4"><title>{}</title></circle>'
            ).format(x(step.since), y(step.oere), title)
        )
        last = step
    lines.append(
        Markup('<path class="akse" d="M{:.1f} {:.1f}H{:.1f}"/>').format(_EDGE, y(0), _WIDE - 10)
    )
    words = [_word(_EDGE, y(0) - 5, "0 kr.")]
    words += _prices(steps, x, y)
    words += [_word(_EDGE, _HIGH - 8, day(steps[0].since)), _word(_WIDE - 130, _HIGH - 8, day(now))]
    told = "; ".join(f"{kroner(step.oere)} fra {day(step.since)}" for step in steps)
    return _svg(_HIGH, f"Prisens udvikling: {told}", [*lines, *marks, *words])


def _prices(
    steps: Sequence[Step], x: Callable[[str], float], y: Callable[[int], float]
) -> Iterator[Markup]:
    """Write each price over its step: the newest always, an earlier one where there is room."""
    free = float(_WIDE)
    for step in reversed(steps):
        wide = _LETTER * len(kroner(step.oere))
        at = min(x(step.since), _WIDE - wide)
        if at + wide <= free:
            yield _word(at, y(step.oere) - 9, kroner(step.oere))
            free = at - _LETTER


def bars(prices: Sequence[tuple[str, int]], about: str) -> Markup | None:
    """Draw names with their prices (øre) as bars, in the order given; None for none."""
    if not prices:
        return None
    top = max(oere for _, oere in prices) or 1
    drawn = []
    for number, (name, oere) in enumerate(prices):
        y = number * _BAR + 4
        width = (_WIDE - 420) * oere / top
        words = name if len(name) <= 42 else f"{name[:41]}…"
        drawn.append(_word(0, y + 14, words, name))
        drawn.append(
            Markup('<rect class="soejle" x="310" y="{}" width="{:.1f}" height="18"/>').format(
                y, max(width, 1)
            )
        )
        drawn.append(_word(316 + width, y + 14, kroner(oere)))
    return _svg(len(prices) * _BAR + 8, about, drawn)


def _svg(height: int, about: str, inside: Sequence[Markup]) -> Markup:
    return Markup(
        '<svg class="graf" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(_WIDE, height, about, Markup("").join(inside))


def _path(x: float, y: float, to_x: float, to_y: float) -> Markup:
    return Markup('<path class="linje" d="M{:.1f} {:.1f}L{:.1f} {:.1f}"/>').format(x, y, to_x, to_y)


def _word(x: float, y: float, words: str, whole: str | None = None) -> Markup:
    title = Markup("<title>{}</title>").format(whole) if whole else ""
    return Markup('<text x="{:.1f}" y="{:.1f}">{}{}</text>').format(x, y, words, title)


def _time(at: str) -> float:
    return datetime.fromisoformat(at).timestamp()
