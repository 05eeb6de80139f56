"""The pages that are made hold what is said to be true of them, and the judge can say no."""

from __future__ import annotations

from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest

from scraper.parse.result import Finding
from tests.parse.generated.maker import Choices, Level, Maker, simplest
from tests.parse.generated.run import KINDS
from tests.parse.generated.truth import Group, Made, Truth, faults, normal

NOT_PRINTED = frozenset("integration price_basis vat valid_from next_url documentation_url".split())
"""Columns whose values are made from what stands on the page, or are addresses of links."""
PRICE = Truth("price", (132800,), ("Enhedspris", "1.328 kr."))


class Shown(HTMLParser):
    """The text that a person reads on a page and takes for the record's."""

    UNREAD = frozenset("s del strike sup sub template script style title svg button".split())

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        unread = tag in self.UNREAD or told.get("role") == "tooltip" or "style" in told
        unread = unread or (told.get("href") or "").startswith(("#fn", "#note"))
        if tag not in ("br", "wbr", "input", "meta", "path", "use"):
            self.open.append((tag, unread))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(unread for _, unread in self.open):
            self.words.append(data)

    def text(self) -> str:
        return squeezed("".join(self.words))


def squeezed(text: str) -> str:
    """Return a text without its spaces: where markup ends a word is not the question here."""
    return normal(text).replace(" ", "")


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("kind", KINDS)
def test_each_value_that_is_true_of_a_page_stands_on_it(kind: str, level: Level) -> None:
    for number in range(200):
        made = KINDS[kind][0](Maker(Choices(f"{kind} {level.name} {number}"), level))
        text = Shown(made.html).text()
        for truth in (truth for group in made.groups for truth in group.truths):
            words = [each for each in truth.right if isinstance(each, str)]
            if words and not truth.told and not truth.column.endswith("unit"):
                on_page = any(squeezed(each) in text for each in words)
                assert on_page or truth.column in NOT_PRINTED, (truth, made.html)


def test_a_page_is_the_same_on_each_run() -> None:
    for build, _ in KINDS.values():
        once, again = (build(Maker(Choices("seed"), Level.ODD)).html for _ in range(2))
        assert once == again != build(Maker(Choices("another"), Level.ODD)).html


def judge(truth: Truth, value: Any, *messages: str) -> list[str]:
    record = SimpleNamespace(**({} if value is ... else {truth.column: value}))
    made = Made("", "", [Group("record", lambda read: read, [truth], ("record",))], lambda _: ())
    found = [Finding("kind", message) for message in messages]
    return [fault.kind for fault in faults(made, record, found)]


@pytest.mark.parametrize(
    ("value", "messages", "kinds"),
    [
        (132800, (), []),
        (132801, (), ["wrong"]),
        (132801, ("'Enhedspris' is odd",), ["wrong"]),
        (None, (), ["silent"]),
        (None, ("'Prismodel' has no value",), ["silent"]),
        (None, ("'Enhedspris' has no value",), []),
        (None, ("'1.328\xa0kr.' is not an amount",), []),
        (..., (), ["no column"]),
    ],
)
def test_a_value_is_right_or_null_and_told(
    value: Any, messages: tuple[str, ...], kinds: list[str]
) -> None:
    assert judge(PRICE, value, *messages) == kinds


@pytest.mark.parametrize(
    ("value", "messages", "kinds"),
    [(None, (), ["silent"]), (None, ("'ca. 1.328 kr.'",), []), (132800, ("x",), ["wrong"])],
)
def test_what_is_no_value_is_null_and_told(
    value: Any, messages: tuple[str, ...], kinds: list[str]
) -> None:
    truth = Truth("price", (None,), ("Enhedspris", "ca. 1.328 kr."), told=True)
    assert judge(truth, value, *messages) == kinds


def test_a_record_that_is_lost_or_not_of_the_page_is_a_fault() -> None:
    card = Group("card A", lambda _: None, [], ("A's card",))
    made = Made("", "", [card], lambda _: ["card B"])
    assert [fault.kind for fault in faults(made, object(), [])] == ["not there", "silent"]
    told = [Finding("unread_card", "A's card has no name")]
    assert [fault.kind for fault in faults(made, object(), told)] == ["not there"]


def test_choices_that_matter_are_what_is_left_of_a_page_that_fails() -> None:
    assert simplest([3, 1, 4, 1, 5], lambda taken: taken[2] == 4) == [0, 0, 4, 0, 0]
