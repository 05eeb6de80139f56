"""Which of the facts that are known goes into which field of a form, and what is not sure (pure).

A field is filled where its label and a fact's name are the same when normalised, or synonyms.
What is merely like it is proposed and never filled in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from scraper.forms.form import Field
from scraper.forms.places import Kind
from scraper.forms.whose import is_for_filler
from scraper.forms.wording import says_value
from scraper.orders.belonging import (
    Belonging,
    Doubt,
    is_attribute,
    is_environment,
    is_owned,
    is_remark,
    label_key,
    words_of,
)
from scraper.orders.columns import BETWEEN

SYNONYMS: Mapping[str, Sequence[str]] = {
    "Bestillings-id": (
        *("Bestillingsid", "Bestillingsnummer", "Bestillingsnr", "KOMBIT bestillings-id"),
        "Bestillings-id fra KOMBIT",
    ),
    "Kommune": ("Kommunens navn", "Kommunenavn", "Navn på kommune", "Bestillende kommune"),
    "Integration": ("Integrationsdel", "Navn på integration", "Snitflade", "Integrationens navn"),
    "Supportydelse": ("Ydelse", "Navn på supportydelse"),
    "Bestillingsdato": ("Dato for bestilling", "Bestilt den"),
    "CVR-nummer": ("CVR", "CVR nr", "Kommunens CVR-nummer", "Kommunens CVR-nr", "CVR-nr (kommune)"),
    "Webservice-URL": (
        *("Webservice-URL (endpoint)", "Endpoint", "Endpoint-URL", "URL til webservice"),
        *("Webservice URL", "Webserviceadresse", "Adresse på webservice", "Service-URL"),
        *("URL", "URL (endpoint)", "Endpoint-adresse", "Kommunens webservice-URL"),
    ),
    "IP-adresse": ("IP", "IP-nummer", "IP-adresser", "Kommunens IP-adresse"),
    "Port": ("Portnummer", "Port nr"),
    "Certifikat (CN)": ("Certifikat CN", "Certifikatets CN", "CN", "Certifikatnavn (CN)"),
    "Kontaktperson": (
        *("Navn på kontaktperson", "Kontaktpersonens navn", "Kontaktpersons navn"),
        *("Kontaktperson (navn)", "Kontaktperson i kommunen", "Kommunens kontaktperson"),
    ),
    "Telefon": (
        *("Telefonnummer", "Tlf", "Tlf nr", "Telefonnr", "Kontaktpersonens telefon"),
        *("Kontaktpersonens telefonnummer", "Telefon (kontaktperson)"),
        *("Telefon/mobil", "Tlf./mobil"),
    ),
    "E-mail": (
        *("Email", "Mail", "Mailadresse", "E-mailadresse", "E-post"),
        *("Kontaktpersonens e-mail", "E-mail (kontaktperson)"),
    ),
    "Miljø": ("Driftsmiljø",),
}
"""Names that mean the same, the first the one that is printed; a user adds to them in settings."""
LOOKS_ALIKE = "navnet ligner kun"
DIFFERS = "der står noget andet i forvejen"
_NEAR = 0.72  # of 1: difflib's measure for labels that look alike
_LEAST = 4  # letters of a name that may be found within another
_SHARE = 0.4  # of the other, at least
_MOST = 3  # proposals for one field
_HEADING = re.compile(r"[\d]*kontaktperson")
"""A heading below which a name is that of the contact."""
_TICKS = (Kind.BOX_CONTROL, Kind.LEGACY_BOX)
"""Fields that only take yes or no."""
_MARKS = re.compile(r"\((?:obligatorisk|valgfri|skal udfyldes|fx .*|f\.eks\. .*|\d+ cifre)\)")
"""What stands behind labels and does not belong to their names."""
_NUMBERED = re.compile(r" \(\d+\)$")
"""What is put behind labels and headers that are printed twice."""
_INSTRUCTION = re.compile(
    r"(?:angiv|skriv|indtast|udfyld\w*|indsæt|anfør|oplys|vælg|fx|f\.? ?eks|eksempel|eks\.|se)\b.*"
    r"|\(.*\)|https?://|[\W_]*|-+ .* -+|ikke valgt|\d+ (?:cifre|tegn)|[^\s/]+ ?/ ?[^\s/]+"
    r"|kommunens .*navn|x{2,}[x -]*|0[0.]*|navn@\S+",
    re.IGNORECASE | re.DOTALL,
)
"""What stands in a field and only says what belongs there."""
_BOXES = ("☐", "□"), ("☒", "☑", "✓", "✗")
"""Signs of boxes: empty ones, and ticked ones."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known: its name, its value, and where it is from, in Danish."""

    name: str
    value: str = field(repr=False)
    source: str
    about_order: bool = False
    """Known of the order itself, and so right wherever the municipality is asked for it."""
    doubt: str = ""
    """Why it is not certain, in Danish."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A fact that goes into a field."""

    field: Field
    fact: Fact


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fact that may belong into a field, and why that is not sure, in Danish."""

    field: Field
    fact: Fact
    why: str
    headings: tuple[str, ...] = ()
    """What alone makes it unsure, and in the settings a user may say is theirs."""
    theirs: bool = False
    """Whether the form says that the field is another's."""


@dataclass(frozen=True, slots=True)
class Match:
    """What of a form can be filled in, what may be, what stood there already, what is missing.

    `unused` are facts that no field asks for.
    """

    answers: tuple[Answer, ...]
    """What is certain."""
    proposals: tuple[Proposal, ...]
    kept: tuple[Field, ...]
    missing: tuple[Field, ...]
    unused: tuple[Fact, ...]


class Synonyms:
    """Which labels mean the same: the built-in ones, and those that a user adds."""

    def __init__(self, added: Mapping[str, Sequence[str]] | None = None) -> None:
        """Take the user's own; a label that is known already brings those it is known with."""
        self._groups: dict[str, str] = {}
        for table in (SYNONYMS, added or {}):
            for name, others in table.items():
                keys = {label_key(each) for each in (name, *others)}
                groups = {self._groups.get(key, key) for key in keys}
                one = min(groups)
                keys |= {key for key, group in self._groups.items() if group in groups}
                self._groups |= dict.fromkeys(keys, one)

    def knows(self, label: str) -> bool:
        """Say whether a label is one of those that mean the same as others."""
        return label_key(label) in self._groups

    def of(self, label: str) -> str:
        """Give what stands for all the labels that mean the same as one."""
        key = label_key(label)
        return self._groups.get(key, key)


def match(
    fields: Iterable[Field],
    facts: Sequence[Fact],
    synonyms: Synonyms,
    names: Iterable[str] = (),
    ours: Iterable[str] = (),
) -> Match:
    """Find the fact for each field; one that stands alone, and for certain, or none.

    `names` are what is ordered and where, and `ours` words of the form that are the municipality's
    (`Belonging`).
    """
    fields = list(fields)
    belonging = Belonging(tuple(names), tuple(ours), tuple(each.label for each in fields))
    others = {each.number: belonging.of_another(each) for each in fields}
    called = [(_called(fact.name, belonging, synonyms), fact) for fact in facts]
    labels = {each.number: _label(each, belonging, synonyms) for each in fields}
    asked = Counter(synonyms.of(labels[each.number]) for each in fields if not others[each.number])
    elsewhere = _of_another_order(fields, called, synonyms)
    answers: list[Answer] = []
    proposals: list[Proposal] = []
    kept: list[Field] = []
    missing: list[Field] = []
    for each in fields:
        label = labels[each.number]
        sure = _sure(label, called, synonyms)
        after = belonging.after_another(each)
        answered = is_answered(each)
        differing = [fact for fact in sure if answered and _differs(each, fact)]
        if len(sure) == 1 and sure[0].about_order:
            doubt = belonging.filled_by_another(each)
        else:
            doubt = others[each.number] or belonging.under_strange(each) or after
        doubt = elsewhere or doubt or _doubt(each, sure, asked[synonyms.of(label)])
        certain = bool(sure) and (not differing if answered else doubt is None)
        value = (each.value or "") if answered else ""
        belonging.read(each, value, sure=certain, known=bool(sure), differs=bool(differing))
        if answered:
            kept.append(each)
            proposals += [Proposal(each, fact, DIFFERS) for fact in differing]
        elif certain:
            answers.append(Answer(each, sure[0]))
        else:
            missing.append(each)
            doubt = doubt or Doubt(LOOKS_ALIKE)
            near = sure or _near(label, facts)
            proposals += [
                Proposal(each, fact, doubt.why, doubt.headings, doubt.theirs) for fact in near
            ]
    used = {id(each.fact) for each in answers} | {id(each.fact) for each in proposals}
    unused = tuple(fact for fact in facts if id(fact) not in used and not fact.about_order)
    return Match(tuple(answers), tuple(proposals), tuple(kept), tuple(missing), unused)


def _of_another_order(
    fields: Iterable[Field], facts: Sequence[tuple[str, Fact]], synonyms: Synonyms
) -> Doubt | None:
    """Say which field tells that the form was filled in for another order, if one does."""
    for each in fields:
        sure = _sure(bare(each.label), facts, synonyms) if is_answered(each) else []
        if len(sure) == 1 and sure[0].about_order and _differs(each, sure[0]):
            value = " ".join((each.value or "").split())
            return Doubt(f"i feltet »{each.label}« står »{value[:60]}«")
    return None


def _differs(each: Field, fact: Fact) -> bool:
    """Say whether something else stands in a field than what is known.

    Of the order, a part of it is the same: `Aarhus`, `Aarhus Kommune`.
    """
    there, known = label_key(each.value or ""), label_key(fact.value)
    if not fact.about_order:
        return there != known
    told, words = set(words_of(each.value or "")), set(words_of(fact.value))
    return there != known and not (told <= words or words <= told)


def bare(label: str) -> str:
    """Give a label without the number that tells it from another of its name: `Telefon (2)`."""
    return _NUMBERED.sub("", label)


def is_answered(each: Field) -> bool:
    """Say whether somebody has filled a field in: more stands there than how to do so."""
    if each.value is None:
        return False
    empty, ticked = (any(sign in each.value for sign in signs) for signs in _BOXES)
    return not _INSTRUCTION.fullmatch(each.value.strip()) and (ticked or not empty)


def _doubt(each: Field, sure: Sequence[Fact], times: int) -> Doubt | None:
    """Say in Danish why facts of the field's own name are not certain to belong there, if so."""
    if not sure:
        return None
    if len(sure) > 1:
        return Doubt("flere oplysninger hedder det samme")
    if sure[0].doubt:
        return Doubt(sure[0].doubt)
    if each.kind in _TICKS:
        return Doubt("feltet er en afkrydsning")
    if each.value is not None:
        return Doubt(f"der står »{' '.join(each.value.split())[:60]}« i feltet")
    if times > 1 and not (sure[0].about_order and each.label == bare(each.label)):
        return Doubt("flere felter i formularen hedder det samme")
    return None


def _called(name: str, belonging: Belonging, synonyms: Synonyms) -> str:
    """Give a name without its number and marks, and without a group that only says whose it is.

    `Kontakt – Telefon`, `Kommunen – Telefon`, `Telefon – Kommunen`, `Telefon – Svar` → `Telefon`.
    """
    name = _MARKS.sub("", bare(name)).strip()
    first, _, last = name.rpartition(BETWEEN)
    if first and (is_for_filler(last) or says_value(last)):
        return first
    group = belonging.is_neutral(first) and (is_owned(last) or not synonyms.knows(first))
    return last if first and (group or is_for_filler(first)) else name


def _label(each: Field, belonging: Belonging, synonyms: Synonyms) -> str:
    """Give what a field asks for: a name right below a contact's heading is the contact's."""
    label = _called(each.label, belonging, synonyms)
    heading = each.sections[-1] if each.sections else ""
    of_contact = label_key(label) == "navn" and _HEADING.match(label_key(heading))
    return "Kontaktperson" if of_contact else label


def _sure(label: str, facts: Sequence[tuple[str, Fact]], synonyms: Synonyms) -> list[Fact]:
    """Give the facts whose names are a field's own, those of the same letters first."""
    key = label_key(label)
    if not key:
        return []
    named = [fact for name, fact in facts if label_key(name) == key]
    found = named or [fact for name, fact in facts if synonyms.of(name) == synonyms.of(label)]
    return list({fact.value: fact for fact in reversed(found)}.values())[::-1]


def _near(label: str, facts: Sequence[Fact]) -> list[Fact]:
    """Give the facts whose names are like a field's, the likest first; none for a remark on one."""
    if is_remark(label) or all(map(is_attribute, words_of(label))):
        return []
    key = label_key(label)
    rated = [(_likeness(key, label_key(bare(fact.name))), fact) for fact in facts]
    likest = sorted(rated, key=lambda one: -one[0])[:_MOST]
    return [fact for likeness, fact in likest if likeness >= _NEAR]


def _likeness(one: str, other: str) -> float:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= max(_LEAST, _SHARE * len(longer)) and shorter in longer:
        return 1.0
    return SequenceMatcher(None, one, other).ratio()


def synonyms_to_add(found: Match) -> dict[str, list[str]]:
    """Give what a user may put into the settings: names of facts with the labels that are alike.

    Only labels with one proposal, and one of its name; the user says whether they mean the same.
    """
    times = Counter(each.field.number for each in found.proposals)
    added: dict[str, list[str]] = {}
    for each in found.proposals:
        label = each.field.label
        if each.why == LOOKS_ALIKE and times[each.field.number] == 1 and label == bare(label):
            added.setdefault(bare(each.fact.name), []).append(label)
    return added


def headings_to_add(found: Match) -> list[str]:
    """Give the headings that kept facts out, for the settings if they are the user's own."""
    headings = (text for each in found.proposals for text in each.headings)
    return [text for text in dict.fromkeys(headings) if not is_environment(text)]
