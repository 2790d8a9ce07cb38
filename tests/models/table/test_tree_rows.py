"""The tree model against the plainest one there is: nested lists. Rows keep their identity while their keys stay."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from ibmonitor.models.table.column import text_column
from ibmonitor.models.table.roles import RecordRole
from ibmonitor.models.table.tree_rows import Branch, Path, TreeRows
from tests.support.examples import examples

pytestmark = pytest.mark.usefixtures("qapp")

Tree = list[tuple[str, str, "Tree"]]
"""Key, text, and what is below."""


@dataclass(frozen=True)
class Item:
    text: str


def make_tree() -> TreeRows[Item]:
    columns = [text_column(key, key, "", attrgetter("text"), hint=lambda _: "a <b>") for key in ("first", "second")]
    return TreeRows(columns)


def branches(tree: Tree) -> list[Branch[Item]]:
    return [Branch(key, Item(text), text, branches(below)) for key, text, below in tree]


def shown(tree: TreeRows[Item], parent: QModelIndex | None = None) -> Tree:
    parent = parent or QModelIndex()
    indexes = [tree.index(row, 0, parent) for row in range(tree.rowCount(parent))]
    return [(str(tree.path(index)[-1]), str(index.data()), shown(tree, index)) for index in indexes]


def paths(tree: Tree, above: Path = ()) -> list[Path]:
    return [path for key, _, below in tree for path in [(*above, key), *paths(below, (*above, key))]]


def trees(depth: int) -> st.SearchStrategy[Tree]:
    below: st.SearchStrategy[Tree] = trees(depth - 1) if depth else st.just([])
    row = st.tuples(st.sampled_from("abcdefg"), st.sampled_from(["", "x", "y"]), below)
    return st.lists(row, max_size=4, unique_by=lambda each: each[0])


class AgainstNestedLists(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.tree = make_tree()
        self.tester = QAbstractItemModelTester(self.tree, QAbstractItemModelTester.FailureReportingMode.Warning)
        self.wanted: Tree = []
        self.held: dict[Path, QPersistentModelIndex] = {}

    @rule(wanted=trees(2))
    def show(self, wanted: Tree) -> None:
        self.wanted = wanted
        self.tree.show_branches(branches(wanted))
        there = set(paths(wanted))
        self.held = {path: index for path, index in self.held.items() if path in there}

    @rule()
    def show_the_same_in_reverse(self) -> None:
        self.show(self.wanted[::-1])

    @rule()
    def hold(self) -> None:
        self.held = {path: QPersistentModelIndex(self.tree.index_at(path)) for path in paths(self.wanted)}

    @invariant()
    def agrees(self) -> None:
        assert shown(self.tree) == self.wanted
        assert [len(path) - 1 for path in paths(self.wanted)] == [depth for depth, _ in self.tree.rows()]

    @invariant()
    def held_rows_stay_while_their_keys_stay(self) -> None:
        for path, index in self.held.items():
            assert index.isValid()
            assert self.tree.path(index) == path


def test_random_trees() -> None:
    machine = AgainstNestedLists.TestCase
    machine.settings = settings(examples(40), stateful_step_count=12, suppress_health_check=list(HealthCheck))
    machine().runTest()


def test_only_rows_that_look_different_are_repainted() -> None:
    tree = make_tree()
    tree.show_branches(branches([("a", "x", [("b", "x", [])]), ("c", "x", [])]))
    changes = QSignalSpy(tree.dataChanged)
    tree.show_branches(branches([("a", "x", [("b", "y", [])]), ("c", "x", [])]))
    assert changes.count() == 1
    first, last = changes.at(0)[:2]
    assert (tree.path(first), first.column(), last.column()) == (("a", "b"), 0, 1)


def test_an_index_of_a_removed_row_finds_nothing() -> None:
    tree = make_tree()
    tree.show_branches(branches([("a", "x", [])]))
    gone = tree.index(0, 0)
    tree.show_branches(branches([("b", "x", [])]))
    assert tree.item(gone) is None
    assert not tree.index_at(("a",)).isValid()
    assert tree.index_where(lambda item: item.text == "y") == QModelIndex()


def test_the_roles_of_a_cell_and_the_header() -> None:
    tree = make_tree()
    tree.show_branches(branches([("a", "x", [])]))
    cell = tree.index(0, 1)
    assert cell.data(RecordRole) == Item("x")
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == "<qt>a &lt;b&gt;</qt>"
    assert [tree.headerData(section, Qt.Orientation.Horizontal) for section in range(3)] == ["first", "second", None]
