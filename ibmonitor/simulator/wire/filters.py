"""Which executions pass an ExecutionFilter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ibmonitor.simulator.account.records import SimExecution

TWS_ZONE = ZoneInfo("US/Eastern")
"""The time zone of the simulated TWS, in which a day begins."""
MAX_DAYS = 7
_SIDES = {"BUY": "BOT", "BOT": "BOT", "SELL": "SLD", "SSHORT": "SLD", "SLD": "SLD"}


class ExecutionFilter:
    """The filter of one request; absent or empty fields do not restrict, nor does clientId 0 (seen live).

    `lastNDays` counts today as the first day (IB does not document it). Without days and dates: since midnight.
    Nothing is older than the `most_days` that the Trade Log shows; `None` shows all. Raises `ValueError` for a time, a
    date or a side that cannot be understood.
    """

    def __init__(self, fields: Mapping[str, Any], now: datetime, most_days: int | None = None) -> None:
        self._client_id = int(fields.get("clientId", 0))
        self._account = str(fields.get("acctCode", ""))
        self._symbol = str(fields.get("symbol", ""))
        self._sec_type = str(fields.get("secType", ""))
        self._exchange = str(fields.get("exchange", ""))
        side = str(fields.get("side", "")).upper()
        if side and side not in _SIDES:
            raise ValueError(f"'{side}' is no side")
        self._side = _SIDES.get(side, "")
        time = str(fields.get("time", ""))
        self._from = parse_filter_time(time) if time else None
        specific = fields.get("specificDates", ())
        asked = frozenset(map(_date, specific)) or _last_days(fields.get("lastNDays", 1), now)
        self._dates = asked if most_days is None else asked & _last_days(most_days, now)
        self.is_empty = not (self._client_id or self._account or self._symbol or self._sec_type or self._exchange)
        self.is_empty = self.is_empty and not (self._side or time)

    def admits(self, execution: SimExecution) -> bool:
        if execution.is_allocation_part and execution.account != self._account:
            return False
        wanted = (
            (self._account, execution.account),
            (self._symbol, execution.contract.symbol),
            (self._sec_type, execution.contract.sec_type),
            (self._exchange, execution.exchange),
            (self._side, execution.side),
        )
        return (
            self._client_id in {0, execution.client_id}
            and all(value in {"", actual} for value, actual in wanted)
            and (self._from is None or execution.when >= self._from)
            and execution.when.astimezone(TWS_ZONE).date() in self._dates
        )


def _date(text: str) -> date:
    return datetime.strptime(text, "%Y%m%d").replace(tzinfo=TWS_ZONE).date()


def _last_days(days: int, now: datetime) -> frozenset[date]:
    today = now.astimezone(TWS_ZONE).date()
    return frozenset(today - timedelta(days=n) for n in range(min(max(days, 1), MAX_DAYS)))


def parse_filter_time(text: str) -> datetime:
    """`YYYYMMDD-HH:mm:ss` is UTC; `YYYYMMDD HH:mm:ss ZONE` names its zone; without one it is TWS's own."""
    if "-" in text[:9]:
        return datetime.strptime(text.rstrip("Z"), "%Y%m%d-%H:%M:%S").replace(tzinfo=UTC)
    date, _, rest = text.partition(" ")
    time, _, zone_name = rest.strip().partition(" ")
    try:
        zone = ZoneInfo(zone_name) if zone_name else TWS_ZONE
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise ValueError(f"'{zone_name}' is no time zone") from problem
    return datetime.strptime(f"{date} {time}", "%Y%m%d %H:%M:%S").replace(tzinfo=zone)
