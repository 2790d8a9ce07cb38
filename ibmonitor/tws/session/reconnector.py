"""`Reconnector`: opens one `Session` after another, for as long as trying again makes sense."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from ibmonitor.domain.records.events import Fault, LinkChanged, LinkMoved
from ibmonitor.domain.records.link import LinkState
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.session.backoff import Backoff, backoff_for
from ibmonitor.tws.session.connect_error import Cause, ConnectError
from ibmonitor.tws.session.parameters import SessionParameters
from ibmonitor.tws.session.record_gaps import RecordGaps
from ibmonitor.tws.session.session import Session
from ibmonitor.tws.wire.tap import Tap

logger = logging.getLogger(__name__)

_TICK = 1.0
"""Seconds between two checks of the clock while waiting."""

_SLEPT = timedelta(seconds=20)
"""A longer time between two checks means that the computer has slept, so earlier failures no longer count."""

_GOOD_AFTER = 20.0
"""A connection that has lasted this many seconds was good: its end is not a failure to connect."""

_BROKEN = (
    "Something went wrong inside this program, so the connection was closed and is being reopened. Nothing that is "
    "shown is lost."
)


class Reconnector:
    """Connects, keeps the connection up to date, and reconnects when it is lost.

    `on_moved` is called with the port that TWS has moved to. Use it once.
    """

    def __init__(
        self,
        wrapper: SignalWrapper,
        parameters: SessionParameters,
        *,
        gaps: RecordGaps | None = None,
        tap: Tap | None = None,
        on_moved: Callable[[int], None] = lambda _port: None,
        backoff: Backoff | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        was_ours: bool = False,
    ) -> None:
        """`was_ours`: TWS has just accepted this client ID from this program."""
        self._wrapper = wrapper
        self._parameters = parameters
        self._gaps = gaps
        self._tap = tap
        self._on_moved = on_moved
        self._backoff = backoff or backoff_for(parameters.host)
        self._now = now
        self._hurry = asyncio.Event()
        self._was_ours = was_ours
        """Whether TWS has accepted this client ID before: if it is in use, it may be by our own last connection."""
        self._announced_failure = ""
        """The last failure announced; its repeats are not."""
        self._waiting: LinkChanged | None = None
        """The event announced while waiting for the next attempt; `None` otherwise."""
        self._is_closed = False
        self.session: Session | None = None
        """The connection that is open or being opened; `None` while waiting for the next attempt."""

    @property
    def accepted(self) -> tuple[str, int, int] | None:
        """Host, port and client ID if TWS has accepted them; `None` otherwise."""
        parameters = self._parameters
        return (parameters.host, parameters.port, parameters.client_id) if self._was_ours else None

    def try_now(self) -> None:
        """Connect now instead of waiting for the next attempt."""
        self._hurry.set()

    def set_master_setting(self, *, is_master: bool) -> None:
        """Set whether the user's settings call this client the master."""
        self._parameters = dataclasses.replace(self._parameters, says_master=is_master)
        if self.session is not None:
            self.session.set_master_setting(is_master=is_master)
        elif self._waiting is not None and not self._is_closed:
            self._waiting = dataclasses.replace(self._waiting, says_master=is_master)
            self._wrapper.announce(self._waiting)

    def set_auto_bind(self, *, auto_bind: bool) -> None:
        """Set whether future connections bind manual orders; the current one is changed separately."""
        self._parameters = dataclasses.replace(self._parameters, auto_bind=auto_bind)

    def set_refresh_seconds(self, seconds: float) -> None:
        """Set how often open orders are requested again; 0 is never."""
        self._parameters = dataclasses.replace(self._parameters, refresh_seconds=seconds)
        if self.session is not None:
            self.session.set_refresh_seconds(seconds)

    def close(self, reason: str) -> None:
        """Close the connection for good; the task that runs `keep` must be cancelled as well."""
        if self._is_closed:
            return
        self._is_closed = True
        session, self.session = self.session, None
        if session is not None:
            session.close(reason)
        else:
            self._wrapper.announce(self._parameters.link(LinkState.DOWN, reason))

    async def keep(self) -> None:
        """Stay connected; return when trying again is useless, or the user has to choose first."""
        while True:
            reason, cause = await self._connect_and_live()
            if self._has_been_closed():
                return
            offer = self._parameters.client_id + 1 if cause is Cause.CLIENT_ID_IN_USE else None
            if not self._is_worth_trying(cause):
                self._wrapper.announce(self._parameters.link(LinkState.DOWN, reason, other_client_id=offer))
                return
            await self._wait(reason, offer)

    def _has_been_closed(self) -> bool:
        return self._is_closed

    def _is_worth_trying(self, cause: Cause | None) -> bool:
        if cause is Cause.CLIENT_ID_IN_USE:
            return self._was_ours or self._parameters.needs_its_client_id
        return cause is not Cause.TOO_OLD

    async def _connect_and_live(self) -> tuple[str, Cause | None]:
        """Run one connection from start to end; return why it ended or failed."""
        session = self.session = Session(self._wrapper, self._parameters, self._gaps, self._tap)
        try:
            await session.open()
            self._was_ours = True
            self._announced_failure = ""
            began = asyncio.get_running_loop().time()
            await session.live()
        except ConnectError as error:
            self._announce_once(str(error))
            if session.moved_to is not None:
                self._follow(session.moved_to)
            return str(error), error.cause
        except Exception as error:
            # A bug of this program's: reconnect, so that the user sees the orders again.
            logger.exception("the connection was given up")
            self._wrapper.announce(Fault(_BROKEN, "".join(traceback.format_exception(error))))
            return _BROKEN, None
        finally:
            # A no-op unless this is being cancelled or something went wrong.
            session.close(_BROKEN)
            if self.session is session:
                self.session = None
        if asyncio.get_running_loop().time() - began >= _GOOD_AFTER:
            self._backoff.reset()
        self._announce_once(session.end_reason)
        if session.moved_to is not None:
            self._follow(session.moved_to)
        return session.end_reason, None

    def _follow(self, port: int) -> None:
        self._parameters = dataclasses.replace(self._parameters, port=port)
        self._backoff.reset()
        self._wrapper.announce(LinkMoved(port))
        self._on_moved(port)

    async def _wait(self, reason: str, other_client_id: int | None) -> None:
        """Wait for the next attempt, by this computer's clock, so that the wait is over after a sleep."""
        seconds = self._backoff.wait()
        loop = asyncio.get_running_loop()
        end, due = loop.time() + seconds, self._now() + timedelta(seconds=seconds)
        parameters = self._parameters
        self._waiting = parameters.link(LinkState.WAITING, reason, next_try=due, other_client_id=other_client_id)
        self._wrapper.announce(self._waiting)
        self._hurry.clear()
        checked = self._now()
        while not self._hurry.is_set() and loop.time() < end and self._now() < due:
            with suppress(TimeoutError):
                async with asyncio.timeout(min(_TICK, end - loop.time())):
                    await self._hurry.wait()
            if self._now() - checked > _SLEPT:
                self._backoff.reset()
            checked = self._now()
        self._waiting = None

    def _announce_once(self, sentence: str) -> None:
        """Announce a failure as a message unless it is the same as the last."""
        if sentence and sentence != self._announced_failure:
            self._announced_failure = sentence
            self._wrapper.announce(Fault(sentence))
