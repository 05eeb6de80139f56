"""Which of the facts that are known goes into which field of a form, and what is not sure (pure).

A field is filled where its label and a fact's name are the same when normalised, or synonyms.
What is merely like it is proposed and never filled in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from scraper.forms.form import Field
from scraper.forms.places import Kind
from scraper.spelling import folded

SYNONYMS: Mapping[str, Sequence[str]] = {
    "Bestillings-id": ("Bestillingsid", "Bestillingsnummer", "Bestillingsnr", "Bestillings nr"),
    "Kommune": ("Kommunens navn", "Kommunenavn", "Navn på kommune", "Bestillende kommune"),
    "Integration": ("Integrationsdel", "Navn på integration", "Snitflade", "Integrationens navn"),
    "Supportydelse": ("Ydelse", "Navn på supportydelse"),
    "Bestillingsdato": ("Dato", "Dato for bestilling"),
    "CVR-nummer": ("CVR", "CVR nr", "Kommunens CVR-nummer", "CVR-nr (kommune)"),
    "Webservice-URL": (
        *("Webservice-URL (endpoint)", "Endpoint", "Endpoint-URL", "URL til webservice"),
        *("Webservice URL", "Webserviceadresse", "Adresse på webservice", "Service-URL"),
    ),
    "IP-adresse": ("IP", "IP-nummer", "IP-adresser"),
    "Port": ("Portnummer", "Port nr"),
    "Certifikat (CN)": ("Certifikat CN", "Certifikatets CN", "CN", "Certifikatnavn (CN)"),
    "Kontaktperson": ("Navn på kontaktperson", "Kontaktpersonens navn"),
    "Telefon": ("Telefonnummer", "Tlf", "Tlf nr", "Telefonnr"),
    "E-mail": ("Email", "Mail", "Mailadresse", "E-mailadresse", "E-post"),
    "Miljø": ("Driftsmiljø",),
}
"""Names that mean the same, the first the one that is printed; a user adds to them in settings."""
_NEAR = 0.72  # of 1: difflib's measure for labels that look alike
_LEAST = 4  # letters of a name that may be found within another
_SHARE = 0.4  # of the other, at least
_MOST = 3  # proposals for one field
_LISTS = (Kind.LIST_CONTROL, Kind.LEGACY_LIST)
"""Fields in which something stands before anybody has chosen."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known: its name, its value, and where it is from, in Danish."""

    name: str
    value: str = field(repr=False)
    source: str
    about_order: bool = False
    """Known of the order itself, and so right wherever it is asked for."""


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


@dataclass(frozen=True, slots=True)
class Match:
    """What of a form can be filled in, what may be, what stood there already, what is missing.

    `unused` are facts that no field asks for.
    """

    answers: tuple[Answer, ...]
    proposals: tuple[Proposal, ...]
    kept: tuple[Field, ...]
    missing: tuple[Field, ...]
    unused: tuple[Fact, ...]


def label_key(label: str) -> str:
    """Give a label as it is compared, letters and digits only: `CVR-nr.` → `cvrnr`."""
    return "".join(filter(str.isalnum, folded(label)))


class Synonyms:
    """Which labels mean the same: the built-in ones, and those that a user adds."""

    def __init__(self, added: Mapping[str, Sequence[str]] | None = None) -> None:
        """Take the user's own; a name that is known already adds to those it is known with."""
        self._groups: dict[str, str] = {}
        for table in (SYNONYMS, added or {}):
            for name, others in table.items():
                group = self._groups.get(label_key(name), label_key(name))
                for each in (name, *others):
                    self._groups[label_key(each)] = group

    def of(self, label: str) -> str:
        """Give what stands for all the labels that mean the same as one."""
        key = label_key(label)
        return self._groups.get(key, key)


def match(fields: Iterable[Field], facts: Sequence[Fact], synonyms: Synonyms) -> Match:
    """Find the fact for each field; one that stands alone, and for certain, or none."""
    fields = list(fields)
    asked = Counter(synonyms.of(each.label) for each in fields)
    answers: list[Answer] = []
    proposals: list[Proposal] = []
    kept: list[Field] = []
    missing: list[Field] = []
    for each in fields:
        sure, why = _sure(each, facts, synonyms)
        if each.value is not None and each.kind not in _LISTS:
            kept.append(each)
        elif len(sure) == 1 and (sure[0].about_order or asked[synonyms.of(each.label)] == 1):
            answers.append(Answer(each, sure[0]))
        else:
            missing.append(each)
            if len(sure) == 1:
                why = "flere felter i formularen hedder det samme"
            near = sure or _near(each, facts, synonyms)
            proposals += [Proposal(each, fact, why or "navnet ligner") for fact in near]
    used = {id(answer.fact) for answer in answers}
    unused = tuple(fact for fact in facts if id(fact) not in used and not fact.about_order)
    return Match(tuple(answers), tuple(proposals), tuple(kept), tuple(missing), unused)


def _sure(each: Field, facts: Sequence[Fact], synonyms: Synonyms) -> tuple[list[Fact], str]:
    """Give the facts whose names are a field's own; several with a reason why none is chosen."""
    key = label_key(each.label)
    if not key:
        return [], ""
    named = [fact for fact in facts if label_key(fact.name) == key]
    found = named or [fact for fact in facts if synonyms.of(fact.name) == synonyms.of(each.label)]
    of_order = [fact for fact in found if fact.about_order]
    if of_order:
        return of_order[:1], ""
    return found, "flere oplysninger hedder det samme" if len(found) > 1 else ""


def _near(each: Field, facts: Sequence[Fact], synonyms: Synonyms) -> list[Fact]:
    """Give the facts whose names are like a field's, the likest first."""
    key = label_key(each.label)
    rated = [(_likeness(key, label_key(fact.name)), fact) for fact in facts]
    likest = sorted(rated, key=lambda one: -one[0])[:_MOST]
    return [fact for likeness, fact in likest if likeness >= _NEAR]


def _likeness(one: str, other: str) -> float:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= max(_LEAST, _SHARE * len(longer)) and shorter in longer:
        return 1.0
    return SequenceMatcher(None, one, other).ratio()
