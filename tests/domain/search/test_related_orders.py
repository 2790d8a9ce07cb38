"""Which orders belong together: brackets by the parent's ids, OCA groups by name."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from ibmonitor.domain.records.records import Order
from ibmonitor.domain.search.related_orders import RelatedOrders, Relations, are_near
from tests.support.blotter_events import new_blotter, open_order
from tests.support.make_records import make_order
from tests.support.related_orders import related_orders_of


def order(
    order_id: int, parent_id: int = 0, *, client_id: int | None = 1, parent_perm_id: int = 0, **more: Any
) -> Order:
    fields = {"parentPermId": parent_perm_id} if parent_perm_id else {}
    known = {"perm_id": 100 + order_id, "order_fields": fields, **more}
    return make_order(order_id, order_id=order_id, client_id=client_id, parent_id=parent_id, **known)


def shape(family: RelatedOrders) -> list[tuple[int, int | str]]:
    """Depth and order id, or the words where the order is not known."""
    return [(m.depth, m.name if m.order is None else m.order.order_id or 0) for m in family.bracket]


BRACKET = [order(1), order(2, 1), order(3, 1), order(4, 3), order(9)]


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_a_bracket_is_the_same_from_wherever_it_is_seen(number: int) -> None:
    family = related_orders_of(BRACKET[number], BRACKET)
    assert shape(family) == [(0, 1), (1, 2), (1, 3), (2, 4)]
    assert [member.order for member in family.bracket if member.is_self] == [BRACKET[number]]


def test_an_order_alone_has_no_bracket() -> None:
    assert related_orders_of(BRACKET[4], BRACKET) == RelatedOrders((), ())


def test_the_same_order_id_of_another_client_is_no_parent() -> None:
    orders = [order(1, client_id=2), order(1, client_id=3, perm_id=7), child := order(2, 1)]
    assert shape(related_orders_of(child, orders)) == [(0, "Order ID 1 of client 1: not known here"), (1, 2)]


@pytest.mark.parametrize(
    ("child", "name"),
    [
        (order(2, 5), "Order ID 5 of client 1: not known here"),
        (order(2, 5, client_id=None), "Order ID 5 of an unknown client: not known here"),
        (order(2, 5, parent_perm_id=77), "Perm ID 77, Order ID 5 of client 1: not known here"),
        (order(2, parent_perm_id=77), "Perm ID 77: not known here"),
    ],
)
def test_a_parent_that_is_not_known_is_named(child: Order, name: str) -> None:
    assert shape(related_orders_of(child, [child])) == [(0, name), (1, 2)]


def test_siblings_of_an_unknown_parent_are_one_bracket() -> None:
    orders = [order(2, 1), order(3, 1)]
    assert [depth for depth, _ in shape(related_orders_of(orders[0], orders))] == [0, 1, 1]


def test_the_parents_perm_id_wins() -> None:
    orders = [order(1), order(5, client_id=8), child := order(2, 1, parent_perm_id=105)]
    assert shape(related_orders_of(child, orders)) == [(0, 5), (1, 2)]


def test_two_orders_with_the_parents_id_are_ambiguous() -> None:
    orders = [order(1), order(1, perm_id=7), child := order(2, 1)]
    assert shape(related_orders_of(child, orders)) == [(0, "Order ID 1 of client 1: several orders have it"), (1, 2)]


def test_parents_in_a_circle_end() -> None:
    orders = [order(1, 2), order(2, 1)]
    assert sorted(number for _, number in shape(related_orders_of(orders[0], orders))) == [1, 2]
    own = order(3, 3)
    assert shape(related_orders_of(own, [own]))[-1] == (1, 3)


def test_a_chain_of_any_length_is_followed() -> None:
    orders = [order(number, number - 1) for number in range(1, 3000)]
    assert len(related_orders_of(orders[0], orders).bracket) == 2999


def test_an_oca_group_is_of_one_client() -> None:
    group = [
        order(1, oca_group="x"),
        order(2, oca_group="x"),
        order(3, oca_group="x", client_id=2),
        order(4, oca_group="x", client_id=None),
        order(5, oca_group="y"),
        order(6),
    ]
    assert [other.order_id for other in related_orders_of(group[0], group).oca] == [2, 4]
    assert related_orders_of(group[5], [*group, order(7)]).oca == ()


PARENT = {"perm_id": 11, "client_id": 7, "order_id": 5}


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        (PARENT, {"client_id": 7, "order_id": 6, "parent_id": 5}, True),
        (PARENT, {"client_id": 8, "order_id": 6, "parent_id": 5}, False),
        (PARENT, {"client_id": 8, "order_fields": {"parentPermId": 11}}, True),
        ({"client_id": 7, "parent_id": 5}, {"client_id": 7, "parent_id": 5}, True),
        ({"order_fields": {"parentPermId": 11}}, {"order_fields": {"parentPermId": 11}}, True),
        ({"client_id": 7, "oca_group": "g"}, {"client_id": 8, "oca_group": "g"}, True),
        ({"client_id": 7, "parent_id": 0}, {"client_id": 7, "parent_id": 0, "order_id": 0}, False),
        ({"client_id": 7, "order_id": 1}, {"client_id": 7, "order_id": 2}, False),
    ],
)
def test_changes_of_a_related_order_matter(one: dict[str, Any], other: dict[str, Any], *, near: bool) -> None:
    first, second = make_order(1, **one), make_order(2, **other)
    assert are_near(first, second) is near
    assert are_near(second, first) is near


@pytest.mark.parametrize("seed", range(4))
def test_an_index_that_follows_changes_finds_what_a_look_at_all_orders_does(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - no secret
    blotter = new_blotter()
    relations = Relations(blotter.order_by_perm_id, blotter.orders_by_client)
    relations.update(blotter.orders)
    for _ in range(60):
        fields: dict[str, Any] = {
            "parentId": random.choice((0, 0, 1, 2, 3)),
            "parentPermId": random.choice((0, 0, 0, 101, 102, 103)),
            "ocaGroup": random.choice(("", "", "G", "H")),
        }
        perm_id, client_id = random.choice((0, *range(101, 107))), random.choice((1, 1, 2))
        change = blotter.apply(open_order(perm_id, client_id, random.randint(1, 4), **fields))
        relations.forget(change.merged_orders)
        relations.update(change.orders)
        for one in blotter.orders:
            assert relations.of(one) == related_orders_of(one, blotter.orders)
