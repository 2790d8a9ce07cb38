"""The active filters in words."""

from __future__ import annotations

from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.windows.widgets.filter_words import filter_words


def test_filters_in_words_hide_accounts() -> None:
    selection = AccountSelection()
    selection.select_accounts([f"DU100000{number}" for number in range(10)])
    ACCOUNT_MASK.set_hiding(True)
    try:
        accounts, text = filter_words(selection, "DU1000001 buy")
    finally:
        ACCOUNT_MASK.set_hiding(False)
    assert "DU1000001" not in accounts + text
    assert accounts.endswith("and 2 more")
    assert filter_words(selection)[0].startswith("accounts: DU1000000, DU1000001")


def test_no_filters_are_no_words() -> None:
    assert filter_words(AccountSelection()) == ()
