"""The table model against the plainest model there is: a list that is filtered and sorted afresh each time."""

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

from tests.models.table.followed_rows import FollowedRows
from tests.models.table.things import Thing, make_thing_table
from tests.support.examples import examples

Mode = QAbstractItemModelTester.FailureReportingMode
_SIZES = st.one_of(st.none(), st.integers(0, 4))
_NAMES = st.sampled_from(["", "Anna", "anna", "bob's", "[x]", "a b", "ANNA bob"])
_WORDS = st.sampled_from(["", "a", "ann", "'s", "[", "b a", "zz", "3"])
_PREDICATES: dict[str, Callable[[Thing], bool]] = {
    "even": lambda thing: thing.serial % 2 == 0,
    "small": lambda thing: (thing.size or 0) < 3,
}


def _is_odd(thing: Thing) -> bool:
    return (thing.size or 0) % 2 == 1


class AgainstAList(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.table = make_thing_table()
        self.table.set_choices("even", {"all": None, "odd": _is_odd, "small": _PREDICATES["small"]})
        self.tester = QAbstractItemModelTester(self.table, Mode.Warning)
        self.followed = FollowedRows(self.table)
        self.known: list[Thing] = []
        self.created = 0
        self.column, self.order = -1, Qt.SortOrder.AscendingOrder
        self.words: list[str] = []
        self.predicates: dict[str, Callable[[Thing], bool]] = {}
        self.kept: list[tuple[QPersistentModelIndex, Thing]] = []

    def expected(self, but: str = "") -> list[Thing]:
        found = [
            thing for thing in self.known if all(word in f"{thing.name}\n{thing.size}".lower() for word in self.words)
        ]
        found = [
            thing for thing in found if all(keeps(thing) for name, keeps in self.predicates.items() if name != but)
        ]
        found.sort(key=attrgetter("serial"))
        if self.column < 0:
            return found
        key = self.table.columns[self.column].sort_key
        known = [thing for thing in found if key(thing) is not None]
        known.sort(key=key, reverse=self.order == Qt.SortOrder.DescendingOrder)
        return known + [thing for thing in found if key(thing) is None]

    @rule(contents=st.lists(st.tuples(_SIZES, _NAMES), min_size=1, max_size=60))
    def arrive(self, contents: list[tuple[int | None, str]]) -> None:
        new = [Thing(self.created + number, size, name) for number, (size, name) in enumerate(contents)]
        self.created += len(new)
        self.known += new
        self.table.merge(reversed(new))

    @precondition(lambda self: self.known)
    @rule(data=st.data(), contents=st.lists(st.tuples(_SIZES, _NAMES), min_size=1, max_size=60))
    def change(self, data: st.DataObject, contents: list[tuple[int | None, str]]) -> None:
        changed = []
        for size, name in contents:
            thing = data.draw(st.sampled_from(self.known))
            thing.size, thing.name = size, name
            changed.append(thing)
        self.table.merge(changed)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), size=_SIZES)
    def change_one(self, data: st.DataObject, size: int | None) -> None:
        thing = data.draw(st.sampled_from(self.known))
        thing.size = size
        self.table.merge([thing])

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        gone = data.draw(st.lists(st.sampled_from(self.known), min_size=1, max_size=40))
        self.known = [thing for thing in self.known if thing not in gone]
        self.table.merge([], gone)

    @rule(column=st.integers(-1, 1), order=st.sampled_from(Qt.SortOrder))
    def sort(self, column: int, order: Qt.SortOrder) -> None:
        self.column, self.order = column, order
        self.table.sort(column, order)

    @rule(text=_WORDS)
    def search(self, text: str) -> None:
        self.words = text.split()
        self.table.set_text_filter(text)

    @rule(name=st.sampled_from(sorted(_PREDICATES)), on=st.booleans())
    def filter(self, name: str, on: bool) -> None:
        if on:
            self.predicates[name] = _PREDICATES[name]
        else:
            self.predicates.pop(name, None)
        self.table.set_predicate(name, _PREDICATES[name] if on else None)

    @rule(every=st.integers(1, 7))
    def hold(self, every: int) -> None:
        """Hold on to rows, as a selection does."""
        rows = range(0, self.table.rowCount(), every)
        self.kept = [(QPersistentModelIndex(self.table.index(row, 1)), self.table.record(row)) for row in rows]

    @rule()
    def clear(self) -> None:
        self.known = []
        self.kept = []
        self.table.clear()

    @invariant()
    def agrees(self) -> None:
        while self.table.is_searching:
            self.table.read_texts()
        expected = self.expected()
        assert self.table.visible_records() == expected
        self.followed.check()
        assert self.table.rowCount() == len(expected)
        assert self.table.total_count == len(self.known)
        for row, thing in enumerate(expected):
            assert self.table.row_of(thing) == row
        free = self.expected(but="even")
        counts = {"all": len(free), "odd": sum(map(_is_odd, free)), "small": sum(map(_PREDICATES["small"], free))}
        assert self.table.choice_counts == counts
        shown = set(expected)
        for thing in self.known:
            assert thing in shown or self.table.row_of(thing) == -1

    @invariant()
    def held_rows_follow_their_records(self) -> None:
        for index, thing in self.kept:
            if index.isValid():
                assert self.table.record(index.row()) is thing
                assert index.column() == 1


@pytest.mark.hypothesis
@pytest.mark.usefixtures("qapp")
def test_random_histories(qtbot: QtBot) -> None:  # noqa: ARG001
    machine = AgainstAList.TestCase
    machine.settings = settings(examples(60), stateful_step_count=25, suppress_health_check=list(HealthCheck))
    machine().runTest()
