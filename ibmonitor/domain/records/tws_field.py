"""The title and meaning of a TWS field, and its name in snake_case."""

from __future__ import annotations

import re

from ibmonitor.domain.records.value import value

_WORD_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@value
class TwsField:
    """A field by TWS's own name, with a short title and, where IB documents more than that, its meaning."""

    name: str
    title: str
    description: str = ""


def fields_of(*rows: tuple[str, str] | tuple[str, str, str]) -> tuple[TwsField, ...]:
    return tuple(TwsField(*row) for row in rows)


def snake_case(name: str) -> str:
    """Convert a camelCase name of TWS's: permId is perm_id, outsideRTH is outside_rth."""
    return _WORD_BORDER.sub("_", name).lower()
