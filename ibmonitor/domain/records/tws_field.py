"""What a field of TWS's is called here, and what it means."""

from __future__ import annotations

import re

from ibmonitor.domain.records.value import value

_WORD_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@value
class TwsField:
    """A field by TWS's own name, with a short title and, where IB says more than the title, what it means."""

    name: str
    title: str
    description: str = ""


def fields_of(*rows: tuple[str, str] | tuple[str, str, str]) -> tuple[TwsField, ...]:
    return tuple(TwsField(*row) for row in rows)


def snake_case(name: str) -> str:
    """Return a camelCase name of TWS's as this program writes it: permId is perm_id, outsideRTH is outside_rth."""
    return _WORD_BORDER.sub("_", name).lower()
