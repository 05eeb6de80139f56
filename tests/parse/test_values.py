"""The readers of values: what they know, and that they guess nothing."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import Unreadable
from scraper.figures import DANISH_TIME
from scraper.parse import values
from scraper.parse.values import Duration, Price, Units
from scraper.text.characters import plain
from scraper.text.words import COUNTED, MONTHS, TIMES

TODAY = date(2024, 2, 29)
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
        "1.328-2.000 kr.",
        "-1.328 kr.",
        "1.328,5 kr.",
        "kr. 1.328 kr.",
        "EUR 1.328",
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
    for reader in (*readers, values.version_key, values.read_price, lambda each: day_of(each)):
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


@pytest.mark.parametrize("text", ["5", "fem arbejdsdage", "mindst 5 arbejdsdage", "hurtigt", ""])
def test_working_days_refuses(text: str) -> None:
    with pytest.raises(Unreadable):
        values.working_days(text)


@given(st.dates())
def test_dates_read_back(day: object) -> None:
    text = f"{day:%d/%m}/{day.year:04}"  # type: ignore[attr-defined]
    assert values.iso_date(text) == day.isoformat()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text", ["31/02/2023", "2023-13-05", "5/12/23", "05/13/2023", "05/12-2023"]
)
def test_dates_refuse(text: str) -> None:
    with pytest.raises(Unreadable):
        values.iso_date(text)


def day_of(text: str) -> str:
    return values.read_date(text, TODAY)


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("1.328 kr. ekskl. moms", Price(132800, None, "ekskl. moms")),
        ("1.328 kr. excl. moms", Price(132800, None, "ekskl. moms")),
        ("1.328 kr. eks.moms", Price(132800, None, "ekskl. moms")),
        ("1.328 kr. + moms", Price(132800, None, "ekskl. moms")),
        ("1.328 kr. – inkl. moms", Price(132800, None, "inkl. moms")),
        ("1.328 kr. pr. time", Price(132800, "time")),
        ("1.328 kr. per time", Price(132800, "time")),
        ("1.328 kr./time", Price(132800, "time")),
        ("1.328,-/time", Price(132800, "time")),
        ("Timepris: 1.328 kr.", Price(132800, "time")),
        ("Timepris 1.328,- kr", Price(132800, "time")),
        ("Timepris: 500 kr. pr. påbegyndt time", Price(50000, "påbegyndt time")),
        ("550 kr. pr. påbegyndt time, ekskl. moms.", Price(55000, "påbegyndt time", "ekskl. moms")),
        ("Pris pr. enhed: 1.328 kr.", Price(132800, "enhed")),
        ("ekskl. moms, pr. stk.: kr. 1.328", Price(132800, "stk.", "ekskl. moms")),
        ("25 kr. om måneden", Price(2500, "måned")),
        ("1.328 kr. (2024-priser)", Price(132800)),
        ("prisniveau 2024: 1.328 kr.", Price(132800)),
        ("1.328 kr. (ekskl. moms, prisniveau 2024)", Price(132800, None, "ekskl. moms")),
        ("Fast pris: 1.328 kr.", Price(132800, "fast pris")),
        ("5.000 kr. i alt", Price(500000, "i alt")),
        ("gratis", Price(0)),
        ("Gratis (inkl. moms)", Price(0, None, "inkl. moms")),
        ("Efter aftale, ekskl. moms", Price(None, None, "ekskl. moms")),
        ("1\u00a0328 kr.", Price(132800)),
        ("1\u2009328,50\u202fkr.", Price(132850)),
        ("1.328\u200bkr.", Price(132800)),
        ("1.328 danske kroner", Price(132800)),
        ("1.328 kr.*", Price(132800)),
        ("1.328* kr.", Price(132800)),
        ("1.328¹ kr.", Price(132800)),
        ("1.328 kr.¹⁾", Price(132800)),
        ("1.328 kr. [1]", Price(132800)),
        ("kr. 1.328[12]", Price(132800)),
        ("1.328 kr.1)", Price(132800)),
        ("1.328 kr. pr. time 1)", Price(132800, "time")),
    ],
)
def test_prices_read_with_their_riders(text: str, price: Price) -> None:
    assert values.read_price(text) == price


@pytest.mark.parametrize(
    "text",
    [
        "fra 1.328 kr.",
        "op til 1.328 kr.",
        "1.328 kr. - 2.000 kr.",
        "1.328 eller 2.000 kr.",
        "1,328 kr.",
        "1.328 SEK",
        "1.328 svenske kroner",
        "5 mio. kr.",
        "1.328 kr. 1",
        "1.328 kr.1",
        "1.3281) kr.",
        "1.328 1) kr.",
        "kr. 1.328 1)",
        "kr. 1.328 2024-priser",
        "2 1.328 kr.",
        "1 32 kr.",
        "(1.328 kr.)",
        "1.328 kr. ()",
        "1.328 kr. (ekskl. moms",
        "Efter aftale (1.328 kr.)",
        "gratis 1.328 kr.",
        "ikke gratis",
        "1.328 kr. ekskl. moms inkl. moms",
        "1.328 kr. pr. time pr. dag",
        "Timepris: 1.328 kr. pr. rute",
        "1.328 kr. pr. januar",
        "1.328 kr. pr. halve time",
        "1.328 kr. og moms",
        "1.328,-5 kr",
        "1.328\u0336 kr.",
        "1\u200b328 kr.",
        "1\x96328 kr.",
        "1\x85328 kr.",
        "1\ufffd328 kr.",
        "1.328 kr.\ufffd",
        "\ue000 1.328 kr.",
        "1.328 kr. " + "ekskl. moms " * 12,
    ],
)
def test_prices_refuse(text: str) -> None:
    with pytest.raises(Unreadable):
        values.read_price(text)


VAT = {
    "ekskl. moms": "ekskl. moms",
    "(ekskl. moms)": "ekskl. moms",
    "excl. moms": "ekskl. moms",
    "eks. moms": "ekskl. moms",
    "inkl. moms": "inkl. moms",
    "": None,
}
LEVELS = ["", "(2024-priser)", "(prisniveau 2019)", "i 2025-priser"]
NOTES = ["", "*", " *", "¹", "²³", "[1]", " [12]"]
amounts = st.integers(0, 10**11).map(lambda oere: oere if oere % 100 else oere // 100 * 100)


def written(oere: int, style: str, grouping: str) -> str:
    whole, rest = divmod(oere, 100)
    number = f"{whole:,}".replace(",", grouping)
    return style.format(n=number + (f",{rest:02}" if rest else ""))


@st.composite
def prices(draw: st.DrawFn) -> tuple[str, Price]:
    """A price in one of its spellings, with what it says."""
    oere = draw(amounts)
    grouping = draw(st.sampled_from(["", ".", " ", "\u00a0", "\u202f"]))
    note = draw(st.sampled_from(NOTES))
    styles = ["{n} kr." + note, "{n}kr" + note, "{n}" + note + " kr.", "kr. {n}" + note, "DKK {n}"]
    amount = written(oere, draw(st.sampled_from(styles)), grouping)
    unit = draw(st.sampled_from([*COUNTED]))
    basis, around = draw(
        st.sampled_from(
            [
                (None, "{}"),
                (unit, "{} pr. " + unit),
                (unit, "{}/" + unit),
                (unit, "pr. " + unit + ": {}"),
                (f"påbegyndt {unit}", "{} per påbegyndt " + unit),
                ("time", "Timepris: {}"),
                ("fast pris", "{}, fast pris"),
            ]
        )
    )
    vat = draw(st.sampled_from([*VAT]))
    level = draw(st.sampled_from(LEVELS))
    before, *after = draw(st.permutations([around.format(amount), vat, level]))
    if before and before != around.format(amount):
        before += ":" if not before.endswith(")") else ""
    text = " ".join(filter(None, (before, *after)))
    return text, Price(oere, basis, VAT[vat])


@given(prices())
def test_a_price_reads_back_what_was_written(case: tuple[str, Price]) -> None:
    text, price = case
    try:
        found = values.read_price(text)
    except Unreadable:
        # digits with but a space between them and the amount's are refused
        assert any(f"{digit} 20" in text or f"{digit} i 20" in text for digit in "0123456789")
        return
    assert found == price


NOISE = st.text(
    alphabet="0123456789¹²*[]()., -–/+\u00a0\u200b\u00ad\x96\ufffd\ue000krpmax", max_size=8
)


@given(prices(), NOISE, NOISE)
def test_noise_never_makes_another_price(case: tuple[str, Price], left: str, right: str) -> None:
    text, price = case
    noisy = left + text + right
    try:
        found = values.read_price(noisy)
    except Unreadable:
        return
    # digits beside the number may make it longer, but none of those that touch it is passed over
    numbers = re.findall(r"\d+(?:,\d\d(?!\d))?", re.sub(r"(?<=\d)[.\s](?=\d)", "", plain(noisy)))
    assert plainly(found) in numbers
    assert plainly(price).partition(",")[0] in plainly(found)


def plainly(price: Price) -> str:
    kroner, oere = divmod(price.oere or 0, 100)
    return f"{kroner},{oere:02}" if oere else f"{kroner}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Maksimalt 3", Units(None, 3)),
        ("højst 3", Units(None, 3)),
        ("2 eller 3", Units(2, 3)),
        ("fra 2 til 3", Units(2, 3)),
        ("mellem 2 og 3", Units(2, 3)),
        ("mindst 2, højst 4", Units(2, 4)),
        ("min. 2 og maks. 4", Units(2, 4)),
        ("2-3 timer", Units(2, 3, "time")),
        ("2-3 (timer)", Units(2, 3, "time")),
        ("2-3 enheder", Units(2, 3, "enhed")),
        ("op til 4 stk.", Units(None, 4, "stk.")),
        ("2 påbegyndte timer", Units(2, 2, "påbegyndt time")),
        ("2-3¹", Units(2, 3)),
        ("2-3*", Units(2, 3)),
        ("2-3 [1]", Units(2, 3)),
        ("2-3 timer 1)", Units(2, 3, "time")),
        ("Efter aftale", Units()),
    ],
)
def test_units_read_with_their_words(text: str, expected: Units) -> None:
    assert values.read_units(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2-31)",
        "2-3 1)",
        "2-3 (afhængigt af opgaven)",
        "2-3 timer pr. rute",
        "1.000",
        "2 3",
        "2/3",
        "2\x963",
        "2\ufffd3",
        "2\u200b3",
        "2\u00ad3",
        "2-3\ue000",
        "mindst 4, højst 2",
        "op til 2-3",
    ],
)
def test_units_refuse_what_says_more(text: str) -> None:
    with pytest.raises(Unreadable):
        values.read_units(text)


COUNTS = [
    ("{low}-{high}", True),
    ("{low} – {high}", True),
    ("{low} til {high}", True),
    ("fra {low} til {high}", True),
    ("mellem {low} og {high}", True),
    ("{low} eller {high}", True),
    ("op til {high}", False),
    ("maks. {high}", False),
    ("Højst {high}", False),
]


@given(
    st.integers(0, 9999),
    st.integers(0, 9999),
    st.sampled_from(COUNTS),
    st.sampled_from([None, *COUNTED]),
    st.sampled_from(NOTES),
)
def test_units_read_back(
    low: int, more: int, count: tuple[str, bool], unit: str | None, note: str
) -> None:
    form, ranged = count
    text = form.format(low=low, high=low + more) + note + (f" {unit}" if unit else "")
    assert values.read_units(text) == Units(low if ranged else None, low + more, unit)


@given(st.integers(1, 99), st.integers(0, 99), NOISE, NOISE)
def test_noise_never_makes_other_units(low: int, more: int, left: str, right: str) -> None:
    text = f"{left}{low}-{low + more} timer{right}"
    with suppress(Unreadable):
        found = values.read_units(text)
        assert found.most == low + more
        assert str(found.least).endswith(str(low))
        assert str(found.least) in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 arbejdsdage", Duration(5, None, 5, "arbejdsdag")),
        ("3-5 arbejdsdage", Duration(5, 3, 5, "arbejdsdag")),
        ("inden for 5 arbejdsdage", Duration(5, None, 5, "arbejdsdag")),
        ("Senest 5 arbejdsdage", Duration(5, None, 5, "arbejdsdag")),
        ("senest inden for 3-5 arbejdsdage", Duration(5, 3, 5, "arbejdsdag")),
        ("op til 5 arbejdsdage", Duration(5, None, 5, "arbejdsdag")),
        ("inden for højst 5 arbejdsdage", Duration(5, None, 5, "arbejdsdag")),
        ("maks. 5 arbejdsdage", Duration(5, None, 5, "arbejdsdag")),
        ("næste arbejdsdag", Duration(1, None, 1, "arbejdsdag")),
        ("5¹ arbejdsdage", Duration(5, None, 5, "arbejdsdag")),
        ("5* arbejdsdage", Duration(5, None, 5, "arbejdsdag")),
        ("5 arbejdsdage 1)", Duration(5, None, 5, "arbejdsdag")),
        ("næste hverdag", Duration(None, None, 1, "hverdag")),
        ("5 hverdage", Duration(None, None, 5, "hverdag")),
        ("2 uger", Duration(None, None, 2, "uge")),
        ("1-2 mdr.", Duration(None, None, 2, "måned")),
        ("2 timer", Duration(None, None, 2, "time")),
        ("30 minutter", Duration(None, None, 30, "minut")),
        ("Efter aftale", Duration()),
    ],
)
def test_durations_read(text: str, expected: Duration) -> None:
    assert values.read_duration(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "51) arbejdsdage",
        "5 1) arbejdsdage",
        "5 arbejdsdage efter aftale",
        "ca. 5 arbejdsdage",
        "2 enheder",
        "påbegyndt uge",
        "1 påbegyndt uge",
        "1,5 time",
        "5\x96arbejdsdage",
        "5\ufffd arbejdsdage",
        "5-3 arbejdsdage",
    ],
)
def test_durations_refuse(text: str) -> None:
    with pytest.raises(Unreadable):
        values.read_duration(text)


@given(
    st.integers(0, 999),
    st.sampled_from(["", "inden for ", "senest ", "op til ", "maks. "]),
    st.sampled_from([(unit, word) for unit, words in TIMES.items() for word in words]),
    st.sampled_from(NOTES),
)
def test_durations_read_back(amount: int, bound: str, unit: tuple[str, str], note: str) -> None:
    days = amount if unit[0] == "arbejdsdag" else None
    expected = Duration(days, None, amount, unit[0])
    assert values.read_duration(f"{bound}{amount}{note} {unit[1]}") == expected
    assert values.read_duration(f"{bound}{amount} {unit[1]}{note}") == expected


@given(st.integers(1, 99), NOISE, NOISE)
def test_noise_never_makes_other_days(days: int, left: str, right: str) -> None:
    text = f"{left}{days} arbejdsdage{right}"
    with suppress(Unreadable):
        found = values.read_duration(text)
        assert str(found.days) in text
        assert str(found.days).endswith(str(days))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05/12/2023", "2023-12-05"),
        ("5.12.2023", "2023-12-05"),
        ("5. december 2023", "2023-12-05"),
        ("5 dec 2023", "2023-12-05"),
        ("5. Dec. 2023", "2023-12-05"),
        ("den 5. december 2023", "2023-12-05"),
        ("2023-12-05", "2023-12-05"),
        ("2023-12-05T00:00:00Z", "2023-12-05"),
        ("2023-12-05T23:00:00Z", "2023-12-06"),
        ("2023-12-05T23:00:00", "2023-12-05"),
        ("2023-12-05T12:00:00+01:00", "2023-12-05"),
        ("01/01/2000", "2000-01-01"),
        ("28/02/2034", "2034-02-28"),
    ],
)
def test_dates_read(text: str, day: str) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "31/12/1999",
        "01/03/2034",
        "01/01/0001",
        "31/12/9999",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00+14:00",
        "5. smarch 2023",
        "5. december 23",
        "december 2023",
        "1701774000",
        "05/12/2023 1)",
        "0\x965/12/2023",
        "05/12/202\u200b3",
    ],
)
def test_no_date_of_the_catalogue(text: str) -> None:
    with pytest.raises(Unreadable):
        day_of(text)


@given(st.dates(date(2000, 1, 1), date(2034, 2, 28)))
def test_each_spelling_of_a_date_reads_back(day: date) -> None:
    name = [*MONTHS][day.month - 1]
    instant = datetime(day.year, day.month, day.day, 12, tzinfo=DANISH_TIME).astimezone(UTC)
    spellings = [
        f"{day:%d/%m/%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day}. {name} {day.year}",
        day.isoformat(),
        instant.isoformat(),
        (instant + timedelta(hours=11)).isoformat().replace("+00:00", "Z"),
        *(f"{day.day}. {word} {day.year}" for word in MONTHS[name]),
    ]
    assert {day_of(text) for text in spellings} == {day.isoformat()}


@pytest.mark.parametrize(
    ("older", "newer"), [("3.9", "3.10"), ("2", "2.1"), ("2.7", "2.12"), ("9", "10")]
)
def test_versions_compare_by_parts(older: str, newer: str) -> None:
    assert values.version_key(older) < values.version_key(newer)
