"""The grammar of codes: any spelling in, the source's spelling out, and nothing that is none."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import Unreadable
from scraper.text import codes
from scraper.text.codes import Coded


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sf1590b01", "SF1590_B_01"),
        ("SF1590_B_01", "SF1590_B_01"),
        ("SF1590_A", "SF1590_A"),
        ("sf1520", "SF1520"),
        (" SF1590b_01 ", "SF1590_B_01"),
        ("SF 1590 B 01", "SF1590_B_01"),
        ("SF1590_01", "SF1590_01"),
        ("SF1590 01", "SF1590_01"),
        ("SF1590_B_03_V3", "SF1590_B_03_V3"),
        ("sf1590b03v3", "SF1590_B_03_V3"),
        ("SF1590V3", "SF1590_V3"),
        ("sf0770a", "SF0770_A"),
        ("sf159", "SF159"),
        ("sf15901c", "SF15901_C"),
        ("sf159001", "SF159001"),  # SF1590_01 too, for all that one can tell
        ("kp0012a01", "KP0012_A_01"),
        ("IP1590_B_03_V3", "IP1590_B_03_V3"),
    ],
)
def test_codes_in_any_spelling(text: str, code: str) -> None:
    assert codes.part_code(text) == code


@pytest.mark.parametrize(
    "text", ["Windows10", "MD5", "SF", "1590", "SF1590_B_01_4.0", "20200226_Vejledning", ""]
)
def test_what_has_no_code_s_shape(text: str) -> None:
    with pytest.raises(Unreadable):
        codes.part_code(text)
    assert not codes.is_code(text, text.lower())
    assert codes.code_of_slug(text.lower()) is None


@pytest.mark.parametrize(
    "text",
    [
        *("SF15", "Økonomi", "SF1590_B_01_4.0", "XSF1590", "", "SF1590 i drift", "SF1590_B_1"),
        *("Windows10", "ISO27001", "MD5", "SHA256", "KLE 2.0", "Uge2024", "KP2024", "IP2020"),
        *("d0ed926d-2e1a-4b1f", "260220200803", "kp1234_a", "KP1234_AB", "SF1500_Bilag_2023"),
    ],
)
def test_what_is_no_code_by_itself(text: str) -> None:
    assert not codes.is_code(text)
    assert not codes.is_code(f"{text} og mere")


@pytest.mark.parametrize("word", ["Windows10", "ISO27001", "KLE", "Uge2024", "KP2024", "SF15"])
def test_running_text_begins_with_no_code(word: str) -> None:
    assert codes.first_code(f"{word} og mere") is None


@pytest.mark.parametrize("text", ["KP1234", "KP1234A", "kp1234_a", "SF15", "DFS012", "SF1590_B_1"])
def test_an_address_vouches_for_a_code(text: str) -> None:
    slug = text.replace("_", "").lower()
    assert codes.is_code(text, slug)
    assert codes.code_of_path(f"/integration/{slug}") == codes.part_code(text)
    assert codes.first_code(f"{text} Titel", slug) == Coded(codes.part_code(text), None, "Titel")
    assert not codes.is_code(text, "sf9999")


@pytest.mark.parametrize(
    "path",
    ["/integration/", "/integration/om-os", "/integration/sf1500/3.0/pakke", "/viden/sf1590", "/"],
)
def test_addresses_of_something_else(path: str) -> None:
    assert codes.code_of_path(path) is None


@pytest.mark.parametrize(
    ("code", "integration"),
    [
        ("SF1590_B_01", "SF1590B"),
        ("SF1590_A", "SF1590A"),
        ("SF1520", "SF1520"),
        ("SF1590_01", "SF1590"),
        ("SF1590_V3", "SF1590"),
        ("SF159_A", "SF159A"),
        ("KP1234_B_01", "KP1234B"),
    ],
)
def test_a_part_belongs_to_its_integration(code: str, integration: str) -> None:
    assert codes.integration_code(code) == integration


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SF1590_B_01_4.0", ("SF1590_B_01", "4.0")),
        ("SF1520_3.6", ("SF1520", "3.6")),
        ("SF1520_10.0", ("SF1520", "10.0")),
        ("SF1520_v3.6", ("SF1520", "3.6")),
        ("SF0770_D_2.4.0", ("SF0770_D", "2.4.0")),
        ("SF1590_B_03_V3_3.8.0", ("SF1590_B_03_V3", "3.8.0")),
        ("KP0123_A_1.0", ("KP0123_A", "1.0")),
        ("sf1590b01_4.0", ("SF1590_B_01", "4.0")),
        ("SF1590_B_014.0", None),
        ("SF1590_B_01", None),
        ("SF1520_3", None),
        ("SF1520_3.6 Titel", None),
        ("ISO27001_2.0", None),
    ],
)
def test_a_code_with_its_version(text: str, expected: tuple[str, str] | None) -> None:
    assert codes.split_code_version(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SF1590_B_01 Afsend", Coded("SF1590_B_01", None, "Afsend")),
        ("SF1590_B_01 – Afsend", Coded("SF1590_B_01", None, "Afsend")),
        ("SF1590_B_01: Afsend", Coded("SF1590_B_01", None, "Afsend")),
        ("SF1590_B_01-Afsend", Coded("SF1590_B_01", None, "Afsend")),
        ("SF1590_B_01", Coded("SF1590_B_01", None, "")),
        ("SF1520_4.0 Denne version", Coded("SF1520", "4.0", "Denne version")),
        ("SF1590B (udfaset)", Coded("SF1590_B", None, "(udfaset)")),
        ("SF1590-B-01", None),
        ("SF1500_Bilag_20230626.zip", None),
        ("ISO27001 certificering", None),
    ],
)
def test_a_line_that_begins_with_a_code(text: str, expected: Coded | None) -> None:
    assert codes.first_code(text) == expected


@st.composite
def printed(draw: st.DrawFn) -> str:
    """A code of the catalogue, as printed."""
    number = draw(st.from_regex(r"SF[0-9]{3,6}", fullmatch=True))
    letter = draw(st.sampled_from(["", "_A", "_B", "_Z"]))
    part = draw(st.sampled_from(["", "_01", "_12", "_001"])) if letter else ""
    return number + letter + part + draw(st.sampled_from(["", "_V3", "_V12"]))


@given(printed(), st.from_regex(r"[1-9][0-9]?(\.[0-9]{1,2}){1,3}", fullmatch=True))
def test_every_spelling_of_a_code_is_that_code(code: str, version: str) -> None:
    compact = code.replace("_", "")
    for spelling in (code, code.lower(), compact, compact.lower()):
        assert codes.is_code(spelling)
        assert codes.part_code(spelling) == code
    assert codes.code_of_slug(compact.lower()) == code
    assert codes.compact_code(code) == compact
    assert codes.split_code_version(f"{code}_{version}") == (code, version)
    assert codes.first_code(f"{code} Afsend 2.0") == Coded(code, None, "Afsend 2.0")
    assert codes.matches_term(code, codes.integration_code(code))
    assert compact.startswith(codes.integration_code(code))


@given(st.text(alphabet="SFIPKsfbv_.- 0123456789ABVøå:", max_size=16))
def test_no_character_of_a_line_is_lost_between_code_and_rest(text: str) -> None:
    found = codes.first_code(text)
    if found is None:
        return
    told = found.code + (found.version or "") + found.rest
    assert re.sub(r"[_ :,;–-]", "", told).upper().replace("V", "") == re.sub(
        r"[_ :,;–-]", "", text
    ).upper().replace("V", "")


@given(st.text(max_size=20))
def test_a_code_is_told_or_refused_and_nothing_else(text: str) -> None:
    if codes.is_code(text):
        assert codes.is_code(codes.part_code(text))
        assert codes.compact_code(codes.part_code(text)) == codes.compact_code(text)
    codes.code_of_slug(text)
    codes.split_code_version(text)
    codes.typed_code(text)
    assert codes.codes_in(codes.without_codes(text)) == ()


def test_codes_in_a_sentence() -> None:
    text = "Rute til SF1590-B-01, sf 0770 D og SF159 samt SF15901; ikke SF15 eller XSF1590"
    assert codes.codes_in(text) == ("SF1590_B_01", "SF0770_D", "SF159", "SF15901")
