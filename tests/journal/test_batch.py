from __future__ import annotations

import pytest

from ibmonitor.journal.batch import Batch
from ibmonitor.journal.store.errors import HistoryError, RefusedRowsError
from ibmonitor.journal.store.schema import COMMISSIONS, EXECUTIONS, SLICES
from ibmonitor.journal.store.store import Store
from tests.journal.store.history_rows import commission, execution, numbers, rows_of, slices


def written(store: Store, batch: Batch, *, singly: bool = False) -> None:
    with store.writing() as connection:
        (batch.write_singly if singly else batch.write)(connection)


def full_batch(**wrong: object) -> Batch:
    batch = Batch()
    for row in slices(2):
        batch.add(SLICES, row)
    batch.add(EXECUTIONS, execution("1.01"))
    batch.add(EXECUTIONS, execution("2.01", **wrong))
    batch.add(COMMISSIONS, commission("1.01"))
    batch.add_standing(
        [{"site": "paper", "account": "DU1", "exec_id": "1.01", "perm_id": None, "superseded": 1, "place": "leg"}]
    )
    return batch


@pytest.mark.parametrize("singly", [False, True])
def test_all_of_it_is_written_and_a_second_time_is_no_harm(store: Store, singly: bool) -> None:
    batch = full_batch()
    for _ in range(2):
        written(store, batch, singly=singly)
    assert len(batch) == 6
    assert numbers(store) == [0, 1]
    assert [(row["exec_id"], row["superseded"], row["place"]) for row in rows_of(store, EXECUTIONS)] == [
        ("1.01", 1, "leg"),
        ("2.01", 0, ""),
    ]
    assert len(rows_of(store, COMMISSIONS)) == 1


def test_what_an_event_tells_again_leaves_how_it_counts(store: Store) -> None:
    written(store, full_batch())
    again = Batch()
    row = execution("1.01", order_ref="r")
    del row["superseded"], row["place"]
    again.add(EXECUTIONS, row)
    written(store, again)
    first = rows_of(store, EXECUTIONS)[0]
    assert (first["order_ref"], first["superseded"], first["place"]) == ("r", 1, "leg")


def test_a_row_that_cannot_be_stored_is_left_out_alone(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    batch = full_batch(perm_id=1 << 70)
    with pytest.raises(RefusedRowsError):
        written(store, batch)
    assert (numbers(store), rows_of(store, EXECUTIONS)) == ([], [])
    written(store, batch, singly=True)
    assert numbers(store) == [0, 1]
    assert [row["exec_id"] for row in rows_of(store, EXECUTIONS)] == ["1.01"]
    assert len(rows_of(store, COMMISSIONS)) == 1
    assert caplog.messages == ["a row is not in the history"]


def test_a_row_that_is_none_is_left_out_and_a_lost_server_is_not(store: Store) -> None:
    batch = full_batch()
    batch.add(EXECUTIONS, {"site": "paper"})
    written(store, batch, singly=True)
    assert len(rows_of(store, EXECUTIONS)) == 2
    store.close()
    with pytest.raises(HistoryError):
        written(store, batch, singly=True)
