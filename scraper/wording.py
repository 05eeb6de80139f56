"""What changed in a text, line by line, as a person reads it (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice

MAX_LINES = 20_000  # of a text that is compared; what comes after is not looked at
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
            yield from (f"− {_cut(line)}" for line in before[places[0] : places[1]])
            yield from (f"+ {_cut(line)}" for line in after[places[2] : places[3]])


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
