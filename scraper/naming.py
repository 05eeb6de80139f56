"""Names of files and pages as two are compared: without version, date and way of writing (pure)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePosixPath
from unicodedata import normalize

_VERSIONED = re.compile(
    r"[ _-]*(?:\(\d+\)|(?<![a-z])v?\d{8}|(?<![a-z])v\.? ?\d+(?:[._]\d+)*"
    r"|_\d+(?:_\d+)*|\d+(?:\.\d+)+)$",
    re.IGNORECASE,
)
"""Ends of a file's name that tell versions apart: `(2)`, `20240101`, `v2.1`, `_3_2_1`, `4.0`."""
_FOLDS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


_LONGEST = 300
"""Letters of a name that are looked at: file systems allow 255."""


@lru_cache(maxsize=50_000)
def plain_name(name: str) -> str:
    """Give a file's name without its ending, version, date and counter, in plain small letters."""
    stem = PurePosixPath(name).stem[:_LONGEST]
    while (shorter := _VERSIONED.sub("", stem)) not in (stem, ""):
        stem = shorter
    return slug(stem)


def slug(text: str) -> str:
    """Give a text's words as an address has them: `Økonomi på tværs` → `oekonomi-paa-tvaers`."""
    text = normalize("NFC", text).casefold().translate(_FOLDS)
    return re.sub(r"[\W_]+", "-", text).strip("-")


def file_kind(name: str) -> str:
    """Give the ending of a file's name, in small letters, without its dot: `docx`."""
    return PurePosixPath(name).suffix.lower().lstrip(".")
