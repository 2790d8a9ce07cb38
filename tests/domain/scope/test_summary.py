"""What a connection is said to see."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ibmonitor.domain.scope.summary import describe_scope


@pytest.mark.parametrize(
    ("client_id", "says_master", "settings", "auto_bind", "said", "unsaid"),
    [
        (7, False, None, False, ["Client 7 sees only its own orders live", "snapshot"], ["master", "Auto-bind"]),
        (0, False, None, False, ["TWS and FIX live", "snapshot"], ["master", "Auto-bind"]),
        (0, False, None, True, ["Auto-bind is on"], ["master"]),
        (7, False, None, True, ["only its own"], ["Auto-bind"]),
        (7, True, None, False, ["is the master client", "has not confirmed"], ["only its own"]),
        (7, True, {}, False, ["only its own", "reports no master client"], ["is the master client:", "confirmed"]),
        (0, True, {"readOnlyApi": False}, False, ["reports no master client", "snapshot"], ["sees all", "confirmed"]),
        (7, False, {}, False, ["only its own"], ["settings here", "confirmed", "is the master client:"]),
        (7, True, {"masterClientId": 7}, False, ["is the master client"], ["confirmed", "settings here"]),
        (0, True, {"masterClientId": 0}, False, ["sees all orders live"], ["snapshot", "settings here"]),
        (
            7,
            True,
            {"masterClientId": 3},
            False,
            ["only its own", "reports 3 as the master client ID"],
            ["is the master client:"],
        ),
        (7, False, {"masterClientId": 7}, False, ["is the master client", "do not mark it as such"], ["only its own"]),
        (7, False, {"masterClientId": 3}, False, ["only its own"], ["settings here"]),
        (7, False, None, False, ["their fills come with the refreshes, not live"], []),
        (7, True, None, False, ["manual TWS orders are a snapshot", "their fills come with the refreshes"], []),
        (0, False, None, False, ["their fills come with the refreshes"], []),
        (7, False, {"readOnlyApi": True}, False, ["API is read-only", "completed orders", "own open orders"], []),
        (7, False, {"readOnlyApi": False}, False, ["only its own"], ["read-only"]),
        (0, False, {"readOnlyApi": True}, True, ["cannot work", "without an order ID"], ["get an API order ID"]),
        (0, False, {"readOnlyApi": False}, True, ["get an API order ID"], ["cannot work"]),
    ],
)
def test_scope(
    client_id: int,
    says_master: bool,
    settings: Mapping[str, object] | None,
    auto_bind: bool,
    said: list[str],
    unsaid: list[str],
) -> None:
    text = describe_scope(client_id=client_id, says_master=says_master, api_settings=settings, auto_bind=auto_bind)
    assert "\n" not in text
    for words in said:
        assert words in text
    for words in unsaid:
        assert words not in text
