"""The addresses of the reading room's pages."""

from datasette.utils.asgi import NotFound

from datasette import hookimpl
from scraper.room.danish import send_script
from scraper.room.documents import show_attachment, show_document, show_package
from scraper.room.evidence import send_source, show_source
from scraper.room.finding import show_locate, show_search
from scraper.room.front import show_front
from scraper.room.news import send_feed, show_change, show_changes
from scraper.room.overview import send_overview, show_overview
from scraper.room.parts import show_integration, show_part
from scraper.room.price_page import send_prices, show_prices
from scraper.room.quality import show_quality
from scraper.room.services import show_service


def closed():
    """Close Datasette's pages for developers, which tell of this machine."""
    raise NotFound("not shown here")


@hookimpl
def register_routes():
    """Give each address's page."""
    return [
        (r"^/$", show_front),
        (r"^/-/static/table\.js$", send_script),
        (r"^/-/integration/(?P<code>[^/]+)$", show_integration),
        (r"^/-/del/(?P<code>[^/]+)$", show_part),
        (r"^/-/dele$", show_overview),
        (r"^/-/dele\.(?P<form>csv|excel\.csv|json|xlsx)$", send_overview),
        (r"^/-/priser$", show_prices),
        (r"^/-/priser\.(?P<form>csv|excel\.csv|json|xlsx)$", send_prices),
        (r"^/-/aendringer$", show_changes),
        (r"^/-/aendringer\.atom$", send_feed),
        (r"^/-/aendring/(?P<id>[0-9]{1,9})$", show_change),
        (r"^/-/kilde$", show_source),
        (r"^/-/kilde/side$", send_source),
        (r"^/-/drift$", show_quality),
        (r"^/-/ydelse/(?P<key>[^/]+)$", show_service),
        (r"^/-/pakke/(?P<package>[^/]+/[^/]+?)/?$", show_package),
        (r"^/-/pakke/(?P<package>[^/]+/[^/]+)/(?P<path>.+)$", show_document),
        (r"^/-/bilag/(?P<key>[0-9a-f]{12})$", show_attachment),
        (r"^/-/soeg$", show_search),
        (r"^/-/find-link$", show_locate),
        (r"^/-/(?!static/)", closed),
    ]
