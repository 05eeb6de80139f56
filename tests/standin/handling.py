"""The HTTP side: connections, one request at a time on each, conditional requests, the twin."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from tests.standin import drupal_headers, sending
from tests.standin.answers import Answer, redirect
from tests.standin.faultlist import Case, Fault
from tests.standin.sending import Left, Wire

if TYPE_CHECKING:
    from tests.standin.server import StandIn

LARGEST_FORM = 1_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """One request that arrived; `status` is None until, and unless, an answer was begun."""

    method: str
    path: str
    host: str
    headers: Mapping[str, str]
    at: float
    status: int | None = None
    sent: int = 0

    @property
    def bare_path(self) -> str:
        """The decoded path without its query."""
        return unquote(urlsplit(self.path).path)


class Server(ThreadingHTTPServer):
    """A server that knows its open connections, so that it can break them off."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], standin: StandIn) -> None:
        self.standin = standin
        self._open: set[socket.socket] = set()
        self._lock = Lock()
        super().__init__(address, Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def break_off(self) -> None:
        """Shut every open connection, so that its thread ends."""
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        self.standin.failed()


class Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"
    server_version = "stand-in"
    sys_version = ""
    disable_nagle_algorithm = True
    server: Server

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing; requests are kept by the stand-in."""

    def do_GET(self) -> None:
        self._handle()

    def do_HEAD(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > LARGEST_FORM:
            self.close_connection = True
        else:
            self.rfile.read(int(length))
        self._handle()

    def _handle(self) -> None:
        standin = self.server.standin
        headers = {name.lower(): value for name, value in self.headers.items()}
        host = headers.get("host", "")
        self._number = standin.arrived(
            Request(self.command, self.path, host, headers, time.monotonic())
        )
        wire = Wire(
            self.connection,
            standin.closing,
            self._head,
            self._close,
            with_body=self.command != "HEAD",
        )
        try:
            if standin.latency:
                wire.wait(standin.latency)
            self._answer(wire, host)
        except (Left, OSError):
            self.close_connection = True
        finally:
            standin.answered(self._number, wire.sent)

    def _answer(self, wire: Wire, host: str) -> None:
        standin = self.server.standin
        if host.rpartition(":")[0] == "localhost":
            sending.whole(wire, redirect(standin.base_url + self.path))
            return
        answer, fault = self._make()
        send = fault.send if fault and fault.send else sending.whole
        send(wire, answer)

    def _make(self) -> tuple[Answer, Fault | None]:
        """Make the answer, with the faults' part in it; give the fault that is to send it."""
        standin = self.server.standin
        desk = standin.desk()
        faults = standin.faults.take(self.path)
        options = desk.options
        for fault in faults:
            options = fault.view(options) if fault.view else options
        desk = replace(desk, options=options)
        active = next((fault for fault in faults if fault.view is None), None)
        case = Case(self.path, desk, lambda: desk.answer(self.command, self.path))
        answer = active.answer(case) if active and active.answer else case.normal()
        if self._unchanged(answer) and not (active and active.send):
            told = drupal_headers.UNCHANGED if answer.by_drupal else self._validators(answer)
            answer = replace(answer, body=b"", status=304, headers=told)
        elif answer.validators and answer.status == 200:
            answer = replace(answer, headers=(*answer.headers, *self._validators(answer)))
        return answer, active

    def _validators(self, answer: Answer) -> tuple[tuple[str, str], ...]:
        kept = self.server.standin.validators
        if answer.by_drupal:
            found = drupal_headers.validators(answer.body, self.server.standin.cache_rebuilds)
        else:
            date = format_datetime(drupal_headers.moment(answer.body), usegmt=True)
            found = {"etag": ("ETag", answer.etag), "last-modified": ("Last-Modified", date)}
        return tuple(pair for name, pair in found.items() if kept is True or kept == name)

    def _unchanged(self, answer: Answer) -> bool:
        """Say whether the client's copy is this one; If-None-Match counts before the date."""
        if not answer.validators or answer.status != 200:
            return False
        offered = dict(self._validators(answer))
        if answer.by_drupal:
            tag, since = self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
            return drupal_headers.unchanged(offered, tag, since)
        if (tags := self.headers.get("If-None-Match")) is not None:
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return offered.get("ETag") in known or ("*" in known and "ETag" in offered)
        since = self.headers.get("If-Modified-Since")
        return since is not None and since == offered.get("Last-Modified")

    def _head(
        self, answer: Answer, length: int | None, more: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self.server.standin.answering(self._number, answer.status)
        self.send_response(answer.status)
        self.send_header("X-Stand-In", "yes")
        if answer.status != 304:
            self.send_header("Content-Type", answer.media_type)
            if length is not None:
                self.send_header("Content-Length", str(length))
        for name, value in (*answer.headers, *more):
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def _close(self) -> None:
        self.close_connection = True
