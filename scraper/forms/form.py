"""A Word form: the fields there are to fill in, and the same form with some of them filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scraper.errors import DocumentFault, FormFault
from scraper.forms.finding import find_places
from scraper.forms.members import replace_members
from scraper.forms.places import Kind, Place
from scraper.forms.styles import Styles
from scraper.forms.wordfile import Part, form_fault, read_word_file
from scraper.forms.writing import clean


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    number: int
    """From 1, headers before the document and footers after it."""
    label: str
    """The visible words that name it, without colon and number; else its title or hidden name."""
    kind: Kind
    value: str | None
    """What stands in it now; None if that is nothing, or a box that is not ticked."""
    choices: tuple[str, ...] = ()
    """What a list offers."""
    sections: tuple[str, ...] = ()
    """The headings that it stands under, the highest first."""
    notes: tuple[str, ...] = ()
    """Paragraphs above it that are no headings."""
    around: tuple[str, ...] = ()
    """Other words at it: a prompt, words behind it, and what else stands in its row and column."""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form in their order; none if the document has none."""

    fields: tuple[Field, ...]


def read_form(body: bytes) -> Form:
    """Find the fields of a .docx. Raises `FormFault` if it is no Word document that can be read."""
    places = (place for _, each in _read(body) for place in each)
    return Form(
        tuple(
            Field(
                number,
                " ".join(place.label.split()),
                place.kind,
                place.value,
                tuple(" ".join(each.split()) for each in place.choices),
                place.sections,
                place.notes,
                place.around,
            )
            for number, place in enumerate(places, start=1)
        )
    )


def fill(body: bytes, values: Mapping[int, str]) -> bytes:
    """Give the form with `values` in the fields of these numbers; nothing else of it is changed.

    Line ends in a value become line breaks. An empty value leaves its field as it is; with no
    value, the same bytes come back. Raises `FormFault` for a file that cannot be read, a number
    that no field has, and a value that its field cannot hold.
    """
    wanted = {number: clean(value) for number, value in values.items() if value}
    read = _read(body)
    count = sum(len(places) for _, places in read)
    if unknown := sorted(number for number in values if not 1 <= number <= count):
        raise FormFault(f"the form has no field {unknown[0]}; it has {count} in all")
    parts = dict(_filled_parts(read, wanted))
    if not parts:
        return body
    try:
        return replace_members(body, parts)
    except DocumentFault as fault:
        raise form_fault(fault) from fault


def _read(body: bytes) -> list[tuple[Part, list[Place]]]:
    document = read_word_file(body)
    styles = Styles(document.styles)
    return [(part, find_places(part.root, styles)) for part in document.parts]


def _filled_parts(
    read: list[tuple[Part, list[Place]]], values: Mapping[int, str]
) -> Iterator[tuple[str, bytes]]:
    """Give the names and bytes of the parts that values were put into."""
    first = 1
    for part, places in read:
        touched: set[Any] = set()
        for number, place in reversed(list(enumerate(places, start=first))):
            if number in values:  # from the end, so that the signs before it stay where they are
                touched |= set(_written(place, values[number]))
        if touched:
            yield part.name, part.original.with_changed(touched)
        first += len(places)


def _written(place: Place, value: str) -> list[Any]:
    try:
        return place.write(value)
    except FormFault as fault:
        raise FormFault(f"field '{place.label}': {fault}") from fault
