"""The values of an allocation: each account's expected and allocated quantity, and executions without a group order.

`book.py` makes them. `None` is unknown, 0 is zero: an account whose executions have not been received has `None`, one
that has none has 0.
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from ibmonitor.domain.allocation.order_parts import AccountPart
from ibmonitor.domain.allocation.sums import Money
from ibmonitor.domain.records.groups import AccountGroup
from ibmonitor.domain.records.records import Contract, Fill, Order
from ibmonitor.domain.records.value import value


class Match(Enum):
    """How a sub-account's executions were matched to a group order; the value is the word shown."""

    PERM_ID = "permId"
    ORDER_ID = "client ID and order ID"
    ORDER_REF = "orderRef, contract, side and time"


class Source(Enum):
    """Where an expected quantity comes from."""

    METHOD = "method"
    """The group's method and amounts determine it."""
    REPORTED = "orderAllocations"
    """TWS sent it with the order (`desiredAllocQty`)."""
    OTHERS = "others"
    """The rest that the other accounts' shares leave."""
    NONE = "none"
    """It is not determined; `why` has the reason."""


@value
class Expected:
    """One account's share of the whole order, not rounded; `None` where it is not determined."""

    quantity: Decimal | None
    source: Source
    why: str
    """How it was calculated, or why it is not determined: one sentence or less."""


class Gap(Enum):
    """The cause of the difference between expected and allocated."""

    NONE = "none"
    """There is no difference, or nothing to compare."""
    ROUNDING = "rounding"
    """At most one unit of rounding."""
    PARTIAL = "partial fill"
    """The order is partly filled; the account has its share of the filled quantity."""
    NO_SHARE = "member without shares"
    """The group gives the account no amount."""
    OUTSIDE = "outside the group"
    """The account is not in the order's group, and has a part."""
    WAITING = "waiting"
    """The parts received do not add up to the filled quantity, and no request was late enough to get them all."""
    NOT_RECEIVED = "not received"
    """The account's part, or the filled quantity, is not completely known, and no answer is expected."""
    POSSIBLE = "possible"
    """More than a unit of rounding; something that IB documents, and that the API does not report, may explain it."""
    UNEXPLAINED = "not explained"
    """More than a unit of rounding, and nothing known explains it."""


class State(Enum):
    """The state of an account's part, or of a whole group order; the value is the snapshot's JSON word."""

    OK = "ok"
    ROUNDING = "rounding"
    PARTIAL = "partial"
    WAITING = "waiting"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"
    """There is nothing to compare."""
    REVIEW = "review"


_STATES = {
    Gap.ROUNDING: State.ROUNDING,
    Gap.PARTIAL: State.PARTIAL,
    Gap.WAITING: State.WAITING,
    Gap.NOT_RECEIVED: State.UNKNOWN,
    Gap.POSSIBLE: State.POSSIBLE,
}


@value
class AccountShare:
    """One account's part in a group order."""

    account: str
    expected: Expected
    due: Decimal | None
    """Its expected share of what the order has been filled by now; `None` where not determined."""
    allocated: Decimal | None
    """The sum of its executions that count; 0 if there are none; `None` if not received (yet)."""
    difference: Decimal | None
    """`allocated` less `expected.quantity`; `None` where either is unknown."""
    gap: Gap
    reason: str
    """The gap in a few words; empty for `Gap.NONE`."""
    is_flagged: bool
    """Whether it needs review: more than a unit of rounding, or outside the group."""
    average_price: Decimal | None
    """Of its executions, weighted by shares, without commissions."""
    commissions: Money
    pending: int
    """Its executions whose commission has not been reported."""
    realized_pnl: Money
    is_member: bool | None
    """Whether it is in the order's group; `None` where the group is not known."""
    matches: frozenset[Match]
    """How its executions were matched; empty where it has none."""
    fills: tuple[Fill, ...]
    """Its executions, earliest first. Corrected ones are included, but are in no sum."""
    reported: AccountPart | None = None
    """Its part by TWS's orderAllocations."""
    possible_reasons: tuple[str, ...] = ()
    """For `Gap.POSSIBLE`, what may explain the difference, a sentence each."""

    @property
    def state(self) -> State:
        if self.is_flagged:
            return State.REVIEW
        if self.gap is Gap.NONE and self.difference is None:
            return State.UNKNOWN
        return _STATES.get(self.gap, State.OK)


@value
class GroupAllocation:
    """One group order and its allocation to accounts."""

    key: int
    """Identifies the order while the program runs; a later allocation with this key is of the same order."""
    order: Order | None
    """`None` where only its executions are known."""
    group_name: str
    group: AccountGroup | None
    """`None` where TWS has not listed it."""
    method: str
    """The order's own method, or else the group's default, as TWS sends it; empty where neither is known."""
    contract: Contract | None
    side: str
    """BUY or SELL; empty where not known."""
    quantity: Decimal | None
    """Of the whole order; of an order by money, the filled quantity."""
    shares: tuple[AccountShare, ...]
    """Members in the group's order, then the others by name."""
    parent_fills: tuple[Fill, ...]
    """The executions in the master account: the whole, never added to the accounts' parts."""
    filled: Decimal | None
    """The filled quantity that TWS reports, or that of the parent's executions if it is more."""
    allocated: Decimal
    """The sum of the parts known."""
    unallocated: Decimal | None
    """`filled` less `allocated`; `None` where unknown."""
    average_price: Decimal | None
    """Of the parent's executions; `None` where there are none."""
    price_spread: Decimal | None
    """The highest average price of an account less the lowest; `None` for fewer than two."""
    commissions: Money
    """Of the parts; of the parent's executions while no part is known."""
    pending: int
    commission_per_share: Money
    """Reported commissions of the parts over the quantity they were charged for."""
    realized_pnl: Money
    """Of the parts."""
    is_waiting: bool = False
    """Parts are still coming: nothing is flagged until they have been received, or TWS has answered a request."""
    executed: Decimal | None = None
    """The sum of the master's executions received; `None` where there are none."""
    cash: Decimal | None = None
    """The money of an order by money (cashQty), whose `quantity` is the filled quantity; `None` for others."""

    @property
    def state(self) -> State:
        """The state of the whole: that of the account that needs most attention."""
        if self.flagged:
            return State.REVIEW
        if self.is_waiting:
            return State.WAITING
        states = [share.state for share in self.shares]
        return max(states, key=list(State).index, default=State.UNKNOWN)

    @property
    def without_anything(self) -> tuple[str, ...]:
        """Members known to have nothing allocated though the order is filled in part or whole."""
        return tuple(s.account for s in self.shares if s.is_member and s.allocated == 0 and self.filled)

    @property
    def outsiders(self) -> tuple[str, ...]:
        """Accounts with a part that are not in the group."""
        return tuple(s.account for s in self.shares if s.is_member is False and s.fills)

    @property
    def flagged(self) -> tuple[AccountShare, ...]:
        """The accounts that need review."""
        return tuple(share for share in self.shares if share.is_flagged)


class UnassignedReason(Enum):
    """Why a sub-account's execution is in no group order; the value is the text shown."""

    OWN_ORDER = "Single-account orders"
    """Its order is known, and is for this account only."""
    UNKNOWN = "Unassigned: no matching group order"
    AMBIGUOUS = "Unassigned: more than one matching group order"


@value
class Unassigned:
    """Sub-accounts' executions that are in no group order, earliest first."""

    why: UnassignedReason
    fills: tuple[Fill, ...]
