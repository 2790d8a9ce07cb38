"""The records of a table without any Qt: their positions, their order, their groups."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path

import pytest

from ibmonitor.models import table
from ibmonitor.models.table.column import id_column
from ibmonitor.models.table.row_groups import Grouping
from ibmonitor.models.table.row_store import RowStore
from tests.models.table.parts import Part, link
from tests.models.table.things import Thing, things

PARTS = ("row_changes", "row_filters", "row_groups", "row_order", "row_store", "text_search")
SIZE = id_column("size", "Size", "", attrgetter("size"))


@pytest.mark.parametrize("part", PARTS)
def test_the_parts_of_a_table_know_no_qt(part: str) -> None:
    assert "PySide6" not in Path(table.__path__[0], f"{part}.py").read_text(encoding="utf-8")


def store_of(*sizes: int | None) -> tuple[RowStore[Thing], list[Thing]]:
    store: RowStore[Thing] = RowStore()
    known = things(*sizes)
    store.append(known)
    store.place_all()
    return store, known


def sizes(store: RowStore[Thing]) -> list[int | None]:
    return [store.records[position].size for position in store.all.positions]


def test_a_record_keeps_its_position() -> None:
    store, known = store_of(3, 1, 2)
    store.sort_by(SIZE, descending=False)
    assert [store.position(thing) for thing in known] == [0, 1, 2]
    assert store.position(Thing(1)) == -1, "another record with the same number"
    assert store.position(Thing(7)) == -1
    assert sizes(store) == [1, 2, 3]


def test_new_records_are_placed_in_the_order() -> None:
    store, known = store_of(*range(0, 100, 2))
    store.sort_by(SIZE, descending=True)
    for count in (3, 40):
        first = len(known)
        new = [Thing(first + number, number) for number in range(count)]
        known += new
        store.place(store.append(new))
        assert sizes(store) == sorted(sizes(store), key=lambda size: -(size or 0))
        assert len(store.all) == len(known)


def test_a_removed_record_keeps_its_place_for_its_return() -> None:
    store, known = store_of(3, 1, 2)
    store.sort_by(SIZE, descending=False)
    store.remove({1})
    assert (sizes(store), store.all_records()) == ([2, 3], [known[0], known[2]])
    assert store.live_positions(known) == {0, 2}
    store.revive(1)
    assert sizes(store) == [1, 2, 3]


def test_keys_change_only_when_they_are_set() -> None:
    store, known = store_of(3, 1, 2)
    store.sort_by(SIZE, descending=False)
    known[0].size = 0
    assert store.keys[0] == 3
    store.move(0, store.new_key(0), None)
    assert sizes(store) == [0, 1, 2]
    known[1].size, known[2].size = 9, 8
    store.set_keys((position, store.new_key(position)) for position in (1, 2))
    assert sizes(store) == [0, 8, 9]


def test_without_a_column_the_order_is_that_of_arrival() -> None:
    store, _ = store_of(3, 1, 2)
    store.sort_by(SIZE, descending=False)
    assert store.is_sorted
    store.sort_by(None, descending=True)
    assert (store.is_sorted, sizes(store)) == (False, [3, 1, 2])


def test_a_child_stands_below_its_parent_and_has_its_key() -> None:
    store: RowStore[Part] = RowStore(Grouping(attrgetter("whole"), attrgetter("parts"), "name", "combo", "leg"))
    parts = [Part(0, size=5), Part(1, size=1), Part(2, size=3), Part(3, size=9)]
    store.append(parts)
    store.place_all()
    store.sort_by(id_column("size", "Size", "", attrgetter("size")), descending=False)
    parents = store.relations(link(parts[3], parts[1]))
    assert parents == {1: None, 3: 1}
    store.relate(parents)
    store.place_groups({1, 3})
    assert list(store.all.positions) == [1, 3, 2, 0]
    assert (store.new_key(3), store.groups.head(3)) == (1, 1)
    assert store.relations(link(parts[3], None)) == {1: None, 3: None}
    store.move(3, store.key_of_head(3), None)
    assert list(store.all.positions) == [1, 2, 0, 3]
    assert not store.groups
