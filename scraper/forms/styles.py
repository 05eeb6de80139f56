"""What a form's styles say: which paragraphs are headings, and where tabs draw a line."""

from __future__ import annotations

import re
from typing import Any

from scraper.forms.markup import attribute, child, name, within

_HEADING = re.compile(r"(?:heading|overskrift) (\d)", re.IGNORECASE)
_TITLES = frozenset({"title", "subtitle", "titel", "undertitel"})
_CONTENTS = re.compile(r"(?:toc|indholdsfortegnelse) ?(?:\d|heading)?", re.IGNORECASE)


class Styles:
    """The styles of a document, by their ids; those that a style is based on count too."""

    def __init__(self, root: Any) -> None:
        found = () if root is None else within(root, "style")
        self._styles = {attribute(each, "styleId"): each for each in found}

    def is_heading(self, paragraph: Any) -> bool:
        """Say whether a paragraph is a title, a heading, or a line of a table of contents."""
        if child(paragraph, "pPr", "outlineLvl") is not None:
            return attribute(child(paragraph, "pPr", "outlineLvl"), "val") != "9"
        return any(_is_heading(style) for style in self._chain(paragraph))

    def level(self, paragraph: Any) -> int:
        """Give a heading's rank, 1 the highest, below a title's 0."""
        for style in self._chain(paragraph):
            titled = child(style, "name")
            called = "" if titled is None else (attribute(titled, "val") or "").lower()
            if found := _HEADING.match(called):
                return int(found[1])
            if called in _TITLES:
                return 0
        outline = child(paragraph, "pPr", "outlineLvl")
        level = "" if outline is None else attribute(outline, "val") or ""
        return int(level) + 1 if level.isdecimal() else 1

    def value(self, paragraph: Any, run: Any, local: str) -> Any:
        """Give the property of a run's letters that holds: its own, its style's, the paragraph's.

        None where nothing says it, as `<w:b/>` of a run that is not bold (ECMA-376-1, 17.7.2).
        """
        owners = (run, *self._chain(run, "rPr", "rStyle"), *self._chain(paragraph))
        return next((e for each in owners if (e := child(each, "rPr", local)) is not None), None)

    def leaders(self, paragraph: Any) -> list[bool]:
        """Say of each tab stop of a paragraph, from the left, whether its tab draws a line."""
        stops: dict[int, bool] = {}
        for owner in (*reversed(self._chain(paragraph)), paragraph):
            tabs = child(owner, "pPr", "tabs")
            for tab in () if tabs is None else tabs:
                at = _position(tab)
                if attribute(tab, "val") in ("clear", "num"):
                    stops.pop(at, None)
                elif name(tab) == "tab" and attribute(tab, "val") != "bar":
                    stops[at] = attribute(tab, "leader") not in (None, "none")
        return [stops[at] for at in sorted(stops)]

    def _chain(self, styled: Any, *path: str) -> list[Any]:
        """Give a paragraph's or run's style and those it is based on, the nearest first."""
        named = child(styled, *(path or ("pPr", "pStyle")))
        chain: list[Any] = []
        while named is not None:
            style = self._styles.get(attribute(named, "val"))
            if style is None or style in chain:
                break
            chain.append(style)
            named = child(style, "basedOn")
        return chain


def _is_heading(style: Any) -> bool:
    titled = child(style, "name")
    called = "" if titled is None else (attribute(titled, "val") or "").lower()
    level = child(style, "pPr", "outlineLvl")
    return (
        _HEADING.match(called) is not None
        or _CONTENTS.fullmatch(called) is not None
        or called in _TITLES
        or (level is not None and attribute(level, "val") != "9")
    )


def _position(tab: Any) -> int:
    found = re.match(r"-?\d+", attribute(tab, "pos") or "")
    return int(found[0]) if found else 0
