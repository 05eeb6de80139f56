"""The visible signs of a paragraph, each with the place in the tree where it stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

from scraper.forms.markup import attribute, child, is_on, is_word, name
from scraper.forms.styles import Styles

OURS = "00F0A4B1"
"""The revision id (ECMA-376-1, 17.3.2.25, `rsidR`) of the runs that `fill` writes: by it a value
is known again, whatever it looks like."""
FIELD, VALUE, LEADER, OBJECT = "\ufffc", "\ue000", "\ue001", "\ue002"
"""In `Sign.code`: another field's place, a sign of a value, a tab that draws a line, a picture."""
_RESERVED = str.maketrans(dict.fromkeys((FIELD, VALUE, LEADER, OBJECT), "\ufffd"))
_ONE = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "¤"}
_UNSEEN = frozenset(
    {"del", "moveFrom", "Fallback", "txbxContent", "pPr", "rPr", "sdtPr", "instrText"}
)
_SPACES = str.maketrans("\n\r\t", "   ")


@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """One sign of a paragraph."""

    text: str
    element: Any
    """What it stands in: a `w:t`, or the element that is the sign."""
    index: int
    """Where in the text of a `w:t`."""
    run: Any
    """The run around it; None for a field that is no run."""
    code: str
    """The sign as patterns see it."""

    @property
    def ours(self) -> bool:
        """Whether it belongs to a value that `fill` wrote."""
        return self.code == VALUE


class Reading:
    """Reads paragraphs; `fields` are the controls, fields and bookmarks that stand for one sign."""

    def __init__(self, fields: Container[Any], styles: Styles) -> None:
        self._fields = fields
        self._styles = styles
        self._depth = 0
        self._until: str | None = None

    def signs(self, paragraph: Any) -> list[Sign]:
        """Give the signs of a paragraph, or of what stands in a control."""
        self._depth, self._until = 0, None
        signs = list(self._read(paragraph))
        leaders = self._styles.leaders(paragraph) if name(paragraph) == "p" else []
        return _with_leaders(signs, leaders) if any(leaders) else signs

    def _read(self, parent: Any) -> Iterator[Sign]:
        for each in parent:
            local = name(each)
            if local == "bookmarkEnd" and attribute(each, "id") == self._until:
                self._until = None
            elif each in self._fields and local in ("sdt", "bookmarkStart"):
                if not self._hidden():
                    yield Sign(FIELD, each, 0, None, FIELD)
                if local == "bookmarkStart":
                    self._until = attribute(each, "id")
            elif local == "fldSimple":
                if not self._hidden():
                    yield Sign(OBJECT, each, 0, None, OBJECT)
            elif is_word(each, "r"):
                yield from self._run(each)
            elif local not in _UNSEEN:
                yield from self._read(each)

    def _hidden(self) -> bool:
        return self._depth > 0 or self._until is not None

    def _run(self, run: Any) -> Iterator[Sign]:
        if is_on(child(run, "rPr", "vanish")):
            return
        ours = attribute(run, "rsidR") == OURS
        line = not ours and _is_underlined_space(run)
        for each in run:
            if name(each) == "fldChar":
                yield from self._field_mark(run, each)
            elif not self._hidden():
                yield from _signs_of(each, run, VALUE if ours else LEADER if line else None)

    def _field_mark(self, run: Any, mark: Any) -> Iterator[Sign]:
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            if not self._hidden():
                yield Sign(FIELD, mark, 0, run, FIELD if mark in self._fields else OBJECT)
            self._depth += 1
        elif kind == "end":
            self._depth = max(0, self._depth - 1)


def _with_leaders(signs: list[Sign], leaders: list[bool]) -> list[Sign]:
    """Mark the tabs that draw a line: the n-th tab of a line goes to the n-th stop."""
    out, tabs = [], 0
    for sign in signs:
        if sign.code == "\t":
            drawn = tabs < len(leaders) and leaders[tabs]
            out.append(dataclasses.replace(sign, code=LEADER) if drawn else sign)
            tabs += 1
        else:
            out.append(sign)
            tabs = 0 if sign.code == "\n" else tabs
    return out


def _is_underlined_space(run: Any) -> bool:
    """Say whether a run is a line to write on that is made of underlined spaces or tabs."""
    line = child(run, "rPr", "u")
    return (
        line is not None
        and attribute(line, "val") not in (None, "none")
        and not "".join(run.itertext()).strip()
    )


def _signs_of(element: Any, run: Any, code: str | None) -> Iterator[Sign]:
    """Give the signs of one child of a run, with one code for all of them if there is one."""
    local = name(element)
    if local == "t":
        for index, sign in enumerate((element.text or "").translate(_SPACES)):
            yield Sign(sign, element, index, run, code or sign.translate(_RESERVED))
    elif local in _ONE:
        yield Sign(_ONE[local], element, 0, run, code or _ONE[local])
    elif local in ("pict", "object") or (
        local in ("drawing", "AlternateContent")
        and next(element.iter("{*}inline"), None) is not None
    ):
        yield Sign(OBJECT, element, 0, run, OBJECT)


def text_of(signs: list[Sign]) -> str:
    """Give the words of signs, fields and pictures left out."""
    return "".join(sign.text for sign in signs if sign.code not in (FIELD, OBJECT))


def code_of(signs: list[Sign]) -> str:
    """Give signs as patterns see them."""
    return "".join(sign.code for sign in signs)
