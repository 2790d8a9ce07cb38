"""One order is one row whichever ids events have, and two orders are never one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.records.events import Event, OrderBound
from ibmonitor.domain.records.records import Order
from tests.support.blotter_events import completed_order, execution, new_blotter, open_order, order_status

Names = tuple[int, int, int]
"""permId, clientId, orderId."""


def reports_of(names: Names, number: int) -> list[Event]:
    """Every way in which TWS can report one order, with all or some of its ids."""
    perm_id, client_id, order_id = names
    return [
        open_order(perm_id, client_id, order_id),
        open_order(None, client_id, order_id, status="PendingSubmit"),
        open_order(perm_id, 0, 0),
        order_status(perm_id, client_id, order_id),
        order_status(None, client_id, order_id, status="PendingSubmit"),
        order_status(perm_id, 0, 0, filled=40, remaining=60),
        completed_order(perm_id),
        completed_order(perm_id, client_id, order_id),
        OrderBound(perm_id, client_id, order_id),
        execution(f"{number}.1.01", perm_id=perm_id, client_id=client_id, order_id=order_id),
        execution(f"{number}.2.01", perm_id=None, client_id=client_id, order_id=order_id),
        execution(f"{number}.3.01", perm_id=perm_id, client_id=0, order_id=None),
    ]


@st.composite
def orders(draw: st.DrawFn) -> list[Names]:
    """Orders of a few clients that share order ids between clients."""
    keys = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(-2, 3).filter(bool)), min_size=1, unique=True))
    return [(9_000_000 + number, *key) for number, key in enumerate(keys)]


@given(st.data())
def test_any_mixture_of_ids_gives_one_row_per_order(data: st.DataObject) -> None:
    all_names = data.draw(orders())
    events: list[Event] = []
    for number, names in enumerate(all_names):
        reports = reports_of(names, number)
        events += data.draw(st.lists(st.sampled_from(reports), max_size=6))
        # One event that has all names, and one that makes a row.
        events += [reports[0]]
    blotter = new_blotter()
    gone: set[Order] = set()
    for event in data.draw(st.permutations(events)):
        change = blotter.apply(event)
        gone.update(change.merged_orders)
        assert not gone & set(blotter.orders)
        assert not gone & set(change.orders)
        assert all(fill.order is None or fill.order in blotter.orders for fill in blotter.fills)
        serials = [order.serial for order in blotter.orders]
        assert serials == sorted(set(serials))

    assert {(order.perm_id, order.client_id, order.order_id) for order in blotter.orders} == set(all_names)
    assert len(blotter.orders) == len(all_names)
    for perm_id, client_id, order_id in all_names:
        assert blotter.order_by_perm_id(perm_id) is blotter.order_by_client(client_id, order_id)
    for fill in blotter.fills:
        number = int(fill.execution.exec_id.split(".")[0])
        assert fill.order is not None
        assert fill.order.perm_id == all_names[number][0]
        assert fill.order.fills.count(fill) == 1
    for order in blotter.orders:
        times = [change.received for change in order.status_history]
        assert times == sorted(times)


@given(st.data())
def test_a_reused_order_id_never_merges_two_perm_ids(data: st.DataObject) -> None:
    """TWS can reset its order ids: then one (clientId, orderId) has named several orders."""
    perm_ids = [71, 72, 73]
    events: list[Event] = []
    for number, perm_id in enumerate(perm_ids):
        reports = [event for event in reports_of((perm_id, 1, 5), number) if _names_perm_id(event)]
        events += [open_order(perm_id, 1, 5), *data.draw(st.lists(st.sampled_from(reports), max_size=4))]
    blotter = new_blotter()
    for event in data.draw(st.permutations(events)):
        blotter.apply(event)
    assert sorted(order.perm_id or 0 for order in blotter.orders) == perm_ids
    for fill in blotter.fills:
        assert fill.order is not None
        assert fill.order.perm_id == fill.execution.perm_id


def _names_perm_id(event: Event) -> bool:
    return "perm_id=None" not in repr(event) and ("permId" in repr(event) or "perm_id=" in repr(event))
