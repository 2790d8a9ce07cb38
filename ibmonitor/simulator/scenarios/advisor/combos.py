"""Combos of the advisor's day that fill in parts: a vertical for a group, and a roll from one future to the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ibmonitor.simulator.account.records import SimContract, SimOrder
from ibmonitor.simulator.scenarios import instruments as ins
from ibmonitor.simulator.scenarios.advisor.accounts import JONES, PENSION, RATIO, SMITH
from ibmonitor.simulator.scenarios.combo_fills import fill_legs
from ibmonitor.simulator.scenarios.desk import Desk

VERTICAL, ROLL = "fa-vertical", "roll"
"""Their order references."""
_ROLL_CLIENT = 7


def combo_morning(desk: Desk, today: date) -> None:
    """8 of 20 verticals, 3 to 1 for two accounts, and 2 of 3 futures are filled; the rest is working."""
    low, high = _calls(today)
    vertical = ins.combo("SPY", ((low, "BUY"), (high, "SELL")), "3.08")
    group_order = desk.place(
        vertical, "BUY", 20, account="", order_ref=VERTICAL, lmt_price=Decimal("3.08"), fa_group=RATIO.name,
        fa_method=RATIO.default_method,
    )  # fmt: skip
    _fill_for_accounts(
        desk, group_order, {JONES: 6, PENSION: 2}, "3.07", ((low.contract, "5.10"), (high.contract, "2.03"))
    )
    near, far = _futures(today)
    roll = ins.combo("MES", ((near, "SELL"), (far, "BUY")), "47.50", "CME")
    order = desk.place(
        roll, "BUY", 3, account=SMITH, client_id=_ROLL_CLIENT, order_ref=ROLL, lmt_price=Decimal("47.50")
    )
    _fill_roll(desk, order, 2, "47.25", ((near.contract, "5921.50"), (far.contract, "5968.75")))


def vertical_goes_on(desk: Desk, _account: str) -> Iterator[float]:
    """4 more: first the advisor's fill with its legs, seconds later the accounts' parts with theirs."""
    order = _order(desk, VERTICAL)
    low, high = _leg_contracts(desk, order)
    legs = ((low, "5.09"), (high, "2.02"))
    whole = desk.execute(order, 4, "3.07", "CBOE")
    yield 0.5
    fill_legs(desk, order, whole, legs)
    yield 6.0
    parts = desk.allocate(order, whole, {JONES: Decimal(3), PENSION: Decimal(1)}, charged=False)
    for part in parts.values():
        fill_legs(desk, order, part, legs)


def roll_is_done(desk: Desk, _account: str) -> Iterator[float]:
    """The last of three; its legs come before the combo's own execution, as has been seen."""
    order = _order(desk, ROLL)
    near, far = _leg_contracts(desk, order)
    with desk.world.silence():
        whole = desk.execute(order, order.remaining, "47.50", "CME")
    fill_legs(desk, order, whole, ((near, "5921.75"), (far, "5969.25")))
    yield 0.5
    desk.announce(whole)
    desk.show(order)


def _fill_for_accounts(
    desk: Desk, order: SimOrder, shares: dict[str, int], price: str, legs: tuple[tuple[SimContract, str], ...]
) -> None:
    whole = desk.execute(order, sum(shares.values()), price, "CBOE")
    parts = desk.allocate(order, whole, {account: Decimal(n) for account, n in shares.items()}, charged=False)
    for each in (whole, *parts.values()):
        fill_legs(desk, order, each, legs)


def _fill_roll(desk: Desk, order: SimOrder, shares: int, price: str, legs: tuple[tuple[SimContract, str], ...]) -> None:
    fill_legs(desk, order, desk.execute(order, shares, price, "CME"), legs)


def _calls(today: date) -> tuple[ins.Instrument, ins.Instrument]:
    low = ins.option(712600006, "SPY", "595", "C", "5.10", today)
    return low, ins.option(712600007, "SPY", "605", "C", "2.02", today)


def _futures(today: date) -> tuple[ins.Instrument, ins.Instrument]:
    near, far = (ins.quarterly_expiry(today, ahead) for ahead in (0, 1))
    return (
        ins.future(711280067, "MES", "CME", "5921.50", "0.25", "5", near),
        ins.future(711280068, "MES", "CME", "5968.75", "0.25", "5", far),
    )


def _order(desk: Desk, order_ref: str) -> SimOrder:
    return next(order for order in desk.world.orders if order.order_ref == order_ref)


def _leg_contracts(desk: Desk, order: SimOrder) -> list[SimContract]:
    """The contracts of a combo's legs, from their earlier fills."""
    known = {e.contract.con_id: e.contract for e in desk.world.executions if e.perm_id == order.perm_id}
    return [known[leg.con_id] for leg in order.contract.combo_legs]
