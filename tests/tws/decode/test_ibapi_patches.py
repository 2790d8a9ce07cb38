"""What is changed in ibapi: its log stays quiet, and its own tables stay as they are."""

from __future__ import annotations

import logging

import pytest
from ibapi.decoder import Decoder
from ibapi.message import IN

from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.decode.ibapi_patches import decoder_for
from tests.support.tws_frames import decoded, text_frame


def test_ibapi_logs_no_message_however_loud_the_program_is(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    decoded(
        200, [text_frame(15, 1, "U1234567,"), text_frame(9, 1, "U1234567"), text_frame(59, 1, "x"), text_frame(180, 1)]
    )
    assert not [record for record in caplog.records if record.name.startswith("ibapi")]
    assert "U1234567" not in caplog.text
    for name in ("ibapi.client", "ibapi.decoder", "ibapi.utils", "ibapi.wrapper", "ibapi.comm"):
        assert logging.getLogger(name).getEffectiveLevel() >= logging.WARNING


def test_only_the_decoder_that_is_made_leaves_messages_to_the_adapter() -> None:
    changed = {
        IN.EXECUTION_DATA,
        IN.COMMISSION_AND_FEES_REPORT,
        IN.OPEN_ORDER,
        IN.ORDER_STATUS,
        IN.COMPLETED_ORDER,
    }
    own = decoder_for(SignalWrapper(), 226).msgId2handleInfoProtoBuf
    ibapis = Decoder.msgId2handleInfoProtoBuf
    assert {number for number in own if own[number] is not ibapis.get(number)} == changed
    assert set(own) == set(ibapis)
