"""Changes of working orders in the advisor's day, without messages: by the owner, the market, or TWS itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from ibmonitor.simulator.account.conditions import SimExecutionCondition, SimTimeCondition
from ibmonitor.simulator.account.order_text import algo_dates_adjusted
from ibmonitor.simulator.account.world import ErrorShown
from ibmonitor.simulator.scenarios import instruments as ins
from ibmonitor.simulator.scenarios.advisor.accounts import TRUST
from ibmonitor.simulator.scenarios.advisor.cases import CASE_CLIENT
from ibmonitor.simulator.scenarios.desk import Desk
from ibmonitor.simulator.wire.filters import TWS_ZONE

_STOPS = ("69.52", "69.61", "69.73", "69.88", "70.02", "70.10")


def is_modified_by_its_owner(desk: Desk, account: str) -> Iterator[float]:
    """Price, quantity, time in force, finally the type; then it is filled."""
    order = desk.place(
        ins.MSFT, "BUY", 300, account=account, client_id=CASE_CLIENT, lmt_price=Decimal("414.00"), order_ref="modified"
    )
    for change in (
        {"lmt_price": Decimal("414.50")},
        {"total_quantity": Decimal(200)},
        {"lmt_price": Decimal("415.25"), "tif": "GTC"},
        {"order_type": "MKT", "tif": "DAY"},
    ):
        yield 4.0
        desk.modify(order, **change)
    yield 0.4
    desk.fill(order, 200, "418.79", "NASDAQ")


def trailing_stop_moves(desk: Desk, _account: str) -> Iterator[float]:
    """The market rises, and the stop of the sale follows it; then the market falls to the stop."""
    order = next(o for o in desk.world.orders if o.order_type == "TRAIL")
    for stop in _STOPS:
        desk.modify(order, trail_stop_price=Decimal(stop))
        yield 7.0
    yield 100.0
    desk.set_status(order, "Submitted")
    yield 0.3
    desk.fill(order, order.remaining, "70.08", "NYMEX")


def algo_times_are_adjusted(desk: Desk, _account: str) -> Iterator[float]:
    """TWS moves the times of an algo order to the next trading day and to its own zone; later it cancels the order.

    The client's own cancel comes too late and is refused (10148), which does not explain why the order ended.
    """
    today = desk.clock().astimezone(TWS_ZONE).date()
    tomorrow = next_trading_day(today)
    with desk.world.silence():
        order = desk.place(
            ins.AAPL, "BUY", 400, account=TRUST, client_id=CASE_CLIENT, lmt_price=Decimal("231.00"), order_ref="vwap",
            status="PreSubmitted",
            more={"algoStrategy": "Vwap", "algoParams": _vwap(today, "15:30:00", "21:55:00", "Europe/Berlin")},
        )  # fmt: skip
    for _ in range(2):
        desk.world.emit(ErrorShown(*algo_dates_adjusted(order), order))
    desk.warn(order, f"Warning: Your order will not be placed at the exchange until {tomorrow} 09:30:00 US/Eastern.")
    desk.show(order)
    yield 1.0
    desk.modify(order, more={"algoParams": _vwap(tomorrow, "09:30:00", "15:55:00", "US/Eastern")})
    yield 20.0
    desk.cancel(order, reason="Vwap: start time is after close time")
    desk.refuse_cancel(order, 10148)


def conditions_are_rewritten(desk: Desk, account: str) -> Iterator[float]:
    """TWS writes a condition's time in US/Eastern, and ANY for the exchange of an execution."""
    day = next_trading_day(desk.clock().astimezone(TWS_ZONE).date())
    order = desk.place(
        ins.KO, "BUY", 90, account=account, client_id=CASE_CLIENT, lmt_price=Decimal("62.80"), order_ref="conditions",
        status="PreSubmitted", tif="GTC",
        conditions=(
            SimTimeCondition(f"{day:%Y%m%d}-{_utc_hour(day, 11)}:30:00"),
            SimExecutionCondition("AAPL", exchange="SMART", is_conjunction=False),
        ),
    )  # fmt: skip
    yield 1.0
    desk.modify(
        order,
        conditions=(
            SimTimeCondition(f"{day:%Y%m%d} 11:30:00 US/Eastern"),
            SimExecutionCondition("AAPL", exchange="ANY", is_conjunction=False),
        ),
    )


def _vwap(day: date, start: str, end: str, zone: str) -> dict[str, str]:
    times = {"startTime": f"{day:%Y%m%d} {start} {zone}", "endTime": f"{day:%Y%m%d} {end} {zone}"}
    return {"allowPastEndTime": "1", "maxPctVol": "0.1", "noTakeLiq": "1"} | times


def next_trading_day(day: date) -> date:
    """The next weekday."""
    return day + timedelta(days=max(1, 7 - day.weekday()) if day.weekday() >= 4 else 1)


def _utc_hour(day: date, hour: int) -> str:
    """The UTC hour of an hour in New York."""
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=TWS_ZONE)
    return f"{hour - int((moment.utcoffset() or timedelta()).total_seconds()) // 3600:02d}"
