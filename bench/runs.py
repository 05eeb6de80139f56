"""Starting the server and the contenders, each in a process of its own, and measuring these."""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 1800  # seconds before a run is given up


class RunError(Exception):
    """A contender did not do the work; the message says what it said last."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of one contender took. `asked` is the server's tally of it."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    asked: dict[str, Any]

    @property
    def requests(self) -> int:
        return int(self.asked["requests"])

    def answered(self, status: int) -> int:
        return int(self.asked["statuses"].get(str(status), 0))


class Server:
    """The stand-in in a separate process, for as long as the `with` block lasts."""

    def __init__(self, parts: int, latency: float = 0.0) -> None:
        self.parts, self.latency = parts, latency

    def __enter__(self) -> Self:
        options = ["--parts", str(self.parts), "--latency", str(self.latency)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.server", *options],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RunError("the server did not start")
        self.port = int(line)
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.communicate(timeout=10)

    def tally(self) -> dict[str, Any]:
        """Return what was asked since the last call."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", "/__bench")
        told: dict[str, Any] = json.loads(connection.getresponse().read())
        connection.close()
        return told


def run(command: list[str], server: Server) -> Run:
    """Run one contender to its end. Raises RunError when it did not end well."""
    server.tally()
    with tempfile.TemporaryFile("w+") as said:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)
        status, usage = _wait(process, began)
        seconds = time.perf_counter() - began
        if status != 0:
            said.seek(0)
            last = said.read().strip().splitlines()[-1:] or ["nothing"]
            raise RunError(f"exit code {status}; it said: {last[0]}")
    return Run(
        seconds=seconds,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_mb=usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024),
        asked=server.tally(),
    )


def _wait(process: subprocess.Popen[bytes], began: float) -> tuple[int, Any]:
    """Wait for the process; return its exit code and the resources it used, as only wait4 tells."""
    while True:
        found, status, usage = os.wait4(process.pid, os.WNOHANG)
        if found:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, usage
        if time.perf_counter() - began > PATIENCE:
            process.kill()
            process.wait()
            raise RunError(f"not done after {PATIENCE} seconds")
        time.sleep(0.005)
