"""A connection that fails and comes back, as it is seen in the window of the whole program."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from ibmonitor.app import connector
from ibmonitor.app.program import Program
from ibmonitor.domain.records.link import LinkState
from ibmonitor.settings.store import load_settings
from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.tws.session.backoff import Backoff
from ibmonitor.windows.connection.link_panel import LinkPanel
from tests.support.label_texts import panel_texts
from tests.support.programs import Programs, end, is_up
from tests.support.waiting import turns, until


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that tries again at once."""
    with_backoff(monkeypatch, 0.05, 0.1)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that waits for an hour before it tries again."""
    with_backoff(monkeypatch, 3600, 3600)


def with_backoff(monkeypatch: pytest.MonkeyPatch, shortest: float, longest: float) -> None:
    defaults = connector.Connector.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "backoff", lambda _host: Backoff(shortest, longest))


def panel(program: Program) -> LinkPanel:
    (found,) = program.window.findChildren(LinkPanel)
    return found


def says(program: Program) -> str:
    return "\n".join(panel_texts(panel(program)))


def button(program: Program, text: str) -> QPushButton:
    buttons = program.window.link_bar.findChildren(QPushButton)
    (found,) = (each for each in buttons if each.text().replace("&", "") == text)
    return found


def play(programs: Programs, steps: Callable[[Program, SimulatedTws], Awaitable[None]]) -> None:
    async def work() -> None:
        tws = SimulatedTws(Quiet())
        await steps(await programs.connected(port=await tws.start(), client_id=1), tws)

    programs.run(work)


def is_all_stale(program: Program) -> bool:
    blotter = program.blotter
    return all(record.stale_since for record in (*blotter.orders, *blotter.fills, *blotter.commissions))


def is_all_fresh(program: Program) -> bool:
    blotter = program.blotter
    return not any(record.stale_since for record in (*blotter.orders, *blotter.fills, *blotter.commissions))


@pytest.mark.usefixtures("patient")
def test_rows_stay_and_are_stale_until_the_connection_is_back(programs: Programs) -> None:
    async def steps(program: Program, tws: SimulatedTws) -> None:
        rows = 4, 2
        await until(lambda: (program.tables.orders.rowCount(), program.tables.fills.rowCount()) == rows)
        assert is_all_fresh(program)
        tws.client(1).drop()
        await until(lambda: "Reconnecting in" in says(program))
        await until(lambda: "Data as of" in says(program))
        assert is_all_stale(program)
        assert (program.tables.orders.rowCount(), program.tables.fills.rowCount()) == rows
        QTest.mouseClick(button(program, "Connect now"), Qt.MouseButton.LeftButton)
        await until(lambda: is_up(program) and is_all_fresh(program))
        await until(lambda: "Data as of" not in says(program))
        assert not button(program, "Connect now").isVisible()
        assert (program.tables.orders.rowCount(), program.tables.fills.rowCount()) == rows

    play(programs, steps)


@pytest.mark.usefixtures("hurried")
def test_it_comes_back_by_itself_each_time(programs: Programs) -> None:
    async def steps(program: Program, tws: SimulatedTws) -> None:
        for times in range(2, 6):
            tws.client(1).drop()
            await until(lambda times=times: tws.requests.names.count("REQ_COMPLETED_ORDERS") == times)  # type: ignore[misc]
            await until(lambda: is_up(program) and is_all_fresh(program))
        assert program.tables.fills.total_count == 2

    play(programs, steps)


def test_tws_without_ib_is_cut_off_and_everything_is_asked_for_when_it_is_back(programs: Programs) -> None:
    async def steps(program: Program, tws: SimulatedTws) -> None:
        tws.broadcast_error(1100, "Connectivity between IBKR and Trader Workstation has been lost.")
        await until(lambda: "TWS has lost its connection to IB" in says(program))
        assert "Data as of" in says(program)
        assert is_all_stale(program)
        tws.broadcast_error(1102, "Connectivity between IBKR and Trader Workstation has been restored.")
        await until(lambda: is_up(program) and is_all_fresh(program))
        assert tws.requests.names.count("REQ_EXECUTIONS") == 2
        assert len(tws.clients) == 1

    play(programs, steps)


def test_a_client_id_in_use_is_replaced_by_the_one_offered(programs: Programs) -> None:
    async def steps(program: Program, tws: SimulatedTws) -> None:
        second = programs.connecting(port=tws.port, client_id=1)
        await until(lambda: second.blotter.link.other_client_id is not None)
        await until(lambda: "Client ID 1 is in use" in says(second))
        assert button(second, "Use client ID 2").isVisible()
        assert "Client ID 1 is in use" in says(second)
        assert second.blotter.link.state is LinkState.DOWN
        QTest.mouseClick(button(second, "Use client ID 2"), Qt.MouseButton.LeftButton)
        await until(lambda: is_up(second))
        assert second.blotter.link.client_id == 2
        assert is_up(program)
        await end(second)
        assert load_settings(programs.place / "settings.json")[0].client_id == 2

    play(programs, steps)


@pytest.mark.usefixtures("hurried")
def test_a_new_port_is_followed_and_kept(programs: Programs) -> None:
    async def steps(program: Program, tws: SimulatedTws) -> None:
        moved = SimulatedTws(Quiet())
        port = await moved.start()
        tws.broadcast_error(1300, f"Please reconnect on the new port - {port}")
        await until(lambda: bool(moved.clients) and is_up(program) and is_all_fresh(program))
        assert f":{port}" in says(program)
        assert program.tables.fills.total_count == 2
        assert program.window.settings.port == port

    play(programs, steps)


@pytest.mark.usefixtures("hurried")
def test_a_frozen_tws_is_given_up_and_tried_again(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = connector.parameters_of
    monkeypatch.setattr(
        connector,
        "parameters_of",
        lambda settings: dataclasses.replace(usual(settings), heartbeat_seconds=0.05, silence_patience=0.2),
    )

    async def steps(program: Program, tws: SimulatedTws) -> None:
        tws.settings.silent_to = {"REQ_CURRENT_TIME"}
        await until(lambda: "has not answered" in program.blotter.link.reason)
        tws.settings.silent_to = set()
        await until(lambda: is_up(program) and is_all_fresh(program))

    play(programs, steps)


@pytest.mark.usefixtures("patient")
def test_disconnecting_while_waiting_stays_disconnected(programs: Programs) -> None:
    async def steps(program: Program, tws: SimulatedTws) -> None:
        tws.client(1).drop()
        await until(lambda: program.blotter.link.state is LinkState.WAITING)
        program.window.disconnect_requested.emit()
        await until(lambda: "Not connected" in says(program) and "Data as of" in says(program))
        assert program.blotter.link.state is LinkState.DOWN
        assert not program.connector.is_busy

    play(programs, steps)


@pytest.mark.usefixtures("hurried")
def test_the_ghost_of_the_own_connection_is_waited_for_when_it_is_made_anew(programs: Programs) -> None:
    async def steps(program: Program, tws: SimulatedTws) -> None:
        tws.settings.ghost_seconds = 0.4
        tws.outages.cut()
        tws.settings.ghost_seconds = 0.0
        await until(lambda: program.blotter.link.state is LinkState.WAITING)
        program.connector.connect(program.settings)
        await until(lambda: is_up(program) and is_all_fresh(program))

    play(programs, steps)


def test_a_port_that_changed_while_the_settings_were_open_stays(programs: Programs) -> None:
    async def steps(program: Program, tws: SimulatedTws) -> None:
        dialog = program.window.tools.open_settings()
        await tws.outages.move()
        await until(lambda: program.settings.port == tws.port and is_up(program))
        dialog.accept()
        await turns(20)
        assert program.settings.port == tws.port
        assert program.tables.fills.total_count == 2
        assert is_up(program)

    play(programs, steps)
