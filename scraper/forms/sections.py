"""Under which headings and notes of a form each field stands: whose field it is."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Any

from scraper.forms.holes import marked_holes, open_holes
from scraper.forms.markup import around, attribute, every, is_on, is_word
from scraper.forms.signs import FIELD, Reading, Sign, code_of, text_of
from scraper.forms.styles import Styles
from scraper.forms.whose import is_filled_by_others, is_for_filler, is_for_others, is_receiver
from scraper.forms.wording import as_label, is_blank, is_sentence

_MAX_HEADING = 100  # signs
_LARGE = 26  # half points: the size from which letters make a heading
_MARKS = ("____", "....", "……")
_NUMBER = re.compile(r"\W*(\d+(?:\.\d+)*)")
_CONTACT = re.compile("kontakt", re.IGNORECASE)
_MOST_OF_BAR = 3  # paragraphs: number, title, and what is below it
_MIN_CAPITALS = 10  # letters: more than the name of an organisation

_Look = tuple[int, bool, bool, bool]
"""Size in half points, bold, underlined, in capitals."""


@dataclass(slots=True, eq=False)
class _Heading:
    words: str
    level: int | None
    """Of a heading's style, 1 the highest."""
    look: _Look
    scope: Any
    """The table or cell at whose end it ends; None for one in the text itself."""
    number: str
    """Its number, as `2.1`, or nothing."""
    strict: bool
    """Whether it heads the fields below for certain, and is no mere note."""
    held: bool = False
    """Whether a field stood under it."""
    told: bool = False
    """Whether any words did."""

    @property
    def is_plain(self) -> bool:
        size, bold, underlined, capitals = self.look
        long = sum(map(str.isalpha, self.words)) >= _MIN_CAPITALS
        marked = bold or underlined or (capitals and long) or size >= _LARGE
        return self.level is None and not marked


@dataclass(slots=True)
class Sections:
    """The headings that stand at a place of a part, by which each field gets its own.

    A heading is a paragraph in a heading's style or in letters that stand out, a short one right
    above fields, what stands alone in a table's row or above fields in a cell, or a table of one
    row without fields, as bars between sections are made. It ends where
    one begins that is for certain not below it: of the same or a higher style, of letters that
    stand out as much once fields have stood under it, or the heading of who fills the form in.
    Every other paragraph is a note on the fields below, until the next heading.
    """

    styles: Styles
    reading: Reading
    elements: Container[Any]
    """What the fields are found at."""
    labels: Container[Any]
    """Cells and paragraphs that are labels of fields, and head nothing."""
    _standing: list[_Heading] = field(default_factory=list)
    _bars: dict[Any, bool] = field(default_factory=dict)
    _seen: bool = False
    """Whether a field stood anywhere above."""

    def of(self, root: Any) -> Iterator[tuple[Any, tuple[str, ...], tuple[str, ...]]]:
        """Give each of the elements with its headings, the highest first, and the notes on it."""
        for each in root.iter():
            if each in self.elements:
                self._leave(each)
                self._seen = True
                for heading in self._standing:
                    heading.held = True
                words = [(heading.words, heading.strict) for heading in self._standing]
                yield (
                    each,
                    tuple(text for text, strict in words if strict),
                    tuple(text for text, strict in words if not strict),
                )
            elif is_word(each, "p"):
                self._leave(each)
                self._read(each)

    def _leave(self, element: Any) -> None:
        """End the headings of tables and cells that an element does not stand in."""
        inside = {None, *element.iterancestors()}
        self._standing = [each for each in self._standing if each.scope in inside]

    def _read(self, paragraph: Any) -> None:
        signs = self.reading.signs(paragraph)
        holds = any(inner in self.elements for inner in paragraph.iter())
        signs = _before_fields(signs) if holds else signs
        if is_blank(signs) or any(mark in code_of(signs) for mark in _MARKS):
            return
        new = self._heading(paragraph, text_of(signs).strip(), signs, holds=holds)
        if new is not None:
            self._end(new)
        if new is None or new.level is None:
            for each in self._standing:
                each.told = True
        if new is not None:
            self._standing.append(new)

    def _heading(
        self, paragraph: Any, words: str, signs: list[Sign], *, holds: bool
    ) -> _Heading | None:
        """Give the heading or note that a paragraph is, or its lines above the fields it holds.

        None for a label, and for the letterhead of whom the form is sent to.
        """
        if paragraph in self.labels or any(e in self.elements for e in paragraph.iterancestors()):
            return None
        cell = around(paragraph, "tc")
        table = None if cell is None else around(cell, "tbl")
        of_bar = table is not None and self._is_bar(table)
        if of_bar:  # it stands in the text, or in the cell around its table
            cell = around(table, "tc")
        row = None if cell is None else around(cell, "tr")
        alone = row is not None and len(every(row, "tc")) == 1
        within = of_bar or alone or (cell is not None and self._holds(cell))
        if cell is not None and (cell in self.labels or not within):
            return None
        level = self.styles.level(paragraph) if self.styles.is_heading(paragraph) else None
        prose = level is None and (is_sentence(words) or len(words) > _MAX_HEADING)
        said = " ".join(words.split()) if prose else as_label(words)
        above = holds or self._is_above_fields(table if of_bar else paragraph)
        if not said or (is_receiver(said) and not self._seen and not above):
            return None
        numbered = _NUMBER.match(words)
        new = _Heading(
            said,
            level,
            (0, False, False, False) if prose else self._look(paragraph, signs, words),
            cell if cell is None or self._holds(cell) else around(cell, "tbl"),
            numbered[1] if numbered else "",
            not prose,
        )
        if of_bar:
            new.strict = not prose and len(_worded(table)) <= _MOST_OF_BAR
            new.look = (max(new.look[0], _LARGE), *new.look[1:]) if new.strict else new.look
        elif new.is_plain and not alone:
            new.strict = not prose and above
        return new

    def _is_bar(self, table: Any) -> bool:
        """Say whether a table only heads what follows it: a row, or a cell, without fields."""
        if table not in self._bars:
            alone = len(every(table, "tr")) == 1
            held = (e for e in table.iter() if e in self.elements or e in self.labels)
            self._bars[table] = alone and next(held, None) is None
        return self._bars[table]

    def _holds(self, cell: Any) -> bool:
        """Say whether a cell holds fields, or a table of its own."""
        return any(is_word(inner, "tbl") or inner in self.elements for inner in cell.iter())

    def _is_above_fields(self, paragraph: Any) -> bool:
        """Say whether a table or a field comes right after a paragraph, or its row's."""
        cell = around(paragraph, "tc")
        if cell is not None and not self._holds(cell):
            row = next(around(paragraph, "tr").itersiblings(), None)
            return row is not None and len(every(row, "tc")) > 1
        after = next((e for e in paragraph.itersiblings() if is_word(e, "p", "tbl", "sdt")), None)
        if after is None:
            return False
        return is_word(after, "tbl") or any(inner in self.elements for inner in after.iter())

    def _look(self, paragraph: Any, signs: list[Sign], words: str) -> _Look:
        runs = {sign.run for sign in signs if sign.run is not None and not sign.text.isspace()}

        def all_are(local: str) -> bool:
            found = [self.styles.value(paragraph, run, local) for run in runs]
            return bool(found) and all(is_on(e) and attribute(e, "val") != "none" for e in found)

        sizes = [self.styles.value(paragraph, run, "sz") for run in runs]
        texts = ["0" if each is None else attribute(each, "val") or "0" for each in sizes]
        size = min((int(text) for text in texts if text.isdecimal()), default=0)
        return size, all_are("b"), all_are("u"), all_are("caps") or words.isupper()

    def _end(self, new: _Heading) -> None:
        """End the headings that a new one ends, with all that stand below them."""
        kept: list[_Heading] = []
        for each in self._standing:
            if each.scope is not new.scope or not _ends(new, each):
                kept.append(each)
            elif not each.is_plain and not (each.level is None and is_for_filler(new.words)):
                break
        self._standing = kept


def _worded(table: Any) -> list[Any]:
    """Give a table's paragraphs that hold words."""
    return [each for each in every(table, "p") if "".join(each.itertext()).strip()]


def _before_fields(signs: list[Sign]) -> list[Sign]:
    """Give a paragraph's lines above the first that holds a field; none where that is the first."""
    start = 0
    for number, sign in enumerate(signs):
        if sign.code == "\n":
            if _has_field(code_of(signs[start:number])):
                break
            start = number + 1
    return signs[:start]


def _has_field(line: str) -> bool:
    holes = marked_holes(line)
    return FIELD in line or bool(holes or open_holes(line, holes))


def _ends(new: _Heading, old: _Heading) -> bool:
    """Say whether a heading ends another of the same table, cell or text."""
    if is_filled_by_others(old.words) and not is_for_filler(new.words):
        higher = new.level is not None and (old.level is None or new.level < old.level)
        if not higher or not old.held:
            return False
    if old.number and new.number.startswith(f"{old.number}."):
        return False
    theirs = is_for_others(old.words)
    contact = _CONTACT.search(new.words) is not None and not is_for_filler(new.words)
    if new.level is not None and old.level is not None:
        ended = new.level <= old.level and (old.held or old.told)
        return ended and not (theirs and contact and new.level == old.level)
    if old.level is None and is_for_filler(new.words):
        return True
    if contact and (theirs or (old.level is None and old.strict)):
        return False
    if new.is_plain:
        of_rows = is_word(new.scope, "tbl") if new.scope is not None else False
        return old.is_plain and new.strict and old.held and (of_rows or not theirs)
    if old.is_plain:
        return True
    as_much = all(ours >= theirs for ours, theirs in zip(new.look, old.look, strict=True))
    return new.level is None and old.level is None and as_much and old.held
