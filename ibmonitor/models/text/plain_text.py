"""Texts that others wrote, made fit to be shown: never too long, never taken for markup."""

from __future__ import annotations

import html

from ibmonitor.models.text.account_mask import ACCOUNT_MASK

_LONGEST_TOOLTIP = 2000
"""Characters; more would not fit a screen."""


def cut(text: str, longest: int) -> str:
    """Shorten a text to so many characters, and show that it was longer."""
    return text if len(text) <= longest else text[:longest] + "…"


def plain_tooltip(text: str) -> str:
    """A tooltip that shows just this text: Qt would guess markup into some texts. Long ones are wrapped.

    It hides account numbers as they are hidden at the moment it is asked for.
    """
    # Hidden first: of an account that is cut, the rest would be shown.
    shown = cut(ACCOUNT_MASK.text(text), _LONGEST_TOOLTIP)
    return f"<qt>{html.escape(shown).replace(chr(10), '<br>')}</qt>" if text else ""
