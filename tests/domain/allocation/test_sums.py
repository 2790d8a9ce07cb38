"""What executions of a group order add up to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.domain.allocation.sums import Sums, added_up, is_fully_reported, per_share, sums_of
from ibmonitor.domain.records.records import ComboRole, Fill
from tests.support.make_records import make_commission, make_fill


def fill(serial: int, shares: int, price: str = "10", fee: str | None = None, currency: str = "USD") -> Fill:
    made = make_fill(serial, price, shares)
    if fee is not None:
        made.commission = make_commission(made.execution.exec_id)
        made.commission.fill = made
        made.commission.amount_sent = Decimal(fee)
        made.commission.pnl_sent = None
        made.commission.currency = currency
    return made


def test_no_executions_add_up_to_nothing_known() -> None:
    assert sums_of([]) == Sums()
    assert Sums().quantity is None


def test_quantities_prices_and_commissions_of_executions_add_up() -> None:
    corrected = fill(3, 99, "99", "99")
    corrected.superseded_by = "other"
    sums = sums_of([fill(1, 30, "10", "1"), fill(2, 10, "12"), corrected, fill(4, 0, "7", "2", "EUR")])
    assert (sums.quantity, sums.average_price) == (Decimal(40), Decimal("10.5"))
    assert sums.commissions == (("EUR", Decimal(2)), ("USD", Decimal(1)))
    assert (sums.pending, sums.realized_pnl) == (1, ())


@pytest.mark.parametrize("unknown", [None, Decimal("9E+999999"), Decimal("NaN")])
def test_one_unknown_number_leaves_what_depends_on_it_unknown(unknown: Decimal | None) -> None:
    fills = [fill(1, 4), fill(2, 4)]
    fills[1].execution.price = unknown  # type: ignore[misc]  # nobody has it yet
    assert (sums_of(fills).quantity, sums_of(fills).average_price) == (Decimal(8), None)
    fills[0].execution.shares = unknown  # type: ignore[misc]  # nobody has it yet
    assert (sums_of(fills).quantity, sums_of(fills).average_price) == (None, None)


def test_a_combos_quantity_is_that_of_its_wholes() -> None:
    whole, leg = fill(1, 2), fill(2, 2)
    whole.combo_role, leg.combo_role, leg.bag, whole.legs = ComboRole.BAG, ComboRole.LEG, whole, (leg,)
    assert sums_of([whole, leg]).quantity == 2


def test_currencies_are_never_added_to_each_other() -> None:
    usd, eur = ("USD", Decimal(1)), ("EUR", Decimal(2))
    assert added_up([(usd,), (eur, usd), ()]) == (eur, ("USD", Decimal(2)))


def test_a_commission_per_share_counts_only_what_it_was_charged_for() -> None:
    fills = [fill(1, 30, fee="3"), fill(2, 10), fill(3, 20, fee="1", currency="EUR")]
    commissions = (("EUR", Decimal(1)), ("USD", Decimal(3)), ("GBP", Decimal(1)))
    assert per_share(commissions, fills) == (("EUR", Decimal("0.05")), ("USD", Decimal("0.1")))


@pytest.mark.parametrize(
    ("parts", "is_whole"),
    [
        ([(60, "1"), (40, "1")], True),
        ([(60, "1"), (30, "1")], False),
        ([(60, "1"), (40, None)], False),
        ([], False),
    ],
)
def test_the_parts_are_complete_when_all_of_them_have_commissions(
    parts: list[tuple[int, str | None]], is_whole: bool
) -> None:
    master = fill(0, 100)
    master.is_whole = True
    fills = [fill(number, shares, fee=fee) for number, (shares, fee) in enumerate(parts, 1)]
    assert is_fully_reported([master, *fills]) is is_whole
    for each in fills[:1]:
        each.combo_role = ComboRole.LEG
        assert not is_fully_reported([master, *fills])
