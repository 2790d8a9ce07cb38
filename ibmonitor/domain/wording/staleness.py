"""What is to be said of a record that TWS has not confirmed since it could last tell of everything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ibmonitor.domain.records.live_interval import Confirmed, LiveInterval
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.wording.writing import one_line

_NO_REASON = "The connection was interrupted."
_OF_TODAY = "TWS lists completed orders of today only, so one of an earlier day may stay unconfirmed."


def is_gone(order: Order) -> bool:
    """Whether TWS's list of open orders has left the order out and nothing has told how it ended."""
    return order.missing_since is not None and not order.is_done


def is_gone_while_away(order: Order) -> bool:
    """Whether an order is gone that was still there when TWS could last tell of it: it went in a gap."""
    lost = order.stale_since
    return is_gone(order) and lost is not None and order.missing_since is not None and lost <= order.missing_since


def reason_of(interval: LiveInterval) -> str:
    """Why a stretch that is over ended, as a sentence on one line."""
    words = one_line(interval.reason)
    if not words:
        return _NO_REASON
    return words if words.endswith((".", "!", "?")) else f"{words}."


def stale_sentence(record: Confirmed, time: Callable[[datetime], str]) -> str:
    """Say since when and why a record is stale; empty while it is fresh."""
    since = record.stale_since
    if since is None:
        return ""
    said = (
        f"Not confirmed by TWS since {time(since)}: {reason_of(record.interval)} It is shown as TWS last reported it."
    )
    # Said on the day itself as well: when TWS's day begins is not known for certain.
    return f"{said} {_OF_TODAY}" if isinstance(record, Order) and record.is_done else said


def gone_while_away_sentence(order: Order, time: Callable[[datetime], str]) -> str:
    """Say how an order came to be gone while away; empty for any other order."""
    if not is_gone_while_away(order) or order.stale_since is None or order.missing_since is None:
        return ""
    return (
        f"Since {time(order.stale_since)} nothing was heard of it: {reason_of(order.interval)} When TWS could be asked "
        f"again, at {time(order.missing_since)}, its list of open orders left it out."
    )


def as_of(record: Confirmed, time: Callable[[datetime], str]) -> str:
    """Say of which moment what is told of a record is, before it is told; empty while it is fresh."""
    if isinstance(record, Order) and is_gone_while_away(record):
        return gone_while_away_sentence(record, time)
    if record.stale_since is None:
        return ""
    return f"As of {time(record.stale_since)}. TWS has not confirmed it since: {reason_of(record.interval)}"
