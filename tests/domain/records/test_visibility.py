"""Which client is the master, and which orders a connection gets live updates of."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ibmonitor.domain.records.visibility import is_master, sees_live


@pytest.mark.parametrize(
    ("client_id", "says_master", "settings", "expected"),
    [
        (7, False, None, False),
        (7, True, None, True),
        (7, True, {}, False),
        (7, True, {"masterClientId": 3}, False),
        (7, False, {"masterClientId": 7}, True),
        (0, False, {"masterClientId": 0}, True),
        (0, False, {}, False),
        (7, True, {"masterClientId": "7"}, False),
    ],
)
def test_tws_settings_decide_who_the_master_is_before_the_users(
    client_id: int, says_master: bool, settings: Mapping[str, object] | None, expected: bool
) -> None:
    assert is_master(client_id, says_master, settings) is expected


OWN, OTHERS, OF_CLIENT_0, MANUAL, BOUND, UNKNOWN = (7, 5), (8, 5), (0, 5), (0, 0), (0, -3), (None, None)


@pytest.mark.parametrize(
    ("client_id", "is_the_master", "live", "not_live"),
    [
        (7, False, [OWN, UNKNOWN], [OTHERS, OF_CLIENT_0, MANUAL, BOUND]),
        (0, False, [OF_CLIENT_0, MANUAL, BOUND, UNKNOWN], [OWN, OTHERS]),
        (7, True, [OWN, OTHERS, OF_CLIENT_0, UNKNOWN], [MANUAL, BOUND, (0, None)]),
        (0, True, [OWN, OTHERS, OF_CLIENT_0, MANUAL, BOUND, UNKNOWN], []),
    ],
)
def test_which_orders_a_connection_gets_live_updates_of(
    client_id: int,
    is_the_master: bool,
    live: list[tuple[int | None, int | None]],
    not_live: list[tuple[int | None, int | None]],
) -> None:
    def seen(order: tuple[int | None, int | None]) -> bool:
        return sees_live(client_id=client_id, is_master=is_the_master, order_client_id=order[0], order_id=order[1])

    assert [seen(order) for order in live] == [True] * len(live)
    assert [seen(order) for order in not_live] == [False] * len(not_live)
