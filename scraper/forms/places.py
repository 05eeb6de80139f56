"""One place of a form: what it is called, what stands in it, and how something is put there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How a field is made."""

    CELL_BESIDE = "cell beside"
    CELL_BELOW = "cell below"
    LINE = "line"
    TEXT_CONTROL = "text control"
    LIST_CONTROL = "list control"
    COMBO_CONTROL = "combo control"
    DATE_CONTROL = "date control"
    BOX_CONTROL = "box control"
    LEGACY_TEXT = "legacy text"
    LEGACY_LIST = "legacy list"
    LEGACY_BOX = "legacy box"
    BOOKMARK = "bookmark"


Write = Callable[[str], list[Any]]
"""Puts a value into the tree; gives the elements within which something was changed."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place found in one part of a document."""

    element: Any
    """Where it stands; with `offset`, its turn among the places of the part."""
    label: str
    kind: Kind
    value: str | None
    write: Write
    choices: tuple[str, ...] = ()
    offset: int = 0
    named_by: Any = None
    """The paragraph above or below it that is its label."""
    hint: str = ""
    """The words in its place and behind it, which say what belongs there."""
    sections: tuple[str, ...] = ()
    """The headings above it, the highest first."""
    notes: tuple[str, ...] = ()
    """Paragraphs above it that are no headings."""
    around: tuple[str, ...] = ()
    """Other words at it: its hint, and what else stands in its row and column."""
