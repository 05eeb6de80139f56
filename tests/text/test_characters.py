"""What is left out of a text, and what a mark stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.characters import LOST, legible, plain, visible

UNSEEN = ["\u00ad", "\u200b", "\u200d", "\u200e", "\u202e", "\u2060", "\u2066", "\ufeff"]
CONTROLS = ["\x00", "\x07", "\x1b", "\x1c", "\x7f", "\x85", "\x96", "\ud800", "\uffff"]


def test_invisible_characters_are_left_out_of_words() -> None:
    assert plain(" En\u00adheds\u200bpris\u00a0 \n her ") == "Enhedspris her"


@pytest.mark.parametrize("unseen", UNSEEN)
def test_between_digits_an_invisible_character_leaves_a_mark(unseen: str) -> None:
    assert plain(f"2{unseen}{unseen}3 {unseen}og 1.{unseen}328") == f"2{LOST}3 og 1.328"


@pytest.mark.parametrize("control", CONTROLS)
def test_a_control_character_leaves_a_mark(control: str) -> None:
    assert plain(f"2{control}3") == legible(f"2{control}3") == f"2{LOST}3"


@given(st.text(), st.sampled_from(CONTROLS), st.text())
def test_a_control_character_never_joins_its_neighbours(
    before: str, control: str, after: str
) -> None:
    marked = plain(before + control + after)
    assert LOST in marked
    assert marked.count(LOST) >= (before + after).count(LOST)
    assert legible(marked) == marked


@given(st.text(alphabet=st.characters(blacklist_categories=["Cc", "Cf", "Cs", "Cn", "Co"])))
def test_what_can_be_seen_stays(text: str) -> None:
    assert visible(text) == text
    assert legible(text) == text
    assert plain(text) == " ".join(text.split())
