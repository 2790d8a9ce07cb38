"""`Sync`: which requests are sent, and in which order. `requests.py` sends them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.tws.session.record_gaps import Lookup
from ibmonitor.tws.session.requests import Requests
from ibmonitor.tws.session.sub_accounts import SubAccounts


class Sync:
    """The order of requests of one connection.

    After each poll `lookup` is checked for unexplained orders or fills. `binds` returns whether manual orders are
    being bound, `can_read_config` whether this TWS knows reqConfig.
    """

    def __init__(
        self,
        requests: Requests,
        sub_accounts: SubAccounts,
        lookup: Lookup | None,
        *,
        binds: Callable[[], bool],
        can_read_config: Callable[[], bool],
    ) -> None:
        self._requests = requests
        self._sub_accounts = sub_accounts
        self._lookup = lookup
        self._binds = binds
        self._can_read_config = can_read_config
        self.is_due = True
        """Everything must be requested: at first, and when TWS has its connection to IB back."""
        self._is_newly_advisor = False

    async def request_all(self) -> list[RequestProgress]:
        """Request everything once, and return how each request ended; sub-accounts follow separately."""
        self.is_due = False
        # Concurrently: if TWS does not answer about its settings or groups, that must not delay the orders.
        of_config, of_advisor, outcomes = await asyncio.gather(
            self._request_config(), self._request_advisor_data(), self._request_tables()
        )
        if self._is_newly_advisor and not of_advisor:
            of_advisor = await self._request_advisor_data()
        self._is_newly_advisor = False
        self._sub_accounts.ask_all()
        return [*of_config, *outcomes, *of_advisor]

    async def refresh(self) -> None:
        """Request open orders, executions and completed orders again; then those of an advisor's sub-accounts."""
        await self._requests.open_orders()
        await self._look_up()
        await self._request_advisor_data()
        self._sub_accounts.ask_all()

    async def poll(self) -> None:
        """Request open orders again, and what they leave unexplained."""
        progress = await self._requests.open_orders()
        if progress is RequestProgress.COMPLETE and self._lookup and self._lookup.wanted():
            await self._look_up()
            self._sub_accounts.check_missing()
        if self._is_newly_advisor:
            self._is_newly_advisor = False
            await self._request_advisor_data()
            self._sub_accounts.ask_all()

    def note_new_parents(self) -> bool:
        """Return whether accounts have turned out to be parents; if so, the next poll requests the advisor's data."""
        if not self._sub_accounts.has_new_parents():
            return False
        self._is_newly_advisor = True
        return True

    async def _request_config(self) -> list[RequestProgress]:
        return [await self._requests.config()] if self._can_read_config() else []

    async def _request_advisor_data(self) -> list[RequestProgress]:
        return await self._requests.advisor_data() if self._sub_accounts.is_advisor else []

    async def _request_tables(self) -> list[RequestProgress]:
        outcomes = []
        if self._binds():
            outcomes += [await self._requests.own_open_orders(), await self._requests.bind_future_orders(bind=True)]
        outcomes += [await self._requests.open_orders(), *await self._look_up()]
        return outcomes

    async def _look_up(self) -> list[RequestProgress]:
        outcomes = [await self._requests.executions(), await self._requests.completed_orders()]
        if self._lookup is None:
            return outcomes
        if RequestProgress.NO_ANSWER in outcomes:
            self._lookup.unanswered()
        else:
            self._lookup.done()
        return outcomes
