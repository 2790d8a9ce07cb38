"""What the blotter keeps: one record for each order, fill, commission and message, and the facts of the connection.

Fields that come from TWS keep TWS's names in snake_case. `None` is unknown, 0 is zero. Quantities, prices and money are
`Decimal`, exactly as TWS sent them; times are aware UTC, next to TWS's own text (`..._raw`).

Values (`Contract`, `Execution`, `StatusChange`) never change. Records do, and only the `Blotter` changes them; they are
compared and hashed by identity. A record's `serial` is its place in the order of arrival within its table: it only
grows, and no number is used twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal
from enum import Enum

from ibmonitor.domain.records.execution import Execution
from ibmonitor.domain.records.fill_counts import FillCounts
from ibmonitor.domain.records.live_interval import Confirmed
from ibmonitor.domain.records.numbers import Number, decimal_of
from ibmonitor.domain.records.value import value

TwsFields = Mapping[str, object]
"""Non-default fields by TWS's own camelCase name; an unset sentinel is absent."""


@value
class ComboLeg:
    """One leg of a combo: how many of which contract are bought or sold for one combo."""

    con_id: int | None
    ratio: int | None
    action: str
    exchange: str


@value
class Contract:
    """An instrument as TWS names it; empty texts are as TWS sends them.

    All combos of one currency share one `con_id`: only their legs differ (see `instruments/key.py`).
    """

    con_id: int | None
    symbol: str
    sec_type: str
    last_trade_date_or_contract_month: str
    strike: Decimal | None
    right: str
    multiplier: str
    exchange: str
    currency: str
    local_symbol: str
    trading_class: str
    combo_legs_descrip: str = ""
    primary_exchange: str = ""
    combo_legs: tuple[ComboLeg, ...] = ()
    """As openOrder and completedOrder list them; executions have at most the description."""


@value
class StatusChange:
    """One state of an order; `received` is when this program received it."""

    received: datetime
    status: str
    filled: Decimal | None
    remaining: Decimal | None
    avg_fill_price: Decimal | None
    why_held: str
    source: str
    """`orderStatus`, `openOrder` or `completedOrder`: the callback that reported it."""


@value
class FieldChange:
    """One field of an order that TWS sent with another value than before; `None` is unset."""

    name: str
    """TWS's own name of the field."""
    old: object
    new: object


class HistoryKind(Enum):
    """What there is in an order's history besides its fills, commissions and messages."""

    STATUS = "status"
    """TWS reported a status, or new numbers with the same one."""
    MODIFIED = "modified"
    """openOrder came with changed terms; TWS does not report who changed them."""
    TRAILED = "trailed"
    """The stop of a trailing order has moved; consecutive moves are one entry."""
    ADJUSTED = "adjusted"
    """TWS rewrote the terms in its own form after it had accepted the order."""
    BOUND = "bound"
    """orderBound: a manual order was given an API order id."""
    LISTED = "listed"
    """A list that this program requested included the order again, unchanged: a resynchronization."""
    MISSING = "missing"
    """TWS's complete list of open orders did not include it."""
    FOUND = "found"
    """It was missing, and TWS has listed it again."""
    LOOKED_UP = "looked up"
    """It was missing; executions and completed orders were requested and do not show how it ended."""
    JOINED = "joined"
    """Two rows turned out to be this one order."""


@dataclass(slots=True, eq=False)
class HistoryEntry:
    """Something that happened to an order. An exact repeat is counted here instead of being kept again."""

    received: datetime
    """When this program first received it."""
    kind: HistoryKind
    status: StatusChange | None = None
    """The new status, for `STATUS`."""
    detail: str = ""
    """The ids for `BOUND` and `JOINED`, in words; empty otherwise."""
    changes: tuple[FieldChange, ...] = ()
    """The changed fields, for `MODIFIED` and `ADJUSTED`; for `TRAILED` its steps, oldest first."""
    steps: tuple[datetime, ...] = ()
    """When each step of `TRAILED` was received."""
    count: int = 1
    last_received: datetime | None = None
    """When the last repeat was received; `None` while there is none."""

    def repeat(self, now: datetime) -> None:
        """Count an exact repeat."""
        self.count += 1
        self.last_received = now


class BlotterNotes(Confirmed):
    """The blotter's own notes about an order; they are not shown."""

    __slots__ = (
        "completed_order_status",
        "corrections",
        "fill_counts",
        "is_ahead",
        "last_fill",
        "last_list",
        "open_order_status",
        "part_account",
        "settled_open_order",
        "settled_status",
    )

    last_fill: Fill | None
    """Of the fills that count, the one with the greatest cumulative quantity; a master account's come first."""
    part_account: str | None
    """The account of all fills outside master accounts; empty where there are several, `None` without any."""
    corrections: int
    """How many of its fills were replaced by corrections."""
    fill_counts: FillCounts | None
    """Of its fills, where these are many: see `order_fills.py`."""
    is_ahead: bool
    """An execution is newer than TWS's last report of how much is filled."""
    last_list: int
    """The number of the list of open orders that was last requested when TWS last reported the order as open."""
    open_order_status: str
    completed_order_status: str
    """The last status from that callback, which need not be the order's; empty before the first."""
    settled_open_order: object
    settled_status: object
    """The last events of their kinds, which would change nothing if TWS sent them again; `None` where they might."""

    def __post_init__(self) -> None:
        self.last_fill = None
        self.part_account = None
        self.corrections = 0
        self.fill_counts = None
        self.is_ahead = False
        self.last_list = 0
        self.open_order_status = ""
        self.completed_order_status = ""
        self.unsettle()

    # Methods, because mypy holds that a slotted dataclass has no slots of its base.

    def note_last_fill(self, fill: Fill | None) -> None:
        self.last_fill = fill

    def note_part_account(self, account: str) -> None:
        """Add the account of a fill outside master accounts."""
        self.part_account = account if self.part_account in (None, account) else ""

    def forget_part_account(self) -> None:
        self.part_account = None

    def note_corrections(self, more: int) -> None:
        self.corrections += more

    def note_fill_counts(self, counts: FillCounts | None) -> None:
        self.fill_counts = counts

    def note_ahead(self, *, ahead: bool) -> None:
        self.is_ahead = ahead

    def note_last_list(self, number: int) -> None:
        self.last_list = number

    def note_callback_status(self, *, open_order: str = "", completed_order: str = "") -> None:
        """Keep the last status of each callback; an empty one changes nothing."""
        self.open_order_status = open_order or self.open_order_status
        self.completed_order_status = completed_order or self.completed_order_status

    def settle(self, open_order: object, status: object) -> None:
        """Keep the last events: applied again, they would change nothing."""
        self.settled_open_order = open_order
        self.settled_status = status

    def unsettle(self) -> None:
        """Something has changed that the order depends on."""
        self.settled_open_order = None
        self.settled_status = None


@dataclass(slots=True, eq=False)
class Order(BlotterNotes):
    """One order, under all ids that TWS has used for it."""

    serial: int
    first_seen: datetime
    last_update: datetime

    perm_id: int | None = None
    order_id: int | None = None
    client_id: int | None = None
    parent_id: int | None = None

    contract: Contract | None = None
    account: str = ""
    action: str = ""
    total_quantity: Decimal | None = None
    """0 for an order by money, whose size is `cash_qty`."""
    cash_qty: Decimal | None = None
    """The size of an order by money, in the contract's currency; `None` for an order by quantity."""
    order_type: str = ""
    lmt_price: Decimal | None = None
    aux_price: Decimal | None = None
    tif: str = ""
    oca_group: str = ""
    order_ref: str = ""
    fa_group: str = ""
    fa_method: str = ""
    fa_percentage: str = ""
    model_code: str = ""
    submitter: str = ""

    status: str | None = None
    """As TWS sent it. Never derived from an error code or from fills."""
    filled: Decimal | None = None
    """What TWS reported as filled; where it has not yet, what the executions show, up to the order's quantity."""
    remaining: Decimal | None = None
    avg_fill_price: Decimal | None = None
    """As orderStatus reported it, or the last fill where that is newer; after a correction, the average of the fills
    that count."""
    last_fill_price: Decimal | None = None
    why_held: str = ""
    mkt_cap_price: Decimal | None = None
    warning_text: str = ""
    reject_reason: str = ""
    completed_status: str = ""
    completed_time: datetime | None = None
    completed_time_raw: str = ""
    completed_time_zone: tzinfo | None = None
    """The operator's, in which `completed_time_raw` was read."""

    executed: Decimal = Decimal(0)
    """Sum of the shares of the fills received here that count: neither superseded nor combo legs; of an advisor's order
    either its own fills or its sub-accounts' parts, whichever are more."""
    executed_whole: Decimal = Decimal(0)
    """Of those, the shares in a master account, of which other accounts have parts."""
    executed_parts: Decimal = Decimal(0)
    """Of those, the shares in all other accounts."""
    reported: StatusChange | None = None
    """TWS's last report of how much is filled; executions may be newer."""
    status_history: list[StatusChange] = field(default_factory=list)
    history: list[HistoryEntry] = field(default_factory=list)
    """The order's history in order of arrival; its fills, commissions and messages are kept separately."""
    fills: list[Fill] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    possible_messages: list[Message] = field(default_factory=list)
    """Messages with its order id that may be about another order."""
    parent: Order | None = field(default=None, repr=False)
    """The order it is attached to; `None` where there is none, or where it is not known here."""
    doubles: tuple[Order, ...] = field(default=(), repr=False)
    """Other orders under the same client id and order id, each with a permId of its own."""

    contract_fields: TwsFields = field(default_factory=dict)
    order_fields: TwsFields = field(default_factory=dict)
    state_fields: TwsFields = field(default_factory=dict)

    is_done: bool = False
    """No part of it is working any more, as far as TWS has reported or its fills show."""
    missing_since: datetime | None = None
    """When TWS's complete list of open orders first came without this order, which was not known to be done: it is
    finished or unknown, and `status` is only TWS's last report. `None` while it is listed, live, or done."""
    looked_up: datetime | None = None
    """When executions and completed orders had been requested since it went missing and did not show its end. `None`
    while the requests are pending, and for an order that is not missing."""
    by_snapshot: bool = False
    """This connection knows it only from lists that it requests now and then, and gets no live updates of it."""


class ComboRole(Enum):
    """What a fill is to the combo order it belongs to."""

    NONE = "none"
    BAG = "bag"
    LEG = "leg"


@dataclass(slots=True, eq=False)
class Fill(Confirmed):
    """One execution with what has become known about it since."""

    serial: int
    received: datetime
    execution: Execution
    contract: Contract
    time: datetime | None
    """When it happened; `None` where that cannot be read: see `why_no_moment` of `execution.time` and `zone`."""
    combo_role: ComboRole = ComboRole.NONE
    is_whole: bool = False
    """It is in a master account: the executions in other accounts are parts of it. They are never added up."""
    is_live: bool = False
    """TWS sent it when it happened, not in answer to a request."""
    commission: Commission | None = None
    superseded_by: str | None = None
    """The exec_id of the correction that replaces it; such a fill is in no sum, nor is its commission."""
    bag: Fill | None = field(default=None, repr=False)
    """For a combo's leg, the fill of the whole combo that it belongs to; `None` where that is not known."""
    legs: tuple[Fill, ...] = field(default=(), repr=False)
    """For the fill of a whole combo, those of its legs, in order of arrival."""
    order: Order | None = field(default=None, repr=False)
    zone: tzinfo | None = None
    """The operator's, in which `execution.time` was read."""


@dataclass(slots=True, eq=False)
class Commission(Confirmed):
    """One commission and fees report: money in `currency`, which may differ from the contract's."""

    serial: int
    received: datetime
    exec_id: str
    amount_sent: Number | None
    currency: str
    pnl_sent: Number | None
    yield_sent: Number | None
    yield_redemption_date: str | None
    """YYYYMMDD."""
    fill: Fill | None = field(default=None, repr=False)
    """`None` while its execution has not been seen."""

    @property
    def commission_and_fees(self) -> Decimal | None:
        return None if self.amount_sent is None else decimal_of(self.amount_sent)

    @property
    def realized_pnl(self) -> Decimal | None:
        return None if self.pnl_sent is None else decimal_of(self.pnl_sent)

    @property
    def yield_(self) -> Decimal | None:
        return None if self.yield_sent is None else decimal_of(self.yield_sent)


class Severity(Enum):
    """How serious a message is; the value is the word on screen."""

    INFO = "Info"
    WARNING = "Warning"
    ERROR = "Error"


@dataclass(slots=True, eq=False)
class Message:
    """A message from TWS or from this program."""

    serial: int
    received: datetime
    severity: Severity
    code: int | None
    """TWS's error code; `None` when the message is this program's own."""
    req_id: int | None
    """An order ID of an unnamed client, a request ID, or -1: TWS does not report which."""
    plain: str
    """What happened and what to do, in one or two plain sentences."""
    text: str
    """TWS's own text, or the raw data that could not be read."""
    time: datetime | None = None
    """TWS's time of the message; `None` below server version 194."""
    advanced_order_reject_json: str = ""
    order: Order | None = field(default=None, repr=False)
    """Set only when it is certain which order the message is about."""
    candidates: tuple[Order, ...] = field(default=(), repr=False)
    """The orders it may be about, when several clients have one with this order id: ambiguous."""
    count: int = 1
    """How often it was received: exact repeats are counted, not kept."""
    last_received: datetime | None = None
    """When the last repeat was received; `None` while there is none."""

    @property
    def orders(self) -> tuple[Order, ...]:
        """The order it is about, or else those it may be about."""
        return self.candidates if self.order is None else (self.order,)

    @property
    def latest(self) -> datetime:
        """When it was received last, repeats included."""
        return self.last_received or self.received
