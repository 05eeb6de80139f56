"""What an .xlsx says of its cells beside their values (ECMA-376, SpreadsheetML).

How far a sheet reaches, so that none is opened that would fill the memory; which numbers are shown
with leading zeros or in groups, such as `00 00 00 00`; which cells show an error or hold a formula
that was never calculated; and what is hidden.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree

from scraper.documents.containers import member
from scraper.errors import DocumentFault

WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_(.)|(.)', re.DOTALL)
"""Pieces of a number format: a quoted text, an escaped sign, the width of a sign, a sign."""
_PLAIN = frozenset("0# -()+")
"""Signs of a number format that need no quotation marks."""

_MOST_COLUMNS = 16_383  # of a sheet in Excel, counted from 0

Place = tuple[int, int]
"""A cell's line and column, counted from 0."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is said of one sheet's cells: its size from A1, and cells that are shown otherwise."""

    height: int = 0
    width: int = 0
    patterns: dict[Place, str] = field(default_factory=dict)
    errors: tuple[Place, ...] = ()
    unread: tuple[Place, ...] = ()
    """Formulas whose value was never stored."""
    hidden_lines: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def read_marks(container: zipfile.ZipFile) -> dict[str, Marks]:
    """Give each worksheet's marks under its name. Raises `DocumentFault` where markup is broken."""
    patterns = _patterns(container)
    return {name: _marks(_part(container, path), patterns) for name, path in _sheets(container)}


def padded(value: float, pattern: str) -> str:
    """Give a whole number in a pattern of zeros and other signs: 12345678 → `12 34 56 78`."""
    digits = list(str(int(value)))
    shown: list[str] = []
    for sign in reversed(pattern):
        shown.append((digits.pop() if digits else "0") if sign == "0" else sign)
    first = pattern.index("0")
    shown[len(pattern) - first : len(pattern) - first] = reversed(digits)
    return "".join(reversed(shown))


def letter(column: int) -> str:
    """Give the letter of a column counted from 0: 6 → `G`, 26 → `AA`."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _events(xml: bytes, *names: str) -> Iterator[tuple[str, Any]]:
    """Give the elements of these names as each starts and ends, whatever their namespace."""
    events = etree.iterparse(
        BytesIO(xml),
        events=("start", "end"),
        tag=[f"{{*}}{name}" for name in names],
        resolve_entities=False,
        no_network=True,
    )
    try:
        yield from events
    except etree.XMLSyntaxError:  # its words may hold what stands in the sheet
        raise DocumentFault("damaged_file", "its markup is damaged") from None


def _elements(xml: bytes, *names: str) -> list[Any]:
    return [element for event, element in _events(xml, *names) if event == "end"]


def _part(container: zipfile.ZipFile, path: str) -> bytes:
    if path not in container.namelist():
        raise DocumentFault("damaged_file", f"'{path}' is missing in it")
    return member(container, path)


def _sheets(container: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Give each worksheet's name and path in the container."""
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", "")))
        for relation in _elements(_part(container, _RELATIONS), "Relationship")
        if relation.get("Type", "").endswith("/worksheet")
    }
    found = [
        (sheet.get("name", ""), next((v for k, v in sheet.items() if k.endswith("}id")), None))
        for sheet in _elements(_part(container, WORKBOOK), "sheet")
    ]
    return [(name, targets[which].lstrip("/")) for name, which in found if which in targets]


def _patterns(container: zipfile.ZipFile) -> dict[str, str]:
    """Give the patterns of zeros under the styles of cells that have one."""
    if _STYLES not in container.namelist():
        return {}
    formats: dict[str, str] = {}
    styles: dict[str, str] = {}
    for element in _elements(member(container, _STYLES), "numFmt", "cellXfs"):
        if element.tag.endswith("}numFmt"):
            if pattern := zero_pattern(element.get("formatCode", "")):
                formats[element.get("numFmtId", "")] = pattern
            continue
        for number, style in enumerate(element.iterchildren("{*}xf")):
            if pattern := formats.get(style.get("numFmtId", "")):
                styles[str(number)] = pattern
    return styles


def zero_pattern(code: str) -> str | None:
    """Give a number format as zeros and signs between them, or None where it is anything else.

    `00000000` → itself; `00\\ 00` → `00 00`; `0`, `0.00`, `#,##0`, `dd-mm-yyyy` → None.
    """
    pattern = ""
    for quoted, escaped, width, sign in _TOKEN.findall(code.partition(";")[0]):
        if (sign and sign not in _PLAIN) or "0" in quoted + escaped:
            return None
        pattern += quoted or escaped or (" " if width else sign.replace("#", ""))
    pattern = pattern.strip()
    return None if pattern == "0" or "0" not in pattern else pattern


def _marks(xml: bytes, styles: dict[str, str]) -> Marks:
    height = width = 0
    patterns: dict[Place, str] = {}
    errors: list[Place] = []
    unread: list[Place] = []
    for place, cell in _cells(xml):
        height, width = max(height, place[0] + 1), max(width, place[1] + 1)
        kind = cell.get("t", "n")
        if kind == "e":
            errors.append(place)
        elif cell.find("{*}f") is not None and cell.find("{*}v") is None:
            unread.append(place)
        elif kind == "n" and (pattern := styles.get(cell.get("s", ""))):
            patterns[place] = pattern
    lines, columns = _hidden(xml)
    return Marks(height, width, patterns, tuple(errors), tuple(unread), lines, columns)


def _hidden(xml: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """Give the lines and columns that Excel does not show."""
    lines: set[int] = set()
    columns: set[int] = set()
    line = -1
    for event, element in _events(xml, "row", "col"):
        shown = element.get("hidden", "0") not in ("1", "true")
        if event == "end":
            element.clear()
        elif element.tag.endswith("}row"):
            line = _line(element.get("r"), line + 1)
            lines |= set() if shown else {line}
        elif not shown:
            first, last = (_line(element.get(name), 0) for name in ("min", "max"))
            columns |= set(range(first, min(last, _MOST_COLUMNS) + 1))
    return frozenset(lines), frozenset(columns)


def _cells(xml: bytes) -> Iterator[tuple[Place, Any]]:
    """Give the cells that hold anything. One that does not say where it stands follows the last."""
    line = column = -1
    for event, element in _events(xml, "c", "row"):
        if element.tag.endswith("}row"):
            if event == "start":
                line, column = _line(element.get("r"), line + 1), -1
            else:
                element.clear()
        elif event == "end":
            line, column = _place(element.get("r"), (line, column + 1))
            if len(element):
                yield (line, column), element


def _line(text: str | None, following: int) -> int:
    return int(text) - 1 if text and text.isdecimal() else following


def _place(text: str | None, following: Place) -> Place:
    """Read where a cell stands: `G7` → (6, 6)."""
    if text is None:
        return following
    found = _PLACE.fullmatch(text)
    if not found:
        raise DocumentFault("damaged_file", "a cell in it stands nowhere")
    column = 0
    for sign in found[1]:
        column = column * 26 + ord(sign) - ord("A") + 1
    return int(found[2]) - 1, column - 1
