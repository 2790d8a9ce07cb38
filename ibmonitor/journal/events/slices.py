"""A session's events as slices of JSON, and back: what came again is not written again."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import msgspec

from ibmonitor.domain.records.events import (
    CommissionReport,
    CompletedOrder,
    CompletedOrdersEnd,
    CurrentTime,
    Event,
    ExecDetails,
    ExecDetailsEnd,
    Fault,
    NextValidId,
    OpenOrder,
    OpenOrderEnd,
    OrderStatus,
)
from ibmonitor.domain.records.records import Contract
from ibmonitor.domain.records.slice import Slice
from ibmonitor.journal.events.codec import Again, Codec, Confirmed, Defined, Forgotten, UnreadableError

OF_ORDERS = (OpenOrder, OrderStatus, CompletedOrder)
"""What TWS lists again and again. The adapter emits the same object for a frame of the same bytes."""
_MARKERS = (OpenOrderEnd, CompletedOrdersEnd, ExecDetailsEnd, NextValidId, CurrentTime)
"""They change nothing in the book."""
_MOST_KNOWN = 250_000
"""Events by which repeats are recognized, before all are forgotten at once."""

NOT_UNDERSTOOD = (
    "Something in the history cannot be read; it is left out. A newer version of the program has written it, or the "
    "file is damaged."
)


class SliceEncoder:
    """Encodes the slices of one session, in their order.

    `follows` is set where the blotter goes on from an earlier session, and so knows more than this one has written.
    """

    def __init__(self, codec: Codec, *, follows: bool = False) -> None:
        self._codec = codec
        self._written: tuple[set[str], set[str]] | None = (set(), set()) if follows else None
        """The execIds of the executions and reports that have been written; `None` where all that are known have."""
        self.number = 0
        """Of the next event."""
        self._contracts: dict[int, tuple[Contract, int]] = {}
        self._equal_contracts: dict[Contract, int] = {}
        self._known: dict[int, tuple[Event, int]] = {}
        """By the `id` of an event, which is kept so that no other gets it."""
        self._entries: list[msgspec.Struct] = []

    def encode(self, slice_: Slice) -> str:
        """The JSON of a slice; empty where there is nothing to write."""
        entries: list[msgspec.Struct] = []
        self._entries = entries
        again: list[int] = []
        known = {id(event) for event in slice_.known if self._is_written(event)}
        for event in slice_.events:
            before = self._known.get(id(event))
            if before is not None:
                again.append(before[1])
                continue
            if id(event) in known or isinstance(event, _MARKERS):
                continue
            if again:
                entries.append(Again(_runs(again)))
                again = []
            entries.append(self._codec.entry_of(event, self._number_of))
            if isinstance(event, OF_ORDERS):
                self._remember(event)
            elif self._written is not None:
                self._note_written(event, self._written)
            self.number += 1
        if again:
            entries.append(Again(_runs(again)))
        confirmed = [event for event in slice_.confirmed if id(event) in known]
        if confirmed:
            entries.append(_confirmed(confirmed))
        return self._codec.encode(entries) if entries else ""

    def _remember(self, event: Event) -> None:
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[id(event)] = event, self.number

    def _is_written(self, event: Event) -> bool:
        if self._written is None:
            return True
        executions, reports = self._written
        match event:
            case ExecDetails():
                return event.execution.exec_id in executions
            case CommissionReport():
                return event.exec_id in reports
        return False

    def _note_written(self, event: Event, written: tuple[set[str], set[str]]) -> None:
        executions, reports = written
        match event:
            case ExecDetails():
                executions.add(event.execution.exec_id)
            case CommissionReport():
                reports.add(event.exec_id)

    def _number_of(self, contract: Contract) -> int:
        """The number of a contract, which is defined at its first use. Most come as the same object again."""
        found = self._contracts.get(id(contract))
        if found is not None:
            return found[1]
        number = self._equal_contracts.get(contract)
        if number is None:
            number = self._equal_contracts[contract] = len(self._equal_contracts)
            self._entries.append(Defined(contract))
        if len(self._contracts) >= _MOST_KNOWN:
            self._contracts.clear()
        self._contracts[id(contract)] = contract, number
        return number


class SliceDecoder:
    """Decodes the slices of one session, from the first on."""

    def __init__(self, codec: Codec) -> None:
        self._codec = codec
        self._number = 0
        self._contracts: list[Contract] = []
        self._of_orders: dict[int, Event] = {}
        self._executions: dict[str, Event] = {}
        self._reports: dict[str, Event] = {}

    def decode(self, raw: str) -> list[Event]:
        """The events of a slice. What cannot be read is left out, and one `Fault` says so."""
        events: list[Event] = []
        problems: list[str] = []
        for entry in self._entries(raw, problems):
            match entry:
                case Defined():
                    self._contracts.append(entry.contract)
                case Again():
                    numbers = chain.from_iterable(range(first, first + length) for first, length in entry.runs)
                    events.extend(filter(None, map(self._of_orders.get, numbers)))
                case Confirmed():
                    events.extend(filter(None, map(self._executions.get, entry.executions)))
                    events.extend(filter(None, map(self._reports.get, entry.reports)))
                case Forgotten():
                    self._number += 1
                case _:
                    try:
                        events.append(self._note(self._codec.event_of(entry, self._contracts)))
                    except UnreadableError as error:
                        problems.append(str(error))
                    self._number += 1
        if problems:
            events.append(Fault(NOT_UNDERSTOOD, "\n".join(problems)))
        return events

    def _entries(self, raw: str, problems: list[str]) -> Iterable[msgspec.Struct]:
        try:
            return self._codec.decode(raw)
        except UnreadableError:
            pass
        entries: list[msgspec.Struct] = []
        try:
            for entry in self._codec.decode_each(raw):
                if isinstance(entry, UnreadableError):
                    problems.append(str(entry))
                    entry = Forgotten()  # noqa: PLW2901 - it had a number
                entries.append(entry)
        except UnreadableError as error:
            problems.append(str(error))
        return entries

    def _note(self, event: Event) -> Event:
        match event:
            case ExecDetails():
                self._executions[event.execution.exec_id] = event
            case CommissionReport():
                self._reports[event.exec_id] = event
            case OpenOrder() | OrderStatus() | CompletedOrder():
                self._of_orders[self._number] = event
            case _:
                pass
        return event


def _runs(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Consecutive numbers as runs: TWS lists orders in the same order again."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        first, length = runs[-1] if runs else (number, 0)
        if number == first + length:
            runs[-1:] = [(first, length + 1)]
        else:
            runs.append((number, 1))
    return tuple(runs)


def _confirmed(events: Iterable[Event]) -> Confirmed:
    executions = tuple(event.execution.exec_id for event in events if isinstance(event, ExecDetails))
    return Confirmed(executions, tuple(event.exec_id for event in events if isinstance(event, CommissionReport)))
