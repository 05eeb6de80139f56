"""What is true of a page, and what is wrong with a reading of it.

A value is read as it is, or it is null and a finding names it. Another value is a fault, and so
is one that is missing without a word.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import category, normalize

MISSING = object()
NO_COLUMN = "no column"
LONGEST_SHORT = 3  # letters and digits of a word that stands in too many findings


@dataclass(frozen=True, slots=True)
class Truth:
    """A column, the values that are right, and the words by which a finding may name it.

    `told`: the value as printed is none, so it is null and a finding says so.
    """

    column: str
    right: tuple[Any, ...]
    words: tuple[str, ...]
    told: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """One field that was read wrong, or lost in silence."""

    kind: str  # "wrong", "silent", "not there" or no column
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Group:
    """One record on a page: how to find it in what was read, and what is true of it.

    `words`: those by which a finding may name it when it was not read.
    """

    name: str
    find: Callable[[Any], Any]
    truths: list[Truth]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A page and what is true of it. `others`: what was read that is not on it."""

    url: str
    html: str
    groups: list[Group]
    others: Callable[[Any], Iterable[str]]


def normal(text: str) -> str:
    """Return a text with each run of spaces as one, without characters that nobody sees."""
    seen = "".join(sign for sign in normalize("NFC", text) if category(sign) != "Cf")
    return " ".join(seen.split())


def bare(text: str) -> str:
    """Return a text's letters and digits, to find it in a finding however that quotes it."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def is_right(value: Any, right: Sequence[Any]) -> bool:
    """Return whether a value that was read is one of those that are right."""
    if not isinstance(value, str):
        return any(type(each) is type(value) and each == value for each in right)
    patterns = (each for each in right if isinstance(each, re.Pattern))
    return any(isinstance(each, str) and normal(each) == normal(value) for each in right) or any(
        pattern.fullmatch(normal(value)) for pattern in patterns
    )


def told(findings: Iterable[Any], words: Iterable[str]) -> bool:
    """Return whether a finding names one of the words. Short ones stand there as they are."""
    words = tuple(words)
    for finding in findings:
        said = " ".join(str(getattr(finding, each.name)) for each in dataclasses.fields(finding))
        if any(_names(said, word) for word in words):
            return True
    return False


def _names(said: str, word: str) -> bool:
    """Return whether a finding says a word: its letters and digits, or a short one whole."""
    if len(bare(word)) > LONGEST_SHORT:
        return bare(word) in bare(said)
    short = re.escape(normal(word))
    return len(word) > 1 and re.search(rf"(?<!\w){short}(?!\w)", normal(said)) is not None


def faults(made: Made, record: Any, findings: Sequence[Any]) -> list[Fault]:
    """Return what is wrong with a reading of a page."""
    found = [Fault("not there", "another record", other) for other in made.others(record)]
    for group in made.groups:
        part = group.find(record)
        if part is None:
            if not told(findings, group.words):
                found.append(Fault("silent", group.name, "was lost without a finding"))
            continue
        for truth in group.truths:
            if fault := _fault(part, truth, findings):
                found.append(fault)
    return found


def _fault(part: Any, truth: Truth, findings: Sequence[Any]) -> Fault | None:
    value = getattr(part, truth.column, MISSING)
    shown = " or ".join(_shown(each) for each in truth.right)
    if value is MISSING:
        return Fault(NO_COLUMN, truth.column, "the record has no such column")
    right = is_right(value, truth.right)
    named = told(findings, (truth.column, *truth.words))
    if value is not None and not right:
        return Fault("wrong", truth.column, f"{value!r} was read where {shown} is true")
    if not named and (truth.told or not right):
        return Fault(
            "silent", truth.column, f"{value!r} without a finding; as printed: {truth.words}"
        )
    return None


def _shown(right: Any) -> str:
    """Return a value that is right for a person to read."""
    if isinstance(right, re.Pattern):
        return re.sub(r"\\(.)", r"\1", right.pattern)
    return repr(right)


def shares(made: Made, record: Any) -> tuple[int, int]:
    """Return how many fields of a page that hold a value were read, and how many there are."""
    read = whole = 0
    for group in made.groups:
        part = group.find(record) if record is not None else None
        for truth in group.truths:
            if truth.told or is_right(None, truth.right):
                continue
            whole += 1
            read += is_right(getattr(part, truth.column, MISSING), truth.right)
    return read, whole
