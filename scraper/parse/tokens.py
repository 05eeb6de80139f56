"""Each line of a part's page classified once: what it is by its own words and markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from scraper.parse import vocabulary
from scraper.parse.fields import key, words_of
from scraper.parse.html import Line
from scraper.parse.vocabulary import CASE_PREFIX, ENDPOINT, VERSION
from scraper.text.codes import first_code

_NUMBERS = r"[0-9]{1,4}(?:\.[0-9]{1,4}){1,4}"
_VERSION_ALONE = re.compile(rf"(?:version )?({_NUMBERS})", re.IGNORECASE)
_PLATFORM = re.compile(r"[^\W\d][^/.]{1,39}? ?/ ?[^/.]{2,60}")
_MAY_BE_CODE = re.compile(r"[A-Za-z]{2,6}[0-9]")
_VERSIONS = re.compile(vocabulary.VERSION_COUNT, re.IGNORECASE)
_LONGEST_PLATFORM = 120
_VERSION_LABELS = words_of(VERSION)
_ENDPOINT_LABELS = words_of(ENDPOINT)


class Kind(Enum):
    """What a line may be on a part's page. What follows it decides where it stands."""

    TEXT = auto()
    CODE = auto()  # SF1590_B_01, alone or before a title
    CODE_VERSION = auto()  # SF1590_B_01_4.0
    VERSION_NUMBER = auto()  # 4.0
    VALID_FROM = auto()  # the label, perhaps with its date
    VERSION_LABEL = auto()
    PLATFORM = auto()  # Webservice / Serviceplatformen
    SERVICES = auto()
    PRODUCTION = auto()
    SUPPORT = auto()
    CASE = auto()
    STATUS = auto()
    FURNITURE = auto()


_WORDS = {
    **{key(word): Kind.FURNITURE for word in (*vocabulary.FURNITURE, *vocabulary.READ_MORE)},
    **{key(word): Kind.FURNITURE for word in vocabulary.DOWNLOAD},
    **{key(word): Kind.SERVICES for word in vocabulary.SERVICES_HEADING},
    **{key(word): Kind.PRODUCTION for word in vocabulary.PRODUCTION_HEADING},
    **{key(word): Kind.SUPPORT for word in vocabulary.SUPPORT_HEADING},
    **{key(word): Kind.STATUS for word in vocabulary.STATUSES},
}


@dataclass(slots=True)
class Token:
    """A line and what it is. `code` and `version` as it names them; `rest` stands after them.

    `words`: its text as labels are compared.
    """

    line: Line
    kind: Kind
    words: str
    code: str = ""
    version: str = ""
    rest: str = ""

    @property
    def level(self) -> int:
        """The level of a heading, 1 to 6; 0 for anything else."""
        return self.line.level if self.line.level < 7 else 0


def tokens(lines: Iterable[Line], slug: str = "") -> list[Token]:
    """Classify lines, each by itself. `slug`: the last step of the page's address, a code's."""
    return [_token(line, slug) for line in lines]


def _token(line: Line, slug: str) -> Token:
    text = line.text
    words = key(text)
    if _MAY_BE_CODE.match(text) and (found := _coded(line, words, slug)) is not None:
        return found
    if len(text) > _LONGEST_PLATFORM:
        return Token(line, Kind.CASE if text.startswith(CASE_PREFIX) else Kind.TEXT, words)
    kind, version = _kind(text, line.atoms)
    return Token(line, kind, words, "", version)


@lru_cache(maxsize=4096)  # most short lines are the site's own words, which stand on every page
def _kind(text: str, atoms: tuple[str, ...]) -> tuple[Kind, str]:
    """Return what a short line that begins with no code is, and the version that it names."""
    line = Line(text, atoms)
    if text.startswith(CASE_PREFIX):
        return Kind.CASE, ""
    if kind := _WORDS.get(key(text)):
        return kind, ""
    if _VERSION_LABELS.is_furniture(line) or _VERSIONS.fullmatch(text):
        return Kind.FURNITURE, ""
    if alone := _VERSION_ALONE.fullmatch(text):
        return Kind.VERSION_NUMBER, alone[1]
    if pairs := _VERSION_LABELS.split(line):
        return _label_kind([label.column for label, _ in pairs]), ""
    if "/" in text and _PLATFORM.match(text) and not _ENDPOINT_LABELS.split(line):
        return Kind.PLATFORM, ""
    return Kind.TEXT, ""


def _label_kind(columns: list[str]) -> Kind:
    """Return what a line with labels of a version is: its date, its number, or text."""
    if "valid_from" in columns:
        return Kind.VALID_FROM
    return Kind.VERSION_LABEL if "version" in columns else Kind.TEXT


def _coded(line: Line, words: str, slug: str) -> Token | None:
    """Return the token of a line that begins with a code: a part's, or a version's heading.

    Such a heading has its code and version, and little more.
    """
    text = line.text
    found = first_code(text, slug)
    if found is None:
        found = first_code(line.atoms[0], slug) if len(line.atoms) > 1 else None
        if found is None or found.version or found.rest:
            return None
        return Token(line, Kind.CODE, words, found.code, rest=" ".join(line.atoms[1:]))
    if found.version is None:
        return Token(line, Kind.CODE, words, found.code, rest=found.rest)
    rest = found.rest.casefold()
    bare = not rest or (vocabulary.CLOSED in rest and not rest.startswith("er "))
    if not (bare or line.level or line.label):
        return Token(line, Kind.TEXT, words)
    return Token(line, Kind.CODE_VERSION, words, found.code, found.version, found.rest)


def version_alone(text: str) -> str | None:
    """Return the version that a text is, if it is nothing else."""
    alone = _VERSION_ALONE.fullmatch(text)
    return alone[1] if alone else None
