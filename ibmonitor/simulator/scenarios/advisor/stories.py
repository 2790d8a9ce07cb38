"""Short stories in the first minutes of the advisor's day, which can only be seen live.

Each is a generator that does something to the account and yields the seconds until it continues.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from ibmonitor.simulator.account.records import SimOrder
from ibmonitor.simulator.account.world import ErrorShown, Executed, StatusShown
from ibmonitor.simulator.scenarios import instruments as ins
from ibmonitor.simulator.scenarios.advisor import changes, combos, refusals
from ibmonitor.simulator.scenarios.advisor.cases import CASE_CLIENT
from ibmonitor.simulator.scenarios.combo_fills import record_leg
from ibmonitor.simulator.scenarios.desk import FIRST_PERM_ID, Desk

Story = Callable[[Desk, str], Iterator[float]]

_LATE_PERM_ID = FIRST_PERM_ID + 900_000
_FARMS = (
    (2103, "Market data farm connection is broken:usfarm"),
    (2119, "Market data farm is connecting:usfarm"),
    (2104, "Market data farm connection is OK:usfarm"),
    (2107, "HMDS data farm connection is inactive but should be available upon demand.ushmds"),
    (2108, "Market data farm connection is inactive but should be available upon demand.usfuture"),
)


def _statuses_go_backwards(desk: Desk, account: str) -> Iterator[float]:
    """A cancel that the exchange does not confirm at first; each status comes twice, as TWS often sends them."""
    order = _place(desk, ins.KO, account, "PendingSubmit", order_ref="backwards")
    for status in ("Submitted", "PendingCancel", "Submitted", "PreSubmitted"):
        yield 1.5
        desk.set_status(order, status)
        desk.world.emit(StatusShown(order))
    yield 1.5
    desk.cancel(order, by_client=0)


def _price_is_revised_again(desk: Desk, _account: str) -> Iterator[float]:
    """The morning's corrected sale is corrected a second time, which ends the pending revision."""
    execution = next(e for e in desk.world.executions if e.pending_price_revision and e.exec_id.endswith(".02"))
    order = next((o for o in desk.world.orders if o.perm_id == execution.perm_id), None)
    corrected = desk.correct(execution, "341.95", pending_price_revision=False)
    yield 1.0
    desk.charge(corrected, order)


def _correction_comes_first(desk: Desk, account: str) -> Iterator[float]:
    order = _place(desk, ins.MSFT, account, order_ref="corrected early")
    yield 1.0
    with desk.world.silence():
        execution = desk.execute(order, order.remaining, "418.20", "ARCA")
    corrected = desk.correct(execution, "418.12")
    desk.show(order)
    yield 2.0
    desk.world.emit(Executed(execution))
    desk.charge(execution, order)
    yield 1.0
    desk.charge(corrected, order)


def _is_completed_unseen(desk: Desk, account: str) -> Iterator[float]:
    """At the next refresh it is no longer among the open orders but among the completed ones."""
    order = _place(desk, ins.AAPL, account, order_ref="completed unseen")
    yield 4.0
    desk.complete(order, "Cancelled")


def _vanishes(desk: Desk, account: str) -> Iterator[float]:
    """At the next refresh it is in no list."""
    order = _place(desk, ins.NVDA, account, order_ref="vanished")
    yield 5.0
    desk.vanish(order)


def _is_acknowledged(desk: Desk, _account: str) -> Iterator[float]:
    """The order without a permId gets one."""
    order = next(o for o in desk.world.orders if o.perm_id == 0)
    order.perm_id = _LATE_PERM_ID
    desk.set_status(order, "PendingSubmit")
    yield 2.0
    desk.set_status(order, "Submitted")


def _is_bound(desk: Desk, _account: str) -> Iterator[float]:
    """Client 0 binds the order that was entered in TWS; a new one is entered and bound at once."""
    for order in [o for o in desk.world.open_orders() if o.is_manual and o.order_id == 0]:
        desk.bind(order)
    yield 3.0
    entered = desk.place(
        ins.MSFT, "SELL", 20, account=desk.world.accounts[-1], lmt_price=ins.MSFT.price, is_manual=True
    )
    if entered.order_id == 0:
        desk.bind(entered)


def _shares_are_located(desk: Desk, account: str) -> Iterator[float]:
    order = _place(desk, ins.GME, account, "PreSubmitted", action="SELL", order_ref="short")
    desk.set_status(order, "PreSubmitted", why_held="locate")
    desk.world.emit(ErrorShown(404, "Order held while securities are located.", order))
    yield 12.0
    desk.set_status(order, "Submitted")


def _is_rejected(desk: Desk, account: str) -> Iterator[float]:
    order = _place(desk, ins.TSLA, account, "PendingSubmit", order_ref="too large")
    yield 1.0
    reason = "The size of the order exceeds the limit of 10,000 USD that is set for this account."
    reject = {"code": 201, "text": reason, "override": "8229=IBDBUYTX", "account": account}
    desk.reject(order, reason, json.dumps({"rejects": [reject]}))


def _is_cancelled_before_it_is_acknowledged(desk: Desk, account: str) -> Iterator[float]:
    order = _place(desk, ins.AMZN, account, "ApiPending", order_ref="second thoughts")
    yield 1.0
    desk.set_status(order, "PendingCancel")
    yield 1.0
    desk.complete(order, "ApiCancelled", "Cancelled by API")
    desk.world.emit(StatusShown(order))


def _warnings_repeat(desk: Desk, _account: str) -> Iterator[float]:
    """For an order id that several clients use, so that the order is ambiguous."""
    order = next(o for o in desk.world.open_orders() if o.client_id == 7 and o.order_id == 3)
    for _ in range(3):
        desk.warn(order, "Warning: Your order will not be placed at the exchange until 09:30:00 US/Eastern.")
        yield 2.0


def _combo_is_filled(desk: Desk, _account: str) -> Iterator[float]:
    """The whole first, then its legs; the second one in two parts, with ids of five segments."""
    world = desk.world
    order = next(o for o in world.open_orders() if o.contract.combo_legs)
    contracts = {e.contract.con_id: e.contract for e in world.executions}
    bag = desk.execute(order, order.remaining, "-4.62", "CBOE")
    for number, (leg, price, sizes) in enumerate(
        zip(order.contract.combo_legs, ("7.80", "3.18"), ((5,), (2, 3)), strict=True), 1
    ):
        for part, size in enumerate(sizes, 1):
            yield 1.0
            execution = record_leg(
                desk, order, bag, number, contracts[leg.con_id], part, shares=Decimal(size), price=Decimal(price)
            )
            desk.announce(execution)
            desk.charge(execution, order)


def _is_filled_for_its_money(desk: Desk, account: str) -> Iterator[float]:
    """2,500 USD, in two fractions; its quantity and its remaining quantity are 0."""
    order = desk.place(
        ins.AMZN, "BUY", 0, "MKT", account=account, client_id=CASE_CLIENT, cash_qty=Decimal(2500),
        order_ref="2,500 USD",
    )  # fmt: skip
    yield 3.0
    desk.fill(order, 7, "204.11", "IBKRATS")
    yield 3.0
    desk.charge(desk.execute(order, "5.248", "204.12", "IBKRATS", is_last=True), order)


def _farms_come_and_go(desk: Desk, _account: str) -> Iterator[float]:
    for code, text in _FARMS:
        desk.world.emit(ErrorShown(code, text))
        yield 1.5


def _place(
    desk: Desk,
    instrument: ins.Instrument,
    account: str,
    status: str = "Submitted",
    *,
    action: str = "BUY",
    **fields: Any,
) -> SimOrder:
    return desk.place(
        instrument, action, 60, account=account, client_id=CASE_CLIENT, status=status,
        lmt_price=instrument.price - Decimal("0.50"), **fields,
    )  # fmt: skip


STORIES: tuple[tuple[float, Story], ...] = (
    (2.0, _shares_are_located),
    (3.0, _is_rejected),
    (4.0, _warnings_repeat),
    (5.0, _statuses_go_backwards),
    (7.0, _is_completed_unseen),
    (8.0, _price_is_revised_again),
    (10.0, _correction_comes_first),
    (12.0, _is_acknowledged),
    (13.0, _combo_is_filled),
    (14.0, _farms_come_and_go),
    (16.0, _is_cancelled_before_it_is_acknowledged),
    (18.0, _vanishes),
    (20.0, _is_bound),
    (22.0, _is_filled_for_its_money),
    (2.5, changes.is_modified_by_its_owner),
    (6.0, changes.trailing_stop_moves),
    (9.0, changes.algo_times_are_adjusted),
    (11.0, changes.conditions_are_rewritten),
    (15.0, combos.vertical_goes_on),
    (17.0, combos.roll_is_done),
    (19.0, refusals.advisors_order_is_refused),
    (21.0, refusals.is_cancelled_twice),
    (23.0, refusals.another_client_asks_to_cancel),
    (24.0, refusals.is_discarded),
    (26.0, refusals.is_rejected_and_gone),
    (28.0, refusals.account_is_warned_of_its_margin),
)
"""Each with the seconds after which it begins."""
