"""Is everything in order, and if not, what to do: set-up, database, lock, archive, source."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from scraper.archive import unfinished_files, whole_recording
from scraper.balance import SEARCH
from scraper.charset import decode
from scraper.discover import Found, Ladder
from scraper.errors import KatalogError, Locked, PageFault, UsageError
from scraper.fetch import Fetcher, ended_by
from scraper.lock import holder, is_free
from scraper.models import AddressParameter
from scraper.parse.part import parse_part
from scraper.parse.result import Page, read_guarded
from scraper.parse.service import parse_service
from scraper.settings import OFFICIAL, Settings
from scraper.store import Store, open_for_reading
from scraper.why import explain

LEAST_ROOM = 200_000_000
"""Bytes that should be free: some nights' archive, and a copy of the database's changes."""
OLDEST_SQLITE = (3, 37, 0)
"""STRICT tables came with 3.37."""


_AFTER = {
    4: "the source did not answer: try 'katalog doctor --online', and again later",
    6: "the source does not want to be read: ask its owner before trying again",
}
"""What to do after an exit code."""
_REASONS = {
    "tracking": "its name says that it is for tracking",
    "session": "its name says that it is a session's",
    "canonical": "the page names the address without it, and that shows the same record",
    "content": "the content is the same without it",
    "card": "robots.txt forbids the address with it, and the card says what the page without says",
    "turns": "the content is the same with another value",
    "differs": "the content is another without it, or with another value",
    "unanswered": "the address without it could not be read, and no other value was seen",
}
"""What `address_parameters.reason` says."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: whether it is in order, what was seen, and what to do if not."""

    name: str
    ok: bool
    seen: str
    advice: str = ""
    details: tuple[str, ...] = ()
    code: int = UsageError.exit_code
    """What the command ends with when this is the first thing that is not in order."""


def examine(settings: Settings, *, online: bool) -> Iterator[Check]:
    """Look at everything, one check after another."""
    yield _python()
    yield _sqlite()
    yield _contact(settings)
    yield from _database(settings)
    yield _lock(settings)
    yield _archive(settings)
    yield _room(settings)
    if online:
        yield from _source(settings)


def _python() -> Check:
    version = sys.version.split()[0]
    return Check("Python", sys.version_info >= (3, 11), version, "use Python 3.11 to 3.13")


def _sqlite() -> Check:
    ok = sqlite3.sqlite_version_info >= OLDEST_SQLITE
    return Check("SQLite", ok, sqlite3.sqlite_version, "SQLite 3.37 or newer is needed")


def _contact(settings: Settings) -> Check:
    seen = settings.user_agent
    if not settings.contact and settings.base_url == OFFICIAL:
        seen += (
            "; set KATALOG_CONTACT to an e-mail or web address, so that the source can reach you"
        )
    return Check("contact", True, seen)


def _database(settings: Settings) -> Iterator[Check]:
    if not settings.db.exists():
        yield Check("database", False, f"{settings.db} is not there", "run 'katalog crawl'")
        return
    try:
        store = open_for_reading(settings.db)
    except UsageError as fault:
        yield Check("database", False, str(fault), "choose another --db")
        return
    try:
        sound = store.rows("PRAGMA quick_check")[0]["quick_check"]
        yield Check("database", sound == "ok", sound, "restore it, or run 'katalog rebuild'")
        broken = store.rows("PRAGMA foreign_key_check")
        yield Check("references", not broken, f"{len(broken)} broken", "run 'katalog rebuild'")
        yield _last_run(store)
        yield _addresses(store)
    finally:
        store.close()


def _last_run(store: Store) -> Check:
    runs = store.rows("SELECT * FROM runs ORDER BY id DESC LIMIT 1")
    if not runs:
        return Check("last run", False, "there was none", "run 'katalog crawl'")
    run = runs[0]
    seen = f"{run['started_at']} {run['verdict']}: {run['message']} ({run['problems']} problems)"
    if run["verdict"] == "suspect":
        advice = "look at the pages below; if they are right, 'katalog refresh --accept', else see "
        advice += "scraper/parse/vocabulary.py"
        return Check("last run", False, seen, advice, tuple(explain(store, run)), run["exit_code"])
    advice = _AFTER.get(run["exit_code"], "look in the table 'problems'")
    return Check("last run", run["verdict"] == "good", seen, advice, code=run["exit_code"])


def _addresses(store: Store) -> Check:
    """Say which parameters are no part of keys, which are for good, and why."""
    decided = store.address_parameters()
    number = sum(each.left_out for each in decided)
    which = f"{number} parameters are" if number > 1 else f"{number or 'no'} parameter is"
    details = tuple(map(_why_left_out, decided))
    return Check("addresses", True, f"{which} left out of keys", details=details)


def _why_left_out(each: AddressParameter) -> str:
    one, *other = json.loads(each.evidence)[0]
    name = f"'{each.parameter}'" if each.parameter else "a value without a name"
    word = "left out" if each.left_out else "kept"
    compared = f" ({one}{f' and {other[0]}' if other else ''})"
    return f"{name} in {each.host}{each.path} is {word}: {_REASONS[each.reason]}{compared}"


def _lock(settings: Settings) -> Check:
    try:
        if is_free(settings.db):
            return Check("lock", True, "free")
        seen = f"held{holder(settings.db)}"
        advice = "another run is at work; wait until it has ended"
        return Check("lock", False, seen, advice, code=Locked.exit_code)
    except OSError as fault:
        return Check("lock", False, str(fault), "make the folder of --db writable")


def _archive(settings: Settings) -> Check:
    folder = settings.archive_folder
    if not folder.exists():
        return Check("archive", True, f"{folder} is not there yet")
    left = unfinished_files(folder)
    seen = f"{len(list(folder.glob('*.warc.gz')))} files, {len(left)} left open by a killed run"
    return Check("archive", not left, seen, "the next run takes them over by itself")


def _room(settings: Settings) -> Check:
    """Look whether a night has room: a full disk ends it, and may keep it from saying so."""
    free = shutil.disk_usage(settings.db.absolute().parent).free
    advice = "make room: a night that runs out of it ends with 2 and publishes nothing"
    return Check("disk", free >= LEAST_ROOM, f"{free // 1_000_000} MB free", advice)


def _source(settings: Settings) -> Iterator[Check]:
    """Ask the source for robots.txt, a search, and one page of each kind."""
    recording = whole_recording(settings.replay) if settings.replay else None
    fetcher = Fetcher(settings, None, replay=recording)
    try:
        rules = fetcher.robots(settings.base_url)
        seen = f"may ask for the front page: {rules.allows(settings.base_url + '/')}"
        yield Check("robots.txt", rules.allows(settings.base_url + "/"), seen, "ask the owner")
        yield from _way_in(settings, fetcher)
    except (KatalogError, PageFault) as fault:
        ended = fault if isinstance(fault, KatalogError) else ended_by(fault)
        advice = "check the network and --base-url"
        yield Check("source", False, str(fault), advice, code=ended.exit_code)
    finally:
        fetcher.close()


def _way_in(settings: Settings, fetcher: Fetcher) -> Iterator[Check]:
    told: list[str] = []

    def ask(url: str, kind: str) -> Page:
        answer = fetcher.get(url)
        return Page(answer.url, decode(answer.body, answer.charset))

    def tell(kind: str, url: str | None, message: str, *about: str | None) -> None:
        told.append(f"{message} ({url})")

    ladder = Ladder(
        base_url=settings.base_url,
        policy=settings.policy,
        ask=ask,
        ask_bytes=lambda url: fetcher.get(url).body,
        sitemaps=lambda: fetcher.robots(settings.base_url).sitemaps,
        tell=tell,
    )
    found = Found()
    urls = list(ladder.find("SF1590B", found))
    search = found.accounts[SEARCH]
    seen = f"{len(urls)} parts by {found.step}, which lists {search.listed} results"
    if search.said is not None:
        seen += f" and speaks of {search.said}"
    seen += "".join(f"; {each}" for each in told)
    ok = found.step == SEARCH and search.whole
    yield Check("way in", ok, seen, "see scraper/parse/vocabulary.py and discover.py")
    if urls:
        yield from _one_of_each(ask(urls[0], "part"), fetcher)


def _one_of_each(page: Page, fetcher: Fetcher) -> Iterator[Check]:
    reading = read_guarded(parse_part, page)
    problems = "; ".join(finding.message for finding in reading.findings)
    yield Check("part page", not problems, problems or page.url, "mend scraper/parse/vocabulary.py")
    for card in reading.record.support_services[:1]:
        if card.url is None:
            continue
        answer = fetcher.get(card.url)
        service = read_guarded(parse_service, Page(answer.url, decode(answer.body, answer.charset)))
        problems = "; ".join(finding.message for finding in service.findings)
        yield Check(
            "service page", not problems, problems or card.url, "mend scraper/parse/vocabulary.py"
        )
