"""The answer to reqConfig: TWS's API settings, as far as the simulated TWS has them."""

from __future__ import annotations

from ibapi.protobuf.ConfigResponse_pb2 import ConfigResponse

from ibmonitor.simulator.server.server_settings import ServerSettings

SINCE = 219
"""The first server version that has reqConfig."""


def response(server: ServerSettings, port: int, req_id: int | None) -> bytes:
    """`masterClientId` is absent where none is set, as a real Gateway leaves it out."""
    message = ConfigResponse()
    if req_id is not None:
        message.reqId = req_id
    message.lockAndExit.autoLogoffTime = "11:00"
    message.lockAndExit.autoLogoffPeriod = "PM"
    message.lockAndExit.autoLogoffType = "logoff"
    settings = message.api.settings
    settings.readOnlyApi = server.read_only
    if server.master_client_id is not None:
        settings.masterClientId = server.master_client_id
    settings.downloadOpenOrdersOnConnection = server.download_open_orders
    settings.useNegativeAutoRange = server.negative_ids
    settings.socketPort = port
    settings.loggingLevel = "error"
    settings.sendInstrumentTimezone = "operator timezone"
    settings.allowLocalhostOnly = True
    settings.trustedIPs.append("127.0.0.1")
    return bytes(message.SerializeToString())
