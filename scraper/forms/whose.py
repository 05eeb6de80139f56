"""Whose a field is by words near it: the municipality's that fills the form in, or another's."""

from __future__ import annotations

import re

from scraper.forms.wording import is_sentence

_PARTIES = r"leverandør|databehandler|driftscent|systemejer|stedfortræder|tredjepart"
_RECEIVERS = r"kombit(?:s|'s)?|serviceplatform(?:en)?s?"
_ROUTES = r"nuværende|eksisterende|tidligere|hidtidig|gammel|gamle"
_LATER = r"faktur|betal|underskr|godkend"
_OTHERS = rf"(?:{_PARTIES}|{_RECEIVERS}|{_ROUTES}|{_LATER})"
_ANY = re.compile(_OTHERS, re.IGNORECASE)
_PARTY = re.compile(_PARTIES, re.IGNORECASE)
_RECEIVER = re.compile(_RECEIVERS, re.IGNORECASE)
_FILLER = re.compile(r"kommune|bestiller|rekvirent", re.IGNORECASE)
_FORM = re.compile(
    rf"\W*(?:(?:{_RECEIVERS})\w*\W+)?(?:bestilling|blanket|formular|skema|etablering|oprettelse)"
    r"(?!.*udfyld)",
    re.IGNORECASE,
)
"""How a form's own name begins, which may tell whom it is sent to."""
_WORDS = r"(?:(?!kommun|ikke)\w+\s)"
_FILLED = rf"(?:udfyld|besvar)\w*\s{_WORDS}{{0,3}}?af\s{_WORDS}{{0,3}}?\w*{_OTHERS}"
_BY_OTHERS = re.compile(
    rf"{_FILLED}|{_OTHERS}\w*\s{_WORDS}{{0,2}}?(?:udfyld|besvar)", re.IGNORECASE
)
_ABOUT_OTHERS = re.compile(
    rf"\b(?:(?:oplysning|felt|data|spørgsmål)\w*\s{_WORDS}?om|vedrør\w*|gælder|angår|beskriver)"
    rf"\s(?:\w+\s){{0,2}}?\w*{_OTHERS}",
    re.IGNORECASE,
)


def is_for_others(text: str) -> bool:
    """Say whether words at a field tell that it is another's than the municipality's new route.

    Of a label, a heading or a note any word of another does, but for the receiver's in a form's
    own name; of a sentence only that others fill the fields in, or that they are about others.
    """
    if is_sentence(text):
        return is_filled_by_others(text) or _ABOUT_OTHERS.search(text) is not None
    return _ANY.search(without_receiver(text)) is not None


def without_receiver(text: str) -> str:
    """Give a form's own name without whom the form is sent to; every other text as it is."""
    return _RECEIVER.sub("", text) if _FORM.match(text) else text


def is_filled_by_others(text: str) -> bool:
    """Say whether words tell that another fills fields in: 'Udfyldes af KOMBIT'."""
    return _BY_OTHERS.search(text) is not None


def is_party(text: str) -> bool:
    """Say whether words name another party, as a supplier, and no other route or platform."""
    return _PARTY.search(text) is not None


def is_for_filler(text: str) -> bool:
    """Say whether words tell that fields are those of who fills the form in: 'Kommunen'."""
    return _FILLER.search(text) is not None and not is_for_others(text)
