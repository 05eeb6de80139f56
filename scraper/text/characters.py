"""Characters that a reader sees, and those that no document may hold (pure)."""

from __future__ import annotations

import re

LOST = "\ufffd"
"""The mark that stands where a character could not be read or shown (Unicode's own)."""
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""Characters that a reader does not see, as ranges of a pattern: soft hyphen, zero-width spaces and
joiners, direction marks."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
"""Characters that no document may hold (XML 1.0, 2.2), or that steer a terminal."""
_WITHIN_NUMBER = re.compile(rf"(?<=[0-9])[{INVISIBLE}]+(?=[0-9])")
_UNSEEN = re.compile(f"[{INVISIBLE}]+")


def plain(text: str) -> str:
    """Return the text with every run of white space as one space, and as a reader sees it."""
    if text.isprintable() and "  " not in text:
        return text.strip()  # as nearly all
    return " ".join(legible(visible(text)).split())


def legible(text: str) -> str:
    """Return the text with `LOST` for the characters that no document may hold.

    They are not left out, as that would join what stands on both sides: a dash that was decoded
    wrongly (`2\\x963`) would make 23 of it.
    """
    return text if text.isprintable() else _CONTROL.sub(LOST, text)


def visible(text: str) -> str:
    """Return the text without the characters that a reader does not see.

    Between two digits `LOST` stands for them: what looks like one number may have been two.
    """
    if text.isascii() or not _UNSEEN.search(text):
        return text
    return _UNSEEN.sub("", _WITHIN_NUMBER.sub(LOST, text))
