"""A Word file opened to be filled in: its parts that hold fields, or one sentence why not."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree

from scraper.documents.containers import member, opened
from scraper.errors import DocumentFault, FormFault
from scraper.forms.splice import Original

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE = "open it in Word and save it as a Word document (.docx)"
_OLD = {
    "EncryptedPackage": "the file is protected by a password; open it in Word, take the password "
    "away and save it",
    "EncryptionInfo": "the file is protected by a password; open it in Word, take the password "
    "away and save it",
    "WordDocument": f"the file is an old Word document (.doc); {_SAVE}",
    "Workbook": "the file is an old Excel workbook (.xls), not a Word document (.docx)",
    "Book": "the file is an old Excel workbook (.xls), not a Word document (.docx)",
    "PowerPoint Document": "the file is an old PowerPoint show (.ppt), not a Word document",
}
"""What an OLE2 file is, by the streams in it (MS-CFB 2.6.1; MS-OFFCRYPTO 2.3.4)."""
_OTHER = {
    "xl/": "the file is an Excel workbook, not a Word document (.docx)",
    "ppt/": "the file is a PowerPoint show, not a Word document (.docx)",
    "content.xml": f"the file is an OpenDocument file; {_SAVE}",
}
_MACROS = (
    "the file holds macros; open it in Word and save it as a Word document without macros (.docx)"
)
_TYPES = "[Content_Types].xml"
_MAIN = "word/document.xml"
_SIDES = ("header", "document", "footer")
"""In which order the parts are read."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part of the document that may hold fields."""

    name: str
    root: Any
    original: Original = field(repr=False)


@dataclass(frozen=True, slots=True)
class WordFile:
    """The parts of a Word file, headers before the document and footers after it."""

    parts: tuple[Part, ...]
    styles: Any
    """The root of the part with the styles, or None."""


def read_word_file(body: bytes) -> WordFile:
    """Open a .docx. Raises `FormFault` with one sentence that says what is wrong."""
    _refuse_other_kinds(body)
    try:
        with opened(body) as archive:
            names = archive.namelist()
            _refuse_macros(archive, names)
            _refuse_template(archive, names)
            main = _main_part(archive, names)
            related = list(_relations(archive, main))
            sides = sorted(
                {(_SIDES.index(kind), name) for kind, name in related if kind in _SIDES},
                key=lambda side: (side[0], len(side[1]), side[1]),
            )
            order = [name for _, name in sorted([*sides, (1, main)], key=lambda side: side[0])]
            styles = next((name for kind, name in related if kind == "styles"), None)
            return WordFile(
                tuple(_part(archive, name) for name in order if name in names),
                _root(member(archive, styles), styles) if styles in names and styles else None,
            )
    except DocumentFault as fault:
        raise form_fault(fault) from fault


def form_fault(fault: DocumentFault) -> FormFault:
    """Give what a reader of documents found wrong as one sentence."""
    if fault.kind == "locked_file":
        return FormFault(_OLD["EncryptionInfo"])
    if fault.kind == "too_large":
        return FormFault(f"the file is too large to be a form: {fault.message}")
    return FormFault(f"the file is damaged: {fault.message}")


def _refuse_other_kinds(body: bytes) -> None:
    if not body:
        raise FormFault("the file is empty")
    if body.startswith(_OLE):
        raise FormFault(_what_old_file(body))
    if b"%PDF-" in body[:1024]:
        raise FormFault("the file is a PDF; the form is needed as a Word document (.docx)")
    if body.startswith(b"{\\rtf"):
        raise FormFault(f"the file is Rich Text (.rtf); {_SAVE}")
    if body.lstrip()[:9].lower().startswith((b"<!doctype", b"<html")):
        raise FormFault("the file is a web page: sign in, and download the form again")
    if not body.startswith(b"PK") and not zipfile.is_zipfile(BytesIO(body)):
        raise FormFault("the file is not a Word document (.docx)")


def _what_old_file(body: bytes) -> str:
    """Say what an OLE2 file is. The names of streams stand on multiples of 128 bytes."""
    for stream, sentence in _OLD.items():
        sought = stream.encode("utf-16-le") + b"\0\0"
        if any(found.start() % 128 == 0 for found in re.finditer(re.escape(sought), body)):
            return sentence
    return f"the file is an old Office document (.doc or .xls); {_SAVE}"


def _refuse_macros(archive: zipfile.ZipFile, names: list[str]) -> None:
    types = member(archive, _TYPES) if _TYPES in names else b""
    if b"macroenabled" in types.lower() or any(
        each.lower().endswith("vbaproject.bin") for each in names
    ):
        raise FormFault(_MACROS)


def _refuse_template(archive: zipfile.ZipFile, names: list[str]) -> None:
    """Refuse a .dotx, which Word opens under no other name."""
    if _TYPES in names and b"wordprocessingml.template.main+xml" in member(archive, _TYPES):
        raise FormFault(f"the file is a Word template (.dotx); {_SAVE}")


def _main_part(archive: zipfile.ZipFile, names: list[str]) -> str:
    found = [name for kind, name in _relations(archive, "") if kind == "officeDocument"]
    main = next((name for name in found if name in names), _MAIN)
    if main in names and _name_of_root(archive, main) == "document":
        return main
    for start, sentence in _OTHER.items():
        if any(each.startswith(start) for each in names):
            raise FormFault(sentence)
    raise FormFault("the file is a ZIP file, but not a Word document (.docx)")


def _name_of_root(archive: zipfile.ZipFile, part: str) -> str:
    """Give the name of a part's outermost element. Raises `FormFault` if it is damaged."""
    return str(etree.QName(_root(member(archive, part), part)).localname)


def _relations(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str]]:
    """Give a part's relations (ECMA-376-2, 9.3): the last word of the kind, and the part's name."""
    folder, _, file_name = part.rpartition("/")
    relations = posixpath.join(folder, "_rels", f"{file_name}.rels")
    if relations not in archive.namelist():
        return
    for each in _root(member(archive, relations), relations).iter("{*}Relationship"):
        if each.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))
            yield each.get("Type", "").rpartition("/")[2], target.lstrip("/")


def _part(archive: zipfile.ZipFile, part: str) -> Part:
    xml = member(archive, part)
    root = _root(xml, part)
    return Part(part, root, Original(xml, root))


def _root(xml: bytes, part: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise FormFault(f"the file is damaged: the XML of '{part}' in it cannot be read") from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise FormFault(
            f"the file is damaged: '{part}' in it has a document type, which Word forbids"
        )
    return root
