"""All places of a part that can be filled in, each once, in their order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scraper.forms import bookmarks, controls, legacy
from scraper.forms.cells import read_cells
from scraper.forms.grids import Labelled
from scraper.forms.labelling import cell_of, hint_of, label_above, words_below, words_beside
from scraper.forms.lines import line_places
from scraper.forms.markup import every, is_word
from scraper.forms.places import Kind, Place
from scraper.forms.sections import Sections
from scraper.forms.signs import Reading
from scraper.forms.styles import Styles
from scraper.forms.surroundings import Surroundings
from scraper.forms.tables import grids
from scraper.forms.wording import says_anything


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
    used = {cell for table in tables for cell in table.used}
    taken = _paragraphs(fields | used | {place.element for place in cells})
    places = [
        *(_labelled(each, labels, reading, styles) for each in anchors),
        *cells,
        *line_places(root, reading, styles, taken),
    ]
    surrounded = _surrounded(root, places, tables, Reading(fields, styles), styles)
    return sorted(surrounded, key=lambda place: (order[place.element], place.offset))


def _surrounded(
    root: Any, places: list[Place], tables: list[Labelled], reading: Reading, styles: Styles
) -> list[Place]:
    """Give the places with the headings above them and the other words around them."""
    labels = {each.named_by for each in places} | {e for table in tables for e in table.used}
    sections = Sections(styles, reading, {each.element for each in places}, labels)
    above = {element: (heads, notes) for element, heads, notes in sections.of(root)}
    within = {
        cell.element: (around, cell)
        for around, table in ((Surroundings(each), each) for each in tables)
        for cell in table.cells()
    }
    found = []
    for place in places:
        heads, notes = above.get(place.element, ((), ()))
        words = [place.hint, words_below(place.element, reading)]
        for element in _cells_around(place.element):
            if element not in within:
                continue
            around, cell = within[element]
            label = around.label(cell)
            headed, said = around.of(cell)
            own = place.element is element or place.label.startswith(label)
            heads += (*headed, *((label,) if label and not own else ()))
            words += said
        told = dict.fromkeys(" ".join(each.split()) for each in words if says_anything(each))
        found.append(replace(place, sections=tuple(heads), notes=notes, around=tuple(told)))
    return found


def _cells_around(element: Any) -> list[Any]:
    """Give the cells that an element is or stands in, or that a control holds; the outer first."""
    around = [each for each in element.iterancestors() if is_word(each, "tc")][::-1]
    inner = element if is_word(element, "tc") else cell_of(element)
    return around if inner is None or inner in around else [*around, inner]


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
    place = replace(place, hint=hint_of(anchor, place.hint, reading))
    seen = words_beside(anchor, place.kind, reading) or labels.get(cell_of(anchor), "")
    above, words = (None, "") if seen else label_above(anchor, reading, styles)
    if place.label:  # a title that nobody sees, and that a copied control may have from elsewhere
        if seen and _letters(seen) != _letters(place.label):
            return replace(place, label=f"{seen} – {place.label}")
        return replace(place, named_by=above) if _letters(words) == _letters(place.label) else place
    return replace(place, label=seen or words or _hidden_name(place), named_by=above)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _hidden_name(place: Place) -> str:
    if place.kind is Kind.BOOKMARK:
        return bookmarks.name_of(place.element)
    if place.kind in (Kind.LEGACY_TEXT, Kind.LEGACY_LIST, Kind.LEGACY_BOX):
        return legacy.name_of(place.element)
    return controls.tag_of(place.element)
