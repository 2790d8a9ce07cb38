"""What the list of the find box says where nothing was found: what was looked for, and what to do next."""

from __future__ import annotations

from ibmonitor.domain.records.link import Link, LinkState
from ibmonitor.domain.search.find import MOST_ALONE, Results
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.formats import count_text
from ibmonitor.models.text.plain_text import cut
from ibmonitor.windows.main.found_list import Line
from ibmonitor.windows.table.pages import ORDERS, not_answered

_LONGEST = 60
_WITHOUT_CONNECTION = {
    LinkState.DOWN: "Press Connect.",
    LinkState.WAITING: "Reconnecting automatically.",
    LinkState.CONNECTING: "Connecting…",
}


def nothing_found(results: Results, link: Link, *, has_tws: bool) -> list[Line]:
    """Return the rows; `has_tws` is false in a recording or a past day, where nothing can be requested."""
    is_up = has_tws and link.state is LinkState.UP
    if results.day and not has_tws:
        rows = [Line(f"“{_shown(results.day)}” cannot be searched here: what is shown is of one day.")]
        if results.without_day:
            rows.append(Line(f"Search this day's orders for “{_shown(results.without_day)}”", results.without_day))
        return rows
    if results.day and not _never_connected(link):
        more = " Use Request executions for fills of earlier days." if is_up else ""
        rows = [
            Line(
                f"Only today's orders are known, so “{_shown(results.day)}” cannot be searched: TWS lists open orders, "
                f"and today's executions and completed orders.{more}"
            )
        ]
        if results.without_day:
            offer = f"Search today's orders for “{_shown(results.without_day)}”"
            rows.append(Line(offer, results.without_day))
        return rows
    sentences = [f"Nothing found for “{_shown(results.text)}”."]
    if any(count for _, count in results.alone):
        counts = [f"{words}: {count_text(count, 'order') if count else 'none'}" for words, count in results.alone]
        more = "; …" if len(counts) > MOST_ALONE else ""
        sentences = [
            f"No order fits all of “{_shown(results.text)}”.",
            f"One by one: {'; '.join(counts[:MOST_ALONE])}{more}.",
        ]
    sentences.append(_what_next(link) if has_tws else "Only what TWS sent then can be found. Try fewer words.")
    return [Line("\n".join(sentences))]


def _what_next(link: Link) -> str:
    match link.state:
        case LinkState.DOWN | LinkState.WAITING | LinkState.CONNECTING:
            known = (
                "Not connected to TWS yet, so there are no orders to find."
                if _never_connected(link)
                else "Not connected: only what was received before can be found."
            )
            return f"{known} {_WITHOUT_CONNECTION[link.state]}"
        case LinkState.SYNCHRONISING:
            return "TWS is still sending its orders. Those that fit are listed as they arrive."
        case LinkState.CUT_OFF:
            return "TWS has lost its connection to IB, so newer orders may be missing. Try fewer words."
        case LinkState.UP:
            return not_answered(ORDERS, link) or (
                "TWS reports open orders, and today's fills and completed orders. Try fewer words, press Refresh, or "
                "use Request executions for earlier fills."
            )


def _never_connected(link: Link) -> bool:
    return link.state in _WITHOUT_CONNECTION and not link.live_intervals


def _shown(text: str) -> str:
    return cut(ACCOUNT_MASK.text(text), _LONGEST)
