"""Codes of integrations and their parts: one grammar for all spellings (pure)."""

from __future__ import annotations

import re

from scraper.errors import Unreadable
from scraper.text.characters import plain

_CODE = re.compile(
    r"(SF\d{4})_?(?:([A-Z])(?![A-Z]))?_?(?:(\d{2})(?!\d))?(?:_?(V\d+))?", re.IGNORECASE
)


def compact_code(code: str) -> str:
    """Give a code as it is compared: upper case, no underscores (`SF1590_B_01` → `SF1590B01`)."""
    return plain(code).replace("_", "").replace(" ", "").upper()


def part_code(text: str) -> str:
    """Give a code in the source's spelling: `sf1590b01`, `SF1590_B_01` → `SF1590_B_01`.

    Raises `Unreadable` for what is no such code.
    """
    found = _CODE.fullmatch(plain(text).replace(" ", ""))
    if not found:
        raise Unreadable(f"'{text}' is not a code such as SF1590_B_01")
    return "_".join(piece.upper() for piece in found.groups() if piece)


def is_code(text: str) -> bool:
    """Say whether the whole text is a code."""
    return _CODE.fullmatch(text) is not None


def integration_code(code: str) -> str:
    """Give the integration a part belongs to: `SF1590_B_01` → `SF1590B`, `SF1520` → `SF1520`."""
    pieces = part_code(code).split("_")
    letter = pieces[1] if len(pieces) > 1 and len(pieces[1]) == 1 else ""
    return pieces[0] + letter


def matches_term(code: str, term: str) -> bool:
    """Say whether a code lies under a term: underscores and case ignored, by prefix."""
    return compact_code(code).startswith(compact_code(term))
