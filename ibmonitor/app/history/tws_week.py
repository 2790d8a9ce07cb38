"""`TwsWeek`: asks TWS for the days that the history lacks, as far back as TWS still has them, and adds the answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ibmonitor.app.history.keeper import HistoryKeeper
from ibmonitor.app.history.past_answers import PastAnswers
from ibmonitor.domain.records.events import CommissionReport, ExecDetails
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.journal.rows.days import EXCHANGE
from ibmonitor.models.live.feed import Feed

if TYPE_CHECKING:
    from ibmonitor.journal.session import Circumstances
    from ibmonitor.journal.store.store import Store

logger = logging.getLogger(__name__)

SINCE_SERVER = 200
"""The first server version that can be asked for a number of days."""

Ask = Callable[[int, Callable[[RequestProgress], None]], None]


class TwsWeek(QObject):
    """Once the connection is up, asks for the missing days together, if there are any.

    `ask` requests the executions of so many days, and calls back with the outcome. What TWS refuses is not asked for
    again in this run of the program; a day that it has answered never is.
    """

    def __init__(
        self,
        feed: Feed,
        keeper: HistoryKeeper,
        answers: PastAnswers,
        ask: Ask,
        parent: QObject | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(parent)
        self._feed = feed
        self._keeper = keeper
        self._ask = ask
        self._now = now
        self._answer: list[ExecDetails | CommissionReport] | None = None
        """What has come of the answer; `None` while nothing is asked."""
        self._was_up = False
        self._refused: set[date] = set()
        self._work: asyncio.Task[None] | None = None
        answers.on_past = self._on_past
        feed.link_changed.connect(self._on_link_changed)
        keeper.changed.connect(self._on_link_changed)

    async def stop(self) -> None:
        """Wait until what TWS has answered is written."""
        if self._work is not None:
            await asyncio.wait([self._work])

    def _on_link_changed(self) -> None:
        keeper, link = self._keeper, self._feed.blotter.link
        is_up = link.state is LinkState.UP and keeper.is_writing
        came_up, self._was_up = is_up and not self._was_up, is_up
        if came_up and not keeper.is_demo and (link.server_version or 0) >= SINCE_SERVER:
            self._begin(self._ask_for_missing())

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        self._work = asyncio.get_running_loop().create_task(self._after(self._work, work))

    async def _after(self, earlier: asyncio.Task[None] | None, work: Coroutine[None, None, None]) -> None:
        if earlier is not None:
            await asyncio.wait([earlier])
        await work

    async def _ask_for_missing(self) -> None:
        store, circumstances = self._keeper.store, self._keeper.circumstances
        if store is None or circumstances is None:
            return
        site, today = self._site(), self._now().astimezone(EXCHANGE).date()
        missing = await asyncio.to_thread(_missing_days, store, site, today)
        days = [day for day in missing if day not in self._refused]
        if not days or self._answer is not None or self._keeper.store is not store:
            return
        self._answer = []
        self._keeper.holds_tail = True
        self._ask((today - days[0]) // timedelta(days=1) + 1, lambda progress: self._on_done(progress, days))

    def _site(self) -> str:
        from ibmonitor.journal.session import site_of  # noqa: PLC0415 - with the database's library

        return site_of(self._feed.blotter.link.accounts)

    def _on_past(self, event: ExecDetails | CommissionReport) -> None:
        if self._answer is not None:
            self._answer.append(event)

    def _on_done(self, progress: RequestProgress, days: list[date]) -> None:
        answer, self._answer = self._answer or [], None
        self._keeper.holds_tail = False
        store, circumstances = self._keeper.store, self._keeper.circumstances
        if progress is RequestProgress.REFUSED:
            self._refused.update(days)
        if store is not None and circumstances is not None and (answer or progress is RequestProgress.COMPLETE):
            # What came of an answer that was broken off is kept, and its days are asked for again.
            whole = days if progress is RequestProgress.COMPLETE else []
            self._begin(self._write(store, circumstances, answer, whole))

    async def _write(
        self,
        store: Store,
        circumstances: Circumstances,
        answer: list[ExecDetails | CommissionReport],
        days: list[date],
    ) -> None:
        from ibmonitor.journal.later import Answered, write_answer  # noqa: PLC0415 - as above
        from ibmonitor.journal.store.errors import HistoryError  # noqa: PLC0415

        answered = Answered(answer, days, self._now(), self._site(), self._feed.blotter.link)
        try:
            found = await asyncio.to_thread(write_answer, store, answered, circumstances)
        except HistoryError as error:
            # Whoever writes what comes now says it, too; the days are asked for at the next connection.
            logger.warning("past days are not in the history: %s", error)
        else:
            logger.info(
                "past days: TWS had %d executions, %d new", sum(d.came for d in found), sum(d.new for d in found)
            )
            self._keeper.changed.emit()


def _missing_days(store: Store, site: str, today: date) -> list[date]:
    """In a thread. None where that cannot be read."""
    from ibmonitor.journal.asked_days import missing_days  # noqa: PLC0415 - as above
    from ibmonitor.journal.store.errors import HistoryError  # noqa: PLC0415

    try:
        return missing_days(store, site, today, EXCHANGE)
    except HistoryError:
        return []
