"""The columns of one order's parts by account."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.domain.allocation.order_parts import AccountPart
from ibmonitor.domain.allocation.sums import Money
from ibmonitor.models.columns.order_parts import ALLOCATION_COLUMNS
from ibmonitor.models.table.roles import Tone

COMMISSION = next(column for column in ALLOCATION_COLUMNS if column.key == "commission")
TWO: Money = (("EUR", Decimal("0.5")), ("USD", Decimal("1.25")))


@pytest.mark.parametrize(
    ("commissions", "pending", "text", "tone"),
    [
        ((), 0, "", ""),
        ((), 2, "2 pending", "pending"),
        (TWO, 0, "0.50 EUR, 1.25 USD", ""),
        (TWO, 1200, "0.50 EUR, 1.25 USD, 1,200 pending", ""),
    ],
)
def test_each_currency_is_shown_and_what_is_pending_counted(
    commissions: Money, pending: int, text: str, tone: Tone
) -> None:
    part = AccountPart("U1", commissions=commissions, pending=pending)
    assert COMMISSION.tone
    assert (COMMISSION.text(part), COMMISSION.tone(part)) == (text, tone)


def test_what_tws_has_not_sent_is_blank() -> None:
    texts = {column.key: column.text(AccountPart("U1")) for column in ALLOCATION_COLUMNS}
    assert texts.pop("account") == "U1"
    assert set(texts.values()) == {""}
