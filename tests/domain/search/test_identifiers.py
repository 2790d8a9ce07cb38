"""The ids of an order and of its executions."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from ibmonitor.domain.records.records import HistoryEntry, HistoryKind
from ibmonitor.domain.search.identifiers import KeptIdentifiers, identifiers_of
from tests.support.make_records import NOON, make_fill, make_order

NO_PERM_ID = "None yet: TWS sends 0 until it has acknowledged the order, and for trades that originate outside IB."
NO_CLIENT = "Placed in TWS, by FIX, or by API client 0, which alone of all clients can take over manual orders."


def test_the_id_of_an_execution_says_what_its_five_segments_mean() -> None:
    fills = [make_fill(1), make_fill(2)]
    fills[1].execution = replace(fills[1].execution, exec_id="0000e0d5.01.02.01.01")
    notes = [row.note for row in identifiers_of(make_order(0, fills=fills)) if row.name == "Exec ID"]
    assert notes[0] == ""
    assert notes[1].startswith("Five segments: one execution of one leg of a combo")


@pytest.mark.parametrize(
    ("known", "name", "value", "note"),
    [
        ({"perm_id": 5}, "Perm ID", "5", "TWS's own ID of the order, unique in the account."),
        ({"perm_id": None}, "Perm ID", "", NO_PERM_ID),
        ({"client_id": 7}, "Client ID", "7", "The API client that placed the order. Only it can change or cancel it."),
        ({"order_id": -3}, "Order ID", "-3", "Negative: a manual order that was bound to an API client."),
        ({"order_id": 0}, "Order ID", "0", "A manual order that no API client has bound."),
        ({"client_id": 0}, "Client ID", "0", NO_CLIENT),
        ({"parent_id": 0}, "Parent ID", "", "Not attached to another order, as far as TWS has reported."),
        ({"order_fields": {"parentPermId": 9}}, "Parent perm ID", "9", ""),
    ],
)
def test_ids_are_explained(known: dict[str, object], name: str, value: str, note: str) -> None:
    rows = {row.name: row for row in identifiers_of(make_order(0, **known))}
    assert (rows[name].value, rows[name].note) == (value, note)


def test_earlier_ids_and_executions_are_listed() -> None:
    old, new = make_fill(1), make_fill(2)
    old.superseded_by = new.execution.exec_id
    history = [
        HistoryEntry(NOON, HistoryKind.BOUND, detail="Perm ID 5 is order -1 of client 0"),
        HistoryEntry(NOON, HistoryKind.JOINED, detail="Order ID 4"),
    ]
    rows = identifiers_of(make_order(0, history=history, fills=[old, new]))
    listed = [(row.name, row.value) for row in rows]
    assert ("Bound", "Perm ID 5 is order -1 of client 0") in listed
    assert ("Earlier row", "Order ID 4") in listed
    assert [(row.value, row.is_superseded) for row in rows if row.name == "Exec ID"] == [
        (old.execution.exec_id, True),
        (new.execution.exec_id, False),
    ]


@pytest.mark.parametrize("seed", range(5))
def test_kept_ids_are_those_of_all_executions(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - no secret
    order, other = make_order(0), make_order(1)
    kept = KeptIdentifiers(order)
    for serial in range(40):
        before = list(kept.rows)
        changed = [make_fill(serial), make_fill(100 + serial)]
        changed[0].order, changed[1].order = order, other
        order.fills.append(changed[0])
        changed.append(chance.choice(order.fills))
        if chance.random() < 0.2:
            changed[-1].superseded_by = chance.choice([None, "newer"])
        if chance.random() < 0.1:
            order.perm_id = serial
        if chance.random() < 0.1:
            order.fills.remove(changed[-1])
            changed[-1].order = other
        start = min(kept.updating(changed))
        assert kept.rows == identifiers_of(order)
        assert kept.rows[:start] == before[:start]


def test_one_more_execution_is_one_more_row() -> None:
    order = make_order(0, fills=[make_fill(serial) for serial in range(5)])
    kept = KeptIdentifiers(order)
    assert min(kept.updating(())) == 0
    count = len(kept.rows)
    new = make_fill(9)
    new.order = order
    order.fills.append(new)
    assert min(kept.updating([new, order.fills[0]])) == count
    order.fills[3].superseded_by = "newer"
    assert min(kept.updating([order.fills[3]])) == count - 2
