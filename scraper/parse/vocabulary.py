"""The site's own words: labels, kinds, statuses and furniture, each with where it was seen.

This is the one module to mend when the site's words differ from what is known. Sources: "guide" is
the municipality's ordering guide; "pages" are stored texts of eleven integration pages and of the
list (2020-2025). What is inferred is marked so. Decided 2026-11-24.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """One label: the field it names, its spellings, and how its value stands.

    `text`: the value is running text over any number of lines; else it is one short line.
    `inline`: a pattern for the value when label and value stand in one text with no colon.
    `looks`: a pattern that any value of this label holds, to tell labels in a row from values.
    """

    field: str
    spellings: tuple[str, ...]
    text: bool = False
    inline: str = ""
    looks: str = ""


DATE = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
NUMBERED = r"\d+(?:\.\d+)*(?: .*)?"
PRICE = r"\d.*kr|kr.*\d|dkk|,-|aftale"
TIME = r"\d+ ?(?:arbejds|dag|uge|time|måned|hverdag)|aftale"
UNITS = r"^\D{0,8}\d+\D*\d*\D*$|aftale"

HEADER = (  # inferred: every stored text has the area with no label
    Label("area", ("Område", "Forretningsområde"), inline=r"(?!)"),
)
BUSINESS = (  # guide and pages
    Label("purpose", ("Formål",), text=True),
    Label("terms", ("Vilkår og betingelser",), text=True),
)
VERSION = (  # pages; the label "Status" before the status is inferred
    Label("valid_from", ("Status gyldig fra",), inline=DATE, looks=DATE),
    Label("version", ("Version",), inline=NUMBERED, looks=NUMBERED),
    Label("status", ("Status",)),
    Label("news", ("Nyt i denne version",), text=True),
    Label("description", ("Beskrivelse",), text=True),
)
ENDPOINT = (  # pages
    Label("version", ("Version",), inline=NUMBERED, looks=NUMBERED),
    Label("status", ("Status",)),
    Label("purpose", ("Formål",), text=True),
    Label("description", ("Beskrivelse",), text=True),
)
CARD = (  # guide
    Label("supplier", ("Leverandør",)),
    Label("unit_price", ("Enhedspris",), looks=PRICE),
    Label("units", ("Antal enheder", "Enheder"), looks=UNITS),
)
SERVICE = (  # guide
    Label("reaction", ("Reaktionstid",), looks=TIME),
    Label("delivery", ("Leveringstid",), looks=TIME),
    Label("price_model", ("Prismodel",)),
    Label("units", ("Enheder", "Antal enheder"), looks=UNITS),
    Label("unit_price", ("Enhedspris",), looks=PRICE),
    Label("supplier", ("Leverandør",)),
    Label("category", ("Kategori",)),  # inferred
    Label("description", ("Beskrivelse",), text=True),  # inferred
    Label("related", ("Relaterede supportydelse", "Relaterede supportydelser")),
    Label("attachments", ("Bilag",), text=True),
)
LISTING = (  # pages
    Label("version", ("Version",), inline=NUMBERED, looks=NUMBERED),
)

SERVICES_HEADING = ("Services",)  # pages
PRODUCTION_HEADING = ("Anvend integrationen i produktion",)  # pages
SUPPORT_HEADING = ("Supportydelse", "Supportydelser")  # guide; the plural is inferred
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
CASE_PREFIX = "Case - "  # pages
DOWNLOAD = ("Download dokumentation", "Hent dokumentation")
"""The first is a stored link text, its place on the page unknown; the second is inferred."""
READ_MORE = ("Læs mere",)  # guide
ORDER = ("Bestil", "Bestil ydelse", "Bestil supportydelse")  # guide has "Bestil"; rest inferred
ORDER_WORDS = r"\b(?:bestil\w*|kurv|køb)\b"  # inferred: words of order buttons
CLOSED = "Denne version er lukket for tilgang"  # pages
CLOSED_LONGER = "Denne version er lukket for tilgang af nye anvendere"  # public code, Jan 2026

STATUSES = frozenset({"I drift", "Udfaset"})  # pages

PART_KIND = "Integration"  # guide
HIT_KINDS = frozenset({PART_KIND, "Løsning", "Viden", "Nyhed", "Supportydelse", "Vejledning"})
"""Kinds of search hit. Only "Integration" is seen in a search (guide); the others by the owner."""

RESULT_COUNT = r"(\d[\d.]*) resultat(?:er)?"  # guide: "9 resultater"
NO_RESULTS = ("Ingen resultater", "0 resultater")  # inferred
VERSION_COUNT = r"(\d+) version(?:er)? i alt"  # pages
NEXT_PAGE = ("Næste", "Næste side", "Gå til næste side", "Vis flere", "Flere resultater", "›", "»")
SEARCH_WORDS = ("søg", "search", "fritekst")  # inferred: what a search field says of itself

FURNITURE = frozenset(
    {
        "Gå til hovedindhold",  # pages
        "DIGITALISERINGS KATALOGET",  # guide
        "DIGITALISERINGSKATALOGET",
        "Digitaliseringskataloget",
        "Forretning",  # guide, left menu
        "Udvikling og test",
        "Drift",
        "Kom godt i gang",  # guide, main menu
        "Integrationer",
        "Viden",
        "Kalender",
        "Driftstatus",
        "Forside",  # inferred: breadcrumb
        "Menu",
        "Søg",
        "Luk",
        "Del",
        "Print",
        "Til toppen",
    }
)
"""Lines that are never content. Compared as they are matched: case and arrows ignored."""

END = ("Generelle vilkår", "Kontakt og support", "Tilgængelighedserklæring", "Cookiepolitik")
"""A line that is one of these opens the blue footer (guide: it links to Generelle vilkår)."""

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
