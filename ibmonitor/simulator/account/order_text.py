"""Orders as TWS writes them in its messages: `BUY 1 AAPL NASDAQ.NMS`."""

from __future__ import annotations

from ibmonitor.simulator.account.records import SimContract, SimOrder

_LISTED = {"NMS": "NASDAQ.NMS", "SPY": "ARCA"}
"""The listing exchange of a smart-routed stock, by its trading class; else NYSE."""
_RIGHTS = {"C": "CALL", "P": "PUT"}
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def described(order: SimOrder) -> str:
    """Side, quantity and instrument without the price. Captured for a stock; for futures reported by others."""
    return f"{order.action} {order.total_quantity:f} {_instrument(order.contract)}"


def algo_dates_adjusted(order: SimOrder) -> tuple[int, str]:
    """Code and text of TWS's notice that it moved an algo's times to the next trading day: HTML, and sent twice."""
    text = (
        f"<html>The Start and/or End Time for algo order {described(order)} @ {order.lmt_price}<br>was adjusted to use "
        "the next trading date.<br>To modify this setting, use the <i>Auto-adjust algo order date</i> item on the "
        "<b>Orders</b> configuration page</html>"
    )
    return 2111, text


def _instrument(contract: SimContract) -> str:
    match contract.sec_type:
        case "STK" if contract.exchange == "SMART":
            return f"{contract.symbol} {_LISTED.get(contract.trading_class, 'NYSE')}"
        case "FUT":
            return f"{contract.symbol} {_month(contract)}'{contract.last_trade_date[2:4]}"
        case "OPT":
            expiry = f"{_month(contract)} {contract.last_trade_date[6:8]} '{contract.last_trade_date[2:4]}"
            return f"{contract.symbol} {expiry} {contract.strike:f} {_RIGHTS.get(contract.right, contract.right)}"
        case "CASH":
            return f"{contract.local_symbol} Forex"
        case "BAG":
            return f"{contract.symbol} Combo"
        case _:
            return f"{contract.symbol} {contract.exchange}"


def _month(contract: SimContract) -> str:
    number = contract.last_trade_date[4:6]
    return _MONTHS[int(number) - 1] if number.isdigit() and 1 <= int(number) <= 12 else number
