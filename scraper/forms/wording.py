"""What words in a form mean: a label, an instruction, or that something is to be written here."""

from __future__ import annotations

import re

from scraper.forms.signs import FIELD, LEADER, OBJECT, VALUE, Sign, code_of, text_of

_NUMBER = re.compile(r"^\s*(?:\(?(?:\d+(?:\.\d+)+\.?|\d+[.)]|[a-zæøå]\))\s+)+", re.IGNORECASE)
_TRAILING = re.compile(r"(?:[\s:*]|\(\*\))+$")
_SENTENCE = re.compile(r"(?<=[^\W\d_]{2})[.!?]\s+(?=[A-ZÆØÅ])")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_PROMPT = re.compile(
    r"\[[^\[\]]*\]|<[^<>]*>|«[^«»]*»|[xX]{3,}"
    r"|(?:klik|tryk)\b.{0,30}\bfor at\b.*|klik (?:eller tryk )?her\b.*"
    r"|(?:vælg|angiv)(?: et| en)? (?:element|dato|tekst|værdi)\.?"
    r"|(?:skriv|indtast|udfyld)(?:es)? her\.?"
    r"|(?:click|tap)\b.{0,20}\bto enter\b.*|click here\b.*|(?:choose|select) an (?:item|option)\.?",
    re.IGNORECASE | re.DOTALL,
)
_MARKS = re.compile(rf"[\s_.…\u2002{LEADER}]*")
_EXPECTED = re.compile(
    r"(?:(?:kommunens )?(?:værdi|svar|oplysning(?:er)?|besvarelse|data|udfyldning)"
    r"|(?:skal )?udfyldes(?: her| af kommunen)?|udfyld(?: her)?|indtast|indsæt|angiv|value)",
    re.IGNORECASE,
)
_COLUMNS = re.compile(
    r"(?:oplysning(?:er)?|felt|emne|spørgsmål|punkt|nr\.?|navn|parameter|beskrivelse|hvad|rolle)",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"(?:vejledning|hjælp|forklaring|beskrivelse|eksempel|bemærkning|note|format)", re.IGNORECASE
)
_WHO = re.compile(r"(?:udfyldes af|ansvarlig|hvem|rolle|part)\b", re.IGNORECASE)
_INSTRUCTS = re.compile(r"(?:angiv|indtast|indsæt|skriv|anfør|oplys)\s", re.IGNORECASE)
UNCLEAR = " (over eller under?)"
"""Put behind a label of which it is not clear to which place it belongs."""
_MAX_READ = 1_000
MAX_LABEL = 200  # signs: the text beside a box that confirms something is this long


def is_blank(signs: list[Sign]) -> bool:
    """Say whether signs are nothing, spaces, dots or lines to write on, or a prompt to write."""
    code = code_of(signs)
    if FIELD in code or OBJECT in code or VALUE in code:
        return False
    return _MARKS.fullmatch(code) is not None or is_prompt(code)


def is_prompt(text: str) -> bool:
    """Say whether a text only says that something is to be written in its place."""
    return _PROMPT.fullmatch(text.strip()) is not None


def standing(signs: list[Sign]) -> str | None:
    """Give the value that signs are, or None if they are blank."""
    if any(sign.ours for sign in signs):
        return "".join(sign.text for sign in signs if sign.ours)
    return None if is_blank(signs) else text_of(signs).strip() or None


def as_label(text: str) -> str:
    """Give the words of a label: no number before them, no colon or asterisk after them."""
    words = " ".join(text[:_MAX_READ].replace("\u00ad", "").split())
    return _TRAILING.sub("", _NUMBER.sub("", words)).strip()


def sentences(text: str) -> list[str]:
    """Give the sentences of a text."""
    return _SENTENCE.split(text)


def last_sentence(text: str) -> str:
    """Give what stands after the last sentence that is ended in a text."""
    return sentences(text)[-1]


def is_label(text: str) -> bool:
    """Say whether a text can be the label of a field: words, and not a whole sentence."""
    words = as_label(text)
    if not says_anything(words) or len(words) > MAX_LABEL or is_prompt(words):
        return False
    return text.rstrip().endswith((":", "?", "*")) or not is_sentence(_NUMBER.sub("", text))


def says_anything(text: str) -> bool:
    """Say whether there are words in a text."""
    return _LETTERS.search(text) is not None


def is_sentence(text: str) -> bool:
    """Say whether a text reads as an instruction or prose."""
    words = text.split()
    ended = text.rstrip().endswith((".", "!")) and len(words) > 4
    return ended or len(words) > 14 or _SENTENCE.search(text) is not None


def says_value(text: str) -> bool:
    """Say whether a column's heading tells only that values belong there: 'Udfyldes', 'Svar'."""
    return _EXPECTED.fullmatch(text.strip()) is not None


def names_columns(text: str) -> bool:
    """Say whether a text is what the first of a table's headings is called: 'Felt', 'Oplysning'."""
    return _COLUMNS.fullmatch(text.strip()) is not None


def says_help(text: str) -> bool:
    """Say whether a column's heading tells that what stands below only explains."""
    return _HELP.match(text.strip()) is not None


def says_who(text: str) -> bool:
    """Say whether a column's heading tells that who fills a row in stands below."""
    return _WHO.match(text.strip()) is not None and not says_value(text)


def instructs(text: str) -> bool:
    """Say whether a text tells what to write, as no heading does: 'Angiv kommunens navn'."""
    return _INSTRUCTS.match(text.strip()) is not None
