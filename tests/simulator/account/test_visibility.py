"""Who receives an order unasked: its own client, client 0, the master client."""

from __future__ import annotations

import pytest

from ibmonitor.simulator.account.records import SimOrder
from ibmonitor.simulator.account.visibility import is_pushed_to
from ibmonitor.simulator.scenarios.quiet import Quiet


def _order(*, client_id: int = 1, is_manual: bool = False) -> SimOrder:
    order = Quiet().world.orders[0]
    order.client_id, order.is_manual = client_id, is_manual
    order.order_id = 0 if is_manual else order.order_id
    return order


@pytest.mark.parametrize(
    ("viewer", "master", "own", "of_another", "manual"),
    [(1, None, True, False, False), (0, None, False, False, True), (9, 9, True, True, False), (0, 0, True, True, True)],
)
def test_rules(viewer: int, master: int | None, own: bool, of_another: bool, manual: bool) -> None:
    assert is_pushed_to(_order(client_id=1), viewer, master) is own
    assert is_pushed_to(_order(client_id=7), viewer, master) is of_another
    assert is_pushed_to(_order(client_id=0, is_manual=True), viewer, master) is manual


@pytest.mark.parametrize(("viewer", "master", "is_sent"), [(0, None, True), (9, 9, True), (1, 9, False)])
def test_a_bound_order_is_one_of_client_0(viewer: int, master: int | None, is_sent: bool) -> None:
    bound = _order(client_id=0, is_manual=True)
    bound.order_id = -2
    assert is_pushed_to(bound, viewer, master) is is_sent
