"""The one style sheet: `resources/window.qss` with the tokens' values in place of their names."""

from __future__ import annotations

import re
from dataclasses import asdict, fields
from functools import lru_cache

from PySide6.QtGui import QColor

from ibmonitor.assets import asset
from ibmonitor.windows.theme import tokens as values
from ibmonitor.windows.theme.tokens import Measures, Tokens


def style_sheet(tokens: Tokens, measures: Measures) -> str:
    """The sheet. Raises `FileNotFoundError` without the resources, and `KeyError` for an unknown name."""
    colors = {each.name: getattr(tokens, each.name) for each in fields(tokens)}
    named = {name: color.name() for name, color in colors.items() if isinstance(color, QColor)}
    sizes = {name: getattr(values, name) for name in ("TIGHT", "SMALL", "MEDIUM", "LARGE", *_RADII)}
    sizes |= asdict(measures)
    # The border of what has the focus is a pixel wider.
    sizes["control_padding_focused"] = measures.control_padding - 1
    pictures = asset("pictures/down-light.svg").parent.as_posix()
    known = {**named, **sizes, "pictures": pictures, "shade": "dark" if tokens.is_dark else "light"}
    return _NAME.sub(lambda found: str(known[found[1] or found[2]]), _written())


_NAME = re.compile(r"\$(?:(\w+)|\{(\w+)\})")
_RADII = ("RADIUS_SMALL", "RADIUS", "RADIUS_LARGE")


@lru_cache(maxsize=1)
def _written() -> str:
    return asset("window.qss").read_text(encoding="utf-8")
