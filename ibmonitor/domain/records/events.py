"""Events, the only way into the blotter: one immutable class each, and their union.

The TWS adapter creates them from ibapi's callbacks. Sentinels are already `None` or absent; times are TWS's own text,
since reading them needs the operator's zone, which the blotter knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from ibmonitor.domain.records.execution import Execution
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.numbers import Number
from ibmonitor.domain.records.records import Contract, TwsFields
from ibmonitor.domain.records.requests import Refusal, RequestKind, title_of
from ibmonitor.domain.records.value import value


@value
class LinkChanged:
    """The connection has a new state; `reason` is why it is down, in a plain sentence."""

    state: LinkState
    host: str
    port: int
    client_id: int
    reason: str = ""
    server_version: int | None = None
    connection_time: str = ""
    says_master: bool = False
    """Whether this client is the master by the user's settings."""
    next_try: datetime | None = None
    """When the next attempt is made, while waiting for it."""
    other_client_id: int | None = None
    """A client id to offer the user, where this one is in use by another program."""


@value
class LinkMoved:
    """The same TWS listens on another port from now on (1300)."""

    port: int


@value
class ManagedAccounts:
    accounts: tuple[str, ...]


@value
class NextValidId:
    order_id: int


@value
class OpenOrder:
    """openOrder. The ids are in `order_fields` too, unless unset."""

    order_id: int | None
    contract: Contract
    contract_fields: TwsFields
    order_fields: TwsFields
    state_fields: TwsFields


@value
class OpenOrderEnd:
    pass


@value
class OrderStatus:
    order_id: int | None
    status: str
    filled: Decimal | None
    remaining: Decimal | None
    avg_fill_price: Decimal | None
    perm_id: int | None
    parent_id: int | None
    last_fill_price: Decimal | None
    client_id: int | None
    """Can be the client that cancelled, not the owner: never a reason to re-key a known permId."""
    why_held: str
    mkt_cap_price: Decimal | None


@value
class CompletedOrder:
    """completedOrder. Text protocol: permId only."""

    contract: Contract
    contract_fields: TwsFields
    order_fields: TwsFields
    state_fields: TwsFields


@value
class CompletedOrdersEnd:
    pass


@value
class OrderBound:
    """A manual order got an API order id."""

    perm_id: int | None
    client_id: int | None
    order_id: int | None


LIVE_FILL = -1
"""The request id of an execution that answers no request."""


@value
class ExecDetails:
    req_id: int
    """That of the request that it answers, or `LIVE_FILL`."""
    contract: Contract
    execution: Execution
    time: str = ""
    """That of the execution, which need not be asked for it: one that is unread would take as long as all else."""


@value
class ExecDetailsEnd:
    req_id: int


@value
class CommissionReport:
    """commissionAndFeesReport: money in `currency`."""

    exec_id: str
    commission_and_fees: Number | None
    currency: str
    realized_pnl: Number | None
    yield_: Number | None
    yield_redemption_date: str | None


@value
class TwsMessage:
    """The error callback; most messages are no errors."""

    req_id: int | None
    code: int
    text: str
    time: datetime | None
    advanced_order_reject_json: str = ""


@value
class Fault:
    """Something this program could not do or read: `plain` is for the user, `detail` the raw data."""

    plain: str
    detail: str = ""


@value
class ReceiveFA:
    """1 groups, 3 aliases."""

    fa_data_type: int
    xml: str


@value
class ConfigResponse:
    """TWS's API settings by TWS's name; a setting TWS left out is absent."""

    req_id: int | None
    api_settings: Mapping[str, object]


@value
class CurrentTime:
    time: datetime


@value
class ClockCompared:
    """How far TWS's clock is ahead of this computer's, at least; negative where behind, 0 where they may agree."""

    ahead: timedelta


@value
class RequestChanged:
    """One of this program's requests was sent, answered, refused, or given up."""

    kind: RequestKind
    progress: RequestProgress
    detail: str = ""
    req_id: int | None = None
    """The id it was sent with; `None` for a request that has none."""
    words: str = ""
    """Of a query of the user's: what it asks for."""
    refusal: Refusal | None = None

    @property
    def title(self) -> str:
        return title_of(self.kind, self.words)


@value
class AccountAsked:
    """A request for the executions of one account was sent, answered, refused, or given up."""

    account: str
    progress: RequestProgress
    detail: str = ""
    req_id: int | None = None


Event = (
    LinkChanged
    | LinkMoved
    | ManagedAccounts
    | NextValidId
    | OpenOrder
    | OpenOrderEnd
    | OrderStatus
    | CompletedOrder
    | CompletedOrdersEnd
    | OrderBound
    | ExecDetails
    | ExecDetailsEnd
    | CommissionReport
    | TwsMessage
    | Fault
    | ReceiveFA
    | ConfigResponse
    | CurrentTime
    | ClockCompared
    | RequestChanged
    | AccountAsked
)
