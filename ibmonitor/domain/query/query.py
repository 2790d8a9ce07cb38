"""A query for executions: the fields of TWS's ExecutionFilter, in words and for the wire.

How such a query is read from what a user types is in `form.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.value import value

DAYS_SINCE = 200
"""The first server version whose filter has the last days and single dates (ibapi: PARAMETRIZED_DAYS_OF_EXECUTIONS)."""
MOST_DAYS = 7
"""TWS keeps no more (TWS_FACTS, "Executions")."""
SIDES: Mapping[str, str] = {"BUY": "buys", "SELL": "sells"}
"""As the filter names them, which answers call BOT and SLD; and in words."""

_WIRE_TIME = "%Y%m%d-%H:%M:%S"
_WIRE_DATE = "%Y%m%d"


@value
class ExecutionQuery:
    """TWS's ExecutionFilter. A field that is empty or `None` does not filter.

    TWS is always sent a client id and takes 0 for any client (seen live), so 0 is none here. `since` is aware, in the
    zone it was chosen in. At most one of `last_days` (1 to 7) and `dates` is set, for servers from 200 on.
    """

    client_id: int | None = None
    account: str = ""
    since: datetime | None = None
    symbol: str = ""
    sec_type: str = ""
    exchange: str = ""
    side: str = ""
    last_days: int | None = None
    dates: tuple[date, ...] = ()

    @property
    def needs_days(self) -> bool:
        """Whether it has fields that servers below 200 do not know."""
        return self.last_days is not None or bool(self.dates)

    @property
    def wire_time(self) -> str:
        """`since` in UTC, since TWS may not know the zone's name; empty where there is none."""
        return "" if self.since is None else self.since.astimezone(UTC).strftime(_WIRE_TIME)

    @property
    def wire_dates(self) -> list[int]:
        return [int(day.strftime(_WIRE_DATE)) for day in self.dates]

    def refusal(self, server_version: int | None) -> str:
        """Why a TWS of this version cannot answer this query, in a plain sentence; empty where it can."""
        if not self.needs_days or server_version is None or server_version >= DAYS_SINCE:
            return ""
        return (
            f"This TWS cannot filter by days: its server version is {server_version}, and {DAYS_SINCE} is the first "
            "that knows them. Nothing was sent."
        )

    def describe(self, now: datetime | None = None) -> str:
        """Describe the query in a few words; the date of `since` is left out where it is today at `now`."""
        parts = [
            self.symbol,
            self.sec_type,
            SIDES.get(self.side, self.side),
            f"account {self.account}" if self.account else "",
            "" if self.client_id is None else f"client {self.client_id}",
            f"on {self.exchange}" if self.exchange else "",
            self._days(),
            self._since(now),
        ]
        return ", ".join(filter(None, parts)) or "no filter"

    def to_json(self) -> dict[str, object]:
        """The fields that are set, for `query_from_json`."""
        since = self.since
        fields = {
            "client_id": self.client_id,
            "account": self.account,
            "since": "" if since is None else since.replace(tzinfo=None).isoformat(),
            "zone": "" if since is None else zone_name(since),
            "symbol": self.symbol,
            "sec_type": self.sec_type,
            "exchange": self.exchange,
            "side": self.side,
            "last_days": self.last_days,
            "dates": [day.isoformat() for day in self.dates],
        }
        return {name: known for name, known in fields.items() if known not in (None, "", [])}

    def _days(self) -> str:
        if self.last_days is not None:
            return "today" if self.last_days == 1 else f"last {self.last_days} days"
        return " and ".join(day.isoformat() for day in self.dates)

    def _since(self, now: datetime | None) -> str:
        since = self.since
        if since is None:
            return ""
        is_today = now is not None and now.astimezone(since.tzinfo).date() == since.date()
        day = "" if is_today else f"{since:%Y-%m-%d} "
        clock = f"{since:%H:%M:%S}" if since.second else f"{since:%H:%M}"
        return f"since {day}{clock} {zone_name(since)}"


@value
class ExecutionOutcome:
    """How a query ended, and the execIds of the answer, which may be incomplete; `detail` is empty or one sentence."""

    progress: RequestProgress
    exec_ids: frozenset[str]
    detail: str = ""


def zone_name(moment: datetime) -> str:
    """The IANA name of an aware time's zone."""
    zone = moment.tzinfo
    return zone.key if isinstance(zone, ZoneInfo) else str(zone)
