"""The tabs of the window: which tables there are, and why one is empty."""

from __future__ import annotations

from collections.abc import Callable

from ibmonitor.domain.explain.outcomes import Outcome, outcome_of
from ibmonitor.domain.records.link import Link, LinkState, RequestProgress
from ibmonitor.domain.records.records import Commission, Fill, Order
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.windows.table.footer import count_commission, count_fill
from ibmonitor.windows.table.page import Choice, Offers, PageKind

CONNECT = "Connect"
DEMO = ("demo", "Try the demo")
SET_UP = ("setup", "How to set up TWS")
"""Each has the key of its action in the menus."""


def _order_account(order: Order) -> str:
    return order.account


def _fill_account(fill: Fill) -> str:
    return fill.execution.acct_number


def _commission_account(commission: Commission) -> str:
    return commission.fill.execution.acct_number if commission.fill is not None else ""


def _ends_as(outcome: Outcome) -> Callable[[Order], bool]:
    return lambda order: outcome_of(order) is outcome


ORDERS = PageKind(
    "orders",
    "Orders",
    "order",
    _order_account,
    (
        Choice("all", "All", "All orders"),
        Choice("working", "Working", "Orders that may still be filled", _ends_as(Outcome.WORKING)),
        Choice("filled", "Filled", "Orders that were filled completely", _ends_as(Outcome.FILLED)),
        Choice("rejected", "Rejected", "Orders that IB or the exchange has rejected", _ends_as(Outcome.REJECTED)),
        Choice(
            "cancelled",
            "Cancelled",
            "Orders that ended before they were filled completely, other than by a rejection",
            _ends_as(Outcome.CANCELLED),
        ),
    ),
    admits=AccountSelection.admits_order,
    newest_first="last_change",
    former_columns=(
        "perm_id",
        "order_id",
        "client_id",
        "account",
        "contract",
        "action",
        "total_quantity",
        "order_type",
        "price",
        "status",
        "filled",
        "remaining",
        "avg_fill_price",
        "why_held",
        "updates",
    ),
)
FILLS = PageKind("fills", "Fills", "fill", _fill_account, count_record=count_fill, newest_first="time")
COMMISSIONS = PageKind(
    "commissions",
    "Commissions",
    "commission",
    _commission_account,
    count_record=count_commission,
    newest_first="received",
)
ALLOCATIONS = PageKind(
    "allocations",
    "Allocations",
    "group order",
    former_columns=(
        "name",
        "fa_method",
        "filled",
        "expected",
        "allocated",
        "difference",
        "note",
        "average_price",
        "commission",
        "realized_pnl",
    ),
)
DAY = PageKind("day", "Day", "fill")
MESSAGES = PageKind("messages", "Messages", "message", newest_first="time")

KINDS: tuple[PageKind, ...] = (ORDERS, FILLS, COMMISSIONS, ALLOCATIONS, DAY, MESSAGES)
"""In the order of the tabs."""
PAGES: tuple[PageKind, ...] = (ORDERS, FILLS, COMMISSIONS, MESSAGES)
"""Those with a table of records."""


def offers_for_nothing(link: Link) -> Offers:
    """The other ways that an empty tab offers, for somebody who has not come to TWS yet."""
    match link.state:
        case LinkState.DOWN:
            return (DEMO, SET_UP)
        case LinkState.WAITING if not link.live_intervals:
            return (SET_UP,)
        case _:
            return ()


def reason_for_nothing(kind: PageKind, link: Link) -> tuple[str, str]:
    """Why a tab is empty, and the label of the button that helps; empty if none does."""
    if kind is MESSAGES:
        return "No messages.", ""
    what = kind.title.lower()
    match link.state:
        case LinkState.DOWN:
            reason = f"{link.reason}\n\n" if link.reason else ""
            return f"{reason}Connect to TWS or IB Gateway to see {what} here.", CONNECT
        case LinkState.WAITING:
            return f"{link.reason}\n\nReconnecting automatically.".strip(), ""
        case LinkState.CONNECTING:
            return "Connecting to TWS…", ""
        case LinkState.SYNCHRONISING:
            return f"Requesting {what} from TWS…", ""
        case LinkState.UP | LinkState.CUT_OFF:
            return not_answered(kind, link) or _NOTHING_THERE[kind.key], ""


def not_answered(kind: PageKind, link: Link) -> str:
    """Return a sentence if TWS has not answered a request: that is not the same as an empty answer."""
    for requested in _ASKED_FOR[kind.key]:
        request = link.request(requested)
        if request is not None and request.progress is RequestProgress.NO_ANSWER:
            return (
                f"TWS did not answer the request for {request.title}: there may be more than is shown. Press Refresh."
            )
    return ""


_ASKED_FOR = {
    "orders": (RequestKind.OPEN_ORDERS, RequestKind.COMPLETED_ORDERS),
    "fills": (RequestKind.EXECUTIONS,),
    "commissions": (RequestKind.EXECUTIONS,),
    "allocations": (RequestKind.OPEN_ORDERS, RequestKind.EXECUTIONS, RequestKind.SUB_ACCOUNTS),
    "day": (RequestKind.EXECUTIONS,),
}
"""Which requests fill a table, by its key."""

_NO_FILLS = (
    "TWS shows no fills. It sends those since midnight; with its Trade Log set to show more days, TWS (not IB Gateway) "
    "goes back up to seven."
)
_NOTHING_THERE = {
    "orders": "TWS shows no orders: none is working, and none has been filled or cancelled today.",
    "fills": _NO_FILLS,
    "day": _NO_FILLS,
    "allocations": "TWS shows no group orders: none is working, and none has been filled or cancelled today.",
    "commissions": "TWS has reported no commissions. They follow the fills, sometimes minutes later.",
}
