"""The parts accounts have of an order: as TWS lists them, and as their executions add up."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from ibmonitor.domain.allocation.order_parts import AccountPart, KeptParts, allocations_of, has_parts
from ibmonitor.domain.records.events import Event, ManagedAccounts
from ibmonitor.domain.records.records import Fill
from tests.support.blotter_events import AAPL, BAG, commission, execution, new_blotter, open_order
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


@pytest.mark.parametrize("seed", range(4))
def test_parts_that_follow_changes_are_those_of_all_executions(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - no secret
    blotter = new_blotter(ManagedAccounts(("DF1", "DU1", "DU2")), open_order(7, 1, 5, account="DF1"))
    order = blotter.orders[0]
    kept = KeptParts(order)
    for _ in range(80):
        exec_id = f"0000e0d5.{random.randint(1, 15):08x}.01.0{random.choice((1, 1, 2))}"
        event: Event = execution(
            exec_id,
            perm_id=random.choice((7, 7, 7, 8)),
            client_id=1,
            order_id=5,
            acct_number=random.choice(("DF1", "DU1", "DU2")),
            shares=random.choice((Decimal(1), Decimal(3), None)),
            contract=random.choice((AAPL, AAPL, AAPL, BAG)),
        )
        if random.random() < 0.4:
            event = commission(exec_id, random.choice((None, "1.5", "2")))
        for _ in kept.updating(blotter.apply(event).fills):
            pass
        assert kept.rows() == allocations_of(order)
        assert bool(kept.rows()) == has_parts(order)
