"""`HistoryUpkeep`: removes old days, and does what the row in the settings asks for, in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from ibmonitor.app.history.keeper import HistoryKeeper
from ibmonitor.journal.rows.days import EXCHANGE
from ibmonitor.models.text.formats import count_text

if TYPE_CHECKING:
    from ibmonitor.journal.store.store import Store
    from ibmonitor.windows.history_upkeep.upkeep_row import UpkeepRow

T = TypeVar("T")

_OFF = "No history is kept. Check the box above to keep one from now on."


class HistoryUpkeep(QObject):
    """`days` returns for how many days the history is kept; 0 is for ever."""

    def __init__(self, keeper: HistoryKeeper, days: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._days = days
        self._row: UpkeepRow | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        keeper.changed.connect(self._on_changed)

    def serve(self, row: UpkeepRow) -> None:
        """Do what this row asks for, and show it how much there is."""
        self._row = row
        row.destroyed.connect(self._on_row_destroyed)
        row.back_up_requested.connect(self._on_back_up)
        row.forget_account_requested.connect(self._on_forget_account)
        row.forget_all_requested.connect(self._on_forget_all)
        self._start(self._show())

    def _on_row_destroyed(self) -> None:
        self._row = None

    def _on_changed(self) -> None:
        self._start(self._show())
        store = self._keeper.store
        if store is not None and not store.is_read_only and self._days():
            self._start(self._forget_old(store, self._days()))

    async def _forget_old(self, store: Store, days: int) -> None:
        from ibmonitor.journal.upkeep.retention import forget_before  # noqa: PLC0415 - needs SQLAlchemy

        first = (datetime.now(UTC).astimezone(EXCHANGE) - timedelta(days=days)).date()
        await self._try(lambda: forget_before(store, first, EXCHANGE))

    async def _show(self) -> None:
        row, store = self._row, self._keeper.store
        if row is None:
            return
        if store is None:
            row.show_state(_OFF, (), can_be_changed=False, can_be_copied=False)
            return
        from ibmonitor.journal.lists import accounts_of  # noqa: PLC0415 - as above
        from ibmonitor.journal.store.file_store import FileStore  # noqa: PLC0415
        from ibmonitor.journal.upkeep.sizes import sizes_of  # noqa: PLC0415

        found = await self._try(lambda: (sizes_of(store, EXCHANGE), accounts_of(store)))
        if found is None or self._row is not row:
            return
        sizes, accounts = found
        days = count_text(len(sizes.days), "day")
        since = f", the first on {sizes.days[0]:%d %b %Y}" if sizes.days else ""
        held = f"{count_text(sizes.executions, 'execution')}, {count_text(sizes.orders, 'order')}"
        words = f"{store.where}\n{days}{since}; {held}; {sizes.size / 1e6:,.1f} MB. {store.why_read_only}".rstrip()
        is_ours = not store.is_read_only
        row.show_state(words, accounts, can_be_changed=is_ours, can_be_copied=isinstance(store, FileStore))

    def _on_back_up(self, target: Path) -> None:
        from ibmonitor.journal.upkeep.backup import back_up  # noqa: PLC0415 - as above

        self._do(f"Backing up to {target}…", lambda store: back_up(store, target), f"The copy is {target}.")

    def _on_forget_account(self, account: str) -> None:
        from ibmonitor.journal.upkeep.forgetting import forget_account  # noqa: PLC0415 - as above

        def forget(store: Store) -> None:
            forget_account(store, account)
            self._keeper.forget_tail()

        self._do("Forgetting the account…", forget, "The account is forgotten.")

    def _on_forget_all(self) -> None:
        from ibmonitor.journal.upkeep.forgetting import forget_everything  # noqa: PLC0415 - as above

        def forget(store: Store) -> None:
            forget_everything(store)
            self._keeper.begin_session()
            self._keeper.forget_tail()

        self._do("Forgetting everything…", forget, "Everything is forgotten.")

    def _do(self, before: str, work: Callable[[Store], object], after: str) -> None:
        store = self._keeper.store
        if store is not None and self._row is not None:
            self._row.show_answer(before)
            self._start(self._finish(store, work, after))

    async def _finish(self, store: Store, work: Callable[[Store], object], after: str) -> None:
        done = await self._try(lambda: (work(store),))
        if done is not None and self._row is not None:
            self._row.show_answer(f"✔ {after}", "good")
        await self._show()

    async def _try(self, work: Callable[[], T]) -> T | None:
        """What the work returns, done in a thread; `None` where it fails, which the row says."""
        from ibmonitor.journal.store.errors import HistoryError  # noqa: PLC0415 - as above

        try:
            return await asyncio.to_thread(work)
        except HistoryError as error:
            if self._row is not None:
                self._row.show_answer(f"✖ {error}", "bad")
            return None

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
