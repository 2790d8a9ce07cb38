"""Sums over days as rows."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.sums.totals import Sums
from ibmonitor.journal.sums import RangeSums, SumsBy
from ibmonitor.models.history.sum_rows import SumRow, sum_columns, sum_rows, total_words


def sums(*paid: tuple[str, str | None, str | None]) -> Sums:
    made = Sums()
    for currency, amount, pnl in paid:
        made.put(currency, None if amount is None else Decimal(amount), None if pnl is None else Decimal(pnl), 1)
    return made


def test_each_currency_has_a_line_and_fills_count_once() -> None:
    group = sums(("USD", "1.25", "-3"), ("EUR", "2", None), ("USD", None, None))
    rows = sum_rows(RangeSums(group, {("2026-11-27", "DU1"): group}), (SumsBy.DAY, SumsBy.ACCOUNT))
    assert rows == [
        SumRow("2026-11-27", "DU1", "", "EUR", 3, 1, Decimal(2), None),
        SumRow("2026-11-27", "DU1", "", "USD", None, None, Decimal("1.25"), Decimal(-3)),
    ]


def test_a_group_without_money_has_a_line() -> None:
    group = sums(("", None, None))
    (row,) = sum_rows(RangeSums(group, {("2026-11-27",): group}), (SumsBy.DAY,))
    assert (row.currency, row.fills, row.pending) == ("", 1, 1)


def test_the_columns_are_what_the_sums_are_by() -> None:
    titles = [column.title for column in sum_columns((SumsBy.SYMBOL, SumsBy.DAY))]
    assert titles == ["Symbol", "Day", "Fills", "Commission", "Realized P&L", "Pending", "Currency"]
    row = SumRow("2026-11-27", symbol="AAPL", commission=Decimal("1.5"))
    assert [column.text(row) for column in sum_columns((SumsBy.DAY,))] == ["Fri 27 Nov 2026", "", "1.50", "", "", ""]


def test_the_total_in_words() -> None:
    total = sums(("USD", "1.25", "-3"), ("USD", None, None))
    assert total_words(total) == ("2 fills · commission 1.25 USD · 1 without a commission yet · realized P&L -3.00 USD")
    assert total_words(Sums()) == "0 fills"
