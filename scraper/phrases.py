"""The Danish that changes are told in: sentences, and what each kind of news is called (pure)."""

from __future__ import annotations

import re
from typing import Any

from babel.numbers import format_percent

from scraper.figures import day, kroner, number
from scraper.wording import SHOWN, first_difference, shorten

PART, SERVICE, FILE = "integration_parts", "support_services", "attachments"
ENDPOINT, SECTION, PART_SERVICE = "part_endpoints", "part_sections", "part_support_services"
SERVICE_FILE, PART_FILE = "service_attachments", "part_attachments"
PACKAGE, PART_PACKAGE, DOCUMENT = "packages", "part_packages", "documents"
CONTRACTS = ("contract_services", "contract_operations", "contract_fields")
LIFE = {
    (PART, "added"): "Ny integrationsdel: {name}",
    (PART, "missing"): "Integrationsdelen {name} findes ikke længere ved søgning",
    (PART, "removed"): "Integrationsdelen {name} er fjernet fra kataloget",
    (PART, "returned"): "Integrationsdelen {name} er tilbage i kataloget",
    (SERVICE, "added"): "Ny supportydelse: {name}",
    (SERVICE, "missing"): "Ingen integrationsdel henviser længere til supportydelsen {name}",
    (SERVICE, "removed"): "Supportydelsen {name} er fjernet fra kataloget",
    (SERVICE, "returned"): "Supportydelsen {name} er tilbage i kataloget",
    (FILE, "added"): "Nyt bilag: {name}",
    (FILE, "missing"): "Ingen side henviser længere til bilaget {name}",
    (FILE, "removed"): "Bilaget {name} er fjernet fra kataloget",
    (FILE, "returned"): "Bilaget {name} er tilbage i kataloget",
    (ENDPOINT, "added"): "Ny teknisk service: {name}",
    (ENDPOINT, "removed"): "Fjernet teknisk service: {name}",
    (SECTION, "added"): "Nyt afsnit på siden for {first}: {name}",
    (SECTION, "removed"): "Afsnittet {name} står ikke længere på siden for {first}",
    (PART_SERVICE, "added"): "{second} kan nu bestilles til {first}",
    (PART_SERVICE, "removed"): "{second} kan ikke længere bestilles til {first}",
    (SERVICE_FILE, "added"): "Bilaget {second} hører nu til {first}",
    (SERVICE_FILE, "removed"): "Bilaget {second} hører ikke længere til {first}",
    (PART_FILE, "added"): "{first} henviser nu til bilaget {second}",
    (PART_FILE, "removed"): "{first} henviser ikke længere til bilaget {second}",
    (PACKAGE, "added"): "Ny dokumentationspakke: {name}",
    (PACKAGE, "missing"): "Ingen integrationsdel henviser længere til pakken {name}",
    (PACKAGE, "removed"): "Dokumentationspakken {name} er fjernet",
    (PACKAGE, "returned"): "Dokumentationspakken {name} er tilbage",
    (PART_PACKAGE, "added"): "{second} er nu dokumentation for {first}",
    (PART_PACKAGE, "removed"): "{second} er ikke længere dokumentation for {first}",
    (DOCUMENT, "added"): "Nyt dokument i {package}: {name}",
    (DOCUMENT, "removed"): "Dokumentet {name} er ikke længere i {package}",
    (CONTRACTS[0], "added"): "Ny service i {package}: {name}",
    (CONTRACTS[0], "removed"): "Servicen {name} er ikke længere i {package}",
    (CONTRACTS[1], "added"): "Ny operation i {package}: {name}",
    (CONTRACTS[1], "removed"): "Operationen {name} er ikke længere i {package}",
    (CONTRACTS[2], "added"): "Nyt felt i {package}: {name}",
    (CONTRACTS[2], "removed"): "Feltet {name} er ikke længere i {package}",
}
"""What is said of a record that came or went."""
MOVED = "Dokumentet {old} i {package} hedder nu {new}; indholdet er det samme"
MOVED_TOGETHER = (
    "{number} dokumenter i {package} er flyttet fra {old} til {new}; indholdet er det samme"
)
REMADE = "Dokument ændret: {new} i {package} (før {old})"
SHUT = "{name} i {package} kan ikke længere åbnes; {number} i den er ikke læst"
OPENED = "{name} i {package} kan nu åbnes: {number}"
"""What is said of documents that went in one place and came in another."""
_DIGIT = re.compile(r"\d")
_LEAST_SHARE = 0.0005  # less would be told as 0,0 %
SUMMARY = {
    f"{PART}:added": ("ny integrationsdel", "nye integrationsdele"),
    f"{PART}:changed": ("ændret integrationsdel", "ændrede integrationsdele"),
    f"{PART}:missing": ("integrationsdel ikke fundet", "integrationsdele ikke fundet"),
    f"{PART}:removed": ("fjernet integrationsdel", "fjernede integrationsdele"),
    f"{PART}:returned": ("integrationsdel tilbage", "integrationsdele tilbage"),
    f"{SERVICE}:price": ("ændret pris", "ændrede priser"),
    f"{SERVICE}:added": ("ny supportydelse", "nye supportydelser"),
    f"{SERVICE}:changed": ("ændret supportydelse", "ændrede supportydelser"),
    f"{SERVICE}:missing": ("supportydelse ikke fundet", "supportydelser ikke fundet"),
    f"{SERVICE}:removed": ("fjernet supportydelse", "fjernede supportydelser"),
    f"{SERVICE}:returned": ("supportydelse tilbage", "supportydelser tilbage"),
    f"{FILE}:added": ("nyt bilag", "nye bilag"),
    f"{FILE}:changed": ("bilag ændret", "bilag ændret"),
    f"{FILE}:renamed": ("bilag omdøbt", "bilag omdøbt"),
    f"{FILE}:missing": ("bilag ikke fundet", "bilag ikke fundet"),
    f"{FILE}:removed": ("bilag fjernet", "bilag fjernet"),
    f"{FILE}:returned": ("bilag tilbage", "bilag tilbage"),
    f"{PACKAGE}:added": ("ny dokumentationspakke", "nye dokumentationspakker"),
    f"{PACKAGE}:changed": ("dokumentationspakke lavet om", "dokumentationspakker lavet om"),
    f"{PACKAGE}:missing": ("dokumentationspakke ikke fundet", "dokumentationspakker ikke fundet"),
    f"{PACKAGE}:removed": ("dokumentationspakke fjernet", "dokumentationspakker fjernet"),
    f"{PACKAGE}:returned": ("dokumentationspakke tilbage", "dokumentationspakker tilbage"),
    f"{DOCUMENT}:added": ("nyt dokument", "nye dokumenter"),
    f"{DOCUMENT}:changed": ("dokument ændret", "dokumenter ændret"),
    f"{DOCUMENT}:renamed": ("dokument flyttet", "dokumenter flyttet"),
    f"{DOCUMENT}:removed": ("dokument fjernet", "dokumenter fjernet"),
    CONTRACTS[0]: ("ændring i kontrakter", "ændringer i kontrakter"),
    ENDPOINT: ("ændring af tekniske services", "ændringer af tekniske services"),
    SECTION: ("ændring af øvrige afsnit", "ændringer af øvrige afsnit"),
    "": ("ændret tilknytning", "ændrede tilknytninger"),
}
"""What each kind of news is called, one and many, the most telling first."""


def became(before: str | None, after: str | None) -> str:
    """Say what a value became."""
    if after is None:
        return f"står ikke længere på siden (før: {shorten(before or '')})"
    if before is None:
        return f"er nu {shorten(after)} (stod der ikke før)"
    if before.split() == after.split():
        return "er ændret, men kun i linjeskift og mellemrum"
    if max(len(before), len(after)) <= SHOWN:
        return f"er ændret fra {shorten(before)} til {shorten(after)}"
    start = first_difference(before, after)
    return f"er ændret: »{shorten(before, start)}« er blevet til »{shorten(after, start)}«"


ACCESS = {"1": "lukket", "0": "meldt åben", None: "ikke meldt lukket"}
"""What a page says of a part's being closed to new users."""


def access(closed_to_new: int | None) -> str:
    """What is said of a part's being closed to new users: `lukket`, `ikke meldt lukket`."""
    return ACCESS[None if closed_to_new is None else str(closed_to_new)]


def must(name: str, after: str | None) -> str:
    """Say whether a field of a contract must be there from now on."""
    return f"Feltet {name} er {'nu' if after == '1' else 'ikke længere'} obligatorisk"


def price(
    name: str, row: dict[str, Any], oere: dict[str, Any] | None, *, alike: bool = True
) -> str:
    """Say how a price changed, in percent where both were read.

    `alike` says that both are of one thing, with or without VAT: only then one rose to the other.
    """
    before, after = row["before"], row["after"]
    if row["field"] == "unit_price_oere":
        before, after = (kroner(int(oere)) if oere else None for oere in (before, after))
    if before is None or after is None:
        return f"Enhedspris for {name} {became(before, after)}"
    old, new = (int(oere[side]) if oere and oere[side] else None for side in ("before", "after"))
    if old is None or new is None or not alike:
        same = "; beløbet er det samme" if oere is None and alike and _DIGIT.search(after) else ""
        return f"Enhedspris for {name} er ændret fra {before} til {after}{same}"
    verb = "steg" if new > old else "faldt"
    share = ""
    if old and abs(new - old) / old >= _LEAST_SHARE:
        percent = format_percent((new - old) / old, "+#,##0.0 %;-#,##0.0 %", locale="da")
        share = f" ({percent})"
    return f"Enhedspris for {name} {verb} fra {before} til {after}{share}"


def closed(name: str, before: str | None, after: str | None) -> str:
    """The sentence of what the source says from now on of a part's being closed to new users."""
    if after == "1":
        return f"{name} er nu lukket for tilgang af nye anvendere"
    if after == "0":
        return f"{name} er nu meldt åben for nye anvendere"
    return f"{name} er ikke længere meldt {'lukket' if before == '1' else 'åben'} for nye anvendere"


def new_content(name: str, rows: dict[str, dict[str, Any]]) -> str:
    """Say that an attachment has new content."""
    if rows["sha256"]["before"] is None:
        return f"Bilaget {name} kunne nu hentes"
    sizes = rows.get("bytes")
    old, new = (
        number(int(sizes[side])) if sizes and sizes[side] else None for side in ("before", "after")
    )
    detail = f" ({old} byte er blevet til {new} byte)" if old and new else ""
    return f"Bilag ændret: {name} har nyt indhold{detail}{unread(rows)}"


def unread(rows: dict[str, dict[str, Any]]) -> str:
    """Say of a file's new content that it cannot be read, where the earlier one could."""
    words = rows.get("text")
    lost = words is not None and words["before"] is not None and words["after"] is None
    return "; det nye indhold kan ikke læses" if lost else ""


def renamed(old: str, new: str) -> str:
    """Say that an attachment stands under another name, or only at another address."""
    became = f"hedder nu {new}" if old != new else "har fået en ny adresse"
    return f"Bilaget {old} {became}; indholdet er det samme"


def replaced(old: str, new: str) -> str:
    """Say that an attachment with another content stands where one was, under whatever name."""
    if old == new:
        return f"Bilag ændret: {new} er lagt op på en ny adresse med nyt indhold"
    return f"Bilag ændret: {old} er afløst af {new} med nyt indhold"


def remade(name: str, rows: dict[str, dict[str, Any]], *, same: bool) -> str:
    """Say that a package has new content, when it says it was made, and whether it tells so.

    `same` says that its documents are what they were.
    """
    made = rows.get("made_at")
    date = f" den {day(made['after'])}" if made and made["after"] else ""
    silent = "" if "version" in rows else "; versionen er den samme"
    documents = "; dokumenterne er de samme" if same else ""
    return f"Dokumentationspakken {name} er lavet om{date}{silent}{documents}"
