"""An order of a support service: what is ordered, the form filled in, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from scraper.errors import FormFault, UsageError
from scraper.figures import day, days
from scraper.forms.form import Field, fill, read_form
from scraper.forms.places import Kind
from scraper.orders.matching import Answer, Fact, Match, Synonyms, match
from scraper.orders.ordered import DOCX, FormFile, Ordered
from scraper.orders.wishes import OrderSettings
from scraper.orders.workbook import Row, Sheet

BY_ORDER = "bestillingen"
_LONGEST_NAME = 200
"""Bytes of a file's name, of a longer one those at its end, with the ending."""


@dataclass(frozen=True, slots=True)
class Wished:
    """What a user orders: the part's code, the service's name, for whom, under which id, when."""

    code: str
    service: str
    kommune: str
    order_id: str
    date: date


@dataclass(frozen=True, slots=True)
class Order:
    """An order that is ready to be looked over and sent, by a person.

    `refused` are answers that did not fit their fields, with the reason in English.
    """

    wished: Wished
    ordered: Ordered
    kommune: str
    """The municipality as its spreadsheet writes it."""
    sheet: Sheet
    rows: Sequence[Row]
    form: FormFile
    filled: bytes = field(repr=False)
    match: Match
    refused: Sequence[tuple[Answer, str]] = ()
    settings: OrderSettings = field(default_factory=OrderSettings)

    @property
    def filled_name(self) -> str:
        """The name of the form that is filled in."""
        stem = PurePosixPath(self.form.name).stem
        demonstration = "DEMONSTRATION - " if self.ordered.is_demonstration else ""
        return safe_name(f"{demonstration}{stem} - {self.kommune}{DOCX}")

    @property
    def reaction(self) -> str:
        """When a reaction is due at the latest."""
        return self._due("reaction")

    @property
    def delivery(self) -> str:
        """When delivery is due at the latest."""
        return self._due("delivery")

    def _due(self, kind: str) -> str:
        value, text = self.ordered.service[f"{kind}_days"], self.ordered.service[f"{kind}_text"]
        if value is None:
            return f"{text}, som ikke kan regnes om til en dato" if text else "ikke oplyst"
        try:
            at = self.settings.calendar().after(self.wished.date, value)
        except UsageError:  # further ahead than holidays are known
            return f"{days(value)}, som ikke kan regnes om til en dato"
        ordered_at = day(self.wished.date.isoformat())
        return f"senest {day(at.isoformat())} ({days(value)} efter {ordered_at})"


def chosen_rows(
    rows: Sequence[Row],
    line: int | None,
    choose: Callable[[Sequence[Row]], int | None] | None,
    *,
    every: bool,
) -> list[Row]:
    """Give the lines that are used: the one asked for, all, or the one that is chosen.

    `choose` asks the user for a line of Excel, None for all. Raises `UsageError` where nobody says.
    """
    if line is None and len(rows) > 1 and not every:
        if choose is None:
            lines = ", ".join(str(row.line) for row in rows)
            raise UsageError(
                f"the spreadsheet has several lines for the municipality, {lines}: give one with "
                "--line, or --all-lines; 'katalog facts' with --kommune shows them"
            )
        line = choose(rows)
    if line is None:
        return list(rows)
    found = [row for row in rows if row.line == line]
    if not found:
        lines = ", ".join(str(row.line) for row in rows)
        raise UsageError(f"line {line} is not one of the municipality's: {lines}")
    return found


def known_facts(wished: Wished, ordered: Ordered, sheet: Sheet, rows: Sequence[Row]) -> list[Fact]:
    """Give all that is known for a form: of the order, and of the spreadsheet.

    Of several lines, values that differ stand below each other.
    """
    order = BY_ORDER
    catalogue = "kataloget"
    sheet_source = f"regnearket, arket »{sheet.name}«"
    facts = [
        Fact("Bestillings-id", wished.order_id, order, about_order=True),
        Fact("Kommune", rows[0].municipality, sheet_source, about_order=True),
        Fact("Bestillingsdato", wished.date.isoformat(), order),
        Fact("Integration", ordered.part_name, catalogue, about_order=True),
        Fact("Supportydelse", ordered.service_name, catalogue, about_order=True),
    ]
    for header in sheet.headers:
        told = [row for row in rows if row.facts.get(header)]
        lines = " og ".join(str(row.line) for row in told)
        each = [row.facts[header] for row in told]
        value = "\n".join(each if len(set(each)) > 1 else each[:1])
        doubt = "" if len(told) in (0, len(rows)) else "kun nogle af linjerne har en værdi"
        source = f"regnearket, linje {lines}, kolonnen »{header}«"
        facts.append(Fact(header, value, source, doubt=doubt))
    return [fact for fact in facts if fact.value and not _is_municipality(fact, sheet)]


def _is_municipality(fact: Fact, sheet: Sheet) -> bool:
    """Say whether a fact is the column of municipalities, which the order has already."""
    return not fact.about_order and any(
        column.header == fact.name and column.letter == sheet.municipality
        for column in sheet.columns
    )


def fill_form(
    form: FormFile, facts: Sequence[Fact], settings: OrderSettings, names: Sequence[str] = ()
) -> tuple[bytes, Match, list[tuple[Answer, str]]]:
    """Fill a form in; give it, what went where, and the answers that did not fit their fields.

    Raises `FormFault` for a file that is no form that can be read.
    """
    try:
        fields = read_form(form.body).fields
    except FormFault as fault:
        raise FormFault(f"{form.name}: {fault}") from fault
    if not fields:
        raise FormFault(f"{form.name} has no fields: no empty cells, lines to write on or controls")
    ours = (PurePosixPath(form.name).stem, *settings.ours)
    found = match(fields, facts, Synonyms(settings.synonyms), names, ours)
    values = {each.field.number: _written(each.field, each.fact) for each in found.answers}
    refused: list[tuple[Answer, str]] = []
    try:
        return fill(form.body, values), found, refused
    except FormFault:  # one does not fit: each is tried on its own, which takes longer
        for answer in found.answers:
            number = answer.field.number
            try:
                fill(form.body, {number: values[number]})
            except FormFault as fault:
                refused.append((answer, str(fault)))
                del values[number]
    return fill(form.body, values), found, refused


def _written(place: Field, fact: Fact) -> str:
    """Give a fact as it is written into a field: a date in words, but where the field is one."""
    return day(fact.value) if is_date(fact) and place.kind != Kind.DATE_CONTROL else fact.value


def is_date(fact: Fact) -> bool:
    """Say whether a fact is the day of the order, held in ISO 8601."""
    return fact.source == BY_ORDER and fact.name == "Bestillingsdato"


def safe_name(name: str) -> str:
    """Give a name that every file system takes."""
    kept = "".join("_" if sign in '/\\:*?"<>|' or ord(sign) < 32 else sign for sign in name)
    return kept.strip(" .").encode()[-_LONGEST_NAME:].decode(errors="ignore").lstrip(" .")
