"""Sends the requests of one connection within TWS's rate limit; each is answered, refused, or reported as "no answer".

Requests with the same end marker never overlap.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from ibapi.execution import ExecutionFilter
from ibapi.protobuf.ConfigRequest_pb2 import ConfigRequest

from ibmonitor.domain.query.query import ExecutionOutcome, ExecutionQuery
from ibmonitor.domain.records.events import AccountAsked, RequestChanged
from ibmonitor.domain.records.link import Request, RequestProgress
from ibmonitor.domain.records.requests import FIRST_REQUEST_ID, Refusal, RequestKind
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.session.execution_answer import ExecutionAnswer, OnProgress
from ibmonitor.tws.session.pacing import Pacer
from ibmonitor.tws.session.parameters import SessionParameters
from ibmonitor.tws.session.request_tracker import (
    GivenUpError,
    NoAnswerError,
    PendingRequest,
    RefusedError,
    RequestTracker,
)
from ibmonitor.tws.wire.client import TwsClient
from ibmonitor.tws.wire.gate import GateRefusalError
from ibmonitor.tws.wire.refusals import refusal_of, refusal_sentence

_CUT_OFF = "TWS has lost its connection to IB; it is asked again once that is back."


class Requests:
    """Sends requests to TWS, and announces the progress of each.

    `end` returns why the peer has closed the connection; empty while it has not.
    """

    def __init__(
        self,
        client: TwsClient,
        wrapper: SignalWrapper,
        parameters: SessionParameters,
        end: Callable[[], str],
    ) -> None:
        self._client = client
        self._wrapper = wrapper
        self._parameters = parameters
        self._end = end
        self._answers = RequestTracker(wrapper, self._on_late_answer, lambda: client.unread)
        self._pacer = Pacer()
        self._open_order_answers = asyncio.Lock()
        self._completed_order_answers = asyncio.Lock()
        self._is_cut_off = False
        self._next_req_id = FIRST_REQUEST_ID

    def close(self) -> None:
        """End all pending requests without an answer."""
        self._answers.close()

    def set_cut_off(self, *, cut_off: bool) -> None:
        """While TWS has lost its connection to IB, send nothing and wait for no answer."""
        if cut_off and not self._is_cut_off:
            self._answers.give_up()
        elif self._is_cut_off and not cut_off:
            self._answers.forget_owed()
        self._is_cut_off = cut_off

    async def start_api(self, patience: float) -> None:
        """Start the API, up to nextValidId. Raises `RefusedError`, `NoAnswerError`, `ConnectionError`."""
        await self._pacer.turn()
        await self._answers.ask(
            PendingRequest(RequestKind.START), lambda: self._client.request(RequestKind.START), patience
        )

    async def config(self) -> RequestProgress:
        """Request TWS's API settings."""
        req_id = self._new_req_id()
        return (await self._ask(PendingRequest(RequestKind.CONFIG, req_id), ConfigRequest(reqId=req_id))).progress

    async def open_orders(self) -> RequestProgress:
        """Request the open orders of all clients."""
        async with self._open_order_answers:
            return (await self._ask(PendingRequest(RequestKind.OPEN_ORDERS))).progress

    async def own_open_orders(self) -> RequestProgress:
        """Request this client's own open orders; as client 0 only with auto-bind, since it binds manual orders."""
        async with self._open_order_answers:
            return (await self._ask(PendingRequest(RequestKind.OWN_ORDERS))).progress

    async def executions(self) -> RequestProgress:
        """Request all executions that TWS has, with their commissions."""
        req_id = self._new_req_id()
        pending = PendingRequest(RequestKind.EXECUTIONS, req_id)
        return (await self._ask(pending, req_id, ExecutionFilter())).progress

    async def executions_of(self, query: ExecutionQuery, on_progress: OnProgress) -> ExecutionOutcome:
        """Request the executions of a query, in parallel with other requests.

        Cancelled, it only stops listening: TWS has no way to end an answer.
        """
        req_id = self._new_req_id()
        answer = ExecutionAnswer(self._wrapper, req_id, on_progress)
        try:
            pending = PendingRequest(RequestKind.QUERY, req_id, words=query.describe())
            request = await self._ask(pending, req_id, _filter_of(query))
        finally:
            answer.close()
        return ExecutionOutcome(request.progress, frozenset(answer.exec_ids), request.detail)

    async def executions_of_account(self, account: str) -> RequestProgress:
        """Request all executions of one account: those of an advisor's sub-account come in no other answer."""
        req_id = self._new_req_id()
        pending = PendingRequest(RequestKind.SUB_ACCOUNTS, req_id, account=account)
        wanted = ExecutionFilter()
        wanted.acctCode = account
        return (await self._ask(pending, req_id, wanted)).progress

    async def past_executions(self, days: int, account: str = "") -> RequestProgress:
        """Request all executions of the last days, 1 to 7, today being the first; of one account where it is given.

        For servers from 200 on.
        """
        req_id = self._new_req_id()
        wanted = ExecutionFilter()
        wanted.acctCode = account
        wanted.lastNDays = days
        return (await self._ask(PendingRequest(RequestKind.PAST_DAYS, req_id), req_id, wanted)).progress

    async def advisor_data(self) -> list[RequestProgress]:
        """Request an advisor's account groups and aliases. "Not an advisor" is an answer as well."""
        kinds = (RequestKind.GROUPS, RequestKind.ALIASES)
        return [(await self._ask_for_advisor_data(PendingRequest(kind))).progress for kind in kinds]

    async def completed_orders(self, *, api_only: bool | None = None) -> RequestProgress:
        """Request today's completed orders; `api_only=None` follows the settings."""
        kind = RequestKind.API_COMPLETED_ORDERS if api_only else RequestKind.COMPLETED_ORDERS
        only = self._parameters.completed_orders_api_only if api_only is None else api_only
        async with self._completed_order_answers:
            return (await self._ask(PendingRequest(kind), only)).progress

    async def bind_future_orders(self, *, bind: bool) -> RequestProgress:
        """Start or stop binding future manual orders; TWS answers only if it refuses."""
        detail = "TWS does not confirm it." if bind else "It was switched off; TWS does not confirm it."
        request = await self._ask(PendingRequest(RequestKind.BINDING), bind, silence=(RequestProgress.COMPLETE, detail))
        return request.progress

    def stop_binding_at_once(self) -> None:
        """Stop binding manual orders, right before the connection is closed."""
        with suppress(GateRefusalError):
            self._client.request(RequestKind.BINDING, False)

    async def _ask_for_advisor_data(self, pending: PendingRequest) -> Request:
        request = await self._ask(pending)
        if request.refusal is Refusal.NOT_AN_ADVISOR:
            none = "The login is not an advisor's, so there are none."
            return self._announce(pending, RequestProgress.COMPLETE, none)
        return request

    def announce_sub_accounts(self, progress: RequestProgress, detail: str) -> None:
        """Announce the progress of the requests for all sub-accounts' executions."""
        self._wrapper.announce(RequestChanged(RequestKind.SUB_ACCOUNTS, progress, detail))

    async def _ask(
        self, pending: PendingRequest, *arguments: object, silence: tuple[RequestProgress, str] | None = None
    ) -> Request:
        """Send a request and announce its progress; `silence` is the outcome of one that TWS need not answer."""
        if self._is_cut_off:
            return self._announce(pending, RequestProgress.NO_ANSWER, _CUT_OFF)
        req_id = pending.req_id
        self._announce(pending, RequestProgress.RUNNING, req_id=req_id)
        await self._pacer.turn()
        patience = self._parameters.answer_patience if silence is None else self._parameters.refusal_patience
        unanswered = f"TWS did not answer within {patience:g} seconds; there may be more than is shown."
        try:
            await self._answers.ask(pending, lambda: self._client.request(pending.kind, *arguments), patience)
        except RefusedError as error:
            sentence = refusal_sentence(pending.kind, str(error))
            refusal = refusal_of(str(error))
            return self._announce(pending, RequestProgress.REFUSED, sentence, req_id, refusal)
        except (GateRefusalError, NoAnswerError, ConnectionError) as error:
            outcome = self._outcome(error, silence or (RequestProgress.NO_ANSWER, unanswered))
            return self._announce(pending, *outcome, req_id)
        except asyncio.CancelledError:
            self._announce(pending, RequestProgress.NO_ANSWER, "It was given up before the answer.", req_id)
            raise
        return self._announce(pending, RequestProgress.COMPLETE)

    def _outcome(self, error: Exception, silence: tuple[RequestProgress, str]) -> tuple[RequestProgress, str]:
        """The outcome, and why, of a request that TWS neither answered nor refused."""
        match error:
            case GateRefusalError():
                return RequestProgress.REFUSED, f"This program did not send it: {error}."
            case GivenUpError():
                return RequestProgress.NO_ANSWER, _CUT_OFF
            case NoAnswerError():
                return silence
            case _:
                ended = f"The connection ended before the answer: {self._end() or 'it was closed here'}."
                return RequestProgress.NO_ANSWER, ended

    def _on_late_answer(self, pending: PendingRequest) -> None:
        """The end of an answer came after the timeout."""
        self._announce(pending, RequestProgress.COMPLETE, "The answer came late.")

    def _announce(
        self,
        pending: PendingRequest,
        progress: RequestProgress,
        detail: str = "",
        req_id: int | None = None,
        refusal: Refusal | None = None,
    ) -> Request:
        if pending.account:
            self._wrapper.announce(AccountAsked(pending.account, progress, detail, req_id))
        else:
            self._wrapper.announce(RequestChanged(pending.kind, progress, detail, req_id, pending.words, refusal))
        return Request(pending.kind, progress, detail, pending.words, refusal)

    def _new_req_id(self) -> int:
        self._next_req_id += 1
        return int(self._next_req_id)


def _filter_of(query: ExecutionQuery) -> ExecutionFilter:
    wanted = ExecutionFilter()
    wanted.clientId = query.client_id or 0
    wanted.acctCode = query.account
    wanted.time = query.wire_time
    wanted.symbol = query.symbol
    wanted.secType = query.sec_type
    wanted.exchange = query.exchange
    wanted.side = query.side
    # Otherwise left at ibapi's "unset": for older servers ibapi refuses any other value.
    if query.last_days is not None:
        wanted.lastNDays = query.last_days
    if query.dates:
        wanted.specificDates = query.wire_dates
    return wanted
