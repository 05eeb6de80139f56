"""Bookmarks that name an empty place."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Any

from scraper.forms.markup import around, attribute, every, is_word, name
from scraper.forms.places import Kind, Place, Write
from scraper.forms.signs import FIELD, OBJECT, VALUE, Reading, Sign, code_of, text_of
from scraper.forms.wording import is_blank, is_sentence, standing
from scraper.forms.writing import new_run, properties_in, properties_of, replace

_NO_FIELDS = re.compile(r"_.*|OLE_LINK\d*|bookmark\d*|bogmærke\d*", re.IGNORECASE)
"""Names that Word gives bookmarks itself, or that say nothing."""


def bookmark_places(
    root: Any, reading: Reading, others: Container[str], is_heading: Any
) -> Iterator[Place]:
    """Give the bookmarks with a place of their own; those called as in `others` are not."""
    for start in every(root, "bookmarkStart"):
        called = attribute(start, "name") or ""
        paragraph = around(start, "p")
        if called in others or _NO_FIELDS.fullmatch(called) or paragraph is None:
            continue
        end = _end(start, paragraph)
        if end is None or is_heading(paragraph):
            continue
        before, inside, after = _parted(reading.signs(paragraph), start, end, paragraph)
        if _is_place(before, inside, after):
            value = standing(inside)
            hint = text_of(inside) if value is None else ""
            yield Place(start, "", Kind.BOOKMARK, value, _writer(start, inside), hint=hint)


def name_of(start: Any) -> str:
    """Give a bookmark's name as words."""
    return (attribute(start, "name") or "").replace("_", " ").strip()


def _end(start: Any, paragraph: Any) -> Any:
    """Give the end of a bookmark that ends in the paragraph where it starts."""
    number = attribute(start, "id")
    ends = (each for each in paragraph.iter() if is_word(each, "bookmarkEnd"))
    return next((each for each in ends if attribute(each, "id") == number), None)


def _parted(
    signs: list[Sign], start: Any, end: Any, paragraph: Any
) -> tuple[list[Sign], list[Sign], list[Sign]]:
    """Part a paragraph's signs in those before, in and after a bookmark."""
    order = {each: number for number, each in enumerate(paragraph.iter())}
    before = [sign for sign in signs if order[sign.element] < order[start]]
    after = [sign for sign in signs if order[sign.element] > order[end]]
    return before, signs[len(before) : len(signs) - len(after)], after


def _is_place(before: list[Sign], inside: list[Sign], after: list[Sign]) -> bool:
    """Say whether a bookmark is an empty place alone in its line, or after a label."""
    if not (is_blank(inside) or all(sign.ours for sign in inside)):
        return False
    code = code_of(before)
    if OBJECT in code or VALUE in code or code.rstrip().endswith(FIELD) or is_sentence(code):
        return False
    next_word = code_of(after).strip()
    return not next_word or (bool(code.strip()) and code_of(after)[0] in "\n\t")


def _writer(start: Any, inside: list[Sign]) -> Write:
    def write(value: str) -> list[Any]:
        paragraph = around(start, "p")
        if inside:
            replace(inside, [new_run(paragraph, value, properties_of(inside[0].run))])
        else:
            near = next((e for e in start.itersiblings(preceding=True) if name(e) == "r"), None)
            start.addnext(new_run(paragraph, value, properties_in(paragraph, near)))
        return [paragraph]

    return write
