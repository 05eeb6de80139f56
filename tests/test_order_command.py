"""The commands of an order: what is asked, what is refused, what is shown."""

from __future__ import annotations

import json
import os
import pty
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.orders.order import safe_name
from tests import forms, papers, workbooks
from tests.desk import PART, Desk
from tests.standin.docx import docx
from tests.test_cli import katalog

# -- What is asked --------------------------------------------------------------------------------


def on_a_terminal(desk: Desk, answers: str, *words: str) -> tuple[int, str]:
    """Run `order` on a terminal with these answers; give its code and what was shown."""
    command = [sys.executable, "-m", "scraper", "order", *words, "--db", str(desk.db)]
    keyboard, terminal = pty.openpty()
    process = subprocess.Popen(
        command,
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=desk.folder,
        env=os.environ | {"NO_COLOR": "1"},
    )
    os.close(terminal)
    os.write(keyboard, answers.encode())
    shown, _ = process.communicate(timeout=60)
    os.close(keyboard)
    return process.returncode, shown.decode()


def test_what_is_missing_is_asked_for_on_a_terminal(desk: Desk) -> None:
    answers = "sf1590b01\nÅrhus kommune\nBST-4711\noir.xlsx\nspurgt\n7\n"
    code, shown = on_a_terminal(desk, answers)
    assert code == 0, shown
    assert "Kommunen har flere linjer i regnearket" in shown
    assert "https://oir.aarhus.example/debitor/test" in shown
    assert "Skrev DEMONSTRATION - Bestillingsformular" in shown
    told = (desk.folder / "spurgt" / "bestilling.md").read_text(encoding="utf-8")
    assert "linje 7" in told
    code, shown = on_a_terminal(desk, answers.replace("spurgt", "spurgt2").replace("7\n", "alle\n"))
    assert code == 0, shown
    again = answers.replace("spurgt", "x").replace("\n7\n", "\nsyv\n7\n")
    code, shown = on_a_terminal(desk, again.replace("oir.xlsx", "findes ikke.xlsx\noir.xlsx"))
    assert code == 0, shown
    assert "cannot read findes ikke.xlsx" in shown
    assert "Svar med 5, 7 eller alle." in shown


def test_to_stop_at_a_question_is_no_fault(desk: Desk) -> None:
    code, shown = on_a_terminal(desk, "sf1590b01\n\x04")
    assert code == 130, shown
    assert shown.rstrip().endswith("katalog: stopped")


def test_a_misspelt_municipality_is_asked_for_again(desk: Desk) -> None:
    answers = "sf1590b01\nAarhuss\nBST-4711\noir.xlsx\nigen\nAarhus\n5\n"
    code, shown = on_a_terminal(desk, answers)
    assert code == 0, shown
    assert "did you mean 'Aarhus Kommune'?" in shown


def test_a_service_is_asked_for_where_there_are_several(desk: Desk) -> None:
    code, shown = on_a_terminal(
        desk,
        "sftp\nOdense\nB-1\noir.xlsx\n",
        *("SF1590_A", "--form", "beside.docx", "--dry-run"),
    )
    assert code == 0, shown
    assert "Supportydelse | Etablering af SFTP-rute" in shown
    assert "2 uger, som ikke kan regnes om til en dato" in shown


def test_off_a_terminal_what_is_missing_is_said(desk: Desk) -> None:
    for words, option in (
        ((), "CODE"),
        ((PART,), "--kommune"),
        ((PART, "--kommune", "Aarhus"), "--bestillings-id"),
        ((PART, "--kommune", "Aarhus", "--bestillings-id", "1"), "--facts"),
        ((PART, "--kommune", "Aarhus", "--bestillings-id", "1", "--facts", "x"), "--output"),
    ):
        done = katalog("order", *words, "--db", desk.db, cwd=desk.folder)
        assert done.returncode == 2
        assert done.stderr.decode() == (
            f"katalog: {option} is missing; 'katalog order --help' shows an example\n"
        )


# -- What is refused ------------------------------------------------------------------------------


def test_a_misspelt_municipality_gets_suggestions(desk: Desk) -> None:
    said = desk.refused("--line", "5", kommune="Aarhuss")
    assert (
        said == "'Aarhuss' is not in the sheet 'Debitor (SF1590_B)': did you mean 'Aarhus Kommune'?"
    )
    assert "no name there is like it" in desk.refused("--line", "5", kommune="Xyzzy")


def test_several_lines_are_not_chosen_from_silently(desk: Desk) -> None:
    said = desk.refused()
    assert "5, 7" in said
    assert "--all-lines" in said
    assert "line 6 is not one of the municipality's: 5, 7" in desk.refused("--line", "6")
    assert "not both" in desk.refused("--line", "5", "--all-lines")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("old.xlsx", papers.xls("Debitor", [["Kommune"], ["Aarhus"]]), "old Excel workbook"),
        ("empty.xlsx", b"", "empty"),
        ("page.xlsx", b"<html>Log ind</html>", "page"),
        ("word.xlsx", forms.form("lines"), "Word"),
        ("noise.xlsx", b"PK\x03\x04" + bytes(99), ""),
    ],
)
def test_a_spreadsheet_that_is_none_gets_one_sentence(
    desk: Desk, name: str, content: bytes, said: str
) -> None:
    desk.put(name, content)
    told = desk.refused("--line", "5", facts=name)
    assert told.startswith(f"{name}: ")
    assert said in told
    done = katalog("facts", desk.folder / name)
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("old.docx", papers.xls("x", [["y"]]), ""),
        ("empty.docx", b"", "empty"),
        ("sheet.docx", workbooks.usual(), ""),
        ("pdf.docx", b"%PDF-1.7 x", "PDF"),
        ("torn.docx", forms.form("lines")[:900], ""),
        (
            "template.docx",
            forms.docx("", main=forms.MAIN_TYPE.replace("document.main", "template.main")),
            "template (.dotx)",
        ),
    ],
)
def test_a_form_that_is_none_gets_one_sentence(
    desk: Desk, name: str, content: bytes, said: str
) -> None:
    desk.put(name, content)
    told = desk.refused("--line", "5", "--form", name)
    assert told.startswith(f"{name}: ")
    assert said in told
    done = katalog("form", desk.folder / name)
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1


def test_what_cannot_be_ordered_is_said(desk: Desk) -> None:
    def said(*words: str) -> str:
        done = katalog("order", *words, "--db", desk.db, cwd=desk.folder)
        assert done.returncode == 2
        return done.stderr.decode()

    assert "several integration parts" in said("SF1590B")
    assert "is called 'SF9999'" in said("SF9999")
    assert "no support service can be ordered for SF1590_B_03" in said("SF1590_B_03")
    assert "has several support services: give --service" in said("SF1590_A")
    assert "is none of the support services" in said(PART, "--service", "nope")
    assert "is several of" in said("SF1590_A", "--service", "e")
    base = ("--kommune", "Odense", "--bestillings-id", "1", "--facts", "oir.xlsx", "-o", "x")
    assert "has no Word form in the mirror" in said("SF1590_A", "--service", "tilpasning", *base)
    assert "is not a date" in said(PART, "--date", "i morgen", *base)
    assert "are not known" in said(PART, "--date", "1066-01-01", *base)
    assert "cannot read nowhere.docx" in desk.refused("--line", "5", "--form", "nowhere.docx")


def test_half_an_order_is_not_left_behind(desk: Desk) -> None:
    form, _, _ = desk.made("--line", "5", out="hel")
    largest = len(form) + 100  # bytes of a file: the form fits, the mail with it does not
    for folder in ("halv", "halv/findes"):
        (desk.folder / "halv" / "findes").mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [
                *(sys.executable, "-m", "scraper", "order", PART, "--kommune", "Aarhus"),
                *("--bestillings-id", "BST-4711", "--facts", "oir.xlsx", "--line", "5"),
                *("--db", str(desk.db), "--output", f"{folder}/ud"),
            ],
            cwd=desk.folder,
            capture_output=True,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)),
        )
        assert done.returncode == 2
        assert done.stderr.decode() == f"katalog: cannot write in {folder}/ud: File too large\n"
        assert not (desk.folder / folder / "ud").exists()


def test_the_files_are_for_their_owner_only(desk: Desk) -> None:
    (desk.folder / "egen").mkdir()
    desk.made("--line", "5", out="egen")
    modes = {path.stat().st_mode & 0o777 for path in (desk.folder / "egen").iterdir()}
    assert modes == {0o600}


def test_what_the_user_should_know_is_said_on_the_terminal(desk: Desk, tmp_path: Path) -> None:
    db = tmp_path / "catalog.db"
    shutil.copy(desk.db, db)
    with closing(sqlite3.connect(db)) as own, own:
        own.execute("UPDATE integration_parts SET closed_to_new = 1")
    archive = ("--archive", str(desk.folder / "archive"), "--db", str(db))
    said = [
        desk.order("--line", "5", *archive, *form, out=f"siges{number}").stdout.decode()
        for number, form in enumerate(((), ("--form", "beside.docx")))
    ]
    assert all("Integrationsdelen er lukket for nye anvendere." in each for each in said)
    assert "Formularen er en anden end ved den seneste bestilling" in said[1]


def test_a_date_may_be_written_as_danes_do(desk: Desk) -> None:
    for date in ("21-12-2026", "21.12.2026"):
        told = desk.order("--line", "5", "--dry-run", "--date", date).stdout.decode()
        assert "| Bestilt | 21. december 2026 |" in told


def test_no_file_is_written_over(desk: Desk) -> None:
    desk.made("--line", "5", out="once")
    done = desk.order("--line", "5", out="once")
    assert done.returncode == 2
    assert b"is there already; choose another --output" in done.stderr


def test_a_mirror_that_cannot_be_written_beside_is_enough(desk: Desk, tmp_path: Path) -> None:
    (desk.folder / "catalog.forms.json").unlink(missing_ok=True)
    (desk.folder / "catalog.forms.json").mkdir()
    try:
        done = desk.order("--line", "5", out="unkept")
        assert done.returncode == 0
        assert b"which form was used is not kept" in done.stderr
    finally:
        (desk.folder / "catalog.forms.json").rmdir()


# -- facts and form -------------------------------------------------------------------------------


def test_facts_shows_what_was_understood(desk: Desk) -> None:
    shown = katalog("facts", desk.folder / "oir.xlsx").stdout.decode()
    for each in (
        "Debitor (SF1590_B)",
        "G, overskriften »Kommune«",
        "Københavns Kommune",
        "Arket »Læs mig« har hverken",
        "Arket »Debitor gammel« er skjult",
    ):
        assert each in shown, each
    assert "192.0.2.17" not in shown
    lines = katalog(
        *("facts", desk.folder / "oir.xlsx", "--code", "SF1590B", "--kommune", "aarhus")
    ).stdout.decode()
    assert "linje 5" in lines
    assert "linje 7" in lines
    assert re.search(r"IP-adresse +192\.0\.2\.17", lines)
    named = katalog("facts", desk.folder / "oir.xlsx", "--code", "Debitor").stdout.decode()
    assert "SF1590A" not in named
    assert "Debitor (SF1590_B)" in named
    everywhere = katalog("facts", desk.folder / "oir.xlsx", "--kommune", "kobenhavn")
    assert everywhere.returncode == 2
    assert b"did you mean" in everywhere.stderr
    both = katalog("facts", desk.folder / "oir.xlsx", "--kommune", "K\u00f8benhavn").stdout.decode()
    assert "SF1590A ØiR Finans, linje" in both
    assert "Debitor (SF1590_B), linje" in both


def test_form_lists_the_fields(desk: Desk) -> None:
    shown = katalog("form", desk.folder / "controls.docx").stdout.decode()
    assert re.search(
        r"11 +Miljø +Oplysninger til bestillingen +liste eller tekst +Test, Produktion", shown
    )
    assert re.search(r"12 +Ønsket dato +Oplysninger til bestillingen +dato", shown)
    desk.put("plain.docx", docx("Kun ord."))
    done = katalog("form", desk.folder / "plain.docx")
    assert done.returncode == 2
    assert b"has no fields" in done.stderr


@given(st.text(max_size=60))
def test_a_name_that_every_file_system_takes(name: str) -> None:
    safe = safe_name(name)
    assert not set(safe) & set('/\\:*?"<>|\0\n')
    assert json.loads(json.dumps(safe)) == safe
    assert len(safe.encode()) <= 200
