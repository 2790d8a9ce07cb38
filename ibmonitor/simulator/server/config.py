"""The answer to reqConfig: TWS's API settings, as far as the simulated TWS has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ibapi.protobuf.ConfigResponse_pb2 import ConfigResponse

if TYPE_CHECKING:
    from ibmonitor.simulator.server.server import SimulatedTws

SINCE = 219
"""The first server version that has reqConfig."""


def response(tws: SimulatedTws, req_id: int | None) -> bytes:
    """`masterClientId` is absent where none is set, as a real Gateway leaves it out."""
    message = ConfigResponse()
    if req_id is not None:
        message.reqId = req_id
    message.lockAndExit.autoLogoffTime = "11:00"
    message.lockAndExit.autoLogoffPeriod = "PM"
    message.lockAndExit.autoLogoffType = "logoff"
    settings = message.api.settings
    settings.readOnlyApi = tws.read_only
    if tws.master_client_id is not None:
        settings.masterClientId = tws.master_client_id
    settings.downloadOpenOrdersOnConnection = tws.download_open_orders
    settings.useNegativeAutoRange = tws.negative_ids
    settings.socketPort = tws.port or 0
    settings.loggingLevel = "error"
    settings.sendInstrumentTimezone = "operator timezone"
    settings.allowLocalhostOnly = True
    settings.trustedIPs.append("127.0.0.1")
    return bytes(message.SerializeToString())
