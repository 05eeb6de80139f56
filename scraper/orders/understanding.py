"""From a sheet's cells to its meaning: which integration, which columns, whose lines (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scraper.orders import integrations
from scraper.orders.cells import Grid
from scraper.orders.columns import Layout, filled, lay_out
from scraper.orders.markup import letter
from scraper.orders.municipality import are_names, is_header, municipality_key
from scraper.orders.workbook import Column, Row, Sheet

_MOST_NAMED = 8  # lines, columns or cells in one sentence


def understand(grid: Grid) -> Sheet:
    """Read a sheet's cells; what is not understood is said in Danish, and nothing is guessed."""
    layout = lay_out(grid)
    codes, recognised_by = _recognised(grid, layout)
    if layout is None:
        sentences = tuple(_of_no_table(grid, codes))
        return Sheet(grid.name, grid.hidden, codes, recognised_by, not_understood=sentences)
    lines = filled(grid, range(layout.body, len(grid.lines)), across=False)
    another = _headed_anew(layout, lines)
    lines = lines[:another]
    columns = _columns(layout, lines)
    more = _of_more(grid, layout, another)
    rows = list(_rows(layout, columns, lines))
    hidden = [row for row in rows if row.line - 1 in grid.hidden_lines]
    seen = {municipality_key(row.municipality) for row in rows if row not in hidden}
    unused = [row for row in hidden if municipality_key(row.municipality) in seen]
    return Sheet(
        name=grid.name,
        hidden=grid.hidden,
        codes=codes,
        recognised_by=recognised_by,
        header_lines=tuple(line + 1 for line in layout.header),
        columns=tuple(columns.values()),
        municipality=letter(layout.municipality),
        chosen_by=layout.chosen_by,
        rows=tuple(row for row in rows if row not in unused),
        not_understood=(
            *_of_a_table(grid, layout, codes, lines),
            *_of_hidden(grid, columns, hidden, unused),
            *more,
        ),
    )


def _recognised(grid: Grid, layout: Layout | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the integrations a sheet is for, and what says so: its name, else the text above."""
    codes, named = integrations.codes_in(grid.name), integrations.codes_named(grid.name)
    if named and all(code.startswith(f"{whole}_") for whole in codes for code in named):
        return named, tuple(f"navnet i »{grid.name}« ({code})" for code in named)
    if codes or not layout:
        return codes, tuple(f"koden {code} i arkets navn" for code in codes)
    above = " ".join(text for cells in grid.lines[: layout.header.start] for text in cells)
    for find, what in ((integrations.codes_in, "koden"), (integrations.codes_named, "navnet på")):
        if len(found := find(above)) == 1:
            return found, (f"{what} {found[0]} i teksten over tabellen",)
    return (), ()


def _columns(layout: Layout, lines: Sequence[Sequence[str]]) -> dict[int, Column]:
    """Give the columns that have a header or hold anything."""
    return {
        at: Column(letter(at), header or f"Kolonne {letter(at)}")
        for at, header in enumerate(layout.headers)
        if header or any(cells[at] for cells in lines)
    }


def _rows(
    layout: Layout, columns: dict[int, Column], lines: Sequence[Sequence[str]]
) -> Iterator[Row]:
    """Give the lines of municipalities; a header printed anew on the next page is none."""
    for number, cells in enumerate(lines, layout.body + 1):
        municipality = " ".join(cells[layout.municipality].split())
        if municipality and not is_header(municipality):
            facts = {column.header: cells[at] for at, column in columns.items()}
            yield Row(number, municipality, facts)


def _headed_anew(layout: Layout, lines: Sequence[Sequence[str]]) -> int | None:
    """Give the place of a line that heads another table, with headers of its own."""
    for at, cells in enumerate(lines):
        heads = is_header(" ".join(cells[layout.municipality].split()))
        if heads and [cell for cell in cells if cell] != [cell for cell in layout.headers if cell]:
            return at
    return None


def _of_more(grid: Grid, layout: Layout, another: int | None) -> Iterator[str]:
    """Say that a sheet has more tables than the one that is read."""
    if another is not None:
        line = layout.body + another + 1
        yield f"Arket »{grid.name}« har endnu en tabel fra linje {line}, som ikke læses."


def _of_no_table(grid: Grid, codes: tuple[str, ...]) -> Iterator[str]:
    """Say what is not understood of a sheet without municipalities."""
    if not grid.lines:
        yield f"Arket »{grid.name}« er tomt."
    elif codes:
        yield (
            f"Arket »{grid.name}« har ingen kolonne med kommuner: ingen overskrift siger Kommune, "
            "og kolonne G ligner ikke kommuner."
        )
    else:
        yield (
            f"Arket »{grid.name}« har hverken en integrations kode eller navn, "
            "og ingen kolonne med kommuner."
        )


def _of_a_table(
    grid: Grid, layout: Layout, codes: tuple[str, ...], lines: Sequence[Sequence[str]]
) -> Iterator[str]:
    """Say what is not understood of a sheet with municipalities."""
    if grid.hidden:
        yield f"Arket »{grid.name}« er skjult og bruges ikke."
    if not codes:
        yield f"Arket »{grid.name}« har ingen integrations kode og findes kun ved sit navn."
    yield from (f"Arket »{grid.name}« {what}." for what in _of_columns(layout, lines))
    homeless = [
        str(number)
        for number, cells in enumerate(lines, layout.body + 1)
        if not cells[layout.municipality] and any(cells)
    ]
    if homeless:
        yield f"Arket »{grid.name}« har ingen kommune i linje {_listed(homeless)}."
    if grid.errors:
        cells = _listed(grid.errors)
        yield f"Arket »{grid.name}« viser en fejl i celle {cells}, som læses som tom."
    if grid.unread:
        cells = _listed(grid.unread)
        yield (
            f"Arket »{grid.name}« har en formel uden værdi i celle {cells}, som læses som tom: "
            "åbn regnearket i Excel, og gem det."
        )


def _of_hidden(
    grid: Grid, columns: Iterable[int], hidden: Sequence[Row], unused: Sequence[Row]
) -> Iterator[str]:
    """Say which lines and columns are hidden in Excel, and which of them are used."""
    if unused:
        lines = _listed(str(row.line) for row in unused)
        yield f"Arket »{grid.name}« har skjulte linjer, som ikke bruges: {lines}."
    if used := [str(row.line) for row in hidden if row not in unused]:
        yield (
            f"Arket »{grid.name}« har skjulte linjer, som bruges, da kommunen ingen andre har: "
            f"{_listed(used)}."
        )
    if letters := [letter(at) for at in columns if at in grid.hidden_columns]:
        yield f"Arket »{grid.name}« har skjulte kolonner, som læses: {_listed(letters)}."


def _of_columns(layout: Layout, lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """Say what is not understood of a table's columns, as the end of a sentence."""
    column = letter(layout.municipality)
    if not layout.header:
        yield "har ingen overskrifter"
    if layout.others:
        others = _listed(map(letter, layout.others))
        yield f"har flere kolonner med kommuner: {column} bruges, og {others} ikke"
    if not are_names(cells[layout.municipality] for cells in lines):
        yield f"har kommuner i kolonne {column}, der ikke ligner navne på kommuner"
    nameless = [
        letter(at)
        for at, header in enumerate(layout.headers)
        if not header and at != layout.municipality and any(cells[at] for cells in lines)
    ]
    if nameless:
        yield f"har ingen overskrift over kolonne {_listed(nameless)}"


def _listed(names: Iterable[str]) -> str:
    """Give names as one reads them: `C, D og F`."""
    each = list(names)
    if len(each) > _MOST_NAMED:
        each = [*each[:_MOST_NAMED], f"{len(each) - _MOST_NAMED} mere"]
    return " og ".join(filter(None, (", ".join(each[:-1]), each[-1])))
