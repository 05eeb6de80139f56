"""Nothing but reading: whatever is sent to this site is refused."""

from datasette import hookimpl
from scraper.room import guards

READING = ("GET", "HEAD", "OPTIONS")
ANSWER = "Her kan kun læses.".encode()


@hookimpl
def asgi_wrapper():
    """Answer 405 to every method that is not for reading (RFC 9110, 15.5.6)."""

    def wrap(app):
        async def wrapped(scope, receive, send):
            if scope["type"] != "http" or scope["method"] in READING:
                await app(scope, receive, send)
                return
            own = {b"content-type": b"text/plain; charset=utf-8", b"allow": b"GET, HEAD"}
            headers = list((guards.headers("") | own).items())
            await send({"type": "http.response.start", "status": 405, "headers": headers})
            await send({"type": "http.response.body", "body": ANSWER})

        return wrapped

    return wrap
