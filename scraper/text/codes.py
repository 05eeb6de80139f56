"""Codes of integrations and their parts: one grammar for all spellings (pure).

A code is a prefix of letters, a number, and then, if anything, a letter, a part's number and a
generation: `SF1520`, `SF1590_B`, `SF1590_B_01`, `SF1590_B_03_V3`. Its spellings leave out
underscores and capitals: `sf1590b01`. What cannot be told apart:

- Digits that follow on the number with nothing between belong to it: `sf159001` is `SF159001`,
  though the printed code may be `SF1590_01`. So two codes are compared by `compact_code`, and the
  code of an address (`code_of_slug`) is for comparing and finding, never for what a page prints.
- `V` and digits at the end are a generation (`SF1590V3` is `SF1590_V3`), never a letter V.
- `ISO27001` and `MD5` look like codes with another prefix. Only `SF` makes one by itself; any other
  counts where a letter follows in capitals (`IP1590_B_03`), or where the address that it
  stands for says so (`slug`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from scraper.errors import Unreadable
from scraper.text.characters import plain

_OWN_PREFIX = "SF"  # of every code in the stored pages; one was IP1590_B_03_V3 before
_LEAST_DIGITS = 3  # of a number that no address vouches for
_PATH = "integration"
_PIECES = (
    r"(?P<number>[0-9]{2,9})"
    r"(?:_?(?P<letter>(?!V[0-9])[A-Z])(?:_?(?P<part>[0-9]{1,3}))?|_(?P<bare>[0-9]{1,3}))?"
    r"(?:_?(?P<generation>V[0-9]{1,3}))?"
)
_SHAPE = rf"(?P<prefix>[A-Z]{{2,6}}){_PIECES}"
_WHOLE = re.compile(_SHAPE, re.IGNORECASE)
_SPACED = re.compile(rf"(?P<prefix>[A-Z]{{2,6}})_?{_PIECES}", re.IGNORECASE)
_FIRST = re.compile(
    rf"(?P<code>{_SHAPE})(?:_v?(?P<version>(?!0[0-9])[0-9]{{1,4}}(?:\.[0-9]{{1,4}}){{1,4}}))?"
    r"(?:$|[:,;]?(?: |$)| ?[:–—-] ?(?=[^\W\d_]{2}))(?:[–—-] )?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_TYPED = re.compile(
    r"([A-Z]{2,6})[_.-]?([0-9]{3,9})[_.-]?([A-Z])?[_.-]?([0-9]{1,2})?(?:[_.-]?(V[0-9]+))?",
    re.IGNORECASE,
)
_APART = re.compile(
    r"\bSF[ _.-]?([0-9]{3,9})(?:[ _.-]([A-Z])(?=[ _.-]?[0-9]{1,2}\b|\s*$)|([A-Z])\b)?"
    r"(?:(?<=[A-Z])[ _.-]?([0-9]{1,2})\b)?",
    re.IGNORECASE,
)
"""A code whose pieces stand apart; a letter alone is one only where the number or nothing follows:
`sf 1590 b 01`, but not the i of `SF1590 i drift`."""
_IN_TEXT = re.compile(
    r"(?<![^\W_])SF[ _-]?(?P<number>[0-9]{3,9})(?![0-9])"
    r"(?:(?:[_-]?(?P<letter>[A-Z])| (?-i:(?P<capital>[A-Z])))(?![^\W\d_]))?"
    r"(?:[ _-]?(?P<part>[0-9]{2})(?![0-9]))?",
    re.IGNORECASE,
)
"""A code as people write it in a sentence: `SF1590_B`, `sf1590b`, `SF 1590 B`, `SF1590-B-01`."""
_PRINTED = re.compile(r"[A-Z]{2,6}[0-9]{3,9}_[A-Z](?![A-Z]).*")


class Coded(NamedTuple):
    """A text that begins with a code: the code as printed in the source, its version, the rest."""

    code: str
    version: str | None
    rest: str


def compact_code(code: str) -> str:
    """Return a code as it is compared: capitals, no underscores (`SF1590_B_01` → `SF1590B01`)."""
    return plain(code).replace("_", "").replace(" ", "").upper()


def part_code(text: str) -> str:
    """Return a code in the source's spelling: `sf1590b01`, `SF 1590 B 01` → `SF1590_B_01`.

    By its shape alone: whether a text is a code at all, `is_code` says. Raises `Unreadable` for
    another shape.
    """
    found = _SPACED.fullmatch(plain(text).replace(" ", "_"))
    if not found:
        raise Unreadable(f"'{text}' is not a code such as SF1590_B_01")
    return _spelled(found)


def _spelled(found: re.Match[str]) -> str:
    pieces = (found["letter"], found["part"] or found["bare"], found["generation"])
    return "_".join((found["prefix"] + found["number"], *filter(None, pieces))).upper()


def is_code(text: str, slug: str = "") -> bool:
    """Return whether the whole text is a code, of `SF` or in the spelling that only codes have.

    With the slug of the page that it stands for (`kp1234`), any shape of a code that agrees.
    """
    found = _WHOLE.fullmatch(text)
    return found is not None and _vouched(found, text, slug)


def _vouched(found: re.Match[str], text: str, slug: str) -> bool:
    """Return whether what has the shape of a code is one, by its prefix, spelling or address."""
    if slug and compact_code(text) == compact_code(slug.replace("-", "")):
        return True
    part = found["part"] or found["bare"]
    if len(found["number"]) < _LEAST_DIGITS or (part and len(part) == 1):
        return False
    return found["prefix"].upper() == _OWN_PREFIX or _PRINTED.fullmatch(text) is not None


def first_code(text: str, slug: str = "") -> Coded | None:
    """Return the code that a text begins with, and what follows it; None where it begins with none.

    `SF1590_B_01 – Afsend …`, `SF1590_B_01_4.0 Denne version …`, `SF1520`. The version is one of
    two to five numbers, set off by an underscore. `slug` as for `is_code`.
    """
    found = _FIRST.fullmatch(text)
    if found is None or not _vouched(found, found["code"], slug):
        return None
    return Coded(_spelled(found), found["version"], found["rest"].strip())


def split_code_version(text: str, slug: str = "") -> tuple[str, str] | None:
    """Return code and version of a whole text: `SF0770_D_2.4.0` → `SF0770_D`, `2.4.0`."""
    found = first_code(text, slug)
    return (found.code, found.version) if found and found.version and not found.rest else None


def code_of_slug(slug: str) -> str | None:
    """Return the code that the last step of an integration's address is: `sf1590b01`, `kp1234-a`.

    Any prefix and any number of digits from two on, as the address says that it is a code.
    """
    found = _WHOLE.fullmatch(slug.replace("-", "_"))
    return _spelled(found) if found else None


def code_of_path(path: str) -> str | None:
    """Return the code that an address's path names: `/integration/sf1590b01`; None for another."""
    steps = path.strip("/").split("/")
    return code_of_slug(steps[1]) if len(steps) == 2 and steps[0] == _PATH else None


def integration_code(code: str) -> str:
    """Return the integration a part belongs to: `SF1590_B_01` → `SF1590B`, `SF1520` → `SF1520`."""
    pieces = part_code(code).split("_")
    letter = pieces[1] if len(pieces) > 1 and len(pieces[1]) == 1 and pieces[1].isalpha() else ""
    return pieces[0] + letter


def matches_term(code: str, term: str) -> bool:
    """Return whether a code lies under a term: underscores and case ignored, by prefix.

    `SF159` has `SF1590_A` under it too: nobody can tell whether a number was meant or its start.
    """
    return compact_code(code).startswith(compact_code(term))


def typed_code(word: str) -> str | None:
    """Return the code that a typed word is, as printed; None when it is something else.

    It may be unfinished: `sf1590b0` → `SF1590_B_0`, `sf1590b1` → `SF1590_B_01`.
    """
    found = _TYPED.fullmatch(word)
    if found is None:
        return None
    prefix, number, letter, part, generation = found.groups()
    part = f"0{part}" if part in tuple("123456789") else part
    return "_".join(filter(None, (prefix + number, letter, part, generation))).upper()


def join_codes(query: str) -> str:
    """Return a query with each code in it as printed, were its pieces apart: `sf 1590 b 01`."""

    def code(found: re.Match[str]) -> str:
        return "_".join(filter(None, (f"SF{found[1]}", found[2] or found[3], found[4]))).upper()

    return _APART.sub(lambda found: code(found) if _is_apart(found[0]) else found[0], query)


def _is_apart(code: str) -> bool:
    return " " in code.strip() or not code[2:3].isdecimal()


def codes_in(text: str) -> tuple[str, ...]:
    """Return the codes that people wrote in a text, as the source spells them, each once."""
    found = (
        "_".join(
            filter(None, (f"SF{code['number']}", code["letter"] or code["capital"], code["part"]))
        ).upper()
        for code in _IN_TEXT.finditer(text)
    )
    return tuple(dict.fromkeys(found))


def without_codes(text: str) -> str:
    """Return the text with a space for each code in it."""
    return _IN_TEXT.sub(" ", text)
