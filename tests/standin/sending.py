"""How answers are put on the wire, well or badly."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import Event

from tests.standin.answers import Answer

BLOCK = 1 << 20
STEPS = 50
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
EMPTY_LAST_BLOCK = b"\x03\x00"


class Left(Exception):
    """Nobody waits for the answer any more: the client has gone, or the server closes."""


@dataclass(slots=True)
class Wire:
    """One connection while one request is answered.

    `head` sends the status line and headers; `close` has the connection closed afterwards;
    `sent` counts the bytes of the body.
    """

    connection: socket.socket
    closing: Event
    head: Callable[[Answer, int | None, tuple[tuple[str, str], ...]], None]
    close: Callable[[], None]
    with_body: bool = True
    sent: int = 0

    def write(self, data: bytes) -> None:
        """Send a piece of the body."""
        if self.closing.is_set():
            raise Left
        if not self.with_body:
            return
        self.connection.sendall(data)
        self.sent += len(data)

    def wait(self, seconds: float) -> None:
        """Wait, but no longer than somebody waits for the answer."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self.closing.wait(min(left, 0.02)) or self._client_left():
                raise Left

    def _client_left(self) -> bool:
        readable, _, _ = select.select([self.connection], [], [], 0)
        with contextlib.suppress(OSError):
            return bool(readable) and self.connection.recv(1, socket.MSG_PEEK) == b""
        return True


def whole(wire: Wire, answer: Answer) -> None:
    """Send the answer as it should be."""
    wire.head(answer, len(answer.body), ())
    if answer.body:
        wire.write(answer.body)


def half(wire: Wire, answer: Answer) -> None:
    """Promise all, send half, hang up."""
    wire.close()
    wire.head(answer, len(answer.body), ())
    wire.write(answer.body[: len(answer.body) // 2])


def half_chunked(wire: Wire, answer: Answer) -> None:
    """Send one chunk and hang up without the last, empty one."""
    wire.close()
    wire.head(answer, None, (("Transfer-Encoding", "chunked"),))
    piece = answer.body[: len(answer.body) // 2]
    wire.write(b"%x\r\n%b\r\n" % (len(piece), piece))


def drip(wire: Wire, answer: Answer, seconds: float) -> None:
    """Send the body in small pieces over so many seconds."""
    wire.head(answer, len(answer.body), ())
    size = max(1, -(-len(answer.body) // STEPS))
    for start in range(0, len(answer.body), size):
        wire.wait(seconds / STEPS)
        wire.write(answer.body[start : start + size])


def late(wire: Wire, answer: Answer, seconds: float) -> None:
    """Wait, then send the answer as it should be."""
    wire.wait(seconds)
    whole(wire, answer)


def hang(wire: Wire, answer: Answer) -> None:
    """Wait until the client or the server goes."""
    wire.close()
    wire.wait(float("inf"))


def reset(wire: Wire, answer: Answer) -> None:
    """Reset the connection."""
    wire.close()
    wire.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    socket.close(wire.connection.detach())


def huge(wire: Wire, answer: Answer, size: int, length: bool) -> None:
    """Send a page that goes on and on; its bytes are made as they are sent."""
    wire.close()
    wire.head(answer, size if length else None, ())
    block = b"<p>Mere og mere tekst.</p>\n" * (BLOCK // 27)
    while size > 0:
        wire.write(block[:size])
        size -= len(block)


def bomb(wire: Wire, answer: Answer, size: int) -> None:
    """Send zeros, packed so that a megabyte of them takes a kilobyte."""
    wire.close()
    wire.head(answer, None, (("Content-Encoding", "gzip"),))
    for piece in _packed_zeros(size):
        wire.write(piece)


def _packed_zeros(size: int) -> Iterator[bytes]:
    blocks = -(-size // BLOCK)
    piece = _packed_block()
    yield GZIP_HEAD
    for _ in range(blocks):
        yield piece
    yield EMPTY_LAST_BLOCK + struct.pack("<II", _check(blocks), blocks * BLOCK & 0xFFFFFFFF)


@lru_cache
def _packed_block() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(bytes(BLOCK)) + packer.flush(zlib.Z_FULL_FLUSH)


@lru_cache
def _check(blocks: int) -> int:
    check, block = 0, bytes(BLOCK)
    for _ in range(blocks):
        check = zlib.crc32(block, check)
    return check
