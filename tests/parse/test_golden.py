"""Each page of the cassettes gives the record that was expected of it, field by field.

A missing expectation is written, and fails: read it before it is committed.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from scraper.archive import Recording
from scraper.charset import decode
from scraper.parse.dispatch import Kind, as_dict, read_page
from scraper.parse.result import Page
from tests.conftest import CASSETTES

EXPECTED = CASSETTES / "expected"
NAMES = sorted(path.name for path in CASSETTES.glob("*.warc"))


def kind_of(url: str) -> Kind | None:
    path = urlsplit(url).path
    if path.startswith("/integration/"):
        return Kind.PART
    return Kind.SERVICE if path.startswith("/supportydelse/") else None


@cache
def recording(name: str) -> Recording:
    return Recording(CASSETTES, [name])


def pages() -> list[tuple[str, str]]:
    return [(name, url) for name in NAMES for url in recording(name).addresses() if kind_of(url)]


@cache
def record(name: str, url: str) -> dict[str, Any]:
    stored = recording(name).lookup(url)
    assert stored is not None
    read = as_dict(*read_page(Page(url, decode(stored.body, "utf-8")), kind_of(url)))
    return json.loads(json.dumps(read))  # type: ignore[no-any-return]


def expectation(url: str) -> Path:
    return EXPECTED / f"{unquote(urlsplit(url).path).strip('/').replace('/', '.')}.json"


@cache
def expected(url: str) -> dict[str, Any]:
    path = expectation(url)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}  # type: ignore[no-any-return]


def cases() -> list[tuple[str, str, str]]:
    return [(name, url, field) for name, url in pages() for field in expected(url)]


def test_there_is_a_cassette_for_every_markup_and_one_for_the_demonstration() -> None:
    assert "demo.warc" in NAMES
    assert len(NAMES) >= 6


@pytest.mark.parametrize(("name", "url"), pages())
def test_page_is_expected(name: str, url: str) -> None:
    if not expectation(url).exists():
        EXPECTED.mkdir(exist_ok=True)
        text = json.dumps(record(name, url), ensure_ascii=False, indent=2) + "\n"
        expectation(url).write_text(text, encoding="utf-8")
        pytest.fail(f"{expectation(url).name} was missing and has been written; read it")
    assert record(name, url).keys() == expected(url).keys()


@pytest.mark.parametrize(("name", "url", "field"), cases())
def test_field(name: str, url: str, field: str) -> None:
    assert record(name, url)[field] == expected(url)[field]


@pytest.mark.parametrize("name", NAMES)
def test_no_cassette_passes_for_the_real_site(name: str) -> None:
    info = recording(name).info
    if "digitaliseringskataloget.dk" not in info["katalog-base-url"]:
        assert "not the real catalogue" in info["katalog-origin"]
