"""What the executions of one order have in common."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ibmonitor.domain.records.order_ids import client_key, id_words, order_key
from ibmonitor.domain.records.records import Fill
from tests.support.make_records import make_fill, make_order


def fill_of(perm_id: int | None, client_id: int | None, order_id: int | None) -> Fill:
    fill = make_fill(1)
    fill.execution = replace(fill.execution, perm_id=perm_id, client_id=client_id, order_id=order_id)
    return fill


@pytest.mark.parametrize(
    ("client_id", "order_id", "key"),
    [(7, 371, (7, 371)), (0, -3, (0, -3)), (None, 371, None), (7, None, None), (0, 0, None)],
)
def test_a_client_and_its_order_id_name_an_order(
    client_id: int | None, order_id: int | None, key: tuple[int, int] | None
) -> None:
    assert client_key(client_id, order_id) == key


def test_the_perm_id_comes_first() -> None:
    assert order_key(fill_of(1713290001, 7, 371)) == 1713290001
    assert order_key(fill_of(0, 7, 371)) == order_key(fill_of(None, 7, 371)) == (7, 371)


def test_a_fill_without_a_perm_id_has_its_orders() -> None:
    fill = fill_of(None, 7, 371)
    fill.order = make_order(1, perm_id=1713290001)
    assert order_key(fill) == 1713290001
    fill.order = make_order(1, perm_id=None)
    assert order_key(fill) == (7, 371)


def test_fills_that_name_no_order_are_not_put_together() -> None:
    one, another = fill_of(0, 0, 0), fill_of(0, 0, 0)
    assert order_key(one) is one
    assert order_key(another) is another


def test_an_order_is_named_by_its_perm_id_where_it_has_one() -> None:
    assert id_words(make_order(1, perm_id=1713290001, order_id=371)) == "Perm ID 1713290001"
    assert id_words(make_order(1, perm_id=0, order_id=371)) == "order ID 371"
