"""What a commission keeps as TWS sends it, and how it reads."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.support.blotter_events import commission, new_blotter


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (None, None),
        (0.0, "0.0"),
        (1.0003, "1.0003"),
        (0.1, "0.1"),
        (-1e-07, "-1E-7"),
        (Decimal("2.50"), "2.50"),
    ],
)
def test_amounts_read_as_the_decimals_that_tws_wrote(sent: float | Decimal | None, read: str | None) -> None:
    event = commission("e.1.01.01", None, realized_pnl=sent, yield_=sent)
    (known,) = new_blotter(type(event)(event.exec_id, sent, "USD", sent, sent, None)).commissions
    amounts = known.commission_and_fees, known.realized_pnl, known.yield_
    assert [None if each is None else str(each) for each in amounts] == [read] * 3
