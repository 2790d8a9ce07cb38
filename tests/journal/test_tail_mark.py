"""How much of a tail the history has."""

from __future__ import annotations

from datetime import timedelta

from ibmonitor.domain.records.events import (
    ClockCompared,
    Event,
    Fault,
    LinkMoved,
    ManagedAccounts,
    NextValidId,
    RequestChanged,
)
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.journal.store.schema import META
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.store.upsert import upsert
from ibmonitor.journal.tail_mark import TailMark, committed_of, forget, is_counted
from tests.journal.histories import link
from tests.support.blotter_events import commission, execution, open_order


def test_only_what_came_from_tws_is_counted_and_accounts_are_needed_again() -> None:
    own: list[Event] = [
        link(LinkState.UP),
        LinkMoved(1),
        RequestChanged(RequestKind.EXECUTIONS, RequestProgress.RUNNING),
        ClockCompared(timedelta()),
        Fault("Something is wrong."),
        ManagedAccounts(("DU1",)),
    ]
    assert not any(map(is_counted, own))
    of_tws: list[Event] = [execution("e"), commission("e"), open_order(1, 1, 1), NextValidId(1)]
    assert all(map(is_counted, of_tws))


def test_a_mark_is_written_with_the_rest_or_not_at_all(store: Store) -> None:
    mark = TailMark("a")
    slices: list[list[Event]] = [[execution("e"), link(LinkState.UP), commission("e")], [execution("f")]]
    for events in slices:
        mark.add(events)
        with store.writing() as connection:
            mark.write(connection)
    assert (committed_of(store, "a"), committed_of(store, "b")) == (3, 0)
    with store.writing() as connection:
        forget(connection, "a")
        TailMark("b").write(connection)
        upsert(connection, META, [{"name": "tail c", "value": "many"}])
    assert [committed_of(store, name) for name in "abc"] == [0, 0, 0]
