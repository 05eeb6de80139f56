"""The night's report, from the one change table: as text, HTML, JSON and an Atom feed, in Danish.

A run that changed nothing is told too, as a sign of life; so is one that was not published, with
the reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from babel.numbers import format_decimal, format_percent
from jinja2 import Environment, PackageLoader, StrictUndefined

from scraper.balance import DIFFERENCES, Sums
from scraper.errors import NotBelievable, UsageError
from scraper.figures import counted, day, moment, number, size
from scraper.plan import INSTANT
from scraper.settings import OFFICIAL
from scraper.store import Store
from scraper.telling import Teller, Telling, summary

NIGHTS_IN_FEED = 30
"""A reader of the feed that was away for a month misses nothing."""
_WHY = {
    1: "programmet fejlede",
    2: "kørslen kunne ikke gennemføres",
    3: "det læste er ikke troværdigt og skal ses efter",
    4: "kilden kunne ikke læses",
    5: "en anden kørsel var i gang",
    6: "kilden tillader det ikke",
}
_QUIET = "Alt er i orden, og intet er ændret."
_ATOM = "http://www.w3.org/2005/Atom"


def why(exit_code: int | None) -> str:
    """Say why a run that ended so was not published."""
    return _WHY.get(exit_code or 0, "årsagen er ukendt")


@dataclass(frozen=True)
class Night:
    """What is told of one run: its row in `runs`, what changed, and the last good run before."""

    run: dict[str, Any]
    told: list[Telling] = field(default_factory=list)
    names: dict[str, str | None] = field(default_factory=dict)
    previous: dict[str, Any] | None = None
    balance: list[Sums] = field(default_factory=list)
    differs: bool = False
    """Whether the balance does not come out."""

    @property
    def sheet(self) -> list[str]:
        """What the source says there is and what was read, line by line, when that is in doubt."""
        suspect = self.run["exit_code"] == NotBelievable.exit_code
        return [sums.danish for sums in self.balance] if suspect and self.differs else []

    @property
    def good(self) -> bool:
        """Whether the run was published."""
        return bool(self.run["verdict"] == "good")

    @property
    def warning(self) -> str | None:
        """What must be said of data that is not of the real catalogue."""
        if self.run.get("base_url") in (None, OFFICIAL):
            return None
        return f"DEMONSTRATIONSDATA fra {self.run['base_url']}, ikke det rigtige katalog"

    @property
    def from_site(self) -> list[Telling]:
        """What the source changed."""
        return [each for each in self.told if each.cause == "site"]

    @property
    def from_reader(self) -> list[Telling]:
        """What only our own reading changed."""
        return [each for each in self.told if each.cause != "site"]

    @property
    def headline(self) -> str:
        """The night in a few words."""
        if not self.good:
            return f"ikke opdateret, {why(self.run['exit_code'])}"
        news = summary(self.from_site)
        return ", ".join(news) if news else "ingen ændringer"

    @property
    def title(self) -> str:
        """The subject of a mail."""
        demo = "DEMONSTRATIONSDATA: " if self.warning else ""
        date = day(self.run["started_at"])
        return f"{demo}Digitaliseringskataloget {date}: {self.headline}"

    @property
    def lead(self) -> str:
        """The first paragraph: what was done, or why nothing was published."""
        run = self.run
        if not self.good:
            reason = run["message"] or "årsagen er ikke kendt"
            since = (
                f"Det, der vises, er fra {moment(self.previous['started_at'])}."
                if self.previous
                else "Der er endnu ikke offentliggjort noget."
            )
            technical = "" if run["exit_code"] == NotBelievable.exit_code else "teknisk besked: "
            cause = f"{why(run['exit_code'])} ({technical}{reason})"
            return f"Kataloget blev ikke opdateret: {cause}. {since}"
        parts = counted(run["parts"], "integrationsdel", "integrationsdele")
        services = counted(run["services"], "supportydelse", "supportydelser")
        files = counted(run["attachments"], "bilag", "bilag")
        at = moment(run["started_at"])
        read = f"Kataloget blev læst {at}: {parts}, {services} og {files}."
        if run["problems"]:
            noted = counted(run["problems"], "problem", "problemer")
            read += f" Der blev noteret {noted}; se tabellen »Problemer«."
        if self.from_site:
            return read
        return f"{read} Intet er ændret." if run["problems"] else f"{read} {_QUIET}"

    @property
    def groups(self) -> list[tuple[str, list[Telling]]]:
        """What the source changed, by integration; what several share under their names."""
        groups: dict[tuple[str, ...], list[Telling]] = {}
        for each in self.from_site:
            groups.setdefault(each.integrations, []).append(each)
        order = sorted(groups, key=lambda codes: (len(codes) == 0, len(codes) > 1, codes))
        return [(self._family(codes), groups[codes]) for codes in order]

    def _family(self, codes: tuple[str, ...]) -> str:
        if not codes:
            return "Uden integration"
        if len(codes) == 1:
            return " ".join(word for word in (codes[0], self.names.get(codes[0])) if word)
        return f"Fælles for {', '.join(codes[:-1])} og {codes[-1]}"

    @property
    def ledger(self) -> list[tuple[str, str]]:
        """The courtesy ledger: what the run asked of the source."""
        run = self.run
        if run.get("requests") is None:
            return []
        share = format_percent(run["share_304"] or 0, "#,##0.# %", locale="da")
        lines = [
            ("Forespørgsler", number(run["requests"])),
            ("Hentet", size(run["bytes"] or 0)),
            ("Besvaret med »uændret« (304)", share),
        ]
        if run["slowest_url"]:
            seconds = format_decimal(run["slowest_ms"] / 1000, "#,##0.0##", locale="da")
            lines.append(("Langsomste svar", f"{seconds} sekunder: {run['slowest_url']}"))
        lines.append(("robots.txt", self._robots()))
        if run["problems"]:
            lines.append(("Problemer noteret", number(run["problems"])))
        return lines

    def _robots(self) -> str:
        now = self.run["robots_sha256"]
        if now is None:
            return "findes ikke, eller kunne ikke hentes"
        before = self.previous["robots_sha256"] if self.previous else now
        news = "" if before == now else " (ÆNDRET siden sidst)"
        return f"{now[:12]}{news}"


def night_of(store: Store, run_id: int, teller: Teller | None = None) -> Night:
    """Give what is told of a run that stands in `runs`."""
    run = store.rows("SELECT * FROM runs WHERE id = ?", run_id)[0]
    before = store.rows(
        "SELECT * FROM runs WHERE verdict = 'good' AND id < ? ORDER BY id DESC LIMIT 1", run_id
    )
    names = {row["code"]: row["name"] for row in store.rows("SELECT * FROM integrations")}
    told = (teller or Teller(store)).tell(run_id)
    return Night(
        run,
        told,
        names,
        before[0] if before else None,
        store.balance_sheet(run_id),
        store.has_problem(run_id, DIFFERENCES),
    )


def night_that_never_was(
    message: str, exit_code: int, base_url: str, at: str, store: Store | None
) -> Night:
    """Give what is told of a run that did not come so far as to be kept."""
    good = "SELECT * FROM runs WHERE verdict = 'good' ORDER BY id DESC LIMIT 1"
    before = store.rows(good) if store is not None else []
    return Night(
        {
            "id": None,
            "started_at": at,
            "verdict": "failed",
            "exit_code": exit_code,
            "message": message,
            "base_url": base_url,
        },
        previous=before[0] if before else None,
    )


def as_text(night: Night) -> str:
    """Give the report as plain text."""
    lines = [night.title, "=" * len(night.title), ""]
    if night.warning:
        lines += [night.warning, ""]
    lines += [night.lead, ""]
    if night.sheet:
        lines += ["Regnskab:", *(f"    {line}" for line in night.sheet), ""]
    for family, told in night.groups:
        lines += [family]
        for each in told:
            lines += [f"  - {each.text}", *(f"      {line}" for line in each.lines)]
        lines += [""]
    if night.from_reader:
        lines += ["Kun vores læsning er ændret, ikke kataloget:"]
        lines += [*(f"  - {each.text}" for each in night.from_reader), ""]
    lines += [f"{name}: {value}" for name, value in night.ledger]
    return "\n".join(lines).rstrip() + "\n"


def as_html(night: Night) -> str:
    """Give the report as one HTML page with inline styles, fit for a mail."""
    return _rendered("report.html", night)


def as_json(night: Night) -> str:
    """Give the report as JSON: the run, its news in words, and the changes in short."""
    data = {
        "title": night.title,
        "lead": night.lead,
        "warning": night.warning,
        "run": night.run,
        "summary": summary(night.from_site),
        "groups": [
            {"integration": family, "changes": [asdict(each) for each in told]}
            for family, told in night.groups
        ],
        "reader": [asdict(each) for each in night.from_reader],
        "ledger": dict(night.ledger),
        "balance": [asdict(sums) for sums in night.balance],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True)
class Feed:
    """What a feed is of, and where it and its nights are seen; addresses are whole.

    `about` is an integration's code and name, None for all; `page` gives a night's address.
    """

    base_url: str
    about: tuple[str, str] | None = None
    address: str | None = None
    home: str | None = None
    page: Callable[[Night], str] | None = None


def as_atom(nights: Iterable[Night], feed: Feed) -> str:
    """Give nights as an Atom feed (RFC 4287), newest first, an entry each."""
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "da"})
    nights = list(nights)
    demo = "DEMONSTRATIONSDATA: " if feed.base_url != OFFICIAL else ""
    place = f"{feed.base_url}#katalog" + (f"/{feed.about[0]}" if feed.about else "")
    of = f": {' '.join(feed.about).strip()}" if feed.about else ""
    _add(root, "id", uuid5(NAMESPACE_URL, place).urn)
    _add(root, "title", f"{demo}Ændringer i Digitaliseringskataloget{of}")
    now = datetime.now(UTC).strftime(INSTANT)
    _add(root, "updated", nights[0].run["started_at"] if nights else now)
    _add(ET.SubElement(root, f"{{{_ATOM}}}author"), "name", "katalog")
    for relation, address in (("self", feed.address), ("alternate", feed.home)):
        if address:
            ET.SubElement(root, f"{{{_ATOM}}}link", {"rel": relation, "href": address})
    for night in nights:
        entry = ET.SubElement(root, f"{{{_ATOM}}}entry")
        at = night.run["started_at"]
        _add(entry, "id", uuid5(NAMESPACE_URL, f"{place}/{at}").urn)
        _add(entry, "title", night.title)
        _add(entry, "updated", at)
        if feed.page:
            link = {"rel": "alternate", "href": feed.page(night)}
            ET.SubElement(entry, f"{{{_ATOM}}}link", link)
        _add(entry, "content", _rendered("night.html", night), {"type": "html"})
    ET.indent(root)
    return str(ET.tostring(root, encoding="unicode", xml_declaration=True)) + "\n"


def latest_nights(store: Store, night: Night) -> list[Night]:
    """Give the nights of a feed that ends with one."""
    runs = store.rows(
        "SELECT id FROM runs WHERE base_url = ? AND id < ? ORDER BY id DESC LIMIT ?",
        night.run["base_url"],
        night.run["id"] if night.run["id"] is not None else 1 << 62,
        NIGHTS_IN_FEED - 1,
    )
    teller = Teller(store)
    return [night, *(night_of(store, row["id"], teller) for row in runs)]


_WRITERS: dict[str, Callable[[Night], str]] = {".txt": as_text, ".html": as_html, ".json": as_json}


def check_report(path: Path) -> None:
    """Say before the run whether a report can be written. Raises `UsageError`."""
    if path.suffix.lower() not in (*_WRITERS, ".atom"):
        known = ", ".join(_WRITERS)
        raise UsageError(f"cannot write '{path.suffix}' reports; end its name in {known} or .atom")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"there is no folder {path.parent} for the report; make it first")


def report_text(path: Path, night: Night, store: Store | None) -> str:
    """Give a report in the format that the file's ending names."""
    ending = path.suffix.lower()
    if ending != ".atom":
        return _WRITERS[ending](night)
    nights = [night] if store is None else latest_nights(store, night)
    return as_atom(nights, Feed(str(night.run["base_url"])))


def _rendered(template: str, night: Night) -> str:
    pages = Environment(loader=PackageLoader("scraper"), autoescape=True, undefined=StrictUndefined)
    return str(pages.get_template(template).render(night=night))


def _add(parent: ET.Element, name: str, text: str, about: dict[str, str] | None = None) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}", about or {}).text = text
