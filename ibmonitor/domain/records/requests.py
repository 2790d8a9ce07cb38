"""The requests that this program makes of TWS. How each is sent and answered is in `tws/wire/request_table.py`."""

from __future__ import annotations

from enum import Enum

FIRST_REQUEST_ID = 2_000_000_000
"""TWS uses one field of its messages for order ids and request ids, and order ids can be of any size. Which of the two
is meant follows from the requests made; high numbers only make it rare that both are the same."""


class RequestKind(Enum):
    """The value is the title: on the screen, in the snapshot's JSON and in recordings."""

    START = "start"
    """startApi, which ends with nextValidId."""
    CURRENT_TIME = "current time"
    """reqCurrentTime, which shows that TWS is alive."""
    CONFIG = "TWS settings"
    """reqConfig."""
    OPEN_ORDERS = "open orders"
    """reqAllOpenOrders: the open orders of all clients and of TWS."""
    OWN_ORDERS = "orders of this client"
    """reqOpenOrders: the open orders of this client id; client 0 binds by it."""
    BINDING = "binding of manual orders"
    """reqAutoOpenOrders."""
    EXECUTIONS = "executions"
    """reqExecutions without a filter."""
    QUERY = "executions (query)"
    """reqExecutions with a filter of the user's; the words of the query stand in the title."""
    SUB_ACCOUNTS = "executions of sub-accounts"
    """reqExecutions with an account, for each of an advisor's sub-accounts."""
    PAST_DAYS = "executions of past days"
    """reqExecutions with a number of days, for the history; the answer is not shown among today's."""
    COMPLETED_ORDERS = "completed orders"
    """reqCompletedOrders, of all clients or only of API clients, as the settings say."""
    API_COMPLETED_ORDERS = "completed orders (API only)"
    """reqCompletedOrders of API clients, requested by the user. An order that is not among them can still exist."""
    GROUPS = "advisor groups"
    """requestFA for the account groups."""
    ALIASES = "account aliases"
    """requestFA for the aliases of accounts."""
    OTHER = "other"
    """Of another version of this program, in a recording; its words are the title."""


_API_NAMES = {
    RequestKind.START: "startApi",
    RequestKind.CURRENT_TIME: "reqCurrentTime",
    RequestKind.CONFIG: "reqConfig",
    RequestKind.OPEN_ORDERS: "reqAllOpenOrders",
    RequestKind.OWN_ORDERS: "reqOpenOrders",
    RequestKind.BINDING: "reqAutoOpenOrders",
    RequestKind.EXECUTIONS: "reqExecutions",
    RequestKind.QUERY: "reqExecutions",
    RequestKind.SUB_ACCOUNTS: "reqExecutions",
    RequestKind.PAST_DAYS: "reqExecutions",
    RequestKind.COMPLETED_ORDERS: "reqCompletedOrders",
    RequestKind.API_COMPLETED_ORDERS: "reqCompletedOrders",
    RequestKind.GROUPS: "requestFA",
    RequestKind.ALIASES: "requestFA",
}


def api_name(kind: RequestKind) -> str:
    """Return IB's name of a request, so that a reader of IB's documentation can match it; empty where there is none."""
    return _API_NAMES.get(kind, "")


class Refusal(Enum):
    """Why TWS refused a request, where this program knows the reason."""

    READ_ONLY = "read-only"
    """The API is read-only."""
    NOT_AN_ADVISOR = "not an advisor"
    """The login is not an advisor's."""


def title_of(kind: RequestKind, words: str = "") -> str:
    """The title of one request; `words` are those of a query, or of a request of another version."""
    match kind:
        case RequestKind.QUERY:
            return f"{RequestKind.EXECUTIONS.value} ({words})"
        case RequestKind.OTHER:
            return words
        case _:
            return str(kind.value)


def request_of(title: str) -> tuple[RequestKind, str]:
    """The kind and the words of the request with this title: the reverse of `title_of`."""
    start = f"{RequestKind.EXECUTIONS.value} ("
    if title.startswith(start) and title.endswith(")"):
        return RequestKind.QUERY, title[len(start) : -1]
    try:
        kind = RequestKind(title)
    except ValueError:
        return RequestKind.OTHER, title
    return (RequestKind.OTHER, title) if kind is RequestKind.OTHER else (kind, "")
