"""Grouped rows: children stand directly below their parent however sorted, shown when expanded or found."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from ibmonitor.models.table import record_table
from ibmonitor.models.table.column import id_column, text_column
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.table.row_groups import Grouping
from tests.models.table.followed_rows import FollowedRows
from tests.models.table.parts import Part, link
from tests.support.examples import examples

ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole
_NAMES = st.sampled_from(["", "anna", "bob", "a b"])
_SIZES = st.one_of(st.none(), st.integers(0, 4))
_EVEN = "even"


def make_table() -> RecordTable[Part]:
    return RecordTable(
        (
            text_column("name", "Name", "The name", attrgetter("name")),
            id_column("size", "Size", "The size", attrgetter("size")),
        ),
        grouping=Grouping(attrgetter("whole"), attrgetter("parts"), "name", "combo", "leg"),
    )


def is_even(part: Part) -> bool:
    return (part.size or 0) % 2 == 0


class AgainstAList(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.table = make_table()
        self.tester = QAbstractItemModelTester(self.table, QAbstractItemModelTester.FailureReportingMode.Warning)
        self.followed = FollowedRows(self.table)
        self.known: list[Part] = []
        self.created = 0
        self.column, self.order = -1, Qt.SortOrder.AscendingOrder
        self.words: list[str] = []
        self.predicate: Callable[[Part], bool] | None = None
        self.expanded: set[Part] = set()
        self.kept: list[tuple[QPersistentModelIndex, Part]] = []

    def parent(self, part: Part) -> Part | None:
        return part.whole if part.whole in self.known else None

    def allows(self, part: Part) -> bool:
        return self.predicate is None or self.predicate(part)

    def matches(self, part: Part) -> bool:
        return self.allows(part) and all(word in f"{part.name}\n{part.size or ''}" for word in self.words)

    def expected(self) -> tuple[list[Part], list[Part]]:
        """What is shown, and that with what is hidden by being collapsed."""
        heads = [part for part in self.known if self.parent(part) is None]
        if self.column >= 0:
            key = self.table.columns[self.column].sort_key
            sized = [part for part in heads if key(part) is not None]
            sized.sort(key=key, reverse=self.order == Qt.SortOrder.DescendingOrder)
            heads = sized + [part for part in heads if key(part) is None]
        shown, let_through = [], []
        for head in heads:
            parts = [part for part in self.known if self.parent(part) is head and self.matches(part)]
            if self.matches(head) or (parts and self.allows(head)):
                shown.append(head)
                let_through.append(head)
            if self.words or head in self.expanded or not self.allows(head):
                shown += parts
            let_through += parts
        return shown, let_through

    @rule(
        contents=st.lists(st.tuples(_NAMES, _SIZES, st.booleans(), st.integers(0, 50)), min_size=1, max_size=30),
    )
    def arrive(self, contents: list[tuple[str, int | None, bool, int]]) -> None:
        new: list[Part] = []
        changed: list[Part] = []
        for name, size, is_part, number in contents:
            part = Part(self.created, name, size)
            self.created += 1
            wholes = [each for each in self.known + new if each.whole is None]
            if is_part and wholes:
                changed += link(part, wholes[number % len(wholes)])
            new.append(part)
        self.known += new
        self.table.merge([*changed, *new])

    @precondition(lambda self: self.known)
    @rule(data=st.data(), name=_NAMES, size=_SIZES)
    def change(self, data: st.DataObject, name: str, size: int | None) -> None:
        some = data.draw(st.lists(st.sampled_from(self.known), min_size=1, max_size=25))
        for part in some:
            part.name, part.size = name, size
        self.table.merge(some)

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def relate(self, data: st.DataObject) -> None:
        loose = [part for part in self.known if not part.parts]
        wholes = [part for part in self.known if part.whole is None]
        if loose and wholes:
            part, whole = data.draw(st.sampled_from(loose)), data.draw(st.sampled_from([*wholes, None]))
            changed = link(part, None if whole is part else whole)
            self.table.merge(each for each in changed if each in self.known)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), every=st.booleans(), expanded=st.booleans())
    def expand(self, data: st.DataObject, every: bool, expanded: bool) -> None:
        heads = [part for part in self.known if any(self.parent(each) is part for each in self.known)]
        if every:
            self.table.set_all_expanded(expanded)
            self.expanded = set(heads) if expanded else set()
        elif heads:
            head = data.draw(st.sampled_from(heads))
            self.table.set_expanded(head, expanded)
            (self.expanded.add if expanded else self.expanded.discard)(head)

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        gone = data.draw(st.lists(st.sampled_from(self.known), min_size=1, max_size=20, unique=True))
        self.known = [part for part in self.known if part not in gone]
        self.table.merge([], gone)

    @rule(column=st.integers(-1, 1), order=st.sampled_from(Qt.SortOrder))
    def sort(self, column: int, order: Qt.SortOrder) -> None:
        self.column, self.order = column, order
        self.table.sort(column, order)

    @rule(text=st.sampled_from(["", "a", "bob", "3"]))
    def search(self, text: str) -> None:
        self.words = text.split()
        self.table.set_text_filter(text)

    @rule(on=st.booleans())
    def filter(self, on: bool) -> None:
        self.predicate = is_even if on else None
        self.table.set_predicate(_EVEN, self.predicate)

    @rule()
    def hold(self) -> None:
        rows = range(0, self.table.rowCount(), 2)
        self.kept = [(QPersistentModelIndex(self.table.index(row, 1)), self.table.record(row)) for row in rows]

    @invariant()
    def agrees(self) -> None:
        while self.table.is_searching:
            self.table.read_texts()
        shown, let_through = self.expected()
        assert [self.table.record(row) for row in range(self.table.rowCount())] == shown
        assert self.table.visible_records() == let_through
        assert self.table.shown_count == len(let_through)
        self.followed.check()
        assert self.table.total_count == len(self.known)
        for row, part in enumerate(shown):
            assert self.table.row_of(part) == row

    @invariant()
    def held_rows_follow_their_records(self) -> None:
        for index, part in self.kept:
            assert not index.isValid() or self.table.record(index.row()) is part


@pytest.mark.hypothesis
@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("few", [64, 2])
def test_random_histories(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, few: int) -> None:  # noqa: ARG001
    monkeypatch.setattr(record_table, "_FEW_RELATED", few)
    machine = AgainstAList.TestCase
    machine.settings = settings(examples(40), stateful_step_count=25, suppress_health_check=list(HealthCheck))
    machine().runTest()


@pytest.mark.usefixtures("qapp")
def test_marks_and_what_a_screen_reader_announces() -> None:
    table = make_table()
    whole, part, alone = Part(0, "X combo"), Part(1, "leg"), Part(2, "alone")
    link(part, whole)
    table.merge([whole, part, alone])
    assert table.look(0, 0).mark == "▸"
    assert table.index(0, 0).data(ACCESSIBLE) == "X combo, 1 leg, collapsed"
    assert table.index(1, 0).data(ACCESSIBLE) is None
    table.set_expanded(whole, expanded=True)
    assert (table.look(0, 0).mark, table.look(1, 0).is_indented) == ("▾", True)
    assert table.look(2, 0) == table.look(2, 0)._replace(mark="", is_indented=False)
    assert table.index(0, 0).data(ACCESSIBLE) == "X combo, 1 leg, expanded"
    assert table.index(1, 0).data(ACCESSIBLE) == "leg, leg of a combo"
    assert table.look(0, 1).mark == ""


@pytest.mark.usefixtures("qapp")
def test_a_hidden_part_is_revealed() -> None:
    table = make_table()
    whole, part = Part(0, "X"), Part(1, "leg")
    link(part, whole)
    table.merge([whole, part])
    assert table.row_of(part) == -1
    table.reveal(part)
    assert table.row_of(part) == 1
