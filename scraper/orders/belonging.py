"""Whether a form's field is for certain the municipality's, about its new route (pure).

A heading is neutral when all its words are known to be; of what else stands around a field, only
words of others speak against it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from scraper.forms.form import Field
from scraper.forms.places import Kind
from scraper.forms.whose import (
    is_filled_by_others,
    is_for_others,
    is_name_of_form,
    is_note_for_others,
    is_party,
    without_filler,
    without_receiver,
)
from scraper.forms.wording import says_help
from scraper.orders.columns import BETWEEN
from scraper.spelling import folded

_NEUTRAL = frozenset(
    "1 2 3 4 5 6 7 8 9 ad adgang adgangsoplysninger administrative adresse adresser af afsnit "
    "alle alt angives anmodning ansøgning anvender anvenderen anvenderens anvenderkommune at "
    "bedes bemærk beskrivelse bestil bestillende bestiller bestillere bestilleren "
    "bestillerens bestilles bestilling bestillingen bestillingens bestillingsblanket "
    "bestillingsformular bestillingsskema bilag blanket blanketten certifikat certifikater "
    "data dato de debitor del den det detaljer dette din dine eller emne en endpoint er et "
    "etablere etablering faglig felt felter finans firewall firewallåbning flg for "
    "forbindelse forbindelser formular formularen fra funktion funktionscertifikat "
    "fællesoffentlig følgende generelle generelt herunder husk hvad hvem hver i ii iii "
    "indhold information informationer integration integrationen ip iv jer jeres kommunal "
    "kommune kommunen kommunens kommuner kommuners konfiguration kontakt kontaktdata "
    "kontaktperson kontaktpersoner krav kreditor kreditorfaktura kunde læs med myndighed navn "
    "nedenfor nedenstående netværk nr nummer ny nye nyt obligatoriske obs og om oplys "
    "oplysning oplysninger oplysningerne opret oprettelse opsætning parameter part parter "
    "port praktiske protokol punkt på rammearkitektur rekvirent rekvisition rest rolle rute "
    "ruten ruter samt se sektion sftp side sikkerhed skal skema skemaet snitflade snitfladen "
    "soap specifikation specifikationer spørgsmål ssl stamdata støttesystemer svar teknik "
    "teknisk tekniske tekst til tilslutning titel tls trin ud udfyld udfyldes url vedr "
    "vedrørende vejledning venligst version vigtigt værdi webservice webservicerute øir "
    "økonomi ønskes øvrige".split()
)
"""Words of headings under which fields are the municipality's, about the new route."""
_COMPOUND = re.compile(
    r"(?:anvender|basis|bestillings?|certifikat|drifts?|endpoint|forbindelses|grund|integrations|"
    r"kommune|kontakt|kunde|myndigheds|netværks|ordre|rute|service|snitflade|stam|teknik|kontaktperson|"
    r"webservice)(?:oplysninger(?:ne)?|konfiguration|information(?:er|erne|en)?|info|detaljer|data|person(?:er)?)"
)
"""Words that are neutral, put together."""
_SYSTEMS = frozenset(
    "afsendersystem anvendersystem debitorsystem fagsystem fagsystemet modtagersystem server "
    "servere serveren serviceudbyder serviceudbyderens serviceudbyders system systemet "
    "systemoplysninger økonomisystem økonomisystemet".split()
)
"""Words that are neutral above technical facts; a person there may be the system's supplier's."""
_HANDLES = re.compile(
    r"\b(?:(?:ind)?send\w*|mail\w*|retur\w*|elektronisk|markere\w+|vedlæg\w*|vedhæft\w*|version"
    r"|revideret|opdateret|udarbejdet|udgivet|godkendt|pris(?:en|er|erne)?\b|kr\.|j\.? ?nr"
    r"|journalnummer|behandlingstid|leveringstid"
    r"|fortrolig\w*|blokbogstaver|cvr \d|til:|\d{4} [^\W\d]{3,})|^\W*dato\b",
    re.IGNORECASE,
)
"""What is said of the form itself: how it is handled, its version, its price."""
_WHOSE = re.compile(
    r"\b(?:hvem|hvis|der|person\w*|ansvarlig\w*|kontakt\w*|hos|kun)\b", re.IGNORECASE
)
"""What is said of people instead."""
_ENVIRONMENT = re.compile(r"test|prod|miljø|drift", re.IGNORECASE)
"""Headings of which a form may have several, with the same labels below each."""
_ENDINGS = re.compile(r"(?:e?n|e?t|e?r|e?rne|ne)?s?$")
"""Definite, plural and genitive endings."""
_PARTICLES = frozenset("af de den det en er et fra i med og om på til ud".split())
"""Words that alone say nothing."""
_LETTERED = re.compile(
    r"\b(?:afsnit|del|punkt|sektion|trin)\s+[a-zæøå]\b|^\W*[a-zæøå][.)]\s", re.IGNORECASE
)
_BRACKETS = re.compile(r"\([^()]*\)")
_OWNED = re.compile(r"telefon|tlf|mobil|mail|e-?post|cvr", re.IGNORECASE)
"""Labels of what a person or an organisation has: the one that is asked for before it."""
_PERSON = re.compile(r"kontakt", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"by|center|cvr|ean|evt|eventuel|fakturering|fax|gade|hjemmeside|id|jeres|lokation|mobil|noter?"
    r"|postboks|psp|sted|tid|titel|type|vej|ønsket"
    r"|\w*(?:adresse|afdeling|bemærkning(?:er)?|betegnelse|dato|element|enhed|forvaltning|kode"
    r"|kommentar(?:er)?|miljø|nr|nummer|reference|stilling|telefon)"
)
"""How words of labels end that name no person: what is asked for after them is not theirs."""
_LATER = re.compile(r"faktur|betal", re.IGNORECASE)
"""What a municipality has of its own, and is not about another."""
_TEXTS = frozenset(
    {Kind.CELL_BESIDE, Kind.CELL_BELOW, Kind.LINE, Kind.TEXT_CONTROL, Kind.LEGACY_TEXT}
    | {Kind.BOOKMARK}
)
"""Fields in which a name can be written."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a fact is not certain to belong into a field, in Danish.

    `headings` are those that are merely not known to be the municipality's.
    """

    why: str
    headings: tuple[str, ...] = ()
    theirs: bool = False
    """Whether the form says that the field is another's."""


@dataclass(slots=True)
class Belonging:
    """What speaks against it that fields are the municipality's; asked in their order.

    `names` are what is ordered and where: their words are neutral. `ours` are headings, notes and
    labels, each as a whole, that are the municipality's whatever they say.
    """

    names: Iterable[str] = ()
    ours: Iterable[str] = ()
    labels: Iterable[str] = ()
    """Labels of the form's fields: one that stands above others is no heading of others."""
    _words: AbstractSet[str] = field(init=False)
    _whole: AbstractSet[str] = field(init=False)
    _known: AbstractSet[str] = field(init=False)
    _section: tuple[str, ...] = ()
    _other: str = ""
    """The label of a field about another."""
    _person: str = ""
    """The label of a field that may ask for a person, or another organisation."""

    def __post_init__(self) -> None:
        self._words = _NEUTRAL | {word for name in self.names for word in words_of(name)} - _SYSTEMS
        self._whole = {label_key(each) for each in (*self.names, *self.ours)}
        self._known = {label_key(each) for each in self.labels if not is_for_others(each)}

    def is_neutral(self, text: str, *, personal: bool = True) -> bool:
        """Say whether all words are known to be neutral; `personal` is about people."""
        words = self._words if personal else self._words | _SYSTEMS
        told = words_of(_LETTERED.sub("", without_filler(without_receiver(text))))
        return all(_is_among(word, words) for word in told) and not (
            told and all(word in _PARTICLES for word in told)
        )

    def of_another(self, each: Field) -> Doubt | None:
        """Say what around a field tells that it is another's, if anything does."""
        return self._told(each, is_note_for_others, is_for_others)

    def filled_by_another(self, each: Field) -> Doubt | None:
        """Say what around a field tells that another fills it in, if anything does."""
        return self._told(each, is_filled_by_others, is_filled_by_others)

    def _told(
        self, each: Field, of_note: Callable[[str], bool], at_field: Callable[[str], bool]
    ) -> Doubt | None:
        for heading in each.sections:
            if is_for_others(heading) and not self._is_ours(heading):
                return Doubt(f"feltet står under »{heading}«", theirs=True)
        said = (*filter(of_note, each.notes), *filter(at_field, each.around))
        told = (text for text in said if not self._is_ours(text))
        return next((Doubt(f"ved feltet står »{text}«", theirs=True) for text in told), None)

    def under_strange(self, each: Field) -> Doubt | None:
        """Say under which headings a field may be another's, if it is under any."""
        personal = self._is_personal(each)
        title = each.sections[:1] if each.sections and is_name_of_form(each.sections[0]) else ()
        headings = each.sections[len(title) :]
        strange = [text for text in headings if self._is_strange(text, personal=personal)]
        why = f"feltet står under »{strange[0]}«" if strange else ""
        return Doubt(why, tuple(strange)) if strange else None

    def _is_personal(self, each: Field) -> bool:
        return any(pattern.search(each.label) for pattern in (_OWNED, _PERSON))

    def _is_strange(self, heading: str, *, personal: bool) -> bool:
        if self._is_ours(heading) or label_key(heading) in self._known:
            return False
        if _HANDLES.search(heading) and not _WHOSE.search(heading):
            return False
        return not self.is_neutral(heading, personal=personal)

    def _is_ours(self, text: str) -> bool:
        return label_key(text) in self._whole

    def after_another(self, each: Field) -> Doubt | None:
        """Say after which field in its section a field may be another's, if it is after one."""
        if each.sections != self._section:
            self._section, self._other, self._person = each.sections, "", ""
        personal = self._is_personal(each)
        other = self._other if personal or not is_party(self._other) else ""
        before = other or (self._person if personal else "")
        why = f"feltet »{before}« står lige før, så det kan høre til det"
        return Doubt(why) if before else None

    def read(self, each: Field, value: str, *, sure: bool, known: bool, differs: bool) -> None:
        """Take note of a field and of what stands in it.

        `sure` is one that a fact is certain for, `known` one whose name a fact has; `differs` one
        in which something else stands.
        """
        if sure and (_PERSON.search(each.label) or label_key(each.label).startswith("kommune")):
            self._person = ""
        if self._is_ours(each.label) or each.kind not in _TEXTS or BETWEEN in each.label:
            return
        told = f"{each.label}: {value}"
        if differs or (not known and is_for_others(told) and not _LATER.search(told)):
            self._other = each.label
        if not known and not self._is_attribute(each.label, value):
            self._person = each.label

    def _is_attribute(self, label: str, value: str) -> bool:
        """Say whether a field names neither a person nor an organisation."""
        if is_remark(label):
            return True
        label = _BRACKETS.sub("", label)
        if _PERSON.search(label) or _LATER.match(label):
            return False
        if _OWNED.search(label):
            return True
        words = words_of(label)
        if all(_is_among(word, self._words) for word in words):
            return not value or self.is_neutral(value)
        return all(_is_among(word, self._words) or is_attribute(word) for word in words)


def label_key(label: str) -> str:
    """Give a label as it is compared, letters and digits only: `CVR-nr.` → `cvrnr`."""
    return "".join(filter(str.isalnum, folded(label)))


def is_attribute(word: str) -> bool:
    """Say whether a word of a label names neither a person nor an organisation: `startdato`."""
    return _ATTRIBUTE.fullmatch(word) is not None


def is_owned(label: str) -> bool:
    """Say whether a label is of what a person or an organisation has: `Telefon`."""
    return _OWNED.search(label) is not None


def is_environment(heading: str) -> bool:
    """Say whether a heading is of one environment, of which a form may ask for several."""
    return _ENVIRONMENT.search(heading) is not None


def _is_among(word: str, words: AbstractSet[str]) -> bool:
    """Say whether a word is among others, in whatever form: `rutens`."""
    if word in words or _COMPOUND.fullmatch(word):
        return True
    return any(
        word[:end] in words
        for end in range(max(3, len(word) - 5), len(word))
        if _ENDINGS.fullmatch(word[end:])
    )


def is_remark(label: str) -> bool:
    """Say whether a field is for a remark on another: `Telefon – Bemærkning`."""
    of, _, heading = label.rpartition(BETWEEN)
    return bool(of) and says_help(heading)


def words_of(text: str) -> list[str]:
    """Give a text's words in small letters."""
    return re.findall(r"[^\W_]+", text.casefold())
