"""Names of municipalities as two are compared, in whatever way each is written (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from unicodedata import combining, normalize

_AROUND = re.compile(r"^kommunen?(?![^\W_])|(?<![^\W_])(?:regions)?kommunes?\W*$")
"""The word before or after the name: `Kommune Odense`, `Odense Kommune`."""
_NUMBER = re.compile(r"^0?[1-8]\d\d(?!\d)|(?<!\d)0?[1-8]\d\d\)?$")
"""The municipality's number before or after its name: `0101 København`, `Aarhus (751)`."""
_LETTERS = (("a\u030a", "aa"), ("a\u0308", "ae"), ("o\u0308", "oe"), ("æ", "ae"), ("ø", "oe"))
_LIKE_A_NAME = re.compile(r"[^\W\d_][^\d@:/\\_]{1,39}")
_NEAR = 0.6  # of 1: difflib's own measure for words that look alike
_MOST = 3  # suggestions
_LEAST = 3  # letters: many names begin with the same two
_HEADERS = frozenset(
    "kommune kommuner kommunen kommunenavn kommunensnavn kommunenavne kommunenavnet navnpaakommune "
    "navnpaakommunen navnkommune myndighed myndighedsnavn myndighedensnavn".split()
)
"""What stands over a column of municipalities, without spaces and signs."""
_OF_A_HEADER = frozenset("id kode navn nr nummer type".split())
"""What stands beside Kommune in the header of another column: `Kommune nr.`"""
_KNOWN = (
    "Albertslund Allerød Assens Ballerup Billund Bornholm Brøndby Brønderslev Dragør Egedal "
    "Esbjerg Fanø Favrskov Faxe Fredensborg Fredericia Frederiksberg Frederikshavn "
    "Frederikssund Furesø Faaborg-Midtfyn Gentofte Gladsaxe Glostrup Greve Gribskov "
    "Guldborgsund Haderslev Halsnæs Hedensted Helsingør Herlev Herning Hillerød Hjørring Holbæk "
    "Holstebro Horsens Hvidovre Høje-Taastrup Hørsholm Ikast-Brande Ishøj Jammerbugt Kalundborg "
    "Kerteminde Kolding København Køge Langeland Lejre Lemvig Lolland Lyngby-Taarbæk Læsø "
    "Mariagerfjord Middelfart Morsø Norddjurs Nordfyn Nyborg Næstved Odder Odense Odsherred "
    "Randers Rebild Ringkøbing-Skjern Ringsted Roskilde Rudersdal Rødovre Samsø Silkeborg "
    "Skanderborg Skive Slagelse Solrød Sorø Stevns Struer Svendborg Syddjurs Sønderborg Thisted "
    "Tønder Tårnby Vallensbæk Varde Vejen Vejle Vesthimmerland Viborg Vordingborg Ærø Aabenraa "
    "Aalborg Aarhus"
).split()
"""The 98 municipalities since 2007: only for telling a column of them, never for choosing one."""


def municipality_key(name: str) -> str:
    """Give a name as it is compared: `Københavns Kommune`, `KØBENHAVN` → `koebenhavn`.

    Without case, accents, spaces and hyphens, the municipality's number and the word Kommune before
    or after it, and an s at its end, which may be the genitive's: `Randers` and `Randers Kommune` →
    `rander`. Empty where there is no name.
    """
    words = _AROUND.sub(" ", _NUMBER.sub("", _folded(name).strip()).strip())
    return "".join(filter(str.isalnum, words)).removesuffix("s")


def _folded(text: str) -> str:
    """Give a text in small letters, å, æ and ø as two letters each, other accents left out."""
    text = normalize("NFD", normalize("NFKC", text).casefold())
    for letter, pair in _LETTERS:
        text = text.replace(letter, pair)
    return "".join(sign for sign in text if not combining(sign))


_KNOWN_KEYS = frozenset(map(municipality_key, _KNOWN))


def is_header(text: str) -> bool:
    """Say whether a header is that of the municipalities' names: `Kommune`, `Kommunens navn`."""
    return "".join(filter(str.isalpha, _folded(text))) in _HEADERS


def is_known(text: str) -> bool:
    """Say whether a text is the name of a municipality, or is called Kommune."""
    key = municipality_key(text)
    if key in _KNOWN_KEYS:
        return True
    return (
        bool(key)
        and key not in _OF_A_HEADER
        and _LIKE_A_NAME.fullmatch(text) is not None
        and bool(_AROUND.search(_folded(text).strip()))
    )


def are_names(texts: Iterable[str]) -> bool:
    """Say whether most of the texts could be names, of municipalities or others."""
    fits = [bool(_LIKE_A_NAME.fullmatch(text)) for text in texts if text]
    return bool(fits) and 2 * sum(fits) >= len(fits)


def are_known(texts: Iterable[str]) -> bool:
    """Say whether most of the texts are names of municipalities for certain."""
    fits = [is_known(text) for text in texts if text]
    return bool(fits) and 2 * sum(fits) >= len(fits)


def near_names(name: str, names: Iterable[str]) -> list[str]:
    """Give up to three of the names that a misspelt one may stand for, the nearest first.

    Longer names that begin with it come before: `Aarhus` may stand for `Aarhus Kommune - test`.
    """
    by_key: dict[str, str] = {}
    for each in names:
        by_key.setdefault(municipality_key(each), each)
    by_key.pop("", None)
    key = municipality_key(name)
    longer = [each for each in by_key if len(key) >= _LEAST and each.startswith(key)]
    near = dict.fromkeys([*longer, *get_close_matches(key, by_key, _MOST, _NEAR)])
    return [by_key[each] for each in near][:_MOST]
