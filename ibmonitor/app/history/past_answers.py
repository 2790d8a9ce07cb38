"""`PastAnswers`: keeps what TWS answers about past days out of today's book."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from ibmonitor.domain.records.events import CommissionReport, Event, ExecDetails, LinkChanged, RequestChanged
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.times.tws_time import parse_tws_time
from ibmonitor.journal.rows.days import EXCHANGE, day_of


class PastAnswers:
    """Takes executions of past days out of the events, where they answer a request for them, and their commissions.

    Today's stay, which such an answer has, too. Whose answer it is follows from the events alone: in a recording and
    in a tail it is the same.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        zone: Callable[[], tzinfo | None],
        on_past: Callable[[ExecDetails | CommissionReport], None] = lambda _event: None,
    ) -> None:
        """`zone` returns the operator's, for times that TWS sends without one. `on_past` is called with each event."""
        self.on_past = on_past
        self._now = now
        self._zone = zone
        self._req_ids: set[int] = set()
        self._exec_ids: set[str] = set()

    def without(self, events: list[Event]) -> list[Event]:
        """Return the events for today's book."""
        # What this program announces ends the events that are received together.
        match events[-1]:
            case RequestChanged(kind=RequestKind.PAST_DAYS, req_id=int(req_id)):
                self._req_ids.add(req_id)
            case LinkChanged(state=LinkState.CONNECTING):
                # Another connection counts its requests anew.
                self._req_ids.clear()
                self._exec_ids.clear()
        if not self._req_ids:
            return events
        return [event for event in events if not self._takes(event)]

    def _takes(self, event: Event) -> bool:
        match event:
            case ExecDetails() if event.req_id in self._req_ids and self._is_past(event):
                self._exec_ids.add(event.execution.exec_id)
            case CommissionReport() if event.exec_id in self._exec_ids:
                pass
            case _:
                return False
        self.on_past(event)
        return True

    def _is_past(self, event: ExecDetails) -> bool:
        moment = parse_tws_time(event.execution.time, self._zone())
        return moment is not None and day_of(moment, EXCHANGE) < day_of(self._now(), EXCHANGE)
