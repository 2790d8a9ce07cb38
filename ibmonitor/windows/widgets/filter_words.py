"""The active filters of a table in words, for printouts. Accounts are hidden as in the window."""

from __future__ import annotations

from collections.abc import Iterable

from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.plain_text import cut

_MOST_ACCOUNTS = 8
_MOST_TEXT = 120


def filter_words(
    selection: AccountSelection | None = None, text: str = "", choice: str = "", narrowed: str = ""
) -> tuple[str, ...]:
    """One text per active filter; `selection` is `None` where rows have no account."""
    words = (
        f"show: {choice}" if choice else "",
        _accounts(selection) if selection is not None else "",
        f"text: “{cut(' '.join(text.split()), _MOST_TEXT)}”" if text.strip() else "",
        f"only: {cut(narrowed, _MOST_TEXT)}" if narrowed else "",
    )
    return tuple(ACCOUNT_MASK.text(each) for each in words if each)


def _accounts(selection: AccountSelection) -> str:
    if selection.accounts is None:
        return ""
    group = f"group {selection.group}, " if selection.group else ""
    return f"accounts: {group}{_listed(sorted(selection.accounts))}"


def _listed(accounts: Iterable[str]) -> str:
    names = [ACCOUNT_NAMES.name(account) for account in accounts]
    more = len(names) - _MOST_ACCOUNTS
    return ", ".join([*names[:_MOST_ACCOUNTS], f"and {more} more"] if more > 0 else names) or "none"
