"""The whole program in one process but for TWS: what the simulated TWS holds is what the tables show."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import qasync
from PySide6.QtWidgets import QApplication

from ibmonitor.app.program import Program
from ibmonitor.domain.records.link import LinkState
from ibmonitor.settings.store import load_settings, save_settings
from ibmonitor.settings.table import Settings
from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws
from tests.end_to_end.processes import simulator

PATIENCE = 30


def options(place: Path, *, demo: bool = False, **given: object) -> argparse.Namespace:
    return argparse.Namespace(demo=demo, config_dir=place, **given)


def run(qapp: QApplication, work: Callable[[], Awaitable[None]]) -> None:
    """Run on the Qt loop, as the program does."""
    qapp.setQuitOnLastWindowClosed(False)
    with qasync.QEventLoop(qapp) as loop:
        loop.run_until_complete(asyncio.wait_for(work(), PATIENCE))


async def until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0.02)


def is_up(program: Program) -> bool:
    return program.blotter.link.state is LinkState.UP


async def closed(program: Program) -> None:
    program.window.close()
    await program.closed
    await program.finish()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "config"


def test_the_demo_opens_shows_and_ends(qapp: QApplication, place: Path) -> None:
    async def work() -> None:
        program = Program(options(place, demo=True))
        program.start()
        await until(lambda: is_up(program))
        tables = program.tables
        await until(lambda: tables.fills.total_count == len(program.blotter.fills) > 20)
        await until(lambda: tables.orders.total_count == len(program.blotter.orders) > 25)
        await until(lambda: tables.commissions.total_count == len(program.blotter.commissions))
        before = len(program.blotter.fills) + sum(len(order.status_history) for order in program.blotter.orders)

        def has_lived() -> bool:
            history = sum(len(order.status_history) for order in program.blotter.orders)
            return len(program.blotter.fills) + history > before

        await until(has_lived)
        assert "client 900" in " ".join(program.window.findChildren(type(program.window._panel))[0].texts())
        await closed(program)

    run(qapp, work)
    settings, problems = load_settings(place / "settings.json")
    assert problems == []
    assert settings.port == 7497


@pytest.mark.parametrize("server_version", ["200", "226"])
def test_tables_hold_what_tws_holds(qapp: QApplication, place: Path, server_version: str) -> None:
    async def work(port: int) -> None:
        program = Program(options(place, port=port, client_id=5))
        program.start()
        assert program.window.page("orders").empty.isVisibleTo(program.window)
        program.window.connect_requested.emit()
        await until(lambda: is_up(program) and program.tables.fills.total_count == 2)
        await until(lambda: program.tables.orders.total_count == len(program.blotter.orders))
        assert [order.contract.symbol for order in program.tables.orders.visible_records() if order.contract] == [
            "AAPL",
            "MSFT",
            "AAPL",
            "KO",
        ]
        assert program.tables.commissions.total_count == 2
        program.window.disconnect_requested.emit()
        await until(lambda: program.blotter.link.state is LinkState.DOWN)
        assert program.tables.orders.total_count == 4
        program.window.connect_requested.emit()
        await until(lambda: is_up(program))
        await asyncio.sleep(0.2)
        assert program.tables.orders.total_count == 4
        assert program.tables.fills.total_count == 2
        await closed(program)

    with simulator("--scenario", "quiet", "--server-version", server_version) as port:
        run(qapp, lambda: work(port))


def test_closing_while_connecting_leaves_nothing_behind(qapp: QApplication, place: Path) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(-1)
        writer.close()

    async def work() -> None:
        server = await asyncio.start_server(silent, "127.0.0.1", 0)
        program = Program(options(place, port=server.sockets[0].getsockname()[1]))
        program.start()
        program.window.connect_requested.emit()
        await asyncio.sleep(0.2)
        assert program.blotter.link.state is LinkState.CONNECTING
        await closed(program)
        left = {task for task in asyncio.all_tasks() if "Session" in repr(task) or "Connector" in repr(task)}
        assert left == set()
        server.close()

    run(qapp, work)


def test_a_tws_that_goes_away_leaves_the_rows_and_says_so(qapp: QApplication, place: Path) -> None:
    async def work() -> None:
        with simulator("--scenario", "quiet") as port:
            program = Program(options(place, port=port))
            program.start()
            program.window.connect_requested.emit()
            await until(lambda: is_up(program) and program.tables.fills.total_count == 2)
        await until(lambda: program.blotter.link.state is LinkState.WAITING)
        assert program.tables.fills.total_count == 2
        assert "ended" in program.blotter.link.reason
        assert all(record.stale_since for record in (*program.blotter.orders, *program.blotter.fills))
        await closed(program)

    run(qapp, work)


def test_another_address_forgets_the_old_tws_and_connects_to_the_new(qapp: QApplication, place: Path) -> None:
    async def work(first: int, second: int) -> None:
        program = Program(options(place, port=first))
        program.start()
        program.window.connect_requested.emit()
        await until(lambda: is_up(program) and program.tables.orders.total_count == 4)
        program.window.settings_accepted.emit(dataclasses.replace(program.settings, port=second))
        await until(lambda: is_up(program) and program.blotter.link.port == second)
        await until(lambda: program.tables.orders.total_count > 4)
        assert "DU2250001" in program.blotter.link.accounts
        assert not any(order.order_ref == "quiet-1" for order in program.blotter.orders)
        await closed(program)

    with simulator("--scenario", "quiet") as first, simulator("--scenario", "advisor") as second:
        run(qapp, lambda: work(first, second))
    stored, _ = load_settings(place / "settings.json")
    assert stored.port == second


def test_orders_of_other_clients_do_not_stay_working_for_ever(qapp: QApplication, place: Path) -> None:
    """Client 5 is pushed nothing: what the others' orders come to is found by the refreshes."""

    async def work() -> None:
        scenario = Quiet()
        tws = SimulatedTws(scenario)
        port = await tws.start()
        program = Program(options(place, port=port, client_id=5))
        program.settings_in_force.current = dataclasses.replace(program.settings, refresh_seconds=1)
        program.start()
        program.window.connect_requested.emit()
        await until(lambda: is_up(program) and program.tables.orders.total_count == 4)
        (bought,) = (order for order in tws.world.orders if order.contract.symbol == "MSFT")
        scenario.desk.fill(bought, 10, "418.50", "NASDAQ")
        shown = next(order for order in program.blotter.orders if order.perm_id == bought.perm_id)
        assert shown.status == "Submitted"
        await until(lambda: shown.status == "Filled" and shown.is_done and len(shown.fills) == 1)
        assert shown.missing_since is None
        await asyncio.sleep(1.5)
        assert tws.requests.count("REQ_EXECUTIONS") == 2
        await closed(program)
        await tws.stop()

    run(qapp, work)


def test_what_the_command_line_says_is_not_saved(qapp: QApplication, place: Path) -> None:
    async def work() -> None:
        program = Program(options(place, port=4711, client_id=17))
        program.start()
        assert (program.settings.port, program.settings.client_id) == (4711, 17)
        program.window.settings_accepted.emit(dataclasses.replace(program.settings, refresh_seconds=60))
        await closed(program)

    run(qapp, work)
    stored, _ = load_settings(place / "settings.json")
    assert (stored.port, stored.client_id, stored.refresh_seconds) == (7497, 900, 60)


def test_auto_bind_goes_with_client_0(qapp: QApplication, place: Path) -> None:
    save_settings(place / "settings.json", Settings(client_id=0, auto_bind=True))

    async def work() -> None:
        program = Program(options(place, client_id=5))
        program.start()
        assert not program.settings.auto_bind
        program.window.settings_accepted.emit(dataclasses.replace(program.settings, refresh_seconds=60))
        stored, _ = load_settings(place / "settings.json")
        assert (stored.client_id, stored.auto_bind) == (0, True)
        program.window.settings_accepted.emit(dataclasses.replace(program.settings, client_id=7))
        await closed(program)

    run(qapp, work)
    stored, problems = load_settings(place / "settings.json")
    assert problems == []
    assert (stored.client_id, stored.auto_bind) == (7, False)


def test_a_demo_that_is_closed_at_once_ends_cleanly(qapp: QApplication, place: Path) -> None:
    async def work() -> None:
        program = Program(options(place, demo=True))
        program.start()
        await asyncio.sleep(0)
        await closed(program)
        assert program.blotter.link.state is LinkState.DOWN
        assert not program.connector.is_busy

    run(qapp, work)


def test_the_window_is_found_as_it_was_left(qapp: QApplication, place: Path) -> None:
    async def leave() -> None:
        program = Program(options(place))
        program.start()
        page = program.window.page("fills")
        page.view.header.choose_order(program.tables.fills.column_number("price"))
        page._text.setText("AAPL")
        await closed(program)

    async def find() -> None:
        program = Program(options(place))
        state = program.window.page("fills").table_state()
        assert state.sort_key == "price"
        assert state.text == "AAPL"
        program.start()
        await closed(program)

    run(qapp, leave)
    run(qapp, find)


def test_damaged_settings_are_said_and_do_not_stop_the_start(qapp: QApplication, place: Path) -> None:
    place.mkdir(parents=True)
    (place / "settings.json").write_text("{damaged")

    async def work() -> None:
        program = Program(options(place))
        program.start()
        await until(lambda: program.tables.messages.total_count > 0)
        assert "settings" in program.blotter.messages[0].plain
        await closed(program)

    run(qapp, work)
