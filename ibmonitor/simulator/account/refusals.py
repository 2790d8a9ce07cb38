"""Error codes and texts with which TWS refuses, as captured where a capture exists."""

from __future__ import annotations

CLIENT_ID_IN_USE = (326, "Unable to connect as the client id is already in use. Retry with a unique client id.")
AUTO_BIND_ONLY_DEFAULT_CLIENT = (327, "Only the default client (i.e 0) can set auto bind orders.")
FA_PROFILE_GONE = (585, "FA Profile is not supported anymore, use FA Group instead.")
NOT_AN_ADVISOR = (321, "Error validating request.-'X' : cause - FA data operations ignored for non FA customers.")

NO_ACCOUNT = (435, "You must specify an account.")
"""An advisor's order with neither account nor group."""

CANCEL_REFUSED = {
    161: "Cancel attempted when order is not in a cancellable state.  Order permId ={order.perm_id}",
    10147: "OrderId {order.order_id} that needs to be cancelled is not found.",
    10148: "OrderId {order.order_id} that needs to be cancelled cannot be cancelled, state: {order.status}.",
}
"""TWS's texts for a refused cancel. A client that tries to cancel another client's order gets 10147."""

INVALID = 321
PACING = 100
UNKNOWN_MESSAGE = 505

FARMS_OK = (
    (2104, "Market data farm connection is OK:usfarm"),
    (2106, "HMDS data farm connection is OK:ushmds"),
    (2158, "Sec-def data farm connection is OK:secdefnj"),
)


def read_only(request_letter: str) -> tuple[int, str]:
    """The refusal of a read-only API: 'S' completed orders, 'as' open orders, 'aa' ids (captured)."""
    text = f"Error validating request.-'{request_letter}' : cause - The API interface is currently in Read-Only mode."
    return INVALID, text


def invalid(request_letter: str, cause: str) -> tuple[int, str]:
    return INVALID, f"Error validating request.-'{request_letter}' : cause - {cause}"


def too_fast(limit: int, received: int) -> tuple[int, str]:
    text = f"Max rate of messages per second has been exceeded:max={limit} rec={limit + 1} ({received})"
    return PACING, text
