"""What TWS still has of the days on which nobody was connected is in the history, and not among today's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.app.program import Program
from ibmonitor.domain.records.covered_day import AskedDay
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.journal.asked_days import asked_days
from ibmonitor.journal.store.schema import COMMISSIONS, EXECUTIONS
from ibmonitor.simulator.account.records import SimCommission, SimContract, SimExecution
from ibmonitor.simulator.account.world import World
from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.scenarios.desk import us_eastern
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.simulator.server.server_settings import ServerSettings
from ibmonitor.simulator.wire.filters import TWS_ZONE
from tests.end_to_end.test_history import history_of, keep_history
from tests.journal.histories import read_back
from tests.journal.store.history_rows import rows_of
from tests.support.programs import Programs, end
from tests.support.waiting import until

NOON = datetime.now(TWS_ZONE).replace(hour=12, minute=0, second=0, microsecond=0)
TODAY = NOON.date()
AAPL = SimContract(1, "AAPL", "STK", "SMART", "USD")


def day(days_ago: int) -> date:
    return TODAY - timedelta(days=days_ago)


def world(accounts: tuple[str, ...] = ("DU1",)) -> World:
    """An execution at noon of each of the last nine days, with its commission; `noon-0` is today's."""
    made = World(accounts)
    for days_ago in range(9):
        when = NOON - timedelta(days=days_ago)
        usual: dict[str, Any] = {"account": "DU1", "exchange": "NYSE", "side": "BOT", "client_id": 1}
        made.executions.append(
            SimExecution(
                exec_id=f"noon-{days_ago}.01",
                contract=AAPL,
                when=when,
                time=us_eastern(when),
                shares=Decimal(1),
                price=Decimal(1),
                perm_id=50 + days_ago,
                order_id=5,
                cum_qty=Decimal(1),
                avg_price=Decimal(1),
                **usual,
            )
        )
        made.commissions[f"noon-{days_ago}.01"] = SimCommission(f"noon-{days_ago}.01", Decimal("1.05"), "USD")
    return made


def shown(program: Program) -> list[str]:
    program.feed.flush()
    return [fill.execution.exec_id for fill in program.blotter.fills]


def questions(tws: SimulatedTws) -> list[int]:
    """How many days each request for past days was for."""
    return [entry.fields["lastNDays"] for entry in tws.requests.of("REQ_EXECUTIONS") if entry.fields.get("lastNDays")]


async def asked(program: Program) -> list[AskedDay]:
    """What was found out about each of the six days, once that is in the history."""
    found: list[AskedDay] = []

    def is_there() -> bool:
        store = program.history.store
        found[:] = [] if store is None else asked_days(store)
        return len(found) == 6

    await until(is_there)
    return found


@pytest.mark.parametrize("version", [200, 226])
def test_a_week_of_absence_is_closed_once(programs: Programs, version: int) -> None:
    async def work() -> None:
        tws = SimulatedTws(Scenario(world()), ServerSettings(max_server_version=version))
        port = await tws.start()
        keep_history(programs.place, port=port, host="127.0.0.1")
        program = await programs.connected()
        found = await asked(program)
        assert [(each.day, each.came, each.new, each.lacking) for each in found] == [
            (day(days_ago), 1, 1, 0) for days_ago in range(6, 0, -1)
        ]
        assert questions(tws) == [7]
        assert shown(program) == ["noon-0.01"]
        assert [report.exec_id for report in program.blotter.commissions] == ["noon-0.01"]
        request = program.blotter.link.request(RequestKind.PAST_DAYS)
        assert request is not None
        assert request.progress is RequestProgress.COMPLETE
        await end(program)
        # Another start asks for nothing that was answered.
        program = await programs.connected()
        await until(lambda: program.history.is_writing and shown(program))
        await end(program)
        assert questions(tws) == [7]
        store = history_of(programs.place)
        try:
            days = {row["exec_id"]: row["day"] for row in rows_of(store, EXECUTIONS)}
            assert days == {f"noon-{days_ago}.01": day(days_ago).isoformat() for days_ago in range(7)}
            assert {row["exec_id"] for row in rows_of(store, COMMISSIONS)} == set(days)
            (fill,) = read_back(store, day(3)).blotter.fills
            assert fill.execution.exec_id == "noon-3.01"
            assert fill.commission is not None
            assert fill.received == fill.time == (NOON - timedelta(days=3)).astimezone(UTC)
        finally:
            store.close()

    programs.run(work)


def test_what_the_trade_log_no_longer_has_is_said(programs: Programs) -> None:
    async def work() -> None:
        tws = SimulatedTws(Scenario(world()), ServerSettings(trade_log_days=3))
        port = await tws.start()
        keep_history(programs.place, port=port, host="127.0.0.1")
        program = await programs.connected()
        found = await asked(program)
        assert [(each.day, each.came) for each in found] == [
            (day(days_ago), int(days_ago < 3)) for days_ago in range(6, 0, -1)
        ]
        await end(program)

    programs.run(work)


def test_an_older_tws_is_not_asked(programs: Programs) -> None:
    async def work() -> None:
        tws = SimulatedTws(Scenario(world()), ServerSettings(max_server_version=199))
        port = await tws.start()
        keep_history(programs.place, port=port, host="127.0.0.1")
        program = await programs.connected()
        await until(lambda: program.history.is_writing and shown(program))
        await end(program)
        assert questions(tws) == []

    programs.run(work)


def test_without_a_history_nothing_is_asked(programs: Programs) -> None:
    async def work() -> None:
        tws = SimulatedTws(Scenario(world()))
        port = await tws.start()
        programs.place.mkdir(exist_ok=True)
        keep_history(programs.place, port=port, host="127.0.0.1", keep_history=False)
        program = await programs.connected()
        await until(lambda: shown(program))
        await end(program)
        assert questions(tws) == []

    programs.run(work)
