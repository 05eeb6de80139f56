"""Text put into WordprocessingML: in place of signs, or where there are none."""

from __future__ import annotations

import re
from collections import Counter
from copy import deepcopy
from typing import Any

from lxml import etree

from scraper.errors import FormFault
from scraper.forms.markup import attribute, beside, child, name, set_attribute, within
from scraper.forms.signs import OURS, Sign

_PIECES = re.compile(r"[\n\t]|[^\n\t]+")
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_PARAGRAPHS_ONLY = ("ins", "del", "moveFrom", "moveTo", "rPrChange")
_PROMPT_STYLES = re.compile(r"placeholder|pladsholder", re.IGNORECASE)
_TEXT = frozenset(
    "r hyperlink ins moveTo del moveFrom smartTag customXml sdt fldSimple proofErr bdo dir".split()
)
_KEPT = frozenset({"commentReference", "footnoteReference", "endnoteReference", "annotationRef"})


def clean(value: str) -> str:
    """Give a value with line ends as `\\n`. Raises `FormFault` for signs that XML cannot hold."""
    if found := _FORBIDDEN.search(value):
        raise FormFault(
            f"a value holds the sign U+{ord(found[0]):04X}, which no Word file can hold"
        )
    return value.replace("\r\n", "\n").replace("\r", "\n")


def new_run(near: Any, value: str, properties: Any = None) -> Any:
    """Make a run of a value, in the namespace of the element `near`; line ends become `w:br`."""
    run = etree.Element(beside(near, "r"), nsmap=near.nsmap)
    set_attribute(run, "rsidR", OURS)
    if properties is not None and len(properties):
        run.append(properties)
    for piece in _PIECES.findall(value):
        if piece in "\n\t":
            etree.SubElement(run, beside(near, "br" if piece == "\n" else "tab"))
        else:
            run.append(_text(near, piece))
    return run


def _text(near: Any, words: str) -> Any:
    text = etree.Element(beside(near, "t"), nsmap=near.nsmap)
    text.text = words
    if words != words.strip() or "  " in words:
        text.set(_PRESERVE, "preserve")
    return text


def properties_of(run: Any) -> Any:
    """Give a copy of how a run is formatted, but for the grey of prompts; None if it is not."""
    own = None if run is None else child(run, "rPr")
    if own is None:
        return None
    copy = deepcopy(own)
    copy.tail = None
    for each in list(copy):
        prompt = name(each) == "rStyle" and _PROMPT_STYLES.search(attribute(each, "val") or "")
        if prompt or name(each) in _PARAGRAPHS_ONLY or name(each) == "vanish":
            copy.remove(each)
    return copy


def properties_in(paragraph: Any, near: Any = None) -> Any:
    """Give a copy of how text added to a paragraph is to look: as its mark says, or a run near."""
    mark = properties_of(child(paragraph, "pPr"))
    if mark is not None and len(mark):
        return mark
    return properties_of(near if near is not None else next(within(paragraph, "r"), None))


def space_run(near: Any, properties: Any) -> Any:
    """Make a run of one space, which belongs to no value."""
    run = new_run(near, " ", deepcopy(properties))
    run.attrib.clear()
    return run


def replace(signs: list[Sign], runs: list[Any]) -> None:
    """Put runs in the place of signs that follow each other, which are taken away.

    What stands before them keeps its elements, so that signs before them can still be replaced.
    """
    first = signs[0]
    count = Counter(sign.element for sign in signs)
    for sign in {sign.element: sign for sign in signs}.values():
        if sign.element is not first.element:
            _take(sign, count[sign.element])
    _insert(first, first.index, count[first.element], runs)


def insert_after(sign: Sign, runs: list[Any]) -> None:
    """Put runs after a sign."""
    _insert(sign, sign.index + 1, 0, runs)


def append(paragraph: Any, runs: list[Any]) -> None:
    """Put runs last in a paragraph, but within what is marked at its end."""
    at = len(paragraph)
    while at and name(paragraph[at - 1]) in ("bookmarkEnd", "commentRangeEnd", "permEnd"):
        at -= 1
    paragraph[at:at] = runs


def _take(sign: Sign, count: int) -> None:
    """Take away the first signs of an element, and what is empty after that."""
    text = (sign.element.text or "")[count:] if name(sign.element) == "t" else ""
    if text:
        _set_text(sign.element, text)
    else:
        sign.element.getparent().remove(sign.element)
        _drop_if_empty(sign.run)


def _insert(sign: Sign, index: int, count: int, runs: list[Any]) -> None:
    """Part a run in two, `count` signs between them left out, and put others in between."""
    element, run = sign.element, sign.run
    rest = list(element.itersiblings())
    after = ""
    if name(element) == "t":
        after = (element.text or "")[index + count :]
        _set_text(element, (element.text or "")[:index])
    elif not count:
        index = 1
    if after or rest:
        tail = etree.Element(run.tag, dict(run.attrib), nsmap=run.nsmap)
        tail.extend([deepcopy(each) for each in run if name(each) == "rPr"])
        tail.extend([*([_text(run, after)] if after else []), *rest])
        runs = [*runs, tail]
    for each in reversed(runs):
        run.addnext(each)
    if not index or (count and name(element) != "t"):
        run.remove(element)
    _drop_if_empty(run)


def _drop_if_empty(run: Any) -> None:
    if run.getparent() is not None and all(name(each) in ("rPr", "") for each in run):
        run.getparent().remove(run)


def _set_text(element: Any, words: str) -> None:
    element.text = words
    if words != words.strip():
        element.set(_PRESERVE, "preserve")


def empty(parent: Any) -> int:
    """Take the text out of a paragraph or control; give where in it the first of it stood.

    Marks of bookmarks, of comments and of notes stay.
    """
    at = None
    for each in list(parent):
        kept = {name(inner) for inner in each.iter()} & _KEPT
        if name(each) in _TEXT and not kept:
            at = parent.index(each) if at is None else at
            parent.remove(each)
    return len(parent) if at is None else at
