from __future__ import annotations

import contextlib
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from ibmonitor.journal.store.errors import RefusedRowsError
from ibmonitor.journal.store.schema import EXECUTIONS, META, ORDER_DAYS, ORDERS, SESSIONS
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.store.upsert import Row, upsert
from tests.journal.store.history_rows import NOON, execution, one_of_each, row, rows_of
from tests.support.examples import examples


def write(store: Store, *rows: Row, keep_known: bool | set[str] = False) -> None:
    with store.writing() as connection:
        upsert(connection, EXECUTIONS, rows, keep_known=keep_known)


def only(store: Store) -> dict[str, object]:
    (found,) = rows_of(store, EXECUTIONS)
    return found


def test_every_table_takes_a_row_and_takes_it_again(store: Store) -> None:
    for table, values in one_of_each():
        for _ in range(2):
            with store.writing() as connection:
                upsert(connection, table, [values])
        assert rows_of(store, table) == [values]


def test_a_row_with_another_key_is_another_row(store: Store) -> None:
    others = [execution(), execution("0001.02"), execution(account="DU2"), execution(site="live")]
    write(store, *others)
    assert len(rows_of(store, EXECUTIONS)) == 4


def test_the_last_of_two_rows_with_one_key_wins_in_the_table_and_in_a_batch(store: Store) -> None:
    write(store, execution(price="1"))
    write(store, execution(price="2"), execution("0001.02"), execution(price="3"))
    assert [found["price"] for found in rows_of(store, EXECUTIONS)] == ["3", "187.25"]


BATCHES = pytest.mark.parametrize("is_one_batch", [True, False], ids=["one batch", "two batches"])


def write_both(store: Store, first: Row, second: Row, *, is_one_batch: bool, keep_known: bool | set[str]) -> None:
    if is_one_batch:
        write(store, first, second, keep_known=keep_known)
    else:
        write(store, first, keep_known=keep_known)
        write(store, second, keep_known=keep_known)


@BATCHES
def test_an_absent_value_replaces_no_known_one_where_that_is_asked(store: Store, *, is_one_batch: bool) -> None:
    first = execution(price="187.25", order_ref="mine", perm_id=7, superseded=1)
    second = execution(price=None, order_ref="", perm_id=None, superseded=0, symbol="MSFT")
    write_both(store, first, second, is_one_batch=is_one_batch, keep_known=True)
    found = only(store)
    assert (found["price"], found["order_ref"], found["perm_id"]) == ("187.25", "mine", 7)
    assert (found["superseded"], found["symbol"]) == (0, "MSFT")


@BATCHES
def test_it_replaces_those_of_other_columns(store: Store, *, is_one_batch: bool) -> None:
    first, second = execution(price="187.25", order_ref="mine"), execution(price=None, order_ref="")
    write_both(store, first, second, is_one_batch=is_one_batch, keep_known={"order_ref"})
    assert (only(store)["price"], only(store)["order_ref"]) == (None, "mine")
    write(store, execution(order_ref=""))
    assert only(store)["order_ref"] == ""


@BATCHES
def test_first_keeps_the_least_and_last_the_greatest(store: Store, *, is_one_batch: bool) -> None:
    first = execution(first_seen=NOON, last_seen=NOON)
    for second, expected in [
        (execution(first_seen=NOON + 5, last_seen=NOON + 5), (NOON, NOON + 5)),
        (execution(first_seen=NOON - 5, last_seen=NOON - 5), (NOON - 5, NOON + 5)),
    ]:
        write_both(store, first, second, is_one_batch=is_one_batch, keep_known=False)
        assert (only(store)["first_seen"], only(store)["last_seen"]) == expected


@BATCHES
def test_a_day_that_is_not_known_is_neither_first_nor_last(store: Store, *, is_one_batch: bool) -> None:
    days = [("", ""), ("2026-05-28", "2026-05-28"), ("", ""), ("2026-05-27", "2026-05-29"), ("2026-05-28", "")]
    rows = [row(SESSIONS, session="s", first_day=first, last_day=last) for first, last in days]
    for batch in [rows] if is_one_batch else [[each] for each in rows]:
        with store.writing() as connection:
            upsert(connection, SESSIONS, batch)
    (found,) = rows_of(store, SESSIONS)
    assert (found["first_day"], found["last_day"]) == ("2026-05-27", "2026-05-29")


TEXTS, TIMES = st.sampled_from(["", "a", "b", "c"]), st.sampled_from([None, NOON - 1, NOON, NOON + 1])
SOME_ROWS = st.lists(
    st.builds(
        lambda key, **values: row(SESSIONS, session=key, **values),
        st.sampled_from(["s", "t"]),
        host=TEXTS,
        client_id=TIMES,
        server_version=TIMES,
        first_day=TEXTS,
        last_day=TEXTS,
    ),
    max_size=6,
)


class Undone(Exception):
    """Ends a transaction without a trace."""


@examples(25)
@given(rows=SOME_ROWS, keep_known=st.sampled_from([False, True, ("host", "server_version")]))
def test_a_batch_has_the_outcome_of_its_rows_one_by_one(
    one_store: Store, rows: list[Row], keep_known: bool | tuple[str, ...]
) -> None:
    def written(*batches: list[Row]) -> list[tuple[object, ...]]:
        found: list[tuple[object, ...]] = []
        with contextlib.suppress(Undone), one_store.writing() as connection:
            for batch in batches:
                upsert(connection, SESSIONS, batch, keep_known=keep_known)
            found += [tuple(each) for each in connection.execute(select(SESSIONS).order_by(SESSIONS.c.session))]
            raise Undone
        return found

    assert written(rows) == written(*([each] for each in rows))


def test_a_column_that_a_row_does_not_name_stays(store: Store) -> None:
    whole = row(SESSIONS, session="s", client_id=3, seen=1)
    with store.writing() as connection:
        upsert(connection, SESSIONS, [whole])
        part = {name: value for name, value in whole.items() if name != "client_id"}
        # Of two kinds of rows in one batch, and of one row in two parts.
        upsert(connection, SESSIONS, [{**part, "seen": 2}, row(SESSIONS, session="t"), {**part, "program": "2"}])
    first, second = rows_of(store, SESSIONS)
    assert (first["client_id"], first["seen"], first["program"]) == (3, 1, "2")
    assert second["session"] == "t"


def test_a_table_that_is_all_key(store: Store) -> None:
    days = [{"site": "paper", "perm_id": 1, "day": day} for day in ("2026-05-27", "2026-05-28", "2026-05-27")]
    with store.writing() as connection:
        upsert(connection, ORDER_DAYS, days)
        upsert(connection, ORDER_DAYS, days)
    assert [found["day"] for found in rows_of(store, ORDER_DAYS)] == ["2026-05-27", "2026-05-28"]


def test_nothing_to_write_is_nothing_written(store: Store) -> None:
    write(store)
    assert rows_of(store, EXECUTIONS) == []


def test_text_that_no_database_takes_is_written_without_it(store: Store) -> None:
    write(store, execution(symbol="A\0B", order_ref="half \ud83d", local_symbol="Ünï \U0001f600"))
    found = only(store)
    assert (found["symbol"], found["order_ref"], found["local_symbol"]) == ("A\ufffdB", "half \ufffd", "Ünï \U0001f600")


@pytest.mark.parametrize(
    "wrong", [{"perm_id": 2**63}, {"price": object()}, {"symbol": None}], ids=["a number", "a kind", "nothing"]
)
def test_a_value_that_no_column_takes_is_refused_and_the_transaction_undone(
    store: Store, wrong: dict[str, object]
) -> None:
    def write_all() -> None:
        with store.writing() as connection:
            upsert(connection, META, [{"name": "a", "value": "b"}])
            upsert(connection, EXECUTIONS, [{**execution("secret"), **wrong}])

    with pytest.raises(RefusedRowsError, match="cannot") as caught:
        write_all()
    # Nor in a log, with all that led to it.
    assert "secret" not in "".join(traceback.format_exception(caught.value)).replace('execution("secret")', "")
    assert rows_of(store, META) == []
    write(store, execution())
    assert only(store)["symbol"] == "AAPL"


def test_texts_are_sorted_by_their_bytes(store: Store) -> None:
    """On each database alike, so that an index finds what a text begins with."""
    with store.writing() as connection:
        upsert(
            connection,
            ORDERS,
            [row(ORDERS, site="", perm_id=n, symbol=s) for n, s in enumerate(["b", "A", "a", "B", "É", "_"])],
        )
    with store.reading() as connection:
        found = connection.execute(select(ORDERS.c.symbol).order_by(ORDERS.c.symbol)).scalars().all()
    assert found == ["A", "B", "_", "a", "b", "É"]
