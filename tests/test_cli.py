"""The command as a user meets it: output, exit codes, and a sentence for every fault."""

from __future__ import annotations

import csv
import io
import json
import os
import socket
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from pyarrow import parquet
from python_calamine import CalamineWorkbook

from scraper.errors import UsageError
from scraper.export import (
    WRITERS,
    as_bytes,
    write_csv,
    write_excel_csv,
    write_parquet,
    write_xlsx,
)
from tests.conftest import CASSETTES, query
from tests.standin.server import StandIn

TYPES = {"a": str, "b": float}
COMMANDS = ("crawl", "rebuild", "prices", "show", "read", "serve", "doctor")


def katalog(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("KATALOG_")}
    env |= {"KATALOG_RETRY_WAIT": "0.01", "COLUMNS": "100"}
    return subprocess.run(
        [sys.executable, "-m", "scraper", *map(str, words)],
        capture_output=True,
        cwd=cwd,
        env=env,
        check=False,
    )


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "catalog.db"
    done = katalog("crawl", "--replay", CASSETTES / "demo.warc", "--db", path)
    assert done.returncode == 0, done.stderr.decode()
    assert "DEMONSTRATIONSDATA" in done.stdout.decode()
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example_and_the_common_options(command: str) -> None:
    text = katalog(command, "--help").stdout.decode()
    assert f"Example: katalog {command}" in " ".join(text.split())
    for option in ("--db", "--quiet", "--verbose"):
        assert option in text


def test_prices_are_plain_csv_on_stdout(db: Path) -> None:
    done = katalog("prices", "--db", db)
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8"))))
    row = next(row for row in rows if row["part_code"] == "SF1590_B_01")
    assert row["unit_price_dkk"] == "1328.00"
    assert row["total_max_dkk"] == "3984.00"
    assert row["supplier"] == "IBM"


def test_prices_for_a_danish_excel_byte_for_byte(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "priser.csv"
    assert katalog("prices", "--excel", "-o", path, "--db", db).returncode == 0
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfpart_code;part_title;service;")
    line = next(line for line in data.split(b"\r\n") if line.startswith(b"SF1590_B_01;"))
    assert b";IBM;1328,00;2;3;2656,00;3984,00;5;5;Time & Material;" in line
    assert data.endswith(b"\r\n")
    assert "økonomi".encode() in data.lower() or "ø".encode() in data


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_cells_that_excel_would_run_are_made_harmless(start: str) -> None:
    rows = [{"a": f"{start}1+1", "b": -1.5}, {"a": None, "b": None}]
    text = as_bytes(write_excel_csv, rows, TYPES).decode()
    read = csv.reader(io.StringIO(text.split("\r\n", 1)[1], newline=""), delimiter=";")
    assert list(read) == [[f"'{start}1+1", "-1,50"], ["", ""]]


def test_awkward_texts_come_back_from_csv() -> None:
    rows = [{"a": 'semi;colon, "quote"\nline', "b": 1328.0}]
    for body, mark in (
        (as_bytes(write_csv, rows, TYPES), ","),
        (as_bytes(write_excel_csv, rows, TYPES), ";"),
    ):
        text = body.decode("utf-8-sig")
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
        assert read[1][0] == rows[0]["a"]


def test_prices_as_json(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "priser.json"
    assert katalog("prices", "-o", path, "--db", db).returncode == 0
    rows = json.loads(path.read_text(encoding="utf-8"))
    assert {row["part_code"] for row in rows if row["unit_price_dkk"] == 1328.0}


def test_prices_as_a_workbook_hold_numbers_as_numbers(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "priser.xlsx"
    assert katalog("prices", "-o", path, "--db", db).returncode == 0
    names, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    plain = list(csv.reader(io.StringIO(katalog("prices", "--db", db).stdout.decode(), newline="")))
    assert names == plain[0]
    assert len(rows) == len(plain) - 1
    ordered = next(dict(zip(names, row, strict=True)) for row in rows if row[0] == "SF1590_B_01")
    assert (ordered["unit_price_dkk"], ordered["units_max"]) == (1328.0, 3.0)


def test_a_workbook_runs_no_text_as_a_formula() -> None:
    body = as_bytes(
        write_xlsx, [{"a": "=1+1", "b": None}, {"a": "https://example.org", "b": 2}], TYPES
    )
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    assert rows == [["a", "b"], ["=1+1", ""], ["https://example.org", 2.0]]


def test_a_workbook_says_what_it_cannot_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    body = as_bytes(write_xlsx, [{"a": "x" * 40_000, "b": None}], TYPES)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    assert len(rows[1][0]) == 32_767
    assert rows[1][0].endswith("x … (afkortet)")
    monkeypatch.setattr("scraper.export.MOST_LINES", 2)
    with pytest.raises(UsageError, match="write CSV or JSON"):
        as_bytes(write_xlsx, ({"a": "x", "b": None} for _ in range(3)), TYPES)


def test_only_kroner_are_rounded_and_what_is_no_text_is_written_as_hexadecimal() -> None:
    rows = [{"a": 0.123456, "b": 0.125}, {"a": b"\x00\xff", "b": None}]
    assert as_bytes(write_csv, rows, TYPES) == b"a,b\r\n0.123456,0.12\r\n00ff,\r\n"
    assert json.loads(as_bytes(WRITERS[".json"], rows, TYPES))[1]["a"] == "00ff"


def test_prices_as_parquet_keep_their_types(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "priser.parquet"
    assert katalog("prices", "-o", path, "--db", db).returncode == 0
    table = parquet.read_table(path)
    types = {field.name: str(field.type) for field in table.schema}
    assert types["unit_price_dkk"] == types["total_max_dkk"] == "double"
    assert types["units_min"] == "int64"
    assert types["part_code"] == types["service_url"] == "string"
    assert 1328.0 in table.column("unit_price_dkk").to_pylist()


def test_parquet_without_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match="pip install pyarrow"):
        as_bytes(write_parquet, [], TYPES)


@pytest.mark.parametrize("form", [".csv", ".xlsx", ".json", ".parquet"])
def test_a_table_without_rows_is_written_too(form: str) -> None:
    assert as_bytes(WRITERS[form], [], TYPES)


@pytest.mark.parametrize("code", ["sf1590b01", "SF1590_B_01", "sf1590_b_01"])
def test_show_takes_a_code_in_any_spelling(db: Path, code: str) -> None:
    text = " ".join(katalog("show", code, "--db", db).stdout.decode().split())
    for words in ("SF1590_B_01", "Afsend DebitorRegistrering", "IBM", "1.328 kr.", "2-3 enheder"):
        assert words in text


def test_show_takes_integrations_and_services(db: Path) -> None:
    assert "ØiR Debitor" in katalog("show", "SF1590B", "--db", db).stdout.decode()
    name = "Etablering af rute til serviceudbyders webservice"
    assert "Selvstændig ydelse" in katalog("show", name, "--db", db).stdout.decode()


def test_show_says_what_is_near(db: Path) -> None:
    done = katalog("show", "SF1590_B_99", "--db", db)
    assert done.returncode == 2
    assert "SF1590_B_01" in done.stderr.decode()


def test_read_prints_the_record_of_a_file(tmp_path: Path) -> None:
    with StandIn() as site:
        done = katalog(
            "read", f"{site.base_url}/integration/sf1590b01", "--base-url", site.base_url
        )
    record = json.loads(done.stdout)
    assert (record["kind"], record["code"]) == ("part", "SF1590_B_01")
    assert record["support_services"][0]["unit_price_oere"] == 132800


def test_read_of_a_page_of_another_kind_is_a_sentence(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<h1>Nyhed</h1><p>Tekst</p>", encoding="utf-8")
    for words in ([], ["--kind", "part"]):
        done = katalog("read", page, *words)
        assert done.returncode == 2
        assert done.stderr.decode().startswith("katalog: ")


def test_doctor_finds_nothing_wrong_with_a_good_database(db: Path) -> None:
    done = katalog("doctor", "--db", db, "--base-url", "http://127.0.0.1:8590")
    assert done.returncode == 0, done.stdout.decode()


def test_doctor_online_tells_which_assumption_failed() -> None:
    with StandIn(search=False) as site:
        done = katalog("doctor", "--online", "--base-url", site.base_url, "--delay", "0")
    assert done.returncode == 2
    assert "no search form" in done.stdout.decode()
    with StandIn() as site:
        text = katalog("doctor", "--online", "--base-url", site.base_url, "--delay", "0").stdout
    assert "ok    part page" in text.decode()
    assert "ok    service page" in text.decode()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["crawl", "--delay", "much"], 2),
        (["crawl", "--base-url", "ftp://x"], 2),
        (["crawl", "--replay", "missing.warc"], 2),
        (["crawl", "--replay", "text.db"], 2),
        (["crawl", "SF1590A", "--all"], 2),
        (["crawl", "--record", "new.warc", "--replay", "{demo}"], 2),
        (["crawl", "--db", "missing/catalog.db", "--base-url", "http://127.0.0.1:9"], 2),
        (["crawl", "--db", "text.db", "--base-url", "http://127.0.0.1:9"], 2),
        (["crawl", "--db", "other.db", "--base-url", "http://127.0.0.1:9"], 2),
        (["crawl", "--base-url", "http://127.0.0.1:9"], 4),
        (["crawl", "--base-url", "http://no-such-host.invalid"], 4),
        (["prices", "--db", "missing.db"], 2),
        (["prices", "--db", "."], 2),
        (["crawl", "--db", "new.db", ""], 2),
        (["crawl", "--db", "new.db", "--delay", "inf"], 2),
        (["crawl", "--db", "new.db", "--base-url", "http://[::1"], 2),
        (["crawl", "--db", "new.db", "--base-url", "http://127.0.0.1:99999"], 2),
        (["crawl", "--db", "new.db", "--base-url", "http://a b/"], 2),
        (["crawl", "--db", "new.db", "--replay", "text.db"], 2),
        (["read", "ftp://example.org/x"], 2),
        (["read", "https://example.org/integration/sf1590b01"], 2),
        (["doctor", "--online", "--replay", "text.db"], 2),
        (["prices", "--db", "text.db"], 2),
        (["prices", "--db", "{db}", "-o", "priser.ods"], 2),
        (["prices", "--db", "{db}", "-o", "missing/priser.csv"], 2),
        (["prices", "--db", "{db}", "-o", "priser.json", "--excel"], 2),
        (["prices", "--db", "{db}", "--as-of", "1999-01-01"], 2),
        (["prices", "--db", "{db}", "--as-of", "torsdag"], 2),
        (["prices", "--db", "{db}", "--as-of", "2026-01-01", "--history"], 2),
        (["show", "SF1590B", "--db", "missing.db"], 2),
        (["read", "missing.html"], 2),
        (["read", "http://127.0.0.1:9/x", "--base-url", "http://127.0.0.1:9"], 4),
        (["rebuild", "--db", "missing.db"], 2),
        (["serve", "--db", "missing.db"], 2),
        (["unknown"], 2),
    ],
)
def test_what_goes_wrong_is_a_sentence(
    db: Path, tmp_path: Path, words: list[str], code: int
) -> None:
    (tmp_path / "text.db").write_text("this is no database\n" * 100, encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE a (b)")
    done = katalog(
        *(word.format(db=db, demo=CASSETTES / "demo.warc") for word in words), cwd=tmp_path
    )
    text = done.stderr.decode()
    assert done.returncode == code, text
    assert "Traceback" not in text
    assert text.strip()


def test_a_database_that_may_only_be_read_is_read(db: Path, tmp_path: Path) -> None:
    copy = tmp_path / "catalog.db"
    with closing(sqlite3.connect(db)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
    copy.chmod(0o444)
    before = copy.read_bytes()
    assert "IBM" in katalog("prices", "--db", copy).stdout.decode()
    assert copy.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["catalog.db"]


def test_output_is_plain_when_piped(db: Path) -> None:
    assert b"\x1b" not in katalog("show", "SF1590B", "--db", db).stdout


def test_prices_of_an_earlier_day_and_over_time(db: Path) -> None:
    today = query(db, "SELECT DATE(started_at) AS day FROM runs")[0]["day"]
    now = katalog("prices", "--db", db).stdout
    assert katalog("prices", "--db", db, "--as-of", today).stdout == now
    assert b"IBM" in katalog("show", "sf1590b01", "--db", db, "--as-of", today).stdout
    history = katalog("prices", "--db", db, "--history").stdout.decode().splitlines()
    assert history[0] == "service,unit_price_dkk,valid_from,valid_to,service_id"
    assert any(line.startswith("Etablering af rute") and ",1328.00," in line for line in history)


def test_a_full_disk_behind_a_pipe_is_a_sentence(db: Path) -> None:
    for words in (["prices"], ["changes"], ["show", "sf1590b01"]):
        command = [sys.executable, "-m", "scraper", *words, "--db", str(db)]
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr
        assert b"No space left on device" in done.stderr


def test_a_port_in_use_is_a_sentence(db: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = katalog("serve", "--db", db, "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert b"choose another --port" in done.stderr


def test_a_doctor_with_a_recording_asks_nobody(db: Path) -> None:
    done = katalog("doctor", "--online", "--replay", CASSETTES / "demo.warc", "--db", db)
    assert b"ok    way in: " in done.stdout
    assert done.returncode == 0


def test_no_color_is_plain_even_on_a_terminal(db: Path) -> None:
    script = f"NO_COLOR=1 {sys.executable} -m scraper show sf1590b01 --db {db}"
    done = subprocess.run(
        ["script", "-qec", script, "/dev/null"], capture_output=True, check=True, timeout=60
    )
    assert b"SF1590_B_01" in done.stdout
    assert b"\x1b[" not in done.stdout


def test_code_in_the_folder_one_stands_in_is_not_run(tmp_path: Path) -> None:
    (tmp_path / "zipfile.py").write_text("raise RuntimeError('not ours')\n")
    command = [sys.executable, "-P", "-m", "scraper", "crawl", "--db", "c.db"]
    done = subprocess.run(
        [*command, "--replay", CASSETTES / "demo.warc"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    assert query(tmp_path / "c.db", "SELECT COUNT(text) AS n FROM attachments") == [{"n": 3}]
