"""Everything that this program changes in ibapi: its log, and where its decoder stops."""

from __future__ import annotations

import logging
from typing import Any

# Imported so that their loggers exist when they are silenced.
from ibapi import client, comm, decoder, utils
from ibapi.decoder import Decoder, HandleInfo
from ibapi.message import IN
from ibapi.protobuf.CommissionAndFeesReport_pb2 import CommissionAndFeesReport
from ibapi.protobuf.ExecutionDetails_pb2 import ExecutionDetails

from ibmonitor.tws.decode.adapter import SignalWrapper


def silence_log() -> None:
    """Let only ibapi's warnings through, and nothing of the decoder, which logs whole messages even as errors.

    At INFO ibapi logs account data; at DEBUG logging costs 100 us a message. What the decoder drops becomes a Fault
    event instead. `Logger.debug` itself is replaced where ibapi calls it for every field of every message: checking
    whether the level is on takes a quarter of the decoding time.
    """
    logging.getLogger("ibapi").setLevel(logging.WARNING)
    decoder.logger.setLevel(logging.CRITICAL)
    for module in (client, comm, decoder, utils):
        module.logger.debug = _log_nothing


def decoder_for(wrapper: SignalWrapper, server_version: int) -> Any:
    """Make ibapi's decoder for one connection, which leaves to the adapter the protobuf messages that it reads.

    ibapi would copy the message field by field into an object of its own, where absent fields have become 0: more than
    half of the time an execution takes to decode, and nine tenths of an order's.
    """
    made = Decoder(wrapper, server_version)
    # On the instance: ibapi's own table, on the class, stays as it is.
    made.msgId2handleInfoProtoBuf = {
        **Decoder.msgId2handleInfoProtoBuf,
        IN.EXECUTION_DATA: HandleInfo(proc=_on_execution),
        IN.COMMISSION_AND_FEES_REPORT: HandleInfo(proc=_on_commission),
        IN.OPEN_ORDER: _order_info(IN.OPEN_ORDER),
        IN.ORDER_STATUS: _order_info(IN.ORDER_STATUS),
        IN.COMPLETED_ORDER: _order_info(IN.COMPLETED_ORDER),
    }
    return made


def _order_info(message_id: int) -> Any:
    """Have the adapter read messages about orders, and ibapi what the adapter cannot."""
    ibapis_way = Decoder.msgId2handleInfoProtoBuf[message_id].processMeth

    def read(ibapi_decoder: Any, body: bytes) -> None:
        if not ibapi_decoder.wrapper.read_order(message_id, body):
            ibapis_way(ibapi_decoder, body)

    return HandleInfo(proc=read)


def _on_execution(ibapi_decoder: Any, body: bytes) -> None:
    ibapi_decoder.wrapper.executionDetailsProtoBuf(ExecutionDetails.FromString(body))


def _on_commission(ibapi_decoder: Any, body: bytes) -> None:
    ibapi_decoder.wrapper.commissionAndFeesReportProtoBuf(CommissionAndFeesReport.FromString(body))


def _log_nothing(*_: object, **__: object) -> None:
    pass
