"""What the blotter keeps: one record for each order, fill, commission and message, and the facts of the connection.

Fields that come from TWS keep TWS's names in snake_case. `None` is unknown, 0 is zero. Quantities, prices and money are
`Decimal`, exactly as TWS wrote them; times are aware UTC beside TWS's own text (`..._raw`).

Values (`Contract`, `Execution`, `StatusChange`) never change. Records do, and only the `Blotter` changes them; they are
compared and hashed by identity. A record's `serial` is its place in the order of arrival within its table: it only
grows, and a number is never used twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal
from enum import Enum

from ibmonitor.domain.records.live_interval import Confirmed
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

    All combos of one currency share one `con_id`: what tells them apart is their legs (see `instruments/key.py`).
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
class Execution:
    """All fields of TWS's Execution object."""

    order_id: int | None
    client_id: int | None
    exec_id: str
    time: str
    acct_number: str
    exchange: str
    side: str
    shares: Decimal | None
    price: Decimal | None
    perm_id: int | None
    liquidation: int | None
    cum_qty: Decimal | None
    avg_price: Decimal | None
    order_ref: str
    ev_rule: str
    ev_multiplier: Decimal | None
    model_code: str
    last_liquidity: int | None
    pending_price_revision: bool | None
    submitter: str
    opt_exercise_or_lapse_type: str | None


@value
class StatusChange:
    """One state an order was seen in; `received` is when this program heard of it."""

    received: datetime
    status: str
    filled: Decimal | None
    remaining: Decimal | None
    avg_fill_price: Decimal | None
    why_held: str
    source: str
    """`orderStatus`, `openOrder` or `completedOrder`: the callback that told."""


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
    """TWS told a status, or other numbers with the same one."""
    MODIFIED = "modified"
    """openOrder came with other terms than before, whoever changed them."""
    TRAILED = "trailed"
    """The stop of a trailing order has moved; moves that follow one another are one happening."""
    ADJUSTED = "adjusted"
    """TWS rewrote the terms in its own form after it had accepted the order."""
    BOUND = "bound"
    """orderBound: a manual order was given an API order id."""
    LISTED = "listed"
    """A list that this program asked for named the order again and said nothing new: a resynchronisation."""
    MISSING = "missing"
    """TWS's complete list of open orders came without it."""
    FOUND = "found"
    """It was missing, and TWS has named it again."""
    LOOKED_UP = "looked up"
    """It was missing; executions and completed orders were asked for and do not tell how it ended."""
    JOINED = "joined"
    """Two rows turned out to be this one order."""


@dataclass(slots=True, eq=False)
class HistoryEntry:
    """Something that happened to an order. An exact repeat is counted here instead of being kept again."""

    received: datetime
    """When this program first heard of it."""
    kind: HistoryKind
    status: StatusChange | None = None
    """What was told, for `STATUS`."""
    detail: str = ""
    """The ids for `BOUND` and `JOINED`, in words; empty otherwise."""
    changes: tuple[FieldChange, ...] = ()
    """What is different, for `MODIFIED` and `ADJUSTED`; for `TRAILED` its steps, oldest first."""
    steps: tuple[datetime, ...] = ()
    """When each of the steps of `TRAILED` was heard of."""
    count: int = 1
    last_received: datetime | None = None
    """When the last repeat came; `None` while there is none."""

    def repeat(self, now: datetime) -> None:
        """Note that the same was heard once more."""
        self.count += 1
        self.last_received = now


class BlotterNotes(Confirmed):
    """What the blotter notes about an order for itself: no field of the record, and nothing to show."""

    __slots__ = (
        "completed_order_status",
        "corrections",
        "is_ahead",
        "last_fill",
        "last_list",
        "open_order_status",
        "part_account",
    )

    last_fill: Fill | None
    """Of the fills that count, the one with the greatest cumulative quantity; a master's wins over its parts'."""
    part_account: str | None
    """The account of all fills that are no master's; empty where they are in several, `None` without any."""
    corrections: int
    """How many of its fills a correction has replaced."""
    is_ahead: bool
    """An execution is newer than TWS's last report of how much is filled."""
    last_list: int
    """The number of the list of open orders since whose request TWS last spoke of it as an order there is."""
    open_order_status: str
    completed_order_status: str
    """The status that callback told last, which need not be the order's; empty before the first."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.last_fill = None
        self.part_account = None
        self.corrections = 0
        self.is_ahead = False
        self.last_list = 0
        self.open_order_status = ""
        self.completed_order_status = ""

    def note_last_fill(self, fill: Fill | None) -> None:
        self.last_fill = fill

    def note_part_account(self, account: str) -> None:
        """Note the account of a fill that is no master's."""
        self.part_account = account if self.part_account in (None, account) else ""

    def forget_part_account(self) -> None:
        self.part_account = None

    def note_corrections(self, more: int) -> None:
        self.corrections += more

    def note_ahead(self, *, ahead: bool) -> None:
        self.is_ahead = ahead

    def note_last_list(self, number: int) -> None:
        self.last_list = number

    def note_callback_status(self, *, open_order: str = "", completed_order: str = "") -> None:
        """Note the statuses told; an empty one says nothing, and the last stays."""
        self.open_order_status = open_order or self.open_order_status
        self.completed_order_status = completed_order or self.completed_order_status


@dataclass(slots=True, eq=False)
class Order(BlotterNotes):
    """One order, under whatever aliases TWS has named it."""

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
    """TWS's own word, verbatim. Never derived from an error code or from fills."""
    filled: Decimal | None = None
    """What TWS reported as filled; where it has not yet, what the executions show, up to the order's quantity."""
    remaining: Decimal | None = None
    avg_fill_price: Decimal | None = None
    """As orderStatus reported it, or as the last fill did where that is ahead; after a correction that of the fills
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
    """Sum of the shares of the fills known here that count: not superseded, combo legs left out, and an advisor's
    order either by its own fills or by its sub-accounts' parts, whichever shows more."""
    executed_whole: Decimal = Decimal(0)
    """Of those, the shares in a master account: the whole that other accounts have parts of."""
    executed_parts: Decimal = Decimal(0)
    """Of those, the shares in all other accounts."""
    reported: StatusChange | None = None
    """What TWS last said about how much is filled, which its executions may have overtaken."""
    status_history: list[StatusChange] = field(default_factory=list)
    history: list[HistoryEntry] = field(default_factory=list)
    """The order's history in the order it was heard of; its fills, commissions and messages are kept by themselves."""
    fills: list[Fill] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    possible_messages: list[Message] = field(default_factory=list)
    """Messages with its order id that may as well be about another order."""
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
    finished or unknown, and `status` is only what TWS said last. `None` while it is listed, live, or done."""
    looked_up: datetime | None = None
    """When executions and completed orders had been asked for since it went missing, and told no end of it. `None`
    while that is still under way, and for an order that is not missing."""
    by_snapshot: bool = False
    """Known to this connection from lists asked for now and then only: what happens to it in between is not told."""


class ComboRole(Enum):
    """What a fill is to the combo order it belongs to."""

    NONE = "none"
    BAG = "bag"
    LEG = "leg"


@dataclass(slots=True, eq=False)
class Fill(Confirmed):
    """One execution with what has been learnt about it since."""

    serial: int
    received: datetime
    execution: Execution
    contract: Contract
    time: datetime | None
    """When it happened; `None` where `why_no_moment` of `execution.time` and `zone` says why not."""
    combo_role: ComboRole = ComboRole.NONE
    is_whole: bool = False
    """It is in a master account: the whole of which executions in other accounts are parts. They are never added up."""
    is_live: bool = False
    """TWS sent it as it happened, and not in answer to a request."""
    commission: Commission | None = None
    superseded_by: str | None = None
    """The exec_id of the correction that replaces it; such a fill is in no sum, nor is its commission."""
    bag: Fill | None = field(default=None, repr=False)
    """For a combo's leg, the fill of the whole combo it is part of; `None` where that is not known."""
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
    commission_and_fees: Decimal | None
    currency: str
    realized_pnl: Decimal | None
    yield_: Decimal | None
    yield_redemption_date: str | None
    """YYYYMMDD."""
    fill: Fill | None = field(default=None, repr=False)
    """`None` while its execution has not been seen."""


class Severity(Enum):
    """How loud a message is; the value is the word the user reads."""

    INFO = "Info"
    WARNING = "Warning"
    ERROR = "Error"


@dataclass(slots=True, eq=False)
class Message:
    """Something TWS or this program has to say."""

    serial: int
    received: datetime
    severity: Severity
    code: int | None
    """TWS's error code; `None` when the message is this program's own."""
    req_id: int | None
    """An order id of an unnamed client, a request id, or -1: TWS does not report which."""
    plain: str
    """What happened and what to do, in one or two plain sentences."""
    text: str
    """TWS's own words, or the raw matter of what could not be understood."""
    time: datetime | None = None
    """TWS's time of the message; `None` below server version 194."""
    advanced_order_reject_json: str = ""
    order: Order | None = field(default=None, repr=False)
    """Set only when it is certain which order is meant."""
    candidates: tuple[Order, ...] = field(default=(), repr=False)
    """The orders it may be about, when several clients have one with this order id: ambiguous."""
    count: int = 1
    """How often it came: exact repeats are counted, not kept."""
    last_received: datetime | None = None
    """When the last repeat came; `None` while there is none."""

    @property
    def orders(self) -> tuple[Order, ...]:
        """The order it is about, or else those it may be about."""
        return self.candidates if self.order is None else (self.order,)

    @property
    def latest(self) -> datetime:
        """When it was received last, repeats included."""
        return self.last_received or self.received
