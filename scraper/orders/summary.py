"""An order told in Danish: `bestilling.md`, and the draft of the mail that the user sends."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined

from scraper.documents.word import word_text
from scraper.figures import day, moment
from scraper.forms.form import Field
from scraper.orders.matching import Fact, headings_to_add, synonyms_to_add
from scraper.orders.order import Order, is_date
from scraper.orders.remembered import UsedForm
from scraper.shelf import MEDIA_TYPES

_PROMPT = re.compile(r"\[[^\[\]\n]{2,80}\]")
_LINE = re.compile(r"_{4,}|…{2,}|\.{8,}")
_MOST_PROMPTS = 20


def as_markdown(order: Order, last: UsedForm | None) -> str:
    """Give what is ordered, from where each value is, and what is still missing, as Markdown.

    `last` is the form that the service was ordered with before.
    """
    return _rendered(
        "bestilling.md",
        order,
        last=last,
        news=form_news(order, last),
        synonyms=synonyms_to_add(order.match),
        headings=headings_to_add(order.match),
        standing=still_asking(order.filled),
    )


def still_asking(body: bytes) -> list[str]:
    """Give what in a form still asks to be written over: prompts in brackets, lines to write on.

    Wherever it stands, in places that are no fields too, such as text boxes.
    """
    words = word_text(body)
    prompts = list(dict.fromkeys(_PROMPT.findall(words)))[:_MOST_PROMPTS]
    return [*prompts, *(["tomme skrivelinjer"] if _LINE.search(words) else [])]


def as_mail(order: Order) -> bytes:
    """Give the draft of a mail with the form attached (RFC 5322); mail programs open it unsent."""
    mail = EmailMessage(policy=SMTP)
    demonstration = "DEMONSTRATIONSDATA, må ikke sendes: " if order.ordered.is_demonstration else ""
    mail["Subject"] = _one_line(
        f"{demonstration}Bestilling {order.wished.order_id}: {order.ordered.service_name}, "
        f"{order.ordered.part['code']}, {order.kommune}"
    )
    mail["To"] = Address(addr_spec=order.settings.recipient)
    mail["X-Unsent"] = "1"
    mail.set_content(_rendered("bestilling.txt", order))
    maintype, _, subtype = MEDIA_TYPES["docx"].partition("/")
    mail.add_attachment(
        order.filled, maintype=maintype, subtype=subtype, filename=order.filled_name
    )
    return mail.as_bytes()


def form_news(order: Order, last: UsedForm | None) -> str | None:
    """Say that the form is another than at the last order of the service; None when it is not."""
    if last is None or last.sha256 == order.form.sha256:
        return None
    before = f"ved den seneste bestilling, {day(last.date)},"
    if last.name != order.form.name:
        return f"Formularen er en anden end {before} hvor den hed »{last.name}«."
    return f"Formularen er ændret, siden den blev brugt {before} men hedder det samme."


def _rendered(template: str, order: Order, **values: Any) -> str:
    pages = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - text, not HTML
    pages.filters |= {"dag": day, "tidspunkt": moment, "celle": _cell, "navne": _names}
    pages.filters |= {"vaerdi": shown_fact, "aarsdag": _day_of_year, "ord": _plain, "toml": _toml}
    text = files("scraper").joinpath("templates", template).read_text(encoding="utf-8")
    return pages.from_string(text).render(order=order, **values).strip() + "\n"


def shown_fact(fact: Fact) -> str:
    """Give a fact as it is told: the day of the order in words."""
    return day(fact.value) if is_date(fact) else fact.value


def _cell(text: str) -> str:
    """Give a text as a cell of a table in Markdown has it."""
    return _plain(text).replace("|", "\\|").replace("\n", "<br>")


def _plain(text: str) -> str:
    """Give a text as Markdown that has no markup of its own."""
    return re.sub(r"([\\`<\[])", r"\\\1", text)


def _day_of_year(text: str) -> str:
    """Give a closing day as it is said: `12-24` → `24. december`."""
    return day(f"2000-{text}").removesuffix(" 2000")


def _toml(text: str) -> str:
    """Give a text as a basic string (TOML 1.0)."""
    return json.dumps(text, ensure_ascii=False)


def _names(fields: Iterable[Field]) -> str:
    return ", ".join(
        f"»{each.label}«" + (f" under »{each.sections[-1]}«" if each.sections else "")
        for each in fields
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
