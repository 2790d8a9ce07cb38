"""What is said of a group order's allocation: what each account should have got, what it got, and what fits no order.

Values only; `book.py` makes them. `None` is unknown, 0 is zero: an account whose executions TWS has not told
yet has got `None`, one that TWS has told to have none has got 0.
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
    """By what a sub-account's executions were found to be parts of a group order; the value is the word shown."""

    PERM_ID = "permId"
    ORDER_ID = "client ID and order ID"
    ORDER_REF = "orderRef, contract, side and time"


class Source(Enum):
    """Where an expected quantity comes from."""

    METHOD = "method"
    """The group's method and amounts determine it."""
    REPORTED = "orderAllocations"
    """TWS said so with the order (`desiredAllocQty`)."""
    OTHERS = "others"
    """What the other accounts' shares leave."""
    NONE = "none"
    """It is not determined; `why` says why."""


@value
class Expected:
    """What one account should get of the whole order, exact and not rounded; `None` where that is not determined."""

    quantity: Decimal | None
    source: Source
    why: str
    """One plain sentence or less: how it was reckoned, or why it is not determined."""


class Gap(Enum):
    """What the difference between expected and allocated is due to."""

    NONE = "none"
    """There is none, or nothing is known to compare."""
    ROUNDING = "rounding"
    """At most one unit of rounding: nothing to look at."""
    PARTIAL = "partial fill"
    """The order is not filled whole; the account has its share of what is."""
    NO_SHARE = "member without shares"
    """The group gives the account no amount."""
    OUTSIDE = "outside the group"
    """The account is no member of the order's group, and has got a part."""
    WAITING = "waiting"
    """The parts received do not add up to what is filled, and TWS has not been asked late enough to have them all."""
    NOT_RECEIVED = "not received"
    """What the account has got, or how much there was to get, is not all known, and no answer is on its way."""
    POSSIBLE = "possible"
    """More than a unit of rounding; something that IB documents, and that is not known here, can account for it."""
    UNEXPLAINED = "not explained"
    """More than a unit of rounding, and nothing known explains it."""


class State(Enum):
    """How an account's part, or a whole group order, stands; the value is the word of the snapshot's JSON."""

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
    """What its executions that count add up to; 0 where it is known that there are none; `None` not received (yet)."""
    difference: Decimal | None
    """`allocated` less `expected.quantity`; `None` where either is unknown."""
    gap: Gap
    reason: str
    """The gap in a few words, empty for `Gap.NONE`."""
    is_flagged: bool
    """Whether it is for the user to look at: more than a unit of rounding, or outside the group."""
    average_price: Decimal | None
    """Of its executions, weighted by shares, without commissions."""
    commissions: Money
    pending: int
    """Its executions whose commission has not been reported."""
    realized_pnl: Money
    is_member: bool | None
    """Whether it is in the order's group; `None` where the group is not known."""
    matches: frozenset[Match]
    """By what its executions were matched; empty where it has none."""
    fills: tuple[Fill, ...]
    """Its executions, earliest first; those that a correction replaced are among them, and in no sum."""
    reported: AccountPart | None = None
    """What TWS said of it in orderAllocations."""
    possible_reasons: tuple[str, ...] = ()
    """For `Gap.POSSIBLE`, what can account for the difference, a sentence each."""

    @property
    def state(self) -> State:
        if self.is_flagged:
            return State.REVIEW
        if self.gap is Gap.NONE and self.difference is None:
            return State.UNKNOWN
        return _STATES.get(self.gap, State.OK)


@value
class GroupAllocation:
    """One group order and what became of it in each account."""

    key: int
    """Names the order as long as the program runs; a later allocation with this key is of the same order."""
    order: Order | None
    """`None` where only its executions are known."""
    group_name: str
    group: AccountGroup | None
    """`None` where TWS has not listed it."""
    method: str
    """The order's own, or else the group's default; TWS's word; empty where neither is known."""
    contract: Contract | None
    side: str
    """BUY or SELL; empty where not known."""
    quantity: Decimal | None
    """The whole order's; of an order by money, what is filled."""
    shares: tuple[AccountShare, ...]
    """Members in the group's order, then the others by name."""
    parent_fills: tuple[Fill, ...]
    """The executions in a master account: the whole, of which the accounts have parts. Never added to them."""
    filled: Decimal | None
    """What is filled of the whole: by TWS's word, or by the parent's executions where these are more."""
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
    unit: Decimal
    """One unit of rounding: 1, or less where fractions are traded."""
    is_waiting: bool = False
    """Parts of what is filled are to come: nothing is flagged until they have, or TWS has been asked for them."""
    executed: Decimal | None = None
    """What the master's executions add up to, as far as they were received; `None` where there are none."""
    cash: Decimal | None = None
    """The money of an order by money (cashQty), whose quantity is what it has been filled; `None` for others."""

    @property
    def state(self) -> State:
        """The state of the whole: that of its accounts that needs most attention."""
        if self.flagged:
            return State.REVIEW
        if self.is_waiting:
            return State.WAITING
        states = [share.state for share in self.shares]
        return max(states, key=list(State).index, default=State.UNKNOWN)

    @property
    def without_anything(self) -> tuple[str, ...]:
        """Members that TWS has told to have got nothing though something is filled."""
        return tuple(s.account for s in self.shares if s.is_member and s.allocated == 0 and self.filled)

    @property
    def outsiders(self) -> tuple[str, ...]:
        """Accounts with a part that are not in the group."""
        return tuple(s.account for s in self.shares if s.is_member is False and s.fills)

    @property
    def flagged(self) -> tuple[AccountShare, ...]:
        """What is for the user to look at."""
        return tuple(share for share in self.shares if share.is_flagged)


class UnassignedReason(Enum):
    """Why a sub-account's execution is in no group order; the value is what the user reads."""

    OWN_ORDER = "Single-account orders"
    """Its order is known, and is of this account alone."""
    UNKNOWN = "Unassigned: no matching group order"
    AMBIGUOUS = "Unassigned: more than one matching group order"


@value
class Unassigned:
    """Sub-accounts' executions that are in no group order, earliest first."""

    why: UnassignedReason
    fills: tuple[Fill, ...]
