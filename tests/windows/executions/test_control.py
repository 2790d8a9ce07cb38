"""The executions dialog and the fills table: the filter for the rows of an answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ibmonitor.domain.query.query import ExecutionOutcome, ExecutionQuery
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.windows.executions.control import ExecutionsControl
from tests.windows.bench import Bench, exec_id
from tests.windows.executions.test_dialog import button, enter, ids


class Controlled:
    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        bench.connect("DU1")
        bench.add_fills(0, 3)
        self.page = bench.window.page("fills")
        self.control = ExecutionsControl(lambda: self.page, (), "UTC", bench.window)
        self.control.show_link(bench.blotter.link)
        self.asked: list[ExecutionQuery] = []
        self.control.requested.connect(self.asked.append)

    @property
    def shown(self) -> set[str]:
        return {fill.execution.exec_id for fill in self.page.table.visible_records()}

    def ask(self, **texts: str) -> None:
        enter(self.control.dialog, **texts)
        button(self.control.dialog, "Request").click()


@pytest.fixture
def controlled(bench: Bench) -> Controlled:
    return Controlled(bench)


def chip_of(controlled: Controlled) -> str:
    return str(controlled.page.narrowings.chip("answer").text())


def test_the_rows_of_the_answer_are_shown_while_it_grows(controlled: Controlled) -> None:
    control = controlled.control
    controlled.ask(symbol="AAPL")
    assert controlled.asked == [ExecutionQuery(symbol="AAPL")]
    heard: set[str] = set()
    control.on_progress(heard)
    control.dialog.only_answer.setChecked(True)
    assert controlled.shown == set()
    assert "AAPL" in chip_of(controlled)
    heard |= ids(2)
    control.on_progress(heard)
    assert controlled.shown == ids(2)
    control.on_done(ExecutionOutcome(RequestProgress.COMPLETE, frozenset(ids(3))), 0)
    assert controlled.shown == ids(3)
    assert control.dialog.answer.text() == "✔ 3 executions, none of them new."


def test_fills_that_are_new_with_the_answer_are_shown_as_they_come(controlled: Controlled) -> None:
    control = controlled.control
    controlled.ask()
    control.dialog.only_answer.setChecked(True)
    heard = {exec_id(n) for n in range(10, 14)}
    control.on_progress(heard)
    for number in (14, 15):
        heard.add(exec_id(number))
        controlled.bench.add_fills(number, number)
        control.on_progress(heard)
        assert exec_id(number) in controlled.shown


def uncheck(controlled: Controlled) -> None:
    controlled.control.dialog.only_answer.setChecked(False)


def widen(controlled: Controlled) -> None:
    controlled.page.widen("answer")


@pytest.mark.parametrize("take_back", [uncheck, widen])
def test_all_rows_come_back(controlled: Controlled, take_back: Callable[[Controlled], None]) -> None:
    control = controlled.control
    controlled.ask()
    control.dialog.only_answer.setChecked(True)
    control.on_done(ExecutionOutcome(RequestProgress.COMPLETE, frozenset(ids(1))), 0)
    assert controlled.shown == ids(1)
    take_back(controlled)
    assert controlled.shown == ids(4)
    assert not control.dialog.only_answer.isChecked()
    control.on_progress(ids(2))
    assert controlled.shown == ids(4)


def test_a_new_query_shows_its_own_rows(controlled: Controlled) -> None:
    control = controlled.control
    controlled.ask()
    control.dialog.only_answer.setChecked(True)
    control.on_done(ExecutionOutcome(RequestProgress.COMPLETE, frozenset(ids(2))), 0)
    controlled.ask(symbol="KO")
    control.on_progress(set())
    assert controlled.shown == set()
    assert "KO" in chip_of(controlled)


def test_it_opens_next_to_the_window(controlled: Controlled) -> None:
    controlled.control.open()
    assert controlled.control.dialog.isVisible()
    assert not controlled.control.dialog.isModal()
    button(controlled.control.dialog, "Close").click()
    assert not controlled.control.dialog.isVisible()
    assert controlled.control.dialog.recent == ()


def test_another_tws_clears_the_last_answer(controlled: Controlled) -> None:
    controlled.ask(symbol="AAPL")
    controlled.control.dialog.only_answer.setChecked(True)
    controlled.page.narrow("Answer", lambda _: False, key="answer")
    controlled.control.forget()
    assert controlled.page.narrowings.isHidden()
    assert not controlled.control.dialog.only_answer.isChecked()
