"""Documents read in processes of their own, so that none can take the job down with it.

Each process may use so much memory and so much time; one that dies or hangs costs its document
only.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as Overdue
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import forkserver
from types import TracebackType
from typing import Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from scraper.errors import DocumentFault

K = TypeVar("K")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading documents may cost."""

    seconds: float = 60.0  # for one document: a thousand pages of PDF take some twenty
    memory: int = 150_000_000  # bytes of data in one process, of which 40 MB are its libraries
    workers: int = 8  # at most, one a core: eight reading mixed documents stay under 400 MB in all
    waiting: int = 32_000_000  # bytes of documents handed over and not yet read
    tasks: int = 500  # documents a process reads before a fresh one takes its place


class Readers(Generic[K, R]):
    """Reads bodies with a function, each under a key, with as many processes as there are cores.

    Nothing is started before the first body comes.
    """

    def __init__(self, read: Callable[[str, bytes], R], limits: Limits | None = None) -> None:
        self._read = read
        self._limits = limits or Limits()
        self._pool: ProcessPool | None = None
        self._waiting: deque[tuple[K, int, ProcessFuture[Any]]] = deque()
        self._bytes = 0

    def __enter__(self) -> Readers[K, R]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; what they have not read by then is lost."""
        if self._pool is None:
            return
        if self._waiting:
            self._pool.stop()  # type: ignore[no-untyped-call]
        else:
            self._pool.close()  # type: ignore[no-untyped-call]
        self._pool.join()
        self._pool = None

    def submit(self, key: K, name: str, body: bytes) -> Iterator[tuple[K, R | DocumentFault]]:
        """Hand one document over; give what has been read by then, in order.

        More than `Limits.waiting` bytes are never held: this waits instead.
        """
        while self._waiting and self._bytes + len(body) > self._limits.waiting:
            yield self._next()
        try:
            pool, limit = self._started(), self._limits.seconds
            task = pool.schedule(self._read, args=[name, body], timeout=limit)
        except (RuntimeError, OSError) as fault:  # a pool whose processes could not be started
            yield key, DocumentFault("reader_died", f"no reader could be started: {fault}")
            return
        self._waiting.append((key, len(body), task))
        self._bytes += len(body)
        while self._waiting and self._waiting[0][2].done():
            yield self._next()

    def rest(self) -> Iterator[tuple[K, R | DocumentFault]]:
        """Give what is still being read, in order, as it is done."""
        while self._waiting:
            yield self._next()

    def _started(self) -> ProcessPool:
        if self._pool is None:
            self._pool = ProcessPool(
                max_workers=min(len(os.sched_getaffinity(0)), self._limits.workers),
                max_tasks=self._limits.tasks,
                initializer=_confine,
                initargs=[self._limits.memory],
                context=_processes(),
            )
        return self._pool

    def _next(self) -> tuple[K, R | DocumentFault]:
        key, size, task = self._waiting.popleft()
        self._bytes -= size
        return key, _outcome(task, self._limits.seconds)


def _processes() -> Any:
    """Give the way to start processes: forked from one that holds the readers and nothing else."""
    context = multiprocessing.get_context("forkserver")
    readers = ("plain", "word", "sheets", "pdf", "contracts")
    context.set_forkserver_preload([f"scraper.documents.{name}" for name in readers])
    os.environ["PYTHONSAFEPATH"] = "1"  # the folder we happen to stand in holds no code of ours
    with _silence():
        forkserver.ensure_running()
    return context


@contextmanager
def _silence() -> Iterator[None]:
    """Let what is started meanwhile print nothing: a reader that dies has no word in the mail."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _outcome(task: Any, seconds: float) -> Any:
    try:
        return task.result()
    except DocumentFault as fault:
        return fault
    except Overdue:
        return DocumentFault("reader_overdue", f"reading it took over {seconds:.0f} seconds")
    except MemoryError:
        return DocumentFault("reader_memory", "reading it took more memory than is allowed")
    except ProcessExpired as fault:
        return DocumentFault("reader_died", f"reading it ended the reader ({fault.exitcode})")
    except Exception as fault:  # whatever a library raises on a hostile file costs that file only
        return DocumentFault(
            "reader_fault", f"a fault in the reader: {type(fault).__name__}: {fault}"
        )


def _confine(memory: int) -> None:
    """Let this process use no more than so many bytes of data, and leave no core behind."""
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
