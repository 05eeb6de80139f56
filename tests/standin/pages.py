"""The pages of the stand-in: which words stand on each, and in what order.

The order is that of the stored texts of the real pages and of the guide; only the markup differs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from tests.standin.content import Endpoint, Node, Part, Service, Site, Text
from tests.standin.finding import find
from tests.standin.markups.base import Markup
from tests.standin.views import (
    LEFT_MENU,
    CardView,
    Fact,
    HitView,
    ListCard,
    Options,
    Pager,
    Sheet,
)

CLOSED = "Denne version er lukket for tilgang"


@dataclass(frozen=True, slots=True)
class Pages:
    """Makes every page of a site in one markup."""

    site: Site
    markup: Markup
    options: Options

    def part(self, part: Part, version: str | None = None) -> str:
        """Make the page of an integration part, in the version asked for."""
        if version and version != part.version:
            part = replace(part, version=version)
        m, w = self.markup, self.options.word
        main = [
            m.header(part.code, part.title, part.area),
            m.side_menu(LEFT_MENU) if m.menu_follows else "",
            m.section(w("Formål"), m.prose(part.purpose), 2, "table-of-contents-0-0"),
            m.section(w("Vilkår og betingelser"), m.prose(part.terms), 2, "table-of-contents-0-1"),
            m.case(f"Case - {part.case.heading}", part.case.teaser, part.case.path)
            if part.case
            else "",
            m.section(
                f"{part.code}_{part.version}", self._version(part), 2, "table-of-contents-1-0"
            ),
            self._texts(w("Anvend integrationen i produktion"), part.production, 2),
            "" if m.download_first else self._download(part),
            m.cards([m.card(self._card(self.site.services[slug])) for slug in part.services]),
        ]
        sheet = Sheet(
            f"{part.title} | Digitaliseringskataloget",
            "\n".join(filter(None, main)),
            () if m.menu_follows else LEFT_MENU,
            ("Forside", "Integrationer", part.title),
            self.options,
        )
        return m.document(sheet)

    def _version(self, part: Part) -> str:
        m, w = self.markup, self.options.word
        facts = (
            Fact(w("Status gyldig fra"), part.valid_from),
            Fact(w("Version"), part.version, flag=CLOSED if part.closed else ""),
            Fact("", part.status),
        )
        endpoints = "\n".join(self._endpoint(each) for each in part.endpoints)
        return "\n".join(
            filter(
                None,
                [
                    m.heading(part.title, 3),
                    m.facts(facts, "version"),
                    self._texts(w("Nyt i denne version"), part.news, 3),
                    self._texts(w("Beskrivelse"), part.description, 3),
                    self._download(part) if m.download_first else "",
                    m.section(w("Services"), endpoints, 3, "") if endpoints else "",
                ],
            )
        )

    def _download(self, part: Part) -> str:
        return self.markup.download(
            self.options.word("Download dokumentation"), part.documentation_url
        )

    def _texts(self, title: str, text: Text, level: int) -> str:
        if not text:
            return ""
        return self.markup.section(title, self.markup.prose(text), level, "")

    def _endpoint(self, endpoint: Endpoint) -> str:
        w = self.options.word
        facts = (Fact(w("Version"), endpoint.version), Fact("", endpoint.status))
        return self.markup.endpoint(
            f"{endpoint.kind} / {endpoint.platform}",
            endpoint.name,
            self.markup.facts(facts, "endpoint"),
            self._texts(w("Formål"), endpoint.purpose, 5)
            + self._texts(w("Beskrivelse"), endpoint.description, 5),
        )

    def _card(self, service: Service) -> CardView:
        w, options = self.options.word, self.options
        price = options.card_price or service.card_price or service.price
        units = options.card_units or service.card_units or service.units
        return CardView(
            kicker=w("Supportydelse"),
            name=service.name,
            description=service.description,
            href=service.path,
            category=service.category,
            facts=(
                Fact(w("Leverandør"), service.supplier),
                Fact(w("Enhedspris"), price),
                Fact(w("Antal enheder"), units),
            ),
            order=w("Bestil"),
            order_href=f"/bestil/{service.slug}",
        )

    def service(self, service: Service) -> str:
        """Make a support service's own page."""
        m, w = self.markup, self.options.word
        files = tuple(
            (self.site.attachments[path].filename, path)
            for path in service.attachments
            if path in self.site.attachments
        )
        facts = (
            Fact(w("Reaktionstid"), service.reaction),
            Fact(w("Leveringstid"), service.delivery),
            Fact(w("Prismodel"), service.price_model),
            Fact(w("Enheder"), service.units),
            Fact(w("Enhedspris"), service.price),
            Fact(w("Relaterede supportydelse"), service.related),
            *((Fact(w("Bilag"), links=files),) if files else ()),
        )
        main = (
            m.kicker(w("Supportydelse"))
            + m.heading(service.name, 1)
            + m.prose(service.description)
            + m.facts(facts, "service")
            + m.order(w("Bestil"), f"/bestil/{service.slug}")
        )
        trail = ("Forside", "Supportydelser", service.name)
        title = f"{service.name} | Digitaliseringskataloget"
        return m.document(Sheet(title, main, (), trail, self.options))

    def search(self, term: str, page: int) -> str:
        """Make one page of a search result."""
        m, form = self.markup, self.markup.form
        hits = [] if self.options.empty_search else find(self.site, term)
        sent = [(form.field, term), *form.hidden]
        start = page * self.options.page_size
        shown = hits[start : start + self.options.page_size]
        count = len(hits) if self.options.count_says is None else self.options.count_says
        rows = [m.hit(HitView(h.kind, h.code or "", h.title, h.path)) for h in shown]
        main = (
            m.search_form(self.options, term)
            + m.heading(term or "Søgning", 1)
            + m.count(m.count_words(count))
            + (m.hits(rows) if rows else "")
            + self._pager(page, len(hits), form.action, sent)
        )
        title = "Søgeresultat | Digitaliseringskataloget"
        return m.document(Sheet(title, main, (), (), self.options))

    def listing(self, page: int) -> str:
        """Make one page of the list of integrations."""
        m = self.markup
        parts = self.site.listed()
        start = page * self.options.page_size
        cards = [self._list_card(part) for part in parts[start : start + self.options.page_size]]
        main = (
            m.heading("Integrationer", 1)
            + m.prose(("Her finder du alle integrationer i kataloget.",))
            + m.list_cards([m.list_card(card) for card in cards])
            + self._pager(page, len(parts), "/integrationer", [])
        )
        return m.document(
            Sheet("Integrationer | Digitaliseringskataloget", main, (), (), self.options)
        )

    def _list_card(self, part: Part) -> ListCard:
        return ListCard(
            code=part.code,
            area=part.area or "",
            title=part.title,
            version=Fact(self.options.word("Version"), part.version),
            status=part.status,
            summary=part.summary or part.purpose[:1],
            versions=f"{part.versions} version{'' if part.versions == 1 else 'er'} i alt",
            href=part.path,
        )

    def _pager(self, at: int, total: int, path: str, sent: list[tuple[str, str]]) -> str:
        pages = -(-total // self.options.page_size)
        if pages < 2:
            return ""
        hrefs = tuple(_page_address(path, sent, number) for number in range(pages))
        return self.markup.pager(Pager(at, hrefs))

    def front(self) -> str:
        """Make the front page, with the search form where there is one."""
        m = self.markup
        main = (
            m.heading("Velkommen til Digitaliseringskataloget", 1)
            + m.prose(("Her finder du integrationer, vejledninger og supportydelser.",))
            + (m.search_form(self.options, "") if self.options.search else "")
            + m.other_form()
        )
        return m.document(Sheet("Digitaliseringskataloget", main, (), (), self.options))

    def node(self, node: Node) -> str:
        """Make a page that is no part and no support service."""
        m = self.markup
        main = m.kicker(node.kind) + m.heading(node.title, 1) + m.prose((node.lead, *node.body))
        trail = ("Forside", node.title)
        title = f"{node.title} | Digitaliseringskataloget"
        return m.document(Sheet(title, main, (), trail, self.options))

    def message(self, title: str, *paragraphs: str) -> str:
        """Make a page that only says something: an error, a thank-you."""
        main = self.markup.heading(title, 1) + self.markup.prose(paragraphs)
        name = f"{title} | Digitaliseringskataloget"
        return self.markup.document(Sheet(name, main, (), (), self.options))


def _page_address(path: str, sent: list[tuple[str, str]], number: int) -> str:
    query = [*sent, *([("page", str(number))] if number else [])]
    return f"{path}?{urlencode(query)}" if query else path
