"""TWS's advanced description of a rejection, made readable."""

from __future__ import annotations

import json

_LONGEST = 100_000
"""Characters; what is longer is shown as it came."""


def pretty(text: str) -> str:
    """Lay a JSON text out over lines; one that is damaged is returned as it came.

    Below server version 201 TWS's texts lose the backslashes before quotation marks (TWS_FACTS, "Defects of ibapi").
    """
    if len(text) > _LONGEST:
        return text
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text
