"""Numbers of the protocol: message ids, their names, the server versions at which they turn to protobuf."""

from __future__ import annotations

from enum import IntEnum

MIN_CLIENT_VERSION = 100
MIN_SERVER_VERSION = 151
MAX_SERVER_VERSION = 226

RAW_ID_SINCE = 201
"""From here on every message id is a 4-byte integer, in text messages too."""
PROTOBUF_OFFSET = 200
"""Added to the id of a protobuf message."""
ASCII7_SINCE = 153
UTC_SUFFIX_SINCE = 214

UNSET_INT = "2147483647"
UNSET_DOUBLE = "1.7976931348623157E308"
UNSET_DECIMAL = "-9223372036854775808"
NO_ID = -1


class Answer(IntEnum):
    """What TWS sends."""

    ORDER_STATUS = 3
    ERR_MSG = 4
    OPEN_ORDER = 5
    NEXT_VALID_ID = 9
    EXECUTION_DATA = 11
    MANAGED_ACCTS = 15
    RECEIVE_FA = 16
    CURRENT_TIME = 49
    OPEN_ORDER_END = 53
    EXECUTION_DATA_END = 55
    COMMISSION_REPORT = 59
    ORDER_BOUND = 100
    COMPLETED_ORDER = 101
    COMPLETED_ORDERS_END = 102
    CONFIG_RESPONSE = 110


ANSWER_PROTOBUF_SINCE = {
    # Seen in captures: executions 225, orders and errors 203, completed orders 204, account list 203 still text.
    # The rest is grouped with the requests they answer, as in IB's own decoder.
    Answer.EXECUTION_DATA: 201,
    Answer.EXECUTION_DATA_END: 201,
    Answer.OPEN_ORDER: 203,
    Answer.ORDER_STATUS: 203,
    Answer.ERR_MSG: 203,
    Answer.OPEN_ORDER_END: 204,
    Answer.COMPLETED_ORDER: 204,
    Answer.COMPLETED_ORDERS_END: 204,
    Answer.ORDER_BOUND: 204,
    Answer.MANAGED_ACCTS: 207,
    Answer.RECEIVE_FA: 211,
    Answer.COMMISSION_REPORT: 211,
    Answer.NEXT_VALID_ID: 213,
    Answer.CURRENT_TIME: 213,
    Answer.CONFIG_RESPONSE: 219,
}


class Ask(IntEnum):
    """Requests: those that the simulator answers, and those that would change something."""

    PLACE_ORDER = 3
    CANCEL_ORDER = 4
    REQ_OPEN_ORDERS = 5
    REQ_EXECUTIONS = 7
    REQ_IDS = 8
    SET_SERVER_LOGLEVEL = 14
    REQ_AUTO_OPEN_ORDERS = 15
    REQ_ALL_OPEN_ORDERS = 16
    REQ_MANAGED_ACCTS = 17
    REQ_FA = 18
    REPLACE_FA = 19
    EXERCISE_OPTIONS = 21
    REQ_CURRENT_TIME = 49
    REQ_GLOBAL_CANCEL = 58
    UPDATE_DISPLAY_GROUP = 69
    START_API = 71
    REQ_COMPLETED_ORDERS = 99
    REQ_CONFIG = 108
    UPDATE_CONFIG = 109


def ask_name(message_id: int) -> str:
    """TWS's name of a request, or `message <id>` for one that the simulator does not know."""
    try:
        return Ask(message_id).name
    except ValueError:
        return f"message {message_id}"
