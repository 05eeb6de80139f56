"""The balance of a run: what the source says there is, held against what was read (pure).

Each source (search, list, sitemap) has an account for each term. A difference between what it says,
what it lists, what the others name and what was read has its row in `problems`; one that nothing
explains (another kind, robots.txt, a duplicate, an address that is gone) makes the run suspect.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scraper.checks import LEAST, Doubt
from scraper.text.codes import is_code

SEARCH, LIST, SITEMAP, ADDRESS = "search", "list", "sitemap", "address"
"""The sources, in the order in which they are asked."""
CARDS, SERVICES = "cards", "services"
"""The sources of what stands on parts' pages, and on the services' own."""
GONE = "gone"
"""The fault of an address that answers 404 or 410."""
ROBOTS = "robots"
"""The fault of an address that robots.txt forbids."""
DIFFERENCES = frozenset(
    {"count_differs", "page_unread", "no_address", "not_in_search", "not_in_list", "no_parts"}
)
"""Kinds of problem that are differences of accounts, which nothing explains."""
LIST_STANDS = timedelta(days=6, hours=12)
"""How long a list that was read whole stands: the next night in a week reads it again, though it
begins some minutes earlier."""
CARDS_EXPECTED = 5
"""Of so many parts some have a support service: not one is no chance. Fewer may have none, when
nothing on their pages looks like a card."""
_NAMED = 5
"""Codes named in one sentence; of more, only their number is told."""


@dataclass(slots=True)
class Account:
    """What one source says of one term; of the whole catalogue where the term is empty.

    `said` is its own count of rows, `listed` the rows that were read, of which `parts` are the
    addresses that name a part of the term. It is `cut` when some page of it was not read: `unread`
    are those that could not be, by address, with the kind of fault. `nameless` are rows of parts
    with neither a code that is understood nor an address. `versions` is how many versions its rows
    speak of, where they do.
    """

    term: str
    source: str
    said: int | None = None
    listed: int = 0
    parts: list[str] = field(default_factory=list)
    reached: bool = False
    cut: bool = False
    unread: dict[str, str] = field(default_factory=dict)
    nameless: list[str] = field(default_factory=list)
    versions: int | None = None

    @property
    def doubles(self) -> int:
        """How many rows name a part that another row has named."""
        return len(self.parts) - len(set(self.parts))

    @property
    def gap(self) -> int:
        """How many rows more (or fewer) the source says it has than were read; 0 when it agrees.

        Rows that came twice may or may not count: either is explained.
        """
        if self.said is None or self.said in (self.listed, self.listed - self.doubles):
            return 0
        return self.said - self.listed

    @property
    def whole(self) -> bool:
        """Whether all of it was read, as far as it says itself."""
        return self.reached and not self.cut and self.gap == 0


@dataclass(frozen=True, slots=True)
class Sums:
    """One line of the balance sheet: an account with what became of the parts that it names."""

    term: str
    source: str
    said: int | None
    listed: int
    parts: int
    asked: int
    read: int
    versions: int | None = None

    @property
    def english(self) -> str:
        """The line as a sentence."""
        name = english_name(self.source, self.term)
        name += f", of {self.term}" if self.term and self.source != SEARCH else ""
        said = "" if self.said is None else f"says {self.said}, "
        rows = f"lists {self.listed}, {self.parts} of them parts"
        rows += f" with {self.versions} versions" if self.versions is not None else ""
        return f"{name}: {said}{rows}; {self.asked} asked for, {self.read} read"

    @property
    def danish(self) -> str:
        """The same in Danish."""
        name = danish_name(self.source, self.term)
        name += f", {self.term}" if self.term and self.source != SEARCH else ""
        said = "" if self.said is None else f"siger {self.said}, "
        rows = f"{self.listed} rækker læst, heraf {self.parts} integrationsdele"
        rows += f" i {self.versions} versioner" if self.versions is not None else ""
        return f"{name}: {said}{rows}; {self.asked} spurgt efter, {self.read} læst"


Key = tuple[str, str, str, str, str]
"""What tells one difference from another: kind, term, source, subject, value."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two numbers or lists that should agree.

    `subject` is what it is about (a part's code, an address), `value` how much it is. What is
    `explained` is told, and held against nothing.
    """

    kind: str
    term: str
    source: str
    english: str
    danish: str = ""
    subject: str = ""
    value: str = ""
    url: str | None = None
    explained: bool = False

    @property
    def key(self) -> Key:
        """What it is remembered by when somebody accepted it."""
        return self.kind, self.term, self.source, self.subject, self.value

    @property
    def remembered(self) -> dict[str, str]:
        """The same by name."""
        return dict(zip(("kind", "term", "source", "subject", "value"), self.key, strict=True))


@dataclass(slots=True)
class Balance:
    """All accounts of a run, and what came of every address that was asked for.

    `terms` are those that were looked for, the empty one for the whole catalogue. `read` holds the
    code of the part that each address showed, `faults` the kind of fault of each that could not be
    had or read. `cards` counts the cards read on parts' pages, `cards_unread` the pages with cards
    of which none could be read. Of `services`, `compared` were held against their cards, and differ
    from them on `at_odds`.
    """

    terms: list[str] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    read: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    cards: int = 0
    cards_unread: int = 0
    services: int = 0
    compared: int = 0
    at_odds: int = 0

    def sheet(self) -> list[Sums]:
        """Return the balance sheet, a line for each account that was reached."""
        return [self._sums(each) for each in self.accounts if each.reached]

    def _sums(self, account: Account) -> Sums:
        addresses = set(account.parts)
        read = sum(url in self.read for url in addresses)
        unread = sum(self.faults.get(url, ROBOTS) != ROBOTS for url in addresses)
        rows = (account.said, account.listed, len(account.parts))
        return Sums(account.term, account.source, *rows, read + unread, read, account.versions)

    def differences(self) -> list[Difference]:
        """Return every difference, each once, those that are explained too."""
        found: list[Difference] = []
        for account in self.accounts:
            found += self._within(account)
        for term in self.terms:
            accounts = {each.source: each for each in self.accounts if each.term == term}
            found += self._between(term, accounts)
        found += self._of_pages()
        return list(dict.fromkeys(found))

    def looked_at(self) -> set[tuple[str, str]]:
        """Return (term, source) of all that was looked at whole: a difference would have shown."""
        looked = {(each.term, each.source) for each in self.accounts if each.reached}
        looked -= {(each.term, each.source) for each in self.accounts if each.cut}
        looked |= {(term, "") for term in self.terms}
        if self.read:
            looked.add(("", CARDS))
        if self.compared == self.services:  # one that stands unchanged is not compared again
            looked.add(("", SERVICES))
        return looked

    # -- one account --------------------------------------------------------------------------

    def _within(self, account: Account) -> Iterator[Difference]:
        """Return where an account does not agree with itself, and what it names that is gone."""
        term, source = account.term, account.source
        english, danish = english_name(source, term), danish_name(source, term)
        if account.gap:
            yield Difference(
                "count_differs",
                term,
                source,
                f"{english} speaks of {account.said} results, {account.listed} were read",
                f"{danish} taler om {account.said} resultater, men {account.listed} blev læst",
                value=str(account.gap),
                explained=account.cut,
            )
        for url, fault in account.unread.items():
            yield Difference(
                "page_unread",
                term,
                source,
                f"a later page of {english} could not be read ({fault})",
                f"en senere side af {danish} kunne ikke læses",
                subject=url,
                url=url,
            )
        for words in account.nameless:
            yield Difference(
                "no_address",
                term,
                source,
                f"{english} lists '{words}' with neither a code that is understood nor an address",
                f"{danish} nævner »{words}« uden adresse og uden en kode, der kan forstås",
                subject=words,
            )
        places: dict[str, str] = {}
        for url, times in Counter(account.parts).items():
            if self.faults.get(url) == GONE and term in self.terms:
                says = f"{english} names it, and it answers 404 or 410"
                yield Difference(GONE, term, source, says, subject=url, url=url, explained=True)
            first = places.setdefault(self.read.get(url, url), url)
            if times > 1 or first != url:
                says = f"{english} lists it more than once"
                says += f", at {first} too" if first != url else ""
                yield Difference(
                    "duplicate", term, source, says, subject=url, url=url, explained=True
                )

    # -- accounts against each other ----------------------------------------------------------

    def _between(self, term: str, accounts: dict[str, Account]) -> Iterator[Difference]:
        """Return where the accounts of one term do not agree with each other.

        Only parts that were read count: what else a source names has a row of its own.
        """
        if all(self.faults.get(url) == GONE for each in accounts.values() for url in each.parts):
            yield _without_parts(term)
        named = {
            source: {self.read[url]: url for url in account.parts if url in self.read}
            for source, account in accounts.items()
        }
        union = {code: url for codes in named.values() for code, url in codes.items()}
        for source in (SEARCH, LIST):
            account = accounts.get(source)
            if account is None or not account.reached or account.cut:
                continue
            if term and not is_code(term) and named[source]:
                continue  # a search for words knows more of them than a list's titles say
            for code in sorted(union.keys() - named[source].keys()):
                others = [each for each in (SEARCH, LIST, SITEMAP) if code in named.get(each, ())]
                if others:
                    yield _not_named(account, code, union[code], others)
        yield from self._lagging(term, accounts, named)

    def _lagging(
        self, term: str, accounts: dict[str, Account], named: dict[str, dict[str, str]]
    ) -> Iterator[Difference]:
        """Tell of what a sitemap does not name: it may be made once a day, and nothing is lost.

        One that names no part of this term at all says nothing.
        """
        others = {code for source in (SEARCH, LIST) for code in named.get(source, ())}
        lacking = sorted(others - named.get(SITEMAP, {}).keys())
        if lacking and named.get(SITEMAP) and not accounts[SITEMAP].cut:
            says = f"the sitemap does not name {_some(lacking, 'and', 'more')}"
            subject = ", ".join(lacking)
            yield Difference("not_in_sitemap", term, SITEMAP, says, subject=subject, explained=True)

    # -- pages --------------------------------------------------------------------------------

    def _of_pages(self) -> Iterator[Difference]:
        """Return what stands on all pages of a kind at once, which is no accident of one page."""
        parts = len(set(self.read.values()))
        if self.cards == 0 and (self.cards_unread or parts >= CARDS_EXPECTED):
            yield Difference(
                "no_cards",
                "",
                CARDS,
                f"not one support service's card could be read on the pages of {parts} parts",
                f"ingen supportydelse kunne læses på siderne for {parts} integrationsdele",
            )
        if self.services >= LEAST and self.at_odds == self.services:
            yield Difference(
                "cards_differ",
                "",
                SERVICES,
                f"card and page differ on each of {self.services} support services",
                f"kort og egen side er uenige om hver eneste af {self.services} supportydelser",
            )


def _without_parts(term: str) -> Difference:
    return Difference(
        "no_parts",
        term,
        "",
        f"no integration part was found for {term or 'the whole catalogue'}",
        f"ingen integrationsdele blev fundet for {term or 'hele kataloget'}",
    )


def _not_named(account: Account, code: str, url: str, others: list[str]) -> Difference:
    source, term = account.source, account.term
    english = " and ".join(english_name(each, term) for each in others)
    danish = " og ".join(danish_name(each, term) for each in others)
    return Difference(
        f"not_in_{source}",
        term,
        source,
        f"{english_name(source, term)} does not name {code}, but {english} does",
        f"{danish_name(source, term)} nævner ikke {code}, men det gør {danish}",
        subject=code,
        url=url,
    )


def open_differences(
    differences: Iterable[Difference], accepted: frozenset[Key]
) -> list[Difference]:
    """Return the differences that nothing explains and nobody accepted as they are."""
    return [each for each in differences if not each.explained and each.key not in accepted]


def list_is_due(last_read: datetime | None, started_at: datetime) -> bool:
    """Whether the whole list is to be read: it was never, or not for a week.

    `last_read` is when the last good run began that read it, `started_at` when this one did.
    """
    return last_read is None or started_at - last_read >= LIST_STANDS


# -- in words -----------------------------------------------------------------------------------


def doubts(differences: Iterable[Difference]) -> list[Doubt]:
    """Return the reasons that differences give not to believe a run: one for all of a kind."""
    groups: dict[tuple[str, str, str], list[Difference]] = {}
    for each in differences:
        groups.setdefault((each.kind, each.term, each.source), []).append(each)
    return [_doubt(group) for group in groups.values()]


def _doubt(group: list[Difference]) -> Doubt:
    first, more = group[0], len(group) - 1
    if not more:
        return Doubt(first.english, first.danish)
    if not first.kind.startswith("not_in_"):
        return Doubt(
            f"{first.english}, and {more} more of its kind",
            f"{first.danish}, og {more} til af samme slags",
        )
    codes = [each.subject for each in group]
    english, danish = (name(first.source, first.term) for name in (english_name, danish_name))
    return Doubt(
        f"{english} does not name {_some(codes, 'and', 'more')}, which are there all the same",
        f"{danish} nævner ikke {_some(codes, 'og', 'andre')}, som dog findes",
    )


def _some(names: list[str], also: str, more: str) -> str:
    """Return the first of some names in words, with the number of the rest."""
    *before, last = (
        names if len(names) <= _NAMED else [*names[:_NAMED], f"{len(names) - _NAMED} {more}"]
    )
    return f"{', '.join(before)} {also} {last}" if before else last


def english_name(source: str, term: str) -> str:
    """Return what a source is called in English sentences."""
    names = {LIST: "the list", SITEMAP: "the sitemap", ADDRESS: "the rule of addresses"}
    return names.get(source, f"the search for {term}")


def danish_name(source: str, term: str) -> str:
    """Return what a source is called in Danish sentences."""
    names = {LIST: "listen over integrationer", SITEMAP: "sitemappet", ADDRESS: "adressereglen"}
    return names.get(source, f"søgningen efter {term}")
