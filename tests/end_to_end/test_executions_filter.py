"""From the form of the executions dialog to what the simulated TWS is asked, and back to the rows of the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.app.program import Program
from ibmonitor.domain.query.query import ExecutionOutcome, ExecutionQuery
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.simulator.account.records import SimContract, SimExecution
from ibmonitor.simulator.account.world import World
from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.scenarios.desk import us_eastern
from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.simulator.server.server_settings import ServerSettings
from ibmonitor.simulator.wire.filters import TWS_ZONE
from ibmonitor.windows.executions.control import ExecutionsControl
from tests.support.programs import Programs
from tests.support.versions import TEXT_AND_PROTOBUF
from tests.support.waiting import until

CLIENT = 7
NOW = datetime.now(UTC)
AAPL = SimContract(1, "AAPL", "STK", "SMART", "USD")
OPTION = SimContract(2, "AAPL", "OPT", "SMART", "USD")
EURO = SimContract(3, "EUR", "CASH", "IDEALPRO", "USD")


def _execution(exec_id: str, contract: SimContract, *, days_ago: int = 0, **fields: Any) -> SimExecution:
    when = NOW - timedelta(days=days_ago)
    usual: dict[str, Any] = {"account": "DU1", "exchange": "NYSE", "side": "BOT", "client_id": 1}
    return SimExecution(
        exec_id=exec_id, contract=contract, when=when, time=us_eastern(when), shares=Decimal(1), price=Decimal(1),
        perm_id=5, order_id=5, cum_qty=Decimal(1), avg_price=Decimal(1), **usual | fields,
    )  # fmt: skip


def _world() -> World:
    """Without an advisor's own account, so that the program asks for no sub-account's executions by itself."""
    return World(
        ("DU1", "DU2"),
        executions=[
            _execution("bought.01", AAPL),
            _execution("sold.01", AAPL, side="SLD", client_id=3),
            _execution("option.01", OPTION, exchange="CBOE", account="DU2"),
            _execution("euro.01", EURO, exchange="IDEALPRO"),
            _execution("part.01", AAPL, account="DU2", is_allocation_part=True),
            _execution("yesterday.01", AAPL, days_ago=1),
        ],
    )


def _day(days_ago: int) -> str:
    return f"{(NOW - timedelta(days=days_ago)).astimezone(TWS_ZONE):%Y%m%d}"


FORMS = [
    ({}, {}, {"bought", "sold", "option", "euro"}),
    ({"client_id": "3"}, {"clientId": 3}, {"sold"}),
    ({"account": "DU2"}, {"acctCode": "DU2"}, {"option", "part"}),
    ({"symbol": "eur"}, {"symbol": "EUR"}, {"euro"}),
    ({"sec_type": "OPT"}, {"secType": "OPT"}, {"option"}),
    ({"exchange": "CBOE"}, {"exchange": "CBOE"}, {"option"}),
    ({"side": "SELL"}, {"side": "SELL"}, {"sold"}),
    (
        {"since": "2020-06-01 09:30", "zone": "US/Eastern"},
        {"time": "20200601-13:30:00"},
        {"bought", "sold", "option", "euro"},
    ),
    ({"last_days": "2"}, {"lastNDays": 2}, {"bought", "sold", "option", "euro", "yesterday"}),
    ({"dates": _day(1)}, {"specificDates": [_day(1)]}, {"yesterday"}),
]


class Asking:
    """The program, connected to a simulated TWS, and its executions dialog."""

    def __init__(self, program: Program, tws: SimulatedTws) -> None:
        self.program = program
        self.tws = tws
        self.control = ExecutionsControl(lambda: program.window.page("fills"), (), "UTC", program.window)
        self.ended: list[tuple[ExecutionOutcome, int]] = []
        self.control.requested.connect(self._on_requested)
        self.control.cancelled.connect(program.connector.cancel_executions)
        self.control.show_link(program.blotter.link)
        self.dialog = self.control.dialog

    def _on_requested(self, query: ExecutionQuery) -> None:
        self.program.connector.request_executions(query, self.control.on_progress, self._on_done)

    def _on_done(self, outcome: ExecutionOutcome, new: int) -> None:
        self.ended.append((outcome, new))
        self.control.on_done(outcome, new)

    def ask(self, **texts: str) -> None:
        self.dialog.form.clear()
        for name, text in texts.items():
            self.dialog.form.rows[name].set_value(text)
        self.dialog._ask.click()

    async def asked(self, **texts: str) -> tuple[ExecutionOutcome, int]:
        before = len(self.ended)
        self.ask(**texts)
        await until(lambda: len(self.ended) > before)
        self.program.feed.flush()
        return self.ended[-1]

    @property
    def rows(self) -> set[str]:
        shown = self.program.tables.fills.visible_records()
        return {fill.execution.exec_id.partition(".")[0] for fill in shown}

    def last_request(self) -> dict[str, Any]:
        fields = dict(self.tws.requests.of("REQ_EXECUTIONS")[-1].fields)
        del fields["reqId"]
        return {name: field for name, field in fields.items() if (name, field) != ("clientId", 0)}


def run(
    programs: Programs,
    work: Callable[[Asking], Awaitable[None]],
    scenario: Scenario,
    client_id: int = CLIENT,
    **options: Any,
) -> None:
    async def connected() -> None:
        tws = SimulatedTws(scenario, ServerSettings(**options))
        await work(Asking(await programs.connected(port=await tws.start(), client_id=client_id), tws))

    programs.run(connected)


@pytest.mark.parametrize("server_version", [200, 201, 226])
def test_each_field_of_the_form_is_asked_for_and_its_rows_alone_are_shown(
    programs: Programs, server_version: int
) -> None:
    async def work(asking: Asking) -> None:
        known: set[str] = set()
        for texts, fields, rows in FORMS:
            outcome, _ = await asking.asked(**texts)
            asking.dialog.only_answer.setChecked(True)
            assert asking.last_request() == fields
            assert outcome.progress is RequestProgress.COMPLETE
            assert asking.rows == rows, texts
            known |= rows
        asking.dialog.only_answer.setChecked(False)
        assert asking.rows == known

    run(programs, work, Scenario(_world()), max_server_version=server_version)


def test_the_new_ones_are_counted(programs: Programs) -> None:
    async def work(asking: Asking) -> None:
        answers = []
        for texts in ({}, {"account": "DU2"}, {"account": "DU2"}, {"last_days": "2"}, {"symbol": "NONE"}):
            _, new = await asking.asked(**texts)
            answers.append((new, asking.dialog.answer.text()))
        assert answers == [
            (0, "✔ 4 executions, none of them new."),
            (1, "✔ 2 executions, 1 of them new."),
            (0, "✔ 2 executions, none of them new."),
            (1, "✔ 5 executions, 1 of them new."),
            (0, "✔ No executions."),
        ]

    run(programs, work, Scenario(_world()))


@pytest.mark.parametrize("server_version", TEXT_AND_PROTOBUF)
def test_what_comes_after_a_cancel_joins_the_tables(programs: Programs, server_version: int) -> None:
    async def work(asking: Asking) -> None:
        tws, fills = asking.tws, asking.program.tables.fills
        tws.settings.silent_to = {"REQ_EXECUTIONS"}
        asked_before = tws.requests.names.count("REQ_EXECUTIONS")
        asking.ask(account="DU2")
        await until(lambda: tws.requests.names.count("REQ_EXECUTIONS") > asked_before)
        client, req_id = tws.client(CLIENT), int(tws.requests.of("REQ_EXECUTIONS")[-1].fields["reqId"])
        option, part = (each for each in tws.world.executions if each.account == "DU2")
        client.send_raw(client.wire.execution(req_id, option))
        await until(lambda: asking.dialog.answer.text() == "1 execution so far…")
        asking.dialog._cancel.click()
        await until(lambda: bool(asking.ended))
        outcome, _ = asking.ended[-1]
        assert outcome.progress is RequestProgress.NO_ANSWER
        assert "You cancelled it" in asking.dialog.answer.text()
        assert "is added to the tables" in asking.dialog.answer.text()
        before = fills.total_count
        client.send_raw(client.wire.execution(req_id, part) + client.wire.execution_end(req_id))
        await until(lambda: fills.total_count == before + 1)
        requests = asking.program.blotter.link.requests
        await until(lambda: requests[RequestKind.QUERY, "account DU2"].progress is RequestProgress.COMPLETE)
        assert len(asking.ended) == 1

    run(programs, work, Scenario(_world()), max_server_version=server_version)


def test_a_refusal_is_said_in_tws_words(programs: Programs) -> None:
    async def work(asking: Asking) -> None:
        tws = asking.tws
        tws.settings.silent_to = {"REQ_EXECUTIONS"}
        asked_before = tws.requests.names.count("REQ_EXECUTIONS")
        asking.ask(symbol="AAPL")
        await until(lambda: tws.requests.names.count("REQ_EXECUTIONS") > asked_before)
        req_id = int(tws.requests.of("REQ_EXECUTIONS")[-1].fields["reqId"])
        tws.client(CLIENT).send_error(req_id, (321, "Error validating request.-'bV' : cause - Not today"))
        await until(lambda: bool(asking.ended))
        assert asking.dialog.answer.text().startswith("✖ TWS refused it")
        assert "Not today" in asking.dialog.answer.text()

    run(programs, work, Quiet())


def test_a_connection_that_ends_ends_the_query(programs: Programs) -> None:
    async def work(asking: Asking) -> None:
        tws = asking.tws
        tws.settings.silent_to = {"REQ_EXECUTIONS"}
        asked_before = tws.requests.names.count("REQ_EXECUTIONS")
        asking.ask()
        await until(lambda: tws.requests.names.count("REQ_EXECUTIONS") > asked_before)
        tws.client(CLIENT).drop()
        await until(lambda: bool(asking.ended))
        assert "connection ended" in asking.dialog.answer.text()
        asking.control.show_link(asking.program.blotter.link)
        assert not asking.dialog._ask.isEnabled()

    run(programs, work, Quiet())


def test_of_two_queries_the_later_one_gets_the_outcome(programs: Programs) -> None:
    async def work(asking: Asking) -> None:
        ended: list[str] = []
        connector = asking.program.connector

        def ask(symbol: str) -> None:
            query = ExecutionQuery(symbol=symbol)
            connector.request_executions(query, lambda _: None, lambda *_: ended.append(symbol))

        ask("AAPL")
        ask("KO")
        await until(lambda: bool(ended))
        ask("MSFT")
        connector.cancel_executions()
        await until(lambda: len(ended) > 1)
        assert ended == ["KO", "MSFT"]
        connector.disconnect()
        ask("TSLA")
        assert ended[-1] == "TSLA"
        connector.connect(asking.program.settings)
        ask("IBM")
        connector.request_completed_orders(api_only=True)
        assert ended[-1] == "IBM"
        await until(lambda: asking.program.blotter.link.state is LinkState.UP)

    run(programs, work, Quiet())


def test_completed_orders_on_demand_join_the_rows_there_are(programs: Programs) -> None:
    async def work(asking: Asking) -> None:
        orders = asking.program.tables.orders
        asking.program.feed.flush()
        before = orders.total_count
        assert before == 4
        connector, tws = asking.program.connector, asking.tws
        for api_only in (True, False):
            count = tws.requests.names.count("REQ_COMPLETED_ORDERS")
            connector.request_completed_orders(api_only=api_only)
            connector.request_completed_orders(api_only=api_only)
            kind = RequestKind.API_COMPLETED_ORDERS if api_only else RequestKind.COMPLETED_ORDERS
            requests = asking.program.blotter.link.requests
            await until(lambda: tws.requests.names.count("REQ_COMPLETED_ORDERS") > count)  # noqa: B023 - waited for at once
            await until(lambda: requests[kind, ""].progress is RequestProgress.COMPLETE)  # noqa: B023
            assert tws.requests.names.count("REQ_COMPLETED_ORDERS") == count + 1
            recorded = tws.requests.of("REQ_COMPLETED_ORDERS")[-1]
            assert bool(recorded.fields.get("apiOnly", False)) is api_only
        asking.program.feed.flush()
        assert orders.total_count == before

    run(programs, work, Quiet())


@pytest.mark.usefixtures("may_bind")
@pytest.mark.parametrize("server_version", TEXT_AND_PROTOBUF)
def test_binding_goes_on_and_off_within_the_connection(programs: Programs, server_version: int) -> None:
    async def work(asking: Asking) -> None:
        connector, tws = asking.program.connector, asking.tws
        assert not tws.client(0).auto_bind
        connector.set_auto_bind(auto_bind=True)
        await until(lambda: tws.client(0).auto_bind)
        connector.set_auto_bind(auto_bind=False)
        await until(lambda: not tws.client(0).auto_bind)
        assert tws.requests.names.count("START_API") == 1
        assert tws.requests.names.count("REQ_OPEN_ORDERS") == 1

    run(programs, work, Quiet(), client_id=0, max_server_version=server_version)
