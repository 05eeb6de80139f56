"""Nothing is lost: killed at any moment, on a full disk, without leave to write, under load."""

from __future__ import annotations

import random
import resource
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scraper.archive import unfinished_files
from scraper.crawl import run_crawl
from scraper.plan import Plan
from scraper.rebuild import run_rebuild
from scraper.refresh import run_refresh
from scraper.serve import serve_command
from scraper.settings import Settings
from scraper.store import open_for_reading
from tests.conftest import catalogue, free_port, query
from tests.standin.server import StandIn

SLUG = "etablering-af-rute-til-serviceudbyders-webservice"
KILLS = 50


def refresh(settings: Settings, **options: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "scraper", "refresh", "--db", str(settings.db), "--delay", "0"]
    command += ["--archive", str(settings.archive_folder), "--base-url", settings.base_url]
    return subprocess.Popen([*command, "--quiet"], stderr=subprocess.PIPE, **options)


def facts(path: Path) -> dict[str, list[Any]]:
    """Give the catalogue without the instants at which its rows were seen."""
    life = ("first_seen", "last_seen", "gone_since", "missing_since", "missing_nights")
    return {
        table: [
            {name: value for name, value in row.items() if name not in life}
            for row in query(path, f"SELECT * FROM {table} ORDER BY 1, 2")
        ]
        for table in catalogue(path)
    }


def test_a_job_killed_at_any_moment_loses_nothing(site: StandIn, settings: Settings) -> None:
    """The price changes every time; what a killed job had got, the next one may publish."""
    run_crawl(settings, Plan())
    site.latency = 0.01
    began = time.monotonic()
    job = refresh(settings)
    job.communicate()
    assert job.returncode == 0
    whole = time.monotonic() - began
    chance = random.Random(1590)
    prices = [price(settings)]
    ended = 0
    for step in range(KILLS):
        before = without_price(settings)
        prices.append(f"{1400 + step} kr.")
        site.site.services[SLUG] = replace(site.site.services[SLUG], price=prices[-1])
        job = refresh(settings)
        time.sleep(chance.uniform(0.1 * whole, 1.6 * whole))
        job.send_signal(signal.SIGKILL)
        job.communicate()
        ended += job.returncode == 0
        assert query(settings.db, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]
        assert without_price(settings) == before
        assert price(settings) in prices
    assert 0 < ended < KILLS, "some moments should fall within the run, some after it"
    site.latency = 0
    run_refresh(settings)
    run_refresh(settings)
    told = query(
        settings.db,
        "SELECT before, after FROM changes WHERE field = 'unit_price_text' ORDER BY id",
    )
    assert [prices[0], *(row["after"] for row in told)] == [
        *(row["before"] for row in told),
        price(settings),
    ]
    assert price(settings) == prices[-1]
    assert unfinished_files(settings.archive_folder) == []
    kept = facts(settings.db)
    settings.db.unlink()
    run_rebuild(settings)
    assert facts(settings.db) == kept


def price(settings: Settings) -> str:
    sql = "SELECT unit_price_text FROM support_services WHERE id = ?"
    return str(query(settings.db, sql, f"supportydelse.{SLUG}")[0]["unit_price_text"])


def without_price(settings: Settings) -> dict[str, list[Any]]:
    rows = facts(settings.db)
    rows["support_services"] = [
        {name: value for name, value in row.items() if not name.startswith("unit_price")}
        for row in rows["support_services"]
    ]
    rows["part_support_services"] = [
        {name: value for name, value in row.items() if name != "card"}
        for row in rows["part_support_services"]
    ]
    return rows


@pytest.mark.parametrize("room", [40_000, 200_000, 400_000])
def test_a_full_disk_is_told_and_the_next_run_mends_it(
    site: StandIn, settings: Settings, room: int
) -> None:
    """A limit on the size of files gives what a full disk gives: a write that cannot be done."""
    run_crawl(settings, Plan(("SF1590A",)))
    before = facts(settings.db)
    job = refresh(
        settings,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )
    _, words = job.communicate(timeout=60)
    assert b"Traceback" not in words
    assert job.returncode in (0, 2), words
    assert facts(settings.db) == before
    assert run_refresh(settings).verdict == "good"
    assert facts(settings.db) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one and a half megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(folder)], capture_output=True
    )
    if made.returncode:
        pytest.skip("a disk can be mounted by root alone; the limit on files is tried all the same")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_full_keeps_the_last_catalogue(
    site: StandIn, settings: Settings, small_disk: Path
) -> None:
    settings = replace(settings, db=small_disk / "catalog.db")
    run_crawl(settings, Plan())
    before = facts(settings.db)
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            pass
    site.site.services[SLUG] = replace(site.site.services[SLUG], price="1.400 kr.")
    job = refresh(settings)
    _, words = job.communicate(timeout=60)
    assert job.returncode == 2, words
    assert words.startswith(b"katalog: cannot ")
    assert words.count(b"\n") == 1
    with closing(open_for_reading(settings.db)) as store:  # SQLite itself wants room to read
        assert len(store.rows("SELECT * FROM integration_parts")) == 9
    filler.unlink()
    assert facts(settings.db) == before
    assert run_refresh(settings).changes == 2
    assert facts(settings.db) != before


def test_a_served_catalogue_never_fails_while_runs_publish(
    site: StandIn, settings: Settings
) -> None:
    run_crawl(settings, Plan())
    port = free_port()
    server = subprocess.Popen(
        serve_command(settings.db, "127.0.0.1", port),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    root = f"http://127.0.0.1:{port}/catalog"
    addresses = [f"{root}/{name}.json" for name in ("support_service_prices", "integration_parts")]
    faults: list[str] = []
    answers = [0, 0]
    done = threading.Event()

    def ask(number: int) -> None:
        while not done.is_set():
            for address in addresses:
                try:
                    with urllib.request.urlopen(address, timeout=30) as answer:
                        answers[number] += b"SF1590_B_01" in answer.read()
                except OSError as fault:
                    faults.append(f"{address}: {fault}")

    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{root}.json", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        askers = [threading.Thread(target=ask, args=(number,)) for number in range(2)]
        for asker in askers:
            asker.start()
        for step in range(20):
            site.site.services[SLUG] = replace(site.site.services[SLUG], price=f"{1400 + step} kr.")
            assert run_refresh(settings).changes == 2
        done.set()
        for asker in askers:
            asker.join()
        with urllib.request.urlopen(addresses[0], timeout=30) as answer:
            assert b"1419" in answer.read()
    finally:
        done.set()
        server.terminate()
        server.wait()
    assert faults == []
    assert min(answers) > 20
