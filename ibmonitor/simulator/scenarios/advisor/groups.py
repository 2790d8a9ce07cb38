"""Group orders of the advisor's morning: each of TWS's methods, and unusual allocations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ibmonitor.simulator.account.records import SimAllocation, SimExecution, SimGroup, SimOrder
from ibmonitor.simulator.scenarios import instruments as ins
from ibmonitor.simulator.scenarios.advisor.accounts import (
    ACCOUNTS,
    BALANCED,
    CASH,
    GARCIA,
    GROWTH,
    JONES,
    MODEL60,
    MONTHLY,
    NET_LIQUIDATION,
    PENSION,
    RATIO,
    SHARES,
    SMITH,
    TRUST,
)
from ibmonitor.simulator.scenarios.combo_fills import fill_legs
from ibmonitor.simulator.scenarios.desk import Desk
from ibmonitor.simulator.scenarios.splitting import split

_UNSET_ORDER_ID = 2147483647
_WITHOUT_IDS: dict[str, Any] = {"perm_id": 0, "order_id": _UNSET_ORDER_ID, "client_id": 0}


def group_morning(desk: Desk, today: date) -> None:
    """One order of each method first, then the odd ones."""
    _equal(desk)
    _percent(desk)
    _ratio_corrected(desk)
    _shares_in_part(desk)
    _money(desk)
    _net_liquidation(desk)
    _available_equity(desk)
    _price_spread(desk)
    _nothing_for_one(desk)
    _part_is_missing(desk)
    _outside(desk)
    _known_by_its_reference(desk)
    _combo(desk, today)
    _fits_no_order(desk)


def parts_are_charged(desk: Desk) -> Iterator[float]:
    """The missing commissions of the morning's parts arrive one after the other."""
    world = desk.world
    late = [e for e in world.executions if e.is_allocation_part and e.exec_id not in world.commissions]
    for part in late:
        if part.contract.sec_type != "BAG":  # a combo's legs have its commissions
            desk.charge(part)
            yield 4.0


def _equal(desk: Desk) -> None:
    """100 for three, in two fills: 34, 33, 33."""
    order = _place(desk, "fa-equal", ins.NVDA, 100, GROWTH)
    _fill(desk, order, "138.14", "NASDAQ", {SMITH: 20, JONES: 20, GARCIA: 20})
    _fill(desk, order, "138.19", "ARCA", {SMITH: 14, JONES: 13, GARCIA: 13})


def _percent(desk: Desk) -> None:
    """19.8 and 13.2 are rounded. The order has no method of its own, so the group's applies."""
    order = _place(desk, "fa-percent", ins.SPY, 33, MODEL60, fa_method="")
    _fill(desk, order, "589.12", "ARCA", {SMITH: 20, TRUST: 13})


def _ratio_corrected(desk: Desk) -> None:
    """75.75 and 25.25 are rounded; then the exchange corrects the price, of the whole and of the parts."""
    order = _place(desk, "fa-ratio", ins.AAPL, 101, RATIO, fa_method="")
    execution, parts = _fill(desk, order, "231.36", "NASDAQ", {JONES: 76, PENSION: 25})
    desk.charge(desk.correct(execution, "231.30"), order)
    for part in parts.values():
        desk.charge(desk.correct(part, "231.30", avg_price=Decimal("231.30")))


def _shares_in_part(desk: Desk) -> None:
    """Partly filled, each account by its share; the rest is working."""
    order = _place(desk, "fa-shares", ins.GME, 200, SHARES, lmt_price=Decimal("27.28"))
    _fill(desk, order, "27.28", "NYSE", {SMITH: 60, JONES: 30, TRUST: 30})


def _money(desk: Desk) -> None:
    """40,000, 25,000 and 15,000 at 63.80; the member without an amount correctly gets nothing."""
    order = _place(desk, "fa-money", ins.KO, 1252, MONTHLY)
    _fill(desk, order, "63.80", "NYSE", {SMITH: 626, JONES: 391, PENSION: 235})


def _net_liquidation(desk: Desk) -> None:
    """Half filled. Only `orderAllocations` has what each account is to get; two commissions come late."""
    order = _place(desk, "fa-netliq", ins.AMZN, 300, BALANCED, lmt_price=Decimal("203.92"))
    wanted = split(order.total_quantity, NET_LIQUIDATION)
    order.allocations = tuple(
        SimAllocation(account, Decimal(0), shares, shares, shares, shares) for account, shares in wanted.items()
    )
    desk.show(order)
    execution = desk.fill(order, 150, "203.92", "BATS")
    shares = split(execution.shares, NET_LIQUIDATION)
    late = {account: shares[account] for account in (TRUST, PENSION)}
    desk.allocate(order, execution, {account: shares[account] for account in ACCOUNTS if account not in late})
    desk.allocate(order, execution, late, charged=False)


def _available_equity(desk: Desk) -> None:
    """The expected parts are unknown. TWS lists the group in the older form."""
    order = _place(desk, "fa-equity", ins.SPY, 40, CASH)
    _fill(desk, order, "589.20", "ARCA", {SMITH: 18, TRUST: 14, GARCIA: 8})


def _price_spread(desk: Desk) -> None:
    """Two fills, each for one account, at different prices."""
    order = _place(desk, "fa-spread", ins.GME, 100, MODEL60, lmt_price=Decimal("27.45"))
    _fill(desk, order, "27.30", "NYSE", {SMITH: 60})
    _fill(desk, order, "27.41", "IEX", {TRUST: 40})


def _nothing_for_one(desk: Desk) -> None:
    """30 each were expected; one account gets 0, another 60."""
    order = _place(desk, "fa-nothing", ins.TSLA, 90, GROWTH)
    _fill(desk, order, "342.40", "NASDAQ", {SMITH: 30, JONES: 60})


def _part_is_missing(desk: Desk) -> None:
    """One account's 20 are never reported, so the parts do not add up to the whole."""
    order = _place(desk, "fa-dropped", ins.AMZN, 80, RATIO)
    _fill(desk, order, "203.95", "IEX", {JONES: 60}, shares=80)


def _outside(desk: Desk) -> None:
    """An account outside the group gets a part."""
    order = _place(desk, "fa-outside", ins.KO, 80, RATIO)
    _fill(desk, order, "63.77", "NYSE", {JONES: 60, PENSION: 10, TRUST: 10})


def _known_by_its_reference(desk: Desk) -> None:
    """A sale, which realizes profit; one part has no permId, only the order reference."""
    order = _place(desk, "fa-reference", ins.NVDA, 60, GROWTH, action="SELL", lmt_price=Decimal("138.50"))
    execution, _ = _fill(desk, order, "138.60", "IBKRATS", {SMITH: 20, JONES: 20}, shares=60)
    desk.allocate(order, execution, {GARCIA: Decimal(20)}, **_WITHOUT_IDS)


def _combo(desk: Desk, today: date) -> None:
    """The spread for the advisor with its legs, and the same for each account."""
    low = ins.option(712600001, "SPY", "590", "C", "7.42", today)
    high = ins.option(712600002, "SPY", "600", "C", "3.18", today)
    spread = ins.combo("SPY", ((low, "SELL"), (high, "BUY")), "-4.20")
    order = _place(desk, "fa-combo", spread, 4, RATIO, lmt_price=Decimal("-4.20"))
    whole = desk.execute(order, 4, "-4.22", "CBOE")
    parts = desk.allocate(order, whole, {JONES: Decimal(3), PENSION: Decimal(1)}, charged=False)
    for each in (whole, *parts.values()):
        fill_legs(desk, order, each, ((low.contract, "7.41"), (high.contract, "3.19")))


def _fits_no_order(desk: Desk) -> None:
    """An account's execution without permId and reference, of an order that is in no list."""
    order = desk.place(ins.TSLA, "SELL", 15, account=TRUST, lmt_price=ins.TSLA.price)
    desk.vanish(order)
    execution = desk.record(
        order, shares=Decimal(15), price=Decimal("342.75"), cum_qty=Decimal(15), avg_price=Decimal("342.75"),
        exchange="IEX", is_allocation_part=True, **_WITHOUT_IDS,
    )  # fmt: skip
    desk.charge(execution)


def _place(
    desk: Desk, ref: str, instrument: ins.Instrument, quantity: int, group: SimGroup, *, action: str = "BUY",
    **fields: Any,
) -> SimOrder:  # fmt: skip
    usual: dict[str, Any] = {
        "lmt_price": instrument.price,
        "fa_group": group.name,
        "fa_method": group.default_method,
    }
    return desk.place(instrument, action, quantity, account="", order_ref=ref, **usual | fields)


def _fill(
    desk: Desk, order: SimOrder, price: str, venue: str, parts: Mapping[str, int], *, shares: int | None = None
) -> tuple[SimExecution, dict[str, SimExecution]]:
    """The advisor's own execution, and the accounts' parts; they add up to it unless `shares` is given."""
    execution = desk.fill(order, sum(parts.values()) if shares is None else shares, price, venue)
    return execution, desk.allocate(order, execution, {account: Decimal(n) for account, n in parts.items()})
