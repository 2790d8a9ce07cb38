"""Which records have changed since that was last asked."""

from __future__ import annotations

import pytest

from ibmonitor.models.table.changed_rows import ChangedRows


def test_each_is_taken_once_in_the_order_of_arrival() -> None:
    changes = ChangedRows(bytearray())
    changes.note([5, 2, 5])
    assert changes
    assert len(changes) == 2
    assert list(changes.take()) == [2, 5]
    assert list(changes.take()) == []


@pytest.mark.parametrize("flags", [b"", b"\0\1", b"\0\1\0\0", b"\0\1" + bytes(9)])
def test_new_ones_are_noted_together(flags: bytes) -> None:
    changes = ChangedRows(bytearray(flags))
    changes.note(range(3, 6))
    assert list(changes.take()) == [*([1] if flags else []), 3, 4, 5]


def test_what_changes_again_while_others_are_taken_is_taken_again() -> None:
    changes = ChangedRows(bytearray(b"\1\1\1"))
    taking = changes.take()
    assert next(taking) == 0
    changes.note([0, 3])
    assert list(taking) == [0, 1, 2, 3]
    assert list(changes.take()) == []
    changes.note([3])
    taking = changes.take()
    assert next(taking) == 3
    changes.note([1])
    assert changes
    assert list(taking) == [1]
    assert not list(changes.take())


def test_a_new_start_counts_those_shown_as_changed() -> None:
    changes = ChangedRows(bytearray(b"\1\1"))
    changes.is_new = False
    changes.note([0])
    changes.start_over(bytearray(b"\0\1\0"))
    assert changes.is_new
    assert list(changes.take()) == [1]


def test_there_is_something_to_do_after_a_new_start_without_rows() -> None:
    changes = ChangedRows(bytearray())
    assert changes
    changes.is_new = False
    assert not changes
