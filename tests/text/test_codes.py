"""The grammar of codes: any spelling in, the source's spelling out, and nothing that is none."""

import pytest

from scraper.text import codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sf1590b01", "SF1590_B_01"),
        ("SF1590_B_01", "SF1590_B_01"),
        ("SF1590_A", "SF1590_A"),
        ("sf1520", "SF1520"),
        (" SF1590b_01 ", "SF1590_B_01"),
        ("SF1590_B_03_V3", "SF1590_B_03_V3"),
    ],
)
def test_codes_in_any_spelling(text: str, code: str) -> None:
    assert codes.part_code(text) == code


@pytest.mark.parametrize("text", ["SF15", "Økonomi", "SF1590_B_01_4.0", "XSF1590", ""])
def test_what_is_no_code(text: str) -> None:
    assert not codes.is_code(text)


@pytest.mark.parametrize(
    ("code", "integration"),
    [("SF1590_B_01", "SF1590B"), ("SF1590_A", "SF1590A"), ("SF1520", "SF1520")],
)
def test_a_part_belongs_to_its_integration(code: str, integration: str) -> None:
    assert codes.integration_code(code) == integration
