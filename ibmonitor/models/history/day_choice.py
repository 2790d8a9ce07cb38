"""Which days can be shown, and which one is."""

from __future__ import annotations

from datetime import date

from ibmonitor.domain.records.covered_day import Day
from ibmonitor.domain.records.value import value


@value
class DayChoice:
    """The days of a history, the first first, and the one that a window shows."""

    days: tuple[Day, ...] = ()
    """Those before today."""
    today: date = date.min
    """The exchange's day."""
    shown: Day | None = None
    """`None` is today, live."""
    site: str = ""
    """Where the accounts are that are shown: of several days with one date, that of this site is offered."""
    is_kept: bool = True
    """Whether today is kept, too."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept, and nothing was: no days are offered then."""
        return not self.days and not self.is_kept

    @property
    def sites(self) -> tuple[str, ...]:
        """All sites, those that have the most recent days first."""
        return tuple(dict.fromkeys(day.site for day in reversed(self.days)))

    def of_site(self, site: str) -> tuple[Day, ...]:
        """The days of a site; of the most recent one where this one has none."""
        sites = self.sites
        chosen = site if site in sites else next(iter(sites), "")
        return tuple(day for day in self.days if day.site == chosen)

    @property
    def before(self) -> Day | None:
        """The last day before the one that is shown; `None` where there is none."""
        shown = self.shown
        return next((day for day in reversed(self._alike) if shown is None or day.day < shown.day), None)

    @property
    def after(self) -> Day | None:
        """The first day after the one that is shown; `None` where only today is, or nothing."""
        shown = self.shown
        return None if shown is None else next((day for day in self._alike if day.day > shown.day), None)

    @property
    def _alike(self) -> tuple[Day, ...]:
        return self.of_site(self.site if self.shown is None else self.shown.site)
