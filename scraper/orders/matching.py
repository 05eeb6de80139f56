"""Which of the facts that are known goes into which field of a form, and what is not sure (pure).

A field is filled where its label and a fact's name are the same when normalised, or synonyms.
What is merely like it is proposed and never filled in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
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
    "Bestillingsdato": ("Dato for bestilling", "Bestilt den"),
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
_OF_OTHERS = re.compile(
    r"leverandør|kombit|serviceplatform|databehandler|driftscent|systemejer|stedfortræder|faktur"
    r"|betal|nuværende|eksisterende|tidligere|gammel|gamle|underskr|godkend",
    re.IGNORECASE,
)
"""Labels of fields about others than the municipality and its new route."""
_NEUTRAL = frozenset(
    "1 2 3 4 5 6 7 8 9 a adresse af afsnit alle anvender at b basisoplysninger bedes bestil "
    "bestiller bestilles bestilling bestillingen bestillingens bestillingsblanket "
    "bestillingsformular bestillingsskema blanket c certifikat d data de del den det detaljer "
    "dine en endpoint er et etablere etablering felter flg for forbindelsesoplysninger formular "
    "formularen fra følgende generelle generelt grundoplysninger herunder i ii iii information "
    "informationer integration integrationen iv kommune kommunen kommunens kommuneoplysninger "
    "kontakt kontaktoplysninger kontaktperson kontaktpersoner med myndighed ny nye nyt "
    "obligatoriske og om oplys oplysning oplysninger oplysningerne oprettelse opret opsætning "
    "ordreoplysninger port rekvirent rute ruten ruter ruteoplysninger serviceudbyder "
    "serviceudbyders side skal skema stamdata stamoplysninger teknik teknisk tekniske til trin "
    "ud udfyld udfyldes vedr vejledning vedrørende version webservice webserviceoplysninger "
    "webservicerute ønskes øvrige".split()
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
    labels = {label_key(each.label) for each in fields if not _OF_OTHERS.search(each.label)}
    asked = Counter(synonyms.of(bare(each.label)) for each in fields)
    answers: list[Answer] = []
    proposals: list[Proposal] = []
    kept: list[Field] = []
    missing: list[Field] = []
    other: tuple[tuple[str, ...], str] = ((), "")
    for each in fields:
        if each.sections != other[0]:
            other = (each.sections, "")
        sure, why = _sure(each, facts, synonyms)
        if is_answered(each):
            kept.append(each)
            proposals += [Proposal(each, fact, DIFFERS) for fact in sure if _differs(each, fact)]
        else:
            of_order = len(sure) == 1 and sure[0].about_order
            headed = (
                _of_another(each.sections, whole)
                if of_order
                else _of_another(each.sections, whole) or _strange(each.sections, words, labels)
            )
            before = f"feltet »{other[1]}« står lige før" if other[1] and not of_order else ""
            times = asked[synonyms.of(bare(each.label))]
            why = headed or before or why or _doubt(each, sure, times)
            if len(sure) == 1 and not why:
                answers.append(Answer(each, sure[0]))
            else:
                missing.append(each)
                near = sure or _near(each, facts, synonyms)
                proposals += [Proposal(each, fact, why or LOOKS_ALIKE) for fact in near]
        differs = is_answered(each) and any(_differs(each, fact) for fact in sure)
        if differs or _OF_OTHERS.search(each.label):
            other = (each.sections, each.label)
    used = {id(answer.fact) for answer in answers}
    unused = tuple(fact for fact in facts if id(fact) not in used and not fact.about_order)
    return Match(tuple(answers), tuple(proposals), tuple(kept), tuple(missing), unused)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _strange(sections: Iterable[str], words: AbstractSet[str], labels: AbstractSet[str]) -> str:
    """Say under which heading a field is not for certain the municipality's, or "".

    What is the label of a field itself is no heading of others.
    """
    for heading in sections:
        if not words >= set(_words(heading)) and label_key(heading) not in labels:
            return f"feltet står under »{heading}«"
    return ""


def _of_another(sections: Iterable[str], neutral: AbstractSet[str]) -> str:
    """Say under which heading a field is for certain another's, or "".

    What is as a whole called as the form, the part or the service is, is nobody's heading.
    """
    named = (
        heading
        for heading in sections
        if _OF_OTHERS.search(heading) and label_key(heading) not in neutral
    )
    return next((f"feltet står under »{heading}«" for heading in named), "")


def _differs(each: Field, fact: Fact) -> bool:
    """Say whether something else stands in a field than what is known."""
    return label_key(each.value or "") != label_key(fact.value)


def bare(label: str) -> str:
    """Give a label without the number that tells it from another of its name: `Telefon (2)`."""
    return _NUMBERED.sub("", label)


def is_answered(each: Field) -> bool:
    """Say whether somebody has filled a field in: more stands there than how to do so."""
    if each.value is None:
        return False
    empty, ticked = (any(sign in each.value for sign in signs) for signs in _BOXES)
    return not _INSTRUCTION.fullmatch(each.value.strip()) and (ticked or not empty)


def _doubt(each: Field, sure: Sequence[Fact], times: int) -> str:
    """Say in Danish why a fact of the field's own name is not certain to belong there, or ""."""
    if not sure:
        return ""
    if sure[0].doubt:
        return sure[0].doubt
    if each.kind in _TICKS:
        return "feltet er en afkrydsning"
    if each.value is not None:
        return f"der står »{' '.join(each.value.split())[:60]}« i feltet"
    if times > 1 and not (sure[0].about_order and each.label == bare(each.label)):
        return "flere felter i formularen hedder det samme"
    return ""


def _sure(each: Field, facts: Sequence[Fact], synonyms: Synonyms) -> tuple[list[Fact], str]:
    """Give the facts whose names are a field's own; several with a reason why none is chosen."""
    label = bare(each.label)
    key = label_key(label)
    if not key:
        return [], ""
    named = [fact for fact in facts if label_key(bare(fact.name)) == key]
    found = named or [fact for fact in facts if synonyms.of(bare(fact.name)) == synonyms.of(label)]
    different = list({fact.value: fact for fact in reversed(found)}.values())[::-1]
    return different, "flere oplysninger hedder det samme" if len(different) > 1 else ""


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
