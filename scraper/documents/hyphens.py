"""Words that a page's layout broke at a line's end, made whole again.

A hyphen at a line's end is the layout's own or the word's, and nothing in a PDF tells which but
what else the document says: whether the word stands in it joined or hyphenated. Where it says
neither, what is spelt as a word is joined; after abbreviations, numbers and single letters Danish
has a hyphen (Retskrivningsordbogen, § 57), which stays. What is doubtful stays as it is printed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cached_property
from itertools import pairwise

PAGE_END = "\f"
"""Stands in a text at a line's start, where a page begins."""
SOFT = "\u00ad"
_HYPHENS = f"-{SOFT}\u2010"
"""Fonts draw hyphen-minus, soft hyphen and hyphen alike, and files call a hyphen any of them."""
_FAR = 100
"""Characters that are looked at on each side of a hyphen: longer words there are none."""
_GAP = rf"[ \t]*\n{PAGE_END}?[ \t]*"
_BREAK = re.compile(rf"(?<=\w)([{_HYPHENS}])({_GAP})(?=\w)|(?<=\w){SOFT}(?=\w)")
"""A hyphen at a line's end; and a soft one within a line, which a page draws too."""
_SOFT_BREAK = re.compile(rf"(?<=\w){SOFT}[ \t]*\n[ \t]*(?=\w)")
_SOFT_WITHIN = re.compile(rf"\w{SOFT}\w")
_LETTERS = r"[^\W_]"
_HALVES = re.compile(rf"{_LETTERS}{{1,{_FAR}}}(?:[{_HYPHENS}]{_GAP}|{SOFT}){_LETTERS}{{1,{_FAR}}}")
_WORD = re.compile(rf"{_LETTERS}++(?:-{_LETTERS}++)*+")
_LAST = re.compile(rf"{_LETTERS}*\Z")
_FIRST = re.compile(rf"{_LETTERS}*")
_AND = frozenset({"og", "eller", "samt", "and", "or"})
"""Before these a word may lack the end that it shares with the next: `test- og driftsmiljø`."""
_ADDRESS = re.compile(r"://|^www\.|[@\\_]")
_NUMBERED = re.compile(r"\d+[.)]\Z")
_DIGITS = re.compile(r"\d+")
_VOWEL = re.compile(r"[aeiouyæøåäöüé]", re.IGNORECASE)
_REST = re.compile(r"\S*[^\s-](?P<over>[ \t]*\n?)")
_EDGE = 3
"""Lines at a page's top and foot that may stand on other pages too."""


def without_soft_breaks(text: str) -> str:
    """Return a text with the words whole that soft hyphens broke at lines' ends."""
    return _SOFT_BREAK.sub("", text)


def joined(text: str) -> str:
    """Return a PDF's text with the words whole that its layout broke.

    The rest of a word moves up to its start, and what follows it stays a line of its own. Nothing
    but hyphens is left out, and nothing but line ends and spaces changes besides.
    """
    while (once := _once(text)) != text:  # a word made whole may be what tells of another
        text = once
    return text


def _once(text: str) -> str:
    if SOFT not in text and _BREAK.search(text) is None:
        return text
    words = _Words(text)
    running = _running_lines(text)
    softly = _SOFT_WITHIN.search(text) is None
    edits: list[tuple[int, int, str]] = []
    for found in _BREAK.finditer(text):
        start, end = found.span()
        hyphen, gap = found[1], found[2] or ""
        if gap and running and _meets_running_line(text, start, end, running):
            continue
        left = text[max(0, start - _FAR) : start].split()[-1]
        right = text[end : end + _FAR].split(maxsplit=1)[0]
        over = PAGE_END in gap
        between = words.between(left, right, over=over, soft=softly and hyphen == SOFT)
        if between is None:
            continue
        edits.append((start, end, between))
        rest = _REST.match(text, end) if gap else None
        if rest is not None and rest["over"] and (over or "\n" not in rest["over"]):
            edits.append((*rest.span("over"), f"\n{PAGE_END}" if over else "\n"))
    return _edited(text, edits).replace(SOFT, "-")


def _meets_running_line(text: str, start: int, end: int, running: frozenset[str]) -> bool:
    """Say whether a word ends its page's own text, so that what follows is the page's foot."""
    before, after = text[max(0, start - _FAR) : start], text[end : end + _FAR]
    broken = before.rpartition("\n")[2] + text[start]
    return _masked(after.partition("\n")[0]) in running and _masked(broken) not in running


def _edited(text: str, edits: list[tuple[int, int, str]]) -> str:
    out: list[str] = []
    at = 0
    for start, end, instead in sorted(edits):
        out += text[at:start], instead
        at = end
    return "".join((*out, text[at:]))


def _running_lines(text: str) -> frozenset[str]:
    """Return the lines, numbers apart, that stand at the top or foot of more pages than one."""
    pages = Counter[str]()
    for page in text.split(PAGE_END):
        lines = [_masked(line) for line in page.splitlines() if line.strip()]
        pages.update({*lines[:_EDGE], *lines[-_EDGE:]})
    return frozenset(line for line, times in pages.items() if times > 1)


def _masked(line: str) -> str:
    return _DIGITS.sub("0", line.strip()[:_FAR])


class _Words:
    """What stands in a text within lines, small and large letters alike."""

    def __init__(self, text: str) -> None:
        self._as_written = Counter[str]()
        self._words = Counter[str]()
        self._pairs = Counter[str]()
        for found in _WORD.finditer(_HALVES.sub(" ", text).replace("\u2010", "-")):
            self._as_written.update(found[0].split("-"))
            parts = found[0].casefold().split("-")
            self._words.update(parts)
            self._pairs.update(map("-".join, pairwise(parts)))

    def between(self, left: str, right: str, *, over: bool, soft: bool) -> str | None:
        """Return what stands between two halves: nothing or a hyphen; None where it is doubtful.

        `over` says that a page ends between them, `soft` that the hyphen can only be the layout's.
        """
        a, b = _LAST.search(left)[0], _FIRST.match(right)[0]  # type: ignore[index]
        if not a or not b:
            return None
        whole, apart = f"{a}{b}".casefold(), f"{a}-{b}".casefold()
        if b.casefold() in _AND and not self._words[whole]:
            return None
        if any(map(str.isdigit, a)):
            return None if over or _NUMBERED.match(right) else "-"
        if b[0].isdigit():
            return None
        if soft:
            return ""
        if len(a) == 1 or (a.isupper() and b[0].islower()):
            return "-"  # no layout breaks a word there
        if _ADDRESS.search(left) or "@" in right:
            return "" if self._as_written[a + b] else None
        if self._words[whole] != self._pairs[apart]:
            return "" if self._words[whole] > self._pairs[apart] else "-"
        if not b[0].islower():
            return None
        return "-" if self._has_hyphen(a, b) else ""

    def _has_hyphen(self, a: str, b: str) -> bool:
        """Say of two halves, the second in small letters, whether the word is spelt with a hyphen.

        Without a vowel a half is no syllable but an abbreviation; with a capital within and a word
        by itself it is a name, such as NemKonto. Else it is as with the text's other words that
        begin so.
        """
        if a[-2:].isupper() or not _VOWEL.search(a) or not _VOWEL.search(b):
            return True
        if not a[1:].islower() and self._as_written[a]:
            return True
        a = a.casefold()
        joined_ones = _beginning(self._ordered_words, a) - (a in self._words)
        return _beginning(self._ordered_pairs, f"{a}-") > joined_ones

    @cached_property
    def _ordered_words(self) -> list[str]:
        return sorted(self._words)

    @cached_property
    def _ordered_pairs(self) -> list[str]:
        return sorted(self._pairs)


def _beginning(ordered: list[str], start: str) -> int:
    """Return how many of some words begin so."""
    return bisect_left(ordered, f"{start}\U0010ffff") - bisect_left(ordered, start)
