"""The commands of an order: `order`, `facts` and `form`; options in, files out, nothing sent."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.table import Table

from scraper.errors import UsageError
from scraper.figures import DANISH_TIME, counted
from scraper.forms.form import read_form
from scraper.forms.places import Kind
from scraper.morning import write_whole
from scraper.options import ArchiveDir, Db, Silent, Verbose
from scraper.orders.facts import read_facts, rows_for, sheet_for
from scraper.orders.integrations import asked_code
from scraper.orders.order import Order, Wished, chosen_rows, fill_form, known_facts
from scraper.orders.ordered import FormFile, Ordered, find_form, find_ordered, read_form_file
from scraper.orders.remembered import UsedForm, remember_form, remembered_forms
from scraper.orders.summary import as_mail, as_markdown, form_news
from scraper.orders.wishes import OrderSettings, read_settings
from scraper.orders.workbook import Row, Sheet, Workbook
from scraper.settings import Settings
from scraper.store import Store, open_for_reading
from scraper.terminal import Paper, guarded

T = TypeVar("T")
KINDS = {
    Kind.CELL_BESIDE: "celle ved siden af",
    Kind.CELL_BELOW: "celle nedenunder",
    Kind.LINE: "linje",
    Kind.TEXT_CONTROL: "tekstfelt",
    Kind.LIST_CONTROL: "liste",
    Kind.COMBO_CONTROL: "liste eller tekst",
    Kind.DATE_CONTROL: "dato",
    Kind.BOX_CONTROL: "afkrydsning",
    Kind.LEGACY_TEXT: "tekstfelt (ældre)",
    Kind.LEGACY_LIST: "liste (ældre)",
    Kind.LEGACY_BOX: "afkrydsning (ældre)",
    Kind.BOOKMARK: "bogmærke",
}
"""What users call each way a field is made."""
_SPREADSHEET = "Regneark med tekniske informationer"
_PRIVATE = 0o600
"""Who may read the files: addresses and contacts are the municipality's own."""
_PLACEHOLDERS = {"--kommune": "NAVN", "--bestillings-id": "ID"}
"""What stands in the command that the reading room shows."""
_LINES_SHOWN = 12
"""Municipalities and headers that are named in a table; the rest is counted."""
Kommune = Annotated[
    str | None, typer.Option("--kommune", metavar="NAVN", help="The municipality, as it is called.")
]
FormOption = Annotated[
    Path | None,
    typer.Option("--form", metavar="FILE.docx", help="A form that is not in the mirror."),
]


@guarded
def order(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="The integration part, as SF1590_B_01.")
    ] = None,
    service: Annotated[
        str | None, typer.Option("--service", metavar="NAME", help="The support service's name.")
    ] = None,
    kommune: Kommune = None,
    order_id: Annotated[
        str | None,
        typer.Option("--bestillings-id", metavar="ID", help="The id that KOMBIT sent."),
    ] = None,
    facts: Annotated[
        Path | None,
        typer.Option("--facts", metavar="FILE.xlsx", help="The municipality's technical facts."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Folder for the files.")
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option("--sheet", metavar="NAME", help="The spreadsheet's sheet, where several fit."),
    ] = None,
    form: FormOption = None,
    at: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="When it is ordered [today].")
    ] = None,
    line: Annotated[
        int | None,
        typer.Option("--line", metavar="N", help="Line of the spreadsheet, where it has several."),
    ] = None,
    all_lines: Annotated[
        bool, typer.Option("--all-lines", help="Use all the municipality's lines.")
    ] = False,
    settings: Annotated[
        Path | None,
        typer.Option("--settings", metavar="FILE.toml", help="Settings [order.toml, if there]."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show it here; write no file.")
    ] = False,
    db: Db = Path("catalog.db"),
    archive: ArchiveDir = None,
    quiet: Silent = False,
    verbose: Verbose = False,
) -> None:
    """Fill in the order form of a support service, with a mail to send it; nothing is sent.

    Example: katalog order SF1590_B_01 --kommune Aarhus --bestillings-id 4711
    --facts "ØIR - Tekniske informationer pr. kommune.xlsx" --output bestilling
    """
    if line is not None and all_lines:
        raise UsageError("give --line or --all-lines, not both")
    own = read_settings(settings)
    day = _date(at)
    own.calendar().is_working_day(day)  # says at once if the year is not known
    with closing(open_for_reading(db)) as store:
        code = _asked(code, "CODE", "Integrationsdel, fx SF1590_B_01")
        ordered = _ordered(store, code, service)
        kommune = _asked(kommune, "--kommune", "Kommune")
        order_id = _asked(order_id, "--bestillings-id", "Bestillings-id")
        given = str(facts) if facts else None
        given = _asked(given, "--facts", _SPREADSHEET)
        book = None if facts else _book(given)
        if output is None and not dry_run:
            output = Path(_asked(None, "--output", "Mappe til filerne"))
        book = book or _read(Path(given), read_facts)
        found_sheet, rows = _rows(book, ordered, sheet, kommune)
        choose = _choose if sys.stdin.isatty() else None
        rows = chosen_rows(rows, line, choose, every=all_lines)
        folder = archive or Settings(db=db).archive_folder
        file = read_form_file(form) if form else find_form(store, folder, ordered)
    wished = Wished(ordered.part["code"], ordered.service["name"] or "", kommune, order_id, day)
    made = _made(wished, ordered, found_sheet, rows, file, own)
    last = remembered_forms(db).get(ordered.service["id"])
    if dry_run or output is None:
        typer.echo(as_markdown(made, last), nl=False)
        return
    _write(made, last, output)
    _remember(db, made)
    if not quiet:
        for sentence in filter(None, (form_news(made, last), made.ordered.warning)):
            typer.echo(sentence)
        missing = len(made.match.missing) + len(made.refused)
        typer.echo(f"Skrev {made.filled_name}, bestilling.eml og bestilling.md i {output}.")
        told = "Alle felter, der blev fundet, er udfyldt"
        if missing:
            told = f"{counted(missing, 'felt', 'felter')} mangler endnu"
        typer.echo(f"{told}; se bestilling.md.")
        typer.echo("Intet er sendt: se formularen efter, og send den selv.")


@guarded
def facts(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The spreadsheet.")],
    code: Annotated[
        str | None,
        typer.Option("--code", metavar="CODE", help="Only this integration's sheet; its name too."),
    ] = None,
    kommune: Kommune = None,
    quiet: Silent = False,
    verbose: Verbose = False,
) -> None:
    """Show what is understood of a spreadsheet of technical facts; it is kept nowhere.

    Example: katalog facts "ØIR - Tekniske informationer pr. kommune.xlsx" --code SF1590B
    """
    book = _read(file, read_facts)
    named = None if asked_code(code) else code
    sheets = (sheet_for(book, None if named else code, named),) if code else book.sheets
    if kommune:
        _show_rows(sheets, kommune)
        return
    table = Table(box=None)
    for title in ("Ark", "Integration", "Kendt på", "Kommuner i", "Kommuner", "Kolonner"):
        table.add_column(title, overflow="fold")
    for sheet in sheets:
        chosen = f"{sheet.municipality}, {sheet.chosen_by}" if sheet.municipality else "ikke fundet"
        table.add_row(
            sheet.name + (" (skjult)" if sheet.hidden else ""),
            ", ".join(sheet.codes),
            ", ".join(sheet.recognised_by),
            chosen,
            _some(sheet.municipalities),
            _some(
                [f"{column.letter}: {column.header}" for column in sheet.columns],
                len(sheet.columns),
            ),
        )
    Paper(200).print(table)
    for sentence in book.not_understood if not code else sheets[0].not_understood:
        typer.echo(sentence)


@guarded
def form(
    file: Annotated[Path, typer.Argument(metavar="FILE.docx", help="The form.")],
    quiet: Silent = False,
    verbose: Verbose = False,
) -> None:
    """List the fields of a Word form, as `order` would fill them in.

    Example: katalog form Bestillingsformular.docx
    """
    found = _read(file, read_form).fields
    if not found:
        raise UsageError(
            f"{file} has no fields that can be found: no empty cells, lines or controls"
        )
    table = Table(box=None)
    for title in ("Nr.", "Felt", "Slags", "Står der nu", "Kan vælges"):
        table.add_column(title, overflow="fold")
    for each in found:
        table.add_row(
            str(each.number),
            each.label,
            KINDS[each.kind],
            each.value or "",
            ", ".join(each.choices),
        )
    Paper().print(table)


def _made(
    wished: Wished,
    ordered: Ordered,
    sheet: Sheet,
    rows: Sequence[Row],
    file: FormFile,
    own: OrderSettings,
) -> Order:
    known = known_facts(wished, ordered, sheet, rows)
    about = (ordered.service_name, ordered.part_name, ordered.integration_name or "")
    filled, match, refused = fill_form(file, known, own, about)
    return Order(
        wished=wished,
        ordered=ordered,
        kommune=rows[0].municipality,
        sheet=sheet,
        rows=rows,
        form=file,
        filled=filled,
        match=match,
        refused=refused,
        settings=own,
    )


def _ordered(store: Store, code: str, service: str | None) -> Ordered:
    """Find what is ordered; on a terminal, ask for the service where there are several."""
    try:
        return find_ordered(store, code, service)
    except UsageError as fault:
        if service is not None or not sys.stdin.isatty() or "--service" not in str(fault):
            raise
        typer.echo(str(fault), err=True)
        return find_ordered(store, code, typer.prompt("Supportydelse", err=True))


def _rows(
    book: Workbook, ordered: Ordered, sheet: str | None, kommune: str
) -> tuple[Sheet, list[Row]]:
    """Find a municipality's lines; on a terminal, ask again for one that is not there."""
    while True:
        found = _sheet(book, ordered, sheet)
        try:
            return found, rows_for(found, kommune)
        except UsageError as fault:
            if not sys.stdin.isatty():
                raise
            typer.echo(f"katalog: {fault}", err=True)
            kommune = typer.prompt("Kommune", err=True)


def _book(path: str) -> Workbook:
    """Read the spreadsheet that was asked for; ask again where it cannot be read."""
    while True:
        try:
            return _read(Path(path), read_facts)
        except UsageError as fault:
            typer.echo(f"katalog: {fault}", err=True)
            path = _asked(None, "--facts", _SPREADSHEET)


def _sheet(book: Workbook, ordered: Ordered, name: str | None) -> Sheet:
    """Give the sheet that is named, or the integration's. Raises `UsageError`."""
    if name is None:
        return sheet_for(book, ordered.part["code"], ordered.integration_name)
    wanted = name.strip().casefold()
    found = [each for each in book.sheets if each.name.strip().casefold() == wanted]
    if not found or found[0].municipality is None:
        shown = (each for each in book.sheets if each.municipality and not each.hidden)
        names = ", ".join(f"'{each.name}'" for each in shown)
        raise UsageError(f"'{name}' is no sheet with municipalities: there are {names or 'none'}")
    if found[0].hidden:
        raise UsageError(f"the sheet '{found[0].name}' is hidden: show it in Excel and save")
    return found[0]


def _asked(value: str | None, option: str, question: str) -> str:
    """Give a value, asked for where it is not given. Raises `UsageError` off a terminal."""
    if value is None and sys.stdin.isatty():
        value = typer.prompt(question, err=True)
    if value is None or not value.strip():
        raise UsageError(f"{option} is missing; 'katalog order --help' shows an example")
    value = value.strip().strip("\"'")
    if not value.isprintable():
        raise UsageError(f"{option} holds signs that cannot be printed; write it on one line")
    if value == _PLACEHOLDERS.get(option):
        raise UsageError(f"{option} is still '{value}', which stands for your own")
    return value


def _choose(rows: Sequence[Row]) -> int | None:
    """Show a municipality's lines and ask for one; None for all."""
    typer.echo("Kommunen har flere linjer i regnearket:", err=True)
    for row in rows:
        told = "; ".join(f"{name}: {value}" for name, value in row.facts.items() if value)
        typer.echo(f"  {row.line}: {told}", err=True)
    lines = [str(row.line) for row in rows]
    while True:
        answer = typer.prompt("Hvilken linje (eller »alle«)", err=True).strip()
        if answer.casefold() == "alle":
            return None
        if answer in lines:
            return int(answer)
        typer.echo(f"Svar med {', '.join(lines)} eller alle.", err=True)


def _date(text: str | None) -> date:
    if text is None:
        return datetime.now(DANISH_TIME).date()
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
        with suppress(ValueError):
            return datetime.strptime(text, form).date()
    raise UsageError(f"'{text}' is not a date; write it as 2026-11-25")


def _read(file: Path, read: Callable[[bytes], T]) -> T:
    """Read a file that the user gave. Raises `UsageError`, with the file's name."""
    try:
        return read(file.read_bytes())
    except OSError as fault:
        raise UsageError(f"cannot read {file}: {fault.strerror}") from fault
    except UsageError as fault:
        raise UsageError(f"{file.name}: {fault}") from fault


def _write(made: Order, last: UsedForm | None, folder: Path) -> None:
    """Write the three files; over none that is there. Raises `UsageError`."""
    contents = {
        made.filled_name: made.filled,
        "bestilling.eml": as_mail(made),
        "bestilling.md": as_markdown(made, last).encode(),
    }
    there = [name for name in contents if (folder / name).exists()]
    if there:
        raise UsageError(f"{folder / there[0]} is there already; choose another --output")
    is_new = not folder.exists()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in contents.items():
            write_whole(folder / name, content, _PRIVATE)
    except OSError as fault:
        with suppress(OSError):  # half an order would stand in the way of the next try
            for name in contents:
                (folder / name).unlink(missing_ok=True)
            if is_new:
                folder.rmdir()
        raise UsageError(f"cannot write in {folder}: {fault.strerror}") from fault


def _remember(db: Path, made: Order) -> None:
    """Keep which form was used, where that can be kept; the order is made without it too."""
    used = UsedForm(made.form.name, made.form.sha256, made.wished.date.isoformat())
    try:
        remember_form(db, made.ordered.service["id"], used)
    except OSError as fault:
        typer.echo(
            f"katalog: which form was used is not kept ({fault.strerror}), "
            "so the next order cannot tell whether it changed",
            err=True,
        )


def _some(names: Sequence[str], most: int = _LINES_SHOWN) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" … og {rest} til" if rest > 0 else "")


def _show_rows(sheets: Sequence[Sheet], kommune: str) -> None:
    """Show a municipality's lines in every sheet that has some. Raises `UsageError` for none."""
    found, faults = [], []
    for sheet in sheets:
        try:
            found += [(sheet, row) for row in rows_for(sheet, kommune)]
        except UsageError as fault:
            faults.append(fault)
    if not found:
        near = (fault for fault in faults if "did you mean" in str(fault))
        raise next(near, UsageError(f"'{kommune}' is in none of the sheets"))
    for sheet, row in found:
        _show_row(sheet, row)


def _show_row(sheet: Sheet, row: Row) -> None:
    """Show one line of a municipality on the terminal."""
    table = Table(
        box=None, show_header=False, title=f"{sheet.name}, linje {row.line}", title_justify="left"
    )
    table.add_column(style="bold", max_width=34)
    table.add_column(overflow="fold")
    for name, value in row.facts.items():
        table.add_row(name, value)
    Paper(120).print(table)
