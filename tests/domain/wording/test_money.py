"""Amounts of money always name their currency."""

from __future__ import annotations

from ibmonitor.domain.wording.money import currency_name, with_currency


def test_an_amount_has_its_currency_or_states_that_there_is_none() -> None:
    assert with_currency("12.50", "USD") == "12.50 USD"
    assert with_currency("12.50", " ") == "12.50 (no currency)"
    assert currency_name(" CNH\n") == "CNH"
