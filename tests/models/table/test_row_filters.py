"""The filters of the table: by predicates and by text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from ibmonitor.models.table import record_table
from ibmonitor.models.table.record_table import RecordTable
from tests.models.table.things import (
    SIZE,
    Thing,
    many,
    serials,
    things,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("anna", [0, 1]),
        ("ANNA", [0, 1]),
        ("'", [2]),
        ("[x]", [3]),
        ("[", [3]),
        (".*", []),
        ("\\", [4]),
        ("smith anna", [1]),
        ("  anna   smith ", [1]),
        ("straße", [5]),
        ("1234", [6]),
        ("1,234", [6]),
        ("1,23", [6]),
        ("1,234.5", [6]),
        ("a,b", [7]),
        ("é", [8]),
        ("", list(range(9))),
    ],
)
def test_the_text_filter_takes_every_character_as_it_is(table: RecordTable[Thing], text: str, found: list[int]) -> None:
    names = ["Anna", "Anna Smith", "O'Neill", "[x]", "\\", "Straße", "", "a,b", "É"]
    known = [Thing(serial, None, name) for serial, name in enumerate(names)]
    known[6].weight = Decimal("1234.5")
    table.merge(known)
    table.set_text_filter(text)
    assert serials(table) == found


def test_a_word_is_not_found_across_two_columns(table: RecordTable[Thing]) -> None:
    table.merge([Thing(0, 12, "name")])
    table.set_text_filter("name12")
    assert serials(table) == []
    table.set_text_filter("name 12")
    assert serials(table) == [0]


def test_the_filter_follows_changes(table: RecordTable[Thing]) -> None:
    known = things(1, 2, 3)
    table.merge(known)
    table.set_text_filter("found")
    known[1].name = "found"
    table.merge([known[1], Thing(3, 4, "FOUND"), Thing(4, 4, "lost")])
    assert serials(table) == [1, 3]
    known[1].name = "lost"
    table.merge([known[1]])
    assert serials(table) == [3]
    assert table.total_count == 5


def test_filters_add_up(table: RecordTable[Thing]) -> None:
    table.merge(things(1, 2, 3, 4, 5, 6))
    table.set_predicate("even", lambda thing: (thing.size or 0) % 2 == 0)
    table.set_predicate("big", lambda thing: (thing.size or 0) > 2)
    assert serials(table) == [3, 5]
    table.set_predicate("big", lambda thing: (thing.size or 0) > 4)
    assert serials(table) == [5]
    table.set_predicate("big", None)
    table.set_text_filter("name")
    assert serials(table) == [1, 3, 5]


def test_texts_are_made_only_for_a_search_and_in_slices(
    qtbot: QtBot, table: RecordTable[Thing], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_table, "_SLICE", 0.0)
    known = many(400)
    known[333].name = "needle"
    table.merge(known)
    assert not table.is_searching
    states = QSignalSpy(table.searching_changed)
    table.set_text_filter("need")
    assert states.count() == 1
    assert table.rowCount() == 400, "the rows change when all texts are there"
    table.set_text_filter("needl")
    late = [Thing(400 + number, number, "needle too") for number in range(50)]
    table.merge(late)
    known[0].name = "needle as well"
    table.merge([known[0]])
    qtbot.waitUntil(lambda: not table.is_searching)
    assert table.visible_records() == [known[0], known[333], *late]
    assert [states.at(number)[0] for number in range(states.count())] == [True, False]
    table.set_text_filter("needle too")
    assert not table.is_searching, "the texts are kept"
    assert table.visible_records() == late


def test_removing_the_filter_ends_the_search(
    qtbot: QtBot, table: RecordTable[Thing], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_table, "_SLICE", 0.0)
    known = many(200)
    table.merge(known)
    table.set_text_filter("name 1")
    table.set_text_filter("")
    assert not table.is_searching
    assert table.rowCount() == 200
    table.set_text_filter("name 199")
    qtbot.waitUntil(lambda: not table.is_searching)
    assert [thing.name for thing in table.visible_records() if thing.name.endswith("199")] == ["name 199"]
    assert all("199" in f"{thing.name} {thing.size}" for thing in table.visible_records())


def test_a_burst_that_is_searched_in_slices_is_shown_step_by_step(
    qtbot: QtBot, table: RecordTable[Thing], monkeypatch: pytest.MonkeyPatch
) -> None:
    table.merge(many(10))
    table.sort(SIZE)
    table.set_text_filter("name")
    monkeypatch.setattr(record_table, "_SLICE", 0.0)
    monkeypatch.setattr(record_table, "_SHOW_AFTER", 0.0)
    table.merge([Thing(10 + number, number, "name") for number in range(60)])
    assert table.is_searching
    assert table.rowCount() < 70
    qtbot.waitUntil(lambda: not table.is_searching)
    assert table.rowCount() == 70


def test_only_a_filter_that_changes_what_is_shown_has_filtered(table: RecordTable[Thing]) -> None:
    table.merge(things(1, 2, 3))
    spy = QSignalSpy(table.filtered)
    table.set_predicate("all", lambda _: True)
    table.merge([Thing(7, 4, "name 7")])
    assert spy.count() == 0
    table.set_predicate("some", lambda thing: thing.serial > 1)
    assert spy.count() == 1
    table.set_text_filter("name")
    assert spy.count() == 1
    table.set_text_filter("name 9")
    assert spy.count() == 2
    table.set_text_filter("")
    assert spy.count() == 3


def test_the_filters_that_hide_a_record_are_named(table: RecordTable[Thing]) -> None:
    first, second, stranger = things(5, 6, 7)
    table.merge([first, second])
    table.set_predicate("large", lambda thing: (thing.size or 0) > 5)
    table.set_predicate("small", lambda thing: (thing.size or 0) < 9)
    table.set_text_filter("name 1")
    assert table.hidden_by(first) == ["large", "text"]
    assert table.hidden_by(second) == []
    assert table.hidden_by(stranger) == []
    table.merge([], [first])
    assert table.hidden_by(first) == []
