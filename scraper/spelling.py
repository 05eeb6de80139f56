"""What a reader types into a search box, in the spellings that the catalogue may have."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from unicodedata import combining, normalize

import snowballstemmer

from scraper.text.codes import join_codes, typed_code

_FOLDS = (("æ", "ae"), ("ø", "oe"), ("å", "aa"))
_MARKS = ".,:;!?()[]"
_LEAST = 3  # letters
_ORDER = str.maketrans("æäøöå", "{{||}")
"""Letters that come after z, as signs that come after it (Retskrivningsordbogen, § 4)."""
_STEMMED = 5  # letters: shorter words have stems that stand in too many others
_SHORTEST = 4  # letters of a stem
_STEMMER = snowballstemmer.stemmer("danish")
_TERM = re.compile(r'"([^"]*)"?|(\S+)')


def spellings(word: str) -> tuple[str, ...]:
    """Give a word as written, with æ, ø, å as ae, oe, aa and the other way, and a code as printed.

    `oekonomi` → `oekonomi`, `økonomi`; `sf1590b0` → `sf1590b0`, `SF1590_B_0`. Of a longer word its
    stem too, which stands in its other inflections: `kommuner` → `kommuner`, `kommun`.
    """
    ascii_word = letters = word.casefold()
    for letter, pair in _FOLDS:
        ascii_word = ascii_word.replace(letter, pair)
        letters = letters.replace(pair, letter)
    code = typed_code(word)
    forms = [word, code] if code else [word]
    each: dict[str, str] = {}
    for form in (*forms, *(() if code else (ascii_word, letters))):
        each.setdefault(form.casefold(), form)
        stem = _stem(form.casefold())
        if len(stem) == _SHORTEST - 1 and form.casefold().startswith(f"{stem}e"):
            stem += "e"  # of ruter, rute: rut stands in too much else
        if not code and len(form) >= _STEMMED and len(stem) >= _SHORTEST:
            each.setdefault(stem, stem)
    return tuple(each.values())


def code_of(query: str) -> str | None:
    """Give the code that a whole query is, as printed; None when it is something else."""
    return typed_code(join_codes(query.strip()))


@lru_cache(maxsize=100_000)
def folded(text: str) -> str:
    """Give a text as it is compared: small letters, æ, ø, å as ae, oe, aa, no accents."""
    text = text.casefold()
    for letter, pair in _FOLDS:
        text = text.replace(letter, pair)
    return "".join(sign for sign in normalize("NFD", text) if not combining(sign))


@lru_cache(maxsize=100_000)
def _place(text: str) -> str:
    text = text.casefold().replace("aa", "å").translate(_ORDER)
    return "".join(sign for sign in normalize("NFD", text) if not combining(sign))


def _pieces(version: str) -> tuple[int, ...]:
    return tuple(int(piece) for piece in re.findall(r"[0-9]+", version))


def teach(connection: sqlite3.Connection) -> None:
    """Teach a connection to compare as we do: `folded`, and the collations `dansk`, `version`."""

    def by(key: Callable[[str], Any]) -> Callable[[str, str], int]:
        def compare(one: str, other: str) -> int:
            first, second = key(one), key(other)
            return int(first > second) - int(first < second)

        return compare

    connection.create_function("folded", 1, folded, deterministic=True)
    connection.create_collation("dansk", by(_place))
    connection.create_collation("version", by(_pieces))


def _stem(word: str) -> str:
    """Give a Danish word without its inflection (Snowball's stemmer)."""
    return str(_STEMMER.stemWord(word)) if word.isalpha() else word


def terms(query: str) -> list[str]:
    """Give the words and "phrases" of a query that can be searched for."""
    query = join_codes(normalize("NFC", query).replace("\0", " "))
    found = (plain.strip(_MARKS) or quoted for quoted, plain in _TERM.findall(query))
    return [term for term in found if len(term) >= _LEAST]


def search_expression(query: str) -> str:
    """Give the FTS5 expression for a search box: every word or "phrase" in any of its spellings.

    Words of one or two letters are passed over: the index is of three letters at a time.
    """
    groups = [" OR ".join(_quoted(form) for form in spellings(term)) for term in terms(query)]
    return " AND ".join(f"({group})" for group in groups) or '""'


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
