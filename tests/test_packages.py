"""Packages: unpacked to the last document, hostile ones refused, their manifests read."""

from __future__ import annotations

import contextlib
import stat
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.documents import unpack as unpacking
from scraper.documents.manifest import Manifest, not_there, read_manifest
from scraper.documents.text import read_text
from scraper.documents.unpack import MAX_DEPTH, Left, Unpacked, find, unpack
from scraper.errors import DocumentFault
from tests import papers
from tests.packages import dos_zip, manifest, package


def documents(body: bytes) -> dict[str, bytes]:
    return {each.path: each.body for each in unpack(body) if isinstance(each, Unpacked)}


def left(body: bytes) -> dict[str, str]:
    return {each.path: each.kind for each in unpack(body) if isinstance(each, Left)}


def test_a_package_three_zips_deep_gives_every_document_by_its_way() -> None:
    deepest = dos_zip({"Tabeller/Felter på ØiR.docx": papers.word(papers.table(("EAN", "nr.")))})
    technical = dos_zip({"wsdl/token/Debitor.wsdl": "<definitions/>", "Bilag ærø.zip": deepest})
    body = package({"Beskrivelse_2.0.pdf": b"%PDF-", "Teknisk Spec.zip": technical})
    found = documents(body)
    assert list(found) == [
        "Beskrivelse_2.0.pdf",
        "Teknisk Spec.zip/wsdl/token/Debitor.wsdl",
        "Teknisk Spec.zip/Bilag ærø.zip/Tabeller/Felter på ØiR.docx",
        "pakke_manifest.txt",
        "pakke_manifest.n3",
    ]
    assert left(body) == {}
    name = "Teknisk Spec.zip/Bilag ærø.zip/Tabeller/Felter på ØiR.docx"
    assert read_text(name, found[name]).text == "EAN\tnr."


def test_names_in_utf_8_are_read_as_such_marked_or_not() -> None:
    marked = papers.zipped({"På øen.txt": "a"})
    unmarked = marked.replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00")
    assert unmarked != marked
    assert list(documents(marked)) == list(documents(unmarked)) == ["På øen.txt"]


def test_a_word_file_in_a_package_is_a_document_and_no_package() -> None:
    assert list(documents(papers.zipped({"a.docx": papers.word("")}))) == ["a.docx"]


def test_backslashes_are_folders() -> None:
    assert list(documents(papers.zipped({"xsd\\Typer.xsd": "a"}))) == ["xsd/Typer.xsd"]


@pytest.mark.parametrize(
    "name", ["../ud.txt", "a/../../ud.txt", "/etc/passwd", "C:\\x.txt", "..\\ud.txt"]
)
def test_names_that_lead_out_are_left(name: str) -> None:
    body = papers.zipped({name: "a", "god.txt": "b"})
    assert list(documents(body)) == ["god.txt"]
    assert list(left(body).values()) == ["bad_path"]


def test_links_and_second_files_of_a_name_are_left() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = papers.zipped({"a.txt": "1"})
    with papers.appended(out) as container:
        container.writestr(link, "/etc/passwd")
        with pytest.warns(UserWarning, match="Duplicate"):
            container.writestr("a.txt", "2")
    body = container.body
    assert documents(body) == {"a.txt": b"1"}
    assert left(body) == {"link.txt": "bad_path", "a.txt": "bad_path"}


def test_segments_that_say_nothing_are_left_out() -> None:
    body = papers.zipped({"./xsd//Typer.xsd": "a", "./": "", "b/./": ""})
    assert list(documents(body)) == ["xsd/Typer.xsd"]
    assert find(body, "xsd/Typer.xsd") == b"a"


@pytest.mark.parametrize("order", [1, -1])
def test_a_folder_named_as_a_zip_beside_it_loses_nothing_unsaid(order: int) -> None:
    inner = papers.zipped({"a.txt": "indre", "b.txt": "b"})
    members = {"x.zip": inner, "x.zip/a.txt": b"ydre", "x.zip/c.txt": b"c"}
    body = papers.zipped(dict(list(members.items())[::order]))
    found = documents(body)
    assert found["x.zip/a.txt"] == (b"indre" if order == 1 else b"ydre")
    assert {"x.zip/b.txt", "x.zip/c.txt"} <= found.keys()
    assert left(body) == {"x.zip/a.txt": "bad_path"}
    assert {path: find(body, path) for path in found} == found


def test_a_name_marked_as_utf_8_that_is_none_is_read_as_dos_wrote_it() -> None:
    inner = papers.zipped({"god.txt": "b" * 3000, "På.txt": "a" * 3000})
    body = b"#!/bin/sh\n" + inner.replace("På".encode(), "På ".encode("cp850"))
    assert list(documents(body)) == ["god.txt", "På .txt"]
    assert left(body) == {}
    assert find(body, "På .txt") == b"a" * 3000


def test_whatever_is_given_is_found_again() -> None:
    inner = papers.zipped({"a.txt": "1", "b/": ""})
    bodies = [
        {"x.zip/": "", "x.zip/a.txt": "folder"},
        {"x.zip": "no zip at all", "x.zip/a.txt": "beside"},
        {"x.zip": inner[:40], "x.zip/a.txt": "beside", "y.zip": inner},
        {"a/": "", "a": "file"},
        {"a/b.zip": inner, "B.ZIP": inner, "a/b.zip/a.txt": "second"},
    ]
    for members in bodies:
        body = papers.zipped(dict(members))
        found = documents(body)
        assert found
        assert {path: find(body, path) for path in found} == found
    assert find(papers.zipped({"a.txt": "1"}), "b.txt") is None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_of_any_nesting_what_is_given_is_found_again(data: st.DataObject) -> None:
    names = st.sampled_from(["a", "a.zip", "b.ZIP", "x/a.zip", "a.zip/b", "å.txt", "a\u030a.txt"])

    def made(depth: int) -> bytes:
        members = data.draw(st.lists(names, max_size=4, unique=True))
        inner = {n: made(depth + 1) if depth < 2 and "zip" in n.lower() else n for n in members}
        return papers.zipped(inner)

    body = made(0)
    found = documents(body)
    assert {path: find(body, path) for path in found} == found


def test_names_without_end_are_left() -> None:
    assert left(papers.zipped({"n" * 2_000 + ".txt": "a"})) == {"n" * 2_000 + ".txt": "bad_path"}


def nested(depth: int) -> bytes:
    body = papers.zipped({"inderst.txt": "a"})
    for _ in range(depth - 1):
        body = papers.zipped({"indre.zip": body})
    return body


def test_nesting_ends_at_a_depth() -> None:
    assert len(documents(nested(MAX_DEPTH))) == 1
    assert documents(nested(MAX_DEPTH + 1)) == {}
    assert list(left(nested(MAX_DEPTH + 1)).values()) == ["too_deep"]


def test_a_damaged_or_locked_zip_within_costs_itself_only() -> None:
    inner = papers.zipped({"a.txt": "a" * 500})
    locked = bytearray(inner)
    locked[inner.index(b"PK\x01\x02") + 8] |= 1
    body = papers.zipped({"brudt.zip": inner[:60], "låst.zip": bytes(locked), "god.txt": "b"})
    assert list(documents(body)) == ["god.txt"]
    assert left(body) == {"brudt.zip": "damaged_file", "låst.zip/a.txt": "locked_file"}


def test_ten_thousand_files_in_all_are_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_MEMBERS", 5)
    inner = papers.zipped({f"{number}.txt": "" for number in range(3)})
    assert len(documents(papers.zipped({"a.zip": inner, "b.txt": ""}))) == 4
    with pytest.raises(DocumentFault, match="over 5 files"):
        list(unpack(papers.zipped({"a.zip": inner, "b.zip": inner})))


def test_a_bomb_of_many_zips_is_refused_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_UNPACKED", 1_000_000)
    inner = papers.zipped({"nul": bytes(400_000)})
    with pytest.raises(DocumentFault, match="over 1000000 bytes"):
        list(unpack(papers.zipped({f"{number}.zip": inner for number in range(9)})))


def test_a_zip_that_swells_too_much_is_refused() -> None:
    with pytest.raises(DocumentFault) as caught:
        list(unpack(papers.zipped({"nul": bytes(50_000_000)})))
    assert caught.value.kind == "too_large"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_mangled_package_is_unpacked_or_refused(data: st.DataObject) -> None:
    body = bytearray(package({"a.zip": papers.zipped({"b.txt": "ord" * 50}), "c.txt": "d"}))
    for _ in range(data.draw(st.integers(1, 8))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(DocumentFault):
        for each in unpack(bytes(body[: data.draw(st.integers(0, len(body)))])):
            assert not each.path.startswith("/") or isinstance(each, Left)


# -- the manifests -----------------------------------------------------------------------------

MANIFEST = Manifest(
    url="https://docs.kombit.dk/integration/sf1461/2.0/pakke",
    title="SF1461 - Dokumentationspakke til Modtag beskeder via Beskedfordeler_2.0.zip",
    version="2.0",
    made_at="2023-09-04T09:07:14.226Z",
)


@pytest.mark.parametrize("latest", [True, False])
def test_a_manifest_says_when_and_of_what_a_package_was_made(latest: bool) -> None:
    assert read_manifest(manifest(latest=latest).encode()) == MANIFEST


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<a> <b> .", "damaged_file"),
        (b"\xff\xfe\x00", "damaged_file"),
        (b"", "odd_manifest"),
        ((manifest() + manifest("sf1500")).encode(), "odd_manifest"),
    ],
)
def test_a_manifest_that_tells_nothing_is_refused(body: bytes, kind: str) -> None:
    with pytest.raises(DocumentFault) as caught:
        read_manifest(body)
    assert caught.value.kind == kind


def test_a_date_that_is_none_is_empty() -> None:
    assert read_manifest(manifest(made="i går").encode()).made_at is None


@pytest.mark.parametrize(
    ("listing", "lost"),
    [
        ("Bilag.zip\n.\\Teknik.zip\n./Læs mig.txt\r\n", []),
        ("Bilag.zip/a/b.txt\nBILAG.ZIP/a\n\n", []),
        ("L\u2018s mig.txt", []),
        ("Andet.pdf\nBilag.zip\nBilag.zip/c.txt", ["Andet.pdf", "Bilag.zip/c.txt"]),
    ],
)
def test_what_a_listing_names_and_the_package_does_not_hold(listing: str, lost: list[str]) -> None:
    assert not_there(listing, ["Bilag.zip/a/b.txt", "Teknik.zip", "Læs mig.txt"]) == lost


def test_a_zip_of_more_than_ten_thousand_files_is_refused() -> None:
    with pytest.raises(DocumentFault, match="it holds 10001 files; 10000 are read"):
        list(unpack(papers.zipped({f"{number}.txt": "" for number in range(10_001)})))
    assert (
        len(documents(papers.zipped({f"{number}.txt": "" for number in range(10_000)}))) == 10_000
    )
