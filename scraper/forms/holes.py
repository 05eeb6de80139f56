"""Where in a line something is to be written: after which label, in place of which signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scraper.forms.signs import FIELD, LEADER, OBJECT, VALUE
from scraper.forms.wording import as_label, is_label, is_prompt, is_sentence, last_sentence

_LINE = rf"[_.…\u2024\u2025{LEADER}]"
_CANDIDATE = re.compile(
    rf"{VALUE}+|{_LINE}(?:[ \u00a0\t/-]*{_LINE})*"
    rf"|\[[^\[\]\n{FIELD}]{{0,80}}\]|<[^<>\n{FIELD}]{{1,80}}>|«[^«»\n{FIELD}]{{0,80}}»"
    rf"|(?i:klik |tryk |click |tap |vælg et |choose an )[^:\n{FIELD}]{{5,80}}$",
    re.MULTILINE,
)
_PAGE = re.compile(r"[ \t]*[\divxlc]+[ \t]*(?:\n|$)")
_BREAKS = re.compile(rf"[\n{FIELD}{OBJECT}]")
_OPEN = re.compile(r"(?:[^:\t\n]+:[ \u00a0*]*(?:\t+|$))+")
_PAIR = re.compile(r"([^:\t\n]+):[ \u00a0*]*(?=\t|$)")
_TOLD = re.compile(r"\s*([^:\n\t]{2,60}?)[ *]*:\s+(?=\S)")
_NO_LABELS = re.compile(r"(?:bemærk|nb|obs|vigtigt|note|fx|eksempel|f\. ?eks)\W*$", re.IGNORECASE)
_MAX_BEFORE = 1_000  # signs in which a label is looked for
_MAX_OPEN = 60  # signs before a colon that nothing follows; longer is an introduction


@dataclass(frozen=True, slots=True)
class Hole:
    """A place in a line: the signs from `start` to before `end`, which may be none."""

    label: str
    start: int
    end: int
    marked: bool
    """Whether dots, a line or a prompt shows it, or it holds a value that `fill` wrote."""


def marked_holes(code: str) -> list[Hole]:
    """Give the places that are drawn: dots, lines, prompts after a colon. `code` is `code_of`."""
    holes: list[Hole] = []
    at = passed = 0
    for found in _CANDIDATE.finditer(code):
        before = code[max(at, found.start() - _MAX_BEFORE) : found.start()]
        start = max((each.end() for each in _BREAKS.finditer(before)), default=0)
        words = last_sentence(before[start:])
        if not _is_hole(found[0], words.rstrip().endswith(":")) or _is_contents(code, found):
            continue
        if is_label(words) and (choice := _choice(code, found, words)):
            holes.append(Hole(f"{as_label(words)} (flere dele)", *found.span(), True))
            passed = found.end() + len(choice)
        elif LEADER in found[0] and found.start() >= passed and (pairs := _in_columns(words)):
            begin = found.start() - len(words)
            holes += [Hole(label, begin + end, begin + end, False) for label, end in pairs[:-1]]
            holes.append(Hole(pairs[-1][0], *found.span(), True))
        elif is_label(words) and found.start() >= passed:
            holes.append(Hole(as_label(words), *found.span(), True))
        at = found.end()
    return holes


def _in_columns(words: str) -> list[tuple[str, int]]:
    """Give the labels of a line in columns, and where each ends; none for a line that is not.

    `Kommune:` and a tab that draws no line, `CVR-nr.:` and one that does.
    """
    pairs = [(as_label(pair[1]), pair.end() + 1) for pair in _PAIR.finditer(words)]
    last = words.rpartition("\t")[2]
    if (
        not pairs
        or not last.rstrip().endswith(":")
        or not all(_is_short(each) for each, _ in pairs)
    ):
        return []
    drawn = (as_label(last), len(words))
    return [*(each for each in pairs if each[1] < len(words)), drawn]


def _choice(code: str, found: re.Match[str], words: str) -> str:
    """Give the rest of a line of places to tick, or of one in two pieces; "" of another line.

    `Miljø: __ Test __ Produktion` is one field, and so is `E-mail: ____@____`; neither can be
    filled in with a word in place of the first line.
    """
    line = _BREAKS.split(code[found.end() :])[0]
    after = next((each for each in _CANDIDATE.finditer(line) if each[0] != "."), None)
    between = line[: after.start()] if after else line
    parted = between.startswith("@") or (after is not None and between.strip(" \t/-"))
    return line if words.rstrip().endswith(":") and parted and ":" not in between else ""


def _is_hole(text: str, after_colon: bool) -> bool:
    if text[0] in (VALUE, LEADER) or LEADER in text:
        return True
    if is_prompt(text):
        return after_colon
    lines, dots, ellipses = text.count("_"), text.count("."), text.count("…")
    if after_colon:
        return bool(lines or ellipses or dots > 1)
    return lines > 1 or dots > 3 or ellipses > 1


def _is_contents(code: str, found: re.Match[str]) -> bool:
    """Say whether a drawn tab leads to a page number, as in a table of contents."""
    return LEADER in found[0] and _PAGE.match(code, found.end()) is not None


def open_holes(code: str, holes: list[Hole]) -> list[Hole]:
    """Give the places that nothing shows but a colon at the end of a line, or before a tab."""
    found: list[Hole] = []
    for start, end in _between(code, holes):
        piece = code[start:end]
        if not _OPEN.fullmatch(piece):
            continue
        pairs = list(_PAIR.finditer(piece))
        if not all(_is_short(pair[1]) for pair in pairs):
            continue
        for pair in pairs:
            at = start + pair.end() if pair is not pairs[-1] else end
            found.append(Hole(as_label(pair[1]), at, at, False))
    return found


def told_hole(code: str) -> Hole | None:
    """Give the place of a line that somebody has filled in, `Kommune: Aarhus`, if it is one."""
    label = _TOLD.match(code)
    if not label or not _is_short(label[1]) or _NO_LABELS.search(label[1]):
        return None
    value = code[label.end() :]
    if (
        is_sentence(value)
        or _BREAKS.search(value)
        or any(sign in value for sign in (VALUE, LEADER))
    ):
        return None
    return Hole(as_label(label[1]), label.end(), len(code.rstrip()), False)


def _is_short(words: str) -> bool:
    return len(words.strip()) <= _MAX_OPEN and not is_sentence(words) and is_label(words)


def _between(code: str, holes: list[Hole]) -> list[tuple[int, int]]:
    """Give the stretches of lines that no place, field or picture stands in, from their starts."""
    stretches, at = [], 0
    taken = [(hole.start, hole.end) for hole in holes]
    taken += [found.span() for found in _BREAKS.finditer(code)]
    for start, end in sorted([*taken, (len(code), len(code))]):
        if start == len(code) or code[start] == "\n":
            stretches.append((at, start))
        at = max(at, end)
    return stretches
