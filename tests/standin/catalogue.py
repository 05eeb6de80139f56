"""The whole default site, made anew for each caller."""

from __future__ import annotations

from tests.standin import guide, invented, invented_parts
from tests.standin.content import Site


def default_site() -> Site:
    """Give a site of its own: the guide's facts and the made-up ones."""
    site = Site(redirects=dict(invented.REDIRECTS))
    economy_a, *economy_rest = invented_parts.ECONOMY
    site.add(economy_a, guide.PART, *economy_rest, *invented_parts.OTHERS)
    site.add(guide.ROUTE_SERVICE, *invented.SERVICES)
    site.add(guide.PROCESS, guide.ORDER_FORM, *invented.ATTACHMENTS)
    site.add(*invented.NODES)
    return site
