"""Security headers on every answer."""

import secrets

from datasette import hookimpl
from scraper.room.guards import NONCE, headers


@hookimpl
def asgi_wrapper():
    """Add to each answer the headers that it does not have of its own."""

    def wrap(app):
        async def wrapped(scope, receive, send):
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            nonce = secrets.token_urlsafe(16)
            NONCE.set(nonce)

            async def send_with_headers(event):
                if event["type"] == "http.response.start":
                    own = {name.lower() for name, _ in event["headers"]}
                    more = [each for each in headers(nonce).items() if each[0] not in own]
                    event = {**event, "headers": [*event["headers"], *more]}
                await send(event)

            await app(scope, receive, send_with_headers)

        return wrapped

    return wrap
