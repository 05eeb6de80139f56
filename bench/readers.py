"""Reading the benchmark's pages by class name: what one writes who knows the markup beforehand.

The same fields in each of the usual libraries. The functions take the parsed document, so that
importing this module imports none of the libraries: each contender pays only for its own.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from parsel import Selector
    from selectolax.lexbor import LexborHTMLParser, LexborNode

SERVICE_FACTS = ("reaction", "delivery", "price-model", "units", "unit-price", "related")


def part_with_parsel(page: "Selector") -> dict[str, Any]:
    header = page.css(".integration-header")
    version = page.css(".paragraph--type--version")
    return {
        "code": header.css(".integration-header__id::text").get(),
        "title": header.css("h1::text").get(),
        "area": header.css(".field--name-field-area::text").get(),
        "purpose": page.css(".paragraph--purpose p::text").getall(),
        "terms": page.css(".paragraph--terms p::text").getall(),
        "version": version.css(".field--name-field-version .field__item::text").get(),
        "status": version.css(".field--name-field-status::text").get(),
        "valid_from": version.css(".field--name-field-valid-from .field__item::text").get(),
        "description": version.css(".paragraph--description p::text").getall(),
        "documentation": page.css(".button--download::attr(href)").get(),
        "services": page.css(".card__more::attr(href)").getall(),
        "suppliers": page.css(".card .field--name-field-supplier .field__item::text").getall(),
    }


def service_with_parsel(page: "Selector") -> dict[str, Any]:
    node = page.css(".node--type-support-service")
    return {
        "name": node.css("h1::text").get(),
        "category": node.css(".card__badge::text").get(),
        "description": node.css(".field--name-body p::text").get(),
        **{
            name: node.css(f".field--name-field-{name} .field__item::text").get()
            for name in SERVICE_FACTS
        },
        "files": node.css(".field--name-field-files a::attr(href)").getall(),
    }


def part_with_selectolax(page: "LexborHTMLParser") -> dict[str, Any]:
    return {
        "code": _text(page, ".integration-header__id"),
        "title": _text(page, ".integration-header h1"),
        "area": _text(page, ".integration-header .field--name-field-area"),
        "purpose": [node.text() for node in page.css(".paragraph--purpose p")],
        "terms": [node.text() for node in page.css(".paragraph--terms p")],
        "version": _text(page, ".field--name-field-version .field__item"),
        "status": _text(page, ".field--name-field-status"),
        "valid_from": _text(page, ".field--name-field-valid-from .field__item"),
        "description": [node.text() for node in page.css(".paragraph--description p")],
        "documentation": _link(page, ".button--download"),
        "services": [node.attributes["href"] for node in page.css(".card__more")],
        "suppliers": [
            node.text() for node in page.css(".card .field--name-field-supplier .field__item")
        ],
    }


def service_with_selectolax(page: "LexborHTMLParser") -> dict[str, Any]:
    return {
        "name": _text(page, ".node--type-support-service h1"),
        "category": _text(page, ".card__badge"),
        "description": _text(page, ".field--name-body p"),
        **{name: _text(page, f".field--name-field-{name} .field__item") for name in SERVICE_FACTS},
        "files": [node.attributes["href"] for node in page.css(".field--name-field-files a")],
    }


def part_with_soup(page: "BeautifulSoup") -> dict[str, Any]:
    header = _tag(page, "integration-header")
    version = _tag(page, "paragraph--type--version")
    cards = page.find_all(class_="card__more")
    return {
        "code": _soup_text(header, "integration-header__id"),
        "title": _soup_text(header, "page-title"),
        "area": _soup_text(header, "field--name-field-area"),
        "purpose": _paragraphs(page, "paragraph--purpose"),
        "terms": _paragraphs(page, "paragraph--terms"),
        "version": _item(version, "field--name-field-version"),
        "status": _soup_text(version, "field--name-field-status"),
        "valid_from": _item(version, "field--name-field-valid-from"),
        "description": _paragraphs(version, "paragraph--description"),
        "documentation": _tag(page, "button--download")["href"],
        "services": [link["href"] for link in cards],
        "suppliers": [_item(link.parent, "field--name-field-supplier") for link in cards],
    }


def service_with_soup(page: "BeautifulSoup") -> dict[str, Any]:
    node = _tag(page, "node--type-support-service")
    files = node.find(class_="field--name-field-files")
    return {
        "name": _soup_text(node, "page-title"),
        "category": _soup_text(node, "card__badge"),
        "description": _soup_text(node, "field--name-body"),
        **{name: _item(node, f"field--name-field-{name}") for name in SERVICE_FACTS},
        "files": [link["href"] for link in files.find_all("a")] if files else [],
    }


def _text(page: "LexborHTMLParser", selector: str) -> str | None:
    node: LexborNode | None = page.css_first(selector)
    return node.text() if node else None


def _link(page: "LexborHTMLParser", selector: str) -> str | None:
    node: LexborNode | None = page.css_first(selector)
    return node.attributes["href"] if node else None


def _tag(page: "Tag", name: str) -> "Tag":
    found = page.find(class_=name)
    assert found is not None, f"no element of class {name}"
    return found


def _soup_text(page: "Tag", name: str) -> str | None:
    found = page.find(class_=name)
    return found.get_text().strip() if found else None


def _item(page: "Tag | None", name: str) -> str | None:
    found = page.find(class_=name) if page else None
    return _soup_text(found, "field__item") if found else None


def _paragraphs(page: "Tag", name: str) -> list[str]:
    return [paragraph.get_text() for paragraph in _tag(page, name).find_all("p")]
