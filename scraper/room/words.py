"""What values are shown with in the templates of the reading room."""

from __future__ import annotations

from scraper.figures import between, counted, day, days, kroner, moment, number, size, units
from scraper.report import why


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
FUNCTIONS = {"beloeb": between, "antal": units, "dage": days, "flertal": counted, "hvorfor": why}
"""What else is shown of values."""
