"""The archive: what is written can be read again, by us and by warcio, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from scraper.archive import Archive, Recording, mend, run_files, unfinished_files
from scraper.crawl import run_crawl
from scraper.errors import NotBelievable, SourceUnreachable, UsageError
from scraper.history import LIFE
from scraper.plan import Plan
from scraper.rebuild import run_rebuild
from scraper.settings import Settings
from scraper.shelf import attachment
from scraper.store import open_for_reading
from tests.conftest import CASSETTES, QUICK, catalogue, query
from tests.standin import faults
from tests.standin.server import StandIn

SERVICE = "/supportydelse/etablering-af-sftp-rute"
NOW = "2026-11-24T01:02:03Z"


def write(folder: Path, bodies: dict[str, bytes], name: str = "a.warc.gz.open") -> list[int]:
    archive = Archive(folder / name, {"katalog-base-url": "http://127.0.0.1"}, NOW)
    offsets = [
        archive.write(url, "200 OK", [("Content-Type", "text/html")], body, NOW)
        for url, body in bodies.items()
    ]
    archive.close({})
    return offsets


@given(bodies=st.lists(st.binary(max_size=300), max_size=6))
def test_what_is_written_is_read_back(
    bodies: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    kept = {f"http://127.0.0.1/{number}": body for number, body in enumerate(bodies)}
    write(folder, kept)
    recording = Recording(folder, ["a.warc.gz"])
    for url, body in kept.items():
        stored = recording.lookup(url)
        assert stored is not None
        assert (stored.url, stored.status, stored.body) == (url, 200, body)
        assert stored.fetched_at == NOW


def test_others_can_read_it_too(tmp_path: Path) -> None:
    write(tmp_path, {"http://127.0.0.1/a": "ØiR".encode()})
    with (tmp_path / "a.warc.gz").open("rb") as file:
        kinds = [
            (record.rec_type, record.content_stream().read().decode())
            for record in ArchiveIterator(file, check_digests="raise")
        ]
    assert [kind for kind, _ in kinds] == ["warcinfo", "response", "metadata"]
    assert kinds[1][1] == "ØiR"


@pytest.mark.parametrize("lost", [1, 7, 40, 200])
def test_a_torn_tail_is_mended(tmp_path: Path, lost: int) -> None:
    archive = Archive(tmp_path / "a.warc.gz.open", {}, NOW)
    for number in range(4):
        archive.write(f"http://127.0.0.1/{number}", "200 OK", [], os.urandom(300), NOW)
    archive.abandon()
    path = unfinished_files(tmp_path)[0]
    path.write_bytes(path.read_bytes()[:-lost])
    recording = mend(path)
    assert len(recording) == 3
    assert run_files(tmp_path) == ["a.warc.gz"]
    assert unfinished_files(tmp_path) == []


def test_a_leftover_with_nothing_whole_is_removed(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz.open").write_bytes(b"torn")
    assert len(mend(unfinished_files(tmp_path)[0])) == 0
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"this is no recording\r\n" * 20)
    with pytest.raises(UsageError, match="not a whole WARC file"):
        Recording(tmp_path, ["a.warc"])


def test_a_rebuild_gives_the_same_catalogue_row_for_row(settings: Settings) -> None:
    run_crawl(settings, Plan(whole=True))
    before = catalogue(settings.db)
    assert run_rebuild(settings)[0].changes == 0
    assert catalogue(settings.db) == before


def test_a_lost_database_comes_back_with_its_history(site: StandIn, settings: Settings) -> None:
    run_crawl(settings, Plan())
    slug = "etablering-af-rute-til-serviceudbyders-webservice"
    site.site.services[slug] = replace(site.site.services[slug], price="1.400 kr.")
    site.site.parts.pop("SF1590_B_02")
    run_crawl(settings, Plan())
    before = catalogue(settings.db)
    changes = query(settings.db, "SELECT * FROM changes")
    for path in settings.db.parent.glob("catalog.db*"):
        path.unlink()
    run_rebuild(settings)
    assert catalogue(settings.db) == before
    assert query(settings.db, "SELECT * FROM changes") == changes


def test_a_better_reader_is_told_as_the_readers_doing(settings: Settings) -> None:
    run_crawl(settings, Plan())
    spoilt = query(settings.db, "SELECT purpose FROM integration_parts WHERE code = 'SF1590_A'")
    subprocess.run(
        [sys.executable, "-c", SPOIL, str(settings.db)], check=True
    )  # as an older reader would have left it
    run_rebuild(settings)
    assert query(settings.db, "SELECT key, field, cause FROM changes WHERE kind = 'changed'") == [
        {"key": "SF1590_A", "field": "purpose", "cause": "reader"}
    ]
    now = query(settings.db, "SELECT purpose FROM integration_parts WHERE code = 'SF1590_A'")
    assert now == spoilt


SPOIL = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("UPDATE integration_parts SET purpose = 'x' WHERE code = 'SF1590_A'")
connection.commit()
connection.close()
"""


def test_a_night_that_failed_is_passed_over_when_a_lost_database_comes_back(
    site: StandIn, settings: Settings
) -> None:
    nowhere = replace(settings, base_url="http://127.0.0.1:1")
    with pytest.raises(SourceUnreachable):
        run_crawl(nowhere, Plan(), now=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(UsageError, match=r"no run in .* was good"):
        run_rebuild(settings)
    settings.db.unlink(missing_ok=True)
    run_crawl(settings, Plan())
    before = catalogue(settings.db)
    settings.db.unlink()
    assert [run.verdict for run in run_rebuild(settings)] == ["good"]
    assert catalogue(settings.db) == before


def test_a_rebuild_without_an_archive_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no archive"):
        run_rebuild(Settings(db=tmp_path / "catalog.db"))


def test_a_killed_run_loses_nothing_and_the_next_goes_on(
    site: StandIn, settings: Settings, tmp_path: Path
) -> None:
    run_crawl(settings, Plan(("SF1590A",)))
    before = catalogue(settings.db)
    site.clear()
    site.latency = 0.05
    command = [sys.executable, "-m", "scraper", "crawl", "--all", "--db", str(settings.db)]
    command += ["--base-url", site.base_url, "--delay", "0", "--quiet"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while len(site.requests) < 14 and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(site.requests) >= 14
    assert catalogue(settings.db) == before
    assert len(unfinished_files(settings.archive_folder)) == 1
    site.settle()
    site.latency = 0
    whole = [request for request in site.requests if request.status == 200]
    asked = {request.path for request in whole[:-4]}  # the last few may not have been written
    site.clear()
    run = run_crawl(settings, Plan(whole=True))
    assert run.verdict == "good"
    assert (run.parts, run.services) == (14, 5)
    again = asked.intersection(request.path for request in site.requests)
    assert again == set()
    assert unfinished_files(settings.archive_folder) == []


def test_a_stale_leftover_is_not_used(site: StandIn, settings: Settings) -> None:
    run_crawl(settings, Plan(("SF1590A",)))
    file = settings.archive_folder / run_files(settings.archive_folder)[0]
    old = Archive(
        settings.archive_folder / "katalog-20200101T000000Z.warc.gz.open",
        {"katalog-base-url": settings.base_url, "katalog-started-at": "2020-01-01T00:00:00Z"},
        "2020-01-01T00:00:00Z",
    )
    old.write(f"{settings.base_url}/robots.txt", "404 Not Found", [], b"", NOW)
    old.abandon()
    site.clear()
    run_crawl(settings, Plan(("SF1590A",)))
    assert site.count("/robots.txt") == 1
    assert file.exists()


def test_replaying_a_recording_needs_no_network(tmp_path: Path) -> None:
    settings = Settings(
        db=tmp_path / "catalog.db",
        base_url="http://127.0.0.1:8590",
        replay=CASSETTES / "demo.warc",
        policy=QUICK,
    )
    run = run_crawl(settings, Plan())
    assert (run.parts, run.services, run.attachments, run.problems) == (9, 4, 3, 0)
    assert run.origin is not None
    assert "not the real catalogue" in run.origin
    assert [path.name for path in settings.archive_folder.iterdir()] == ["demo.warc"]
    with closing(open_for_reading(settings.db)) as store:
        key = store.rows("SELECT id FROM attachments ORDER BY id LIMIT 1")[0]["id"]
        assert attachment(store, settings.archive_folder, key) is not None


def test_two_recordings_of_one_name_are_not_mixed(tmp_path: Path) -> None:
    settings = Settings(db=tmp_path / "catalog.db", replay=CASSETTES / "demo.warc", policy=QUICK)
    settings.archive_folder.mkdir()
    (settings.archive_folder / "demo.warc").write_bytes(b"another")
    with pytest.raises(UsageError, match="is another recording"):
        run_crawl(settings, Plan())
    assert (settings.archive_folder / "demo.warc").read_bytes() == b"another"


def test_a_recording_is_text_in_an_editor(
    site: StandIn, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "new.warc"
    run_crawl(replace(settings, record=path, attachments=False), Plan(("SF1590A",)))
    text = path.read_text(encoding="utf-8")
    assert "Vilkår og betingelser" in text
    shutil.copy(path, tmp_path / "copy.warc")
    assert len(Recording(tmp_path, ["copy.warc"])) == len(site.requests)


def leftover(settings: Settings, stamp: str, url: str, resumes: str = "") -> str:
    """Leave a file as a killed run does; give its name."""
    name = f"katalog-{stamp}.warc.gz"
    info = {"katalog-base-url": settings.base_url, "katalog-started-at": "2999-01-01T00:00:00Z"}
    path = settings.archive_folder / f"{name}.open"
    archive = Archive(path, info | {"katalog-resumes": resumes}, NOW)
    archive.write(url, "404 Not Found", [], b"", NOW)
    archive.abandon()
    return name


def test_a_run_killed_twice_goes_on_from_both(site: StandIn, settings: Settings) -> None:
    first = leftover(settings, "29990101T000000Z", f"{settings.base_url}/robots.txt")
    mend(settings.archive_folder / f"{first}.open")
    leftover(settings, "29990101T000001Z", f"{settings.base_url}{SERVICE}", first)
    run_crawl(settings, Plan(("SF1590A",)))
    asked = {request.path for request in site.requests}
    assert not asked & {"/robots.txt", SERVICE}


def test_what_was_published_before_the_kill_is_asked_for_anew(
    site: StandIn, settings: Settings
) -> None:
    run = run_crawl(settings, Plan(("SF1590A",)))
    path = settings.archive_folder / str(run.archive_file)
    torn = path.read_bytes()[:-30]
    path.unlink()
    path.with_name(f"{path.name}.open").write_bytes(torn)
    site.clear()
    assert run_crawl(settings, Plan(("SF1590A",))).changes == 0
    assert site.count("/robots.txt") == 1
    assert Recording(path.parent, [path.name]).ended == {"katalog-verdict": "good"}


def test_what_was_not_believed_is_no_answer_when_a_lost_database_comes_back(
    site: StandIn, settings: Settings
) -> None:
    run_crawl(settings, Plan())
    before = catalogue(settings.db, LIFE)
    labels = {"Formål": "Hensigt", "Enhedspris": "Beløb", "Status": "Stade", "Version": "Nr."}
    site.faults.add(None, faults.renamed(labels))
    with pytest.raises(NotBelievable):
        run_crawl(settings, Plan())
    site.clear()
    run_crawl(settings, Plan())
    settings.db.unlink()
    assert len(run_rebuild(settings)) == 2
    rebuilt = catalogue(settings.db, LIFE)
    assert rebuilt["integration_parts"] == before["integration_parts"]


def test_a_clock_set_back_does_not_mix_up_the_history(settings: Settings) -> None:
    run_crawl(settings, Plan(), now=lambda: datetime(2026, 11, 24, 3, tzinfo=UTC))
    run = run_crawl(settings, Plan(), now=lambda: datetime(2026, 11, 20, 3, tzinfo=UTC))
    assert run.started_at == "2026-11-24T03:00:01Z"
    assert query(settings.db, "SELECT kind FROM problems WHERE run_id = ?", run.id) == [
        {"kind": "clock"}
    ]
