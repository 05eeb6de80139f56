"""A version's state: its number, its status, and whether it is closed to new users."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scraper.parse import vocabulary
from scraper.parse.common import is_label
from scraper.parse.fields import Facts, key
from scraper.parse.html import Line
from scraper.parse.result import Findings
from scraper.parse.tokens import version_alone
from scraper.parse.values import version_key
from scraper.text.codes import first_code

_WHOM = r"(?: (?:af|for) (?:nye )?anvendere)?"
_WHAT = r"(?:denne |den )?(?:version|integration|integrationsdel|snitflade)(?:en)?"
_SAYS = re.compile(
    rf"(?:version ?:? ?)?(?:v?(?P<number>\d+(?:\.\d+)+)[ ·,:–-]*)?(?:{_WHAT} )?(?:er )?(?:nu )?"
    rf"(?P<state>{vocabulary.CLOSED}|{vocabulary.OPEN}){_WHOM}",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|[()\n]|\s[·|–-]\s")
_VERSION_FIRST = re.compile(r"v?(\d+(?:\.\d+)*)(?![\d.])(.*)", re.DOTALL)
_EDGES = " ·,-–.!()"


@dataclass(frozen=True, slots=True)
class State:
    """What is told of a version beside its date. `closed`: a sentence there says that it is."""

    version: str | None
    status: str | None
    closed: bool


def read_state(facts: Facts, found: Findings) -> State:
    """Read version, the flag for closed to new users, and the status that stands after them."""
    text = found.whole(facts.take("version"), "Version") or ""
    rest = "\n".join([text, *(line.text for line in facts.loose)])
    number, rest = _leading_version(rest, found)
    pieces = [piece.strip(_EDGES) for piece in _SENTENCE.split(rest)]
    closed = any(map(_says_closed, pieces))
    left = [piece for line in rest.splitlines() for piece in [_without_access(line)] if piece]
    first = left[0] if left and not is_label(left[0]) else None
    status = first if first in vocabulary.STATUSES else facts.take("status") or first
    if status is not None and status == first:
        left.pop(0)
    if status is not None and status not in vocabulary.STATUSES:
        known = sorted(vocabulary.STATUSES)
        found.add("unknown_status", f"status '{status}' is not one of {known}", "Status", status)
    for words in left:
        message = f"'{words}' stands beside the version and was not read"
        found.add("unread_text", message, "Version", words)
    for fact in facts.unknown:
        message = f"label '{fact.label}' is not known; value '{fact.value}'"
        found.add("unknown_label", message, fact.label, fact.value)
    return State(number, status, closed)


def _without_access(line: str) -> str:
    """Return a line's words without the sentences that say who has access."""
    words = line.strip(_EDGES)
    if vocabulary.CLOSED not in words.casefold() and vocabulary.OPEN not in words.casefold():
        return words
    kept = [piece for piece in _SENTENCE.split(words) if not _SAYS.fullmatch(piece.strip(_EDGES))]
    found = _SAYS.search(words)
    if len(kept) == 1 and found and (found.end() == len(words) or found.start() == 0):
        return (words[: found.start()] + words[found.end() :]).strip(_EDGES)
    return " ".join(kept).strip(_EDGES)


def _says_closed(sentence: str) -> bool:
    said = _SAYS.fullmatch(sentence)
    return said is not None and said["state"].casefold() == vocabulary.CLOSED


def _leading_version(text: str, found: Findings) -> tuple[str | None, str]:
    match = _VERSION_FIRST.match(text)
    if match:
        return match[1], match[2]
    if text.strip():
        message = f"'{text.strip()}' does not begin with a version"
        found.add("unreadable_value", message, "Version", text.strip())
    return None, text


def closed_to_new(
    lines: Iterable[Line], code: str, version: str | None, found: Findings
) -> int | None:
    """Return 1 when a part's page says that it is closed to new users, 0 when it says it is open.

    None where it says neither. A sentence that says it of another version counts for that one; one
    that cannot be told is a finding.
    """
    said: dict[int, str] = {}
    listed = [""]  # a list of versions, as far as the lines before this one are one
    for line in lines:
        text = line.text
        low = text.casefold()
        if vocabulary.CLOSED in low or vocabulary.OPEN in low:
            for sentence in _SENTENCE.split(text):
                state = _state(sentence.strip(_EDGES), code, version, listed, found)
                if state is not None:
                    said.setdefault(state, text)
        elif alone := version_alone(text):
            listed.append(alone)
        elif key(text) not in _STATUSES:
            listed = [""]
    if len(said) == 2:
        message = f"it is said to be closed ('{said[1]}') and open ('{said[0]}')"
        found.add("unclear_access", message, said[1], said[0])
    return max(said, default=None)


_STATUSES = frozenset(key(word) for word in vocabulary.STATUSES)


def _state(
    sentence: str, code: str, version: str | None, listed: list[str], found: Findings
) -> int | None:
    """Return what a sentence says of the part's own version: 1 closed, 0 open, None nothing."""
    low = sentence.casefold()
    if vocabulary.CLOSED not in low and vocabulary.OPEN not in low:
        return None
    named = first_code(sentence)
    said = _SAYS.fullmatch(named.rest if named else sentence)
    if said is None or (named and named.code != code):
        message = f"'{sentence}' does not say plainly whether the version is closed"
        found.add("unclear_access", message, "adgang", sentence)
        return None
    number = said["number"] or (named.version if named else None)
    if number and version and version_key(number) != version_key(version):
        return None
    if version in listed[:-1] and _is_older(listed[-1], version):
        return None  # the end of a list of versions, of which the page's own is another
    return int(said["state"].casefold() == vocabulary.CLOSED)


def _is_older(version: str, than: str | None) -> bool:
    return than is not None and version_key(version) < version_key(than)
