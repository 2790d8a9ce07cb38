"""Makes texts from outside safe to show: not too long, and never interpreted as markup."""

from __future__ import annotations

import html

from ibmonitor.models.text.account_mask import ACCOUNT_MASK

_LONGEST_TOOLTIP = 2000
"""Characters; more would not fit a screen."""


def cut(text: str, longest: int) -> str:
    """Shorten a text to this many characters, and mark it with an ellipsis if it was longer."""
    return text if len(text) <= longest else text[:longest] + "…"


def plain_tooltip(text: str) -> str:
    """A tooltip that shows exactly this text: Qt would take some texts for markup. Long ones are wrapped.

    Account numbers in it are hidden if they are hidden at the time of the call.
    """
    # Hide before cutting: part of a cut account number would not be recognized.
    shown = cut(ACCOUNT_MASK.text(text), _LONGEST_TOOLTIP)
    return f"<qt>{html.escape(shown).replace(chr(10), '<br>')}</qt>" if text else ""
