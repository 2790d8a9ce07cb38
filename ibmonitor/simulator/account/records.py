"""What the simulated account is made of: contracts, orders, executions, commissions, groups. Plain values, no wire.

`None` is unset and goes over the wire the way TWS sends unset: a sentinel in text, an absent field in protobuf.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from ibmonitor.simulator.account.conditions import SimCondition

GROUP_FORMS = ("current", "older", "reordered")
"""How TWS writes a group: `older` is without amounts, `reordered` with the method last."""
DONE = frozenset({"Filled", "Cancelled", "ApiCancelled"})


@dataclass(frozen=True, slots=True)
class SimComboLeg:
    con_id: int
    ratio: int
    action: str
    exchange: str
    open_close: int = 0
    short_sale_slot: int = 0
    designated_location: str = ""
    exempt_code: int = -1
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SimContract:
    con_id: int
    symbol: str
    sec_type: str
    exchange: str
    currency: str
    local_symbol: str = ""
    trading_class: str = ""
    last_trade_date: str = ""
    strike: Decimal = Decimal(0)
    right: str = ""
    multiplier: str = ""
    combo_legs_descrip: str = ""
    combo_legs: tuple[SimComboLeg, ...] = ()


@dataclass(frozen=True, slots=True)
class SimAllocation:
    """One account's share of a group order, as OrderState.orderAllocations carries it (server 195 and up)."""

    account: str
    position: Decimal
    position_desired: Decimal
    position_after: Decimal
    desired_alloc_qty: Decimal
    allowed_alloc_qty: Decimal
    is_monetary: bool = False


@dataclass(slots=True, eq=False)
class SimOrder:
    """An order and its state. `more` holds any further field of Order by TWS's own name, `more_state` of OrderState."""

    perm_id: int
    contract: SimContract
    action: str
    total_quantity: Decimal
    order_type: str
    account: str
    order_id: int = 0
    client_id: int = 0
    parent_id: int = 0
    parent_perm_id: int = 0
    lmt_price: Decimal | None = None
    aux_price: Decimal | None = None
    trail_stop_price: Decimal | None = None
    cash_qty: Decimal | None = None
    """The size of an order by money, whose total quantity is 0."""
    tif: str = "DAY"
    auto_cancel_date: str = ""
    oca_group: str = ""
    order_ref: str = ""
    fa_group: str = ""
    fa_method: str = ""
    fa_percentage: str = ""
    model_code: str = ""
    submitter: str = ""
    conditions: tuple[SimCondition, ...] = ()
    more: Mapping[str, object] = field(default_factory=dict)

    status: str = "Submitted"
    filled: Decimal = Decimal(0)
    avg_fill_price: Decimal = Decimal(0)
    last_fill_price: Decimal = Decimal(0)
    why_held: str = ""
    mkt_cap_price: Decimal = Decimal(0)
    status_client_id: int | None = None
    """The client that orderStatus names, where it is not the owner (a cancel by another client)."""
    commission: Decimal | None = None
    commission_currency: str = ""
    warning_text: str = ""
    reject_reason: str = ""
    completed_time: str = ""
    completed_status: str = ""
    allocations: tuple[SimAllocation, ...] = ()
    more_state: Mapping[str, object] = field(default_factory=dict)

    is_manual: bool = False
    """Entered in TWS (or by FIX), not over the API; stays so when it is bound."""
    is_rejected: bool = False

    @property
    def remaining(self) -> Decimal:
        """0 for an order without a quantity: one by money, or the child of a hedge."""
        return self.total_quantity - self.filled if self.total_quantity else Decimal(0)

    @property
    def is_done(self) -> bool:
        return self.status in DONE

    @property
    def is_open(self) -> bool:
        """Whether TWS still lists it among open orders; an Inactive order that was not rejected is."""
        return not self.is_done and not self.is_rejected


@dataclass(slots=True, eq=False)
class SimExecution:
    """One execution. `order_id`, `client_id`, `perm_id` of `None` go out as unset."""

    exec_id: str
    contract: SimContract
    when: datetime
    time: str
    """TWS's text of `when`."""
    account: str
    exchange: str
    side: str
    shares: Decimal
    price: Decimal
    perm_id: int | None
    order_id: int | None
    client_id: int | None
    cum_qty: Decimal
    avg_price: Decimal
    liquidation: int = 0
    order_ref: str = ""
    ev_rule: str = ""
    ev_multiplier: Decimal | None = None
    model_code: str = ""
    last_liquidity: int = 2
    pending_price_revision: bool = False
    submitter: str = ""
    opt_exercise_or_lapse_type: int = -1
    is_manual: bool = False
    is_allocation_part: bool = False
    """A sub-account's part of a group order's execution: only a filter that names its account gets it."""


@dataclass(frozen=True, slots=True)
class SimCommission:
    """A commission report; `realized_pnl` is `None` for an opening trade, `yield_` for all but bonds."""

    exec_id: str
    commission: Decimal
    currency: str
    realized_pnl: Decimal | None = None
    yield_: Decimal | None = None
    yield_redemption_date: str = ""


@dataclass(frozen=True, slots=True)
class SimGroup:
    """An advisor's account group: `shares` are the method's amounts by account, `None` for a member without one."""

    name: str
    default_method: str
    shares: Mapping[str, Decimal | None]
    form: str = "current"
    """One of `GROUP_FORMS`."""
