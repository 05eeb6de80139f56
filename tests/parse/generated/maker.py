"""What every builder of a page is handed: the choices, and how much may be done to the page.

Choices are numbers from a seed, so that a page is the same on each run. Nought is the simplest of
any choice: a page that fails is made simple by setting choices to nought while it still fails.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Level(IntEnum):
    """How much is done to a page."""

    PLAIN = 0  # the record and nothing else: all of it is read, and nothing is told
    BUSY = 1  # with much around and within it that a reader passes over: it is read
    ODD = 2  # with what may be refused too: read, or told


@dataclass(slots=True)
class Choices:
    """Numbers drawn from a seed, or those of an earlier page and then only noughts."""

    seed: str = ""
    given: Sequence[int] | None = None
    taken: list[int] = field(default_factory=list)
    source: Random = field(init=False)

    def __post_init__(self) -> None:
        self.source = Random(self.seed)

    def below(self, end: int) -> int:
        """Return a number from nought to `end`, that left out."""
        if self.given is None:
            number = self.source.randrange(end)
        elif len(self.taken) < len(self.given):
            number = self.given[len(self.taken)] % end
        else:
            number = 0
        self.taken.append(number)
        return number


@dataclass(slots=True)
class Maker:
    """Makes the choices for one page, and remembers their names."""

    choices: Choices
    level: Level
    used: list[str] = field(default_factory=list)
    number: int = 0

    def plain(self) -> Maker:
        """Return a maker for what is printed plainly, with choices from the same numbers."""
        return replace(self, level=Level.PLAIN)

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options; the first is the simplest."""
        return options[self.choices.below(len(options))]

    def some(self, options: Sequence[T], most: int) -> list[T]:
        """Return up to so many different options, in an order of their own."""
        left = list(options)
        return [left.pop(self.choices.below(len(left))) for _ in range(self.between(0, most))]

    def between(self, least: int, most: int) -> int:
        """Return a number of that range, both ends included."""
        return least + self.choices.below(most - least + 1)

    def chance(self, one_in: int) -> bool:
        """Return True once in so many times."""
        return self.choices.below(one_in) == one_in - 1

    def busy(self, one_in: int, name: str) -> bool:
        """Return True now and then, on pages that are more than plain."""
        return self.level >= Level.BUSY and self.chance(one_in) and self.use(name)

    def odd(self, one_in: int, name: str) -> bool:
        """Return True now and then, on pages of which something may be refused."""
        return self.level >= Level.ODD and self.chance(one_in) and self.use(name)

    def use(self, name: str) -> bool:
        """Remember the name of what is done."""
        self.used.append(name)
        return True

    def by_name(self, options: dict[str, T]) -> T:
        """Return one of the named options, and remember which."""
        name = self.pick(tuple(options))
        self.use(name)
        return options[name]

    def next(self) -> int:
        """Return a number that was not used on this page before, from 1."""
        self.number += 1
        return self.number


def simplest(taken: Sequence[int], fails: Callable[[Sequence[int]], bool]) -> Sequence[int]:
    """Return the choices of a page that fails with as many set to nought as still make it fail."""
    best = list(taken)
    size = max(1, len(best) // 2)
    while size:
        for at in range(0, len(best), size):
            tried = [*best[:at], *[0] * len(best[at : at + size]), *best[at + size :]]
            if tried != best and fails(tried):
                best = tried
        size //= 2
    return best
