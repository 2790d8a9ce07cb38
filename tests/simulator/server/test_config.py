"""The answer to reqConfig."""

from __future__ import annotations

import pytest
from ibapi.protobuf.ConfigRequest_pb2 import ConfigRequest

from ibmonitor.simulator.scenarios.quiet import Quiet
from tests.simulator.peers import RunningTws, ibapi_client


@pytest.mark.parametrize(("settings", "master"), [({"read_only": True}, None), ({"master_client_id": 0}, 0)])
def test_config(settings: dict[str, bool | int], master: int | None) -> None:
    with RunningTws(Quiet(), max_server_version=219, **settings) as running, ibapi_client(running) as peer:
        peer.reqConfigProtoBuf(ConfigRequest(reqId=17))
        ((response,),) = peer.wait("configResponseProtoBuf")
        assert response.reqId == 17
        api = response.api.settings
        assert api.readOnlyApi == settings.get("read_only", False)
        assert api.HasField("masterClientId") == (master is not None)
        assert api.masterClientId == (master or 0)
        assert api.socketPort == running.port
        assert list(api.trustedIPs) == ["127.0.0.1"]
