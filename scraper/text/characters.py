"""Characters that a reader sees, and those that no document may hold (pure)."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Signs that no document may hold (XML 1.0, 2.2), or that steer a terminal."""
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Signs that a reader does not see: soft hyphen, zero-width spaces and joiners, direction marks."""


def plain(text: str) -> str:
    """Give the text with every run of white space as one space and invisible signs left out."""
    return legible(" ".join(visible(text).split()))


def legible(text: str) -> str:
    """Give a line without the signs that no document may hold, or that steer a terminal."""
    return text if text.isprintable() else _CONTROL.sub("", text).strip()


def visible(text: str) -> str:
    """Give the text without the signs that a reader does not see."""
    for sign in INVISIBLE:
        if sign in text:
            text = text.replace(sign, "")
    return text
