"""Old days go by themselves; what the settings ask for is done in a thread, and said."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ibmonitor.app.history.upkeep import HistoryUpkeep
from ibmonitor.journal.store.schema import EXECUTIONS
from ibmonitor.windows.history_upkeep.upkeep_row import UpkeepRow
from tests.app.history.keeping import Keeping, Run
from tests.journal.histories import connects
from tests.journal.store.history_rows import rows_of
from tests.support.blotter_events import commission, execution
from tests.support.label_texts import label_texts
from tests.support.waiting import until


def today(exec_id: str, account: str) -> object:
    return execution(exec_id, acct_number=account, time=f"{datetime.now(UTC):%Y%m%d-%H:%M:%S}")


async def filled(keeping: Keeping) -> None:
    """A history with an execution of years ago, and of two accounts today."""
    await keeping.opened()
    old = execution("e.0.01.01", acct_number="DU1", time="20200102-15:00:00")
    keeping.receive(*connects("DU1", "DU2"), old, commission("e.0.01.01"))
    keeping.receive(today("e.1.01.01", "DU1"), today("e.2.01.01", "DU2"))  # type: ignore[arg-type]
    await until(lambda: exec_ids(keeping) == ["e.0.01.01", "e.1.01.01", "e.2.01.01"])


def exec_ids(keeping: Keeping) -> list[object]:
    store = keeping.keeper.store
    return [] if store is None else sorted(row["exec_id"] for row in rows_of(store, EXECUTIONS))


def said(row: QWidget) -> str:
    return "\n".join(label_texts(row))


def row_of(upkeep: HistoryUpkeep) -> UpkeepRow:
    row = UpkeepRow()
    row.show()
    upkeep.serve(row)
    return row


def test_days_are_removed_at_the_start_once_they_are_old(run: Run) -> None:
    async def steps(keeping: Keeping) -> None:
        await filled(keeping)
        await keeping.keeper.stop()
        HistoryUpkeep(keeping.keeper, lambda: 30, keeping.feed)
        await keeping.opened()
        await until(lambda: exec_ids(keeping) == ["e.1.01.01", "e.2.01.01"])

    run(steps)


def test_an_account_is_forgotten_and_then_everything(run: Run, tmp_path: Path) -> None:
    async def steps(keeping: Keeping) -> None:
        await filled(keeping)
        row = row_of(HistoryUpkeep(keeping.keeper, lambda: 0, keeping.feed))
        await until(lambda: "3 executions" in said(row))
        row.back_up_requested.emit(tmp_path / "copy.sqlite")
        await until(lambda: "✔ The copy is" in said(row))
        row.back_up_requested.emit(tmp_path / "copy.sqlite")
        await until(lambda: "✖ There is a file" in said(row))
        row.forget_account_requested.emit("DU1")
        await until(lambda: "✔ The account is forgotten." in said(row) and "1 execution," in said(row))
        assert exec_ids(keeping) == ["e.2.01.01"]
        row.forget_all_requested.emit()
        await until(lambda: "✔ Everything is forgotten." in said(row) and "0 executions" in said(row))
        # The connection goes on, and is kept again.
        keeping.receive(today("e.3.01.01", "DU2"))  # type: ignore[arg-type]
        await until(lambda: exec_ids(keeping) == ["e.3.01.01"])
        row.deleteLater()

    run(steps)


def test_without_a_history_nothing_can_be_done(run: Run) -> None:
    async def steps(keeping: Keeping) -> None:
        row = row_of(HistoryUpkeep(keeping.keeper, lambda: 0, keeping.feed))
        await until(lambda: "No history is kept." in said(row))
        assert not row.forget_all.isEnabled()
        row.deleteLater()

    run(steps)
