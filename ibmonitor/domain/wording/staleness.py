"""The sentences about stale records: TWS has not confirmed them since the last outage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ibmonitor.domain.records.live_interval import Confirmed, LiveInterval
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.wording.writing import one_line

_NO_REASON = "The connection was interrupted."
_OF_TODAY = "TWS lists completed orders of today only, so one of an earlier day may stay unconfirmed."


def is_gone(order: Order) -> bool:
    """Whether TWS's list of open orders no longer includes the order and nothing shows how it ended."""
    return order.missing_since is not None and not order.is_done


def is_gone_while_away(order: Order) -> bool:
    """Whether an order was still open when an outage began and was gone when it ended."""
    lost = order.stale_since
    return is_gone(order) and lost is not None and order.missing_since is not None and lost <= order.missing_since


def reason_of(interval: LiveInterval) -> str:
    """Return why a live interval ended, as a sentence on one line."""
    words = one_line(interval.reason)
    if not words:
        return _NO_REASON
    return words if words.endswith((".", "!", "?")) else f"{words}."


def stale_sentence(record: Confirmed, time: Callable[[datetime], str]) -> str:
    """Return since when and why a record is stale; empty while it is fresh."""
    since = record.stale_since
    if since is None:
        return ""
    reason = reason_of(record.live_interval)
    words = f"Not confirmed by TWS since {time(since)}: {reason} It is shown as TWS last reported it."
    # Added on the same day as well: when TWS's day begins is not known for certain.
    return f"{words} {_OF_TODAY}" if isinstance(record, Order) and record.is_done else words


def gone_while_away_sentence(order: Order, time: Callable[[datetime], str]) -> str:
    """Return how an order disappeared during an outage; empty for any other order."""
    if not is_gone_while_away(order) or order.stale_since is None or order.missing_since is None:
        return ""
    return (
        f"No data about it since {time(order.stale_since)}: {reason_of(order.live_interval)} "
        f"When TWS could answer again, at {time(order.missing_since)}, its list of open orders no longer included it."
    )


def as_of(record: Confirmed, time: Callable[[datetime], str]) -> str:
    """Return the time up to which a record is confirmed, to be put before its explanation; empty while it is fresh."""
    if isinstance(record, Order) and is_gone_while_away(record):
        return gone_while_away_sentence(record, time)
    if record.stale_since is None:
        return ""
    return f"As of {time(record.stale_since)}. TWS has not confirmed it since: {reason_of(record.live_interval)}"
