"""The blotter adds every instrument, and a combo's fills and completed order get the legs of the order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations

import pytest

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.instruments.instruments import Instruments
from ibmonitor.domain.records.events import CompletedOrder, Event, OrderBound
from ibmonitor.domain.records.records import Contract
from tests.support.blotter_events import AAPL, completed_order, execution, new_blotter, open_order, order_status
from tests.support.make_contracts import C6740, C6750, combo, stock

SPREAD = combo((C6740, 1), (C6750, -1))
WITHOUT_LEGS = replace(SPREAD, combo_legs=())
NAME = "SPX 19MAR26 6740/6750 C vertical"


def blotter_of(events: Iterable[Event]) -> Blotter:
    blotter = new_blotter()
    for event in events:
        blotter.apply(event)
    return blotter


def completed(perm_id: int, contract: Contract) -> CompletedOrder:
    return replace(completed_order(perm_id, 1, 5, status="Filled"), contract=contract)


@pytest.mark.parametrize(
    "event",
    [
        open_order(7, contract=stock(18, "VOD", currency="GBP")),
        completed(7, stock(18, "VOD", currency="GBP")),
        execution("a.1.01.01", contract=stock(18, "VOD", currency="GBP")),
    ],
)
def test_every_contract_is_added(event: Event) -> None:
    blotter = blotter_of([open_order(8, contract=stock(19, "VOD")), event])
    names = [blotter.instruments.name(stock(con_id, "VOD")) for con_id in (18, 19)]
    assert names == ["VOD GBP", "VOD USD"]
    blotter.clear()
    assert blotter.instruments.name(stock(19, "VOD")) == "VOD"


def test_a_preview_adds_no_contract() -> None:
    blotter = blotter_of([open_order(7, contract=stock(18, "VOD", currency="GBP"), whatIf=True)])
    blotter.apply(open_order(8, contract=stock(19, "VOD")))
    assert blotter.instruments.name(stock(19, "VOD")) == "VOD"


def test_a_fill_of_a_known_contract_does_not_touch_the_instruments(monkeypatch: pytest.MonkeyPatch) -> None:
    learnt: list[Contract] = []

    def learn(_self: Instruments, contract: Contract, *, is_execution: bool = False) -> None:
        assert is_execution
        learnt.append(contract)

    monkeypatch.setattr(Instruments, "learn", learn)
    contracts = (AAPL, replace(AAPL, exchange="ARCA"), SPREAD, replace(SPREAD, combo_legs_descrip="1|1"), AAPL)
    blotter_of(
        execution(f"a.{number}.01.01", contract=contract) for number, contract in enumerate((*contracts, *contracts))
    )
    assert learnt == list(dict.fromkeys(contracts))


ORDER = open_order(7, 1, 5, contract=SPREAD)
EVENTS: tuple[Event, ...] = (
    ORDER,
    execution("x.y.01.01", perm_id=7, contract=WITHOUT_LEGS),
    execution("x.y.02.01", perm_id=7, contract=C6740),
    execution("x.y.03.01", perm_id=7, contract=C6750),
    completed(7, WITHOUT_LEGS),
)


def test_a_combos_fills_and_its_completed_order_have_the_legs_of_the_order() -> None:
    for events in permutations(EVENTS):
        blotter = blotter_of((*events, ORDER))
        (order,) = blotter.orders
        assert order.contract is not None
        assert blotter.instruments.name(order.contract) == NAME
        wholes = [fill for fill in blotter.fills if fill.contract.sec_type == "BAG"]
        assert [blotter.instruments.name(fill.contract) for fill in wholes] == [NAME]
        assert [fill.contract.combo_legs for fill in wholes] == [SPREAD.combo_legs]


def test_a_fill_that_gets_its_legs_later_is_in_the_change() -> None:
    blotter = blotter_of(EVENTS[1:4])
    assert blotter.instruments.name(blotter.fills[0].contract) == "SPX combo"
    assert blotter.fills[0] in blotter.apply(ORDER).fills
    assert blotter.instruments.name(blotter.fills[0].contract) == NAME


def test_a_repeated_report_without_legs_is_no_change() -> None:
    blotter = blotter_of(EVENTS)
    assert blotter.apply(EVENTS[1]).fills == ()
    assert blotter.fills[0].contract.combo_legs == SPREAD.combo_legs


@pytest.mark.parametrize("is_execution_last", [True, False])
def test_rows_that_turn_out_to_be_one_order_share_its_legs(is_execution_last: bool) -> None:
    """The fill has a permId, the order a client and order ID: a third event joins them."""
    blotter = blotter_of(
        [
            order_status(7, None, None),
            execution("x.y.01.01", perm_id=7, contract=WITHOUT_LEGS),
            open_order(None, 1, 5, contract=SPREAD),
        ]
    )
    assert len(blotter.orders) == 2
    joining = execution("x.z.01.01", perm_id=7, client_id=1, order_id=5, contract=WITHOUT_LEGS)
    change = blotter.apply(joining if is_execution_last else OrderBound(7, 1, 5))
    (order,) = blotter.orders
    assert order.fills == blotter.fills
    assert {fill.contract.combo_legs for fill in blotter.fills} == {SPREAD.combo_legs}
    assert set(blotter.fills) <= set(change.fills)


def test_other_instruments_get_no_legs() -> None:
    blotter = blotter_of([ORDER, execution("x.y.02.01", perm_id=7, contract=C6740)])
    assert blotter.fills[0].contract is C6740
    blotter.apply(open_order(8, contract=AAPL))
    blotter.apply(execution("z.y.01.01", perm_id=8, contract=WITHOUT_LEGS))
    assert blotter.fills[1].contract.combo_legs == ()
