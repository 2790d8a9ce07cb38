"""The tree of an order's fills: what stands below what, and how it takes changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.records import ComboRole, Fill
from ibmonitor.models.columns.fill_tree import FillTree
from ibmonitor.models.table.roles import RowToneRole
from tests.support.make_records import make_commission, make_fill
from tests.support.tree_columns import column_number

TESTER = QAbstractItemModelTester.FailureReportingMode.Warning


@pytest.fixture
def tree(qtbot: QtBot) -> Iterator[FillTree]:  # noqa: ARG001 - Qt must be up
    tree = FillTree()
    tester = QAbstractItemModelTester(tree, TESTER)
    yield tree
    assert tester.model() is tree


def shape(tree: FillTree, parent: QModelIndex | None = None) -> list[object]:
    """The serial of each fill, with what is below it."""
    parent = parent or QModelIndex()
    indexes = [tree.index(row, 0, parent) for row in range(tree.rowCount(parent))]
    fills = [tree.item(index) for index in indexes]
    return [(fill.serial if fill else None, *shape(tree, index)) for fill, index in zip(fills, indexes, strict=True)]


def correct(old: Fill, new: Fill) -> None:
    old.superseded_by = new.execution.exec_id


def combo() -> list[Fill]:
    whole, *legs = fills = [make_fill(serial) for serial in (1, 2, 3)]
    whole.combo_role, whole.legs = ComboRole.BAG, tuple(legs)
    for leg in legs:
        leg.combo_role, leg.bag = ComboRole.LEG, whole
    return fills


def cell(tree: FillTree, row: int, key: str) -> str:
    return str(tree.index(row, column_number(tree, key)).data())


def test_legs_stand_below_their_combo(tree: FillTree) -> None:
    tree.show([*combo(), make_fill(4)])
    assert shape(tree) == [(1, (2,), (3,)), (4,)]
    assert tree.index(0, 0).data().endswith("combo")
    assert tree.index(0, 0, tree.index(0, 0)).data().endswith("leg")


def test_corrected_executions_stand_below_the_correction(tree: FillTree) -> None:
    fills = [make_fill(serial) for serial in (1, 2, 3)]
    correct(fills[0], fills[2])
    correct(fills[1], fills[2])
    tree.show(fills)
    assert shape(tree) == [(3, (1,), (2,))]
    ids = [fill.execution.exec_id for fill in fills]
    assert cell(tree, 0, "correction") == f"corrects {ids[0]}, {ids[1]}"
    below = tree.index(0, column_number(tree, "correction"), tree.index(0, 0))
    assert below.data() == f"corrected by {ids[2]}"
    assert below.data(RowToneRole) == "superseded"


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
    tree.show(fills)
    assert (changed.count(), changed.at(0)[0].row(), reset.count()) == (1, 1, 0)
    tree.show(fills)
    assert changed.count() == 1


def test_rows_keep_their_indexes_when_others_come_and_go(tree: FillTree) -> None:
    fills = [*combo(), make_fill(4)]
    tree.show(fills)
    leg, last = QPersistentModelIndex(tree.index(1, 0, tree.index(0, 0))), QPersistentModelIndex(tree.index(1, 0))
    tree.show([make_fill(0), *fills[:3]])
    assert tree.item(leg) is fills[2]
    assert not last.isValid()
    assert shape(tree) == [(0,), (1, (2,), (3,))]


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
        assert sorted(_serials(shape(tree))) == sorted(fill.serial for fill in shown)
    assert tester.model() is tree


def _serials(nested: object) -> Iterator[int]:
    if isinstance(nested, int):
        yield nested
    elif isinstance(nested, list | tuple):
        for part in nested:
            yield from _serials(part)
