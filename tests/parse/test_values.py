"""The readers of values: what they know, and that they guess nothing."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import Unreadable
from scraper.parse import values
from scraper.text import codes
from scraper.text.characters import plain

SPACES = [" ", "\u00a0", "\u202f", "\u2009", ""]


@pytest.mark.parametrize(
    ("text", "oere"),
    [
        ("1.328 kr.", 132800),
        ("12.345,50\u00a0kr.", 1234550),
        ("1.328,-", 132800),
        ("kr. 1.328", 132800),
        ("DKK 1.328,00", 132800),
        ("1328 kr", 132800),
        ("1 328 kr.", 132800),
        ("0 kr.", 0),
        ("0,50 kr.", 50),
        ("1.328,-- ", 132800),
        ("Efter aftale", None),
        ("efter\u00a0aftale", None),
        ("1.328 kroner", 132800),
    ],
)
def test_kroner_reads(text: str, oere: int | None) -> None:
    assert values.kroner(text) == oere


@pytest.mark.parametrize(
    "text",
    [
        "1328",
        "1.328",
        "1,328.00 kr.",
        "1.32 kr.",
        "1.3280 kr.",
        "ca. 1.328 kr.",
        "1.328 kr. pr. time",
        "1.328-2.000 kr.",
        "-1.328 kr.",
        "1.328,5 kr.",
        "kr. 1.328 kr.",
        "EUR 1.328",
        "gratis",
        "",
    ],
)
def test_kroner_refuses(text: str) -> None:
    with pytest.raises(Unreadable):
        values.kroner(text)


@given(
    oere=st.integers(0, 10**11),
    space=st.sampled_from(SPACES),
    style=st.sampled_from(["{n}{s}kr.", "kr.{s}{n}", "DKK{s}{n}", "{n}{s}DKK"]),
    grouped=st.booleans(),
)
def test_kroner_reads_back_what_was_written(
    oere: int, space: str, style: str, grouped: bool
) -> None:
    whole, rest = divmod(oere, 100)
    number = f"{whole:,}".replace(",", ".") if grouped else str(whole)
    if rest:
        number += f",{rest:02}"
    assert values.kroner(style.format(n=number, s=space)) == oere


@pytest.mark.parametrize(
    "text", ["٣ kr.", "１.３２８ kr.", "²-3", "٠١/٠٢/٢٠٢٠", "1" * 5000 + " kr."]
)
def test_odd_digits_and_endless_ones_are_refused(text: str) -> None:
    for reader in (values.kroner, values.units, values.iso_date, values.version):
        with pytest.raises(Unreadable):
            reader(text)  # type: ignore[operator]


@given(st.text(max_size=40))
def test_readers_answer_or_refuse_and_nothing_else(text: str) -> None:
    readers = (values.kroner, values.units, values.working_days, values.iso_date, values.version)
    for reader in (*readers, codes.part_code, values.version_key):
        with suppress(Unreadable):
            reader(text)  # type: ignore[operator]


@given(st.text(alphabet="0123456789., -–krDKK", max_size=14))
def test_an_amount_is_never_made_of_other_digits(text: str) -> None:
    try:
        oere = values.kroner(text)
    except Unreadable:
        return
    digits = "".join(sign for sign in text if sign.isdigit())
    assert (
        oere is None or str(oere) in {digits, f"{digits}00"} or int(digits) in (oere, oere // 100)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2-3", (2, 3)),
        ("2 – 3", (2, 3)),
        ("2\u20113", (2, 3)),
        ("2 \u2212 3", (2, 3)),
        ("2 til 3", (2, 3)),
        ("1", (1, 1)),
        ("op til 4", (None, 4)),
        ("min. 2", (2, None)),
        ("mindst 2 enheder", (2, None)),
        ("Efter aftale", (None, None)),
    ],
)
def test_units_reads(text: str, expected: tuple[int | None, int | None]) -> None:
    assert values.units(text) == expected


@pytest.mark.parametrize("text", ["3-2", "to", "2-3-4", "2,5", "-2", "2-", "ca. 2", ""])
def test_units_refuses(text: str) -> None:
    with pytest.raises(Unreadable):
        values.units(text)


@given(st.integers(0, 9999), st.integers(0, 9999), st.sampled_from(["-", " – ", "—", " til "]))
def test_units_keep_their_order(low: int, high: int, mark: str) -> None:
    if low <= high:
        assert values.units(f"{low}{mark}{high}") == (low, high)
    else:
        with pytest.raises(Unreadable):
            values.units(f"{low}{mark}{high}")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("5 arbejdsdage", 5),
        ("5 arbejdsdage.", 5),
        ("1 arbejdsdag", 1),
        ("2 uger", None),
        ("10 hverdage", None),
        ("Efter aftale", None),
    ],
)
def test_working_days_reads(text: str, days: int | None) -> None:
    assert values.working_days(text) == days


@pytest.mark.parametrize("text", ["5", "fem arbejdsdage", "5-10 arbejdsdage", "hurtigt", ""])
def test_working_days_refuses(text: str) -> None:
    with pytest.raises(Unreadable):
        values.working_days(text)


@given(st.dates())
def test_dates_read_back(day: object) -> None:
    text = f"{day:%d/%m}/{day.year:04}"  # type: ignore[attr-defined]
    assert values.iso_date(text) == day.isoformat()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text", ["31/02/2023", "2023-12-05", "5/12/23", "05/13/2023", "05/12-2023"]
)
def test_dates_refuse(text: str) -> None:
    with pytest.raises(Unreadable):
        values.iso_date(text)


@pytest.mark.parametrize(
    ("older", "newer"), [("3.9", "3.10"), ("2", "2.1"), ("2.7", "2.12"), ("9", "10")]
)
def test_versions_compare_by_parts(older: str, newer: str) -> None:
    assert values.version_key(older) < values.version_key(newer)


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


def test_invisible_signs_are_left_out() -> None:
    assert plain(" En\u00adheds\u200bpris\u00a0 \n her ") == "Enhedspris her"
