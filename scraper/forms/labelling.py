"""The words beside a control, a legacy field or a bookmark that say what belongs in it."""

from __future__ import annotations

import re
from typing import Any

from scraper.forms.holes import marked_holes
from scraper.forms.markup import around, every, is_word
from scraper.forms.places import Kind
from scraper.forms.signs import FIELD, OBJECT, Reading, Sign, code_of, text_of
from scraper.forms.styles import Styles
from scraper.forms.wording import MAX_LABEL, as_label, is_label, last_sentence

_BOXES = frozenset({Kind.BOX_CONTROL, Kind.LEGACY_BOX})
_ENDS = re.compile(rf"[\n{FIELD}{OBJECT}]")
_LETTER = re.compile(r"[^\W\d_]")
_BRACKETS = re.compile(r"\s*\([^()]*\)")


def words_beside(anchor: Any, kind: Kind, reading: Reading) -> str:
    """Give the words in an anchor's own line: before it, for a box rather after it; or nothing."""
    paragraph = around(anchor, "p")
    if paragraph is None:
        return ""
    signs = reading.signs(paragraph)
    at = next((n for n, sign in enumerate(signs) if sign.element is anchor), None)
    if at is None:
        return ""
    after = _ENDS.split(code_of(signs[at + 1 :]))[0]
    if kind in _BOXES and _LETTER.search(after):
        return as_label(after)[:MAX_LABEL]
    before = _after_holes(signs[:at])
    return as_label(before) if _LETTER.search(before) and len(before) <= MAX_LABEL else ""


def _after_holes(signs: list[Sign]) -> str:
    """Give what stands after the last field or place to fill in."""
    code = code_of(signs)
    holes = marked_holes(code)
    rest = code[holes[-1].end :] if holes else code
    return last_sentence(_ENDS.split(rest)[-1])


def words_behind(signs: list[Sign]) -> str:
    """Give what is said behind a place in its line: in brackets only, if another place follows."""
    code = code_of(signs)
    rest = _ENDS.split(code)[0]
    if ":" in rest or len(rest) < len(code.partition("\n")[0]) or marked_holes(code):
        found = _BRACKETS.match(rest)
        rest = found[0] if found else ""
    return " ".join(rest.split()) if _LETTER.search(rest) else ""


def hint_of(anchor: Any, shown: str, reading: Reading) -> str:
    """Give what is said in the place of an anchor, where nothing stands yet, and behind it."""
    paragraph = around(anchor, "p")
    signs = [] if paragraph is None else reading.signs(paragraph)
    at = next((n for n, sign in enumerate(signs) if sign.element is anchor), None)
    behind = "" if at is None else words_behind(signs[at + 1 :])
    return f"{shown} {behind}"


def label_above(anchor: Any, reading: Reading, styles: Styles) -> tuple[Any, str]:
    """Give the paragraph that is a label before the one that an anchor stands in, and its words."""
    block = around(anchor, "p")
    at = anchor if block is None else block
    before = next(
        (e for e in at.itersiblings(preceding=True) if is_word(e, "p", "tbl", "sdt")), None
    )
    if before is None or not is_word(before, "p") or styles.is_heading(before):
        return None, ""
    signs = reading.signs(before)
    text = text_of(signs)
    return (
        (before, as_label(text)) if FIELD not in code_of(signs) and is_label(text) else (None, "")
    )


def words_below(anchor: Any, reading: Reading) -> str:
    """Give what is said in brackets or at an asterisk right below an anchor's line or row."""
    block = around(anchor, "tr" if is_word(anchor, "tc") else "p")
    below = None if block is None else next(block.itersiblings(), None)
    paragraph = (
        below if below is None or is_word(below, "p") else next(iter(every(below, "p")), None)
    )
    alone = below is not None and (is_word(below, "p") or len(every(below, "tc")) == 1)
    if paragraph is None or not alone or not is_word(below, "p", "tr"):
        return ""
    signs = reading.signs(paragraph)
    said = text_of(signs).strip()
    return said if said.startswith(("(", "*")) and FIELD not in code_of(signs) else ""


def cell_of(anchor: Any) -> Any:
    """Give the cell an anchor stands in, or that it holds; None if there is none."""
    inner = next(iter(every(anchor, "tc")), None) if is_word(anchor, "sdt") else None
    return inner if inner is not None else around(anchor, "tc")
