"""Which of the facts that are known goes into which field of a form, and what is not sure (pure).

A field is filled where its label and a fact's name are the same when normalised, or synonyms.
What is merely like it is proposed and never filled in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from scraper.forms.form import Field
from scraper.forms.places import Kind
from scraper.forms.whose import (
    is_filled_by_others,
    is_for_others,
    is_party,
    without_receiver,
)
from scraper.orders.columns import BETWEEN
from scraper.spelling import folded

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
        *("URL", "Endpoint-adresse", "Kommunens webservice-URL"),
    ),
    "IP-adresse": ("IP", "IP-nummer", "IP-adresser", "Kommunens IP-adresse"),
    "Port": ("Portnummer", "Port nr"),
    "Certifikat (CN)": ("Certifikat CN", "Certifikatets CN", "CN", "Certifikatnavn (CN)"),
    "Kontaktperson": ("Navn på kontaktperson", "Kontaktpersonens navn", "Kontaktpersons navn"),
    "Telefon": (
        *("Telefonnummer", "Tlf", "Tlf nr", "Telefonnr", "Kontaktpersonens telefon"),
        *("Kontaktpersonens telefonnummer", "Telefon (kontaktperson)"),
    ),
    "E-mail": (
        *("Email", "Mail", "Mailadresse", "E-mailadresse", "E-post"),
        *("Kontaktpersonens e-mail", "E-mail (kontaktperson)"),
    ),
    "Miljø": ("Driftsmiljø",),
}
"""Names that mean the same, the first the one that is printed; a user adds to them in settings."""
LOOKS_ALIKE = "navnet ligner"
DIFFERS = "der står noget andet i forvejen"
_NEAR = 0.72  # of 1: difflib's measure for labels that look alike
_LEAST = 4  # letters of a name that may be found within another
_SHARE = 0.4  # of the other, at least
_MOST = 3  # proposals for one field
_TICKS = (Kind.BOX_CONTROL, Kind.LEGACY_BOX)
"""Fields that only take yes or no."""
_NUMBERED = re.compile(r" \(\d+\)$")
"""What is put behind labels and headers that are printed twice."""
_CONTACT = re.compile(r"kontakt|telefon|tlf|mobil|mail|e-?post", re.IGNORECASE)
"""Labels of what belongs to a person, and so to the person that is asked for before it."""
_PERSONAL = re.compile(rf"{_CONTACT.pattern}|cvr", re.IGNORECASE)
"""Labels of what a supplier has of its own too."""
_ATTRIBUTES = frozenset(
    "adresse afdeling by center dato ean enhed forvaltning gade fax hjemmeside lokation mobil nr "
    "nummer postboks postnr postnummer stilling titel vej".split()
)
"""Words of labels that are no person's name: what is asked for after them is not theirs."""
_NEUTRAL = frozenset(
    "1 2 3 4 5 6 7 8 9 a adgang adresse adresser af afsnit alle alt angives anvender at "
    "b basisoplysninger bedes beskrivelse bestil bestillende bestiller bestillere "
    "bestillerens bestilles bestilling bestillingen bestillingens bestillingsblanket "
    "bestillingsformular bestillingsskema bilag blanket blanketten c certifikat "
    "certifikater d data dato de debitor debitorsystem del den det detaljer dette dine "
    "eller emne en endpoint er et etablere etablering fagsystem felt felter finans "
    "firewall flg for forbindelse forbindelser forbindelsesoplysninger formular "
    "formularen fra følgende generelle generelt grundoplysninger herunder hos husk hvad "
    "hver i ii iii indhold information informationer integration integrationen ip iv "
    "kommunal kommune kommunen kommunens kommuneoplysninger kommuners kontakt "
    "kontaktdata kontaktinfo kontaktinformation kontaktoplysninger kontaktperson "
    "kontaktpersoner kreditor kreditorfaktura med myndighed navn nedenfor nedenstående "
    "netværk netværksoplysninger nr nummer ny nye nyt obligatoriske og om oplys "
    "oplysning oplysninger oplysningerne opret oprettelse opsætning ordreoplysninger "
    "parameter port protokol punkt på rekvirent rest rolle rute ruten ruteoplysninger "
    "ruter samt server serviceudbyder serviceudbyders sftp side skal skema skemaet soap "
    "spørgsmål ssl stamdata stamoplysninger svar system teknik teknikoplysninger teknisk "
    "tekniske tekst til titel tls trin ud udfyld udfyldes url vedr vedrørende vejledning "
    "venligst version værdi webservice webserviceoplysninger webservicerute øir "
    "økonomisystem ønskes øvrige".split()
)
"""Words of headings under which fields are the municipality's, about the new route."""
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
    words: str = ""
    """The heading or note that makes it unsure; in the settings, a user may say that it is theirs.
    """


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


def label_key(label: str) -> str:
    """Give a label as it is compared, letters and digits only: `CVR-nr.` → `cvrnr`."""
    return "".join(filter(str.isalnum, folded(label)))


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

    def of(self, label: str) -> str:
        """Give what stands for all the labels that mean the same as one."""
        key = label_key(label)
        return self._groups.get(key, key)


def match(
    fields: Iterable[Field],
    facts: Sequence[Fact],
    synonyms: Synonyms,
    neutral: Iterable[str] = (),
) -> Match:
    """Find the fact for each field; one that stands alone, and for certain, or none.

    Under a heading with other words than `neutral` ones, it may be another's field: none is sure.
    """
    fields = list(fields)
    whole = {label_key(text) for text in neutral}
    words = _NEUTRAL | {word for text in neutral for word in _words(text)}
    labels = {label_key(each.label) for each in fields if not is_for_others(each.label)}
    others = {each.number: _others(each, whole) for each in fields}
    asked = Counter(synonyms.of(bare(each.label)) for each in fields if not others[each.number])
    called = [(_called(fact.name, words), fact) for fact in facts]
    elsewhere = _of_another_order(fields, called, synonyms)
    before = _Before(words, whole)
    answers: list[Answer] = []
    proposals: list[Proposal] = []
    kept: list[Field] = []
    missing: list[Field] = []
    for each in fields:
        sure = _sure(each, called, synonyms)
        theirs = before.theirs(each)
        differing = [fact for fact in sure if is_answered(each) and _differs(each, fact)]
        before.read(each, known=bool(sure), differs=bool(differing))
        if is_answered(each):
            kept.append(each)
            proposals += [Proposal(each, fact, DIFFERS) for fact in differing]
            continue
        if len(sure) == 1 and sure[0].about_order:
            headed = _others(each, whole, is_filled_by_others)
        else:
            headed = others[each.number] or _strange(each.sections, words, whole | labels) or theirs
        doubt = elsewhere or headed or _doubt(each, sure, asked[synonyms.of(bare(each.label))])
        if sure and doubt is None:
            answers.append(Answer(each, sure[0]))
            continue
        missing.append(each)
        doubt = doubt or _Doubt(LOOKS_ALIKE)
        near = sure or _near(each, facts, synonyms)
        proposals += [Proposal(each, fact, doubt.why, doubt.words) for fact in near]
    used = {id(answer.fact) for answer in answers}
    unused = tuple(fact for fact in facts if id(fact) not in used and not fact.about_order)
    return Match(tuple(answers), tuple(proposals), tuple(kept), tuple(missing), unused)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


@dataclass(frozen=True, slots=True)
class _Doubt:
    """Why a fact is not certain to belong into a field, in Danish, and the words that say so."""

    why: str
    words: str = ""


@dataclass(slots=True)
class _Before:
    """The fields before one in its section that say whose it is."""

    words: AbstractSet[str]
    """Words that are no person's."""
    ours: AbstractSet[str]
    """Labels, as `label_key` gives them, that are the municipality's."""
    section: tuple[str, ...] = ()
    other: str = ""
    """The label of a field about another."""
    person: str = ""
    """The label of a field that may ask for a person, or another organisation."""

    def theirs(self, each: Field) -> _Doubt | None:
        """Say which field before this one it may belong to, if there is one."""
        if each.sections != self.section:
            self.section, self.other, self.person = each.sections, "", ""
        personal, contact = _PERSONAL.search(each.label), _CONTACT.search(each.label)
        other = self.other if personal or not is_party(self.other) else ""
        before = other or (self.person if contact else "")
        return _Doubt(f"feltet »{before}« står lige før") if before else None

    def read(self, each: Field, *, known: bool, differs: bool) -> None:
        """Take note of a field: whether a fact has its name, and whether another stands in it."""
        if label_key(each.label) in self.ours:
            return
        value = each.value if each.value and is_answered(each) else ""
        if differs or (not known and any(map(is_for_others, (each.label, value)))):
            self.other = each.label
        if known and not _CONTACT.search(each.label.replace("Kontaktperson", "")):
            self.person = ""
        elif not known and not {*_words(each.label)} <= self.words | _ATTRIBUTES:
            self.person = each.label


def _others(
    each: Field,
    whole: AbstractSet[str],
    says: Callable[[str], bool] = is_for_others,
) -> _Doubt | None:
    """Say what around a field tells that it is another's, if anything does.

    What is as a whole called as the form, the part or the service is, is nobody's heading.
    """
    for heading in each.sections:
        if is_for_others(heading) and label_key(heading) not in whole:
            return _under(heading)
    said = (words for words in each.around if says(words) and label_key(words) not in whole)
    return next((_Doubt(f"ved feltet står »{words}«", words) for words in said), None)


def _strange(
    sections: Iterable[str], words: AbstractSet[str], known: AbstractSet[str]
) -> _Doubt | None:
    """Say under which heading a field is not for certain the municipality's, if it is under one.

    What is the label of a field itself is no heading of others.
    """
    for heading in sections:
        strange = set(_words(without_receiver(heading))) - words
        if strange and label_key(heading) not in known:
            return _under(heading)
    return None


def _under(heading: str) -> _Doubt:
    return _Doubt(f"feltet står under »{heading}«", heading)


def _of_another_order(
    fields: Iterable[Field], facts: Sequence[tuple[str, Fact]], synonyms: Synonyms
) -> _Doubt | None:
    """Say which field tells that the form was filled in for another order, if one does."""
    for each in fields:
        sure = _sure(each, facts, synonyms) if is_answered(each) else []
        if len(sure) == 1 and sure[0].about_order and _differs(each, sure[0]):
            value = " ".join((each.value or "").split())
            return _Doubt(f"i feltet »{each.label}« står »{value[:60]}«")
    return None


def _differs(each: Field, fact: Fact) -> bool:
    """Say whether something else stands in a field than what is known.

    Of the order, a part of it is the same: `Aarhus`, `Aarhus Kommune`.
    """
    there, known = label_key(each.value or ""), label_key(fact.value)
    if not fact.about_order:
        return there != known
    told, words = set(_words(each.value or "")), set(_words(fact.value))
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


def _doubt(each: Field, sure: Sequence[Fact], times: int) -> _Doubt | None:
    """Say in Danish why facts of the field's own name are not certain to belong there, if so."""
    if not sure:
        return None
    if len(sure) > 1:
        return _Doubt("flere oplysninger hedder det samme")
    if sure[0].doubt:
        return _Doubt(sure[0].doubt)
    if each.kind in _TICKS:
        return _Doubt("feltet er en afkrydsning")
    if each.value is not None:
        return _Doubt(f"der står »{' '.join(each.value.split())[:60]}« i feltet")
    if times > 1 and not (sure[0].about_order and each.label == bare(each.label)):
        return _Doubt("flere felter i formularen hedder det samme")
    return None


def _called(name: str, words: AbstractSet[str]) -> str:
    """Give a fact's name without its number, and without a neutral group: `Kontakt – Telefon`."""
    group, _, own = name.rpartition(BETWEEN)
    return bare(own if {*_words(group)} <= words else name)


def _sure(each: Field, facts: Sequence[tuple[str, Fact]], synonyms: Synonyms) -> list[Fact]:
    """Give the facts whose names are a field's own, those of the same letters first."""
    label = bare(each.label)
    key = label_key(label)
    if not key:
        return []
    named = [fact for name, fact in facts if label_key(name) == key]
    found = named or [fact for name, fact in facts if synonyms.of(name) == synonyms.of(label)]
    return list({fact.value: fact for fact in reversed(found)}.values())[::-1]


def _near(each: Field, facts: Sequence[Fact], synonyms: Synonyms) -> list[Fact]:
    """Give the facts whose names are like a field's, the likest first."""
    key = label_key(bare(each.label))
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
    """Give the headings and notes that kept facts out, for the settings if they are the user's."""
    return list(dict.fromkeys(each.words for each in found.proposals if each.words))
