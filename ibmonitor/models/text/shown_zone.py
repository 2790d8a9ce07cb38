"""The one place that decides in which time zone the window shows times: `SHOWN_ZONE`. `formats.py` writes them.

What is compared, sorted or summed by day is aware UTC; a zone decides only how a time reads, and where a day begins.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum
from functools import lru_cache
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimeZone, Signal


class ZoneChoice(Enum):
    """The user's choice; the value is that of the setting."""

    LOCAL = "local"
    UTC = "UTC"
    EASTERN = "US/Eastern"
    EXCHANGE = "exchange"
    SENT = "sent"


_UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "UCT", "Universal", "Etc/Universal", "Zulu", "Etc/Zulu"})


def utc_now() -> datetime:
    return datetime.now(UTC)


@lru_cache(maxsize=8)
def zone_named(name: str) -> ZoneInfo | None:
    """The zone with this name; `None` where this computer has no data of it."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


@lru_cache(maxsize=1)
def _computers_zone() -> ZoneInfo | None:
    """This computer's zone by its name; `None` where its name is not known or its clock does not agree with it."""
    zone = zone_named(bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace"))
    if zone is None:
        return None
    days = (utc_now() + timedelta(days=30 * number) for number in range(-6, 7))
    return zone if all(day.astimezone(zone).utcoffset() == day.astimezone().utcoffset() for day in days) else None


def offset_text(moment: datetime) -> str:
    """The offset from UTC of an aware time: "UTC+01:00", and "UTC" where there is none."""
    seconds = round((moment.utcoffset() or timedelta()).total_seconds())
    if not seconds:
        return "UTC"
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"UTC{'+' if seconds > 0 else '-'}{hours:02}:{minutes:02}"


class ShownZone(QObject):
    """The zone in which times are shown, and which day it is there."""

    changed = Signal()
    """Times read differently now: whatever shows or searches them must be refreshed."""
    day_changed = Signal()
    """Another day has begun: what was shown without a date, because it was of today, must be shown with it."""

    def __init__(self, clock: Callable[[], datetime] = utc_now, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clock = clock
        """The current time, aware."""
        self._wanted = self._choice = ZoneChoice.LOCAL
        self._zone: tzinfo | None = None
        self._is_known = False
        self._days: dict[tzinfo | None, tuple[datetime, datetime, str]] = {}
        """By zone: when today began there, when it ends, and its date as text."""
        self._day = ""
        self.is_by_row = False
        """Whether each row can have a zone of its own. Check this before making a `Moment` in code that runs for each
        cell."""

    @property
    def wanted(self) -> ZoneChoice:
        """The user's choice."""
        return self._wanted

    @property
    def choice(self) -> ZoneChoice:
        """The choice in force: this computer's zone where the one wanted is not available."""
        return self._choice

    def choose(self, choice: ZoneChoice) -> None:
        """Show times in this zone from now on, everywhere."""
        if choice is self._wanted:
            return
        self._wanted = choice
        self._choice = ZoneChoice.LOCAL if self.problem(choice) else choice
        self.is_by_row = self._choice in (ZoneChoice.EXCHANGE, ZoneChoice.SENT)
        self._is_known = False
        self._day = ""
        self.changed.emit()

    @staticmethod
    def problem(choice: ZoneChoice) -> str:
        """Why a choice is not available, as a sentence; empty where it is."""
        if choice is ZoneChoice.EASTERN and zone_named(choice.value) is None:
            return f"This computer has no data of the time zone {choice.value}."
        return ""

    @property
    def zone(self) -> tzinfo | None:
        """The zone of all times that have no zone of their own; `None` is this computer's, where it has no name."""
        if not self._is_known:
            # This computer's is found out when it is first needed.
            self._zone = self._zone_of_choice()
            self._is_known = True
        return self._zone

    def _zone_of_choice(self) -> tzinfo | None:
        match self._choice:
            case ZoneChoice.UTC | ZoneChoice.SENT:
                return UTC
            case ZoneChoice.EASTERN:
                return zone_named(ZoneChoice.EASTERN.value)
            case _:
                return _computers_zone()

    @property
    def name(self) -> str:
        """The name of `zone`: "Europe/Berlin", "UTC"; an offset where this computer's zone has no name."""
        return name_of(self.zone, self.clock())

    @property
    def local_name(self) -> str:
        """The name of this computer's zone."""
        return name_of(_computers_zone(), self.clock())

    # Days

    def day_of(self, moment: datetime) -> date:
        """The day of a time in `zone`."""
        return moment.astimezone(self.zone).date()

    def today(self) -> date:
        """Today in `zone`."""
        return self.day_of(self.clock())

    def today_text(self, zone: tzinfo | None) -> str:
        """Today in a zone as YYYY-MM-DD. Cheap, since it is called for each cell."""
        now = self.clock()
        known = self._days.get(zone)
        if known is None or not known[0] <= now < known[1]:
            known = self._days[zone] = _day_at(now, zone)
        return known[2]

    def ms_to_next_quarter(self) -> int:
        """Milliseconds until the next quarter of an hour: in every zone a day begins with one."""
        now = self.clock()
        return 1 + 1000 * (899 - (now.minute * 60 + now.second) % 900) + (1_000_000 - now.microsecond) // 1000

    def check_day(self) -> None:
        """Emit `day_changed` where another day has begun since the last call. Call this every now and then."""
        now = self.clock()
        # With a zone for each row a day may begin every quarter of an hour.
        day = f"{now:%Y-%m-%d %H} {now.minute // 15}" if self.is_by_row else self.today_text(self.zone)
        if self._day and day != self._day:
            self._day = day
            self.day_changed.emit()
        self._day = day


def name_of(zone: tzinfo | None, now: datetime) -> str:
    """The name of a zone; of one without a name its offset at a time."""
    if isinstance(zone, ZoneInfo):
        return "UTC" if zone.key in _UTC_NAMES else zone.key
    return offset_text(now.astimezone(zone))


def _day_at(now: datetime, zone: tzinfo | None) -> tuple[datetime, datetime, str]:
    """The day at a time in a zone: its beginning, its end, its date."""
    day = now.astimezone(zone).date()
    return _beginning(day, zone), _beginning(day + timedelta(days=1), zone), day.isoformat()


def _beginning(day: date, zone: tzinfo | None) -> datetime:
    midnight = datetime.combine(day, time())
    return (midnight.astimezone() if zone is None else midnight.replace(tzinfo=zone)).astimezone(UTC)


SHOWN_ZONE = ShownZone()
"""The program's."""
