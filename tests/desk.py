"""A clerk's desk for the tests of orders: a mirror, the spreadsheet, the forms."""

from __future__ import annotations

import email
import email.policy
import io
import subprocess
import zipfile
from email.message import EmailMessage
from pathlib import Path

from scraper.forms.form import read_form
from tests import forms, workbooks
from tests.conftest import CASSETTES
from tests.test_cli import katalog

PART, ROUTE = "SF1590_B_01", "Etablering af rute til serviceudbyders webservice"
FORM = "Bestillingsformular - Etablering af Webservice-Rute_3_2_1.docx"
LINE = 5
"""Aarhus' first line in the sheet of Debitor; its second is line 7."""
KNOWN = {
    "Bestillings-id": "BST-4711",
    "Kommune": "Aarhus Kommune",
    "CVR-nummer": "55133018",
    "Kontaktperson": "Hanne Prøve",
    "Telefon": "+45 89 40 20 00",
    "E-mail": "hanne.proeve@aarhus.example",
    "Integration": "SF1590_B_01 Afsend DebitorRegistrering",
    "Webservice-URL (endpoint)": "https://oir.aarhus.example/debitor/v2",
    "IP-adresse": "192.0.2.17",
    "Certifikat (CN)": "oir.aarhus.example (funktionscertifikat)",
}
"""What is known of the form's fields, and so is filled in."""
UNKNOWN = ("Miljø", "Ønsket dato", forms.CONSENT, "Bemærkninger")


class Desk:
    """A clerk's desk: a folder with a mirror, the spreadsheet and the forms."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db = folder / "catalog.db"
        done = katalog("crawl", "--replay", CASSETTES / "demo.warc", "--db", self.db)
        assert done.returncode == 0, done.stderr.decode()
        self.put("oir.xlsx", workbooks.usual(seed=3))
        for construction in forms.CONSTRUCTIONS:
            self.put(f"{construction}.docx", forms.form(construction))

    def put(self, name: str, content: bytes | str) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def order(
        self, *words: str, kommune: str = "Aarhus", facts: str = "oir.xlsx", out: str = "ud"
    ) -> subprocess.CompletedProcess[bytes]:
        return katalog(
            *("order", PART, "--kommune", kommune, "--bestillings-id", "BST-4711"),
            *("--facts", facts, "--output", out, "--db", self.db, "--date", "2026-12-21", *words),
            cwd=self.folder,
        )

    def made(self, *words: str, out: str = "ud") -> tuple[bytes, EmailMessage, str]:
        """Order for certain; give the form, the mail and what is told."""
        done = self.order(*words, out=out)
        assert done.returncode == 0, done.stderr.decode()
        folder = self.folder / out
        (form,) = folder.glob("*.docx")
        mail = email.message_from_bytes(
            (folder / "bestilling.eml").read_bytes(), policy=email.policy.default
        )
        assert isinstance(mail, EmailMessage)
        return form.read_bytes(), mail, (folder / "bestilling.md").read_text(encoding="utf-8")

    def refused(self, *words: str, facts: str = "oir.xlsx", kommune: str = "Aarhus") -> str:
        """Order in vain; give the one sentence that is said."""
        done = self.order(*words, facts=facts, kommune=kommune, out="nej")
        said = done.stderr.decode()
        assert done.returncode == 2, said
        assert done.stdout == b""
        assert said.startswith("katalog: ")
        assert said.count("\n") == 1, said
        assert not (self.folder / "nej").exists()
        return said.removeprefix("katalog: ").strip()


def values(body: bytes) -> dict[str, str | None]:
    return {field.label: field.value for field in read_form(body).fields}


def members(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
