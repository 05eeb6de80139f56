"""Reading 1,000 mixed documents: how long, on how many cores, in how much memory, and once only.

python -m bench.documents      serves the documents, as the measure starts it
"""

import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.runs import ROOT, RunError
from tests import papers
from tests.standin import guide
from tests.standin.content import Attachment
from tests.standin.pdf import pdf
from tests.standin.server import StandIn

DOCUMENTS = 1000
_BESIDE = 3
"""Processes of a crawl that do not read documents: itself, and two that start the readers."""
WORDS = "kommune faktura debitor registrering økonomi ydelse snitflade beløb konto rute".split()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one crawl of the documents took. Memory is that of all its processes together."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    readers: int
    """Processes that read documents, at most at one time."""
    reading_seconds: float
    busy: float
    """While they were there, and the share of the machine's cores in use meanwhile, 0 to 1."""


def _text(rng: random.Random, words: int) -> str:
    return " ".join(f"{rng.choice(WORDS)}{rng.randrange(10_000)}" for _ in range(words))


def _body(rng: random.Random, number: int) -> tuple[str, bytes]:
    """Make one document of some 200 KB, and give its ending."""
    kind = number % 20
    if kind < 8:
        rows = [(_text(rng, 3), _text(rng, 3)) for _ in range(200)]
        body = "".join(papers.paragraph(_text(rng, 60)) for _ in range(250)) + papers.table(*rows)
        with papers.appended(papers.word(body)) as more:
            more.writestr("word/media/image1.png", rng.randbytes(165_000))
        return "docx", more.body
    if kind < 12:
        return "xlsx", papers.xlsx(Ark=[[_text(rng, 4), number, 2.5] for _ in range(4_000)])
    if kind < 17:
        return "pdf", pdf(*(_text(rng, 600) for _ in range(30)))
    if kind < 19:
        return "txt", _text(rng, 20_000).encode()
    types = "".join(
        f'<xs:complexType name="T{n}"><xs:sequence>'
        + "".join(f'<xs:element name="{w}{n}" type="xs:string"/>' for w in WORDS)
        + "</xs:sequence></xs:complexType>"
        for n in range(300)
    )
    head = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
    return "xsd", f"{head}{types}</xs:schema>".encode()


def serve() -> None:
    """Serve the documents until the standard input ends; print port and their size in bytes."""
    rng = random.Random(1)
    with StandIn() as site:
        paths = []
        for number in range(DOCUMENTS):
            ending, body = _body(rng, number)
            path = f"/files/{number}.{ending}"
            site.site.add(Attachment(path, path[7:], "application/octet-stream", body))
            paths.append(path)
        service = site.site.services[guide.ROUTE]
        site.site.services[guide.ROUTE] = replace(service, attachments=tuple(paths))
        size = sum(len(file.body) for file in site.site.attachments.values())
        print(site.base_url, size, flush=True)
        sys.stdin.read()


def measure() -> tuple[int, Reading, Reading]:
    """Give the bytes of all documents, what a first crawl takes, and a second one."""
    server = subprocess.Popen(
        [sys.executable, "-m", "bench.documents"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout
        url, size = server.stdout.readline().split()
        with tempfile.TemporaryDirectory() as folder:
            db = Path(folder) / "catalog.db"
            common = ["--db", str(db), "--base-url", url, "--delay", "0", "--quiet"]
            first = _crawl(["crawl", "SF1590B", *common])
            with sqlite3.connect(db) as connection:
                (read,) = connection.execute(
                    "SELECT COUNT(text) FROM attachments WHERE filename GLOB '[0-9]*'"
                ).fetchone()
            if read != DOCUMENTS:
                raise RunError(f"{read} of {DOCUMENTS} documents were read")
            return int(size), first, _crawl(["refresh", *common])
    finally:
        server.communicate("")


def _crawl(words: list[str]) -> Reading:
    watched = _Watched()
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "scraper", *words], cwd=ROOT)
    watch = threading.Thread(target=_watch, args=(process, watched))
    watch.start()
    code = process.wait()
    watch.join()
    if code != 0:
        raise RunError(f"exit code {code}")
    seconds, idle, total = watched.reading
    return Reading(
        time.perf_counter() - began,
        sum(watched.cpu.values()),
        watched.peak_mb,
        watched.readers,
        seconds,
        1 - idle / total if total else 0.0,
    )


@dataclass(slots=True)
class _Watched:
    """What a process and all that it started used; `reading` has seconds, ticks idle, and all."""

    peak_mb: float = 0.0
    readers: int = 0
    cpu: dict[int, float] = field(default_factory=dict)
    reading: tuple[float, int, int] = (0.0, 0, 0)


def _watch(process: "subprocess.Popen[bytes]", watched: _Watched) -> None:
    begun: tuple[float, int, int] | None = None
    while process.poll() is None:
        family = _family(process.pid)
        watched.peak_mb = max(watched.peak_mb, sum(map(_memory, family)) / 1024)
        watched.readers = max(watched.readers, len(family) - 1)
        for pid in family:
            watched.cpu[pid] = max(watched.cpu.get(pid, 0.0), _cpu(pid))
        now = (time.perf_counter(), *_ticks())
        if len(family) > _BESIDE:
            begun = begun or now
            watched.reading = (now[0] - begun[0], now[1] - begun[1], now[2] - begun[2])
        time.sleep(0.05)


def _ticks() -> tuple[int, int]:
    """Give how long the machine's cores have been idle, and in all (proc(5), `stat`)."""
    numbers = [int(word) for word in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    return numbers[3] + numbers[4], sum(numbers)


def _cpu(pid: int) -> float:
    """Give the CPU seconds that a process has used (proc(5))."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return 0.0


def _family(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        try:
            words = Path(f"/proc/{each}/task/{each}/children").read_text().split()
            found += [int(word) for word in words]
        except OSError:
            continue
    return found


def _memory(pid: int) -> float:
    """Give a process's proportional set size in KB (proc(5))."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return float(line.split()[1])
    except OSError:
        pass
    return 0.0


if __name__ == "__main__":
    serve()
