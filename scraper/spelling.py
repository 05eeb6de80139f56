"""What a reader types into a search box, in the spellings that the catalogue may have (pure)."""

from __future__ import annotations

import re
from unicodedata import normalize

import snowballstemmer

_FOLDS = (("æ", "ae"), ("ø", "oe"), ("å", "aa"))
_MARKS = ".,:;!?()[]"
_LEAST = 3  # letters
_CODE = re.compile(r"(SF\d{4})[_.-]?([A-Z])?[_.-]?(\d{1,2})?(?:[_.-]?(V\d+))?", re.IGNORECASE)
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
    code = _CODE.fullmatch(word)
    forms = [word, "_".join(filter(None, code.groups())).upper()] if code else [word]
    each: dict[str, str] = {}
    for form in (*forms, *(() if code else (ascii_word, letters))):
        each.setdefault(form.casefold(), form)
        stem = _stem(form.casefold())
        if not code and len(form) >= _STEMMED and len(stem) >= _SHORTEST:
            each.setdefault(stem, stem)
    return tuple(each.values())


def _stem(word: str) -> str:
    """Give a Danish word without its inflection (Snowball's stemmer)."""
    return str(_STEMMER.stemWord(word)) if word.isalpha() else word


def terms(query: str) -> list[str]:
    """Give the words and "phrases" of a query that can be searched for."""
    query = normalize("NFC", query).replace("\0", " ")
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
