"""Legacy form fields (ECMA-376-1, 17.16): texts, lists and boxes made with field marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from scraper.errors import FormFault
from scraper.forms.answers import as_choice, as_tick
from scraper.forms.dates import as_date, written_date
from scraper.forms.markup import (
    attribute,
    beside,
    child,
    children_order,
    every,
    is_on,
    name,
    set_attribute,
)
from scraper.forms.places import Kind, Place, Write
from scraper.forms.signs import OURS
from scraper.forms.wording import is_prompt
from scraper.forms.writing import new_run, properties_of

_KINDS = {
    "textInput": Kind.LEGACY_TEXT,
    "ddList": Kind.LEGACY_LIST,
    "checkBox": Kind.LEGACY_BOX,
}
_MADE_UP = re.compile(r"(?:tekst|text|kontrol|check|rulle|dropdown|afkrydsning)\d*", re.IGNORECASE)
"""The names that Word gives fields itself."""
_PROMPT = re.compile(r"(?:vælg|choose|select)\b.*|[\s\-–.<>…]*", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True, eq=False)
class _Field:
    """The runs of one field: its beginning, what computes it, its separator, result and end."""

    begin: Any
    data: Any
    separate: Any = None
    result: list[Any] = field(default_factory=list)
    end: Any = None
    depth: int = 1

    @property
    def settings(self) -> Any:
        """What says which kind of field it is."""
        return next((each for each in self.data if name(each) in _KINDS), None)


def legacy_places(root: Any) -> Iterator[Place]:
    """Give the legacy fields of a part that begin and end in one paragraph."""
    for paragraph in every(root, "p"):
        for each in _fields(paragraph):
            if each.end is None or each.settings is None:
                continue
            kind = _KINDS[name(each.settings)]
            mark = child(each.begin, "fldChar")
            value = _value(each, kind)
            hint = "" if value else "".join(_words(run) for run in each.result)
            write = _WRITERS[kind](each)
            yield Place(mark, "", kind, value, write, _choices(each), hint=hint)


def name_of(mark: Any) -> str:
    """Give what a field is called where nobody sees it: its status text, or its name."""
    data = child(mark, "ffData")
    status, named = child(data, "statusText"), child(data, "name")
    for each in (status, named):
        words = "" if each is None else attribute(each, "val") or ""
        if words.strip() and not (each is named and _MADE_UP.fullmatch(words)):
            return words.replace("_", " ").strip(" :*")
    return "" if named is None else attribute(named, "val") or ""


def names_of_fields(root: Any) -> frozenset[str]:
    """Give the names of all legacy fields, which Word marks with bookmarks too."""
    names = (child(data, "name") for data in every(root, "ffData"))
    return frozenset(attribute(each, "val") or "" for each in names if each is not None)


def _fields(paragraph: Any) -> list[_Field]:
    """Give the form fields that begin in a paragraph; fields within them belong to their result."""
    found: list[_Field] = []
    now: _Field | None = None
    for run in every(paragraph, "r"):
        mark = child(run, "fldChar")
        kind = None if mark is None else attribute(mark, "fldCharType")
        if now is None:
            data = None if kind != "begin" else child(mark, "ffData")
            if data is not None:
                now = _Field(run, data)
                found.append(now)
            continue
        now.depth += {"begin": 1, "end": -1}.get(kind or "", 0)
        if now.depth == 0:
            now.end, now = run, None
        elif kind == "separate" and now.depth == 1:
            now.separate = run
        elif now.separate is not None:
            now.result.append(run)
    return found


def _choices(each: _Field) -> tuple[str, ...]:
    entries = (e for e in each.settings if name(e) == "listEntry")
    return tuple(
        words for e in entries if not _PROMPT.fullmatch(words := attribute(e, "val") or "")
    )


def _value(each: _Field, kind: Kind) -> str | None:
    if kind is Kind.LEGACY_BOX:
        checked = child(each.settings, "checked")
        ticked = is_on(checked if checked is not None else child(each.settings, "default"))
        return "ja" if ticked else None
    if kind is Kind.LEGACY_LIST:
        return _chosen(each)
    text = "".join(_words(run) for run in each.result)
    if any(attribute(run, "rsidR") == OURS for run in each.result):
        return text
    return None if is_prompt(text) else text.strip() or None


def _words(run: Any) -> str:
    signs = {"br": "\n", "cr": "\n", "tab": "\t"}
    return "".join(
        (each.text or "") if name(each) == "t" else signs.get(name(each), "") for each in run
    )


def _chosen(each: _Field) -> str | None:
    """Give the entry that somebody has chosen; the one that stands there before is no choice."""
    number = child(each.settings, "result")
    if number is None:
        return None
    at = "" if number is None else attribute(number, "val") or "0"
    entries = [attribute(e, "val") or "" for e in each.settings if name(e) == "listEntry"]
    chosen = entries[int(at)] if at.isdecimal() and int(at) < len(entries) else ""
    return None if _PROMPT.fullmatch(chosen) else chosen


def _switch(settings: Any, local: str, value: int, *before: str) -> None:
    """Set a number or switch, in the place that the schema has for it."""
    found = child(settings, local)
    if found is None:
        found = etree.Element(beside(settings, local))
        children_order(settings, found, *before)
    set_attribute(found, "val", str(value))


def _text_writer(each: _Field) -> Write:
    def write(value: str) -> list[Any]:
        if each.separate is None:
            each.separate = etree.Element(each.end.tag, nsmap=each.end.nsmap)
            mark = etree.SubElement(each.separate, beside(each.end, "fldChar"))
            set_attribute(mark, "fldCharType", "separate")
            each.end.addprevious(each.separate)
        look = properties_of(each.result[0] if each.result else each.begin)
        run = new_run(each.end, _formatted(each.settings, value), look)
        for old in each.result:
            old.getparent().remove(old)
        each.separate.addnext(run)
        return [_paragraph(each)]

    return write


def _formatted(settings: Any, value: str) -> str:
    """Write a date as its field wants it; what is no date, and every other text, as it is."""
    kind, form = child(settings, "type"), child(settings, "format")
    if kind is None or attribute(kind, "val") != "date":
        return value
    try:
        return written_date(as_date(value), None if form is None else attribute(form, "val"), None)
    except FormFault:
        return value


def _list_writer(each: _Field) -> Write:
    def write(value: str) -> list[Any]:
        entries = [attribute(e, "val") or "" for e in each.settings if name(e) == "listEntry"]
        allowed = _choices(each)
        chosen = allowed[as_choice(value, allowed)]
        _switch(each.settings, "result", entries.index(chosen))
        return [_paragraph(each)]

    return write


def _box_writer(each: _Field) -> Write:
    def write(value: str) -> list[Any]:
        _switch(each.settings, "checked", int(as_tick(value)), "size", "sizeAuto", "default")
        return [_paragraph(each)]

    return write


def _paragraph(each: _Field) -> Any:
    return next(found for found in each.begin.iterancestors() if name(found) == "p")


_WRITERS = {
    Kind.LEGACY_TEXT: _text_writer,
    Kind.LEGACY_LIST: _list_writer,
    Kind.LEGACY_BOX: _box_writer,
}
