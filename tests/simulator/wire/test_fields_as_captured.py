"""The simulated TWS's frames carry every field that real frames of their kind always carry, and none beyond those."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ibmonitor.simulator.account.records import SimOrder
from ibmonitor.simulator.account.world import World
from ibmonitor.simulator.scenarios import instruments as ins
from ibmonitor.simulator.scenarios.advisor.advisor import Advisor
from ibmonitor.simulator.scenarios.desk import Desk
from ibmonitor.simulator.wire.wire import Wire
from tests.simulator.wire.capture_frames import (
    COMPLETED_ORDER,
    ERROR,
    OPEN_ORDER,
    UNSET,
    parsed,
    present,
    server_frames,
    texts,
)

Kind = tuple[Any, ...]
Fields = dict[Kind, list[set[Any]]]
ASKED_FOR = {"order.outsideRth", "order.smartComboRoutingParams"}
"""Optional fields of the captured orders; a simulated order has them only if requested."""
NOON = datetime(2026, 3, 10, 16, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    """A world of one order of each captured kind, and the demo's."""
    return [_captured_kinds(), Advisor(life=False, clock=lambda: NOON).world]


def _captured_kinds() -> World:
    world = World(("DU1",))
    desk = Desk(world, lambda: NOON, submitter="paper-user-01")
    usual: dict[str, Any] = {"account": "DU1", "order_ref": "r", "status": "PreSubmitted"}
    algo: dict[str, Any] = {"more": {"algoStrategy": "Vwap", "algoParams": {"noTakeLiq": "1"}}}
    future = ins.future(793356217, "MES", "CME", "7670.75", "0.25", "5", ins.quarterly_expiry(NOON.date()))
    legs = [ins.option(con_id, "AAPL", strike, "C", "1", NOON.date()) for con_id, strike in ((1, "310"), (2, "320"))]
    spread = ins.combo("AAPL", ((legs[0], "SELL"), (legs[1], "BUY")), "0.05")
    for is_done in (False, True):
        orders = [
            desk.place(ins.AAPL, "BUY", 1, lmt_price=Decimal(10), **usual),
            desk.place(ins.AAPL, "BUY", 1, "MKT", **usual),
            desk.place(ins.AAPL, "BUY", 1, "MTL", trail_stop_price=Decimal("311.67"), **usual),
            desk.place(ins.AAPL, "BUY", 1, lmt_price=Decimal(10), tif="GTC", **usual),
            desk.place(ins.AAPL, "BUY", 1, lmt_price=Decimal(10), **usual | algo),
            desk.place(future, "BUY", 1, "MKT", **usual),
            desk.place(ins.EUR_USD, "BUY", 1, lmt_price=Decimal("1.0498"), **usual),
            desk.place(spread, "BUY", 1, lmt_price=Decimal("0.05"), **usual),
        ]
        parent = desk.place(ins.AAPL, "BUY", 1, "MKT", **usual)
        orders += [
            desk.place(ins.AAPL, "SELL", 1, lmt_price=Decimal(3106), parent=parent, **usual),
            desk.place(ins.AAPL, "SELL", 1, lmt_price=Decimal(3106), parent=parent, tif="GTC", **usual),
            desk.place(ins.AAPL, "SELL", 1, "STP", aux_price=Decimal("15.53"), parent=parent, **usual),
        ]
        for order in orders if is_done else ():
            desk.complete(order, "Cancelled")
    for instrument, action in ((future, "BUY"), (future, "SELL")):
        desk.fill(desk.place(instrument, action, 1, "MKT", **usual), 1, "7670.75", "CME")
    desk.fill(desk.place(ins.AAPL, "SELL", 1, lmt_price=Decimal("305.97"), **usual), 1, "306.00", "IEX")
    return world


def _simulated(worlds: list[World], version: int) -> Iterator[bytes]:
    """Frames of all records of these worlds; orders in each form in which they were sent."""
    wire = Wire(version)
    for world in worlds:
        for order in world.orders:
            if not order.order_ref or not order.account:
                continue
            yield from (wire.open_order(order), wire.order_status(order))
            if not order.is_open:
                yield wire.completed_order(order)
                yield from _before_it_was_charged(wire, order)
        yield from (wire.execution(-1, each) for each in world.executions if each.order_ref and each.perm_id)
        yield from (wire.commission(each) for each in world.commissions.values())


def _before_it_was_charged(wire: Wire, order: SimOrder) -> Iterator[bytes]:
    commission, currency = order.commission, order.commission_currency
    order.commission, order.commission_currency = None, ""
    yield wire.open_order(order)
    order.commission, order.commission_currency = commission, currency


def _kind(message_id: int, message: Any) -> Kind:
    """The properties that determine which fields a frame has."""
    if message_id not in {OPEN_ORDER, COMPLETED_ORDER}:
        return (message_id,)
    order, contract = message.order, message.contract
    return (
        message_id,
        order.orderType,
        message.orderState.status in {"Filled", "Cancelled"},
        bool(order.parentId),
        order.tif == "GTC",
        bool(order.algoStrategy),
        contract.secType if contract.secType in {"BAG", "FUT"} else "",
        message.orderState.HasField("commissionAndFees"),
    )


def _by_kind(frames: list[bytes]) -> Fields:
    found: Fields = defaultdict(list)
    for frame in frames:
        if (read := parsed(frame)) is not None:
            found[_kind(*read)].append(set(present(read[1])))
    return found


@pytest.mark.parametrize("version", [203, 204, 225])
def test_protobuf(version: int, captures: Path, worlds: list[World]) -> None:
    files = sorted(captures.glob(f"*_sv{version}.txt"))
    real = _by_kind([frame for file in files for frame in server_frames(file)[1]])
    simulated = _by_kind(list(_simulated(worlds, version)))
    everything = set.union(*(fields for kind in real.values() for fields in kind))
    compared = set()
    for kind, frames in real.items():
        always = set.intersection(*frames) - ASKED_FOR
        for fields in simulated.get(kind, []):
            assert always <= fields, (kind, always - fields)
            compared.add(kind)
        if kind in simulated:
            beyond = set.intersection(*simulated[kind]) - everything
            assert beyond <= {"order.orderRef"}, (kind, "no real frame has", beyond)
    assert real.keys() - compared == {(ERROR,)} & real.keys(), "kinds that no simulated frame is of"


def _set_at(frame: bytes) -> set[int]:
    """The places of a text frame's fields that are set."""
    return {place for place, text in enumerate(texts(frame)) if text not in UNSET}


def _text_kind(frame: bytes) -> Kind:
    message_id, *fields = texts(frame)
    if message_id not in {"5", "101"}:
        return (message_id,)
    _, _, order_type, _, _, tif, oca_group = fields[11 + (message_id == "5") :][:7]
    return (message_id, len(fields), order_type, tif, bool(oca_group))


def test_text(captures: Path, worlds: list[World]) -> None:
    files = sorted(captures.glob("*_sv200.txt"))
    assert files
    real, simulated = defaultdict(list), defaultdict(list)
    for frame in (frame for file in files for frame in server_frames(file)[1]):
        real[_text_kind(frame)].append(_set_at(frame))
    for frame in _simulated(worlds, 200):
        simulated[_text_kind(frame)].append(_set_at(frame))
    compared = set()
    for kind, frames in real.items():
        always = set.intersection(*frames)
        for fields in simulated.get(kind, []):
            assert always <= fields, (kind, always - fields)
            compared.add(kind[0])
    assert compared == {"3", "5", "11", "59", "101"}
