"""What of an address is a parameter, and what two spellings of one address have in common."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.address import Scope
from scraper.parameters import (
    differing,
    key_address,
    known_volatile,
    never_volatile,
    parameters,
    place_of,
    without,
)

SITE = "https://digitaliseringskataloget.dk"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {}),
        ("?fra=sf1590b01", {"fra": ("sf1590b01",)}),
        ("?a=1&b=2&a=3", {"a": ("1", "3"), "b": ("2",)}),
        ("?f%5B0%5D=data_area%3A14", {"f[0]": ("data_area:14",)}),
        ("?sk3a1x", {"": ("sk3a1x",)}),
        ("?sk3a1x&v=1", {"sk3a1x": ("",), "v": ("1",)}),
        ("?&v=1&", {"v": ("1",)}),
        ("?v=", {"v": ("",)}),
        (";jsessionid=A1?v=1", {"jsessionid": (";jsessionid=A1",), "v": ("1",)}),
    ],
)
def test_the_parameters_of_an_address(query: str, found: dict[str, tuple[str, ...]]) -> None:
    assert parameters(f"{SITE}/x{query}") == found


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("/x?a=1&b=2", "/x?b=2&a=1"),
        ("/x?a=%c3%b8", "/x?a=%C3%B8"),
        ("/x?a=ø", "/x?a=%C3%B8"),
        ("/x?a=b%20c", "/x?a=b+c"),
        ("/x?%61=1", "/x?a=1"),
        ("/x?a=1#bilag", "/x?a=1"),
        ("/x?", "/x"),
        ("/x?f[0]=1", "/x?f%5B0%5D=1"),
        ("/x?fra=sf1590b01&a=1", "/x?a=1"),
        ("/x;jsessionid=A1", "/x"),
        ("/x;jsessionid=A1?fra=2", "/x"),
    ],
)
def test_one_address_in_two_spellings_has_one_key(url: str, other: str) -> None:
    one, two = (Scope(SITE).canonical(SITE + each) for each in (url, other))
    left_out = {"fra", "jsessionid"}
    assert key_address(one, left_out) == key_address(two, left_out)


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("/x?a=1", "/x?a=2"),
        ("/x?a=1&a=2", "/x?a=2&a=1"),
        ("/x?a=1%26b=2", "/x?a=1&b=2"),
        ("/x?a", "/x?a="),
        ("/x?a=1", "/y?a=1"),
        ("/files/x", "/sites/default/files/x"),
        ("/x?f[0]=1&f[1]=2", "/x?f[0]=2&f[1]=1"),
    ],
)
def test_two_addresses_have_two_keys(url: str, other: str) -> None:
    assert key_address(SITE + url) != key_address(SITE + other)


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_a_key_has_one_spelling(query: str) -> None:
    address = Scope(SITE).canonical(f"{SITE}/x?{query}")
    once = key_address(address)
    assert key_address(once) == once
    assert without(address, ()).partition("?")[0] == address.partition("?")[0]
    assert without(address, parameters(address)) == f"{SITE}/x"


def test_what_is_left_stays_as_it_is_written() -> None:
    assert without(f"{SITE}/x?b=%c3%b8&fra=1&a=2", {"fra"}) == f"{SITE}/x?b=%c3%b8&a=2"
    assert without(f"{SITE}/x;jsessionid=A?a=2", {"jsessionid"}) == f"{SITE}/x?a=2"
    assert without(f"{SITE}/x?sk3a1x", {""}) == f"{SITE}/x"


@pytest.mark.parametrize("name", ["version", "page", "f[0]", "f", "Version", "f[data_area]"])
def test_what_is_never_volatile(name: str) -> None:
    assert never_volatile(name)
    assert known_volatile(name) is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("utm_source", "tracking"),
        ("UTM_Campaign", "tracking"),
        ("gclid", "tracking"),
        ("fbclid", "tracking"),
        ("mc_eid", "tracking"),
        ("PHPSESSID", "session"),
        ("jsessionid", "session"),
        ("SSESS0123456789abcdef0123456789abcdef", "session"),
        ("fra", None),
        ("v", None),
        ("id", None),
        ("sid", None),
        ("itok", None),
        ("session", None),
        ("fil", None),
        ("", None),
    ],
)
def test_what_a_name_alone_tells(name: str, reason: str | None) -> None:
    assert known_volatile(name) == reason
    assert not never_volatile(name)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("/supportydelse/x?fra=1", "/supportydelse/*"),
        ("/sites/default/files/2020-05/x.docx?v=1", "/sites/*"),
        ("/hent?fil=1", "/hent"),
        ("/", "/"),
    ],
)
def test_where_a_parameter_has_one_meaning(url: str, place: str) -> None:
    assert place_of(SITE + url) == ("digitaliseringskataloget.dk", place)


def test_what_sets_two_addresses_apart() -> None:
    assert differing(f"{SITE}/x?a=1&b=2", f"{SITE}/x?b=3&a=1") == {"b"}
    assert differing(f"{SITE}/x?a=1", f"{SITE}/x") == {"a"}
    assert differing(f"{SITE}/x", f"{SITE}/x") == frozenset()
    assert differing(f"{SITE}/x?a=1", f"{SITE}/y?a=1") is None
