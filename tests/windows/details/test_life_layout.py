"""The positions in the strip of an order's life."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ibmonitor.domain.records.records import Order
from ibmonitor.domain.timeline.life import OrderLife, order_life
from ibmonitor.windows.details.life_layout import LifeLayout
from tests.domain.timeline.orders import (
    add_fill,
    add_status,
    at,
    new_order,
)
from tests.windows.details.test_timeline_panel import WIDTH, long_order


def life_of(order: Order, seconds: float = 1000) -> OrderLife:
    return order_life(order, at(seconds))


def eight_hours() -> Order:
    """Short states before and after eight hours, and five fills within a second at their end."""
    order = new_order(is_done=True)
    add_status(order, 0, "PendingSubmit")
    add_status(order, 0.5, "PreSubmitted")
    add_status(order, 1, "Submitted")
    for number in range(5):
        add_fill(order, 28800 + 0.2 * number, "60")
    add_status(order, 28801, "Filled")
    return order


def laid_out(order: Order, width: float = WIDTH, word: float = 80) -> LifeLayout:
    life = life_of(order)
    return LifeLayout(life, width, [word] * len(life.spans))


def test_short_states_and_fills_of_one_second_are_visible_in_a_long_life() -> None:
    layout = laid_out(eight_hours())
    widths = [right - left for left, right in pairwise(layout.edges)]
    assert layout.edges[0] == 0
    assert layout.edges[-1] == pytest.approx(WIDTH)
    assert all(width >= 80 for width in widths)
    assert max(widths) == widths[2] > 500
    places = [disc.x for disc in layout.discs]
    assert len(places) == 5
    assert all(after - before >= 15 for before, after in pairwise(places))


@pytest.mark.parametrize("width", [40, 300, WIDTH, 4000])
@pytest.mark.parametrize("count", [1, 30, 500])
def test_everything_stays_inside_the_strip_and_in_order(count: int, width: int) -> None:
    order = long_order(count)
    for number in range(count):
        add_status(order, 10 * number + 5, "PreSubmitted" if number % 2 else "PendingSubmit")
    layout = laid_out(order, width)
    assert layout.edges == sorted(layout.edges)
    assert layout.edges[-1] == pytest.approx(width)
    assert all(disc.radius <= disc.x <= width - disc.radius for disc in layout.discs)
    assert sum(len(disc.marks) for disc in layout.discs) == count


def test_an_order_of_one_instant_fills_the_strip() -> None:
    order = new_order(is_done=True)
    add_status(order, 1, "Filled")
    add_fill(order, 1, "10")
    layout = laid_out(order)
    assert layout.edges == [0, pytest.approx(WIDTH)]
    assert len(layout.discs) == 1


def test_areas_are_in_proportion_to_quantities() -> None:
    order = new_order()
    add_status(order, 0, "Submitted")
    add_fill(order, 100, "400")
    add_fill(order, 500, "100")
    large, small = laid_out(order).discs
    assert large.radius == pytest.approx(2 * small.radius)


def test_fills_of_one_moment_are_one_disc_of_their_sum() -> None:
    order = new_order()
    add_status(order, 0, "Submitted")
    for shares in ("100", "150", "150"):
        add_fill(order, 100, shares)
    add_fill(order, 500, "100")
    both, small = laid_out(order).discs
    assert (len(both.marks), both.superseded) == (3, False)
    assert both.radius == pytest.approx(2 * small.radius)


def test_a_corrected_fill_adds_nothing_to_its_correction() -> None:
    order = new_order()
    add_status(order, 0, "Submitted")
    add_fill(order, 100, "900").superseded_by = "other"
    add_fill(order, 100, "100")
    add_fill(order, 500, "100")
    add_fill(order, 900, "100").superseded_by = "other"
    first, second, third = laid_out(order).discs
    assert first.radius == second.radius
    assert [disc.superseded for disc in (first, second, third)] == [False, False, True]


def test_a_quantity_that_is_no_number_is_drawn_all_the_same() -> None:
    order = new_order()
    add_status(order, 0, "Submitted")
    for shares in ("NaN", "sNaN", "Infinity", "9E+999999", "0"):
        add_fill(order, 100 * len(order.fills), shares)
    assert [disc.radius > 0 for disc in laid_out(order).discs] == [True] * 5


def test_the_nearer_of_two_overlapping_discs_is_hit() -> None:
    order = new_order(is_done=True)
    add_status(order, 0, "Submitted")
    for seconds, shares in ((500, "400"), (501, "300"), (1000, "10")):
        add_fill(order, seconds, shares)
    layout = laid_out(order, 30)
    large, next_one, _ = layout.discs
    assert next_one.x - large.x < large.radius
    assert layout.disc_at(large.x + 0.5, 0) is large
    assert layout.disc_at(next_one.x - 0.5, 1) is next_one
    assert layout.disc_at(large.x, large.radius + 5) is None
