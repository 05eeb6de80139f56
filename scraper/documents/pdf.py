"""PDF (ISO 32000): the words of each page, as far as the file says what its signs mean."""

from __future__ import annotations

import logging
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

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


def pdf_title(body: bytes) -> str | None:
    """Give the title in a PDF's properties, if it has one that can be read."""
    try:
        about = PdfReader(BytesIO(body), strict=False).metadata
        return about.title if about else None
    except _FAULTS:
        return None


def pdf_text(body: bytes) -> str:
    """Give the words of a PDF, page by page. A scanned page has none. Raises `DocumentFault`."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(body), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentFault("locked_file", "it is protected by a password")
        if len(reader.pages) > MAX_PAGES:
            raise DocumentFault(
                "too_large", f"it has {len(reader.pages)} pages; {MAX_PAGES} are read"
            )
        return "\n\n".join(page.extract_text() for page in reader.pages)
    except _FAULTS as fault:
        raise DocumentFault("damaged_file", f"its PDF structure is damaged: {fault}") from fault
