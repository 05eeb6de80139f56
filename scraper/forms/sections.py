"""Under which heading of a form each field stands."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

from scraper.forms.markup import around, child, every, is_on, is_word, within
from scraper.forms.signs import Reading, code_of, text_of
from scraper.forms.styles import Styles
from scraper.forms.wording import as_label, is_blank

_MAX_HEADING = 100  # signs
_MARKS = ("____", "....", "……")


def sections(
    root: Any, styles: Styles, reading: Reading, elements: Container[Any], used: Container[Any]
) -> Iterator[tuple[Any, str]]:
    """Give each of the elements with the heading above it, "" where there is none.

    A heading is a paragraph in a heading's style, one that is bold throughout, or the only cell of
    a table's row; `used` are cells that are labels of fields, and so head nothing.
    """
    heading = ""
    for each in root.iter():
        if each in elements:
            yield each, heading
        elif is_word(each, "p") and _heads(each, styles, reading, used):
            heading = as_label(text_of(reading.signs(each)))


def _heads(paragraph: Any, styles: Styles, reading: Reading, used: Container[Any]) -> bool:
    signs = reading.signs(paragraph)
    words = text_of(signs).strip()
    if is_blank(signs) or len(words) > _MAX_HEADING or any(m in code_of(signs) for m in _MARKS):
        return False
    cell = around(paragraph, "tc")
    if cell is None:
        return styles.is_heading(paragraph) or _is_bold(paragraph)
    row = around(cell, "tr")
    return cell not in used and row is not None and len(every(row, "tc")) == 1


def _is_bold(paragraph: Any) -> bool:
    runs = [run for run in within(paragraph, "r") if "".join(run.itertext()).strip()]
    return bool(runs) and all(is_on(child(run, "rPr", "b")) for run in runs)
