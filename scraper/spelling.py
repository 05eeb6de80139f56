"""What a reader types into a search box, in the spellings that the catalogue may have (pure)."""

from __future__ import annotations

import re

from scraper.clean import part_code
from scraper.errors import Unreadable

_FOLDS = (("æ", "ae"), ("ø", "oe"), ("å", "aa"))
_TERM = re.compile(r'"([^"]*)"?|(\S+)')


def spellings(word: str) -> tuple[str, ...]:
    """Give a word as written, with æ, ø, å as ae, oe, aa and the other way, and a code as printed.

    `oekonomi` → `oekonomi`, `økonomi`; `sf1590b01` → `sf1590b01`, `SF1590_B_01`.
    """
    ascii_word = letters = word.casefold()
    for letter, pair in _FOLDS:
        ascii_word = ascii_word.replace(letter, pair)
        letters = letters.replace(pair, letter)
    forms = [word]
    try:
        forms.append(part_code(word))
    except Unreadable:
        forms += [ascii_word, letters]
    each: dict[str, str] = {}
    for form in forms:
        each.setdefault(form.casefold(), form)
    return tuple(each.values())


def search_expression(query: str) -> str:
    """Give the FTS5 expression for a search box: every word or "phrase" in any of its spellings."""
    terms = (plain or quoted for quoted, plain in _TERM.findall(query))
    groups = (" OR ".join(_quoted(form) for form in spellings(term)) for term in terms if term)
    return " AND ".join(f"({group})" for group in groups) or '""'


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
