"""The tree of an order's fills: what stands below what, and how it takes changes."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.records import ComboRole, Commission, Fill, Order
from ibmonitor.models.columns.fill_tree import FillTree
from ibmonitor.models.table.roles import RowToneRole
from tests.support.make_records import make_commission, make_fill, make_order

TESTER = QAbstractItemModelTester.FailureReportingMode.Warning


@pytest.fixture
def tree(qtbot: QtBot) -> Iterator[FillTree]:  # noqa: ARG001 - Qt must be up
    tree = FillTree()
    tester = QAbstractItemModelTester(tree, TESTER)
    yield tree
    assert tester.model() is tree


def shape(tree: FillTree) -> list[tuple[int, ...]]:
    """The serial of each topmost fill, with those below it."""
    tree.set_all_expanded(expanded=True)
    shown: list[tuple[int, ...]] = []
    for fill in map(tree.record, range(tree.rowCount())):
        shown += [(fill.serial,)] if tree.parent_record(fill) is None else [(*shown.pop(), fill.serial)]
    return shown


def correct(old: Fill, new: Fill) -> None:
    old.superseded_by = new.execution.exec_id


def combo() -> list[Fill]:
    whole, *legs = fills = [make_fill(serial) for serial in (1, 2, 3)]
    whole.combo_role, whole.legs = ComboRole.BAG, tuple(legs)
    for leg in legs:
        leg.combo_role, leg.bag = ComboRole.LEG, whole
    return fills


def fill_of(order: Order, serial: int) -> Fill:
    fill = make_fill(serial)
    fill.order = order
    return fill


def commission_in(currency: str) -> Commission:
    commission = make_commission()
    commission.currency = currency
    return commission


def cell(tree: FillTree, row: int, key: str) -> str:
    return str(tree.index(row, tree.column_number(key)).data())


def test_legs_stand_below_their_combo(tree: FillTree) -> None:
    tree.show([*combo(), make_fill(4)])
    assert [tree.index(row, 0).data().split()[-1] == "combo" for row in range(tree.rowCount())] == [True, False]
    assert shape(tree) == [(1, 2, 3), (4,)]
    assert tree.index(1, 0).data().endswith("leg")


def test_corrected_executions_stand_below_the_correction(tree: FillTree) -> None:
    fills = [make_fill(serial) for serial in (1, 2, 3)]
    correct(fills[0], fills[2])
    correct(fills[1], fills[2])
    tree.show(fills)
    assert shape(tree) == [(3, 1, 2)]
    ids = [fill.execution.exec_id for fill in fills]
    assert cell(tree, 0, "correction") == f"corrects {ids[0]}, {ids[1]}"
    assert cell(tree, 1, "correction") == f"corrected by {ids[2]}"
    assert tree.index(1, tree.column_number("correction")).data(RowToneRole) == "superseded"


def test_a_correction_that_is_not_known_here_leaves_the_fill_where_it_is(tree: FillTree) -> None:
    fill = make_fill(1)
    fill.superseded_by = "elsewhere"
    tree.show([fill])
    assert shape(tree) == [(1,)]


def test_a_late_commission_changes_one_row(tree: FillTree) -> None:
    fills = [make_fill(serial) for serial in (1, 2, 3)]
    tree.show(fills)
    assert cell(tree, 1, "commission_and_fees") == "pending"
    changed, reset = QSignalSpy(tree.dataChanged), QSignalSpy(tree.modelReset)
    fills[1].commission = make_commission()
    tree.show(fills, [fills[1]])
    assert (changed.count(), changed.at(0)[0].row(), reset.count()) == (1, 1, 0)
    tree.show(fills, [])
    assert changed.count() == 1


def test_one_more_fill_is_one_more_row(tree: FillTree) -> None:
    order = make_order(0)
    fills = order.fills
    fills += [fill_of(order, serial) for serial in range(5)]
    tree.show(fills)
    inserted, reset = QSignalSpy(tree.rowsInserted), QSignalSpy(tree.modelReset)
    fills.append(fill_of(order, 9))
    tree.show(fills, {fills[-1], fill_of(make_order(1), 10)})
    assert (inserted.count(), reset.count(), tree.rowCount()) == (1, 0, 6)


def test_a_leg_that_is_corrected_stands_below_its_combo_too(tree: FillTree) -> None:
    fills = combo()
    newer = make_fill(4)
    newer.combo_role, newer.bag = ComboRole.LEG, fills[0]
    fills[0].legs = (*fills[0].legs, newer)
    fills[1].bag = None
    correct(fills[1], newer)
    tree.show([*fills, newer])
    assert shape(tree) == [(1, 2, 3, 4)]


def test_what_varies_is_what_differs_among_the_fills(tree: FillTree) -> None:
    fills = [make_fill(serial) for serial in (1, 2)]
    tree.show(fills)
    assert tree.varied() == set()
    fills[0].commission, fills[1].commission = make_commission(), commission_in("EUR")
    tree.show(fills, fills)
    assert tree.varied() == {"realized_pnl", "currency"}


@pytest.mark.parametrize("seed", range(8))
def test_following_changes_shows_what_showing_all_anew_does(tree: FillTree, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - no secret
    order, other = make_order(0), make_order(1)
    fills = order.fills
    for serial in range(60):
        changed = [fill_of(order, serial)]
        fills.extend(changed)
        number = chance.random()
        some = chance.choice(fills)
        if number < 0.2:
            some.superseded_by = chance.choice([None, chance.choice(fills).execution.exec_id, "elsewhere"])
        elif number < 0.4:
            some.commission = commission_in(chance.choice(["USD", "EUR"]))
        elif number < 0.5:
            changed += [link(some, chance.choice(fills))]
        elif number < 0.55:
            fills.remove(some)
            some.order = other
        tree.show(fills, [*changed, some, fill_of(other, 1000 + serial)])
        anew = FillTree()
        anew.show(fills)
        assert (shape(tree), tree.varied()) == (shape(anew), anew.varied())
        assert [texts(tree, row) for row in range(tree.rowCount())] == [texts(anew, row) for row in range(len(fills))]


def link(leg: Fill, bag: Fill) -> Fill:
    """Make a fill a leg of another where that has no part in a combo."""
    if {leg.combo_role, bag.combo_role} == {ComboRole.NONE} and leg is not bag:
        bag.combo_role, bag.legs = ComboRole.BAG, (leg,)
        leg.combo_role, leg.bag = ComboRole.LEG, bag
    return bag


def texts(tree: FillTree, row: int) -> list[object]:
    return [tree.index(row, column).data() for column in range(tree.columnCount())]


@settings(deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(0, 7), st.integers(-1, 7)), unique_by=lambda pair: pair[0]), max_size=5))
def test_every_fill_is_shown_exactly_once(steps: list[list[tuple[int, int]]]) -> None:
    tree = FillTree()
    tester = QAbstractItemModelTester(tree, TESTER)
    fills = [*combo(), *(make_fill(serial) for serial in range(4, 9))]
    for step in steps:
        for number, newer in step:
            fills[number].superseded_by = fills[newer].execution.exec_id if newer >= 0 else None
        shown = [fills[number] for number, _ in step]
        tree.show(shown)
        assert sorted(serial for group in shape(tree) for serial in group) == sorted(fill.serial for fill in shown)
    assert tester.model() is tree


def test_times_stand_below_each_other_with_and_without_a_mark(tree: FillTree) -> None:
    old, new, other = (make_fill(serial) for serial in (1, 2, 3))
    tree.show([new, other])
    assert not any(tree.look(row, 0).has_mark_room for row in range(2)), "no room without any mark"
    correct(old, new)
    tree.show([old, new, other])
    assert [(tree.look(row, 0).mark, tree.look(row, 0).has_mark_room) for row in range(2)] == [("▸", True), ("", True)]
    assert not tree.look(0, 1).has_mark_room
