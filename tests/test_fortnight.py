"""A scripted fortnight: each night's change rows, report and exit code, exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scraper.crawl import run_crawl
from scraper.errors import KatalogError
from scraper.models import Run
from scraper.morning import Wishes, tell
from scraper.plan import Plan
from scraper.refresh import run_refresh
from scraper.settings import Settings
from tests.conftest import QUICK, query
from tests.standin import faults, guide
from tests.standin.content import Attachment, Part
from tests.standin.docx import docx
from tests.standin.server import StandIn

FIRST = datetime(2026, 11, 2, 2, 17, tzinfo=UTC)
WITHDRAWN = "SF1590_B_05"
NEW = "SF1590_B_07"
FORM = guide.ORDER_FORM
RENAMED = replace(FORM, path=FORM.path.replace("_3_2_1", "_3_3"), filename="Form_3_3.docx")
OLD_NAME = "Bestillingsformular - Etablering af Webservice-Rute_3_2_1.docx"
NEW_NAME = "Bestillingsformular - Etablering af Webservice-Rute_3_3.docx"
SERVICE = f"supportydelse.{guide.ROUTE}"
SHELF: dict[str, Part] = {}
LABELS = {"Enhedspris": "Pris pr. enhed", "Leverandør": "Udbyder", "Enheder": "Mængde"}


def price(text: str) -> Callable[[StandIn], None]:
    def work(site: StandIn) -> None:
        site.site.services[guide.ROUTE] = replace(site.site.services[guide.ROUTE], price=text)

    return work


def withdraw(site: StandIn) -> None:
    SHELF[WITHDRAWN] = site.site.parts.pop(WITHDRAWN)


def put_back(site: StandIn) -> None:
    site.site.add(SHELF.pop(WITHDRAWN))


NEW_WORDS = "Skriv kommunens navn, som det står i CVR."


def new_content(site: StandIn) -> None:
    site.site.add(replace(FORM, body=docx("Bestillingsformular", NEW_WORDS)))


def new_name(site: StandIn) -> None:
    body = site.site.attachments.pop(FORM.path).body
    site.site.add(Attachment(RENAMED.path, RENAMED.filename, RENAMED.media_type, body))
    service = site.site.services[guide.ROUTE]
    files = tuple(RENAMED.path if path == FORM.path else path for path in service.attachments)
    site.site.services[guide.ROUTE] = replace(service, attachments=files)


def new_part(site: StandIn) -> None:
    part = site.site.parts["SF1590_B_06"]
    site.site.add(replace(part, code=NEW, title="Afsend DebitorRente", services=(), endpoints=()))


def quiet(site: StandIn) -> None:
    """Change nothing."""


def fault(*all_of_them: faults.Fault) -> Callable[[StandIn], None]:
    return lambda site: site.faults.add(None, *all_of_them)


def down(site: StandIn) -> None:
    site.faults.add(None, faults.status(503))
    site.faults.add("/robots.txt", faults.status(503))


@dataclass(frozen=True)
class Expected:
    """What a night begins with, and what it must tell."""

    what: str
    begin: Callable[[StandIn], None]
    rows: set[tuple[str, str, str, str | None, str | None, str | None]] = field(default_factory=set)
    says: tuple[str, ...] = ()
    exit_code: int = 0


def priced(before: str, after: str, oere: tuple[str, str]) -> set[Any]:
    place = ("changed", "support_services", SERVICE)
    return {(*place, "unit_price_text", before, after), (*place, "unit_price_oere", *oere)}


NAME = "Etablering af rute til serviceudbyders webservice"
FORTNIGHT = [
    Expected("quiet", quiet, says=("ingen ændringer", "Alt er i orden, og intet er ændret.")),
    Expected(
        "price up",
        price("1.400 kr."),
        priced("1.328 kr.", "1.400 kr.", ("132800", "140000")),
        (f"Enhedspris for {NAME} steg fra 1.328 kr. til 1.400 kr. (+5,4 %)", "1 ændret pris"),
    ),
    Expected(
        "price down",
        price("1.350 kr."),
        priced("1.400 kr.", "1.350 kr.", ("140000", "135000")),
        (f"Enhedspris for {NAME} faldt fra 1.400 kr. til 1.350 kr. (-3,6 %)",),
    ),
    Expected(
        "part withdrawn",
        withdraw,
        {("removed", "integration_parts", WITHDRAWN, None, None, None)},
        (f"Integrationsdelen {WITHDRAWN} Modtag DebitorStatus er fjernet fra kataloget",),
    ),
    Expected("labels renamed", fault(faults.renamed(LABELS)), exit_code=3),
    Expected("as before", quiet, says=("ingen ændringer",)),
    Expected(
        "part back",
        put_back,
        {("returned", "integration_parts", WITHDRAWN, None, None, None)},
        (f"Integrationsdelen {WITHDRAWN} Modtag DebitorStatus er tilbage i kataloget",),
    ),
    Expected("site down", down, exit_code=4),
    Expected("site down again", down, exit_code=4),
    Expected(
        "file replaced",
        new_content,
        {
            ("changed", "attachments", "form", "sha256", "old", "new"),
            ("changed", "attachments", "form", "bytes", "old", "new"),
            ("changed", "attachments", "form", "text", "old", "new"),
        },
        (f"Bilag ændret: {OLD_NAME} har nyt indhold", f"+ {NEW_WORDS}", "1 bilag ændret"),
    ),
    Expected(
        "file renamed",
        new_name,
        {
            ("added", "attachments", "renamed", None, None, None),
            ("missing", "attachments", "form", None, None, None),
            ("added", "service_attachments", "renamed", None, None, None),
            ("removed", "service_attachments", "form", None, "row", None),
        },
        (
            f"Bilaget {OLD_NAME} hedder nu {NEW_NAME}; indholdet er det samme",
            "1 bilag omdøbt",
        ),
    ),
    Expected(
        "new part",
        new_part,
        {("added", "integration_parts", NEW, None, None, None)},
        (f"Ny integrationsdel: {NEW} Afsend DebitorRente", "1 ny integrationsdel"),
    ),
    Expected(
        "empty search",
        fault(faults.empty_search()),
        exit_code=3,
    ),
    Expected(
        "quiet again",
        quiet,
        {("removed", "attachments", "form", None, None, None)},
        (f"Bilaget {OLD_NAME} er fjernet fra kataloget",),
    ),
]


@dataclass
class Told:
    exit_code: int
    rows: set[tuple[Any, ...]]
    causes: set[str]
    report: str
    live: list[dict[str, Any]]


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Told]]:
    folder = tmp_path_factory.mktemp("fortnight")
    with StandIn() as site:
        settings = Settings(db=folder / "catalog.db", base_url=site.base_url, policy=QUICK)
        run_crawl(settings, Plan(), now=lambda: FIRST)
        told = []
        for number, night in enumerate(FORTNIGHT, 1):
            site.clear()
            night.begin(site)
            told.append(spend(settings, FIRST + timedelta(days=number), folder / "report.txt"))
        yield told


def spend(settings: Settings, at: datetime, report: Path) -> Told:
    last = query(settings.db, "SELECT MAX(id) AS id FROM changes")[0]["id"]
    ended: Run | KatalogError
    try:
        ended = run_refresh(settings, now=lambda: at)
    except KatalogError as doubt:
        ended = doubt
    assert tell(settings, Wishes(report=report), ended) == []
    code = 0 if isinstance(ended, Run) else ended.exit_code
    found = query(settings.db, "SELECT * FROM changes WHERE id > ?", last)
    runs = query(settings.db, "SELECT * FROM runs ORDER BY id DESC LIMIT 1")
    assert runs[0]["exit_code"] == code
    files = {
        row["id"]: "renamed" if "_3_3" in row["filename"] else "form"
        for row in query(settings.db, "SELECT id, filename FROM attachments")
    }
    rows = {
        (
            row["kind"],
            row["table_name"],
            files.get(row["key"].rpartition(" / ")[2], row["key"]),
            row["field"],
            *_plain(row),
        )
        for row in found
    }
    live = query(
        settings.db,
        "SELECT code FROM integration_parts WHERE gone_since IS NULL ORDER BY code",
    )
    causes = {row["cause"] for row in found}
    return Told(code, rows, causes, report.read_text(encoding="utf-8"), live)


def _plain(row: dict[str, Any]) -> tuple[str | None, str | None]:
    """Give before and after; of fingerprints, sizes and whole rows only that they are there."""
    if row["field"] in ("sha256", "bytes", "text"):
        assert row["before"] != row["after"]
        return "old", "new"
    if row["kind"] == "removed" and row["before"]:
        return "row", None
    return row["before"], row["after"]


IDS = [f"{number} {night.what}" for number, night in enumerate(FORTNIGHT, 1)]


@pytest.mark.parametrize("number", range(len(FORTNIGHT)), ids=IDS)
def test_the_night_ends_with_this_exit_code(nights: list[Told], number: int) -> None:
    assert nights[number].exit_code == FORTNIGHT[number].exit_code


@pytest.mark.parametrize("number", range(len(FORTNIGHT)), ids=IDS)
def test_the_night_writes_exactly_these_rows(nights: list[Told], number: int) -> None:
    assert nights[number].rows == FORTNIGHT[number].rows
    assert nights[number].causes <= {"site"}


@pytest.mark.parametrize("number", range(len(FORTNIGHT)), ids=IDS)
def test_the_report_says_just_that(nights: list[Told], number: int) -> None:
    report, night = nights[number].report, FORTNIGHT[number]
    for words in night.says:
        assert words in report
    told = [line for line in report.splitlines() if line.startswith("  - ")]
    sentences = [words for words in night.says if words[0].isupper() and "Alt er" not in words]
    assert len(told) == len(sentences)
    day = 2 + number + 1
    assert f"{day}. november 2026" in report
    assert "DEMONSTRATIONSDATA" in report


@pytest.mark.parametrize(
    ("night", "reason"),
    [
        ("labels renamed", "»Enhedspris« er tom på 4 af 4 sider med supportydelser"),
        ("empty search", "søgningen efter SF1590A nævner ikke SF1590_A, men det gør listen over"),
        ("site down", "ikke opdateret, kilden kunne ikke læses"),
        ("site down again", "Det, der vises, er fra 9. november 2026 kl. 3.17."),
    ],
)
def test_a_night_that_failed_says_why_and_what_is_shown(
    nights: list[Told], night: str, reason: str
) -> None:
    report = next(
        told.report for told, each in zip(nights, FORTNIGHT, strict=True) if each.what == night
    )
    assert reason in report, report


def test_the_catalogue_is_whole_on_every_night(nights: list[Told]) -> None:
    codes = [{row["code"] for row in told.live} for told in nights]
    assert [len(each) for each in codes] == [9, 9, 9, 8, 8, 8, 9, 9, 9, 9, 9, 10, 10, 10]
    assert codes[-1] == codes[0] | {NEW}
