"""Executions and commissions in text: what is read by position is what ibapi reads field by field."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ibapi.const import UNSET_DOUBLE
from ibapi.message import IN

from ibmonitor.domain.records.events import Event, ExecDetails
from ibmonitor.domain.records.execution import UnreadExecution
from tests.support.tws_frames import decoded, text_frame
from tests.tws.decode.both_ways import is_compared_by_its_fields, with_decimals

VERSIONS = (176, 178, 198, 200)
CONTRACT = ["265598", "AAPL", "STK", "", "0", "", "", "ISLAND", "USD", "AAPL", "NMS"]
EXECUTION = [
    "0000e0d5.1.01.01", "20261129 10:00:00 US/Eastern", "DU1", "ISLAND", "BOT", "100", "231.4", "1713290001", "7", "0",
    "300", "231.25", "ref", "", "", "MODEL", "2", "0", "submitter",
]  # fmt: skip
REPORT = ["1", "0000e0d5.1.01.01", "1.25", "USD", "1.7976931348623157E308", "0", ""]


@contextmanager
def only_ibapi() -> Iterator[None]:
    with patch("ibmonitor.tws.decode.frame_reader.fill_readers", lambda *_: {b"99": None}):
        yield


def sent_in(version: int, fields: list[str]) -> list[str]:
    """The fields of an execution that a server of this version sends."""
    return fields[:17] + fields[17:18] * (version >= 178) + fields[18:] * (version >= 198)


def read(version: int, message: IN, fields: list[str]) -> list[Event]:
    return decoded(version, [text_frame(int(message), *fields)])


ODD = st.sampled_from(
    ["", "0", "-1", "1.5", "x", "2147483647", "9223372036854775807", "1.7976931348623157E308", "Infinity", "1E+99",
     "9" * 25, "1_0", "NaN", "\u00e9", "\\u00e9", "true"]
)  # fmt: skip


def with_some_odd(fields: list[str]) -> st.SearchStrategy[list[str]]:
    """Usual fields, a few of them replaced."""
    return st.dictionaries(st.integers(0, len(fields) - 1), ODD, max_size=3).map(
        lambda odd: [odd.get(at, field) for at, field in enumerate(fields)]
    )


@pytest.mark.parametrize("version", VERSIONS)
@given(with_some_odd(["9", "12", *CONTRACT]), with_some_odd(EXECUTION), st.integers(-1, 1))
def test_an_execution(version: int, before: list[str], execution: list[str], more: int) -> None:
    fields = [*before, *sent_in(version, execution)]
    fields = fields + [""] * more if more >= 0 else fields[:-1]
    own = read(version, IN.EXECUTION_DATA, fields)
    with only_ibapi():
        assert read(version, IN.EXECUTION_DATA, fields) == own
    for event in own:
        if isinstance(event, ExecDetails):
            assert with_decimals(event.execution.in_doubles()) == event.execution.whole()
            assert is_compared_by_its_fields(event.execution)


@given(with_some_odd(REPORT), st.integers(-1, 1))
def test_a_commission(report: list[str], more: int) -> None:
    fields = report + [""] * more if more >= 0 else report[:-1]
    own = read(200, IN.COMMISSION_AND_FEES_REPORT, fields)
    with only_ibapi():
        assert read(200, IN.COMMISSION_AND_FEES_REPORT, fields) == own


@pytest.mark.parametrize("version", VERSIONS)
def test_an_ordinary_execution_is_left_unread(version: int) -> None:
    (event,) = read(version, IN.EXECUTION_DATA, ["-1", "12", *CONTRACT, *sent_in(version, EXECUTION)])
    assert isinstance(event, ExecDetails)
    execution = event.execution
    assert isinstance(execution, UnreadExecution)
    assert (event.req_id, event.contract.con_id, event.contract.strike) == (-1, 265598, Decimal(0))
    assert (execution.order_id, execution.client_id, execution.perm_id) == (12, 7, 1713290001)
    assert (execution.exec_id, execution.acct_number, execution.time) == (EXECUTION[0], "DU1", EXECUTION[1])
    assert (execution.shares, execution.price, execution.cum_qty) == (Decimal(100), Decimal("231.4"), Decimal(300))
    assert (execution.pending_price_revision, execution.opt_exercise_or_lapse_type) == (False, None)
    assert execution.submitter == ("submitter" if version >= 198 else "")
    assert UNSET_DOUBLE not in (execution.avg_price, execution.ev_multiplier)
    with pytest.raises(AttributeError):
        getattr(execution, "color")  # noqa: B009 - mypy would ask why
