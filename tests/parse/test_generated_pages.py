"""Pages made at random from known records give the record or a problem, never another value.

Two hundred pages of each kind, the same ones on each run. What is wrong is told by kind of fault,
with the simplest page that shows it; `python -m tests.parse.generated` tells it for more pages.
"""

from __future__ import annotations

import pytest

from tests.parse.generated.maker import Level
from tests.parse.generated.run import KINDS, pages, report

LEAST_SHARE = 0.9
each_kind = pytest.mark.parametrize("kind", KINDS)


@each_kind
@pytest.mark.parametrize("level", [Level.BUSY, Level.ODD])
def test_a_page_gives_the_record_or_a_problem_and_never_another_value(
    kind: str, level: Level
) -> None:
    made = pages(kind, level, 200)
    assert not any(page.wrong for page in made), report(kind, level, made)


@each_kind
def test_a_plain_page_is_read_whole_and_without_a_finding(kind: str) -> None:
    made = pages(kind, Level.PLAIN, 100)
    assert not any(page.wrong for page in made), report(kind, Level.PLAIN, made)
    assert sum(page.read for page in made) == sum(page.whole for page in made)


@each_kind
def test_most_fields_are_read_of_pages_on_which_nothing_need_be_refused(kind: str) -> None:
    made = pages(kind, Level.BUSY, 200)
    read, whole = sum(page.read for page in made), sum(page.whole for page in made)
    assert read >= LEAST_SHARE * whole, f"{read} of {whole} fields were read"
