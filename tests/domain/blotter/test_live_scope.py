"""Orders known only from snapshots are marked, by this connection's client ID."""

from __future__ import annotations

import pytest

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import ConfigResponse, LinkChanged, OrderBound
from ibmonitor.domain.records.link import LinkState
from tests.support.blotter_events import new_blotter, open_order


def connected(client_id: int, *, says_master: bool = False) -> Blotter:
    blotter = new_blotter()
    blotter.apply(LinkChanged(LinkState.SYNCHRONISING, "h", 7497, client_id, says_master=says_master))
    for perm_id, client in ((10, 0), (11, 1), (17, 7)):
        blotter.apply(open_order(perm_id, client, 0 if client == 0 else 5))
    return blotter


def by_snapshot(blotter: Blotter) -> list[int | None]:
    return [order.client_id for order in blotter.orders if order.by_snapshot]


@pytest.mark.parametrize(
    ("client_id", "says_master", "expected"),
    [(1, False, [0, 7]), (0, False, [1, 7]), (7, True, [0]), (0, True, []), (99, False, [0, 1, 7])],
)
def test_which_orders_a_client_knows_by_snapshot(client_id: int, says_master: bool, expected: list[int]) -> None:
    assert by_snapshot(connected(client_id, says_master=says_master)) == expected


def test_tws_s_master_client_setting_wins_and_changes_the_marks() -> None:
    blotter = connected(7, says_master=True)
    change = blotter.apply(ConfigResponse(1, {"masterClientId": 1}))
    assert change.orders == (blotter.orders[1],)
    assert change.link
    assert by_snapshot(blotter) == [0, 1]


def test_another_client_id_changes_the_marks() -> None:
    blotter = connected(1)
    blotter.apply(LinkChanged(LinkState.CONNECTING, "h", 7497, 7))
    assert by_snapshot(blotter) == [0, 1]


def test_an_order_that_is_bound_to_this_client_is_live() -> None:
    blotter = connected(7)
    blotter.apply(OrderBound(10, 7, -3))
    assert by_snapshot(blotter) == [1]


def test_before_any_connection_nothing_is_marked() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 1, 5))
    assert by_snapshot(blotter) == []
