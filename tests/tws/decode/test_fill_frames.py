"""The short way of executions and commissions takes what is ordinary, and emits nothing of the rest."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from ibmonitor.domain.records.events import CommissionReport, Event, ExecDetails, Fault
from ibmonitor.domain.records.execution import UnreadExecution, WholeExecution
from ibmonitor.simulator.wire.wire import Wire
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.decode.fill_frames import fill_readers
from tests.benchmarks.streams import fills
from tests.support.tws_frames import decoded

EXECUTION, COMMISSION = next(fills(1))


class Short:
    def __init__(self, version: int) -> None:
        self.wrapper, self.events = SignalWrapper(), list[Event]()
        self.wrapper.batch.connect(self.events.extend)
        self._readers = fill_readers(self.wrapper, version)
        self.starts = list(self._readers)

    def read(self, frame: bytes) -> bool:
        (reader,) = (reader for start, reader in self._readers.items() if frame.startswith(start))
        return reader(frame)


@pytest.fixture(params=[176, 200, 226])
def version(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def short(version: int) -> Short:
    return Short(version)


@pytest.fixture
def frames(version: int) -> tuple[bytes, bytes]:
    wire = Wire(version)
    return wire.execution(7, EXECUTION)[4:], wire.commission(COMMISSION)[4:]


def test_what_is_ordinary_is_emitted_and_counted(short: Short, frames: tuple[bytes, bytes]) -> None:
    assert [short.read(frame) for frame in frames] == [True, True]
    execution, report = short.events
    assert isinstance(execution, ExecDetails)
    assert isinstance(execution.execution, UnreadExecution)
    assert (execution.req_id, execution.execution.price) == (7, EXECUTION.price)
    assert not execution.execution.is_liquidation
    assert report == CommissionReport(EXECUTION.exec_id, float(COMMISSION.commission), "USD", None, None, None)
    queue = short.wrapper.queue
    assert (queue.requested_fills_received, queue.commissions_received) == (1, 1)


def test_the_rest_is_left(short: Short, frames: tuple[bytes, bytes]) -> None:
    for frame, digits in zip(frames, (EXECUTION.shares, COMMISSION.commission), strict=True):
        start = next(start for start in short.starts if frame.startswith(start))
        damaged = frame.replace(str(digits).encode(), b"\xff" * len(str(digits)))
        assert not short.read(start + b"\xff\0" * 40)
        if damaged != frame:
            assert not short.read(damaged)
    assert short.events == []


def test_a_number_that_no_account_can_have_is_reported_in_the_long_way(short: Short, version: int) -> None:
    odd = replace(EXECUTION, shares=Decimal("9E+99"))
    assert not short.read(Wire(version).execution(7, odd)[4:])
    assert short.events == []


def test_an_execution_of_a_liquidation_is_read_at_once(short: Short, version: int) -> None:
    assert short.read(Wire(version).execution(7, replace(EXECUTION, liquidation=1))[4:]) is (version > 200)
    for event in short.events:
        assert isinstance(event, ExecDetails)
        assert isinstance(event.execution, WholeExecution)
        assert event.execution.is_liquidation


@pytest.mark.parametrize("liquidation", [0, 1])
def test_such_a_number_of_a_contract_is_reported_too(version: int, liquidation: int) -> None:
    contract = replace(EXECUTION.contract, con_id=4711 + liquidation, strike=Decimal("1E+60"))
    odd = replace(EXECUTION, contract=contract, liquidation=liquidation)
    events = decoded(version, [Wire(version).execution(7, odd)])
    assert [type(each) for each in events] == [ExecDetails, Fault]


def test_a_cumulative_quantity_of_many_digits_is_reported_too(version: int) -> None:
    events = decoded(version, [Wire(version).execution(7, replace(EXECUTION, cum_qty=Decimal("9" * 40)))])
    assert [type(each) for each in events] == [ExecDetails, Fault]
