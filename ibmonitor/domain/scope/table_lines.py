"""Lines of the scope report on each kind of record: received live, by snapshots, or not at all."""

from __future__ import annotations

from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.scope.facts import Level, Line, ScopeFacts

LIVE = "Live"
PARTLY = "Partly live"
NOT_AVAILABLE = "Not available"

_EARLIER_FILLS = "TWS sends up to 7 days, as its Trade Log shows; IB Gateway sends today only."


def table_lines(facts: ScopeFacts) -> tuple[Line, ...]:
    """How each kind of record comes to be known here."""
    lines = [
        Line("Orders of this client", LIVE, "TWS sends every change as it happens.", Level.GOOD),
        _orders(facts, "Orders of other API clients", "the master client", is_live=facts.is_master),
        _orders(facts, "Manual orders, of TWS and FIX", "client 0", is_live=facts.client_id == 0),
        _fills(facts),
        _commissions(facts),
        _completed(facts),
        Line(
            "Messages",
            LIVE,
            "Those of this connection. TWS neither repeats earlier ones nor reports which client's order one is about.",
            Level.GOOD,
        ),
    ]
    if facts.has_master_account:
        lines.insert(5, _allocations(facts))
    return tuple(lines)


def snapshot_word(refresh_seconds: int) -> str:
    """How old a snapshot of the open orders can be, in words."""
    if refresh_seconds == 0:
        return "Snapshot, on Refresh only"
    return "Snapshot every second" if refresh_seconds == 1 else f"Snapshot every {refresh_seconds} seconds"


def _orders(facts: ScopeFacts, name: str, receiver: str, *, is_live: bool) -> Line:
    if is_live:
        return Line(name, LIVE, f"TWS sends them to {receiver}, which this is.", Level.GOOD)
    match facts.progress(RequestKind.OPEN_ORDERS):
        case RequestProgress.REFUSED:
            sentence = "TWS refused the list of all open orders."
            return Line(name, NOT_AVAILABLE, sentence, Level.MISSING)
        case RequestProgress.NO_ANSWER:
            doubt = " TWS did not answer the last request: there may be more."
        case _:
            doubt = ""
    sentence = f"TWS sends them live only to {receiver}. What happens between two snapshots is not seen.{doubt}"
    return Line(name, snapshot_word(facts.refresh_seconds), sentence, Level.LIMITED)


def _fills(facts: ScopeFacts) -> Line:
    if facts.sees_everything_live:
        return Line("Fills", LIVE, f"Of all orders. Earlier ones are requested: {_EARLIER_FILLS}", Level.GOOD)
    if facts.progress(RequestKind.EXECUTIONS) is RequestProgress.REFUSED:
        sentence = "Only those of orders received live, since connecting: TWS refused the list of executions."
        return Line("Fills", PARTLY, sentence, Level.MISSING)
    sentence = f"Live for orders received live. The rest is requested {_requested(facts)}. {_EARLIER_FILLS}"
    return Line("Fills", PARTLY, sentence, Level.LIMITED)


def _commissions(facts: ScopeFacts) -> Line:
    sentence = "They come with their fills, sometimes later; until then a commission is pending, not 0."
    if facts.sees_everything_live:
        return Line("Commissions", LIVE, sentence, Level.GOOD)
    return Line("Commissions", PARTLY, sentence, Level.LIMITED)


def _allocations(facts: ScopeFacts) -> Line:
    name = "Allocations to sub-accounts"
    match facts.progress(RequestKind.SUB_ACCOUNTS):
        case RequestProgress.REFUSED:
            sentence = "TWS refused the executions of some sub-accounts: their parts are missing."
            return Line(name, NOT_AVAILABLE, sentence, Level.MISSING)
        case RequestProgress.NO_ANSWER:
            doubt = " TWS did not answer all of the last requests: parts may be missing."
        case _:
            doubt = ""
    sentence = (
        "TWS sends an advisor's sub-accounts' fills only when requested account by account: on connecting, on Refresh, "
        f"and after each fill of the advisor's that is received live.{doubt}"
    )
    return Line(name, "Snapshot", sentence, Level.LIMITED)


def _completed(facts: ScopeFacts) -> Line:
    name = "Completed orders"
    if facts.progress(RequestKind.COMPLETED_ORDERS) is RequestProgress.REFUSED:
        return Line(name, NOT_AVAILABLE, "TWS refused them.", Level.MISSING)
    if facts.read_only:
        return Line(name, NOT_AVAILABLE, "A read-only API does not list them.", Level.MISSING)
    doubt = ""
    if facts.progress(RequestKind.COMPLETED_ORDERS) is RequestProgress.NO_ANSWER:
        doubt = " TWS did not answer the last request: there may be more."
    left_out = " Those made in TWS are left out." if facts.completed_orders_api_only else ""
    sentence = f"Today's only, requested {_requested(facts)}.{left_out}{doubt}"
    return Line(name, "Snapshot", sentence, Level.LIMITED)


def _requested(facts: ScopeFacts) -> str:
    """When executions and completed orders are requested."""
    if facts.refresh_seconds == 0:
        return "on connecting and on Refresh"
    return "on connecting, on Refresh, and when the open orders leave something unexplained"
