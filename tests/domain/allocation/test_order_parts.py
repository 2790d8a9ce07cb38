"""The parts accounts have of an order: as TWS lists them, and as their executions add up."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.allocation.order_parts import AccountPart, allocations_of
from ibmonitor.domain.records.records import Fill
from tests.support.make_records import make_commission, make_fill, make_order


def fill_in(account: str, serial: int, shares: int, price: str, fee: str | None = None) -> Fill:
    fill = make_fill(serial, price, shares)
    fill.execution.acct_number = account  # type: ignore[misc]  # nobody has it yet
    fill.is_whole = account == "DF1"
    if fee is not None:
        fill.commission = make_commission(fill.execution.exec_id)
        fill.commission.amount_sent = Decimal(fee)
    return fill


def reported(account: str, quantity: int) -> dict[str, object]:
    return {"account": account, "desiredAllocQty": Decimal(quantity), "isMonetary": False}


def test_executions_add_up_by_account_without_the_advisors_own() -> None:
    fills = [
        fill_in("DF1", 1, 40, "10", "1"),
        fill_in("DU2", 2, 30, "10", "1"),
        fill_in("DU2", 3, 10, "12"),
        fill_in("DU1", 4, 5, "9", "0.5"),
    ]
    corrected = fill_in("DU2", 5, 99, "99", "99")
    corrected.superseded_by = "other"
    one, two = allocations_of(make_order(0, account="DF1", fills=[*fills, corrected]))
    assert (one.account, one.shares, one.average_price, one.pending) == ("DU1", Decimal(5), Decimal(9), 0)
    assert (two.account, two.shares, two.average_price, two.pending) == ("DU2", Decimal(40), Decimal("10.5"), 1)
    assert two.commissions == (("USD", Decimal(1)),)


def test_order_allocations_are_merged_with_executions() -> None:
    state = {"orderAllocations": (reported("DU3", 7), reported("DU1", 5))}
    order = make_order(0, account="DF1", state_fields=state, fills=[fill_in("DU1", 1, 4, "9")])
    three, one = allocations_of(order)
    assert three == AccountPart("DU3", desired_quantity=Decimal(7), is_monetary=False)
    assert (one.account, one.desired_quantity, one.shares) == ("DU1", Decimal(5), Decimal(4))


def test_an_order_of_one_account_has_no_parts() -> None:
    assert allocations_of(make_order(0, account="DU1", fills=[fill_in("DU1", 1, 4, "9")])) == []


def test_an_average_with_an_unknown_price_is_unknown() -> None:
    fills = [fill_in("DU1", 1, 4, "9"), fill_in("DU1", 2, 4, "9")]
    fills[1].execution.price = None  # type: ignore[misc]  # nobody has it yet
    (part,) = allocations_of(make_order(0, account="DF1", fills=fills))
    assert (part.shares, part.average_price) == (Decimal(8), None)
