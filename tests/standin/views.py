"""What the pages hand to a markup: plain data, nothing of HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.standin.content import Text


@dataclass(frozen=True, slots=True)
class Options:
    """How pages are made just now; faults and switches change these, never the content."""

    base_url: str = "http://127.0.0.1"
    page_size: int = 5
    search: bool = True
    rename: Mapping[str, str] = field(default_factory=dict)
    empty_search: bool = False
    count_says: int | None = None
    card_price: str | None = None
    card_units: str | None = None
    charset: str | None = "utf-8"
    noise: str = ""
    facets: str | None = None
    neighbours: str | None = None
    script_pager: bool = False

    def word(self, label: str) -> str:
        """Give the label as the site spells it just now."""
        return self.rename.get(label, label)


@dataclass(frozen=True, slots=True)
class SearchForm:
    """A search form: where it goes, its field, and what must be sent along."""

    action: str
    field: str
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value; no label for a bare value, `links` where the value is files."""

    label: str
    value: str = ""
    flag: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CardView:
    """A support service's card on a part's page."""

    kicker: str
    name: str
    description: Text
    href: str
    category: str
    facts: tuple[Fact, ...]
    order: str
    order_href: str


@dataclass(frozen=True, slots=True)
class HitView:
    """One row of a search result."""

    kind: str
    code: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class FacetItem:
    """One choice of a facet: its words, how many rows it leaves, and where it leads."""

    key: str
    text: str
    count: int
    href: str
    active: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A block of links that narrow a list, each with its number of rows."""

    title: str
    alias: str
    items: tuple[FacetItem, ...]


@dataclass(frozen=True, slots=True)
class Teaser:
    """A neighbour of the page's own record, shown beside it with values of its own."""

    kind: str
    code: str
    title: str
    href: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ListCard:
    """One card of the list page."""

    code: str
    area: str
    title: str
    version: Fact
    status: str
    summary: Text
    versions: str
    href: str


@dataclass(frozen=True, slots=True)
class Pager:
    """Pages counted from zero; `hrefs` holds one address for each."""

    at: int
    hrefs: tuple[str, ...]

    @property
    def next(self) -> str | None:
        """The address of the next page."""
        return self.hrefs[self.at + 1] if self.at + 1 < len(self.hrefs) else None


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An entry of a menu, with those below it."""

    text: str
    href: str
    below: tuple[MenuItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole page: its parts are HTML, made by the same markup."""

    title: str
    main: str
    left: tuple[MenuItem, ...] = ()
    trail: tuple[str, ...] = ()
    options: Options = field(default_factory=Options)
    path: str = "/"
    shortlink: str = ""
    kind: str = ""
    before: str = ""
    after: str = ""


MAIN_MENU = (
    MenuItem("Kom godt i gang", "/kom-godt-i-gang-vejledninger"),
    MenuItem("Integrationer", "/integrationer"),
    MenuItem("Viden", "/viden"),
    MenuItem("Kalender", "/kalender"),
    MenuItem("Driftstatus", "/driftstatus"),
)
LEFT_MENU = (
    MenuItem(
        "Forretning",
        "#table-of-contents-0-0",
        (
            MenuItem("Formål", "#table-of-contents-0-0"),
            MenuItem("Vilkår og betingelser", "#table-of-contents-0-1"),
        ),
    ),
    MenuItem("Udvikling og test", "#table-of-contents-1-0"),
    MenuItem("Drift", "#table-of-contents-2-0"),
)
FOOTER = (
    MenuItem("Generelle vilkår", "/generelle-vilkaar"),
    MenuItem("Kontakt og support", "/kontakt-og-support"),
)
ORDER_FIELDS = (("Navn", "navn"), ("E-mail", "mail"), ("Bestillings-id", "bestillings_id"))
ADDRESS = "Opdigtet Forening · Eksempelgade 1 · 1000 Eksempelby · Telefon 00 00 00 00"
