"""`Reconnector`: one `Session` after the other, for as long as another try makes sense."""

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
from ibmonitor.tws.session.backoff import Backoff
from ibmonitor.tws.session.connect_error import Cause, ConnectError
from ibmonitor.tws.session.parameters import SessionParameters
from ibmonitor.tws.session.record_gaps import RecordGaps
from ibmonitor.tws.session.session import Session
from ibmonitor.tws.wire.tap import Tap

logger = logging.getLogger(__name__)

_TICK = 1.0
"""Seconds between two looks at the clock while waiting."""

_SLEPT = timedelta(seconds=20)
"""More than this between two looks: the computer has slept. Earlier failures mean nothing now."""

_GOOD_AFTER = 20.0
"""Seconds after which a connection counts as good: its end is no failure to connect."""

_BROKEN = (
    "Something went wrong inside this program, so the connection was closed and is being reopened. Nothing that is "
    "shown is lost."
)


class Reconnector:
    """Connects, lives, and connects again, with the user's parameters, and announces it.

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
        """`was_ours`: TWS accepted this client id from us a moment ago."""
        self._wrapper = wrapper
        self._parameters = parameters
        self._gaps = gaps
        self._tap = tap
        self._on_moved = on_moved
        self._backoff = backoff or Backoff()
        self._now = now
        self._hurry = asyncio.Event()
        self._was_ours = was_ours
        """Whether TWS has accepted this client id before: what holds it now may be the ghost of our last connection."""
        self._announced_failure = ""
        """The failure that was announced last: its repeats are only counted down."""
        self._waiting: LinkChanged | None = None
        """What was announced of the wait for the next try, while it lasts."""
        self._is_closed = False
        self.session: Session | None = None
        """The connection that there is or that is being made; `None` while waiting for the next."""

    @property
    def accepted(self) -> tuple[str, int, int] | None:
        """Host, port and client id, where TWS has accepted that client id; `None` where it has not."""
        parameters = self._parameters
        return (parameters.host, parameters.port, parameters.client_id) if self._was_ours else None

    def try_now(self) -> None:
        """Wait no longer for the next try."""
        self._hurry.set()

    def set_master_setting(self, *, is_master: bool) -> None:
        """Whether the user's settings call this client the master, from now on."""
        self._parameters = dataclasses.replace(self._parameters, says_master=is_master)
        if self.session is not None:
            self.session.set_master_setting(is_master=is_master)
        elif self._waiting is not None and not self._is_closed:
            self._waiting = dataclasses.replace(self._waiting, says_master=is_master)
            self._wrapper.announce(self._waiting)

    def set_auto_bind(self, *, auto_bind: bool) -> None:
        """Whether the connections to come bind manual orders; the current one is changed separately."""
        self._parameters = dataclasses.replace(self._parameters, auto_bind=auto_bind)

    def set_refresh_seconds(self, seconds: float) -> None:
        """How often open orders are asked for again from now on; 0 is never."""
        self._parameters = dataclasses.replace(self._parameters, refresh_seconds=seconds)
        if self.session is not None:
            self.session.set_refresh_seconds(seconds)

    def close(self, reason: str) -> None:
        """End it for good; the task that runs `keep` must be cancelled as well."""
        if self._is_closed:
            return
        self._is_closed = True
        session, self.session = self.session, None
        if session is not None:
            session.close(reason)
        else:
            self._wrapper.announce(self._parameters.link(LinkState.DOWN, reason))

    async def keep(self) -> None:
        """Keep connected; return when it is of no use to try again, or the user has to choose first."""
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
        """One connection from beginning to end; return why it ended, or did not come about."""
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
            # Not of TWS's making: whatever it is, the user is to see the orders again.
            logger.exception("the connection was given up")
            self._wrapper.announce(Fault(_BROKEN, "".join(traceback.format_exception(error))))
            return _BROKEN, None
        finally:
            # Closed already, unless this is being cancelled or something went wrong.
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
        """Wait for the next try: for some time by this computer's clock, so that none of it is left after a sleep."""
        seconds = self._backoff.wait()
        loop = asyncio.get_running_loop()
        end, due = loop.time() + seconds, self._now() + timedelta(seconds=seconds)
        parameters = self._parameters
        self._waiting = parameters.link(LinkState.WAITING, reason, next_try=due, other_client_id=other_client_id)
        self._wrapper.announce(self._waiting)
        self._hurry.clear()
        looked = self._now()
        while not self._hurry.is_set() and loop.time() < end and self._now() < due:
            with suppress(TimeoutError):
                async with asyncio.timeout(min(_TICK, end - loop.time())):
                    await self._hurry.wait()
            if self._now() - looked > _SLEPT:
                self._backoff.reset()
            looked = self._now()
        self._waiting = None

    def _announce_once(self, sentence: str) -> None:
        """Announce a failure as a message, but not its repeats."""
        if sentence and sentence != self._announced_failure:
            self._announced_failure = sentence
            self._wrapper.announce(Fault(sentence))
