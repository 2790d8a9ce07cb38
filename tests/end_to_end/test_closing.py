"""The window may be closed at any moment: all that runs ends within few turns of the loop, and nothing stays behind."""

from __future__ import annotations

import asyncio
import json
import random
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
import qasync
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ibmonitor.app.program import Program
from ibmonitor.domain.records.link import LinkState
from ibmonitor.simulator.scenarios.advisor.advisor import Advisor
from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.scenarios.load import Load
from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.simulator.server.server_settings import ServerSettings
from ibmonitor.windows.help.about import about_box
from tests.support.for_each import for_each
from tests.support.programs import Programs, end, is_up
from tests.support.waiting import turns, until

# Said by Qt's offscreen plugin of windows that are raised and of lists that drop down.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

FEW_TURNS = 100
"""Turns of the loop in which the program has to end, whatever it is doing."""


@pytest.fixture(autouse=True, scope="module")
def no_timers_left() -> Iterator[None]:
    """Wait at the end, long enough for every timer of the windows' that should not be there: it would fail."""
    yield
    QTest.qWait(150)


def is_the_programs(task: asyncio.Task[Any]) -> bool:
    """Whether a task is neither the test's nor the simulated TWS's."""
    return task is not asyncio.current_task() and "simulator" not in repr(task) and "streams.py" not in repr(task)


async def close_and_look(program: Program) -> None:
    """Close the window; see that it is over soon, and that nothing is left of it."""
    window = program.window
    ending = asyncio.get_running_loop().create_task(end(program))
    await turns(1)
    window.close()
    needed = 0
    while not ending.done() and needed < FEW_TURNS:
        await turns(1)
        needed += 1
    assert ending.done(), f"not over after {FEW_TURNS} turns"
    await ending
    assert program.blotter.link.state is LinkState.DOWN
    assert not program.connector.is_busy
    assert [task for task in asyncio.all_tasks() if is_the_programs(task)] == []
    assert not shiboken6.isValid(window)
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == []
    assert set(json.loads(program.places.window_file.read_bytes())["tables"]) >= {"orders"}
    assert "queries" in json.loads(program.places.queries_file.read_bytes())
    assert list(program.places.state.glob(".*")) == []
    program.deleteLater()


async def serve(scenario: Scenario, **settings: Any) -> SimulatedTws:
    tws = SimulatedTws(scenario, ServerSettings(**settings))
    await tws.start()
    return tws


async def nobody_left(tws: SimulatedTws) -> None:
    """The simulated TWS sees all its clients go."""
    await until(lambda: not tws.clients)
    await tws.stop()
    assert asyncio.all_tasks() == {asyncio.current_task()}


def test_before_connecting(programs: Programs) -> None:
    async def work() -> None:
        await close_and_look(programs.started())

    programs.run(work)


@contextmanager
def no_answer_of_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A name server that never answers."""
    asked = qasync.QEventLoop.run_in_executor

    def keep_waiting(loop: Any, executor: Any, function: Any, *args: object) -> Any:
        if function is socket.getaddrinfo:
            return loop.create_future()
        return asked(loop, executor, function, *args)

    with monkeypatch.context() as patches:
        patches.setattr(qasync.QEventLoop, "run_in_executor", keep_waiting)
        yield


def test_while_the_host_is_looked_up(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work() -> None:
        with no_answer_of_names(monkeypatch):
            program = programs.connecting(port=7497, host="tws.example.org")
            await turns(20)
            assert program.blotter.link.state is LinkState.CONNECTING
            await close_and_look(program)

    programs.run(work)


@pytest.mark.parametrize(
    "silent_to",
    ["START_API", "REQ_CONFIG", "REQ_ALL_OPEN_ORDERS", "REQ_EXECUTIONS", "REQ_COMPLETED_ORDERS", "REQ_CURRENT_TIME"],
)
def test_while_tws_does_not_answer(programs: Programs, silent_to: str) -> None:
    async def work() -> None:
        tws = await serve(Quiet(), silent_to={silent_to})
        program = programs.connecting(port=tws.port, client_id=5)
        await until(lambda: silent_to in tws.requests.names)
        await close_and_look(program)
        await nobody_left(tws)

    programs.run(work)


@pytest.mark.parametrize(
    ("misbehaves", "state"),
    [
        ({"handshake": "silent"}, LinkState.CONNECTING),
        ({"handshake": "close"}, LinkState.WAITING),
        ({"split_writes": 1}, LinkState.SYNCHRONISING),
    ],
    ids=str,
)
def test_while_tws_makes_it_hard_to_connect(programs: Programs, misbehaves: dict[str, Any], state: LinkState) -> None:
    async def work() -> None:
        tws = await serve(Quiet(), **misbehaves)
        program = programs.connecting(port=tws.port, client_id=5)
        await until(lambda: program.blotter.link.state is state and (tws.clients or state is LinkState.WAITING))
        await close_and_look(program)
        await nobody_left(tws)

    programs.run(work)


@pytest.mark.parametrize("received", [1, 500, 4_000, 12_000])
def test_in_the_middle_of_a_burst(programs: Programs, received: int) -> None:
    async def work() -> None:
        tws = await serve(Load(orders=500, fills=8_000))
        program = programs.connecting(port=tws.port, client_id=5)
        heard = 0

        def count(_: object) -> None:
            nonlocal heard
            heard += 1
            if heard == received:
                program.window.close()

        program.connection.wrapper.batch.connect(for_each(count))
        await until(lambda: heard >= received)
        assert program.tables.commissions.total_count < 8_000
        await close_and_look(program)
        await nobody_left(tws)

    programs.run(work)


def test_while_waiting_to_connect_again(programs: Programs) -> None:
    async def work() -> None:
        tws = await serve(Quiet())
        program = programs.connecting(port=tws.port)
        await until(lambda: is_up(program))
        await tws.stop()
        await until(lambda: program.blotter.link.state is LinkState.WAITING)
        program.feed.flush()
        await turns(3)
        await close_and_look(program)

    programs.run(work)


def open_nothing(_: Program) -> None:
    """The window alone."""


def open_columns(program: Program) -> None:
    program.window.page("orders").view.header.choose_columns()


def open_header_menu(program: Program) -> None:
    view = program.window.page("orders").view
    view.header.customContextMenuRequested.emit(view.rect().center())


def open_found(program: Program) -> None:
    box = program.window.find_box
    box.setFocus()
    QTest.keyClicks(box, "AAPL")
    QTest.keyClick(box, Qt.Key.Key_Down)


def type_to_find(program: Program) -> None:
    QTest.keyClicks(program.window.find_box, "AAPL")


def choose_an_order(program: Program) -> None:
    program.window.details.show()
    program.window.page("orders").view.selectRow(0)


OPENED: dict[str, Callable[[Program], object]] = {
    "nothing": open_nothing,
    "settings": lambda program: program.window.tools.open_settings(),
    "executions": lambda program: program.window.executions.open(),
    "about": lambda program: about_box(program.window).open(),
    "scope": lambda program: program.window.tools.show_scope(),
    "columns": open_columns,
    "a menu": open_header_menu,
    "what is found": open_found,
    "what is typed to find": type_to_find,
    "the details": choose_an_order,
    "floating details": lambda program: program.window.details.setFloating(True),
}


@pytest.mark.parametrize("open_it", OPENED.values(), ids=OPENED.keys())
def test_while_something_is_open(programs: Programs, open_it: Callable[[Program], object]) -> None:
    async def work() -> None:
        tws = await serve(Quiet())
        program = programs.connecting(port=tws.port)
        await until(lambda: is_up(program) and program.tables.orders.total_count > 0)
        open_it(program)
        await turns(2)
        await close_and_look(program)
        await nobody_left(tws)

    programs.run(work)


def test_while_the_text_filter_is_searching(programs: Programs) -> None:
    async def work() -> None:
        tws = await serve(Load(orders=10, fills=8_000))
        program = programs.connecting(port=tws.port, client_id=5)
        await until(lambda: program.tables.fills.total_count == 8_000)
        await until(lambda: is_up(program))
        page = program.window.page("fills")
        page._text.setText("no fill has this")
        assert program.tables.fills.is_searching
        await close_and_look(program)
        await nobody_left(tws)

    programs.run(work)


def test_while_the_details_wait_to_be_shown_anew(programs: Programs) -> None:
    async def work() -> None:
        scenario = Quiet()
        tws = await serve(scenario)
        program = programs.connecting(port=tws.port, client_id=0)
        await until(lambda: is_up(program) and program.tables.orders.total_count > 0)
        choose_an_order(program)
        await turns(2)
        details = program.window.details
        details._is_outdated = True
        details._rest.start(1)
        scenario.desk.fill(next(o for o in tws.world.orders if o.contract.symbol == "MSFT"), 10, "418.50", "NASDAQ")
        await close_and_look(program)
        await nobody_left(tws)

    programs.run(work)


def test_twice_in_a_row(programs: Programs) -> None:
    async def work() -> None:
        tws = await serve(Quiet())
        program = programs.connecting(port=tws.port)
        await until(lambda: is_up(program))
        program.window.close()
        program.window.close()
        await close_and_look(program)
        await nobody_left(tws)

    programs.run(work)


def drop_all(tws: SimulatedTws) -> None:
    for client in list(tws.clients):
        client.drop()


SEED = 20_261_123


@pytest.mark.slow
def test_at_sixty_moments(programs: Programs) -> None:
    """After any number of turns of the loop, or of events, whatever TWS and the user do meanwhile."""
    chance = random.Random(SEED)  # noqa: S311 - picks moments, keeps no secret

    async def one(tws: SimulatedTws, number: int) -> None:
        tws.settings.handshake = chance.choices(("answer", "silent", "close"), (8, 1, 1))[0]
        tws.settings.silent_to = set(
            chance.sample(["START_API", "REQ_ALL_OPEN_ORDERS", "REQ_EXECUTIONS"], chance.choice([0, 0, 0, 1]))
        )
        tws.settings.split_writes = chance.choice([None, None, 7])
        program = programs.connecting(programs.place / str(number), port=tws.port, client_id=number + 10)
        await turns(int(2 ** chance.uniform(0, 9)))
        window = program.window
        doings: list[Callable[[], object]] = [
            window.disconnect_requested.emit,
            window.connect_requested.emit,
            window.refresh_requested.emit,
            partial(window.page("fills")._text.setText, "AAPL"),
            partial(drop_all, tws),
            partial(tws.broadcast_error, 1100, "Connectivity between IBKR and TWS has been lost."),
            *(partial(open_it, program) for open_it in OPENED.values()),
        ]
        for _ in range(chance.randrange(3)):
            chance.choice(doings)()
            await turns(chance.randrange(40))
        await close_and_look(program)

    async def work() -> None:
        tws = await serve(Advisor())
        for number in range(60):
            await one(tws, number)
        await nobody_left(tws)

    programs.run(work)
