"""The facts of the stand-in site, as data: parts, support services, attachments and other pages.

Running text is a tuple of blocks: a string is one paragraph (it may hold links written as
`[text](address)`), `Bullets` is a list. The facts are frozen; `Site` is not, so that a test can
change what the site says between two nights: `site.parts[code] = replace(site.parts[code], ...)`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

FIRST_NODE = 1001


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list in running text."""

    items: tuple[str, ...]


Text = tuple[str | Bullets, ...]


@dataclass(frozen=True, slots=True)
class Environment:
    """Where a technical service answers, in one environment."""

    endpoint: str
    uuid: str
    entity_id: str

    @property
    def lines(self) -> Text:
        """The lines under the environment's heading."""
        return (f"Endpoint: {self.endpoint}", f"UUID: {self.uuid}", f"EntityId: {self.entity_id}")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One technical service of a part, as under the heading "Services"."""

    kind: str
    platform: str
    name: str
    version: str
    status: str
    purpose: Text
    description: Text
    test: Environment | None = None
    production: Environment | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A teaser for a story about the integration's use."""

    heading: str
    teaser: str
    path: str


@dataclass(frozen=True, slots=True)
class Part:
    """One integration part; `services` are the slugs of its support services, in order."""

    code: str
    title: str
    area: str | None
    purpose: Text
    terms: Text
    version: str
    valid_from: str
    status: str = "I drift"
    closed: bool = False
    news: Text = ()
    description: Text = ()
    endpoints: tuple[Endpoint, ...] = ()
    documentation_url: str = ""
    services: tuple[str, ...] = ()
    case: Case | None = None
    production: Text = ()
    summary: Text = ()
    versions: int = 1

    @property
    def slug(self) -> str:
        """The code as it stands in addresses: `sf1590b01`."""
        return self.code.replace("_", "").lower()

    @property
    def path(self) -> str:
        """The address of the part's page."""
        return f"/integration/{self.slug}"


@dataclass(frozen=True, slots=True)
class Service:
    """One support service. `card_price` and `card_units` are set where its card disagrees."""

    slug: str
    name: str
    description: Text
    category: str
    supplier: str
    price: str
    units: str
    reaction: str
    delivery: str
    price_model: str
    related: str
    attachments: tuple[str, ...] = ()
    card_price: str | None = None
    card_units: str | None = None
    mentions: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The address of the service's own page, not percent-encoded."""
        return f"/supportydelse/{self.slug}"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file; `path` is its address, not percent-encoded."""

    path: str
    filename: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Node:
    """A page that is neither part nor support service: a solution, a guide, news."""

    path: str
    kind: str
    title: str
    lead: str
    body: Text = ()
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One row of a search result."""

    kind: str
    code: str | None
    title: str
    path: str
    mentions: tuple[str, ...] = ()


@dataclass(slots=True)
class Site:
    """Everything the site holds, in the order it is shown; tests change it as they please."""

    parts: dict[str, Part] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    extra_hits: list[Hit] = field(default_factory=list)
    unlisted: set[str] = field(default_factory=set)

    def listed(self) -> list[Part]:
        """Give the parts that search, list and sitemap name; the others still have their page."""
        return [part for code, part in self.parts.items() if code not in self.unlisted]

    def node_path(self, path: str) -> str:
        """The path with a number that leads to this page too, and is its shortlink."""
        return f"/node/{FIRST_NODE + self._paths().index(path)}"

    def alias_of(self, path: str) -> str | None:
        """The address of the page that a path with a number leads to."""
        number = path.removeprefix("/node/")
        at = int(number) - FIRST_NODE if number.isdecimal() and number != path else -1
        paths = self._paths()
        return paths[at] if 0 <= at < len(paths) else None

    def _paths(self) -> list[str]:
        facts = (self.parts, self.services, self.nodes)
        return [fact.path for kind in facts for fact in kind.values()]

    def part_at(self, slug: str) -> Part | None:
        """Give the part with this slug."""
        return next((part for part in self.parts.values() if part.slug == slug), None)

    def service_at(self, path: str) -> Service | None:
        """Give the support service at this decoded path."""
        return next((each for each in self.services.values() if each.path == path), None)

    def attachment_at(self, path: str) -> Attachment | None:
        """Give the attachment at this decoded path; `/files` and `/sites/default/files` are one."""
        names = (path, "/sites/default" + path, path.removeprefix("/sites/default"))
        return next((self.attachments[name] for name in names if name in self.attachments), None)

    def hits(self) -> list[Hit]:
        """Give everything a search can find, parts first."""
        return [
            *(Hit("Integration", part.code, part.title, part.path) for part in self.listed()),
            *(Hit(n.kind, None, n.title, n.path, n.mentions) for n in self.nodes.values()),
            *(
                Hit("Supportydelse", None, each.name, each.path, each.mentions)
                for each in self.services.values()
            ),
            *self.extra_hits,
        ]

    def add(self, *facts: Part | Service | Attachment | Node) -> None:
        """Put facts on the site, under the key that they are found by."""
        for fact in facts:
            match fact:
                case Part():
                    self.parts[fact.code] = fact
                case Service():
                    self.services[fact.slug] = fact
                case Attachment():
                    self.attachments[fact.path] = fact
                case Node():
                    self.nodes[fact.path] = fact
