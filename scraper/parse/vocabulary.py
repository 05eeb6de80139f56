"""The site's own words as data: fields, kinds of page, statuses and furniture, with their sources.

This is the one module to mend when the site's words differ from what is known. Sources: "guide" is
the municipality's ordering guide; "pages" are stored texts of integration pages and of the list
(2020-2025). What is inferred is marked so. Decided 2026-11-24, pages reread 2026-11-28.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scraper.parse import identifiers, values

Reader = Callable[[str], dict[str, Any]]
"""A text as printed to columns with their values. Raises `Unreadable` for a form not known."""


@dataclass(frozen=True, slots=True)
class Field:
    """One label: the column it names, its spellings, and how its value stands.

    `block`: the value is running text over any number of lines; else it is one short line.
    `inline`: a pattern for the value when label and value stand in one text with no colon.
    `looks`: a pattern that any value of this label holds, to tell labels in a row from values.
    `read`: makes further columns of the text. `expected`: every page that was seen has it.
    """

    column: str
    spellings: tuple[str, ...]
    read: Reader | None = None
    looks: str = ""
    inline: str = ""
    block: bool = False
    expected: bool = False


@dataclass(frozen=True)
class PageKind:
    """A kind of record: its name, its fields, and the furniture that may stand among them."""

    name: str
    fields: tuple[Field, ...]
    furniture: tuple[str, ...] = ()

    @cached_property
    def expected(self) -> frozenset[str]:
        """The columns that every page seen so far has."""
        return frozenset(each.column for each in self.fields if each.expected)


def price(text: str) -> dict[str, Any]:
    """Return an amount's columns."""
    read = values.read_price(text)
    return {"unit_price_oere": read.oere, "price_basis": read.basis, "vat": read.vat}


def units(text: str) -> dict[str, Any]:
    """Return the columns of a number of units."""
    read = values.read_units(text)
    return {"units_min": read.least, "units_max": read.most, "units_unit": read.unit}


def duration(name: str) -> Reader:
    """Return the reader for a time, whose columns begin with a name."""

    def read(text: str) -> dict[str, Any]:
        time = values.read_duration(text)
        return {
            f"{name}_days": time.days,
            f"{name}_days_least": time.days_least,
            f"{name}_amount": time.amount,
            f"{name}_unit": time.unit,
        }

    return read


DATE = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}\. ?[a-zæøå]{3,9}\.? \d{4}"
NUMBERED = r"\d+(?:\.\d+)*(?: .*)?"
PRICE = r"\d.*kr|kr.*\d|dkk|,-|^(?:efter )?aftale|^gratis"
TIME = r"\d+ ?(?:arbejds|dag|uge|time|måned|hverdag|minut)|næste arbejdsdag|^(?:efter )?aftale"
UNITS = r"^\D{0,12}\d+\D*\d*\D*$|^(?:efter )?aftale"

AREA = PageKind(  # inferred: every stored text has the area with no label
    "area", (Field("area", ("Område", "Forretningsområde"), inline=r"(?!)"),)
)
MENU = (
    "Forretning",  # guide, left menu
    "Udvikling og test",
    "Drift",
    "Kom godt i gang",  # guide, main menu
    "Integrationer",
    "Viden",
    "Kalender",
    "Driftstatus",
)
"""Words of the menus. As a heading over a text one may head a section of the page's own."""
FURNITURE = (
    *MENU,
    "Gå til hovedindhold",  # pages
    "DIGITALISERINGS KATALOGET",  # guide
    "DIGITALISERINGSKATALOGET",
    "Digitaliseringskataloget",
    "Forside",  # inferred: breadcrumb, tools
    "Menu",
    "Søg",
    "Luk",
    "Del",
    "Print",
    "Kopier link",
    "Til toppen",
)
"""Lines that are never content. Compared as they are matched: case and arrows ignored."""
SHARE = r"del (?:på|via|med) \S.{0,20}"  # inferred: links that share a page
READ_MORE = ("Læs mere",)  # guide
DOWNLOAD = ("Download dokumentation", "Hent dokumentation")
"""The first is a stored link text, its place on the page unknown; the second is inferred."""
ORDER = ("Bestil", "Bestil ydelse", "Bestil supportydelse")  # guide has "Bestil"; rest inferred
ORDER_WORDS = r"\b(?:bestil\w*|kurv|køb)\b"  # inferred: words of order buttons
SUPPORT_HEADING = ("Supportydelse", "Supportydelser")  # guide; the plural is inferred
SERVICES_HEADING = ("Services",)  # pages
PRODUCTION_HEADING = ("Anvend integrationen i produktion",)  # pages
_ON_A_PART = (*DOWNLOAD, *FURNITURE, *READ_MORE)

BUSINESS = PageKind(  # guide and pages
    "business",
    (
        Field("purpose", ("Formål",), block=True, expected=True),
        Field("terms", ("Vilkår og betingelser",), block=True, expected=True),
    ),
    _ON_A_PART,
)
VERSION = PageKind(  # pages; the label "Status" before the status is inferred
    "version",
    (
        Field("valid_from", ("Status gyldig fra",), looks=DATE, inline=DATE, expected=True),
        Field("version", ("Version",), looks=NUMBERED, inline=NUMBERED, expected=True),
        Field("status", ("Status",)),
        Field("news", ("Nyt i denne version",), block=True),
        Field("description", ("Beskrivelse",), block=True),
    ),
    _ON_A_PART,
)
ENDPOINT = PageKind(  # pages
    "endpoint",
    (
        Field("version", ("Version",), looks=NUMBERED, inline=NUMBERED),
        Field("status", ("Status",)),
        Field("purpose", ("Formål",), block=True),
        Field("description", ("Beskrivelse",), block=True),
        Field("test", ("Eksternt testmiljø",), block=True),
        Field("production", ("Produktionsmiljø",), block=True),
    ),
    _ON_A_PART,
)
ENVIRONMENT = PageKind(  # pages: lines of a technical service's two environments
    "environment",
    (
        Field("endpoint", ("Endpoint",), read=identifiers.endpoint, looks=r"^https?://"),
        Field("uuid", ("UUID",), read=identifiers.uuid, looks=r"^[0-9a-f-]{36}$"),
        Field("entity_id", ("EntityId", "Entity ID", "EntityID"), read=identifiers.entity_id),
    ),
)
CARD = PageKind(  # guide; "Kategori" is inferred
    "card",
    (
        Field("supplier", ("Leverandør",), expected=True),
        Field("unit_price_text", ("Enhedspris",), price, looks=PRICE, expected=True),
        Field("units_text", ("Antal enheder", "Enheder"), units, looks=UNITS, expected=True),
        Field("category", ("Kategori",)),
    ),
    (*ORDER, *FURNITURE, *DOWNLOAD),
)
SERVICE = PageKind(  # guide; "Kategori", "Beskrivelse" and "Timepris" are inferred
    "service",
    (
        Field("reaction_text", ("Reaktionstid",), duration("reaction"), TIME, expected=True),
        Field("delivery_text", ("Leveringstid",), duration("delivery"), TIME, expected=True),
        Field("price_model", ("Prismodel",), expected=True),
        Field("units_text", ("Enheder", "Antal enheder"), units, looks=UNITS, expected=True),
        Field("unit_price_text", ("Enhedspris",), price, looks=PRICE, expected=True),
        Field("supplier", ("Leverandør",)),
        Field("category", ("Kategori",)),
        Field("description", ("Beskrivelse",), block=True),
        Field("related", ("Relaterede supportydelse", "Relaterede supportydelser")),
        Field("attachments", ("Bilag",), block=True),
    ),
    (*ORDER, *FURNITURE, *READ_MORE, *SUPPORT_HEADING),
)
LISTED = PageKind(  # pages; all but "Version" are inferred, as heads of a table
    "listing",
    (
        Field("area", ("Område",), inline=r"(?!)"),
        Field("title", ("Titel", "Navn"), inline=r"(?!)"),
        Field("version", ("Version",), looks=NUMBERED, inline=NUMBERED),
        Field("status", ("Status",), inline=r"(?!)"),
    ),
)
NAME_HEADS = ("Supportydelse", "Ydelse", "Navn", "Titel", "Kode", "ID", "Integration")
"""Heads of the column in which a table names its records; inferred."""
KINDS = (AREA, BUSINESS, VERSION, ENDPOINT, CARD, SERVICE)
EVERY_KIND = (*KINDS, ENVIRONMENT, LISTED)

AREAS = frozenset(  # pages and list
    {
        "Personskat",
        "Person",
        "Beskedfordeling",
        "Borgerkontakt",
        "Økonomi",
        "Organisation",
        "Klassifikation",
        "Sag og Dokument",
    }
)
AREA_FACET = "data_area"  # pages: the filter of the list by area, /integrationer?f[0]=data_area:14
CASE_PREFIX = "Case - "  # pages
CLOSED = "lukket for tilgang"
"""Pages: "Denne version er lukket for tilgang"; public code, January 2026: "… af nye anvendere"."""
OPEN = "åben for tilgang"  # inferred, as the opposite

STATUSES = frozenset({"I drift", "Udfaset"})  # pages

PART_KIND = "Integration"  # guide
HIT_KINDS = frozenset({PART_KIND, "Løsning", "Viden", "Nyhed", "Supportydelse", "Vejledning"})
"""Kinds of search hit. Only "Integration" is seen in a search (guide); the others by the owner."""

_NUMBER = r"(\d{1,3}(?:[. ]\d{3})+|\d+)"
_HITS = r"(?:(?:søge)?resultat(?:er)?|hits?|træf|fund|integration(?:er)?)"
RESULT_COUNT = rf"(?<![\w.,-]){_NUMBER} ?{_HITS}\b"  # guide: "9 resultater"
PAGE_COUNT = r"\bside \d+ af \d+\b"  # inferred: says nothing of the hits
COUNTED = rf"(?:antal )?{_HITS}(?: i alt)?\W{{1,3}}{_NUMBER}\)?"  # inferred: "Resultater (23)"
SHOWN_COUNT = rf"\d\D{{1,30}}(?:\d+ )?\b(?:ud )?af (?:i alt )?(?:de )?{_NUMBER}\b"
"""How Drupal's Views head a list: "Viser 1 - 10 af 23"; inferred."""
INEXACT = r"\b(?:vis|ca|cirka|omkring|over|mere end|flere end|mindst|op til|de første|max|maks)\b"
"""Words before a number of hits that is not how many there are; inferred."""
NO_RESULTS = (
    r"\b(?:ingen|0) (?:\w+ )?(?:resultat(?:er)?|hits|træf|indhold|integrationer)\b"
    r"|\b(?:fandt|fundet) (?:desværre )?(?:ingen|ikke)\b|\b(?:ikke|intet) fundet\b"
)
"""Inferred: a search that found nothing, as Drupal and others say it."""
VERSION_COUNT = r"(\d+) version(?:er)? i alt"  # pages
NEXT_PAGE = (
    "Næste",
    "Næste side",
    "Gå til næste side",
    "Vis flere",
    "Flere resultater",
    "Indlæs flere",
    "›",
    "»",
)
MORE = ("næste ", "vis flere", "indlæs flere", "hent flere", "flere resultater", "se flere")
"""How a link to the next page may begin; inferred."""
SEARCH_WORDS = ("søg", "search", "fritekst")  # inferred: what a search field says of itself

END = ("Generelle vilkår", "Kontakt og support", "Tilgængelighedserklæring", "Cookiepolitik")
"""A line that is one of these opens the blue footer (guide: it links to Generelle vilkår)."""
FORMER = r"\b(?:tidligere|forrige|gamle|gammel|histori\w+|udløb\w*|arkiv\w*|forælde\w+|før)\b"
"""Inferred: headings over what was once so and is no more."""
NEUTRAL = (
    r"(?:fakta\w*|detaljer|pris(?:er)?|pris og \w+|levering\w*|tider?|vilkår\w*|betingelser|økonomi"
    r"|(?:flere )?oplysninger\w*|information\w*|om .+|data|specifikation\w*|bestilling\w*"
    r"|bilag\w*|dokumenter|filer\w*|kontakt\w*|leverandør\w*|beskrivelse|indhold|ydelsen)"
)
"""Inferred: headings under which a page sorts facts of its own."""
OTHERS = (
    r"\b(?:andre|anden|relaterede?|lignende|tilsvarende|se også|nyheder|kommende|fremtidige?)\b"
)
"""Inferred: headings over what is told of others, or of later."""

INTEGRATION_NAMES = {  # guide
    "SF1590A": "ØiR Finans",
    "SF1590B": "ØiR Debitor",
    "SF1590D": "ØiR Kreditorfaktura",
}
DEFAULT_TERMS = tuple(INTEGRATION_NAMES)

ERROR_WORDS = (  # inferred: what a page says that is an error though its status is 200
    "Der opstod en uventet fejl",
    "Siden blev ikke fundet",
    "Siden findes ikke",
    "The website encountered an unexpected error",
    "Vi opdaterer siden",
)
