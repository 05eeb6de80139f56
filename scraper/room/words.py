"""What values are shown with in the templates of the reading room."""

from __future__ import annotations

from scraper.figures import (
    between,
    bounded,
    counted,
    counted_units,
    day,
    days,
    kroner,
    moment,
    number,
    rider,
    size,
    time_of,
    total_price,
    unit_price,
    units,
)
from scraper.phrases import access
from scraper.report import why
from scraper.room.blocks import structured


def web_address(value: str | None) -> str:
    """Give an address that may be followed; "" for one of another kind, such as javascript:."""
    return value if value and value.startswith(("http://", "https://")) else ""


FILTERS = {
    "http": web_address,
    "tal": number,
    "kroner": kroner,
    "dato": day,
    "tidspunkt": moment,
    "stoerrelse": size,
}
"""What one value is shown with."""
FUNCTIONS = {
    "beloeb": between,
    "graense": bounded,
    "antal": units,
    "dage": days,
    "flertal": counted,
    "hvorfor": why,
    "enhedspris": unit_price,
    "slags_pris": rider,
    "enheder": counted_units,
    "i_alt": total_price,
    "tid": time_of,
    "adgang": access,
    "tekst": structured,
}
"""What else is shown of values."""
