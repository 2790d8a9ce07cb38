"""Amounts of money in words."""

from __future__ import annotations


def currency_name(currency: str) -> str:
    """Return a currency as TWS calls it, or that TWS named none."""
    return " ".join(currency.split()) or "(no currency)"


def with_currency(amount: str, currency: str) -> str:
    """Return an amount with its currency: "12.50 USD", or "12.50 (no currency)"."""
    return f"{amount} {currency_name(currency)}"
