"""The reading room beside Datasette's own table page, on one large database; and under load.

    python -m bench.room [--seconds N]

5,000 parts, 20,000 attachments with texts, 100,000 changes. Prints a line for each page: its median
beside that of Datasette's page of 20 rows, measured in turns; then how 20 clients fare at once
while a refresh publishes.
"""

import argparse
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path

from scraper.crawl import run_crawl
from scraper.plan import Plan
from scraper.settings import Settings
from tests.conftest import QUICK, free_port
from tests.standin import guide
from tests.standin.server import StandIn

PARTS, SERVICES, FILES, CHANGES, NIGHTS = 5_000, 1_500, 20_000, 100_000, 400
ROUNDS, CLIENTS = 25, 20
PLAIN = "/catalog/integration_parts?_size=20&_nofacet=1"
WORDS = "kommune faktura debitor registrering økonomi ydelse snitflade beløb konto rute".split()
PAGES = {
    "front": "/",
    "integration": "/-/integration/SF0007A",
    "part": "/-/del/SF0007_A_03",
    "service": "/-/ydelse/ydelse.7",
    "all parts": "/-/dele",
    "prices": "/-/priser",
    "prices, sorted": "/-/priser?sorter=-til&leverandoer=IBM",
    "changes": "/-/aendringer",
    "one change": "/-/aendring/77000",
    "search": "/-/soeg?q=faktura77",
    "old link": "/-/find-link?url=https://digitaliseringskataloget.dk/x/Vejledning%20077.docx",
    "runs and quality": "/-/drift",
    "attachment": "/-/bilag/000000000077",
}


def fill(db: Path) -> None:
    """Put so many rows beside what a crawl of the stand-in left."""
    rng = random.Random(1)
    now = "2026-01-01T02:00:00Z"

    def text(words: int) -> str:
        return " ".join(f"{rng.choice(WORDS)}{rng.randrange(1000)}" for _ in range(words))

    with sqlite3.connect(db) as c:
        c.executemany(
            "INSERT INTO integrations (code, name) VALUES (?, ?)",
            ((f"SF{n:04}A", f"Integration {n}") for n in range(PARTS // 10)),
        )
        c.executemany(
            "INSERT INTO integration_parts (code, integration, title, area, purpose, terms, "
            "version, status, closed_to_new, url, first_seen, last_seen) "
            "VALUES (?, ?, ?, 'Økonomi', ?, ?, '1.0', 'I drift', 0, ?, ?, ?)",
            (
                (
                    f"SF{n // 10:04}_A_{n % 10:02}",
                    f"SF{n // 10:04}A",
                    f"Afsend {n}",
                    text(80),
                    text(80),
                    f"https://example.org/{n}",
                    now,
                    now,
                )
                for n in range(PARTS)
            ),
        )
        c.executemany(
            "INSERT INTO support_services (id, name, supplier, unit_price_oere, unit_price_text, "
            "units_min, units_max, reaction_days, delivery_days, url, first_seen, last_seen) "
            "VALUES (?, ?, 'IBM', ?, 'x', 2, 3, 5, 5, ?, ?, ?)",
            (
                (
                    f"ydelse.{n}",
                    f"Ydelse {n}",
                    100_000 + n * 100,
                    f"https://example.org/y/{n}",
                    now,
                    now,
                )
                for n in range(SERVICES)
            ),
        )
        links = {(rng.randrange(PARTS), rng.randrange(SERVICES)) for _ in range(PARTS * 2)}
        c.executemany(
            "INSERT INTO part_support_services (part_code, service_id, position) VALUES (?, ?, 1)",
            ((f"SF{p // 10:04}_A_{p % 10:02}", f"ydelse.{s}") for p, s in links),
        )
        c.executemany(
            "INSERT INTO attachments (id, url, filename, bytes, sha256, text, extractor, "
            "first_seen, last_seen) VALUES (?, ?, ?, 1000, ?, ?, 'docx/2', ?, ?)",
            (
                (
                    f"{n:012}",
                    f"https://example.org/f/{n}",
                    f"Vejledning {n:03} {rng.choice(WORDS)}.docx",
                    f"{n:064}",
                    text(120),
                    now,
                    now,
                )
                for n in range(FILES)
            ),
        )
        c.executemany(
            "INSERT INTO service_attachments VALUES (?, ?, 1)",
            ((f"ydelse.{n % SERVICES}", f"{n:012}") for n in range(FILES)),
        )
        c.executemany(
            "INSERT INTO runs (id, command, started_at, finished_at, verdict, changes, base_url, "
            "terms, parts, services, attachments, problems, requests, bytes, share_304) "
            "SELECT ?, 'refresh', ?, ?, 'good', ?, base_url, terms, parts, services, attachments, "
            "problems, requests, bytes, share_304 FROM runs WHERE id = 1",
            (
                (n + 2, f"2026-01-01T{n % 24:02}:{n % 60:02}:00Z", now, CHANGES // NIGHTS)
                for n in range(NIGHTS)
            ),
        )
        c.executemany(
            "INSERT INTO changes (run_id, detected_at, kind, table_name, key, field, before, "
            "after, cause) "
            "VALUES (?, ?, 'changed', 'integration_parts', ?, 'purpose', ?, ?, 'site')",
            (
                (
                    2 + n // (CHANGES // NIGHTS),
                    now,
                    f"SF{n % PARTS // 10:04}_A_{n % 10:02}",
                    text(30),
                    text(30),
                )
                for n in range(CHANGES)
            ),
        )


def get(address: str) -> float:
    """Ask for a page; give the milliseconds it took."""
    begun = time.perf_counter()
    with urllib.request.urlopen(address, timeout=60) as answer:
        answer.read()
    return (time.perf_counter() - begun) * 1000


def ratios(address: str) -> dict[str, tuple[float, float]]:
    """Give for each page its median and that of the plain page, in milliseconds, in turns."""
    found = {}
    for name, path in PAGES.items():
        get(address + path)
        ours, plain = [], []
        for _ in range(ROUNDS):
            plain.append(get(address + PLAIN))
            ours.append(get(address + path))
        found[name] = (statistics.median(ours), statistics.median(plain))
    return found


def load(address: str, seconds: float, publish: list[str]) -> tuple[int, int, float]:
    """Let clients ask at once while a refresh publishes: answers, failures, slowest in seconds."""
    ends = time.monotonic() + seconds
    counts, slowest, lock = [0, 0], [0.0], threading.Lock()

    def client(number: int) -> None:
        paths = list(PAGES.values())
        while time.monotonic() < ends:
            number += 1
            try:
                took, failed = get(address + paths[number % len(paths)]) / 1000, 0
            except (urllib.error.URLError, OSError):
                took, failed = 0.0, 1
            with lock:
                counts[failed] += 1
                slowest[0] = max(slowest[0], took)

    clients = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for each in clients:
        each.start()
    time.sleep(seconds / 4)
    subprocess.run(publish, check=True, capture_output=True)
    for each in clients:
        each.join()
    return counts[0], counts[1], slowest[0]


def measure(seconds: float) -> tuple[dict[str, tuple[float, float]], tuple[int, int, float]]:
    """Give `ratios` and `load` of a catalogue that is filled, served, and refreshed meanwhile."""
    with tempfile.TemporaryDirectory() as folder, StandIn() as site:
        db = Path(folder) / "catalog.db"
        run_crawl(Settings(db=db, base_url=site.base_url, policy=QUICK), Plan())
        fill(db)
        port = free_port()
        katalog = [sys.executable, "-m", "scraper"]
        server = subprocess.Popen(
            [*katalog, "serve", "--db", str(db), "--port", str(port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(200):
                try:
                    get(f"{address}/robots.txt")
                    break
                except urllib.error.URLError:
                    time.sleep(0.1)
            found = ratios(address)
            service = site.site.services[guide.ROUTE]
            site.site.services[guide.ROUTE] = replace(service, price="1.400 kr.")
            refresh = [*katalog, "refresh", "--accept", "--db", str(db), "--delay", "0", "--quiet"]
            refresh += ["--base-url", site.base_url]
            return found, load(address, seconds, refresh)
        finally:
            server.terminate()
            server.wait(timeout=30)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.room")
    parser.add_argument("--seconds", type=float, default=60.0, help="of load (default 60)")
    options = parser.parse_args()
    found, (answers, failures, slowest) = measure(options.seconds)
    for name, (ours, plain) in found.items():
        print(f"{name:18}{ours:8.1f} ms  {plain:6.1f} ms  {ours / plain:5.2f}")
    print(f"{CLIENTS} clients, {options.seconds:.0f} s, a refresh publishing meanwhile: ", end="")
    print(f"{answers} answers, {failures} failed, slowest {slowest:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
