"""Texts that others wrote, made fit to be shown: never too long, never taken for markup."""

from __future__ import annotations

import html

_LONGEST_TOOLTIP = 2000
"""Characters; more would not fit a screen."""


def cut(text: str, longest: int) -> str:
    """Shorten a text to so many characters, and show that it was longer."""
    return text if len(text) <= longest else text[:longest] + "…"


def plain_tooltip(text: str) -> str:
    """A tooltip that shows just this text: Qt would guess markup into some texts. Long ones are wrapped."""
    return f"<qt>{html.escape(cut(text, _LONGEST_TOOLTIP)).replace(chr(10), '<br>')}</qt>" if text else ""
