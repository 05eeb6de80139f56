"""What the three Drupal markups share: fields, forms, menus, links of lists and small machinery.

Elements and classes are those that Drupal's core themes, Views, Facets and Webform print; every
one of them could be found in their public templates in 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from typing import ClassVar

from tests.standin.markups.base import Markup, h, t
from tests.standin.views import ORDER_FIELDS, Facet, Fact, MenuItem, Options

DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
NAMES = {
    "Formål": "purpose",
    "Vilkår og betingelser": "terms",
    "Nyt i denne version": "news",
    "Beskrivelse": "description",
    "Services": "services",
    "Eksternt testmiljø": "test-environment",
    "Produktionsmiljø": "production-environment",
    "Anvend integrationen i produktion": "production-use",
    "Status gyldig fra": "valid-from",
    "Version": "version",
    "Leverandør": "supplier",
    "Enhedspris": "unit-price",
    "Antal enheder": "units",
    "Enheder": "units",
    "Reaktionstid": "reaction-time",
    "Leveringstid": "delivery-time",
    "Prismodel": "price-model",
    "Relaterede supportydelse": "related",
    "Bilag": "attachments",
}
LONG = {"purpose", "terms", "news", "description", "production-use"}
LONG |= {"test-environment", "production-environment"}
MIME = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def machine_name(label: str) -> str:
    """The field's name in class names; a label that is not known gives its own letters."""
    letters = label.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return NAMES.get(label) or re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def token(text: str, length: int = 43) -> str:
    """Letters that stand for a random token, always the same for the same text."""
    return (sha256(text.encode()).hexdigest() * 2)[:length]


def field(
    name: str, items: Sequence[str], label: str = "", shown: str = "above", kind: str = "string"
) -> str:
    """A field as core's Classy templates print it: its label, and one item or several."""
    shown = shown if label else "hidden"
    classes = f"field field--name-field-{name} field--type-{kind} field--label-{shown}"
    if kind == "text-long":
        classes = f"clearfix text-formatted {classes}"
    if len(items) == 1:
        inner = f'<div class="field__item">{items[0]}</div>'
        bare = f'<div class="{classes} field__item">{items[0]}</div>\n'
    else:
        each = "\n".join(f'<div class="field__item">{item}</div>' for item in items)
        inner = f'<div class="field__items">\n{each}\n</div>'
        bare = f'<div class="{classes} field__items">\n{each}\n</div>\n'
    if not label:
        return bare
    clear = " clearfix" if shown == "inline" else ""
    head = f'<div class="field__label">{label}</div>'
    return f'\n<div class="{classes}{clear}">\n{head}\n{inner}\n</div>\n'


def contextual(what: str) -> str:
    """The placeholder that a script would fill with an editor's links."""
    return (
        f'<div data-contextual-id="{what}:langcode=da" data-contextual-token="{token(what)}"'
        ' data-drupal-ajax-container=""></div>'
    )


def placeholder(what: str) -> str:
    """The place that BigPipe would fill once the page has been sent."""
    callback = f"callback=Drupal%5C{what}%3A%3AlazyBuilder&amp;args%5B0%5D&amp;token={token(what)}"
    return f'<span data-big-pipe-placeholder-id="{callback}"></span>'


class Drupal(Markup):
    """The base of the three; each of them decides how facts, lists and the page are laid out."""

    is_drupal = True
    canonical: ClassVar[str] = "page"  # "front": a template that names every page as the front page

    def value(self, fact: Fact, between: str = "<br>") -> str:
        if fact.links:
            return between.join(self.file(text, href) for text, href in fact.links)
        if day := DATE.fullmatch(fact.value):
            moment = f"{day[3]}-{day[2]}-{day[1]}T12:00:00Z"
            return f'<time datetime="{moment}" class="datetime">{fact.value}</time>\n'
        return t(fact.value)

    def file(self, name: str, href: str) -> str:
        """The link to a file with its size, as core's file field prints it."""
        mime = MIME.get(name.rpartition(".")[2], "application/octet-stream")
        family = "application-pdf" if mime == MIME["pdf"] else "x-office-document"
        return (
            f'<span class="file file--mime-{re.sub("[/.]", "-", mime)} file--{family}">'
            f'<a href="{h(href)}" type="{mime}">{t(name)}</a></span>\n'
            f"<span>({1 + len(name) / 100:.2f} KB)</span>"
        )

    def read_more(self, about: str, href: str) -> str:
        """The link of a teaser: its text says for a screen reader what there is more of."""
        words = f'Læs mere<span class="visually-hidden"> om {t(about)}</span>'
        link = f'<a href="{h(href)}" rel="tag" title="{escape(about)}" hreflang="da">{words}</a>'
        return f'<ul class="links inline"><li>{link}</li></ul>\n'

    def menu(self, items: Iterable[MenuItem]) -> str:
        rows = "".join(
            f'<li class="menu-item{" menu-item--expanded" if item.below else ""}">'
            f'<a href="{h(item.href)}">{t(item.text)}</a>{self.menu(item.below)}</li>\n'
            for item in items
        )
        return f'<ul class="menu">\n{rows}</ul>\n' if rows else ""

    def block(self, name: str, body: str, title: str = "", hidden: bool = False) -> str:
        """A block with its title, which may be there for screen readers only."""
        at = ' class="visually-hidden"' if hidden else ""
        head = f"<h2{at}>{t(title)}</h2>\n" if title else ""
        return f'<div id="block-{name}" class="block block-{name}">\n{head}{body}</div>\n'

    def exposed_form(self, term: str, at: str, more: str = "") -> str:
        """A view's filters as a form; `at` makes its ids differ from those of another one."""
        field, action = self.form.field, h(self.form.action)
        name = field.replace("_", "-")
        return (
            f'<form class="views-exposed-form" data-drupal-selector="views-exposed-form-{at}"'
            f' action="{action}" method="get" id="views-exposed-form-{at}">\n'
            f'<div class="js-form-item form-item js-form-type-textfield form-item-{name}">\n'
            f'<label for="edit-{name}-{at}" class="visually-hidden">Søg</label>\n'
            f'<input data-drupal-selector="edit-{name}" type="text" id="edit-{name}-{at}"'
            f' name="{field}" value="{escape(term)}" size="30" maxlength="128" class="form-text"'
            f' placeholder="Søg i kataloget">\n</div>\n{more}{self.hidden()}'
            '<div data-drupal-selector="edit-actions" class="form-actions js-form-wrapper">'
            f'<input type="submit" id="edit-submit-{at}" value="Søg" class="button form-submit">'
            "</div>\n</form>\n"
        )

    def search_form(self, options: Options, term: str) -> str:
        return self.exposed_form(term, "page-1")

    def order(self, text: str, href: str) -> str:
        """A webform, with the field that only a machine would fill in."""
        fields = "".join(
            f'<div class="js-form-item form-item form-item-{name}">'
            f'<label for="edit-{name}" class="js-form-required form-required">{label}</label>'
            f'<input type="text" id="edit-{name}" name="{name}" value="" required></div>\n'
            for label, name in ORDER_FIELDS
        )
        return (
            f'<form class="webform-submission-form" action="{h(href)}" method="post">\n{fields}'
            f'<input type="hidden" name="form_build_id" value="form-{token(href)}">'
            '<input type="hidden" name="form_id" value="webform_submission_bestil_add_form">\n'
            '<div class="url-textfield js-form-wrapper" style="display: none !important;">'
            '<label for="edit-url">Lad feltet være tomt</label>'
            '<input autocomplete="off" type="text" id="edit-url" name="url" value=""></div>\n'
            '<div class="form-actions webform-actions"><input type="submit" name="op"'
            f' value="{escape(text)}" class="webform-button--submit button"></div>\n</form>\n'
        )

    def facet(self, facet: Facet) -> str:
        """One facet: links with a value and a count each, the one that was chosen marked."""
        rows = []
        for item in facet.items:
            off = '<span class="facet-item__status js-facet-deactivate">(-)</span>'
            active = ' class="is-active"' if item.active else ""
            rows.append(
                f'<li class="facet-item"><a href="{h(item.href)}" rel="nofollow"{active}'
                f' data-drupal-facet-item-id="{facet.alias}-{escape(item.key)}"'
                f' data-drupal-facet-item-count="{item.count}">{off if item.active else ""}'
                f'<span class="facet-item__value">{t(item.text)}</span>\n'
                f'<span class="facet-item__count">({item.count})</span>\n</a></li>'
            )
        return (
            f'<div class="facets-widget-links">\n<ul data-drupal-facet-id="{facet.alias}"'
            f' data-drupal-facet-alias="{facet.alias}" class="js-facets-links item-list__links">'
            f"{''.join(rows)}</ul>\n</div>\n"
        )
