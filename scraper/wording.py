"""What changed in a text, line by line, as a person reads it (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice, zip_longest

MAX_LINES = 20_000  # of a text that is compared; what comes after is not looked at
SHOWN = 60
"""Signs of a changed text that are shown; of a longer one, those around the first difference."""
_LONGEST = 300


def changed_lines(before: str | None, after: str | None, most: int) -> tuple[str, ...]:
    """Give the lines that went, each after `− `, and those that came, each after `+ `.

    In the text's order; no more than `most`, then one that says how many more there are.
    """
    lines = list(_changed(_lines(before), _lines(after)))
    shown = lines if len(lines) <= most else lines[: most - 1]
    rest = len(lines) - len(shown)
    return (*shown, f"… og {rest} linjer mere") if rest else tuple(shown)


def _lines(text: str | None) -> list[str]:
    words = (" ".join(line.split()) for line in (text or "").splitlines())
    return list(islice((line for line in words if line), MAX_LINES))


def _changed(before: list[str], after: list[str]) -> Iterator[str]:
    for kind, *places in SequenceMatcher(None, before, after).get_opcodes():
        if kind != "equal":
            went, came = before[places[0] : places[1]], after[places[2] : places[3]]
            yield from (f"− {line}" for line in _cut(went, came))
            yield from (f"+ {line}" for line in _cut(came, went))


def _cut(lines: list[str], others: list[str]) -> Iterator[str]:
    """Give lines, of long ones the part in which each differs from its counterpart."""
    for line, other in zip_longest(lines, others[: len(lines)], fillvalue=""):
        yield shorten(line, first_difference(line, other) if other else 0, _LONGEST)


def first_difference(one: str, other: str) -> int:
    """Give the place of the first sign in which two texts differ."""
    for at, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return at
    return min(len(one), len(other))


def shorten(text: str, start: int = 0, most: int = SHOWN) -> str:
    """Give a text on one line, of a long one the part around `start`, with … where it is cut."""
    begin = max(0, start - most // 3) if len(text) > most else 0
    if 0 < begin <= 8:
        begin = 0
    end = begin + most
    if begin and text[begin].isalnum() and text[begin - 1].isalnum():  # within a word
        begin = next((at for at in range(begin, start) if text[at].isspace()), begin)
    words = " ".join(text[begin:end].split())
    return f"{'…' if begin else ''}{words}{'…' if end < len(text) else ''}"
