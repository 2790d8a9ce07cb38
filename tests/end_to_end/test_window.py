"""The whole program in one process but for TWS: what the simulated TWS holds is what the tables show."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest

from ibmonitor.domain.records.link import LinkState
from ibmonitor.settings.store import load_settings, save_settings
from ibmonitor.settings.table import Settings
from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws
from tests.end_to_end.processes import simulator
from tests.support.label_texts import panel_texts
from tests.support.programs import Programs, end, is_up
from tests.support.waiting import until


def test_the_demo_opens_shows_and_ends(programs: Programs) -> None:
    async def work() -> None:
        program = programs.started(demo=True)
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
        assert "client 900" in " ".join(panel_texts(program.window.findChildren(type(program.window._panel))[0]))

    programs.run(work)
    settings, problems = load_settings(programs.place / "settings.json")
    assert problems == []
    assert settings.port == 7497


@pytest.mark.parametrize("server_version", ["200", "226"])
def test_tables_hold_what_tws_holds(programs: Programs, server_version: str) -> None:
    async def work(port: int) -> None:
        program = programs.started(port=port, client_id=5)
        assert program.window.page("orders").empty.isVisibleTo(program.window)
        program.window.connect_requested.emit()
        await until(lambda: is_up(program) and program.tables.fills.total_count == 2)
        await until(lambda: program.tables.orders.total_count == len(program.blotter.orders))
        symbols = [order.contract.symbol for order in program.tables.orders.visible_records() if order.contract]
        assert sorted(symbols) == ["AAPL", "AAPL", "KO", "MSFT"]
        assert program.tables.commissions.total_count == 2
        program.window.disconnect_requested.emit()
        await until(lambda: program.blotter.link.state is LinkState.DOWN)
        assert program.tables.orders.total_count == 4
        program.window.connect_requested.emit()
        await until(lambda: is_up(program))
        program.feed.flush()
        assert program.tables.orders.total_count == 4
        assert program.tables.fills.total_count == 2

    with simulator("--scenario", "quiet", "--server-version", server_version) as port:
        programs.run(lambda: work(port))


def test_closing_while_connecting_leaves_nothing_behind(programs: Programs) -> None:
    greeted = False

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal greeted
        greeted = bool(await reader.read(4))
        await reader.read(-1)
        writer.close()

    async def work() -> None:
        server = await asyncio.start_server(silent, "127.0.0.1", 0)
        program = programs.connecting(port=server.sockets[0].getsockname()[1])
        await until(lambda: greeted)
        assert program.blotter.link.state is LinkState.CONNECTING
        await end(program)
        left = {task for task in asyncio.all_tasks() if "Session" in repr(task) or "Connector" in repr(task)}
        assert left == set()
        server.close()

    programs.run(work)


def test_a_tws_that_goes_away_leaves_the_rows_and_says_so(programs: Programs) -> None:
    async def work() -> None:
        with simulator("--scenario", "quiet") as port:
            program = programs.connecting(port=port)
            await until(lambda: is_up(program) and program.tables.fills.total_count == 2)
        await until(lambda: program.blotter.link.state is LinkState.WAITING)
        assert program.tables.fills.total_count == 2
        assert "ended" in program.blotter.link.reason
        assert all(record.stale_since for record in (*program.blotter.orders, *program.blotter.fills))

    programs.run(work)


def test_another_address_forgets_the_old_tws_and_connects_to_the_new(programs: Programs) -> None:
    async def work(first: int, second: int) -> None:
        program = programs.connecting(port=first)
        await until(lambda: is_up(program) and program.tables.orders.total_count == 4)
        program.window.settings_accepted.emit(dataclasses.replace(program.settings, port=second))
        await until(lambda: is_up(program) and program.blotter.link.port == second)
        await until(lambda: program.tables.orders.total_count > 4)
        assert "DU2250001" in program.blotter.link.accounts
        assert not any(order.order_ref == "quiet-1" for order in program.blotter.orders)

    with simulator("--scenario", "quiet") as first, simulator("--scenario", "advisor") as second:
        programs.run(lambda: work(first, second))
    stored, _ = load_settings(programs.place / "settings.json")
    assert stored.port == second


def test_orders_of_other_clients_do_not_stay_working_for_ever(programs: Programs) -> None:
    """Client 5 is pushed nothing: what the others' orders come to is found by the refreshes."""

    async def work() -> None:
        scenario = Quiet()
        tws = SimulatedTws(scenario)
        port = await tws.start()
        program = programs.new(port=port, client_id=5)
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
        refreshes = tws.requests.names.count("REQ_ALL_OPEN_ORDERS")
        # When the second one begins the first has requested all that it wants.
        await until(lambda: tws.requests.names.count("REQ_ALL_OPEN_ORDERS") == refreshes + 2)
        assert tws.requests.names.count("REQ_EXECUTIONS") == 2

    programs.run(work)


def test_what_the_command_line_says_is_not_saved(programs: Programs) -> None:
    async def work() -> None:
        program = programs.started(port=4711, client_id=17)
        assert (program.settings.port, program.settings.client_id) == (4711, 17)
        program.window.settings_accepted.emit(dataclasses.replace(program.settings, refresh_seconds=60))

    programs.run(work)
    stored, _ = load_settings(programs.place / "settings.json")
    assert (stored.port, stored.client_id, stored.refresh_seconds) == (7497, 900, 60)


def test_auto_bind_goes_with_client_0(programs: Programs) -> None:
    save_settings(programs.place / "settings.json", Settings(client_id=0, auto_bind=True))

    async def work() -> None:
        program = programs.started(client_id=5)
        assert not program.settings.auto_bind
        program.window.settings_accepted.emit(dataclasses.replace(program.settings, refresh_seconds=60))
        stored, _ = load_settings(programs.place / "settings.json")
        assert (stored.client_id, stored.auto_bind) == (0, True)
        program.window.settings_accepted.emit(dataclasses.replace(program.settings, client_id=7))

    programs.run(work)
    stored, problems = load_settings(programs.place / "settings.json")
    assert problems == []
    assert (stored.client_id, stored.auto_bind) == (7, False)


def test_a_demo_that_is_closed_at_once_ends_cleanly(programs: Programs) -> None:
    async def work() -> None:
        program = programs.started(demo=True)
        await asyncio.sleep(0)
        await end(program)
        assert program.blotter.link.state is LinkState.DOWN
        assert not program.connector.is_busy

    programs.run(work)


def test_the_window_is_found_as_it_was_left(programs: Programs) -> None:
    async def leave() -> None:
        program = programs.started()
        page = program.window.page("fills")
        page.view.header.choose_order(program.tables.fills.column_number("price"))
        page._text.setText("AAPL")

    async def find() -> None:
        program = programs.new()
        state = program.window.page("fills").table_state()
        assert state.sort_key == "price"
        assert state.text == "AAPL"
        program.start()

    programs.run(leave)
    programs.run(find)


def test_damaged_settings_are_said_and_do_not_stop_the_start(programs: Programs) -> None:
    programs.place.mkdir(parents=True)
    (programs.place / "settings.json").write_text("{damaged")

    async def work() -> None:
        program = programs.started()
        await until(lambda: program.tables.messages.total_count > 0)
        assert "settings" in program.blotter.messages[0].plain

    programs.run(work)
