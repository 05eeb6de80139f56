"""Nothing but reading: whatever is sent to this site is refused."""

from datasette import hookimpl

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
            headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"allow", b"GET, HEAD")]
            await send({"type": "http.response.start", "status": 405, "headers": headers})
            await send({"type": "http.response.body", "body": ANSWER})

        return wrapped

    return wrap
