"""Reads the frames of executions and commissions, of which there are most by far, by the shortest way."""

from __future__ import annotations

from collections.abc import Callable

from ibapi.common import PROTOBUF_MSG_ID
from ibapi.message import IN
from ibapi.server_versions import MIN_SERVER_VER_PROTOBUF

from ibmonitor.domain.records.events import CommissionReport, ExecDetails
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.decode.ibapi_values import shared_contract
from ibmonitor.tws.decode.numbers import Numbers
from ibmonitor.tws.decode.proto_values import commission_report, exec_details, proto_contract
from ibmonitor.tws.decode.text_values import TextFills, text_contract

FillReader = Callable[[bytes], bool]
"""Emits what a frame says; `False`, and nothing emitted, where anything is out of the ordinary."""


def fill_readers(wrapper: SignalWrapper, server_version: int) -> dict[bytes, FillReader]:
    """The readers by how the frames begin."""
    if server_version >= MIN_SERVER_VER_PROTOBUF:
        starts = [(PROTOBUF_MSG_ID + number).to_bytes(4, "big") for number in _KINDS]
        return _by_start(wrapper, starts, exec_details, commission_report)
    text = TextFills(server_version)
    return _by_start(wrapper, [b"%d\0" % number for number in _KINDS], text.exec_details, text.commission_report)


def forget_contracts() -> None:
    """Have each contract read again, which finds out once more what is wrong with it."""
    for known in (proto_contract, text_contract, shared_contract):
        known.cache_clear()


_KINDS = IN.EXECUTION_DATA, IN.COMMISSION_AND_FEES_REPORT


def _by_start(
    wrapper: SignalWrapper,
    starts: list[bytes],
    execution_of: Callable[[bytes, Numbers], ExecDetails | None],
    report_of: Callable[[bytes, Numbers], CommissionReport],
) -> dict[bytes, FillReader]:
    queue, numbers = wrapper.queue, wrapper.numbers
    implausible = numbers.implausible
    length = len(starts[0])

    def read_execution(frame: bytes) -> bool:
        try:
            event = execution_of(frame[length:], numbers)
        except Exception:  # noqa: BLE001 - what is wrong with it is for `FrameReader` to find out
            event = None
        if implausible:
            # It may be of the contract, of which only the first reading tells.
            forget_contracts()
            return False
        if event is None:
            return False
        queue.add_execution(event)
        return True

    def read_report(frame: bytes) -> bool:
        try:
            event = report_of(frame[length:], numbers)
        except Exception:  # noqa: BLE001 - as above
            return False
        if implausible:
            return False
        queue.add_commission(event)
        return True

    return dict(zip(starts, (read_execution, read_report), strict=True))
