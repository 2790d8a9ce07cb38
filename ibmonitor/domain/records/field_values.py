"""Reads typed values from the fields of openOrder and completedOrder; a value of an unexpected type is unknown."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.records.records import TwsFields


def text_in(fields: TwsFields, name: str) -> str:
    """Return a text; empty when it is absent, which is TWS's default for texts."""
    found = fields.get(name)
    return found if isinstance(found, str) else ""


def number_in(fields: TwsFields, name: str) -> Decimal | None:
    """Return a quantity or a price; `None` when it is unset."""
    found = fields.get(name)
    if isinstance(found, Decimal):
        return found
    return Decimal(found) if isinstance(found, int) else None


def id_in(fields: TwsFields, name: str) -> int | None:
    """Return an id; `None` when it is absent."""
    found = fields.get(name)
    return found if isinstance(found, int) else None
