"""A made-up stand-in for digitaliseringskataloget.dk: everything is tested on it.

Nothing that comes from here may pass for the real catalogue; see README.md in this folder.
"""

from __future__ import annotations

from tests.standin import faults
from tests.standin.catalogue import default_site
from tests.standin.content import (
    Attachment,
    Bullets,
    Case,
    Endpoint,
    Environment,
    Hit,
    Node,
    Part,
    Service,
    Site,
)
from tests.standin.handling import Request
from tests.standin.markups import MARKUPS
from tests.standin.server import StandIn

__all__ = [
    "MARKUPS",
    "Attachment",
    "Bullets",
    "Case",
    "Endpoint",
    "Environment",
    "Hit",
    "Node",
    "Part",
    "Request",
    "Service",
    "Site",
    "StandIn",
    "default_site",
    "faults",
]
