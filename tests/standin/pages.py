"""The pages of the stand-in: which words stand on each, and in what order.

The order is that of the stored texts of the real pages and of the guide; only the markup differs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.standin.content import Endpoint, Node, Part, Service, Site, Text
from tests.standin.facets import (
    Choices,
    Marks,
    Sent,
    chosen,
    facets,
    marks_of_hit,
    marks_of_part,
    page_address,
)
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
    Teaser,
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
            m.cards([self._card(self.site.services[slug]) for slug in part.services]),
        ]
        sheet = self._sheet(part.title, "\n".join(filter(None, main)), part.path, "integration")
        left = () if m.menu_follows else LEFT_MENU
        trail = ("Forside", "Integrationer", part.title)
        return self._beside(replace(sheet, left=left, trail=trail), self._neighbours_of_part(part))

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
            + self._texts(w("Beskrivelse"), endpoint.description, 5)
            + self._texts(w("Eksternt testmiljø"), endpoint.test.lines if endpoint.test else (), 5)
            + self._texts(
                w("Produktionsmiljø"), endpoint.production.lines if endpoint.production else (), 5
            ),
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
        sheet = self._sheet(service.name, main, service.path, "supportydelse")
        sheet = replace(sheet, trail=("Forside", "Supportydelser", service.name))
        return self._beside(sheet, self._neighbours_of_service(service))

    def search(self, term: str, page: int, wanted: Choices = ()) -> str:
        """Make one page of a search result."""
        m, form, site = self.markup, self.markup.form, self.site
        found = [] if self.options.empty_search else find(site, term)
        hits = [hit for hit in found if chosen(site, marks_of_hit(site, hit), wanted)]
        sent = [(form.field, term), *form.hidden]
        start = page * self.options.page_size
        shown = hits[start : start + self.options.page_size]
        count = len(hits) if self.options.count_says is None else self.options.count_says
        rows = [m.hit(HitView(h.kind, h.code or "", h.title, h.path)) for h in shown]
        main = (
            m.search_form(self.options, term)
            + m.heading(term or "Søgning", 1)
            + m.count(m.count_words(count, start + 1, start + len(shown)))
            + (m.hits(rows) if rows else "")
            + self._pager(page, len(hits), form.action, sent, wanted)
        )
        sheet = self._sheet("Søgeresultat", main, form.action)
        return self._narrowing(sheet, [marks_of_hit(site, hit) for hit in hits], wanted, sent)

    def listing(self, page: int, wanted: Choices = ()) -> str:
        """Make one page of the list of integrations."""
        m, site = self.markup, self.site
        parts = [part for part in site.listed() if chosen(site, marks_of_part(part), wanted)]
        start = page * self.options.page_size
        cards = [self._list_card(part) for part in parts[start : start + self.options.page_size]]
        main = (
            m.heading("Integrationer", 1)
            + m.prose(("Her finder du alle integrationer i kataloget.",))
            + m.list_cards([m.list_card(card) for card in cards])
            + self._pager(page, len(parts), "/integrationer", (), wanted)
        )
        sheet = self._sheet("Integrationer", main, "/integrationer")
        return self._narrowing(sheet, [marks_of_part(part) for part in parts], wanted)

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

    def _pager(self, at: int, total: int, path: str, sent: Sent, wanted: Choices) -> str:
        pages = -(-total // self.options.page_size)
        if pages < 2:
            return ""
        if self.options.script_pager:
            return self.markup.load_more()
        hrefs = tuple(page_address(path, sent, wanted, number) for number in range(pages))
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
        return m.document(self._sheet("", main, "/"))

    def node(self, node: Node) -> str:
        """Make a page that is no part and no support service."""
        m = self.markup
        main = m.kicker(node.kind) + m.heading(node.title, 1) + m.prose((node.lead, *node.body))
        sheet = self._sheet(node.title, main, node.path, "side")
        return m.document(replace(sheet, trail=("Forside", node.title)))

    def message(self, title: str, *paragraphs: str) -> str:
        """Make a page that only says something: an error, a thank-you."""
        main = self.markup.heading(title, 1) + self.markup.prose(paragraphs)
        return self.markup.document(self._sheet(title, main, "/"))

    def maintenance(self) -> str:
        """Make the page that stands for all others while the site is being worked on."""
        title = "Siden er under vedligeholdelse"
        text = "Digitaliseringskataloget er tilbage om kort tid. Tak for din tålmodighed."
        return self.markup.maintenance(title, text, self._sheet(title, "", "/"))

    # -- around and beside the page's own ------------------------------------------------------

    def _sheet(self, name: str, main: str, path: str, kind: str = "") -> Sheet:
        title = f"{name} | Digitaliseringskataloget" if name else "Digitaliseringskataloget"
        shortlink = self.site.node_path(path) if kind else ""
        return Sheet(title, main, options=self.options, path=path, shortlink=shortlink, kind=kind)

    def _narrowing(self, sheet: Sheet, rows: list[Marks], wanted: Choices, sent: Sent = ()) -> str:
        m = self.markup
        blocks = facets(self.site, rows, wanted, lambda w: page_address(sheet.path, sent, w))
        side = self.options.facets or m.facets_at
        before = m.facets(blocks, "before") if blocks and side in ("before", "both") else ""
        after = m.facets(blocks, "after") if blocks and side in ("after", "both") else ""
        return m.document(replace(sheet, before=before, after=after))

    def _beside(self, sheet: Sheet, teasers: list[Teaser]) -> str:
        m, side = self.markup, self.options.neighbours or self.markup.neighbours_at
        before = m.neighbours(teasers[:1], "before") if side in ("before", "both") else ""
        after = m.neighbours(teasers[1:], "after") if side in ("after", "both") else ""
        return m.document(replace(sheet, before=before, after=after))

    def _neighbours_of_part(self, part: Part) -> list[Teaser]:
        w, others = self.options.word, _around(list(self.site.parts), part.code)
        return [
            Teaser(
                "Integration",
                each.code,
                each.title,
                each.path,
                (Fact(w("Version"), each.version), Fact("", each.status)),
            )
            for each in map(self.site.parts.__getitem__, others)
        ]

    def _neighbours_of_service(self, service: Service) -> list[Teaser]:
        others = _around(list(self.site.services), service.slug)
        cards = [self._card(self.site.services[slug]) for slug in others]
        return [Teaser(card.kicker, "", card.name, card.href, card.facts) for card in cards]


def _around(names: list[str], name: str) -> list[str]:
    """The name before this one and the name after it, as if they stood in a ring."""
    at = names.index(name)
    return [each for each in (names[at - 1], names[(at + 1) % len(names)]) if each != name]
