"""Labels and their values, found among a page's lines, whatever the markup.

The same facts come out of a definition list, a table with its labels to the left or on top,
wrapper elements and sibling spans, `Label: value` in a paragraph, and a bold label over its value.
What looks like a label and is not known is kept apart, so that somebody hears of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import groupby, pairwise
from typing import Any, TypeVar
from unicodedata import category

from scraper.errors import Unreadable
from scraper.parse.html import TERM, Document, Line
from scraper.parse.result import Findings
from scraper.parse.vocabulary import (
    CLOSED,
    EVERY_KIND,
    FORMER,
    NEUTRAL,
    OTHERS,
    SHARE,
    STATUSES,
    Field,
    PageKind,
    Reader,
)

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
_WORDS_OF_A_SENTENCE = 3  # spaces in what goes on after a label's word
_ENOUGH = 3  # facts of a record, after which another may follow
_SPELLING = re.compile(r"[\s‐-―−-]+|,00(?=kr)|,00 (?=kr)")
_LONGEST_LABEL = 40
_COUNT = re.compile(r" ?\(\d+\)$")  # "Bilag (2)"
_LONGEST_KEY = 100  # what is longer is running text, and is no word of the site's own
_NEUTRAL = re.compile(NEUTRAL)
_SHARE = re.compile(SHARE)
_ELSEWHERE = re.compile(f"{FORMER}|{OTHERS}", re.IGNORECASE)


@dataclass(slots=True)
class Fact:
    """A label and what stands at it: its lines. `doubtful`: what is raised may be part of it.

    `head`: the label's own line; `source`: those of its value.
    """

    column: str
    label: str
    lines: list[str] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    looks: str = ""
    bare: bool = False
    doubtful: bool = False
    source: list[Line] = field(default_factory=list)
    head: Line | None = None

    @property
    def value(self) -> str | None:
        """The value as text, a line each; None when nothing stands there."""
        return "\n".join(self.lines) or None


def _is_read(reader: Reader, value: str) -> bool:
    """Whether a value is one that its reader understands."""
    try:
        reader(value)
    except Unreadable:
        return False
    return True


def fits(looks: str, value: str) -> bool:
    """Whether a value looks as its label's values do; of a long one nothing can be said."""
    if value in _DASHES:
        return True  # it says that there is none
    return len(value) <= _LONGEST_KEY and _pattern(looks).search(value) is not None


@cache
def _pattern(looks: str) -> re.Pattern[str]:
    return re.compile(looks, re.IGNORECASE)


@dataclass(slots=True)
class Facts:
    """What was read: the facts in order, the lines before the first, and what nobody knows."""

    facts: list[Fact]
    before: list[Line]
    loose: list[Line]
    unknown: list[Fact]
    headed: list[str] = field(default_factory=list)
    """Headings of their own, under which facts stand that were taken all the same."""
    others: list[Fact] = field(default_factory=list)
    """Facts that contradict the record's own and were left out, though no heading says why."""
    left: list[tuple[Fact, str]] = field(default_factory=list)
    """Facts of columns that have no other, left out for the heading above them, which is given."""

    def repeated(self) -> list[Fact]:
        """Return the facts that say otherwise than the one of their name that counts."""
        columns = [fact.column for fact in self.facts]
        if len(set(columns)) == len(columns):
            return self.others
        own = [fact for fact in self.facts if fact.lines and fact.value != self.take(fact.column)]
        return own + self.others

    def fact(self, column: str) -> Fact | None:
        """Return the first fact that is not empty; rather one that looks as such a value does.

        A label whose place for a value is plainly empty has none.
        """
        told = [each for each in self.facts if each.column == column and (each.lines or each.bare)]
        if not told or told[0].bare:
            return None
        if len(told) == 1:
            return told[0]
        fitting = (each for each in told if fits(each.looks, each.value or ""))
        return next(fitting, told[0])

    def take(self, column: str) -> str | None:
        """Return the text that counts for a column."""
        fact = self.fact(column)
        return fact.value if fact else None

    def links(self, column: str) -> list[int]:
        """Return the places of all links at a field."""
        return [place for fact in self.facts if fact.column == column for place in fact.links]

    def has(self, column: str) -> bool:
        """Whether the label stands on the page at all."""
        return any(fact.column == column for fact in self.facts)


def record(facts: Facts, kind: PageKind, found: Findings) -> dict[str, Any]:
    """Return the columns of a record from its facts: the texts, and what is read of each.

    What cannot be read is null, with a finding that names the field.
    """
    columns: dict[str, Any] = {}
    for each in kind.fields:
        fact = facts.fact(each.column)
        text = fact.value if fact else None
        text = text if each.block else found.whole(text, each.spellings[0])
        columns[each.column] = text
        if fact is None or text is None or each.read is None:
            continue
        text = text.replace("\n", " ")
        if fact.doubtful:
            message = f"{each.spellings[0]}: what is raised beside '{text}' may be part of it"
            found.add("unreadable_value", message, each.spellings[0], text)
            continue
        read = found.read(each.read, text, each.spellings[0])
        if read is None and each.column in ENVIRONMENT_COLUMNS:
            columns[each.column] = None
        columns |= read or {}
    return columns


ENVIRONMENT_COLUMNS = frozenset({"endpoint", "uuid", "entity_id"})
"""Columns that hold what was read, and no text beside it."""


Pairs = Sequence[tuple[Field, str]]
"""The labels of a line, with what stands after each on the same line."""
Labels = dict["Vocabulary", Pairs]
"""The labels of a line by the vocabulary that knows them."""


@cache
def words_of(kind: PageKind) -> Vocabulary:
    """Return the one vocabulary of a kind of record: by it a line remembers its labels."""
    return Vocabulary(kind)


class Vocabulary:
    """The labels of a kind of record made ready for matching, with the furniture among them."""

    def __init__(self, kind: PageKind) -> None:
        self.kind = kind
        self.labels = {key(word): each for each in kind.fields for word in each.spellings}
        self.furniture = frozenset(key(word) for word in kind.furniture)
        words = "|".join(re.escape(word) for word in sorted(self.labels, key=len, reverse=True))
        self._starts = tuple(self.labels)
        self._rare = not _FIRST_LETTERS.issuperset(word[:_LETTERS] for word in self.labels)
        self._colon = re.compile(
            rf"(?:^|(?<=[\s,;|·•(–-]))({words})(?: ?: ?| [–-] )", re.IGNORECASE
        )
        self._lead = re.compile(rf"({words}) (.+)", re.IGNORECASE)

    def is_furniture(self, line: Line) -> bool:
        """Whether a line is none of the page's content: a menu's word, a button, a share link."""
        if len(line.text) > _LONGEST_LABEL:
            return False
        word = key(line.text)
        return word in self.furniture or (
            word.startswith(SHARE[:4]) and _SHARE.fullmatch(word) is not None
        )

    def match(self, text: str) -> Field | None:
        """Return the label that a text is, if it is one and nothing else."""
        return self.labels.get(key(text)) if len(text) <= _LONGEST_LABEL else None

    def split(self, line: Line) -> Pairs:
        """Return the labels of a line with what stands after each on the same line.

        A line is looked through once; it remembers what was found.
        """
        known = line.labels
        if known is None:
            known = line.labels = {} if _may_be_labelled(line.text) else _NO_LABELS
        if known is _NO_LABELS and not self._rare:
            return ()
        pairs = known.get(self)
        if pairs is None:
            pairs = _split(self, line.text, line.atoms)
            if known is not _NO_LABELS:
                known[self] = pairs
        return pairs

    def take_apart(self, text: str, atoms: tuple[str, ...]) -> Pairs:
        """Return the labels of a line by its text and the pieces that markup sets apart in it."""
        if text[0].isalnum() and not text[:_LONGEST_LABEL].casefold().startswith(self._starts):
            return ()
        first = self.match(atoms[0])
        if first is not None:
            return self._split_atoms(first, text, atoms)
        if _SEPARATOR.search(text) and (pairs := self._split_colons(text)):
            return pairs
        pieces = _BAR.split(text)
        if len(pieces) > 1:
            leads = [self._split_lead(piece) for piece in pieces]
            return [pair for lead in leads for pair in lead] if all(leads) else []
        return self._split_lead(text)

    def is_label(self, line: Line) -> bool:
        """Whether a line is a label and nothing else."""
        return bool(self.split(line)) and self.match(line.text) is not None

    def sure(self, line: Line) -> bool:
        """Whether markup sets the line's label apart, so that no sentence begins with it."""
        return self.match(line.atoms[0]) is not None

    def _split_lead(self, text: str) -> list[tuple[Field, str]]:
        """Take a label that only a space parts from its value, when that looks like its value."""
        found = self._lead.fullmatch(text) if len(text) <= _LONGEST_KEY else None
        label = self.labels[key(found[1])] if found else None
        if found is None or label is None or label.block:
            return []
        if label.inline:
            right = re.fullmatch(label.inline, found[2]) is not None
        elif label.read is not None:
            right = _is_read(label.read, found[2])
        elif label.looks:
            right = fits(label.looks, found[2])
        else:
            right = not found[2].endswith(".")
        return [(label, found[2])] if right else []

    def _split_atoms(self, first: Field, text: str, atoms: tuple[str, ...]) -> Pairs:
        rest = tuple(atom for atom in atoms[1:] if key(atom) not in HELP_MARKS)
        if first.block or not any(self.match(atom) for atom in rest):
            after = text[len(atoms[0]) :].strip(_MARKS[:2])
            return [(first, "" if key(after) in HELP_MARKS else after)]
        pairs: list[tuple[Field, list[str]]] = [(first, [])]
        for atom in rest:
            label = self.match(atom)
            if label is not None and all(label.column != each.column for each, _ in pairs):
                pairs.append((label, []))
            else:
                pairs[-1][1].append(atom)
        return [(label, " ".join(values).lstrip(": ")) for label, values in pairs]

    def _split_colons(self, text: str) -> list[tuple[Field, str]]:
        marks = list(self._colon.finditer(text))
        if not marks or marks[0].start() != 0:
            return []
        first = self.labels[key(marks[0][1])]
        if first.block or len(marks) == 1:
            return [(first, text[marks[0].end() :].strip())]
        ends = [mark.start() for mark in marks[1:]] + [len(text)]
        return [
            (self.labels[key(mark[1])], text[mark.end() : end].strip(" ,;|·•("))
            for mark, end in zip(marks, ends, strict=True)
        ]


@lru_cache(maxsize=4096)  # the site's labels stand on every page, and most values on several
def _split(words: Vocabulary, text: str, atoms: tuple[str, ...]) -> Pairs:
    return words.take_apart(text, atoms)


@lru_cache(maxsize=4096)  # a line is compared several times, the site's words on every page
def key(text: str) -> str:
    """Return a text as labels are compared: no case, colon, arrow, icon or count around it."""
    if len(text) > _LONGEST_KEY:
        return text
    words = bare = _COUNT.sub("", text.strip(_MARKS)).casefold()
    while bare and _is_icon(bare[-1]):
        bare = bare[:-1].rstrip(_MARKS)
    while bare and _is_icon(bare[0]):
        bare = bare[1:].lstrip(_MARKS)
    return bare or words


def _is_icon(character: str) -> bool:
    """Whether a character is an arrow, an icon or the like: no letter, digit or punctuation."""
    return not character.isalnum() and category(character) in _SIGNS


_LETTERS = min(len(word) for kind in EVERY_KIND for each in kind.fields for word in each.spellings)
_FIRST_LETTERS = frozenset(
    key(word)[:_LETTERS] for kind in EVERY_KIND for each in kind.fields for word in each.spellings
)
"""How the labels of all kinds of record begin."""
_NO_LABELS: Labels = {}
"""What is remembered of a line that begins with no label of any kind."""


def _may_be_labelled(text: str) -> bool:
    """Whether a line begins as a label does, or with a mark before its words."""
    return text[:_LETTERS].casefold()[:_LETTERS] in _FIRST_LETTERS or not text[0].isalnum()


_KNOWN_STATUSES = frozenset(key(word) for word in STATUSES)


def read_facts(
    arranged: Sequence[Line],
    words: Vocabulary,
    *,
    audit: bool,
    page: Document | None = None,
    sections: bool = True,
) -> Facts:
    """Take every known label with its value. `audit` also finds what looks like a label.

    With `sections` a heading as high as those of the running texts ends the text above it.

    The lines are arranged: every label stands before its value. With `page` they are about one
    record of it: what is told of another, or of what once was, is left out.
    """
    facts = Facts([], [], [], [])
    fact: Fact | None = None
    running = term = False
    levels: set[int] = set()
    stretches = [(0, "")]  # where in `facts.facts` each begins, and the heading of its own
    heads = 0  # headings right before this line; two when one is a link
    arranged = [line for line in arranged if says_something(line)]
    split = [words.split(line) for line in arranged]
    sure = {
        pairs[0][0].column
        for line, pairs in zip(arranged, split, strict=True)
        if pairs and words.sure(line) and not _goes_on(pairs[0])
    }
    for line, pairs in zip(arranged, split, strict=True):
        if term and line.label == TERM and fact is not None and not fact.lines:
            fact = None  # a label with no value: another one follows
        if pairs and _goes_on(pairs[0]):
            pairs = []
        if pairs and (words.sure(line) or not _in_passing(line, pairs[0], sure, facts, running)):
            for label, value in pairs:
                fact = Fact(label.column, line.atoms[0], looks=label.looks, head=line)
                running = label.block
                levels |= {line.level} if line.level and label.block else set()
                facts.facts.append(fact)
                if value:
                    fact.lines.append(value)
                    fact.links.extend(line.links)
                    fact.doubtful = line.doubtful
                    fact.source.append(line)
            term = line.label == TERM and not running
            if line.bare and not running and fact is not None:
                fact.bare, fact = not fact.lines, None
            heads = 0
            continue
        valued = fact is not None and not running and not fact.lines
        heads = heads + 1 + bool(line.links) if 0 < line.level < 7 and not valued else 0
        if heads or not (valued or running):
            stretches.append((len(facts.facts), line.text if heads > 1 else ""))
        if words.is_furniture(line) and not (sections and running and line.level in levels):
            if not running:
                fact = None
        elif (
            sections and running and line.level in levels
        ):  # a section nobody knows ends the one before it
            fact = Fact("", line.text, source=[line])
            facts.unknown.append(fact)
        elif fact is not None and (running or not fact.lines or _same_value(fact, line)):
            said = _without_help(line, prose=running)
            fact.lines.append(said if fact.lines else said.lstrip(": "))
            fact.links.extend(line.links)
            fact.doubtful = fact.doubtful or line.doubtful
            fact.source.append(line)
        elif audit and (label_text := _label_like(line, bold=bool(facts.facts))):
            fact, running = Fact("", label_text), False
            if rest := line.text[len(label_text) :].strip(_MARKS):
                fact.lines.append(rest)
            facts.unknown.append(fact)
        elif not facts.facts and not facts.unknown:
            facts.before.append(line)
        else:
            facts.loose.append(line)
    _drop_last_headings(facts)
    if page is not None:
        pieces = cut(facts.facts, [start for start, _ in stretches])
        headings = [heading for _, heading in stretches]
        _keep_own(facts, list(zip(pieces, headings, strict=True)), page)
    return facts


def _same_value(fact: Fact, line: Line) -> bool:
    """Whether a line stands in the place of a value that has a line already: its cell, its list.

    A row's further cells are in it too: which of them is the value cannot be told.
    """
    head, last = fact.head, fact.source[-1] if fact.source else None
    if head is None or last is None or line.label == TERM:
        return False
    if line.cell is not None and last.cell is not None:
        return line.cell[:2] == last.cell[:2]
    return head.terms > 0 and line.terms == head.terms and line.cell is last.cell is None


def _drop_last_headings(facts: Facts) -> None:
    """Drop the headings that a text ends with: they head what follows, which is no text of it."""
    for fact in facts.facts:
        while len(fact.source) > 1 and fact.source[-1].level and len(fact.lines) > 1:
            fact.source.pop()
            fact.lines.pop()


@dataclass(slots=True)
class _Stretch:
    """Facts with nothing between them, the heading they alone stand under, and all above them."""

    facts: list[Fact]
    heading: str
    above: tuple[str, ...]


class _Headings:
    """The headings of a page, each with the lines that it heads."""

    def __init__(self, page: Document) -> None:
        self._page = page
        headings = [(at, line) for at, line in enumerate(page.lines) if line.level > 1]
        self._spans: list[tuple[int, int, str]] = []
        for number, (at, line) in enumerate(headings):
            end = self._scope(at, line)
            below = (place for place, other in headings[number + 1 :] if other.level <= line.level)
            self._spans.append((at, min(end, next(below, end)), line.text))

    def _scope(self, at: int, line: Line) -> int:
        """Return where a heading's container ends; one alone in its box heads what is beside it."""
        blocks = self._page.blocks
        block = line.block
        while blocks[block].end <= at + 1 and blocks[block].parent >= 0:
            block = blocks[block].parent
        return blocks[block].end

    def above(self, line: Line | None) -> tuple[str, ...]:
        """Return the headings in force at a line, the outermost first."""
        place = self._page.places.get(id(line), -1)
        return tuple(text for at, end, text in self._spans if at < place < end)


def _keep_own(facts: Facts, stretches: list[tuple[list[Fact], str]], page: Document) -> None:
    """Leave the facts of the record itself: those no heading sets apart come first.

    What is told of another contradicts half of what was told: two facts, or one under a heading of
    its own.
    """
    headings = _Headings(page)
    filled = [
        _Stretch(list(piece), heading, above)
        for told_together, heading in stretches
        for above, piece in groupby(told_together, key=lambda fact: headings.above(fact.head))
    ]
    common = set.intersection(*(set(each.above) for each in filled)) if filled else set()
    for each in filled:
        each.above = tuple(words for words in each.above if words not in common)
    told: dict[str, str] = {}
    own: list[Fact] = []
    left: list[tuple[Fact, str]] = []
    richest = max((len({fact.column for fact in each.facts}) for each in filled), default=0)
    columns = {fact.column for each in filled for fact in each.facts}

    def rank(each: _Stretch) -> tuple[bool, bool]:
        rich = len({fact.column for fact in each.facts}) == richest > 1
        return not rich, any(not _is_neutral(words) for words in each.above)

    for each in sorted(filled, key=rank):
        elsewhere = next((words for words in each.above if _ELSEWHERE.search(words)), None)
        if elsewhere is None and 2 * len({fact.column for fact in each.facts}) < len(columns):
            elsewhere = next((words for words in each.above if not _is_neutral(words)), None)
            facts.others += [fact for fact in each.facts if elsewhere and _differs(fact, told)]
        values = [(fact.column, _alike(fact.value)) for fact in each.facts if fact.value]
        others = [name for name, value in values if told.get(name, value) != value]
        if elsewhere and any(fact.column != "attachments" for fact in each.facts):
            left += [(fact, elsewhere) for fact in each.facts if fact.value]
            continue
        apart = bool(each.heading) or len(others) > 1 or (each.above and len(others) == len(values))
        if 2 * len(others) >= len(values) > 0 and others and apart:
            facts.others += [fact for fact in each.facts if fact.column in others]
            continue
        if each.heading and values and len(told) >= _ENOUGH:
            facts.headed.append(each.heading)
        own += each.facts
        for name, value in values:
            told.setdefault(name, value)
    facts.facts = own
    facts.loose = [
        line
        for line in facts.loose
        if not line.level and not line.links
        if not any(map(is_elsewhere, headings.above(line)))
    ]
    facts.left = [(fact, heading) for fact, heading in left if fact.column not in told]


def _differs(fact: Fact, told: dict[str, str]) -> bool:
    return bool(fact.value) and told.get(fact.column, "") not in ("", _alike(fact.value))


def _is_neutral(heading: str) -> bool:
    """Whether a heading only sorts a page's own facts."""
    return _NEUTRAL.fullmatch(key(heading)) is not None


def is_elsewhere(heading: str) -> bool:
    """Whether a heading stands over what is told of others, or of what once was."""
    return _ELSEWHERE.search(heading) is not None


def _alike(value: str | None) -> str:
    """Return a value as two are compared: no spaces, no kind of dash, no `,00`."""
    return _SPELLING.sub("", (value or "").casefold())


def _without_help(line: Line, *, prose: bool) -> str:
    """Return a value's words without the mark for help that stands after them."""
    if len(line.atoms) > 1 and key(line.atoms[-1]) in HELP_MARKS:
        return line.text.removesuffix(line.atoms[-1]).rstrip()
    return line.prose if prose else line.text


def says_something(line: Line) -> bool:
    """Whether a line has words, or is a dash that stands for none; not a colon or a mark."""
    text = line.text
    return text[0].isalnum() or text in _DASHES or any(each.isalnum() for each in text)


def _in_passing(
    line: Line, pair: tuple[Field, str], sure: set[str], facts: Facts, running: bool
) -> bool:
    """Whether a sentence only begins with a label's word, which is known to stand elsewhere.

    `sure`: the fields whose labels markup sets apart somewhere among these lines. A label that has
    a colon, or a value that looks right, is no sentence.
    """
    label, value = pair
    if running and not label.block and facts.has(label.column):
        return True
    if label.column not in sure:
        return False
    if label.looks:
        return not fits(label.looks, value)
    return ":" not in line.text[:_LONGEST_LABEL] and not _NAMES.fullmatch(value)


def _goes_on(pair: tuple[Field, str]) -> bool:
    """Whether a sentence goes on after a label's word, which markup alone sets apart in it."""
    label, value = pair
    if label.block or not value.endswith(".") or CLOSED in value.casefold():
        return False
    if label.read is not None:
        return not _is_read(label.read, value)
    return value.count(" ") >= _WORDS_OF_A_SENTENCE


def _label_like(line: Line, *, bold: bool) -> str | None:
    """Return the part of a line that looks like a label nobody knows, if any.

    Bold words and `words:` count only with `bold`, after the first known label: above it stand
    headings and running text. A status is none.
    """
    if line.in_form or not (bold or line.label == TERM) or key(line.text) in _KNOWN_STATUSES:
        return None
    if line.label and len(line.text) <= _LONGEST_LABEL and not line.links:
        return line.text
    found = _LOOKS_LIKE_LABEL.match(line.text)
    if found and len(line.text) <= 3 * _LONGEST_LABEL:
        return found[1]
    return None


def cut(items: list[T], starts: Iterable[int]) -> list[list[T]]:
    """Cut lines, or what was read of them, into pieces that begin at the given places."""
    return [items[start:end] for start, end in pairwise([*starts, len(items)])]
