"""What the cells of a form's tables are: labels, places to fill in, or text."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from scraper.forms.lines import has_marked_holes
from scraper.forms.markup import around, every, name, within
from scraper.forms.signs import FIELD, OBJECT, VALUE, Reading, Sign, code_of, text_of
from scraper.forms.wording import as_label, is_blank, is_label


class State(Enum):
    """What a cell is."""

    OPEN = auto()
    """Empty, or dots, a line, a prompt, or a value that `fill` wrote."""
    FIELD = auto()
    """It holds fields of its own."""
    LABEL = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What stands in a cell."""

    state: State
    label: str
    """Its first line as a label, or nothing."""
    ends_in_colon: bool
    lines: tuple[tuple[Any, list[Sign]], ...]
    """Its own paragraphs and their signs."""

    @property
    def rest(self) -> str:
        """What is said below its first line."""
        said = [text_of(signs) for _, signs in self.lines if not is_blank(signs)]
        lines = [line for line in "\n".join(said).splitlines() if line.strip()]
        return " ".join(" ".join(lines[1:]).split())

    @property
    def said(self) -> str:
        """All its words."""
        return " ".join(" ".join(text_of(signs) for _, signs in self.lines).split())

    @property
    def value(self) -> str | None:
        """The value that stands in it."""
        signs = [sign for _, signs in self.lines for sign in signs]
        if any(sign.ours for sign in signs):
            return "".join(sign.text for sign in signs if sign.ours)
        if is_blank(signs):
            return None
        return "\n".join(text_of(signs).strip() for _, signs in self.lines).strip() or None


def read_cell(cell: Any, reading: Reading, fields: Container[Any]) -> Content:
    """Say what a cell is; `fields` are the controls, legacy fields and bookmarks that are known."""
    lines = tuple((each, reading.signs(each)) for each in within(cell, "p"))
    first = next((signs for _, signs in lines if not is_blank(signs)), [])
    line = text_of(first).strip().split("\n")[0].strip()
    return Content(
        _state(cell, lines, line, fields),
        as_label(line) if is_label(line) else "",
        line.endswith(":"),
        lines,
    )


def _state(
    cell: Any, lines: tuple[tuple[Any, list[Sign]], ...], line: str, fields: Container[Any]
) -> State:
    code = "\n".join(code_of(signs) for _, signs in lines)
    held = (each for each in cell.iter() if name(each) in ("sdt", "tbl"))
    wrapped = around(cell, "sdt") in fields and around(cell, "sdt") is not None
    if FIELD in code or wrapped or any(e in fields or name(e) == "tbl" for e in held):
        return State.FIELD
    if VALUE in code and all(is_blank([s for s in signs if not s.ours]) for _, signs in lines):
        return State.OPEN
    if OBJECT in code:
        return State.TEXT
    if all(is_blank(signs) for _, signs in lines):
        return State.OPEN
    if any(has_marked_holes(signs) for _, signs in lines):
        return State.FIELD
    return State.LABEL if is_label(line) else State.TEXT


def read_cells(root: Any, reading: Reading, fields: Container[Any]) -> dict[Any, Content]:
    """Give what each cell of a part is."""
    return {cell: read_cell(cell, reading, fields) for cell in every(root, "tc")}
