"""Under which headings of a form each field stands: whose field it is."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

from scraper.forms.markup import around, every, is_bold, is_word
from scraper.forms.signs import Reading, code_of, text_of
from scraper.forms.styles import Styles
from scraper.forms.wording import as_label, is_blank, is_sentence

_MAX_HEADING = 100  # signs
_MARKS = ("____", "....", "……")
_BOLD, _PLAIN = 10, 11
"""Ranks below every heading's style: a bold paragraph, and a short one of its own."""


def sections(
    root: Any, styles: Styles, reading: Reading, elements: Container[Any], used: Container[Any]
) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Give each of the elements with the headings it stands under, the highest first.

    A heading is a paragraph in a heading's style, one that is bold throughout, a short one that is
    no sentence, or what stands alone in a table's row or above a table within a cell. One of lower
    rank ends nothing of a higher one. `used` are cells that are labels of fields, and head nothing.
    """
    headings: dict[int, str] = {}
    for each in root.iter():
        if each in elements:
            yield each, tuple(headings[rank] for rank in sorted(headings))
        elif is_word(each, "p"):
            rank = _rank(each, styles, reading, elements, used)
            if rank is not None:
                headings = {known: words for known, words in headings.items() if known < rank}
                headings[rank] = as_label(text_of(reading.signs(each)))


def _rank(
    paragraph: Any,
    styles: Styles,
    reading: Reading,
    elements: Container[Any],
    used: Container[Any],
) -> int | None:
    """Give the rank of a heading, 1 the highest; None for a paragraph that is none."""
    signs = reading.signs(paragraph)
    words = text_of(signs).strip()
    if is_blank(signs) or len(words) > _MAX_HEADING or any(m in code_of(signs) for m in _MARKS):
        return None
    if any(each in elements for each in (*paragraph.iter(), *paragraph.iterancestors())):
        return None
    cell = around(paragraph, "tc")
    if cell is not None and not _heads_in_table(cell, elements, used):
        return None
    if styles.is_heading(paragraph):
        return styles.level(paragraph)
    if is_sentence(words):
        return None
    return _BOLD if is_bold(paragraph, or_styled=True) else _PLAIN


def _heads_in_table(cell: Any, elements: Container[Any], used: Container[Any]) -> bool:
    """Say whether a cell's words stand alone in its row, or above fields in the cell itself."""
    row = around(cell, "tr")
    alone = row is not None and len(every(row, "tc")) == 1
    holds = any(is_word(inner, "tbl") or inner in elements for inner in cell.iter())
    return cell not in used and (alone or holds)
