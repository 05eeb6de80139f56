"""Files that came are files that went: moved, renamed, made anew under another name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.moves import Folder, folders, moved, pair, remade, within


def test_the_same_content_is_the_file_whose_way_ends_most_alike() -> None:
    went = {"a/x.pdf": "1", "b/y.pdf": "1", "c.pdf": "2"}
    assert moved(went, {"n/y.pdf": "1", "n/x.pdf": "1", "d.pdf": "3"}) == {
        "n/y.pdf": "b/y.pdf",
        "n/x.pdf": "a/x.pdf",
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Bilag 20211210.zip/Felter.pdf", "Bilag 20230626.zip/Felter.pdf"),
        ("SF1500 Bilag v3.0.zip/Anvisninger - 3.0.pdf", "SF1500 Bilag v3.2.zip/Anvisninger.pdf"),
        ("Formular_3_2_1.docx", "Formular_3_2_2.docx"),
        ("et/Formular.docx", "et helt andet sted/formular.docx"),
    ],
)
def test_a_name_that_only_a_version_tells_apart_is_the_file_made_anew(old: str, new: str) -> None:
    assert remade([old], [new]) == {new: old}


@pytest.mark.parametrize(
    ("went", "came"),
    [
        (["a.pdf"], ["b.pdf"]),
        (["a.pdf"], ["a.docx"]),
        (["x/a.pdf", "y/a.pdf"], ["z/a.pdf"]),
        (["x/a.pdf"], ["y/a.pdf", "z/a.pdf"]),
        ([], ["a.pdf"]),
    ],
)
def test_where_it_is_not_sure_none_is_meant(went: list[str], came: list[str]) -> None:
    assert remade(went, came) == {}


def test_the_whole_way_goes_before_the_name_alone() -> None:
    went = ["Bilag 1.0.zip/a/T.xsd", "Bilag 1.0.zip/b/T.xsd"]
    came = ["Bilag 1.1.zip/b/T.xsd", "Bilag 1.1.zip/c/T.xsd"]
    assert remade(went, came) == {came[0]: went[1], came[1]: went[0]}


def test_files_that_moved_alike_are_a_folder_that_moved() -> None:
    pairs = {
        "Ny.zip/x/a.txt": "Gl.zip/x/a.txt",
        "Ny.zip/x/b.txt": "Gl.zip/x/b.txt",
        "Ny.zip/c.txt": "Gl.zip/c.txt",
        "andet/d.txt": "Gl.zip/d.txt",
        "Ny.zip/e2.txt": "Gl.zip/e1.txt",
        "f.txt": "Gl.zip/f.txt",
        "g.txt": "Gl.zip/g.txt",
    }
    assert folders(pairs) == [
        Folder("Gl.zip", "Ny.zip", ("Ny.zip/x/a.txt", "Ny.zip/x/b.txt", "Ny.zip/c.txt"))
    ]


def test_files_within_a_container() -> None:
    ways = ["a.zip/x/1", "a.zip/2", "b/c.zip/3", "b/4", "a.zip"]
    assert within(ways, ["a.zip", "b/c.zip", "d.zip"]) == {
        "a.zip": ["a.zip/x/1", "a.zip/2"],
        "b/c.zip": ["b/c.zip/3"],
    }


WAYS = st.dictionaries(
    st.text("ab/1.", min_size=1, max_size=8), st.sampled_from(["1", "2", None]), max_size=6
)


@given(WAYS, WAYS)
def test_no_file_is_meant_twice(went: dict[str, str | None], came: dict[str, str | None]) -> None:
    same, other = pair(went, came)
    assert not same.keys() & other.keys()
    olds = [*same.values(), *other.values()]
    assert len(olds) == len(set(olds))
    assert {*same, *other} <= came.keys()
    assert set(olds) <= went.keys()
    assert all(went[old] == came[new] for new, old in same.items())
