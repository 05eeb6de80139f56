"""What a user sets for orders in `order.toml`: recipient, closing days, synonyms, headings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from email.headerregistry import Address
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from scraper.errors import UsageError
from scraper.orders.workdays import CLOSING_DAYS, Calendar

FILE = Path("order.toml")


class OrderSettings(BaseModel):
    """The settings, as they stand in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    recipient: str = "bibsys@kombit.dk"
    """Whom the form is sent to: KOMBIT forwards it from an address that is let through."""
    closing_days: Sequence[str] = CLOSING_DAYS
    """Days that are no holidays by law and not worked either, as `MM-DD`."""
    synonyms: Mapping[str, Sequence[str]] = {}
    """Labels of forms and headers of spreadsheets that mean the same."""
    ours: Sequence[str] = ()
    """Headings, notes and labels of forms that are the municipality's own, whatever they say."""

    @field_validator("recipient")
    @classmethod
    def _is_an_address(cls, text: str) -> str:
        address = text.strip()
        if "@" not in address or not address.isascii():
            raise ValueError(f"'{text}' is no mail address")
        Address(addr_spec=address)
        return address

    def calendar(self) -> Calendar:
        """Give the working days. Raises `UsageError` for a closing day that is none."""
        return Calendar(tuple(self.closing_days))


def read_settings(path: Path | None) -> OrderSettings:
    """Read a file of settings; without one, `order.toml` of this folder when it is there.

    Raises `UsageError` for a file that cannot be read, and for what no setting is called.
    """
    if path is None:
        if not FILE.is_file():
            return OrderSettings()
        path = FILE
    try:
        found = OrderSettings.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as fault:
        raise UsageError(f"cannot read {path}: {fault.strerror}") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise UsageError(f"{path} is no TOML: {fault}") from fault
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{path}: {where}: {first['msg']}") from fault
    found.calendar()
    return found
