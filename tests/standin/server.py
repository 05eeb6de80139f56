"""The stand-in as a real HTTP server on this machine, for tests and for trying things out."""

from __future__ import annotations

import itertools
import sys
import time
from dataclasses import replace
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Literal, Self
from urllib.parse import unquote

from tests.standin.answers import WAYS_IN, Desk
from tests.standin.catalogue import default_site
from tests.standin.content import Site
from tests.standin.faultlist import Faults
from tests.standin.handling import Request, Server
from tests.standin.robots import KINDS, Robots
from tests.standin.views import Options

Validators = bool | Literal["etag", "last-modified"]
Side = Literal["none", "before", "after", "both"]


class StandIn:
    """The stand-in site, served while the `with` block lasts.

    All that it is made with (but the port), and `cache_rebuilds`, may be changed while it serves;
    `robots` is then an object with a text and a status. Header names in `requests` are lower case.
    """

    def __init__(
        self,
        site: Site | None = None,
        markup: str = "deflist",
        port: int = 0,
        page_size: int = 5,
        *,
        search: bool = True,
        listing: bool = True,
        sitemap: bool = True,
        validators: Validators = True,
        noise: bool = False,
        latency: float = 0.0,
        robots: str = "own",
        maintenance: bool = False,
        facets: Side | None = None,
        neighbours: Side | None = None,
        script_pager: bool = False,
    ) -> None:
        self.site = site if site is not None else default_site()
        self.markup = markup
        self.page_size = page_size
        self.search, self.listing, self.sitemap = search, listing, sitemap
        self.validators: Validators = validators
        self.noise = noise
        self.latency = latency
        self.robots = Robots(KINDS[robots])
        self.maintenance = maintenance
        self.facets: Side | None = facets
        self.neighbours: Side | None = neighbours
        self.script_pager = script_pager
        self.cache_rebuilds = 0
        self.faults = Faults()
        self.closing = Event()
        self.errors: list[BaseException] = []
        self._lock = Lock()
        self._log: dict[int, Request] = {}
        self._numbers = itertools.count(1)
        self._port = port
        self._busy = 0
        self._server: Server | None = None
        self._thread: Thread | None = None

    # -- serving -----------------------------------------------------------------------------

    def start(self) -> Self:
        """Begin to serve; give this stand-in back."""
        self.closing.clear()
        self._server = Server(("127.0.0.1", self._port), self)
        self._port = self._server.server_address[1]
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), name="stand-in")
        self._thread.start()
        return self

    def close(self) -> None:
        """Stop serving, break off what is under way, and wait until all threads have ended."""
        if self._server is None or self._thread is None:
            return
        self.closing.set()
        self._server.shutdown()
        self._server.break_off()
        self._thread.join()
        self._server.server_close()
        self._server = self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
        if kind is None and self.errors:
            raise RuntimeError("the stand-in itself failed") from self.errors[0]

    # -- addresses ---------------------------------------------------------------------------

    @property
    def base_url(self) -> str:
        """The site's address, without a slash at its end."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def twin_url(self) -> str:
        """The twin host's address: everything there is a 301 to the same path on `base_url`."""
        return f"http://localhost:{self._port}"

    # -- what happened -----------------------------------------------------------------------

    @property
    def requests(self) -> list[Request]:
        """All requests so far, in the order they arrived."""
        with self._lock:
            return list(self._log.values())

    @property
    def orders(self) -> list[Request]:
        """Requests that followed an order button."""
        return [each for each in self.requests if each.bare_path.startswith("/bestil")]

    def count(self, path: str) -> int:
        """Count the requests for a path; its query counts only if it is given."""
        wanted = unquote(path)
        return sum(wanted in (unquote(r.path), r.bare_path) for r in self.requests)

    def clear(self) -> None:
        """Forget the requests so far and take all faults away."""
        with self._lock:
            self._log.clear()
        self.faults.clear()

    def settle(self, timeout: float = 2.0) -> bool:
        """Wait until no request is being answered; False if one still is after `timeout`."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            with self._lock:
                if self._busy == 0:
                    return True
            time.sleep(0.005)
        return False

    # -- for the handler ---------------------------------------------------------------------

    def desk(self) -> Desk:
        """Give the desk that answers the next request, as the switches stand now."""
        ways = frozenset(way for way in WAYS_IN if getattr(self, way))
        options = Options(
            base_url=self.base_url,
            page_size=self.page_size,
            search=self.search,
            noise=f"{time.monotonic_ns():x}" if self.noise else "",
            facets=self.facets,
            neighbours=self.neighbours,
            script_pager=self.script_pager,
        )
        return Desk(self.site, self.markup, options, ways, self.robots, self.maintenance)

    def arrived(self, request: Request) -> int:
        """Note a request; give its number."""
        with self._lock:
            number = next(self._numbers)
            self._log[number] = request
            self._busy += 1
            return number

    def answering(self, number: int, status: int) -> None:
        """Note that an answer is begun."""
        with self._lock:
            if number in self._log:
                self._log[number] = replace(self._log[number], status=status)

    def answered(self, number: int, sent: int) -> None:
        """Note that a request is done with."""
        with self._lock:
            self._busy -= 1
            if number in self._log:
                self._log[number] = replace(self._log[number], sent=sent)

    def failed(self) -> None:
        """Keep the exception that is being handled, unless it is only a lost connection."""
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            self.errors.append(error)
