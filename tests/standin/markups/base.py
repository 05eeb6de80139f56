"""The interface of a markup: each piece of a page as HTML, and the whole document around them.

A markup decides elements, classes and nesting; it neither adds nor reorders words. The few
defaults here are elements without a class that most sites share: paragraphs, lists and links.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from typing import ClassVar

from tests.standin.content import Bullets, Text
from tests.standin.text import encoded, inline
from tests.standin.views import (
    CardView,
    Facet,
    Fact,
    HitView,
    ListCard,
    MenuItem,
    Options,
    Pager,
    SearchForm,
    Sheet,
    Teaser,
)

SIDES = ("none", "before", "after", "both")


def t(text: str) -> str:
    """Escape running text."""
    return escape(text, quote=False)


def h(address: str) -> str:
    """Escape an address for an attribute, percent-encoded."""
    return escape(encoded(address))


def labelled(facts: Sequence[Fact]) -> list[Fact]:
    """Give the facts that have a label."""
    return [fact for fact in facts if fact.label]


def bare(facts: Sequence[Fact]) -> list[str]:
    """Give the values that stand without a label."""
    return [fact.value for fact in facts if not fact.label]


class Markup(ABC):
    """One way to write the site's pages in HTML."""

    name: ClassVar[str]
    form: ClassVar[SearchForm]
    download_first: ClassVar[bool] = False  # "Download dokumentation" stands before "Services"
    menu_follows: ClassVar[bool] = False  # the left menu stands after the head of the part
    one_head: ClassVar[bool] = False  # services are rows of one table: their labels stand once
    is_drupal: ClassVar[bool] = False  # answers carry the headers that Drupal sends
    facets_at: ClassVar[str] = "none"  # where these stand if nobody asks: see `SIDES`
    neighbours_at: ClassVar[str] = "none"

    # -- running text ------------------------------------------------------------------------

    def paragraph(self, text: str) -> str:
        """Give one paragraph."""
        return f"<p>{inline(text)}</p>"

    def bullets(self, items: Sequence[str]) -> str:
        """Give a list."""
        return "<ul>" + "".join(f"<li>{inline(item)}</li>" for item in items) + "</ul>"

    def prose(self, text: Text) -> str:
        """Give running text."""
        return "\n".join(
            self.bullets(block.items) if isinstance(block, Bullets) else self.paragraph(block)
            for block in text
        )

    # -- pieces of a page --------------------------------------------------------------------

    @abstractmethod
    def heading(self, text: str, level: int) -> str:
        """Give a heading."""

    @abstractmethod
    def kicker(self, text: str) -> str:
        """Give the small line above a heading."""

    @abstractmethod
    def section(self, title: str, body: str, level: int, anchor: str) -> str:
        """Give a heading and what is under it."""

    @abstractmethod
    def header(self, code: str, title: str, area: str | None) -> str:
        """Give the head of a part's page."""

    @abstractmethod
    def facts(self, facts: Sequence[Fact], about: str) -> str:
        """Give labels and values; `about` is version, endpoint, card or service."""

    @abstractmethod
    def case(self, heading: str, teaser: str, href: str) -> str:
        """Give the card for a story, with its "Læs mere"."""

    @abstractmethod
    def card(self, card: CardView) -> str:
        """Give a support service's card."""

    @abstractmethod
    def order(self, text: str, href: str) -> str:
        """Give the order form at the bottom of a support service's page."""

    @abstractmethod
    def document(self, sheet: Sheet) -> str:
        """Give the whole page."""

    def endpoint(self, place: str, name: str, facts: str, texts: str) -> str:
        """Give one technical service of a part."""
        return f"{self.heading(place, 4)}{self.heading(name, 4)}{facts}{texts}"

    def download(self, text: str, href: str) -> str:
        """Give the link to the documentation package."""
        return f'<p><a href="{h(href)}">{t(text)}</a></p>' if href else ""

    def side_menu(self, items: Sequence[MenuItem]) -> str:
        """Give the left menu where it follows the head of a part's page."""
        return f"<div>{self.menu(items)}</div>\n"

    def cards(self, cards: Sequence[CardView]) -> str:
        """The HTML of the support services of a part."""
        return "\n".join(self.card(card) for card in cards)

    # -- search and list ---------------------------------------------------------------------

    @abstractmethod
    def search_form(self, options: Options, term: str) -> str:
        """Give the search form, filled with the term."""

    @abstractmethod
    def hit(self, hit: HitView) -> str:
        """Give one row of a search result."""

    @abstractmethod
    def list_card(self, card: ListCard) -> str:
        """Give one card of the list."""

    @abstractmethod
    def pager(self, pager: Pager) -> str:
        """Give the links to the other pages."""

    def count_words(self, count: int, first: int, last: int) -> str:
        """The words that say how many results there are, and which of them the page shows."""
        return f"{count} resultat{'' if count == 1 else 'er'}"

    def count(self, words: str) -> str:
        """Give the line with the number of results."""
        return f"<p>{t(words)}</p>"

    def hits(self, rows: Sequence[str]) -> str:
        """Give all rows."""
        return "\n".join(rows)

    def list_cards(self, cards: Sequence[str]) -> str:
        """Give all cards of the list."""
        return "\n".join(cards)

    def facets(self, facets: Sequence[Facet], side: str) -> str:
        """The HTML of blocks of facets, `side` "before" or "after" the page's own content."""
        return ""

    def neighbours(self, teasers: Sequence[Teaser], side: str) -> str:
        """The HTML of a block of teasers, `side` "before" or "after" the page's own content."""
        return ""

    def load_more(self) -> str:
        """The HTML of a button that fetches more rows by a script, and leads nowhere without."""
        return '<button type="button">Indlæs flere</button>\n'

    def maintenance(self, title: str, text: str, sheet: Sheet) -> str:
        """The whole page that stands for every other while the site is being worked on."""
        return self.document(replace(sheet, main=self.heading(title, 1) + self.paragraph(text)))

    def other_form(self) -> str:
        """Give a form on the front page that is no search."""
        return ""

    # -- help for the markups ----------------------------------------------------------------

    def meta(self, sheet: Sheet) -> str:
        """Give the head's contents: charset, title, and who made the page."""
        charset, noise = sheet.options.charset, sheet.options.noise
        return (
            (f'<meta charset="{charset}">' if charset else "")
            + f"<title>{t(sheet.title)}</title>"
            + '<meta name="generator" content="stand-in">'
            + (f'<meta name="csrf-token" content="{noise}">' if noise else "")
        )

    def hidden(self) -> str:
        """Give the search form's hidden fields."""
        return "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
            for name, value in self.form.hidden
        )

    def value(self, fact: Fact, between: str = "<br>") -> str:
        """Give a fact's value: its files as links, or its words and flag."""
        if fact.links:
            return between.join(f'<a href="{h(href)}">{t(text)}</a>' for text, href in fact.links)
        return t(fact.value) + (f" <em>{t(fact.flag)}</em>" if fact.flag else "")

    def menu(self, items: Iterable[MenuItem]) -> str:
        """Give a menu as nested lists."""
        rows = "".join(
            f'<li><a href="{h(item.href)}">{t(item.text)}</a>'
            + (self.menu(item.below) if item.below else "")
            + "</li>"
            for item in items
        )
        return f"<ul>{rows}</ul>"
