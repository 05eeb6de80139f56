"""LibreOffice, for seeing that a document opens and shows what was written into it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from pypdf import PdfReader

_AS_PAGE = 'pdf:writer_pdf_Export:{"ExportFormFields":{"type":"boolean","value":"false"}}'


def to_pdf(folder: Path, documents: Iterable[Path]) -> None:
    """Convert Word files to PDF, beside each other in a folder; what is in fields is printed."""
    soffice = shutil.which("soffice")
    assert soffice, "there is no LibreOffice; 'make test-office' installs it"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = [profile, "--headless", "--convert-to", _AS_PAGE, "--outdir", str(folder)]
    subprocess.run(
        [soffice, *options, *map(str, documents)], check=True, capture_output=True, timeout=300
    )


def printed(pdf: Path) -> str:
    """Give the words of a PDF without spaces, which lines of a page break anywhere."""
    return "".join("".join(page.extract_text() for page in PdfReader(pdf).pages).split())
