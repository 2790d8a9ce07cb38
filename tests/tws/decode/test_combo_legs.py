"""The legs of a combo come with its contract, whichever form TWS's message has."""

from __future__ import annotations

import pytest

from ibmonitor.domain.blotter.merging import merged_contract
from ibmonitor.domain.records.events import CompletedOrder, ExecDetails, OpenOrder
from ibmonitor.domain.records.records import ComboLeg, Contract
from tests.faults.good_frames import good_frames
from tests.support.rich_world import BAG
from tests.support.tws_frames import decoded

LEGS = (ComboLeg(1, 1, "SELL", "SMART"), ComboLeg(2, 2, "BUY", "CBOE"))
TEXT, PROTOBUF = 200, 225


def received(server_version: int, frame: str) -> Contract:
    (event,) = decoded(server_version, [good_frames(server_version)[frame]])
    assert isinstance(event, OpenOrder | CompletedOrder | ExecDetails)
    return event.contract


@pytest.mark.parametrize("server_version", [TEXT, PROTOBUF])
@pytest.mark.parametrize("frame", ["openOrder of a combo", "completedOrder of a combo"])
def test_legs_come_with_the_order(server_version: int, frame: str) -> None:
    contract = received(server_version, frame)
    assert contract.combo_legs == LEGS
    assert contract.combo_legs_descrip == BAG.combo_legs_descrip
    assert hash(contract) == hash(received(server_version, frame))


@pytest.mark.parametrize("server_version", [TEXT, PROTOBUF])
def test_what_is_no_combo_has_no_legs(server_version: int) -> None:
    assert received(server_version, "openOrder").combo_legs == ()
    assert received(server_version, "execDetails").combo_legs == ()


def test_an_execution_in_text_tells_no_legs() -> None:
    assert received(TEXT, "execDetails of a combo").combo_legs == ()


def test_a_report_without_legs_leaves_those_known() -> None:
    known, meagre = received(PROTOBUF, "openOrder of a combo"), received(TEXT, "execDetails of a combo")
    assert merged_contract(known, meagre).combo_legs == LEGS
    assert merged_contract(meagre, known).combo_legs == LEGS
