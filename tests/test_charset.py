"""Bytes to text as browsers do it (WHATWG Encoding)."""

from __future__ import annotations

import codecs

import pytest

from scraper.charset import decode

TEXT = "Økonomi 2–3 “ok”"


@pytest.mark.parametrize(
    "label", ["iso-8859-1", "ISO8859-1", "latin1", "ascii", "us-ascii", "windows-1252", " cp1252 "]
)
def test_labels_of_latin_1_mean_windows_1252(label: str) -> None:
    assert decode(TEXT.encode("cp1252"), label) == TEXT


@pytest.mark.parametrize(
    "meta",
    [
        '<meta charset="{}">',
        "<META CHARSET={}>",
        '<meta http-equiv="Content-Type" content="text/html; charset={}">',
        "<meta content='text/html;charset={}' http-equiv=content-type />",
    ],
)
def test_the_page_says_its_encoding(meta: str) -> None:
    head = f"<html><head>{meta.format('iso-8859-1')}</head>"
    assert decode((head + TEXT).encode("cp1252"), None) == head + TEXT


def test_a_byte_order_mark_beats_the_header_and_the_header_beats_the_page() -> None:
    assert decode(codecs.BOM_UTF8 + TEXT.encode(), "iso-8859-1") == TEXT
    assert decode(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-8") == TEXT
    assert decode(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), None) == TEXT
    page = '<meta charset="iso-8859-1">' + TEXT
    assert decode(page.encode(), "utf-8") == page


def test_a_meta_in_a_comment_says_nothing() -> None:
    page = f'<!-- <meta charset="iso-8859-1"> --><meta charset="utf-8">{TEXT}'
    assert decode(page.encode(), None) == page


def test_a_page_that_says_it_is_utf_16_and_can_be_read_is_utf_8() -> None:
    page = f'<meta charset="utf-16">{TEXT}'
    assert decode(page.encode(), None) == page


@pytest.mark.parametrize("label", ["zip", "idna", "punycode", "klingon", ""])
def test_what_is_no_encoding_is_detected(label: str) -> None:
    assert decode(TEXT.encode(), label) == TEXT


def test_bytes_that_an_encoding_does_not_have_are_marked_and_never_left_out() -> None:
    assert decode(b"2\x963", "utf-8") == "2\ufffd3"
    assert decode(b"2\x813", "iso-8859-1") == "2\ufffd3"
