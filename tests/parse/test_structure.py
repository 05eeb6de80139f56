"""How a text is built up: paragraphs, headings, lists and tables."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scraper.parse.part import parse_part
from scraper.parse.result import Page

HEAD = "<h1>SF1590_B_01</h1><p>Afsend X</p><p>Økonomi</p><h2>Formål</h2>"
REST = (
    "<h2>Vilkår og betingelser</h2><p>Du finder vilkår.</p><h2>SF1590_B_01_4.0</h2><p>Afsend X</p>"
    "<p>Status gyldig fra</p><p>14/11/2022</p><p>Version</p><p>4.0</p><p>I drift</p>"
    "<h3>Beskrivelse</h3><p>Tekst.</p>"
)


def purpose(html: str) -> tuple[str | None, list[dict[str, Any]] | None]:
    page = Page("https://example.org/integration/sf1590b01", f"<body>{HEAD}{html}{REST}</body>")
    part = parse_part(page).record.part
    return part.purpose, json.loads(part.purpose_blocks) if part.purpose_blocks else None


def test_paragraphs_alone_need_no_structure() -> None:
    assert purpose("<p>Et.</p><p>To.</p>") == ("Et.\nTo.", None)


def test_a_list_keeps_its_items() -> None:
    text, blocks = purpose("<p>Den kan:</p><ol><li>sende</li><li>hente<br>igen</li></ol>")
    assert text == "Den kan:\nsende\nhente\nigen"
    assert blocks == [
        {"type": "paragraph", "text": "Den kan:"},
        {"type": "list", "ordered": True, "items": ["sende", "hente\nigen"]},
    ]


def test_a_table_keeps_its_rows() -> None:
    text, blocks = purpose(
        "<table><tr><th>Felt</th><th>Længde</th></tr><tr><td>CVR</td><td>8</td></tr></table>"
    )
    assert text == "Felt\nLængde\nCVR\n8"
    assert blocks == [{"type": "table", "rows": [["Felt", "Længde"], ["CVR", "8"]], "head": 1}]


def test_a_heading_within_a_text_keeps_its_level() -> None:
    _, blocks = purpose("<p>Et.</p><h4>Undtagelser</h4><p>To.</p>")
    assert blocks is not None
    assert blocks[1] == {"type": "heading", "level": 4, "text": "Undtagelser"}


@pytest.mark.parametrize(
    "around", ["<table><tr><td>{}</td></tr></table>", "<ul><li><h3>Mere</h3>{}</li></ul>"]
)
def test_what_lays_a_page_out_is_no_structure_of_a_text(around: str) -> None:
    _, blocks = purpose(around.format("<p>Et.</p><p>To.</p>"))
    assert all(block["type"] in ("paragraph", "heading") for block in blocks or ())
