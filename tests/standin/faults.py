"""Faults on demand: what can go wrong between a site and its reader, each by name.

    standin.faults.add("/integration/sf1590b01", status(503, times=1))
    standin.faults.add(None, retry_after(2, times=3))      # every address but /robots.txt
    standin.faults.add("/robots.txt", hang())
    standin.faults.add("/supportydelse/*", renamed({"Enhedspris": "Pris pr. enhed"}))

An address is a decoded path (its query counts only if it is given), one that ends in `*` is a
prefix, `"*"` is every address, robots.txt included. Of several faults on one address that change
the answer or the sending, the one added first is used until its `times` have run out; those that
change how pages are made (`renamed`, `empty_search`, ...) all work together.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.standin import sending
from tests.standin.answers import HTML, Answer, redirect
from tests.standin.faultlist import Case, Fault
from tests.standin.text import encoded

# -- answers -----------------------------------------------------------------------------------


def status(code: int, times: int | None = None) -> Fault:
    """Answer with this status and a short Danish page: 401, 403, 404, 410, 500, 503, ..."""
    words = {401: "Log ind for at se siden", 403: "Du har ikke adgang", 410: "Siden er nedlagt"}

    def answer(case: Case) -> Answer:
        if code == 404:
            return case.desk.missing()
        found = case.desk.message(code, words.get(code, "Der opstod en fejl"), f"Fejl {code}.")
        return replace(found, headers=(("WWW-Authenticate", "Basic"),)) if code == 401 else found

    return Fault(f"status {code}", times, answer)


def retry_after(
    seconds: float, code: int = 429, as_date: bool = False, times: int | None = None
) -> Fault:
    """Answer 429 (or another code) with `Retry-After`, in whole seconds or as a date."""

    def answer(case: Case) -> Answer:
        when = format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)
        value = when if as_date else str(int(seconds))
        found = case.desk.message(code, "For mange forespørgsler", "Prøv igen senere.")
        return replace(found, headers=(("Retry-After", value),))

    return Fault(f"retry after {seconds}", times, answer)


def maintenance(seconds: int = 120, times: int | None = None) -> Fault:
    """Answer 503 with `Retry-After` and a page that tells of maintenance."""

    def answer(case: Case) -> Answer:
        found = case.desk.message(503, "Vi opdaterer siden", "Siden er tilbage om lidt.")
        return replace(found, headers=(("Retry-After", str(seconds)),))

    return Fault("maintenance", times, answer)


def error_page(times: int | None = None) -> Fault:
    """Answer with status 200 and a page that says that something went wrong."""
    return Fault(
        "error page with status 200",
        times,
        lambda case: case.desk.message(
            200, "Der opstod en uventet fejl", "Prøv igen senere, eller kontakt support."
        ),
    )


def empty_body(times: int | None = None) -> Fault:
    """Answer 200 with no body at all."""
    return Fault("empty body", times, lambda case: Answer(b"", 200, HTML, validators=False))


def body(
    content: bytes, media_type: str = HTML, code: int = 200, times: int | None = None
) -> Fault:
    """Answer with these bytes."""
    return Fault("body", times, lambda case: Answer(content, code, media_type))


def content_type(media_type: str = "application/octet-stream", times: int | None = None) -> Fault:
    """Send the right body under a wrong content type."""
    return Fault(
        f"content type {media_type}", times, lambda c: replace(c.normal(), media_type=media_type)
    )


def no_validators(times: int | None = None) -> Fault:
    """Send neither ETag nor Last-Modified, and never answer 304."""
    return Fault("no validators", times, lambda case: replace(case.normal(), validators=False))


def header(name: str, value: str, times: int | None = None) -> Fault:
    """Send the right body with one more header, and without validators of its own."""

    def answer(case: Case) -> Answer:
        found = case.normal()
        return replace(found, validators=False, headers=((name, value), *found.headers))

    return Fault(f"header {name}", times, answer)


def gzipped(times: int | None = None, members: int = 1) -> Fault:
    """Send the body with `Content-Encoding: gzip`, as one member or more (RFC 1952, 2.2)."""

    def answer(case: Case) -> Answer:
        found = case.normal()
        size = len(found.body) // members + 1
        pieces = (found.body[at : at + size] for at in range(0, len(found.body), size))
        packed = b"".join(gzip.compress(piece, mtime=0) for piece in pieces)
        return replace(found, body=packed, headers=(("Content-Encoding", "gzip"), *found.headers))

    return Fault("gzipped", times, answer)


def latin_1(header: bool = True, meta: bool = True, times: int | None = None) -> Fault:
    """Send pages in ISO 8859-1, told in the header, in a meta element, in both or in neither."""

    def answer(case: Case) -> Answer:
        told = replace(case.desk.options, charset="iso-8859-1")
        found = replace(case.desk, options=told).answer("GET", case.target)
        if not found.media_type.startswith("text/html"):
            return found
        page = found.body if meta else _without_meta(found.body)
        media_type = "text/html; charset=iso-8859-1" if header else "text/html"
        return replace(found, body=page, media_type=media_type)

    return Fault("latin-1", times, answer)


def _without_meta(page: bytes) -> bytes:
    return page.replace(b'<meta charset="iso-8859-1">', b"", 1)


# -- redirects ---------------------------------------------------------------------------------


def redirects_to(to: str, code: int = 301, times: int | None = None) -> Fault:
    """Redirect to an address, such as another site: `http://example.com/`."""
    return Fault(f"redirects to {to}", times, lambda case: redirect(encoded(to), code))


def redirect_loop(times: int | None = None) -> Fault:
    """Redirect between two forms of the address, for ever."""

    def answer(case: Case) -> Answer:
        return redirect(case.path if "omvej" in case.query else f"{case.path}?omvej=1", 302)

    return Fault("redirect loop", times, answer)


def many_redirects(hops: int = 50) -> Fault:
    """Redirect this many times before the page is given."""

    def answer(case: Case) -> Answer:
        hop = int(case.query.get("hop", ["0"])[0])
        return case.normal() if hop >= hops else redirect(f"{case.path}?hop={hop + 1}", 302)

    return Fault(f"{hops} redirects", None, answer)


# -- the wire ----------------------------------------------------------------------------------


def truncated(times: int | None = None, chunked: bool = False) -> Fault:
    """Promise the whole body, send half of it and hang up; or leave out the last chunk."""
    return Fault("truncated", times, send=sending.half_chunked if chunked else sending.half)


def slow(seconds: float = 5.0, times: int | None = None) -> Fault:
    """Drip the body evenly over so many seconds."""
    return Fault("slow", times, send=lambda wire, answer: sending.drip(wire, answer, seconds))


def late(seconds: float, times: int | None = None) -> Fault:
    """Wait before answering as always."""
    return Fault("late", times, send=lambda wire, answer: sending.late(wire, answer, seconds))


def hang(times: int | None = None) -> Fault:
    """Never answer; the connection stays open until somebody closes it."""
    return Fault("hang", times, send=sending.hang)


def reset(times: int | None = None) -> Fault:
    """Reset the connection instead of answering."""
    return Fault("reset", times, send=sending.reset)


def huge(size: int = 600_000_000, length: bool = True, times: int | None = None) -> Fault:
    """Send a body of this size, with or without telling its length first."""
    return Fault("huge", times, send=lambda wire, answer: sending.huge(wire, answer, size, length))


def gzip_bomb(size: int = 600_000_000, times: int | None = None) -> Fault:
    """Send a small gzip body that unpacks to so many zeros."""
    return Fault("gzip bomb", times, send=lambda wire, answer: sending.bomb(wire, answer, size))


# -- how pages are made ------------------------------------------------------------------------


def renamed(labels: Mapping[str, str], times: int | None = None) -> Fault:
    """Spell labels and headings otherwise: `{"Enhedspris": "Pris pr. enhed"}`."""
    return Fault("renamed", times, view=lambda o: replace(o, rename={**o.rename, **labels}))


def empty_search(times: int | None = None) -> Fault:
    """Find nothing, whatever is searched for."""
    return Fault("empty search", times, view=lambda o: replace(o, empty_search=True))


def wrong_count(says: int = 12, times: int | None = None) -> Fault:
    """Say another number of results than are listed."""
    return Fault("wrong count", times, view=lambda o: replace(o, count_says=says))


def other_price_on_card(
    price: str = "1.500 kr.", units: str | None = None, times: int | None = None
) -> Fault:
    """Let the cards on parts' pages tell another price (and other units) than the own pages."""
    return Fault(
        "other price", times, view=lambda o: replace(o, card_price=price, card_units=units)
    )
