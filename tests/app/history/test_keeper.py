"""The history of a connection: opened, written, paused, and closed, whatever the disk does."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from ibmonitor.app.history import keeper as keeper_module
from ibmonitor.domain.records.events import Event
from ibmonitor.journal.store.errors import HistoryError
from ibmonitor.journal.store.schema import ORDERS, SESSIONS
from tests.app.history.keeping import Keeping, Run
from tests.journal.histories import connects
from tests.support.blotter_events import commission, execution, open_order
from tests.support.waiting import until

GREETING = b"\0\0\0\x05203\0\0"


FILL: list[Event] = [execution("e.1.01.01"), commission("e.1.01.01")]


def test_what_comes_is_kept_until_it_is_closed(run: Run) -> None:
    async def steps(keeping: Keeping) -> None:
        await keeping.opened()
        keeping.receive(*connects(), open_order(7, 1, 11), *FILL)
        assert keeping.tail.exists()
        await keeping.keeper.stop()
        keeping.receive(execution("e.2.01.01"))
        assert keeping.rows("exec_id") == ["e.1.01.01"]
        # What records tell is written without waiting for it.
        assert keeping.rows("perm_id", ORDERS) == [7]
        assert (keeping.tail.exists(), list(keeping.taps), keeping.feed.on_slice) == (False, [], None)
        assert keeping.troubles == []

    run(steps)


def test_what_comes_while_it_is_opened_is_kept(run: Run) -> None:
    async def steps(keeping: Keeping) -> None:
        keeping.start()
        await until(lambda: keeping.feed.on_slice)
        keeping.receive(*connects(), *FILL)
        assert not keeping.keeper.is_writing
        await keeping.keeper.stop()
        assert keeping.rows("exec_id") == ["e.1.01.01"]

    run(steps)


def test_who_waits_for_it_is_called_when_it_is_open_and_from_then_on_at_once(run: Run) -> None:
    async def steps(keeping: Keeping) -> None:
        called: list[bool] = []
        keeping.start()
        keeping.keeper.when_ready(lambda: called.append(keeping.keeper.is_writing))
        assert called == []
        await keeping.ready()
        keeping.keeper.when_ready(lambda: called.append(keeping.keeper.is_writing))
        assert called == [True, True]

    run(steps)


@pytest.mark.parametrize("error", [HistoryError("The disk is broken."), RuntimeError("a bug")])
def test_what_cannot_be_opened_is_said_and_holds_nothing_up(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(_place: object) -> None:
        raise error

    async def steps(keeping: Keeping) -> None:
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        with monkeypatch.context() as patch:
            patch.setattr("ibmonitor.journal.store.open_store.open_store", broken)
            keeping.start()
            await keeping.ready()
        if isinstance(error, HistoryError):
            assert keeping.troubles == [[f"{error} Nothing is added to the history until IB Monitor is started again."]]
        assert (keeping.keeper.is_writing, keeping.feed.on_slice) == (False, None)
        opening = keeping.keeper._opening
        assert opening is not None
        await asyncio.wait([opening])
        assert (opening.exception() is None) == isinstance(error, HistoryError)
        # Later it can be.
        await keeping.opened()
        assert keeping.troubles[-1:] in ([], [[]])

    run(steps)


def test_a_second_window_adds_nothing_and_says_so(run: Run, tmp_path: Path) -> None:
    async def steps(keeping: Keeping) -> None:
        await keeping.opened()
        second = Keeping(tmp_path / "history")
        second.start()
        await second.ready()
        second.receive(*connects(), *FILL)
        assert [len(sentences) for sentences in second.troubles] == [1]
        assert "Another window" in second.troubles[0][0]
        assert (second.keeper.is_writing, second.keeper.store is None) == (False, False)
        await second.end()
        assert second.troubles[-1] == []
        assert keeping.tail.exists()

    run(steps)


def test_another_tws_is_another_session(run: Run) -> None:
    async def steps(keeping: Keeping) -> None:
        await keeping.opened()
        keeping.receive(*connects("U1"), *FILL)
        keeping.feed.clear()
        keeping.receive(*connects("DU1"), *FILL)
        await keeping.keeper.stop()
        assert sorted(keeping.rows("site", SESSIONS)) == ["live", "paper"]
        assert keeping.rows("site") == ["live", "paper"]

    run(steps)


class TestTail:
    def test_it_begins_anew_when_it_is_long_and_everything_is_written(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(keeper_module, "_CHECK_MS", 1)
        monkeypatch.setattr(keeper_module, "_LONG_TAIL", 1000)

        async def steps(keeping: Keeping) -> None:
            await keeping.opened()
            keeping.keeper._timer.setInterval(1)
            keeping.unread = 5
            for tap in keeping.taps:
                tap.opened()
                tap.received(GREETING + bytes(2000))
            keeping.receive(*connects(), *FILL)
            writer, tail = keeping.keeper._writer, keeping.keeper._tail
            assert writer is not None
            assert tail is not None
            await until(lambda: writer.is_idle and keeping.keeper._notes and keeping.keeper._notes.is_idle)
            keeping.keeper._look_at_tail()
            assert tail.size > 2000
            keeping.unread = 0
            await until(lambda: tail.size < 1000)
            assert tail.is_on

        run(steps)

    def test_what_is_left_of_one_is_played_at_the_next_start(self, run: Run) -> None:
        async def steps(keeping: Keeping) -> None:
            await keeping.opened()
            await keeping.keeper.stop()
            keeping.tail.write_bytes(b"IBM")
            await keeping.opened()
            await until(lambda: not list(keeping.tail.parent.glob("*.left")))
            assert keeping.tail.stat().st_size > 10

        run(steps)

    def test_of_a_server_every_window_has_one_of_its_own(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def steps(keeping: Keeping) -> None:
            await keeping.opened()
            # As if both wrote one history, which only a server lets them do.
            second = Keeping(tmp_path / "history")
            await second.opened(tmp_path / "history" / "other.sqlite")
            assert second.keeper._tail is not None
            assert second.keeper._tail.path == tmp_path / "history" / "default.tail-2"
            assert keeping.tail.exists()
            await second.end()

        del monkeypatch
        run(steps)


def test_what_cannot_be_written_is_said_withdrawn_and_left_in_the_tail(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ibmonitor.journal.writer._FIRST_RETRY", 0.001)
    monkeypatch.setattr(keeper_module, "_LAST_SECONDS", 0.05)

    async def steps(keeping: Keeping) -> None:
        await keeping.opened()
        writer = keeping.keeper._writer
        assert writer is not None
        commit = writer._commit

        def full(_write: object) -> None:
            raise HistoryError("The disk is full.")

        monkeypatch.setattr(writer, "_commit", full)
        keeping.receive(*connects(), *FILL)
        await until(lambda: keeping.troubles == [["The disk is full."]])
        monkeypatch.setattr(writer, "_commit", commit)
        await until(lambda: keeping.troubles[-1] == [])
        monkeypatch.setattr(writer, "_commit", full)
        keeping.receive(execution("e.2.01.01"))
        await until(lambda: len(keeping.troubles) == 3)
        await keeping.keeper.stop()
        assert keeping.tail.exists()
        assert keeping.rows("exec_id") == ["e.1.01.01"]
        assert keeping.troubles[-1] == []

    run(steps)
