"""What every builder of a page is handed: the choices, and how much may be done to the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from html import escape
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Level(IntEnum):
    """How much is done to a page."""

    PLAIN = 0  # the record and nothing else: all of it is read, and nothing is told
    BUSY = 1  # with much around and within it that a reader passes over: it is read
    ODD = 2  # with what may be refused too: read, or told


@dataclass(slots=True)
class Maker:
    """Draws the choices for one page, and remembers their names."""

    draw: Callable[[st.SearchStrategy[T]], T]  # type: ignore[valid-type]
    level: Level
    used: list[str] = field(default_factory=list)
    number: int = 0

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options; the first is the simplest."""
        return self.draw(st.sampled_from(options))

    def some(self, options: Sequence[T], most: int) -> list[T]:
        """Return up to so many different options, in an order of their own."""
        places = st.lists(st.integers(0, len(options) - 1), max_size=most, unique=True)
        return [options[at] for at in self.draw(places)]

    def between(self, least: int, most: int) -> int:
        """Return a number of that range, both ends included."""
        return self.draw(st.integers(least, most))

    def chance(self, one_in: int) -> bool:
        """Return True once in so many times."""
        return self.between(1, one_in) == one_in

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


def element(tag: str, inside: str, **attributes: str) -> str:
    """Return an element; `class_` is its class."""
    told = "".join(f' {name.strip("_")}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{told}>{inside}</{tag}>"
