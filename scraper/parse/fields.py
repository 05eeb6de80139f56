"""Labels and their values, found among a page's lines, whatever the markup.

The same facts come out of a definition list, a table with its labels to the left or on top,
wrapper elements and sibling spans, `Label: value` in a paragraph, and a bold label over its value.
What looks like a label and is not known is kept apart, so that somebody hears of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar
from unicodedata import category

from scraper.parse.html import TERM, Line
from scraper.parse.vocabulary import Label

T = TypeVar("T")
_MARKS = " :→›»*–-·|,;"
_LOOKS_LIKE_LABEL = re.compile(r"([A-ZÆØÅ][\w/.&() -]{1,38}?) ?:(?: |$)")
_SEPARATOR = re.compile(r":| [–-] ")
_NAMES = re.compile(r"[A-ZÆØÅ0-9][^.!?]{0,39}")  # a value, not the rest of a sentence
_BAR = re.compile(r" [|·•] ")
_DASHES = frozenset("-–—")
_SIGNS = frozenset({"So", "Sm", "Sk", "Co", "Mn"})  # Unicode's symbols, private use, variations
HELP_MARKS = frozenset({"?", "(?)", "i", "(i)", "ⓘ", "hjælp", "(hjælp)"})
"""What a page sets beside a label for the reader to click on; never its value."""
_ENOUGH = 3  # facts of a record, after which another may follow
_SPELLING = re.compile(r"[\s‐-―−-]+|,00(?=kr)|,00 (?=kr)")
_LONGEST_LABEL = 40
_COUNT = re.compile(r" ?\(\d+\)$")  # "Bilag (2)"
_LONGEST_KEY = 100  # what is longer is running text, and is no word of the site's own


@dataclass(slots=True)
class Fact:
    """A label and what stands at it: lines of text, and the places of its links."""

    name: str
    label: str
    lines: list[str] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    looks: str = ""
    bare: bool = False

    @property
    def value(self) -> str | None:
        """The value as text, a line each; None when nothing stands there."""
        return "\n".join(self.lines) or None


def fits(looks: str, value: str) -> bool:
    """Say whether a value looks as its label's values do; of a long one nothing can be said."""
    if value in _DASHES:
        return True  # it says that there is none
    return len(value) <= _LONGEST_KEY and re.search(looks, value, re.IGNORECASE) is not None


@dataclass(slots=True)
class Facts:
    """What was read: the facts in order, the lines before the first, and what nobody knows."""

    facts: list[Fact]
    before: list[Line]
    loose: list[Line]
    unknown: list[Fact]
    headed: list[str] = field(default_factory=list)
    """Headings of their own, under which facts stand that were taken all the same."""

    def repeated(self) -> list[Fact]:
        """Give the facts that say otherwise than the first of their name, which counts."""
        return [fact for fact in self.facts if fact.lines and fact.value != self.take(fact.name)]

    def take(self, name: str) -> str | None:
        """Give the first value that is not empty; rather one that looks as such a value does.

        A label whose place for a value is plainly empty has none.
        """
        told = [fact for fact in self.facts if fact.name == name and (fact.lines or fact.bare)]
        if not told or told[0].bare:
            return None
        fitting = (fact for fact in told if fits(fact.looks, fact.value or ""))
        return next(fitting, told[0]).value

    def links(self, name: str) -> list[int]:
        """Give the places of all links at a field."""
        return [place for fact in self.facts if fact.name == name for place in fact.links]

    def has(self, name: str) -> bool:
        """Say whether the label stands on the page at all."""
        return any(fact.name == name for fact in self.facts)


class Vocabulary:
    """Labels made ready for matching. `stops` are lines that end a value and are not kept."""

    def __init__(self, labels: Iterable[Label], stops: Iterable[str] = ()) -> None:
        self.labels = {key(word): label for label in labels for word in label.spellings}
        self.stops = frozenset(key(word) for word in stops)
        words = "|".join(re.escape(word) for word in sorted(self.labels, key=len, reverse=True))
        self._colon = re.compile(
            rf"(?:^|(?<=[\s,;|·•(–-]))({words})(?: ?: ?| [–-] )", re.IGNORECASE
        )
        self._lead = re.compile(rf"({words}) (.+)", re.IGNORECASE)

    def match(self, text: str) -> Label | None:
        """Give the label that a text is, if it is one and nothing else."""
        return self.labels.get(key(text)) if len(text) <= _LONGEST_LABEL else None

    def split(self, line: Line) -> list[tuple[Label, str]]:
        """Give the labels of a line with what stands after each on the same line."""
        first = self.match(line.atoms[0])
        if first is not None:
            return self._split_atoms(first, line)
        if _SEPARATOR.search(line.text) and (pairs := self._split_colons(line.text)):
            return pairs
        pieces = _BAR.split(line.text)
        if len(pieces) > 1:
            leads = [self._split_lead(piece) for piece in pieces]
            return [pair for lead in leads for pair in lead] if all(leads) else []
        return self._split_lead(line.text)

    def sure(self, line: Line) -> bool:
        """Say whether markup sets the line's label apart, so that no sentence begins with it."""
        return self.match(line.atoms[0]) is not None

    def _split_lead(self, text: str) -> list[tuple[Label, str]]:
        """Take a label that only a space parts from its value, when that looks like its value."""
        found = self._lead.fullmatch(text) if len(text) <= _LONGEST_KEY else None
        label = self.labels[key(found[1])] if found else None
        if found is None or label is None or label.text:
            return []
        if label.inline:
            right = re.fullmatch(label.inline, found[2]) is not None
        elif label.looks:
            right = fits(label.looks, found[2])
        else:
            right = not found[2].endswith(".")
        return [(label, found[2])] if right else []

    def _split_atoms(self, first: Label, line: Line) -> list[tuple[Label, str]]:
        rest = tuple(atom for atom in line.atoms[1:] if key(atom) not in HELP_MARKS)
        if first.text or not any(self.match(atom) for atom in rest):
            after = line.text[len(line.atoms[0]) :].strip(_MARKS[:2])
            return [(first, "" if key(after) in HELP_MARKS else after)]
        pairs: list[tuple[Label, list[str]]] = [(first, [])]
        for atom in rest:
            label = self.match(atom)
            if label is not None:
                pairs.append((label, []))
            else:
                pairs[-1][1].append(atom)
        return [(label, " ".join(values).lstrip(": ")) for label, values in pairs]

    def _split_colons(self, text: str) -> list[tuple[Label, str]]:
        marks = list(self._colon.finditer(text))
        if not marks or marks[0].start() != 0:
            return []
        first = self.labels[key(marks[0][1])]
        if first.text or len(marks) == 1:
            return [(first, text[marks[0].end() :].strip())]
        ends = [mark.start() for mark in marks[1:]] + [len(text)]
        return [
            (self.labels[key(mark[1])], text[mark.end() : end].strip(" ,;|·•("))
            for mark, end in zip(marks, ends, strict=True)
        ]


@lru_cache(maxsize=1024)  # a line is compared a dozen times, the site's words on every page
def key(text: str) -> str:
    """Give a text as labels are compared: no case, colon, arrow, icon or count around it."""
    if len(text) > _LONGEST_KEY:
        return text
    words = bare = _COUNT.sub("", text.strip(_MARKS)).casefold()
    while bare and _is_sign(bare[-1]):
        bare = bare[:-1].rstrip(_MARKS)
    while bare and _is_sign(bare[0]):
        bare = bare[1:].lstrip(_MARKS)
    return bare or words


def _is_sign(sign: str) -> bool:
    """Say whether a sign is an arrow, an icon or the like: no letter, digit or punctuation."""
    return not sign.isalnum() and category(sign) in _SIGNS


def read_facts(lines: list[Line], words: Vocabulary, *, audit: bool, single: bool = False) -> Facts:
    """Take every known label with its value. `audit` also finds what looks like a label.

    With `single` the lines are about one record: a stretch of facts of which half or more were
    told before, otherwise, tells of another one and is left out.
    """
    facts = Facts([], [], [], [])
    fact: Fact | None = None
    running = term = False
    levels: set[int] = set()
    stretches = [(0, "")]  # where in `facts.facts` each begins, and the heading of its own
    heads = 0  # headings right before this line; two when one is a link
    arranged = [line for line in arrange(lines, words) if _says_something(line)]
    split = [words.split(line) for line in arranged]
    sure = {
        pairs[0][0].field
        for line, pairs in zip(arranged, split, strict=True)
        if pairs and words.sure(line)
    }
    for line, pairs in zip(arranged, split, strict=True):
        if term and line.label == TERM and fact is not None and not fact.lines:
            fact = None  # a label with no value: another one follows
        if pairs and (words.sure(line) or not _in_passing(line, pairs[0], sure, facts, running)):
            for label, value in pairs:
                fact, running = Fact(label.field, line.atoms[0], looks=label.looks), label.text
                levels |= {line.level} if line.level and label.text else set()
                facts.facts.append(fact)
                if value:
                    fact.lines.append(value)
                    fact.links.extend(line.links)
            term = line.label == TERM and not running
            if line.bare and not running and fact is not None:
                fact.bare, fact = not fact.lines, None
            heads = 0
            continue
        valued = fact is not None and not running and not fact.lines
        heads = heads + 1 + bool(line.links) if 0 < line.level < 7 and not valued else 0
        if heads or not (valued or running):
            stretches.append((len(facts.facts), line.text if heads > 1 else ""))
        if key(line.text) in words.stops:
            fact = None
        elif running and line.level in levels:  # a section nobody knows ends the one before it
            fact = Fact("", line.text)
            facts.unknown.append(fact)
        elif fact is not None and (running or not fact.lines):
            fact.lines.append(_without_help(line))
            fact.links.extend(line.links)
        elif audit and (label_text := _label_like(line, bold=bool(facts.facts))):
            fact, running = Fact("", label_text), False
            if rest := line.text[len(label_text) :].strip(_MARKS):
                fact.lines.append(rest)
            facts.unknown.append(fact)
        elif not facts.facts and not facts.unknown:
            facts.before.append(line)
        else:
            facts.loose.append(line)
    if single:
        begins, headings = zip(*stretches, strict=True)
        told = zip(cut(facts.facts, list(begins)), headings, strict=True)
        facts.facts, facts.headed = _own(told)
    return facts


def _own(stretches: Iterable[tuple[list[Fact], str]]) -> tuple[list[Fact], list[str]]:
    """Give the facts of the record that is told of first, and the headings some stand under.

    What is told of another contradicts half of what was told: two facts, or one under a heading of
    its own.
    """
    own: list[Fact] = []
    headings: list[str] = []
    told: dict[str, str] = {}
    for stretch, heading in stretches:
        values = [(fact.name, _alike(fact.value)) for fact in stretch if fact.value]
        others = [name for name, value in values if told.get(name, value) != value]
        if 2 * len(others) >= len(values) > 0 and others and (heading or len(others) > 1):
            continue
        if heading and values and len(told) >= _ENOUGH:
            headings.append(heading)
        own += stretch
        for name, value in values:
            told.setdefault(name, value)
    return own, headings


def _alike(value: str | None) -> str:
    """Give a value as two are compared: no spaces, no kind of dash, no `,00`."""
    return _SPELLING.sub("", (value or "").casefold())


def _without_help(line: Line) -> str:
    """Give a value's words without the mark for help that stands after them."""
    if len(line.atoms) > 1 and key(line.atoms[-1]) in HELP_MARKS:
        return line.text.removesuffix(line.atoms[-1]).rstrip()
    return line.text


def _says_something(line: Line) -> bool:
    """Say whether a line has words, or is a dash that stands for none; not a colon or a mark."""
    return line.text in _DASHES or any(sign.isalnum() for sign in line.text)


def _in_passing(
    line: Line, pair: tuple[Label, str], sure: set[str], facts: Facts, running: bool
) -> bool:
    """Say whether a sentence only begins with a label's word, which is known to stand elsewhere.

    `sure`: the fields whose labels markup sets apart somewhere among these lines. A label that has
    a colon, or a value that looks right, is no sentence.
    """
    label, value = pair
    if running and not label.text and facts.has(label.field):
        return True
    if label.field not in sure:
        return False
    if label.looks:
        return not fits(label.looks, value)
    return ":" not in line.text[:_LONGEST_LABEL] and not _NAMES.fullmatch(value)


def _label_like(line: Line, *, bold: bool) -> str | None:
    """Give the part of a line that looks like a label nobody knows, if any.

    Bold words and `words:` count only with `bold`, after the first known label: above it stand
    headings and running text.
    """
    if line.in_form or not (bold or line.label == TERM):
        return None
    if line.label and len(line.text) <= _LONGEST_LABEL and not line.links:
        return line.text
    found = _LOOKS_LIKE_LABEL.match(line.text)
    if found and len(line.text) <= 3 * _LONGEST_LABEL:
        return found[1]
    return None


def cut(items: list[T], starts: list[int]) -> list[list[T]]:
    """Cut lines, or what was read of them, into pieces that begin at the given places."""
    return [items[start:end] for start, end in pairwise([*starts, len(items)])]


def arrange(lines: list[Line], words: Vocabulary) -> list[Line]:
    """Put every label right before its value: a table or grid with its labels on top is turned."""
    if any(line.cell for line in lines):
        lines = _turn_tables(lines, words)
    alone = [len(line.atoms) == 1 and words.match(line.text) is not None for line in lines]
    if not any(a and b for a, b in pairwise(alone)):
        return lines
    return _turn_runs(lines, alone, words)


def _turn_runs(lines: list[Line], alone: list[bool], words: Vocabulary) -> list[Line]:
    """Turn a run of labels that is followed by as many values that fit them."""
    turned: list[Line] = []
    at = 0
    while at < len(lines):
        length = 0
        while at + length < len(lines) and alone[at + length]:
            length += 1
        values = lines[at + length : at + 2 * length]
        if length > 1 and len(values) == length and _fit(lines[at : at + length], values, words):
            for label, value in zip(lines[at : at + length], values, strict=True):
                turned += [label, value]
            at += 2 * length
        else:
            turned += lines[at : at + max(length, 1)]
            at += max(length, 1)
    return turned


def _fit(labels: list[Line], values: list[Line], words: Vocabulary) -> bool:
    """Say whether each value can stand at its label; at least one label must be choosy."""
    choosy = 0
    for line, value in zip(labels, values, strict=True):
        label = words.match(line.text)
        if label is None or words.split(value) or key(value.text) in words.stops:
            return False
        if label.looks:
            choosy += 1
            if not fits(label.looks, value.text):
                return False
    return choosy > 0


def _turn_tables(lines: list[Line], words: Vocabulary) -> list[Line]:
    turned: list[Line] = []
    at = 0
    while at < len(lines):
        cell = lines[at].cell
        end = at + 1
        while cell and end < len(lines) and (other := lines[end].cell) and other[0] == cell[0]:
            end += 1
        turned += _turn_table(lines[at:end], words) if cell else lines[at:end]
        at = end
    return turned


def _is_ours(heads: list[Label | None]) -> bool:
    """Say whether a table's heads are this page's labels: half of them known, or a choosy one.

    A table of cookies has a "Leverandør" too.
    """
    known = [label for label in heads if label is not None]
    return 2 * len(known) >= len(heads) or any(label.looks for label in known)


def _turn_table(lines: list[Line], words: Vocabulary) -> list[Line]:
    """Give each column's label before each row's value, when the first row holds only labels."""
    rows: dict[int, dict[int, list[Line]]] = {}
    for line in lines:
        _, row, column, _ = line.cell or (0, 0, 0, False)
        rows.setdefault(row, {}).setdefault(column, []).append(line)
    top, *rest = rows.values()
    heads = [cell[0] for cell in top.values()]
    labels = all(len(cell) == 1 for cell in top.values()) and (
        (
            all(head.cell and head.cell[3] for head in heads)
            and _is_ours([words.match(head.text) for head in heads])
        )
        or all(words.match(head.text) for head in heads)
    )
    if not labels or len(heads) < 2 or not rest:
        return lines
    return [
        line
        for row in rest
        for column, head in zip(top, heads, strict=True)
        for line in (replace(head, label=TERM, bare=column not in row), *row.get(column, ()))
    ]
