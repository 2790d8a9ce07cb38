"""What is changed in ibapi: its log stays quiet."""

from __future__ import annotations

import logging

import pytest

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
