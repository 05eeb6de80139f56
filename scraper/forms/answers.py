"""Answers as people write them: one of several choices, yes or no."""

from __future__ import annotations

from collections.abc import Sequence

from scraper.errors import FormFault

_YES = frozenset("ja j yes y x true sand sandt 1 ☒ ☑ ✓".split())
_NO = frozenset("nej n no false falsk 0 ☐".split())


def as_choice(value: str, *spellings: Sequence[str]) -> int:
    """Give the number from 0 of the choice that `value` is, in any of its spellings.

    Upper and lower case are the same. Raises `FormFault` with the choices there are.
    """
    sought = value.strip().casefold()
    for spelled in spellings:
        for number, each in enumerate(spelled):
            if each.strip().casefold() == sought:
                return number
    choices = ", ".join(f"'{each}'" for each in spellings[0])
    raise FormFault(f"'{value}' is not among the choices of the list: {choices or 'it has none'}")


def as_tick(value: str) -> bool:
    """Say whether a box is to be ticked. Raises `FormFault` if the answer is no yes and no no."""
    answer = value.strip().casefold()
    if answer not in _YES | _NO:
        raise FormFault(f"'{value}' does not say whether to tick the box; write 'ja' or 'nej'")
    return answer in _YES
