"""`EventQueue`: the events of a slice of time, until they are emitted together, and how many there have been."""

from __future__ import annotations

from collections.abc import Callable

from ibmonitor.domain.records.accounts import is_master_account
from ibmonitor.domain.records.events import (
    LIVE_FILL,
    CommissionReport,
    CompletedOrder,
    Event,
    ExecDetails,
    OpenOrder,
    OrderStatus,
)

MOST_PENDING = 256
"""Events in one list: what they cost is time of their slice, too. Longer lists would gain nothing."""


class EventQueue:
    """Belongs to a `SignalWrapper`; in plain Python, since an attribute of a QObject takes four times as long to set.

    `emitted` counts all events; the `..._received` count those that can be part of an answer, so that a long answer
    does not time out. `flush` is called where the events are due.
    """

    __slots__ = (
        "_flush",
        "commissions_received",
        "completed_orders_received",
        "emitted",
        "is_in_slice",
        "is_parent",
        "last",
        "orders_received",
        "parent_fill",
        "pending",
        "requested_fills_received",
    )

    def __init__(self, flush: Callable[[], None]) -> None:
        self._flush = flush
        self.is_in_slice = False
        self.pending: list[Event] = []
        self.last: Event | None = None
        """The event added last."""
        self.emitted = 0
        self.orders_received = 0
        self.completed_orders_received = 0
        self.requested_fills_received = 0
        self.commissions_received = 0
        self.is_parent: Callable[[str], bool] = is_master_account
        """Whether live executions of an account are answers too: a session then requests the clients' parts."""
        self.parent_fill: ExecDetails | None = None
        """The latest live execution in such an account, until `flush` has told of it."""

    def add(self, event: Event) -> None:
        """Add what TWS sent, or what is wrong with it."""
        self.emitted += 1
        self.last = event
        self.pending.append(event)
        if not self.is_in_slice or len(self.pending) >= MOST_PENDING:
            self._flush()

    def add_order(self, event: OpenOrder | OrderStatus | CompletedOrder) -> None:
        """Add what TWS sent about an order; also once more, in the very same bytes."""
        if type(event) is CompletedOrder:
            self.completed_orders_received += 1
        else:
            self.orders_received += 1
        self.add(event)

    def add_execution(self, event: ExecDetails) -> None:
        """Add an execution, requested or live."""
        if event.req_id != LIVE_FILL:
            self.requested_fills_received += 1
        elif self.is_parent(event.execution.acct_number):
            self.parent_fill = event
        self.add(event)

    def add_commission(self, event: CommissionReport) -> None:
        self.commissions_received += 1
        self.add(event)

    def take(self) -> list[Event]:
        """Remove and return what has not been emitted."""
        pending, self.pending = self.pending, []
        return pending
