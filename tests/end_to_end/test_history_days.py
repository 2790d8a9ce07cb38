"""Past days of the history in the window: each is opened as it was, and leads back to today."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ibmonitor.app.history.demo_days import invented_day, past_weekdays
from ibmonitor.app.history.whole_session import write_slices
from ibmonitor.app.past_days import ShownDay
from ibmonitor.app.program import Program
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.covered_day import Day
from ibmonitor.domain.records.events import ManagedAccounts
from ibmonitor.domain.records.link import LinkState
from ibmonitor.journal.rows.days import EXCHANGE
from ibmonitor.journal.session import Circumstances
from ibmonitor.journal.store.open_store import open_store
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.settings.places import find_places
from ibmonitor.simulator.scenarios.load import Load
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.windows.main.main_window import MainWindow
from tests.end_to_end.test_history import keep_history, today
from tests.journal.events.test_slices import to_milliseconds
from tests.recording.sessions import contents
from tests.support.blotter_events import completed_order, open_order
from tests.support.programs import Programs, end, is_up
from tests.support.waiting import until

TODAY = datetime.now(EXCHANGE).date()
WEEKDAYS = past_weekdays(TODAY)


def write_week(place: Path, days: Sequence[int] = range(5)) -> None:
    """A history with some of the demo's days, whose accounts are paper ones."""
    store = open_store(find_places(place).history_file())
    for number in days:
        write_slices(invented_day(WEEKDAYS[number], number), store, Circumstances("test", None, EXCHANGE))
    store.close()


async def with_days(programs: Programs, count: int) -> Program:
    """A program that offers its days, and is connected to nothing."""
    program = programs.started()
    await until(lambda: len(program.window.days.button.choice.days) == count)
    return program


async def opened(program: Program, day: Day | None = None) -> ShownDay:
    """The window of a day, with all that is in it; by default the last one, by the keys for the day before."""
    if day is None:
        shown = program.past_days.shown
        window = program.window if shown is None else shown.window
        window.action("day_before").trigger()
    else:
        program.past_days.open(day)
    shown = program.past_days.shown
    assert shown is not None
    await until(lambda: shown.past.is_read)
    return shown


def book(blotter: Blotter) -> object:
    """All of it, whether its executions are read already or not."""
    kinds = {"UnreadExecution", "WholeExecution", "_Reader"}
    rest = [each for each in contents(blotter) if not (isinstance(each, tuple) and each[0] in kinds)]
    return to_milliseconds([*rest, [str(fill.execution.whole()) for fill in blotter.fills]])


def test_a_day_is_opened_as_it_was_live(programs: Programs) -> None:
    async def work() -> None:
        tws = SimulatedTws(Load(orders=20, fills=300))
        keep_history(programs.place, port=await tws.start(), host="127.0.0.1")
        program = programs.started()
        await until(lambda: program.history.is_writing)
        program.window.connect_requested.emit()
        await until(lambda: is_up(program))
        live = book(program.blotter)
        await end(program)

        program = programs.started()
        await until(lambda: program.history.store is not None)
        assert program.history.store is not None
        shown = await opened(program, today(program.history.store))
        assert book(shown.past.blotter) == live
        assert shown.window.tabs.table_pages[0].table.rowCount() == len(shown.past.blotter.orders)

    programs.run(work)


def test_a_past_day_is_plainly_past(programs: Programs) -> None:
    async def work() -> None:
        write_week(programs.place)
        keep_history(programs.place)
        program = await with_days(programs, 5)
        shown = await opened(program)
        window, last = shown.window, WEEKDAYS[-1]
        words = f"{last.day} {last:%b %Y}, closed"
        assert window.windowTitle() == f"{words} — Paper — IB Monitor"
        assert window._panel.state.words == words
        assert "09:3" in window._panel.state.facts or "to" in window._panel.state.facts
        for key in ("connect", "disconnect", "refresh", "executions", "own_orders", "completed_all", "record"):
            assert not window.action(key).isEnabled(), key
        assert window._source().connection.startswith(words)
        assert window._exporter.day() == last
        assert (window.width(), window.height()) == (program.window.width(), program.window.height())
        # Nothing of it is stale or news, since all of it was reported to the end.
        assert shown.past.blotter.link.state is LinkState.UP
        assert not [order for order in shown.past.blotter.orders if order.stale_since]
        assert not window.link_bar.isVisible()
        assert not window._strip.isVisible()
        assert "new" not in window.tabs.tabText(window.tabs.count() - 1)

    programs.run(work)


def test_what_was_stale_after_a_gap_is_still_said(programs: Programs) -> None:
    async def work() -> None:
        write_week(programs.place, [2])
        keep_history(programs.place)
        program = await with_days(programs, 1)
        shown = await opened(program)
        stale = [order for order in shown.past.blotter.orders if order.stale_since]
        assert stale
        assert len(stale) < len(shown.past.blotter.orders)
        assert "nothing between" in shown.window.days.button.toolTip()

    programs.run(work)


def test_one_goes_from_day_to_day_and_back_to_today(programs: Programs) -> None:
    async def work() -> None:
        write_week(programs.place, [2, 4])
        keep_history(programs.place)
        program = await with_days(programs, 2)
        first = await opened(program)
        second = await opened(program)
        assert [each.past.day.day for each in (first, second)] == [WEEKDAYS[4], WEEKDAYS[2]]
        assert not second.window.action("day_before").isEnabled()
        second.window.action("day_after").trigger()
        await until(lambda: program.past_days.shown is not None and program.past_days.shown.past.is_read)
        shown = program.past_days.shown
        assert shown is not None
        assert shown.past.day.day == WEEKDAYS[4]
        shown.window.action("day_after").trigger()
        assert program.past_days.shown is None
        assert program.window.isVisible()
        shown = await opened(program)
        shown.window.close()
        assert program.past_days.shown is None
        assert not program.closed.done()
        (await opened(program)).window.action("quit").trigger()
        await program.closed

    programs.run(work)


def test_today_goes_on_behind_and_what_happens_there_is_said(programs: Programs) -> None:
    async def work() -> None:
        write_week(programs.place, [4])
        keep_history(programs.place)
        program = await with_days(programs, 1)
        wrapper, feed = program.connection.wrapper, program.feed
        program.blotter.link.state = LinkState.UP
        wrapper.emit_event(open_order(7, 1, 5, status="Submitted"))
        wrapper.emit_event(open_order(8, 1, 6, status="Submitted"))
        feed.flush()
        shown = await opened(program)
        wrapper.emit_event(completed_order(7, 1, 5, status="Filled"))
        feed.flush()
        assert shown.window.bottom.away.text() == "Today: 1 filled since  Show"
        shown.window.bottom.away.click()
        assert program.past_days.shown is None
        orders = program.window.page("orders").table
        assert [orders.record(row).perm_id for row in range(orders.rowCount())] == [7]

    programs.run(work)


def test_accounts_of_a_past_day_are_hidden_too(programs: Programs) -> None:
    async def work() -> None:
        write_week(programs.place, [4])
        keep_history(programs.place)
        program = await with_days(programs, 1)
        shown = await opened(program)
        shown.window.action("hide_accounts").trigger()
        assert program.settings.hide_accounts
        assert program.window.action("hide_accounts").isChecked()
        assert "DU2250001" not in ACCOUNT_MASK.text("DU2250001 and Smith family")
        program.window.action("hide_accounts").trigger()
        assert not shown.window.action("hide_accounts").isChecked()

    programs.run(work)


def test_days_are_offered_where_no_history_is_kept_any_more_and_nothing_where_none_was(programs: Programs) -> None:
    async def work() -> None:
        program = programs.started()
        await until(lambda: program.window.action("choose_day").isVisible())
        button = program.window.days.button
        assert button.isHidden()
        assert not program.window.action("day_before").isVisible()
        await end(program)
        write_week(programs.place, [4])
        program = await with_days(programs, 1)
        assert program.history.store is None
        assert not program.window.days.button.isHidden()
        assert not program.window.days.button.choice.is_kept
        assert (await opened(program)).past.blotter.orders

    programs.run(work)


def test_a_second_window_opens_past_days_while_the_first_one_writes(programs: Programs) -> None:
    async def work() -> None:
        write_week(programs.place, [4])
        keep_history(programs.place)
        first = await with_days(programs, 1)
        await until(lambda: first.history.is_writing)
        second = await with_days(programs, 1)
        assert not second.history.is_writing
        here, there = await opened(first), await opened(second)
        assert contents(here.past.blotter) == contents(there.past.blotter)

    programs.run(work)


def test_paper_and_live_on_one_date_are_two_days(programs: Programs) -> None:
    async def work() -> None:
        write_week(programs.place, [4])
        store = open_store(find_places(programs.place).history_file())
        day = invented_day(WEEKDAYS[4], 4)
        live = [
            (
                moment + timedelta(seconds=1),
                [ManagedAccounts(("U1",)) if isinstance(event, ManagedAccounts) else event for event in events],
            )
            for moment, events in day[:4]
        ]
        write_slices(live, store, Circumstances("test", None, EXCHANGE))
        store.close()
        keep_history(programs.place)
        program = await with_days(programs, 2)
        days = {each.site: each for each in program.window.days.button.choice.days}
        assert set(days) == {"paper", "live"}
        shown = await opened(program, days["live"])
        assert " — Live — " in shown.window.windowTitle()
        shown = await opened(program, days["paper"])
        assert " — Paper — " in shown.window.windowTitle()

    programs.run(work)


@pytest.mark.slow
def test_the_demo_has_a_history_of_its_own(programs: Programs) -> None:
    async def work() -> None:
        program = programs.started(demo=True)
        file = program._history_file()
        await until(lambda: len(program.window.days.button.choice.days) == 5)
        shown = await opened(program)
        assert shown.window.windowTitle().endswith("closed — Simulated — IB Monitor")
        assert file.exists()
        await end(program)
        assert not file.exists()
        assert not find_places(programs.place).history.exists()

    programs.run(work)


def test_the_layout_of_today_is_that_of_the_past_day(programs: Programs) -> None:
    async def work() -> None:
        write_week(programs.place, [4])
        keep_history(programs.place)
        program = await with_days(programs, 1)
        program.window.tabs.show_page("fills")
        settings = dataclasses.replace(program.settings, density="compact")
        program.window.settings_accepted.emit(settings)
        shown = await opened(program)
        window: MainWindow = shown.window
        assert window.tabs.current_page.kind.key == "fills"
        assert window.settings.density == "compact"

    programs.run(work)


def test_what_is_found_is_shown_on_its_day(programs: Programs) -> None:
    async def work() -> None:
        write_week(programs.place, [2, 4])
        keep_history(programs.place)
        program = await with_days(programs, 2)
        find = program.history_asking.open().find_page
        find.field.setText("AAPL")
        await until(lambda: find.orders.table.rowCount() > 0)
        found = next(each for each in find.orders.table.records() if each.last_day == WEEKDAYS[2].isoformat())
        find.orders.record_activated.emit(found)
        await until(lambda: program.past_days.shown is not None and program.past_days.shown.past.is_read)
        shown = program.past_days.shown
        assert shown is not None
        assert shown.past.day.day == WEEKDAYS[2]
        order = shown.past.blotter.order_by_perm_id(found.perm_id)
        await until(lambda: shown.window.details.pane.order is order)
        program.past_days.open_at("2001-02-03", "paper", None)
        assert "03 Feb 2001 cannot be opened" in program.window.tabs.current_page.notice.label.text()
        program.past_days.open_at(TODAY.isoformat(), "paper", None)
        assert program.past_days.shown is None

    programs.run(work)
