"""Which integration a sheet is for, by the codes and names that stand in a text (pure)."""

from __future__ import annotations

import re
from unicodedata import normalize

from scraper.errors import Unreadable
from scraper.naming import slug
from scraper.text import codes

_WITHOUT_SF = re.compile(r"(?<!\w)\d{4}_?[A-Z](?![^\W_])")
"""A code as it is said: `1590B`."""
_NAMES = {"finans": "SF1590_A", "debitor": "SF1590_B", "kreditorfaktura": "SF1590_D"}
"""What the guide calls SF1590A ØiR Finans, SF1590B ØiR Debitor and SF1590D ØiR Kreditorfaktura."""
_COMMON = frozenset("oeir ark integration integrationen og sf".split())
"""Words that do not tell one integration from another."""


def codes_in(text: str) -> tuple[str, ...]:
    """Give the codes in a text, as the source spells them: `SF1590_B`, `SF1590_B_01`."""
    return codes.codes_in(_with_sf(normalize("NFC", text)))


def _with_sf(text: str) -> str:
    return _WITHOUT_SF.sub(r"SF\g<0>", text)


def words_in(text: str) -> frozenset[str]:
    """Give the words that tell integrations apart, as an address has them; codes are left out."""
    return frozenset(slug(codes.without_codes(_with_sf(text))).split("-")) - _COMMON - {""}


def codes_named(text: str) -> tuple[str, ...]:
    """Give the codes of the integrations that the guide names and the text does: `Debitor`."""
    words = words_in(text)
    return tuple(code for name, code in _NAMES.items() if name in words)


def closeness(code: str, codes: tuple[str, ...]) -> int:
    """Say how well codes fit the one asked for.

    3 where it is among them, 2 where its integration is, 1 where a part of it is, 0 where none fit.
    """
    if code in codes:
        return 3
    if code[: _integration_length(code)] in codes:
        return 2
    return int(any(each.startswith(f"{code}_") for each in codes))


def _integration_length(code: str) -> int:
    pieces = code.split("_")
    kept = pieces[:2] if len(pieces) > 1 and pieces[1].isalpha() else pieces[:1]
    return len("_".join(kept))


def likeness(name: str, other: str) -> int:
    """Say how well two names fit: 3 the same, 2 the same words, 1 one's words among the other's."""
    if slug(name) == slug(other):
        return 3
    words, others = words_in(name), words_in(other)
    if not words or not others:
        return 0
    return 2 if words == others else int(words <= others or others <= words)


def asked_code(code: str | None) -> str | None:
    """Give a code without its version, as the source spells it. None for what is no code."""
    try:
        pieces = codes.part_code(code or "").split("_")
    except Unreadable:
        return None
    return "_".join(piece for piece in pieces if not re.fullmatch(r"V\d+", piece))
