"""A plain client for the stand-in's own tests: no library of the project's, no following."""

from __future__ import annotations

import http.client
from urllib.parse import quote, urlencode, urlsplit

from tests.standin.markups import MARKUPS
from tests.standin.server import StandIn
from tests.standin.text import words

PART = "/integration/sf1590b01"
SERVICE = "/supportydelse/etablering-af-rute-til-serviceudbyders-webservice"
Got = tuple[int, dict[str, str], bytes]


def get(
    standin: StandIn,
    path: str,
    method: str = "GET",
    timeout: float = 2.0,
    host: str = "127.0.0.1",
    **headers: str,
) -> Got:
    port = urlsplit(standin.base_url).port
    connection = http.client.HTTPConnection(host, port, timeout=timeout)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=sent)
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
    finally:
        connection.close()


def text_of(standin: StandIn, path: str) -> str:
    status, headers, body = get(standin, path)
    assert status == 200
    assert headers["x-stand-in"] == "yes"
    page = body.decode()
    assert '<meta name="generator" content="stand-in">' in page
    return words(page)


def search_path(standin: StandIn, term: str, page: int = 0) -> str:
    form = MARKUPS[standin.markup].form
    sent = [(form.field, term), *form.hidden, *([("page", str(page))] if page else [])]
    return f"{quote(form.action)}?{urlencode(sent)}"
