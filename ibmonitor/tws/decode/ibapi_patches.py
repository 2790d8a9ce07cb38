"""ibapi's decoder, told to stop after the protobuf callback where the adapter reads all it needs there.

ibapi would go on to copy the message field by field into an object of its own, where absent fields have become 0, and
call back once more: more than half of the time an execution takes to decode.
"""

from __future__ import annotations

from typing import Any

from ibapi.decoder import Decoder, HandleInfo
from ibapi.message import IN
from ibapi.protobuf.CommissionAndFeesReport_pb2 import CommissionAndFeesReport
from ibapi.protobuf.ExecutionDetails_pb2 import ExecutionDetails

from ibmonitor.tws.decode.adapter import SignalWrapper


def decoder_for(wrapper: SignalWrapper, server_version: int) -> Any:
    """Make ibapi's decoder for one connection."""
    decoder = Decoder(wrapper, server_version)
    # On the instance: ibapi's own table, on the class, stays as it is.
    decoder.msgId2handleInfoProtoBuf = {
        **Decoder.msgId2handleInfoProtoBuf,
        IN.EXECUTION_DATA: HandleInfo(proc=_on_execution),
        IN.COMMISSION_AND_FEES_REPORT: HandleInfo(proc=_on_commission),
    }
    return decoder


def _on_execution(decoder: Any, body: bytes) -> None:
    decoder.wrapper.executionDetailsProtoBuf(ExecutionDetails.FromString(body))


def _on_commission(decoder: Any, body: bytes) -> None:
    decoder.wrapper.commissionAndFeesReportProtoBuf(CommissionAndFeesReport.FromString(body))
