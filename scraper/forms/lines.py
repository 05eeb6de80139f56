"""Fields in running text: `Label:` and dots, a line, a drawn tab or nothing after it."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from typing import Any

from scraper.forms.holes import Hole, marked_holes, open_holes, told_hole
from scraper.forms.labelling import words_behind
from scraper.forms.markup import around, child, every, is_bold, is_word
from scraper.forms.places import Kind, Place, Write
from scraper.forms.signs import FIELD, LEADER, VALUE, Reading, Sign, code_of, text_of
from scraper.forms.styles import Styles
from scraper.forms.wording import UNCLEAR, as_label, is_blank, is_label, standing
from scraper.forms.writing import (
    insert_after,
    new_run,
    properties_in,
    properties_of,
    replace,
    space_run,
)


@dataclass(slots=True, eq=False)
class _Line:
    """One paragraph, and what may be filled in in it."""

    paragraph: Any
    signs: list[Sign]
    code: str
    holes: list[Hole]
    open: list[Hole]
    told: Hole | None
    found: list[Hole] = field(default_factory=list)

    @property
    def drawn(self) -> bool:
        """Whether it is a line to write on and nothing else, or the value written on it."""
        return bool(self.code.strip()) and (
            not self.code.strip(VALUE) or (is_blank(self.signs) and not self.code.isspace())
        )


def line_places(
    root: Any, reading: Reading, styles: Styles, taken: Container[Any]
) -> Iterator[Place]:
    """Give the fields in paragraphs but for those in `taken`."""
    lines = {
        paragraph: _read(paragraph, reading)
        for paragraph in every(root, "p")
        if paragraph not in taken and not styles.is_heading(paragraph)
    }
    for line in lines.values():
        line.found = [*line.holes, *(line.open if _is_awaiting(line, lines) else [])]
    for line in [*lines.values(), *reversed(lines.values())]:
        if not line.found and line.told and _is_among_fields(line, lines, styles):
            line.found = [line.told]
    doubt = UNCLEAR if any(_stands_over_label(each, lines) for each in lines.values()) else ""
    for line in lines.values():
        name = lines.get((_next if doubt else _previous)(line.paragraph))
        if not line.found and line.drawn and name is not None and _names_next(name):
            label = as_label(text_of(name.signs)) + doubt
            yield replaced(
                _place(line, Hole(label, 0, len(line.signs), True)), named_by=name.paragraph
            )
        for hole in sorted(line.found, key=lambda hole: hole.start):
            yield _place(line, hole)


def _stands_over_label(line: _Line, lines: dict[Any, _Line]) -> bool:
    """Say whether a line to write on has its label below, as lines for signatures have."""
    above, below = lines.get(_previous(line.paragraph)), lines.get(_next(line.paragraph))
    named = above is not None and _names_next(above)
    return line.drawn and not line.found and not named and below is not None and _names_next(below)


def has_marked_holes(signs: list[Sign]) -> bool:
    """Say whether a paragraph is a label and a line to write on, or the value written on it."""
    return bool(marked_holes(code_of(signs)))


def _read(paragraph: Any, reading: Reading) -> _Line:
    signs = reading.signs(paragraph)
    code = code_of(signs)
    holes = marked_holes(code)
    return _Line(
        paragraph, signs, code, holes, open_holes(code, holes), None if holes else told_hole(code)
    )


def _previous(paragraph: Any) -> Any:
    return next((each for each in paragraph.itersiblings(preceding=True) if _is_block(each)), None)


def _next(paragraph: Any) -> Any:
    return next((each for each in paragraph.itersiblings() if _is_block(each)), None)


def _is_block(element: Any) -> bool:
    return is_word(element, "p", "tbl", "sdt")


def _names_next(line: _Line) -> bool:
    """Say whether a paragraph is the label of the line to write on below it."""
    return not line.holes and not line.drawn and is_label(text_of(line.signs))


def _is_awaiting(line: _Line, lines: dict[Any, _Line]) -> bool:
    """Say whether what ends in a colon waits for a word, and does not introduce what follows."""
    if not line.open:
        return False
    cell = around(line.paragraph, "tc")
    if cell is not None and not _stands_alone(cell):
        return False
    after, before = _next(line.paragraph), lines.get(_previous(line.paragraph))
    follows_field = before is not None and bool(before.found)
    if after is None:
        return True
    following = lines.get(after)
    if following is None or child(after, "pPr", "numPr") is not None:
        return follows_field and not is_word(after, "sdt")
    if following.drawn or (following.code and not following.code.strip(f"{FIELD} ")):
        return False
    if following.holes or following.open or not following.code.strip():
        return not (
            is_bold(line.paragraph) and following.code.strip() and not is_bold(following.paragraph)
        )
    return follows_field or following.told is not None


def _stands_alone(cell: Any) -> bool:
    """Say whether no cell after this one holds what its label asks for."""
    beside = next((each for each in cell.itersiblings() if is_word(each, "tc", "sdt")), None)
    return beside is None or ":" in "".join(beside.itertext())


def _is_among_fields(line: _Line, lines: dict[Any, _Line], styles: Styles) -> bool:
    """Say whether a line that is filled in stands beside one that is to be filled in."""
    near = (lines.get(_previous(line.paragraph)), lines.get(_next(line.paragraph)))
    cell = around(line.paragraph, "tc")
    if cell is not None and not _stands_alone(cell):
        return False
    return any(styles.leaders(line.paragraph)) or any(each and each.found for each in near)


def _place(line: _Line, hole: Hole) -> Place:
    signs = line.signs[hole.start : hole.end]
    first = signs[0] if signs else line.signs[hole.start - 1]
    return Place(
        first.element,
        hole.label,
        Kind.LINE,
        standing(signs),
        _writer(line, hole),
        offset=first.index + 1,
        hint=_hint(line, hole),
    )


def _hint(line: _Line, hole: Hole) -> str:
    """Give what is said in a place, where nothing stands yet, and behind it."""
    signs = line.signs[hole.start : hole.end]
    shown = text_of(signs) if standing(signs) is None else ""
    return f"{shown} {words_behind(line.signs[hole.end :])}"


def _writer(line: _Line, hole: Hole) -> Write:
    def write(value: str) -> list[Any]:
        signs = line.signs[hole.start : hole.end]
        before = line.signs[hole.start - 1] if hole.start else None
        after = line.signs[hole.end] if hole.end < len(line.signs) else None
        if signs:
            properties = properties_of(signs[0].run)
        else:
            properties = properties_in(line.paragraph, before and before.run)
        runs = [new_run(line.paragraph, value, properties)]
        if before is not None and not _parts(before):
            runs.insert(0, space_run(line.paragraph, properties))
        if after is not None and not _parts(after):
            runs.append(space_run(line.paragraph, properties))
        if signs:
            replace(signs, runs)
        elif before is not None:
            insert_after(before, runs)
        return [line.paragraph]

    return write


def _parts(sign: Sign) -> bool:
    return sign.text.isspace() or sign.code == LEADER
