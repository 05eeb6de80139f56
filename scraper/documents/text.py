"""The words of one file: which reader is right for it, and what it read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath
from typing import Any
from unicodedata import normalize

from scraper.documents.containers import member, opened
from scraper.documents.hyphens import without_soft_breaks
from scraper.errors import DocumentFault

MAX_SIGNS = 5_000_000  # of one document's text: a book of a thousand pages has two million
_PLAIN = frozenset(
    "txt csv tsv md xml wsdl xsd wadl xsl xslt json yaml yml properties n3 ttl html htm "
    "cs java py js sql ini cfg config log rnc sch svg".split()
)
_WORD = frozenset({"docx", "docm", "dotx"})
_SHEETS = frozenset({"xlsx", "xlsm", "xlsb", "xls", "ods"})
_WORDLESS = frozenset(
    "png jpg jpeg gif bmp tif tiff ico webp emf wmf mp3 wav mp4 m4v mov avi wmv webm "
    "ttf otf woff woff2 cer crt der p12 pfx p7b p7c p7s jks key jar class dll exe so".split()
)
"""Endings of what holds no words to be read: pictures, sound, typefaces, keys, programs."""
_LEFTOVERS = frozenset({"thumbs.db", ".ds_store"})
"""What Windows and macOS leave in folders."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u00ad]")
_HYPHENS = str.maketrans("\u2010\u2011", "--")
_LIGATURE = re.compile(r"[\ufb00-\ufb06]")
_UNTITLED = frozenset({"untitled", "(anonymous)", "(unspecified)", "uden titel"})
"""What programs write as the title of a document that was given none."""
_BLANK = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Partly:
    """The words of a file of which something could not be read, and why."""

    text: str
    left: DocumentFault


@dataclass(frozen=True, slots=True)
class Extractor:
    """One way to read a file's words. A higher version reads every file again."""

    name: str
    version: int
    read: Callable[[bytes], str | Partly]

    @property
    def label(self) -> str:
        """The name and version, as kept beside each text."""
        return f"{self.name}/{self.version}"


def _reader(module: str, name: str) -> Callable[[bytes], Any]:
    """Give a reader that is loaded when it is used: its library is of no use to who only asks."""

    def read(body: bytes) -> Any:
        return getattr(import_module(f"scraper.documents.{module}"), name)(body)

    return read


WORD = Extractor("docx", 3, _reader("word", "word_text"))
SHEETS = Extractor("sheets", 3, _reader("sheets", "sheets_text"))
PDF = Extractor("pdf", 3, _reader("pdf", "pdf_text"))
PLAIN = Extractor("plain", 4, _reader("plain", "plain_text"))
NONE = Extractor("none", 2, lambda _: "")
"""For files that hold no words."""


UNREAD = Extractor("unread", sum(e.version for e in (WORD, SHEETS, PDF, PLAIN, NONE)), NONE.read)
"""For files that could not be read: tried again when any reader is bettered."""
CURRENT = frozenset(each.label for each in (WORD, SHEETS, PDF, PLAIN, NONE, UNREAD))
"""What need not be read again while its content stays the same."""


@dataclass(frozen=True, slots=True)
class Text:
    """What was read of a file, and with what. `text` is None where there is nothing to read.

    `title` is the one that the file gives itself; `left` says what in it could not be read.
    """

    text: str | None
    extractor: str
    title: str | None = None
    left: DocumentFault | None = None


def extractor_for(name: str, body: bytes) -> Extractor:
    """Return the reader for a file: by its first bytes, then by its name's ending.

    Raises `DocumentFault` for a damaged or locked container, and for a kind that is not read.
    """
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    if _is_wordless(name, ending) or not (body or ending in _WORD | _SHEETS | _PLAIN | {"pdf"}):
        return NONE
    if body.startswith(b"%PDF-") or ending == "pdf":
        return PDF
    if body.startswith(b"PK\x03\x04") or body.startswith(b"PK\x05\x06"):
        return _in_container(body, ending)
    if body.startswith(_OLE):
        return _in_compound_file(body, ending)
    if body.startswith(b"{\\rtf"):
        raise _unread("rtf")
    if ending in _WORD:
        return WORD
    if ending in _SHEETS:
        return PLAIN if body.lstrip()[:1] == b"<" else SHEETS  # a web page that Excel opens
    if ending in _PLAIN or _is_text(body):
        return PLAIN
    raise _unread(ending)


def _unread(ending: str) -> DocumentFault:
    kind = f"files of the kind .{ending}" if ending else "files of its kind"
    return DocumentFault("unread_kind", f"{kind} are not read")


def _is_wordless(name: str, ending: str) -> bool:
    name = PurePosixPath(name).name.lower()
    return ending in _WORDLESS or name in _LEFTOVERS or name.startswith("._")


def _is_text(body: bytes) -> bool:
    """Say whether a file whose name does not say what it is is text, such as README."""
    try:
        return b"\0" not in body and bool(body.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _in_container(body: bytes, ending: str) -> Extractor:
    with opened(body) as container:
        names = set(container.namelist())
        if any(name.startswith("word/document") for name in names):
            return WORD
        if any(name.startswith("xl/workbook") for name in names):
            return SHEETS
        kind = member(container, "mimetype") if "mimetype" in names else b""
        if b"opendocument.spreadsheet" in kind:
            return SHEETS
    raise _unread(ending)


def _in_compound_file(body: bytes, ending: str) -> Extractor:
    """Give the reader for a compound file ([MS-CFB]): its streams' names say what it is."""
    if _stream("EncryptedPackage") in body:
        raise DocumentFault("locked_file", "it is protected by a password")
    if _stream("Workbook") in body or _stream("Book") in body:
        return SHEETS
    if _stream("WordDocument") in body:
        raise DocumentFault("unread_kind", "it is an old Word document (.doc), which is not read")
    raise _unread(ending)


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")


def read_text(name: str, body: bytes) -> Text:
    """Read a file's words. Raises `DocumentFault`."""
    extractor = extractor_for(name, body)
    if extractor is NONE:
        return Text(None, NONE.label)
    found = extractor.read(body)
    words, left = (found.text, found.left) if isinstance(found, Partly) else (found, None)
    text = tidy(words)
    if len(text) > MAX_SIGNS:
        raise DocumentFault("too_large", f"its text has {len(text)} signs; {MAX_SIGNS} are kept")
    return Text(text or None, extractor.label, _title(extractor, body), left)


def _title(extractor: Extractor, body: bytes) -> str | None:
    """Give the title in a file's properties, unless it is empty or the program's own."""
    title = None
    if extractor is PDF:
        title = _reader("pdf", "pdf_title")(body)
    elif body.startswith(b"PK"):
        title = _reader("word", "office_title")(body)
    title = tidy(title or "")
    unnamed = title.casefold() in _UNTITLED or title.startswith("Microsoft ")
    return None if not title or unnamed else title


def tidy(text: str) -> str:
    """Give a text as it is searched for: composed letters (NFC), no ligatures, no soft hyphens.

    A word that a soft hyphen broke is whole, and every other hyphen is the one on keyboards.
    Control signs, spaces at line ends and stretches of empty lines are left out.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    text = without_soft_breaks(text).translate(_HYPHENS)
    text = _CONTROL.sub("", text).encode("utf-8", "replace").decode("utf-8")
    text = _LIGATURE.sub(lambda found: normalize("NFKC", found[0]), normalize("NFC", text))
    text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    return _BLANK.sub("\n\n", text).strip()
