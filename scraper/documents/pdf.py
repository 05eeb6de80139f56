"""PDF (ISO 32000): the words of each page, as far as the file says what its signs mean."""

from __future__ import annotations

import logging
import re
from io import BytesIO
from typing import Any
from unicodedata import normalize

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from scraper.documents.hyphens import PAGE_END, joined
from scraper.documents.text import Partly
from scraper.errors import DocumentFault

MAX_PAGES = 2_000
_FAULTS = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    DependencyError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What pypdf is known to raise on files that break the standard."""
_DRAWN = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_INLINE_PICTURE = re.compile(rb"\bBI\s[^\0]{1,1000}?\sID\s")
_DEEPEST = 5  # drawings within drawings


def pdf_title(body: bytes) -> str | None:
    """Give the title in a PDF's properties, if it has one that can be read."""
    try:
        about = PdfReader(BytesIO(body), strict=False).metadata
        return about.title if about else None
    except _FAULTS:
        return None


def pdf_text(body: bytes) -> str | Partly:
    """Return the words of a PDF, page by page, with those whole that its layout broke.

    Pages that are pictures without words are told of. Raises `DocumentFault`.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(body), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentFault("locked_file", "it is protected by a password")
        if len(reader.pages) > MAX_PAGES:
            raise DocumentFault(
                "too_large", f"it has {len(reader.pages)} pages; {MAX_PAGES} are read"
            )
        pages = [page.extract_text().rstrip() for page in reader.pages]
        pictures = sum(
            _is_picture(page) for page, words in zip(reader.pages, pages, strict=True) if not words
        )
    except _FAULTS as fault:
        raise DocumentFault("damaged_file", f"its PDF structure is damaged: {fault}") from fault
    text = joined(normalize("NFC", f"\n{PAGE_END}".join(pages)))
    if not pictures:
        return text
    message = f"{pictures} of its {len(pages)} pages are pictures without words"
    left = DocumentFault("scanned_pages", message)
    if not text.strip():
        raise left
    return Partly(text, left)


def _is_picture(page: Any) -> bool:
    """Say whether a page draws a picture; not of one whose drawing cannot be read."""
    try:
        contents = page.get_contents()
        return contents is not None and _draws_picture(
            contents.get_data(), page.get("/Resources"), _DEEPEST
        )
    except _FAULTS:
        return False


def _draws_picture(drawing: bytes, resources: Any, depth: int) -> bool:
    """Say whether a content stream draws a picture, itself or by a form (ISO 32000-1, 8.8, 8.9)."""
    if _INLINE_PICTURE.search(drawing):
        return True
    known = resources.get_object().get("/XObject", {}).get_object() if resources else {}
    drawn = {name.decode("latin-1") for name in _DRAWN.findall(drawing)}
    for each in (known[f"/{name}"].get_object() for name in drawn if f"/{name}" in known):
        if each.get("/Subtype") == "/Image":
            return True
        if each.get("/Subtype") == "/Form" and depth:
            own = each.get("/Resources", resources)
            if _draws_picture(each.get_data(), own, depth - 1):
                return True
    return False
