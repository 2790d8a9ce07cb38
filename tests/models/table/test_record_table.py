"""The table model: the order of its rows, records that come and go, and the signals that report a change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from operator import attrgetter
from time import monotonic

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ibmonitor.models.columns.fills import FILL_COLUMNS
from ibmonitor.models.table.lit_rows import LIT_SECONDS, MOST_LIT
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.text.shown_zone import ShownZone, ZoneChoice
from tests.models.table.things import (
    ASCENDING,
    DESCENDING,
    NAME,
    SIZE,
    Thing,
    make_thing_table,
    many,
    serials,
    things,
)
from tests.support.make_records import NOON, make_fill


def test_new_records_come_in_order_of_arrival(table: RecordTable[Thing]) -> None:
    first, second, third = things(3, 1, 2)
    table.merge([first])
    table.merge([third, second])
    assert serials(table) == [0, 1, 2]
    assert table.index(1, SIZE).data() == "1"


@pytest.mark.parametrize(("order", "expected"), [(ASCENDING, [1, 3, 0, 4, 2, 5]), (DESCENDING, [0, 4, 1, 3, 2, 5])])
def test_unknown_is_last_and_equal_keys_stay_in_order_of_arrival(
    table: RecordTable[Thing], order: Qt.SortOrder, expected: list[int]
) -> None:
    table.merge(things(30, 4, None, 4, 30, None))
    table.sort(SIZE, order)
    assert serials(table) == expected
    table.sort(-1, order)
    assert serials(table) == [0, 1, 2, 3, 4, 5]


def test_numbers_are_sorted_as_numbers(table: RecordTable[Thing]) -> None:
    table.merge(things(100, 20, 3))
    table.sort(SIZE)
    assert [table.index(row, SIZE).data() for row in range(3)] == ["3", "20", "100"]


def test_a_column_that_is_not_there_means_order_of_arrival(table: RecordTable[Thing]) -> None:
    table.merge(things(2, 1))
    table.sort(SIZE)
    table.sort(99)
    assert serials(table) == [0, 1]


def test_a_record_that_comes_late_takes_its_place_in_the_order_of_arrival(table: RecordTable[Thing]) -> None:
    first, second, third = things(1, 1, 1)
    table.merge([first, third])
    table.merge([second])
    assert serials(table) == [0, 1, 2]
    table.sort(SIZE)
    assert [table.row_of(thing) for thing in (first, second, third)] == [0, 1, 2]


def test_a_removed_record_is_gone_and_may_come_back(table: RecordTable[Thing]) -> None:
    known = things(3, 1, 2)
    table.merge(known)
    table.sort(SIZE)
    table.merge([], [known[2], known[2]])
    assert (serials(table), table.total_count, table.row_of(known[2])) == ([1, 0], 2, -1)
    table.merge([], [known[2], Thing(77)])
    known[2].size = 9
    table.merge([known[2]])
    assert serials(table) == [1, 0, 2]


def test_clear_keeps_order_and_filters(table: RecordTable[Thing]) -> None:
    table.merge(things(3, 1, 2))
    table.sort(SIZE, DESCENDING)
    table.set_predicate("big", lambda thing: (thing.size or 0) > 1)
    table.set_text_filter("name")
    table.clear()
    assert (table.rowCount(), table.total_count) == (0, 0)
    table.merge([Thing(3, 5, "name"), Thing(4, 6, "name"), Thing(5, 1, "name"), Thing(6, 7, "other")])
    assert serials(table) == [4, 3]


def test_counts_changed_is_emitted_only_when_they_change(table: RecordTable[Thing]) -> None:
    spy = QSignalSpy(table.counts_changed)
    known = things(1, 2, 3)
    table.merge(known)
    assert (table.rowCount(), table.total_count, spy.count()) == (3, 3, 1)
    table.merge(known)
    assert spy.count() == 1
    table.set_text_filter("name 2")
    assert (table.rowCount(), table.total_count, spy.count()) == (2, 3, 2)
    table.clear()
    assert spy.count() == 3


def test_once_settled_every_record_is_where_it_belongs(table: RecordTable[Thing]) -> None:
    known = many(100)
    seen: list[bool] = []

    def look() -> None:
        shown = table.visible_records()
        rows = {thing: row for row, thing in enumerate(shown)}
        seen.append(all(table.row_of(thing) == rows.get(thing, -1) for thing in known))

    table.settled.connect(look)
    table.sort(SIZE)
    changes: tuple[Callable[[], object], ...] = (
        lambda: table.merge(known[:50]),
        lambda: table.merge(known[40:], known[:5]),
        lambda: table.set_predicate("odd", lambda thing: thing.serial % 2 == 1),
        lambda: table.set_text_filter("name 7"),
        lambda: table.set_text_filter(""),
        lambda: table.set_predicate("odd", None),
        table.clear,
    )
    for change in changes:
        before = len(seen)
        change()
        assert len(seen) > before
    assert all(seen)


def lights(table: RecordTable[Thing]) -> list[float]:
    return [table.look(row, NAME).light for row in range(table.rowCount())]


def test_a_row_that_changes_or_comes_is_lit_once_lighting_is_on(table: RecordTable[Thing]) -> None:
    first, second, third = things(1, 2, 3)
    table.merge([first, second])
    assert lights(table) == [0, 0]
    table.set_lighting(True)
    table.merge([second, third])
    assert lights(table) == [0, 1, 1]
    table.set_lighting(False)
    assert lights(table) == [0, 0, 0]


def test_the_fading_of_a_light_changes_nothing_else(table: RecordTable[Thing], monkeypatch: pytest.MonkeyPatch) -> None:
    table.set_lighting(True)
    table.merge(things(1, 2))
    changed, faded = QSignalSpy(table.dataChanged), QSignalSpy(table.light_changed)
    monkeypatch.setattr(table._lit, "_clock", lambda: monotonic() + LIT_SECONDS)
    table._fade()
    assert lights(table) == [0, 0]
    assert faded.at(0) == [[0, 1]]
    table._fade()
    assert (changed.count(), faded.count()) == (0, 1)


def test_out_of_sight_no_light_fades_and_in_sight_it_goes_on(
    table: RecordTable[Thing], monkeypatch: pytest.MonkeyPatch
) -> None:
    (first, second), now = things(1, 2), [100.0]
    monkeypatch.setattr(table._lit, "_clock", lambda: now[0])
    table.set_lighting(True)
    table.set_in_sight(in_sight=False)
    table.merge([first])
    assert not table._fade_timer.isActive()
    now[0] += 1
    faded = QSignalSpy(table.light_changed)
    table.set_in_sight(in_sight=True)
    assert lights(table) == [1]
    assert faded.count() == 0, "it does not fade yet"
    assert 500 < table._fade_timer.interval() < 1000 * (LIT_SECONDS - 1)
    table.set_in_sight(in_sight=False)
    assert not table._fade_timer.isActive()
    now[0] += 1
    table.merge([second])
    table.set_in_sight(in_sight=True)
    assert lights(table) == [0, 1], "the first has gone out meanwhile"


def test_a_burst_shortens_the_wait_for_the_light_that_there_is(
    table: RecordTable[Thing], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table._lit, "_clock", lambda: 100.0)
    table.set_lighting(True)
    table.merge(things(1))
    assert table._fade_timer.interval() > 1000
    table.merge(many(MOST_LIT + 2)[1:])
    assert lights(table)[:2] == [1, 0]
    assert table._fade_timer.interval() < 500


def test_a_record_that_is_merged_for_the_sake_of_a_relative_is_not_lit(qapp: QApplication) -> None:  # noqa: ARG001
    table: RecordTable[Thing] = RecordTable(make_thing_table().columns, stamp=attrgetter("size"))
    first, second = things(1, 2)
    table.merge([first, second])
    table.set_lighting(True)
    second.size = 5
    table.merge([first, second])
    assert lights(table) == [0, 1]


def test_the_text_filter_finds_times_as_they_read_in_the_zone_shown(qtbot: QtBot, shown_zone: ShownZone) -> None:
    """Sorted rows stay where they are: a zone changes how times read, never their order."""
    early, late = make_fill(1), make_fill(2)
    late.time = late.received = NOON + timedelta(hours=10)
    table = RecordTable(FILL_COLUMNS)
    table.merge([early, late])
    table.sort(table.column_number("time"), DESCENDING)
    shown_zone.choose(ZoneChoice.UTC)
    table.set_text_filter("12:00:00")
    qtbot.waitUntil(lambda: not table.is_searching)
    assert table.visible_records() == [early]
    # 08:00 in New York; the day of the other is the 1st there, as in UTC.
    shown_zone.choose(ZoneChoice.EASTERN)
    qtbot.waitUntil(lambda: not table.is_searching)
    assert table.visible_records() == []
    table.set_text_filter("2026-07-01")
    qtbot.waitUntil(lambda: not table.is_searching)
    assert table.visible_records() == [late, early]
    shown_zone.choose(ZoneChoice.LOCAL)
    qtbot.waitUntil(lambda: not table.is_searching)
    assert table.visible_records() == [early], "in Berlin the other is of July 2nd"


def test_counts_are_announced_with_the_painting(table: RecordTable[Thing]) -> None:
    counts, held = QSignalSpy(table.counts_changed), QSignalSpy(table.painting_held)
    table.hold_painting(held=True)
    table.hold_painting(held=True)
    table.merge(things(1, 2))
    assert (table.total_count, counts.count()) == (2, 0)
    table.hold_painting(held=False)
    assert counts.count() == 1
    table.hold_painting(held=True)
    table.hold_painting(held=False)
    assert counts.count() == 1
    assert [held.at(number)[0] for number in range(held.count())] == [True, False, True, False]
