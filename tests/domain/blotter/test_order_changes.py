"""Modifications: an openOrder with changed terms is in the history; TWS's own rewriting is not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.records import HistoryKind, Order
from ibmonitor.domain.timeline.entry import Entry, EntryKind
from ibmonitor.domain.timeline.timeline import timeline
from tests.support.blotter_events import new_blotter, open_order, order_status

_TERMS: dict[str, Any] = {"orderType": "LMT", "lmtPrice": Decimal(230), "tif": "DAY", "totalQuantity": Decimal(300)}


def step(**fields: object) -> Event:
    return open_order(7, 1, 5, status="Submitted", **(_TERMS | fields))


def changed(*events: Event) -> list[Entry]:
    blotter = new_blotter()
    for event in events:
        blotter.apply(event)
    (order,) = blotter.orders
    return [entry for entry in timeline(order) if entry.kind.name in {"MODIFIED", "TRAILED", "ADJUSTED"}]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"lmtPrice": Decimal("230.5")}, "Limit price 230 → 230.5"),
        ({"totalQuantity": Decimal(200)}, "Quantity 300 → 200"),
        ({"tif": "GTC"}, "TIF DAY → GTC"),
        ({"orderType": "MKT", "lmtPrice": Decimal("0.0")}, "Type LMT → MKT, Limit price 230 → none"),
        ({"orderType": "STP", "auxPrice": Decimal(5)}, "Type LMT → STP, Stop price none → 5, Limit price 230 → none"),
        ({"outsideRth": True}, "Outside RTH off → on"),
        ({"goodTillDate": "20261231 22:00:00 CET"}, "none → 31 Dec 2026 22:00 CET"),
        ({"account": "DU2"}, "Account DU1 → DU2"),
        ({"ocaGroup": "pair"}, "none → pair"),
    ],
)
def test_a_modification_is_shown_with_the_old_and_the_new(fields: dict[str, object], words: str) -> None:
    (entry,) = changed(step(), order_status(7, 1, 5), step(**fields), order_status(7, 1, 5))
    assert entry.kind is EntryKind.MODIFIED
    assert words in entry.what
    assert entry.changes


@pytest.mark.parametrize(
    "fields",
    [
        {"filledQuantity": Decimal(40)},
        {"minCompeteSize": 100, "competeAgainstBestOffset": Decimal("0.02"), "manualOrderIndicator": 0},
        {"autoCancelDate": "20261231 22:00:00 CET"},
        {"trailStopPrice": Decimal(231)},
        {"auxPrice": Decimal(7)},
        {"parentPermId": 12},
        {"shareholder": "Not an insider or substantial shareholder", "usePriceMgmtAlgo": 0},
        {"aFieldOfTomorrow": "x"},
    ],
)
def test_what_tws_fills_in_is_no_modification(fields: dict[str, object]) -> None:
    assert changed(step(), step(**fields), step()) == []


def test_a_repeat_is_no_modification() -> None:
    assert changed(step(), step(), order_status(7, 1, 5), step()) == []


def test_each_of_several_modifications_has_its_entry() -> None:
    entries = changed(step(), step(lmtPrice=Decimal(9)), step(lmtPrice=Decimal(8), tif="GTC"))
    assert [entry.what for entry in entries] == [
        "Modified: Limit price 230 → 9.",
        "Modified: TIF DAY → GTC, Limit price 9 → 8.",
    ]


def stop(price: str, **fields: object) -> Event:
    terms: dict[str, Any] = {"orderType": "TRAIL", "auxPrice": Decimal("0.6"), "trailStopPrice": Decimal(price)}
    return open_order(7, 1, 5, status="PreSubmitted", **(terms | fields))


def test_moves_of_a_trailing_stop_are_one_entry_that_opens_to_its_steps() -> None:
    status = order_status(7, 1, 5, status="PreSubmitted")
    events = [each for price in ("69.4", "69.6", "69.9", "70.1") for each in (stop(price), status)]
    (entry,) = changed(*events)
    assert entry.kind is EntryKind.TRAILED
    assert entry.what == "Trailing stop 69.4 → 70.1 in 3 steps."
    assert [each.what for each in entry.steps] == [
        "Trailing stop 69.4 → 69.6.",
        "Trailing stop 69.6 → 69.9.",
        "Trailing stop 69.9 → 70.1.",
    ]
    assert entry.steps[0].received < entry.steps[-1].received


def test_a_change_of_a_trailing_order_is_a_modification() -> None:
    entries = changed(
        stop("69.4"), stop("69.6"), stop("69.3", auxPrice=Decimal("0.9")), stop("69.5", auxPrice=Decimal("0.9"))
    )
    assert [entry.kind.name for entry in entries] == ["TRAILED", "MODIFIED", "TRAILED"]
    assert "Trails by 0.6 → 0.9" in entries[1].what


def algo(start: str, share: str = "0.1") -> Event:
    parameters = ({"tag": "startTime", "value": start}, {"tag": "maxPctVol", "value": share})
    return step(algoStrategy="Vwap", algoParams=parameters)


def test_tws_s_own_rewriting_after_acceptance_is_one_entry() -> None:
    (entry,) = changed(algo("09:35:00"), algo("20261130 09:35:00 US/Eastern"))
    assert entry.kind is EntryKind.ADJUSTED
    assert entry.what.startswith("Adjusted by TWS: Algo parameter startTime 09:35:00 → 30 Nov 2026 09:35 US/Eastern")
    conditions = [
        step(conditions=({"condType": 3, "isMore": True, "time": time},))
        for time in ("20261130 15:00:00 CET", "20261130 09:00:00 US/Eastern")
    ]
    (entry,) = changed(*conditions)
    assert entry.kind is EntryKind.ADJUSTED
    exchanges = [
        step(conditions=({"condType": 5, "exchange": exchange, "symbol": "IBM", "secType": "STK"},))
        for exchange in ("SMART", "ANY")
    ]
    (entry,) = changed(*exchanges)
    assert entry.kind is EntryKind.ADJUSTED


def test_another_parameter_of_an_algorithm_is_a_modification() -> None:
    (entry,) = changed(algo("09:35:00"), algo("09:35:00", share="0.2"))
    assert (entry.kind, entry.what) == (EntryKind.MODIFIED, "Modified: Algo parameter maxPctVol 0.1 → 0.2.")


def test_the_terms_of_a_completed_order_are_not_compared() -> None:
    blotter = new_blotter()
    blotter.apply(order_status(7, 1, 5))
    blotter.apply(step())
    order: Order = blotter.orders[0]
    assert all(entry.kind is HistoryKind.STATUS for entry in order.history)


@pytest.mark.parametrize("name", ["goodTillDate", "goodAfterTime"])
@pytest.mark.parametrize("time", ["20261208 11:11:00 US/Eastern", "20261207 12:11:00 US/Eastern"])
def test_another_time_in_the_same_form_is_a_modification_however_soon_it_comes(name: str, time: str) -> None:
    (entry,) = changed(step(**{name: "20261207 11:11:00 US/Eastern"}), step(**{name: time}))
    assert entry.kind is EntryKind.MODIFIED


def test_another_time_of_a_condition_or_an_algo_is_a_modification() -> None:
    first, second = (
        step(conditions=({"condType": 3, "isMore": True, "time": f"20261207 {time} US/Eastern"},))
        for time in ("11:11:00", "12:30:00")
    )
    (entry,) = changed(first, second)
    assert entry.kind is EntryKind.MODIFIED
    (entry,) = changed(algo("20261207 09:00:00 US/Eastern"), algo("20261207 10:30:00 US/Eastern"))
    assert entry.kind is EntryKind.MODIFIED
    (entry,) = changed(algo("09:35:00"), algo("10:35:00"))
    assert entry.kind is EntryKind.MODIFIED


def test_tws_moves_the_times_of_a_new_algo_to_the_next_day() -> None:
    (entry,) = changed(algo("20261207 15:00:00 MET"), algo("20261208 09:00:00 US/Eastern"))
    assert entry.kind is EntryKind.ADJUSTED


def test_noise_of_doubles_is_no_modification() -> None:
    assert not changed(step(lmtPrice=Decimal("15.559999999999999")), step(lmtPrice=Decimal("15.56")))
    assert not changed(step(cashQty=Decimal("0.30000000000000004")), step(cashQty=Decimal("0.3")))


def test_lists_are_readable() -> None:
    prices = (({"price": Decimal(1)}, {"price": Decimal(last)}) for last in (2, 3))
    (entry,) = changed(*(step(orderComboLegs=each) for each in prices))
    assert entry.what == "Modified: Combo leg prices 1/2 → 1/3."
    routing = (({"tag": "NonGuaranteed", "value": value},) for value in ("1", "0"))
    (entry,) = changed(*(step(smartComboRoutingParams=each) for each in routing))
    assert entry.what == "Modified: Combo routing NonGuaranteed 1 → NonGuaranteed 0."


@pytest.mark.parametrize(("name", "nothing"), [("minQty", 0), ("cashQty", Decimal(0)), ("outsideRth", False)])
def test_a_field_that_is_left_out_equals_an_empty_one(name: str, nothing: object) -> None:
    assert not changed(step(), step(**{name: nothing}), step())


def test_the_moves_of_a_stop_stay_one_entry_while_the_order_is_filled() -> None:
    def moved(stop: str, filled: int) -> tuple[Event, Event]:
        opened = step(orderType="TRAIL", lmtPrice=None, auxPrice=Decimal(2), trailStopPrice=Decimal(stop))
        return opened, order_status(7, 1, 5, filled=filled, remaining=300 - filled)

    entries = changed(*moved("230", 0), *moved("231", 50), *moved("232", 80), *moved("233", 120))
    assert [(entry.what, len(entry.steps)) for entry in entries] == [("Trailing stop 230 → 233 in 3 steps.", 3)]
