"""What is ordered, as the catalogue has it: the part, the support service and its order form."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scraper.errors import UsageError
from scraper.figures import between, day, kroner, unit_price, units, why_no_total
from scraper.settings import OFFICIAL
from scraper.shelf import attachment
from scraper.spelling import code_of, folded
from scraper.store import Store
from scraper.text.codes import compact_code

_FORM_WORDS = ("bestillingsformular", "formular", "blanket", "skema", "anmodning", "rekvisition")
"""What order forms are called, the surest first."""
DOCX = ".docx"


@dataclass(frozen=True, slots=True)
class Ordered:
    """What the catalogue says of an order: the rows of the part and the service, and from where."""

    part: dict[str, Any]
    integration_name: str | None
    service: dict[str, Any]
    base_url: str
    read_at: str | None

    @property
    def is_demonstration(self) -> bool:
        """Whether this is not of the real catalogue."""
        return self.base_url != OFFICIAL

    @property
    def part_name(self) -> str:
        """The part's code and title."""
        return f"{self.part['code']} {self.part['title'] or ''}".strip()

    @property
    def service_name(self) -> str:
        """What the service is called."""
        return self.service["name"] or "(uden navn)"

    @property
    def warning(self) -> str | None:
        """What a user should know before ordering, in Danish."""
        if self.part["closed_to_new"]:
            return "Integrationsdelen er lukket for nye anvendere."
        return None

    @property
    def price(self) -> str:
        """How the price comes about, and the price from–to: `2–3 × 1.328 kr. = 2.656–3.984 kr.`."""
        row = self.service
        price, low, high = row["unit_price_oere"], row["units_min"], row["units_max"]
        if price is None:
            return row["unit_price_text"] or "ikke oplyst"
        if not row["countable"]:
            return f"{unit_price(row)}; ganges ikke med antallet, for {why_no_total(row)}"
        if low is None and high is None:
            basis = "" if row["price_basis"] else " pr. enhed"
            return f"{unit_price(row)}{basis}; antallet af enheder er ikke oplyst"
        vat = f" {row['vat']}" if row["vat"] else ""
        if low is None or high is None:
            bound, number = ("op til", high) if low is None else ("mindst", low)
            return f"{bound} {number} × {kroner(price)} = {bound} {kroner(price * number)}{vat}"
        return f"{units(low, high)} × {kroner(price)} = {between(price * low, price * high)}{vat}"


@dataclass(frozen=True, slots=True)
class FormFile:
    """The form to be filled in: its name, its content, and where it is from, in Danish."""

    name: str
    body: bytes = field(repr=False)
    source: str

    @property
    def sha256(self) -> str:
        """Its fingerprint, hex."""
        return hashlib.sha256(self.body).hexdigest()


def find_ordered(store: Store, code: str, service: str | None) -> Ordered:
    """Find the part and the service that are meant.

    Raises `UsageError`, with what there is, when nothing or too much is called so.
    """
    part = _part(store, code)
    services = store.rows(
        "SELECT s.* FROM part_support_services AS l JOIN priced_services AS s "
        "ON s.id = l.service_id WHERE l.part_code = ? AND s.gone_since IS NULL ORDER BY l.position",
        part["code"],
    )
    if not services:
        raise UsageError(f"no support service can be ordered for {part['code']}")
    run = store.rows(
        "SELECT base_url, started_at FROM runs WHERE verdict = 'good' ORDER BY id DESC LIMIT 1"
    )
    names = store.rows("SELECT name FROM integrations WHERE code = ?", part["integration"])
    return Ordered(
        part,
        names[0]["name"] if names else None,
        _service(part["code"], services, service),
        str(run[0]["base_url"]) if run else OFFICIAL,
        run[0]["started_at"] if run else None,
    )


def _part(store: Store, code: str) -> dict[str, Any]:
    wanted = compact_code(code_of(code) or code)
    rows = store.rows(
        "SELECT * FROM integration_parts WHERE REPLACE(UPPER(code), '_', '') LIKE ? || '%' "
        "AND gone_since IS NULL ORDER BY code",
        wanted,
    )
    exact = [row for row in rows if compact_code(row["code"]) == wanted]
    if exact or len(rows) == 1:
        return (exact or rows)[0]
    if rows:
        names = ", ".join(row["code"] for row in rows[:10])
        raise UsageError(f"'{code}' is several integration parts: order for one of {names}")
    raise UsageError(f"no integration part in the database is called '{code}'")


def _service(part: str, services: Sequence[dict[str, Any]], name: str | None) -> dict[str, Any]:
    names = ", ".join(f"'{row['name']}'" for row in services)
    if name is None:
        if len(services) == 1:
            return services[0]
        raise UsageError(f"{part} has several support services: give --service, one of {names}")
    wanted = folded(name.strip())
    called = [row for row in services if wanted in (folded(row["name"] or ""), row["id"])]
    found = called or [row for row in services if wanted and wanted in folded(row["name"] or "")]
    if len(found) != 1:
        problem = "is several of" if found else "is none of"
        raise UsageError(f"'{name}' {problem} the support services of {part}: {names}")
    return found[0]


def form_candidates(files: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the attachments that may be the order form, by `filename`: one, when it is clear.

    A description of the process is a Word file too, and no form.
    """
    forms = [row for row in files if (row["filename"] or "").lower().endswith(DOCX)]
    for word in _FORM_WORDS:
        named = [row for row in forms if word in row["filename"].lower()]
        if named:
            return named
    return []


def find_form(store: Store, archive: Path, ordered: Ordered) -> FormFile:
    """Give the order form among a service's attachments, as it is in the mirror today.

    Raises `UsageError` when there is none, when several could be it, or the archive has it not.
    """
    files = store.rows(
        "SELECT a.* FROM service_attachments AS l JOIN attachments AS a ON a.id = l.attachment_id "
        "WHERE l.service_id = ? AND a.gone_since IS NULL ORDER BY l.position",
        ordered.service["id"],
    )
    forms = form_candidates(files)
    give = "give the form with --form FILE.docx"
    if not forms:
        raise UsageError(f"'{ordered.service['name']}' has no Word form in the mirror; {give}")
    if len(forms) > 1:
        names = ", ".join(f"'{row['filename']}'" for row in forms)
        raise UsageError(f"several attachments could be the form, {names}; {give}")
    copy = attachment(store, archive, forms[0]["id"])
    if copy is None:
        raise UsageError(f"'{forms[0]['filename']}' is not in the archive {archive}; {give}")
    since = day(forms[0]["first_seen"])
    return FormFile(copy.name, copy.body, f"bilag til supportydelsen, i kataloget siden {since}")


def read_form_file(path: Path) -> FormFile:
    """Give a form that the user brings. Raises `UsageError`."""
    try:
        return FormFile(path.name, path.read_bytes(), f"filen {path.name}, som du selv har givet")
    except OSError as fault:
        raise UsageError(f"cannot read {path}: {fault.strerror}") from fault
