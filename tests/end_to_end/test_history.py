"""The history of a program that is closed, and of one that is killed: all that was shown is kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.change import Changes
from ibmonitor.domain.records.covered_day import Day
from ibmonitor.journal.days import days_of, slices_of
from ibmonitor.journal.events.codec import Codec
from ibmonitor.journal.rows.days import EXCHANGE, day_of
from ibmonitor.journal.store.open_store import open_store
from ibmonitor.journal.store.schema import EXECUTIONS
from ibmonitor.journal.store.store import Store
from ibmonitor.settings.places import find_places
from ibmonitor.simulator.scenarios.advisor.advisor import Advisor
from ibmonitor.simulator.server.server import SimulatedTws
from tests.end_to_end.processes import ROOT, simulator
from tests.recording.sessions import contents
from tests.support.programs import Programs, end
from tests.support.waiting import until


def keep_history(place: Path, **settings: object) -> None:
    place.mkdir(exist_ok=True)
    (place / "settings.json").write_text(json.dumps({"version": 1, "keep_history": True} | settings))


def history_of(place: Path) -> Store:
    return open_store(find_places(place).history_file(), only_reads=True)


def today(store: Store) -> Day:
    iso = day_of(datetime.now(UTC), EXCHANGE)
    (day,) = (each for each in days_of(store, EXCHANGE) if each.day.isoformat() == iso)
    return day


def replayed(store: Store) -> Blotter:
    """Today's book, as the history has it."""
    day = today(store)
    now = datetime.now(UTC)
    blotter = Blotter(clock=lambda: now)
    for slice_ in slices_of(store, day.day, day.site, EXCHANGE, Codec()):
        now = slice_.time
        blotter.apply_all(slice_.events, Changes())
    return blotter


def test_what_was_shown_is_in_the_history(programs: Programs) -> None:
    async def work() -> None:
        tws = SimulatedTws(Advisor())
        port = await tws.start()
        keep_history(programs.place, port=port, host="127.0.0.1")
        program = await programs.connected()
        await until(lambda: bool(program.blotter.fills) and program.history.is_writing)
        await end(program)
        shown = program.blotter
        store = history_of(programs.place)
        try:
            kept = replayed(store)
            assert {fill.execution.exec_id for fill in kept.fills} == {fill.execution.exec_id for fill in shown.fills}
            assert [order.perm_id for order in kept.orders] == [order.perm_id for order in shown.orders]
            assert [order.status for order in kept.orders] == [order.status for order in shown.orders]
            assert contents(kept)[0] == contents(shown)[0]
        finally:
            store.close()
        left = {path.name for path in find_places(programs.place).history.glob("*.tail*")}
        assert left == {"default.tail.lock"}

    programs.run(work)


def killed(place: Path, port: int, seconds: float) -> list[str]:
    """Start a program that connects at once, kill it, and return what it had painted."""
    keep_history(place, port=port, host="127.0.0.1", connect_at_start=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.end_to_end.painting_window", "--config-dir", str(place)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    with process, process.stdout:
        first = process.stdout.readline()
        time.sleep(seconds)  # the moment is what is tried
        process.kill()
        painted = [first, *process.stdout]
    return [line.strip() for line in painted if line.endswith("\n")]


def recovered(programs: Programs, place: Path) -> set[str]:
    """The executions that the history has after the next start, which connects to nothing."""
    found: set[str] = set()

    async def work() -> None:
        keep_history(place)
        program = programs.started(place)
        await until(lambda: program.history.is_writing)
        await end(program)
        store = history_of(place)
        found.update(fill.execution.exec_id for fill in replayed(store).fills)
        with store.reading() as connection:
            assert {row for (row,) in connection.execute(select(EXECUTIONS.c.exec_id))} == found
        store.close()

    programs.run(work)
    return found


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_all_that_was_painted_is_there_after_a_kill(programs: Programs, tmp_path: Path) -> None:
    chance = Random(1)  # noqa: S311 - no secret
    with simulator("--scenario", "load", "--fills", "30000", "--orders", "0") as port:
        for number in range(6):
            place = tmp_path / str(number)
            painted = killed(place, port, chance.uniform(0, 1.5))
            kept = recovered(programs, place)
            assert painted
            assert not set(painted) - kept
