"""Whose a field is by words near it: the municipality's that fills the form in, or another's."""

from __future__ import annotations

import re

from scraper.forms.wording import is_sentence, sentences

_PARTIES = (
    r"leverandør|databehandler|driftscent|systemejer|systemhus|stedfortræder|tredjepart"
    r"|(?:drifts|hosting|samarbejds|it-)partner|\b(?:kmd|netcompany|nnit|fujitsu|ibm|cgi)s?\b"
)
_RECEIVERS = r"(?:kombit|serviceplatform)(?:s|'s|ens?)?(?: a/s)?"
_ROUTES = (
    r"nuværende|eksisterende|tidligere|hidtidig|gammel|gamle|nedlæg|nedlukning|nedtag|erstatte"
    r"|skal ændres|oprindelig|relateret|\bi dag\b"
)
_LATER = r"faktur|betal|underskr|godkend"
_SECOND = (
    r"\b(?:rute|kontakt\w*|server|miljø)\s[2-9]\b|sekundær|alternativ|\bandre\b|\banden\b"
    r"|nabokommune|samarbejdskommune|overtagende|sagsbehandl|kvittering"
)
_STRANGERS = (
    r"firma|konsulent|selskab|virksomhed|\bperson\b|medarbejder|it-afdeling|udbyder"
    r"|\bhvem der\b|\bden, der\b"
)
_OTHERS = rf"(?:{_PARTIES}|{_RECEIVERS}|{_ROUTES}|{_LATER}|{_SECOND})"
_W = r"(?:(?!kommun|ikke)\w+\s)"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_ANY = _any(_OTHERS)
_PARTY = _any(_PARTIES)
_THEIRS = _any(_PARTIES, _ROUTES, _STRANGERS)
_ASKS = _any(
    r"\b(?:angiv|anfør|noter|skriv|beskriv|indsæt|indtast)\w*",
    r"oplysninger på\b",
    r"\b(?:oplys|udfyld|her|herunder|nedenfor|nedenstående|følgende)\b",
)
"""What a sentence has that asks for the fields below."""
_RECEIVER = _any(rf"\W*{_RECEIVERS}\W*")
_NOT_FILLED = _any(
    r"(?:skal|må|bør) ikke (?:ud)?fyld|udfyld ikke|ikke udfyldes af",
    r"udfyld(?:es)?,? (?:kun|alene|ved)\b|kun udfyldes|udfyld kun",
    r"forbeholdt|internt? brug|\btil \w+s brug\b",
)
_FILLED = _any(
    rf"(?:udfyld|besvar)\w*\s{_W}{{0,3}}?af\s{_W}{{0,3}}?\w*{_OTHERS}",
    rf"{_OTHERS}\w*\s{_W}{{0,2}}?(?:udfylder|udfylde|noterer|anfører)\b",
    rf"\b(?:udfylder|noterer|anfører|skriver)\s(?:\w+\s)?{_OTHERS}",
)
_ABOUT = _any(
    rf"\b(?:oplysning|felt|data|spørgsmål)\w*\s{_W}?om\s(?:\w+\s){{0,2}}?\w*{_OTHERS}",
    rf"\b(?:vedrør\w*|gælder|angår|beskriver)\s(?:\w+\s){{0,2}}?\w*{_OTHERS}",
    r"\b(?:kombit|serviceplatformen)s\s(?:\w+\s)?\w*(?:adresse|ip|url|endpoint|certifikat|telefon)",
)
_FILLER = r"(?:kommun(?!al)\w*|bestiller\w*|rekvirent\w*)"
_BY_FILLER = re.compile(rf"(?:udfyld|besvar)\w*\s(?:\w+\s){{0,2}}?af\s(?:\w+\s)?{_FILLER}", re.I)
_AT_FILLER = re.compile(rf"\b(?:hos|i)\s(?:\w+\s)?{_FILLER}", re.IGNORECASE)
_FOR_FILLER = re.compile(
    rf"[\W\d]*(?:den |jeres |din )?{_FILLER}"
    rf"|.*\b(?:af|om|hos|i|vedr\.|vedrørende)\s(?:\w+\s)?{_FILLER}",
    re.IGNORECASE,
)
_FORM = re.compile(
    rf"\W*(?:{_RECEIVERS}\W+)?(?:bestilling|blanket|formular|skema|etablering|oprettelse|anmodning"
    r"|rekvisition|tilslutning|ansøgning|rute|webservice)(?!.*udfyld)",
    re.IGNORECASE,
)
"""How a form's own name begins, which may tell whom it is sent to."""
_CALLED = _any(r"\w(?:bestilling|blanket|formular|skema)\b(?!.*\b(?:udfyld|hos)\b)")
_NAMED = _any(rf"(?:\b(?:hos|på|til|via|i|for)\s+)?(?:kombits\s+)?{_RECEIVERS}")
_HARMLESS = _any(
    r"\S+@\S+|\bhttps?://\S+|\bwww\.\S+",
    r"\b(?:(?:ind)?send|retur|aflever|mail|oplysning|data|skema|blanket|formular|bestilling)"
    rf"\w*\b[^.]{{0,40}}?\b(?:til|for):?\s+{_RECEIVERS}",
    rf"^\W*til:\s+{_RECEIVERS}",
    rf"\b(?:udarbejdet|udgivet|godkendt)\s+af\s+{_RECEIVERS}",
    rf"^\W*{_RECEIVERS}\b(?=.*(?:\b\d{{4}}\b|\bcvr\b))(?!.*udfyld)",
    rf"{_RECEIVERS}\s+(?:opretter|behandler|besvarer|returnerer|(?:videre)?sender|kontakter)\b.*",
    r"\b(?:rute|integration|forbindelse|adgang|tilslutning|bestilling|formular|blanket)\w*\s+(?:\w+\s+)?"
    rf"(?:på|til|via|hos)\s+(?:kombits\s+)?{_RECEIVERS}",
    rf"\bspørgsmål\b[^.]*{_RECEIVERS}[^.]*",
    rf"(?:som|,)\s+{_RECEIVERS}\s+(?:skal|kan|vil)\s+(?:kalde|ringe|kontakte|tilgå|nå|sende)",
)
"""What tells whom the form is sent to, and what is done with it there."""


_PASSING = _any(
    rf"\w+\s(?:i|hos)\s(?:\w+\s)?{_FILLER}",
    rf"\bikke\s\w*(?:{_PARTIES})\w*",
    rf"\bsom\s(?:\w+\s){{0,2}}?\w*(?:{_PARTIES})\w*\s(?:har|kan)\s(?:oplys|giv)\w*",
    rf"\bmed\s(?:\w+\s){{0,2}}?\w*(?:{_PARTIES})\w*",
)
"""What in a sentence names another in passing, or somebody of the municipality."""


def is_for_others(text: str) -> bool:
    """Say whether words tell that a field is another's than the municipality's new route.

    Of a label, a heading or what stands at the field itself, each word of another does.
    """
    return _NOT_FILLED.search(text) is not None or _ANY.search(without_receiver(text)) is not None


def is_note_for_others(text: str) -> bool:
    """Say whether a note above fields tells that they are another's.

    A sentence may name the receiver of the form, or that something is invoiced, for other reasons.
    """
    if not is_sentence(text):
        return is_for_others(text)
    return is_filled_by_others(text) or any(map(_asks_for_others, sentences(text)))


def _asks_for_others(sentence: str) -> bool:
    told = _PASSING.sub(" ", without_receiver(sentence))
    theirs = _THEIRS.search(told) is not None and _ASKS.search(told) is not None
    return (theirs and not _BY_FILLER.search(sentence)) or _ABOUT.search(told) is not None


def is_filled_by_others(text: str) -> bool:
    """Say whether words tell that another fills fields in: 'Udfyldes af KOMBIT'."""
    return any(each.search(text) for each in (_FILLED, _NOT_FILLED))


def is_party(text: str) -> bool:
    """Say whether words name another party, as a supplier, and no other route or platform."""
    return _PARTY.search(text) is not None


def is_receiver(text: str) -> bool:
    """Say whether words are the name of whom the form is sent to, and nothing else."""
    return _RECEIVER.fullmatch(text) is not None


def is_for_filler(text: str) -> bool:
    """Say whether words tell that fields are those of who fills the form in: 'Kommunen'."""
    return _FOR_FILLER.match(text) is not None and not is_for_others(text)


def is_name_of_form(text: str) -> bool:
    """Say whether words are what a form is called: 'Bestilling af rute'."""
    return _FORM.match(text) is not None or _CALLED.search(text) is not None


def without_filler(text: str) -> str:
    """Give words without those that tell that somebody is the filler's: 'hos kommunen'."""
    return _AT_FILLER.sub(" ", text)


def without_receiver(text: str) -> str:
    """Give words without those that only tell whom the form is sent to, and what is done there."""
    text = _HARMLESS.sub(" ", text)
    return _NAMED.sub(" ", text) if _FORM.match(text) else text
