"""Asking the source, politely and on guard: the only module that knows httpx.

robots.txt first, always; a pace for each host; retries within the policy; conditional requests;
limits on size, time, redirects and hosts. Every answer goes into the archive.
"""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    stop_any,
    stop_when_event_set,
)

from scraper.address import Scope
from scraper.archive import Archive, Place, Recording, Stored
from scraper.coding import decoded, too_large
from scraper.errors import (
    Denied,
    Gone,
    KatalogError,
    PageFault,
    Refused,
    SourceUnreachable,
    Transient,
)
from scraper.robots import ALLOW_ALL, Robots, read_robots
from scraper.settings import Policy, Settings

FORBIDDEN = "robots.txt forbids it"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LARGEST_HELD, _MOST_HELD = 200_000, 100  # bytes, answers: what redirects led to, for a second ask


@dataclass(frozen=True, slots=True)
class Validators:
    """What the source gave with an earlier answer, to ask whether it still holds (RFC 9110)."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> list[tuple[str, str]]:
        """Give the request's headers."""
        pairs = (("If-None-Match", self.etag), ("If-Modified-Since", self.last_modified))
        return [(name, value) for name, value in pairs if value and value.isascii()]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: where it came from in the end, its decoded body, and its place in the archive."""

    url: str
    status: int
    media_type: str
    charset: str | None
    etag: str | None
    last_modified: str | None
    body: bytes
    bytes: int
    sha256: str
    fetched_at: str
    warc_file: str | None
    warc_offset: int | None
    payload_sha256: str | None = None
    """Of the body as it was sent: differs from `sha256` where it was sent compressed."""
    body_file: str | None = None
    body_offset: int | None = None

    @property
    def unchanged(self) -> bool:
        """Whether the source says that nothing has changed (304)."""
        return self.status == 304


@dataclass(slots=True)
class Tally:
    """The courtesy ledger of a run."""

    requests: int = 0
    bytes: int = 0
    not_modified: int = 0
    slowest_url: str | None = None
    slowest: float = 0.0
    """Seconds from the request's start to its answer's end."""
    faults_in_a_row: int = 0


@dataclass(slots=True)
class _Host:
    robots: Robots | None = None
    robots_sha256: str | None = None
    silence: str | None = None
    """Why robots.txt could not be read: the host is asked for nothing more."""
    next_start: float = 0.0
    rests: int = 0
    """How often it asked for a rest: who waited for a turn before that takes another."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    robots_lock: threading.Lock = field(default_factory=threading.Lock)


class Fetcher:
    """Fetches addresses for one run. Safe to call from several threads."""

    def __init__(
        self,
        settings: Settings,
        archive: Archive | None,
        *,
        replay: Recording | None = None,
        resumed: Recording | None = None,
        recorder: Archive | None = None,
        contents: Callable[[str], Place | None] = lambda _: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Make a fetcher. `replay` answers everything; `resumed` what a killed run had got.

        `recorder` is given every answer too, whole: nothing is asked for conditionally then.
        `contents` gives where the archive has a content, by the SHA-256 (hex) of the body as sent.
        """
        self.policy: Policy = settings.policy
        self.scope = Scope(settings.base_url, settings.twins, settings.other_hosts)
        self.tally = Tally()
        self._archive = archive
        self._replay = replay
        self._resumed = resumed
        self._sleep = sleep
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}
        self._recorder = recorder
        self._identity = recorder is not None and not recorder.name.endswith(".gz")
        self._halted = threading.Event()
        self._asked: set[str] = set()
        self._followed: dict[str, Answer] = {}
        self._contents = contents
        self._files: dict[str, Place] = {}  # contents of this run that are no pages
        self._client = self._make_client(settings)
        self._retrying = Retrying(
            retry=retry_if_exception_type(Transient),
            stop=stop_any(
                stop_after_attempt(1 if replay is not None else self.policy.attempts),
                stop_when_event_set(self._halted),
            ),
            wait=self._wait,
            sleep=sleep,
            reraise=True,
        )

    @property
    def records(self) -> bool:
        """Whether a recording is made, which needs every answer whole."""
        return self._recorder is not None

    def halt(self) -> None:
        """Ask for nothing more: what is being asked for is not tried again."""
        self._halted.set()

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def _make_client(self, settings: Settings) -> httpx.Client:
        transport = _Replay(self._replay) if self._replay is not None else None
        return httpx.Client(
            transport=transport,
            headers={
                "User-Agent": settings.user_agent,
                "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
                "Accept-Language": "da",
                "Accept-Encoding": "identity" if self._identity else "gzip",
            },
            timeout=self.policy.timeout,
            limits=httpx.Limits(
                max_connections=self.policy.concurrency,
                max_keepalive_connections=self.policy.concurrency,
            ),
            follow_redirects=False,
        )

    def robots(self, url: str) -> Robots:
        """Give the rules of an address's host, asked for once a run.

        4xx means that all is allowed; server errors and silence mean stop (RFC 9309, 2.3.1): the
        run when it is the site, or else what is asked of that host. Raises `SourceUnreachable`,
        and `Denied` for another host.
        """
        parts = urlsplit(url)
        host = self._host(parts.netloc)
        with host.robots_lock:
            if host.silence is not None:
                raise Denied("robots", url, host.silence)
            if host.robots is None:
                address = f"{parts.scheme}://{parts.netloc}/robots.txt"
                began = time.monotonic()
                try:
                    answer = self._get(address, Validators(), None)
                    host.robots, host.robots_sha256 = read_robots(answer.body), answer.sha256
                except Denied as fault:
                    if fault.kind == "rate_limited":
                        raise self._silent(host, url, fault) from fault
                    host.robots = ALLOW_ALL
                except Gone:
                    host.robots = ALLOW_ALL
                except PageFault as fault:
                    if fault.kind == "client_error":
                        host.robots = ALLOW_ALL
                    else:
                        raise self._silent(host, url, fault) from fault
                self._mind_delay(host, url)
                self._rest(host, began + host.robots.delay - time.monotonic())
            return host.robots

    def _mind_delay(self, host: _Host, url: str) -> None:
        """Take a `Crawl-delay` beyond all patience as a no. Raises `Refused` or `Denied`."""
        asked = host.robots.delay if host.robots else 0.0
        if asked <= self.policy.longest_wait:
            return
        message = f"robots.txt asks for {asked:g} seconds between two requests"
        if self.scope.is_site(url):
            raise Refused(f"{message}; more than {self.policy.longest_wait:g} is taken as a no")
        host.robots, host.silence = None, message
        raise Denied("robots", url, message)

    def _silent(self, host: _Host, url: str, fault: PageFault) -> KatalogError | Denied:
        """Give what to raise for a host whose robots.txt could not be read."""
        message = f"robots.txt could not be read: {fault}"
        if self.scope.is_site(url):
            return (Refused if fault.kind == "rate_limited" else SourceUnreachable)(message)
        host.silence = message
        return Denied("robots", url, message)

    def robots_sha256(self, url: str) -> str | None:
        """Give the fingerprint of the robots.txt of an address's host, when it was asked for."""
        return self._host(urlsplit(url).netloc).robots_sha256

    def get(self, url: str, validators: Validators | None = None) -> Answer:
        """Fetch one address, following redirects within the hosts on the list.

        Raises `PageFault` and its kin for this address, `KatalogError` when the run must end.
        """
        try:
            address = self.scope.canonical(url)
        except ValueError as fault:
            raise PageFault("bad_address", url, str(fault)) from fault
        if not self.scope.allows(address):
            raise PageFault("off_site", address, "the host is not on the list of hosts to visit")
        if address in self._followed:  # it was had already, by way of another that led there
            return self._followed[address]
        answer = self._get(address, validators or Validators(), self.robots)
        small = len(answer.body) <= _LARGEST_HELD and len(self._followed) < _MOST_HELD
        if answer.url != address and small:
            self._followed[answer.url] = answer
        return answer

    def _get(
        self, url: str, validators: Validators, rules: Callable[[str], Robots] | None
    ) -> Answer:
        seen = [url]
        while True:
            here = seen[-1]
            if self._halted.is_set():
                raise PageFault("stopped", here, "the run was stopped")
            self._asked.add(here)
            if rules is not None and not rules(here).allows(here):
                raise Denied("robots", here, FORBIDDEN)
            try:
                answer, target = self._retrying(self._exchange, here, validators)
            except Transient as fault:
                self._count_fault(fault)
                raise
            with self._lock:
                self.tally.faults_in_a_row = 0
            if target is None:
                return answer
            seen.append(self._next_hop(here, target, seen))

    def _next_hop(self, here: str, target: str, seen: list[str]) -> str:
        try:
            address = self.scope.canonical(urljoin(here, target))
        except ValueError as fault:
            raise PageFault("bad_redirect", here, f"redirects to {target!r}") from fault
        if not self.scope.allows(address):
            raise PageFault("off_site", here, f"redirects to another host: {address}")
        if address in self._asked and address not in seen:
            message = f"redirects to {address}, which was asked for already"
            known = PageFault("redirect_known", here, message)
            known.target = address
            raise known
        if address in seen:
            raise PageFault("redirect_loop", here, f"redirects in a circle, to {address}")
        if len(seen) > self.policy.redirects:
            raise PageFault("redirect_loop", here, f"more than {self.policy.redirects} redirects")
        return address

    def _exchange(self, url: str, validators: Validators) -> tuple[Answer, str | None]:
        """Ask once. Gives the answer, and where it redirects to."""
        stored = self._resumed.lookup(url) if self._resumed is not None else None
        if stored is not None:
            return self._accept(stored)
        host = self._host(urlsplit(url).netloc)
        self._pace(host)
        try:
            answer, target = self._accept(self._send(url, validators))
        except Transient as fault:
            self._rest(host, fault.retry_after or 0.0)
            raise
        if answer.unchanged and not validators.headers() and self._replay is None:
            raise PageFault("bad_answer", url, "the server answers 304 to a plain request")
        return answer, target

    def _send(self, url: str, validators: Validators) -> Stored:
        began = time.monotonic()
        try:
            with self._client.stream(
                "GET", url, headers=validators.headers(), extensions={"address": url}
            ) as response:
                body = self._read(url, response)
                headers = _text_headers(response)
                status = f"{response.status_code} {response.reason_phrase}".strip()
        except _NotRecorded as fault:
            raise PageFault("not_recorded", url, str(fault)) from fault
        except httpx.TimeoutException as fault:
            raise Transient("timeout", url, "no answer in time") from fault
        except httpx.RemoteProtocolError as fault:
            if "location header" in str(fault):
                raise PageFault("bad_redirect", url, str(fault)) from fault
            raise Transient("truncated", url, f"the answer broke off: {fault}") from fault
        except httpx.TransportError as fault:
            raise Transient("no_connection", url, str(fault) or "no connection") from fault
        except (httpx.InvalidURL, httpx.HTTPError) as fault:
            raise PageFault("bad_answer", url, str(fault)) from fault
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with self._lock:
            self.tally.requests += 1
            self.tally.bytes += len(body)
            self.tally.not_modified += response.status_code == 304
            took = time.monotonic() - began
            if took > self.tally.slowest and self._replay is None:
                self.tally.slowest, self.tally.slowest_url = took, url
        recorded = response.extensions.get("recorded")
        if isinstance(recorded, Stored):
            return recorded
        if self._recorder is not None:
            self._recorder.write(url, status, *self._readable(url, headers, body), now)
        stored = Stored(url, response.status_code, tuple(headers), body, now, "", -1)
        return stored if self._archive is None else self._keep(self._archive, stored, status)

    def _readable(
        self, url: str, headers: list[tuple[str, str]], body: bytes
    ) -> tuple[list[tuple[str, str]], bytes]:
        """Return the headers and body that a recording holds: a sitemap is unpacked where it is to
        be text."""
        if not (self._identity and urlsplit(url).path.endswith(".xml.gz")):
            return headers, body
        packed = Stored(url, 200, (("content-encoding", "gzip"),), body, "", "", -1)
        try:
            body = decoded(packed, self.policy.max_bytes)
        except PageFault:
            return headers, body  # it is not packed, or cannot be read anyway
        size = str(len(body))
        return [(n, size if n.lower() == "content-length" else v) for n, v in headers], body

    def _keep(self, archive: Archive, stored: Stored, status: str) -> Stored:
        """Write an answer into the archive, its body only if it does not stand there yet."""
        url, headers, now = stored.url, list(stored.headers), stored.fetched_at
        if stored.status != 200 or not stored.body:
            offset = archive.write(url, status, headers, stored.body, now)
            return replace(stored, file=archive.name, offset=offset)
        digest = hashlib.sha256(stored.body).hexdigest()
        with self._lock:
            elsewhere = self._files.get(digest)
        elsewhere = elsewhere or self._contents(digest)
        offset = archive.write(url, status, headers, stored.body, now, elsewhere)
        page = any(name.lower() == "content-type" and "html" in value for name, value in headers)
        if elsewhere is None and not page:
            with self._lock:
                self._files[digest] = Place(archive.name, offset, url, now)
        return replace(stored, file=archive.name, offset=offset, elsewhere=elsewhere)

    def _read(self, url: str, response: httpx.Response) -> bytes:
        """Read the raw body within the limits of size and time."""
        declared = response.headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > self.policy.max_bytes:
            raise too_large(url, self.policy.max_bytes)
        began = time.monotonic()
        chunks: list[bytes] = []
        size = 0
        for chunk in response.iter_raw():
            chunks.append(chunk)
            size += len(chunk)
            if size > self.policy.max_bytes:
                raise too_large(url, self.policy.max_bytes)
            if time.monotonic() - began > self.policy.total_timeout:
                raise PageFault("timeout", url, "the answer took too long")
        return b"".join(chunks)

    def _accept(self, stored: Stored) -> tuple[Answer, str | None]:
        headers = _headers(stored.headers)
        self._check_status(stored, headers)
        target = _as_utf8(headers.get("location", "")) if stored.status in _REDIRECTS else None
        if target == "":
            message = f"answers {stored.status} without saying where to"
            raise PageFault("bad_redirect", stored.url, message)
        body = b"" if target else decoded(stored, self.policy.max_bytes)
        digest = hashlib.sha256(body).hexdigest()
        media_type, _, rest = headers.get("content-type", "").partition(";")
        charset = rest.partition("charset=")[2].strip("\"' ;").lower() or None
        answer = Answer(
            url=stored.url,
            status=stored.status,
            media_type=media_type.strip().lower(),
            charset=charset,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            body=body,
            bytes=len(stored.body),
            sha256=digest,
            fetched_at=stored.fetched_at,
            warc_file=stored.file or None,
            warc_offset=stored.offset if stored.file else None,
            payload_sha256=_payload(stored, digest if body is stored.body else None),
            body_file=stored.elsewhere.file if stored.elsewhere else None,
            body_offset=stored.elsewhere.offset if stored.elsewhere else None,
        )
        return answer, target

    def answer_from(self, stored: Stored) -> Answer:
        """Give an archived answer as it was when it was received."""
        return self._accept(stored)[0]

    def _check_status(self, stored: Stored, headers: httpx.Headers) -> None:
        status, url = stored.status, stored.url
        if status in (404, 410):
            raise Gone("gone", url, f"the address answers {status}")
        if status in (401, 403):
            raise Denied("denied", url, f"the source refused us with {status}")
        if status == 429:
            wait = retry_after(headers)
            if wait is not None and wait > self.policy.longest_wait:
                raise Denied("rate_limited", url, f"the source asks us to wait {wait:.0f} seconds")
            raise Transient("rate_limited", url, "the source asks us to slow down (429)", wait)
        if status >= 500 or status == 408:
            wait = retry_after(headers)
            if wait is not None and wait > self.policy.longest_wait:
                raise PageFault("server_error", url, f"{status}, asks to wait {wait:.0f} seconds")
            raise Transient("server_error", url, f"the server answers {status}", wait)
        if 400 <= status < 500:
            raise PageFault("client_error", url, f"the server answers {status}")
        if status not in (200, 203, 304) and status not in _REDIRECTS:
            raise PageFault("bad_answer", url, f"the server answers {status}")

    def _count_fault(self, fault: Transient) -> None:
        """End the run when address after address cannot be had."""
        with self._lock:
            self.tally.faults_in_a_row += 1
            many = self.tally.faults_in_a_row >= self.policy.faults_in_a_row
        if many:
            raise SourceUnreachable(f"the source stopped answering: {fault}") from fault

    def _wait(self, state: RetryCallState) -> float:
        """Give the wait before the next attempt: what the source asked for, else a growing one."""
        fault = state.outcome.exception() if state.outcome else None
        if isinstance(fault, Transient) and fault.retry_after is not None:
            return fault.retry_after
        wait = self.policy.first_wait * 2 ** (state.attempt_number - 1)
        return float(min(wait * random.uniform(0.75, 1.25), self.policy.longest_wait))  # noqa: S311

    def _host(self, name: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(name, _Host())

    def _pace(self, host: _Host) -> None:
        """Wait for this host's turn: the longer of our delay and the one robots.txt asks for."""
        if self._replay is not None:
            return
        delay = max(self.policy.delay, host.robots.delay if host.robots else 0.0)
        if delay <= 0 and host.next_start <= 0:
            return
        rests = -1
        while rests != host.rests:
            with host.lock:
                rests, now = host.rests, time.monotonic()
                start = max(now, host.next_start)
                host.next_start = start + delay
            if start > now:
                self._sleep(start - now)

    def _rest(self, host: _Host, seconds: float) -> None:
        """Ask a host for nothing more for so long."""
        if seconds > 0 and self._replay is None:
            with host.lock:
                host.next_start = max(host.next_start, time.monotonic() + seconds)
                host.rests += 1


class _Replay(httpx.BaseTransport):
    """Answers from a recording; what is not in it cannot be reached."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        stored = self._recording.lookup(request.extensions["address"])
        if stored is None:
            if request.url.path == "/robots.txt":
                return httpx.Response(404, stream=httpx.ByteStream(b""))
            raise _NotRecorded("the address is not in the recording", request=request)
        kept = [pair for pair in stored.headers if pair[0].lower() != "transfer-encoding"]
        headers = _headers(kept)
        return httpx.Response(
            stored.status,
            headers=headers,
            stream=httpx.ByteStream(stored.body),
            extensions={"recorded": stored},
        )


class _NotRecorded(httpx.ConnectError):
    """An address was asked for that the recording does not hold."""


def _text_headers(response: httpx.Response) -> list[tuple[str, str]]:
    """Give the headers as text, without the one that spoke of how the body was sent."""
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in response.headers.raw
        if name.lower() != b"transfer-encoding"
    ]


def retry_after(headers: httpx.Headers) -> float | None:
    """Read Retry-After, in seconds or as a date, and give the seconds (RFC 9110, 10.2.3).

    A date may have any of three forms, of which one names no zone and means UTC (5.6.7).
    """
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())


def ended_by(fault: PageFault) -> KatalogError:
    """Give the error that ends a run whose way in failed with a fault."""
    kind = (
        Refused if isinstance(fault, Denied) or fault.kind == "rate_limited" else SourceUnreachable
    )
    return kind(str(fault))


def _payload(stored: Stored, digest: str | None) -> str | None:
    """Give the fingerprint of an answer's body as it was sent, if it has one."""
    if stored.status != 200 or not stored.body:
        return None
    return digest or hashlib.sha256(stored.body).hexdigest()


def _as_utf8(text: str) -> str:
    """Give an address that was sent in raw UTF-8 as what it says."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _headers(pairs: Iterable[tuple[str, str]]) -> httpx.Headers:
    """Give headers as they came: bytes beyond ASCII are Latin-1, whatever they meant (RFC 9110)."""
    raw = [
        (name.encode("latin-1", "replace"), value.encode("latin-1", "replace"))
        for name, value in pairs
    ]
    return httpx.Headers(raw, encoding="latin-1")
