"""`SubAccounts`: requests the executions of each of an advisor's accounts, and again as the advisor's orders fill.

TWS sends an advisor the executions of the allocation order itself; those of each account come only in answer to
a request for that account (TWS_FACTS, "Advisors").
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress

from ibmonitor.domain.records.accounts import is_master_account
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.tws.session.record_gaps import RecordGaps
from ibmonitor.tws.session.requests import Requests

_AT_ONCE = 4
"""Concurrent requests: more would only wait in TWS, and delay the answers to all others."""
_UNANSWERED = 8
"""After this many timeouts a round is broken off: each further request would wait as long."""
_SETTLING = 1.0
"""Seconds to wait after a fill: its allocations come later, and the next fill may be close."""
_PAUSES = (3.0, 10.0, 30.0, 60.0, 120.0, 300.0)
"""Seconds between rounds while allocations are missing. Whether TWS allocates at each fill or at the end is not
documented. The third answer after a fill is late enough to be final (`allocation/progress.py`, `ALLOCATED_WITHIN`)."""
_MOST_NAMED = 5


class SubAccounts:
    """Requests the executions of all sub-accounts in rounds, while `gaps` reports accounts that lack some."""

    def __init__(self, requests: Requests, gaps: RecordGaps) -> None:
        self._requests = requests
        self._gaps = gaps
        self._listed: tuple[str, ...] = ()
        """The accounts that TWS has listed: for an advisor, the advisor's own as well."""
        self._seen_parents: frozenset[str] = frozenset()
        """The parent accounts known at the last check."""
        self._wake = asyncio.Event()
        self._wants_all = False
        """All accounts are due: at first, and when TWS has its connection to IB back."""
        self._has_filled = False
        """An advisor's order has been filled since the last round."""
        self._is_ready = False
        self._is_closed = False
        self._closed = asyncio.Event()

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts to request: those listed that are not parents; none if there is no parent."""
        clients = tuple(account for account in self._listed if not self.is_parent(account))
        return clients if len(clients) < len(self._listed) or self._gaps.parent_accounts() else ()

    @property
    def is_advisor(self) -> bool:
        """Whether the login is an advisor's or an introducing broker's, as far as is known."""
        return bool(self.accounts)

    def is_parent(self, account: str) -> bool:
        """Whether other accounts may have parts of this one's executions."""
        return is_master_account(account) or account in self._gaps.parent_accounts()

    def has_new_parents(self) -> bool:
        """Whether accounts have turned out to be parents since the last call."""
        before, self._seen_parents = self._seen_parents, self._gaps.parent_accounts()
        return not self._seen_parents <= before

    def set_accounts(self, accounts: Sequence[str]) -> None:
        """Set the list of accounts that TWS has sent."""
        self._listed = tuple(dict.fromkeys(accounts))

    def on_advisor_fill(self) -> None:
        """An order of the advisor's has been filled: request its allocations soon."""
        self._has_filled = True
        self._wake.set()

    def check_missing(self) -> None:
        """Request allocations soon if the executions received show that some are missing."""
        if self._missing():
            self.on_advisor_fill()

    def ask_all(self) -> None:
        """Start a round through all accounts as soon as possible."""
        self._wants_all = True
        self._wake.set()

    def set_ready(self, *, ready: bool) -> None:
        """Set whether to send requests: not while TWS is not connected to IB."""
        self._is_ready = ready
        self._wake.set()

    def close(self) -> None:
        """Stop sending requests."""
        self._is_closed = True
        self._closed.set()
        self._wake.set()

    async def keep_up(self) -> None:
        """Run rounds whenever there is a reason to, until closed."""
        rounds = 0
        """Rounds since the last fill."""
        while not self._is_closed:
            self._wake.clear()
            if not self._is_ready:
                await self._wake.wait()
            elif self._wants_all:
                self._wants_all = False
                rounds = 0
                await self.round(self.accounts)
            elif self._has_filled:
                await _wait(self._closed, _SETTLING)
                self._has_filled = False
                rounds = 0
                # The accounts of the order's group first; if that is not enough, any account may have a part.
                await self.round(self._missing() or self.accounts)
            elif self._missing():
                if not await _wait(self._wake, _PAUSES[min(rounds, len(_PAUSES) - 1)]):
                    rounds += 1
                    await self.round(self.accounts)
            else:
                await self._wake.wait()

    async def round(self, accounts: Iterable[str] | None = None) -> RequestProgress:
        """Request the executions of each of these accounts, or of all; return the worst outcome."""
        waiting = list(self.accounts if accounts is None else accounts)
        if not waiting:
            return RequestProgress.COMPLETE
        whole, outcomes, unanswered = len(waiting), list[RequestProgress](), list[str]()
        waiting.reverse()

        def announce_progress() -> None:
            self._requests.announce_sub_accounts(RequestProgress.RUNNING, f"{len(outcomes):,} of {whole:,} accounts.")

        async def ask_next() -> None:
            while waiting and len(unanswered) < _UNANSWERED and not self._is_closed:
                account = waiting.pop()
                progress = await self._requests.executions_of_account(account)
                outcomes.append(progress)
                if progress is not RequestProgress.COMPLETE:
                    unanswered.append(account)
                announce_progress()

        announce_progress()
        await asyncio.gather(*(ask_next() for _ in range(_AT_ONCE)))
        progress = _worst(outcomes)
        self._requests.announce_sub_accounts(progress, _round_text(whole, len(outcomes), unanswered))
        return progress

    def _missing(self) -> tuple[str, ...]:
        known = set(self.accounts)
        return tuple(account for account in self._gaps.incomplete_accounts() if account in known) if known else ()


async def _wait(event: asyncio.Event, seconds: float) -> bool:
    """Wait for an event with a timeout; return whether it is set."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    return event.is_set()


def _worst(outcomes: list[RequestProgress]) -> RequestProgress:
    for progress in (RequestProgress.NO_ANSWER, RequestProgress.REFUSED):
        if progress in outcomes:
            return progress
    return RequestProgress.COMPLETE


def _round_text(whole: int, asked: int, unanswered: list[str]) -> str:
    if not unanswered:
        return f"Of {whole:,} accounts."
    names = ", ".join(unanswered[:_MOST_NAMED])
    more = len(unanswered) - _MOST_NAMED
    text = f"Not received for {names}{f' and {more:,} more' if more > 0 else ''}: their parts may be missing."
    return text if asked == whole else f"{text} {whole - asked:,} accounts were not asked, since TWS did not answer."
