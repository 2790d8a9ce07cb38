"""`Handshake`: opens the socket, shakes hands and sends START_API. A failure becomes a `Cause`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ibmonitor.tws.session.connect_error import OLDEST_SERVER_VERSION, Cause, ConnectError, cause_of
from ibmonitor.tws.session.parameters import SessionParameters
from ibmonitor.tws.session.request_tracker import NoAnswerError, RefusedError
from ibmonitor.tws.session.requests import Requests
from ibmonitor.tws.wire.client import NotTwsError, TwsClient
from ibmonitor.tws.wire.framing import FrameTooLongError

NO_GREETING = (None, "")


class Handshake:
    """One attempt. `end` returns why the peer has closed the socket; empty while it has not."""

    def __init__(
        self, client: TwsClient, requests: Requests, parameters: SessionParameters, end: Callable[[], str]
    ) -> None:
        self._client = client
        self._requests = requests
        self._parameters = parameters
        self._end = end
        self.greeting: tuple[int | None, str] = NO_GREETING
        """TWS's server version and its own text of the time; `None` and empty before the handshake."""

    async def open(self) -> None:
        """Connect, up to nextValidId. Raises `ConnectError`."""
        patience = self._parameters.connect_patience
        await self._connect(patience)
        await self._shake_hands(patience)
        await self._start_api(patience)

    async def _connect(self, patience: float) -> None:
        try:
            async with asyncio.timeout(patience):
                await self._client.open_socket(self._parameters.host, self._parameters.port)
        except TimeoutError:
            raise self._error(Cause.UNREACHABLE, f"no answer within {patience:g} seconds") from None
        except UnicodeError as error:
            # What no domain name can be, such as "a..b", is refused before it is looked up.
            raise self._error(Cause.UNKNOWN_HOST) from error
        except OSError as error:
            raise self._error(cause_of(error), error.strerror or str(error)) from error

    async def _shake_hands(self, patience: float) -> None:
        try:
            async with asyncio.timeout(patience):
                server_version, _ = self.greeting = await self._client.greeting
        except TimeoutError:
            raise self._error(Cause.SILENT) from None
        except (NotTwsError, FrameTooLongError) as error:
            raise self._error(Cause.NOT_TWS) from error
        except OSError as error:
            raise self._error(Cause.CLOSED_AT_ONCE) from error
        if server_version < OLDEST_SERVER_VERSION:
            raise self._error(Cause.TOO_OLD, str(server_version))

    async def _start_api(self, patience: float) -> None:
        try:
            await self._requests.start_api(patience)
        except RefusedError:
            raise self._error(Cause.CLIENT_ID_IN_USE) from None
        except NoAnswerError:
            raise self._error(Cause.NEVER_READY) from None
        except ConnectionError:
            raise self._error(Cause.CLOSED_BEFORE_READY, self._end()) from None
        if self._end():
            # The end was in the same burst as nextValidId.
            raise self._error(Cause.CLOSED_BEFORE_READY, self._end())

    def _error(self, cause: Cause, detail: str = "") -> ConnectError:
        parameters = self._parameters
        return ConnectError(
            cause,
            host=parameters.host,
            port=parameters.port,
            client_id=parameters.client_id,
            detail=detail,
        )
