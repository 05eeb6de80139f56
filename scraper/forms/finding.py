"""All places of a part that can be filled in, each once, in their order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scraper.forms import bookmarks, controls, legacy
from scraper.forms.cells import read_cells
from scraper.forms.grids import Labelled
from scraper.forms.labelling import cell_of, words_above, words_beside
from scraper.forms.lines import line_places
from scraper.forms.markup import every
from scraper.forms.places import Kind, Place
from scraper.forms.sections import sections
from scraper.forms.signs import Reading
from scraper.forms.styles import Styles
from scraper.forms.tables import grids


def find_places(root: Any, styles: Styles) -> list[Place]:
    """Give the places of a part, in the order in which they are read."""
    order = {element: number for number, element in enumerate(root.iter())}
    anchors = _anchors(root, styles)
    fields = {each.element for each in anchors}
    reading = Reading(fields, styles)
    contents = read_cells(root, reading, fields)
    tables = [Labelled(grid, contents) for grid in grids(root)]
    labels = {cell: label for table in tables for cell, (label, _) in table.labels.items()}
    cells = [place for table in tables for place in table.places()]
    taken = _paragraphs(fields)
    taken |= _paragraphs({cell for table in tables for cell in table.used})
    taken |= _paragraphs({place.element for place in cells})
    places = [
        *(_labelled(each, labels, reading, styles) for each in anchors),
        *cells,
        *line_places(root, reading, styles, taken),
    ]
    used = {cell for table in tables for cell in table.used}
    headings = dict(sections(root, styles, reading, {each.element for each in places}, used))
    headed = (replace(each, sections=headings.get(each.element, ())) for each in places)
    return sorted(headed, key=lambda place: (order[place.element], place.offset))


def _anchors(root: Any, styles: Styles) -> list[Place]:
    """Give the fields that have marks of their own."""
    found = legacy.legacy_places(root)
    anchors = [*controls.control_places(root, Reading((), styles)), *found]
    reading = Reading({each.element for each in anchors}, styles)
    inside = {inner for each in anchors for inner in each.element.iter()}
    named = bookmarks.bookmark_places(
        root, reading, legacy.names_of_fields(root), styles.is_heading
    )
    return [*anchors, *(each for each in named if each.element not in inside)]


def _paragraphs(elements: set[Any]) -> set[Any]:
    return {paragraph for each in elements for paragraph in every(each, "p")}


def _labelled(place: Place, labels: dict[Any, str], reading: Reading, styles: Styles) -> Place:
    """Give a field its label: its title, or the words beside or above it, or its hidden name."""
    anchor = place.element
    seen = words_beside(anchor, place.kind, reading) or labels.get(cell_of(anchor), "")
    if place.label:  # a title that nobody sees, and that a copied control may have from elsewhere
        same = not seen or _letters(seen) == _letters(place.label)
        return place if same else replace(place, label=f"{seen} – {place.label}")
    label = seen or words_above(anchor, reading, styles) or _hidden_name(place)
    return replace(place, label=label)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _hidden_name(place: Place) -> str:
    if place.kind is Kind.BOOKMARK:
        return bookmarks.name_of(place.element)
    if place.kind in (Kind.LEGACY_TEXT, Kind.LEGACY_LIST, Kind.LEGACY_BOX):
        return legacy.name_of(place.element)
    return controls.tag_of(place.element)
