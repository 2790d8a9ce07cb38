"""Every event has a handler when the program starts; an event whose handler fails becomes a message."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any, cast, get_args

import pytest

from ibmonitor.domain.blotter import blotter as blotter_module
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.change import Changes
from ibmonitor.domain.records.events import Event, LinkChanged
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.records import Severity
from tests.recording.sessions import contents
from tests.support.blotter_events import START, commission, execution, new_blotter, open_order, order_status
from tests.support.fill_streams import Stream

HUGE = Decimal("9E+999999")

STATES = (LinkState.CONNECTING, LinkState.SYNCHRONISING, LinkState.UP)


class NewEvent:
    """An event that was added to the union, and to nothing else."""


def test_every_event_has_a_handler() -> None:
    assert set(Blotter()._handlers) == set(get_args(Event))


def test_an_event_without_a_handler_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blotter_module, "Event", Event | NewEvent)
    with pytest.raises(TypeError, match=r"no handler for NewEvent$"):
        Blotter()


@pytest.mark.parametrize("event", get_args(Event), ids=lambda event: event.__name__)
def test_a_missing_handler_is_found(event: type) -> None:
    handlers = {each: each for each in get_args(Event) if each is not event}
    with pytest.raises(TypeError, match=rf"no handler for {event.__name__}$"):
        blotter_module._check_vocabulary(handlers)


def test_an_event_whose_handler_fails_becomes_a_message() -> None:
    blotter = new_blotter()
    blotter.apply(execution("a.b.c.01", perm_id=7, shares=HUGE))
    blotter.apply(execution("a.b.d.01", perm_id=7, shares=HUGE))
    change = blotter.apply(order_status(7, 1, 5))
    (message,) = blotter.messages
    assert change.messages == (message,)
    assert (message.severity, message.code) == (Severity.ERROR, None)
    assert "could not be processed (OrderStatus)" in message.plain
    assert "Overflow" in message.text
    assert "perm_id=7" in message.text
    assert change.orders == tuple(blotter.orders), "the half-made row is in the change"
    blotter.apply(open_order(8, 1, 6))
    assert blotter.order_by_perm_id(8) is not None


def test_an_unknown_object_becomes_a_message_too() -> None:
    blotter = new_blotter()
    (message,) = blotter.apply(cast("Any", "hello")).messages
    assert "(str)" in message.plain
    assert "'hello'" in message.text


@pytest.mark.parametrize("seed", range(60))
def test_many_events_at_once_come_to_the_same_as_one_by_one(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blotter_module, "_TICK", timedelta())
    stream, random = Stream(seed), Random(seed)  # noqa: S311
    one_by_one, at_once = Blotter(clock=lambda: START), Blotter(clock=lambda: START)
    for _ in range(12):
        events = [stream.event() for _ in range(random.randint(1, 6))]
        if random.random() < 0.3:
            events.insert(random.randrange(len(events)), LinkChanged(random.choice(STATES), "127.0.0.1", 7497, 1))
        expected, changes = Changes(), Changes()
        for event in events:
            expected.add(one_by_one.apply(event))
        at_once.apply_all(events, changes)
        assert contents(at_once) == contents(one_by_one)
        assert all_of(changes) == all_of(expected)


def all_of(changes: Changes) -> list[object]:
    records = (changes.orders, changes.fills, changes.commissions, changes.messages, changes.merged_orders)
    return [[each.serial for each in kind] for kind in records] + [changes.link, bool(changes), len(changes.confirmed)]


def test_a_commission_has_the_time_of_its_execution_when_nothing_came_in_between() -> None:
    blotter = Blotter(clock=lambda: START)
    names = [f"0000e0d5.{number:08x}.01.01" for number in range(3)]
    one, two, three = (execution(name, perm_id=7) for name in names)
    blotter.apply_all([one, commission(names[0]), two, three, commission(names[1])], Changes())
    fills, commissions = blotter.fills, blotter.commissions
    assert commissions[0].received is fills[0].received
    assert fills[0].received < fills[1].received < fills[2].received < commissions[1].received
