"""The window of a past day next to that of today; `end_to_end/test_history_days.py` has the days themselves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ibmonitor.app.history.demo_days import invented_day
from ibmonitor.app.history.whole_session import write_slices
from ibmonitor.app.past_days import ShownDay
from ibmonitor.domain.records.covered_day import Day
from ibmonitor.journal.rows.days import EXCHANGE
from ibmonitor.journal.session import Circumstances
from ibmonitor.models.text.shown_zone import SHOWN_ZONE
from tests.end_to_end.test_history import keep_history
from tests.end_to_end.test_history_days import WEEKDAYS, opened, with_days, write_week
from tests.support.programs import Programs, end
from tests.support.waiting import until

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support raise")


@pytest.fixture
def programs(qapp: QApplication, tmp_path: Path) -> Programs:
    return Programs(qapp, tmp_path)


UNKNOWN = Day(date(2020, 1, 2), "paper", ())


def test_the_day_is_handed_on_when_all_of_it_is_there(programs: Programs) -> None:
    async def work() -> None:
        write_week(programs.place, [4])
        keep_history(programs.place)
        program = await with_days(programs, 1)
        found: list[int] = []
        day = program.window.days.button.choice.days[0]

        def then(shown: ShownDay) -> None:
            found.append(len(shown.past.blotter.orders))

        program.past_days.open(day, then)
        program.past_days.open(day, then)
        await until(lambda: len(found) == 2)
        program.past_days.open(day, then)
        assert len(set(found)) == 1
        assert len(found) == 3
        assert found[0] > 30

    programs.run(work)


def test_a_day_with_nothing_says_so(programs: Programs) -> None:
    async def work() -> None:
        write_week(programs.place, [4])
        keep_history(programs.place)
        program = await with_days(programs, 1)
        shown = await opened(program, UNKNOWN)
        await until(lambda: not shown.window.tabs.is_reading)
        assert shown.window.page("orders").empty.label.text() == "No orders on this day."

    programs.run(work)


def test_what_has_nothing_to_do_with_tws_is_done_by_today(programs: Programs) -> None:
    async def work() -> None:
        write_week(programs.place, [4])
        keep_history(programs.place)
        program = await with_days(programs, 1)
        shown = await opened(program)
        asked: list[str] = []
        program.window.demo_requested.disconnect()
        program.window.open_recording_requested.disconnect()
        program.window.demo_requested.connect(lambda: asked.append("demo"))
        program.window.open_recording_requested.connect(lambda: asked.append("recording"))
        shown.window.action("demo").trigger()
        shown.window.action("open_recording").trigger()
        assert asked == ["demo", "recording"]
        shown.window.action("show_aliases").trigger()
        assert program.settings.show_aliases
        assert program.window.action("show_aliases").isChecked()
        # Another profile is another history.
        program.window.profiles.chosen.emit("")
        assert program.past_days.shown is None

    programs.run(work)


def test_the_end_of_the_program_ends_a_day_that_is_being_read(programs: Programs) -> None:
    async def work() -> None:
        write_week(programs.place, [4])
        keep_history(programs.place)
        program = await with_days(programs, 1)
        program.past_days.open(program.window.days.button.choice.days[0])
        shown = program.past_days.shown
        assert shown is not None
        await end(program)
        assert shown.past.is_read
        assert program.past_days.shown is None

    programs.run(work)


def test_today_is_offered_as_a_past_day_when_it_is_over(programs: Programs) -> None:
    async def work() -> None:
        write_week(programs.place, [4])
        keep_history(programs.place)
        program = await with_days(programs, 1)
        store = program.history.store
        assert store is not None
        write_slices(invented_day(WEEKDAYS[3], 3), store, Circumstances("test", None, EXCHANGE))
        SHOWN_ZONE.day_changed.emit()
        await until(lambda: len(program.window.days.button.choice.days) == 2)

    programs.run(work)
