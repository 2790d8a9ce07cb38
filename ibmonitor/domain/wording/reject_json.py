"""TWS's advanced description of a rejection, made readable."""

from __future__ import annotations

import json
import re

_LONGEST = 20_000
"""Characters; a longer text is shown unchanged."""
_DEEPEST = 20
"""Levels; a text nested deeper is shown unchanged: its indents would be longer than its content."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{\[]\s*[}\]]|[{}\[\],:]|[^\s{}\[\],:"]+')
"""A string, an empty list or object, a sign, or a number or word."""


def pretty(text: str) -> str:
    """Lay a JSON text out over several lines; a damaged one is returned unchanged.

    Only the spaces between its parts and letters written as codes change: numbers keep their zeros, and a name that
    occurs twice stays twice. Below server version 201 TWS's texts lose the backslashes before quotation marks
    (TWS_FACTS, "Defects of ibapi").
    """
    if len(text) > _LONGEST:
        return text
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text
    return _laid_out(_TOKEN.findall(text)) or text


def _laid_out(parts: list[str]) -> str:
    """Lay out the parts of a valid JSON text; "" where they are nested too deep."""
    written: list[str] = []
    level = 0
    for part in parts:
        if part in "{[":
            level += 1
            if level > _DEEPEST:
                return ""
            written += part, _new_line(level)
        elif part in "}]":
            level -= 1
            written += _new_line(level), part
        elif part == ",":
            written += part, _new_line(level)
        elif part == ":":
            written.append(": ")
        elif part[0] == '"':
            written.append(json.dumps(json.loads(part), ensure_ascii=False))
        else:
            written.append("".join(part.split()))
    return "".join(written)


def _new_line(level: int) -> str:
    return "\n" + "  " * level
