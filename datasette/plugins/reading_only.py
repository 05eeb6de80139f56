"""Nothing but reading, and at addresses of this site: all else is refused."""

from datasette import hookimpl
from scraper.room import guards

READING = ("GET", "HEAD", "OPTIONS")
REFUSED = {
    405: "Her kan kun læses.",
    400: "Adressen er ikke skrevet, som adresser her på siden er.",
}


@hookimpl
def asgi_wrapper():
    """Answer 405 to every method that is not for reading (RFC 9110, 15.5.6), 400 to some addresses.

    Datasette sends an address that ends in a slash on to the one without it; of `/\\example.org/`,
    browsers make another host (URL Standard, relative slash state).
    """

    def wrap(app):
        async def wrapped(scope, receive, send):
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            status = 200
            if scope["method"] not in READING:
                status = 405
            elif b"\\" in scope.get("raw_path", b"") or scope["path"].startswith("//"):
                status = 400
            if status == 200:
                await app(scope, receive, send)
                return
            own = {b"content-type": b"text/plain; charset=utf-8", b"allow": b"GET, HEAD"}
            headers = list((guards.headers("") | own).items())
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": REFUSED[status].encode()})

        return wrapped

    return wrap
