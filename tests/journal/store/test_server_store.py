from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from ibmonitor.journal.store import migrate, server_store
from ibmonitor.journal.store.errors import HistoryError
from ibmonitor.journal.store.open_store import open_store
from ibmonitor.journal.store.server_store import ServerStore
from tests.journal.store.history_rows import add_slices, numbers
from tests.support.postgres_server import PostgresServer


@pytest.fixture
def url(postgres: PostgresServer) -> str:
    return postgres.new_place()


def schema_of(url: str) -> str:
    return url.partition("search_path%3D")[2]


def test_several_windows_write_one_history(url: str) -> None:
    first, second = ServerStore(url), ServerStore(url)
    assert (first.is_read_only, second.is_read_only) == (False, False)
    add_slices(first, 2)
    add_slices(second, 2, 1)
    assert numbers(first) == numbers(second) == [0, 1, 2]
    assert first.size() > 10_000
    first.close()
    second.close()


def test_what_reads_sees_one_state_and_cannot_write(url: str) -> None:
    store = ServerStore(url)
    with store.reading() as connection:
        count = "SELECT count(*) FROM slices"
        assert connection.exec_driver_sql(count).scalar() == 0
        add_slices(store, 1)
        assert connection.exec_driver_sql(count).scalar() == 0
    with pytest.raises(HistoryError, match="may only read"), store.reading() as connection:
        connection.exec_driver_sql("DELETE FROM meta")
    assert numbers(store) == [0]
    store.close()


def test_a_server_that_was_killed_is_found_again(postgres: PostgresServer, url: str) -> None:
    store = ServerStore(url)
    add_slices(store, 1)
    assert numbers(store) == [0]
    postgres.stop("immediate")
    try:
        for use in (lambda: add_slices(store, 1, 1), lambda: numbers(store)):
            with pytest.raises(HistoryError, match=r"no connection to the server|shutting down"):
                use()
    finally:
        postgres.start()
    add_slices(store, 1, 1)
    assert numbers(store) == [0, 1]
    store.close()


def test_a_server_that_was_restarted_unnoticed_is_no_error(postgres: PostgresServer, url: str) -> None:
    store = ServerStore(url)
    add_slices(store, 1)
    assert numbers(store) == [0]
    postgres.stop("immediate")
    postgres.start()
    add_slices(store, 1, 1)
    assert numbers(store) == [0, 1]
    store.close()


def test_killed_in_a_transaction_nothing_of_it_is_there(postgres: PostgresServer, url: str) -> None:
    store = ServerStore(url)

    def write() -> None:
        with store.writing() as connection:
            connection.exec_driver_sql("INSERT INTO meta VALUES ('a', 'b')")
            postgres.stop("immediate")
            postgres.start()
            connection.exec_driver_sql("INSERT INTO meta VALUES ('c', 'd')")

    with pytest.raises(HistoryError, match=r"no connection to the server|shutting down"):
        write()
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM meta").scalar() == 0
    store.close()


def test_several_windows_make_the_tables_at_once(url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: ServerStore(url), range(4)))
    assert [store.is_read_only for store in stores] == [False] * 4
    for store in stores:
        store.close()


def test_only_one_makes_the_tables_and_the_others_wait(url: str) -> None:
    other = psycopg.connect(url)
    other.execute("SELECT pg_advisory_xact_lock(%s)", [server_store._MIGRATION_LOCK])
    with pytest.raises(HistoryError, match="Another program is using the history on the server"):
        ServerStore(f"{url}%20-clock_timeout=10ms")
    other.close()
    ServerStore(f"{url}%20-clock_timeout=10ms").close()


def test_a_user_who_may_only_read(postgres: PostgresServer, url: str) -> None:
    owner = ServerStore(url)
    add_slices(owner, 1)
    schema = schema_of(url)
    postgres.execute(
        "DO $$ BEGIN CREATE ROLE desk_reader LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        f"GRANT USAGE ON SCHEMA {schema} TO desk_reader",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO desk_reader",
    )
    reader = ServerStore(postgres.url("desk_reader", options=f"-csearch_path={schema}"))
    assert reader.is_read_only
    assert reader.why_read_only.startswith("This user may only read the history")
    assert numbers(reader) == [0]
    assert not reader.try_to_write()
    postgres.execute(f"GRANT INSERT, UPDATE ON ALL TABLES IN SCHEMA {schema} TO desk_reader")
    assert reader.try_to_write()
    add_slices(reader, 1, 1)
    assert numbers(owner) == [0, 1]
    owner.close()
    reader.close()


def test_a_server_that_is_read_only(url: str) -> None:
    ServerStore(url).close()
    store = ServerStore(f"{url}%20-cdefault_transaction_read_only=on")
    assert store.why_read_only.startswith("This server only lets the history be read")
    assert numbers(store) == []
    store.close()


def test_who_may_not_make_tables_is_told_so(postgres: PostgresServer, url: str) -> None:
    postgres.execute("DO $$ BEGIN CREATE ROLE stranger LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    postgres.execute(f"GRANT USAGE ON SCHEMA {schema_of(url)} TO stranger")
    with pytest.raises(HistoryError, match="does not allow this user"):
        ServerStore(postgres.url("stranger", options=f"-csearch_path={schema_of(url)}"))


def test_only_to_be_read_there_must_be_a_history(url: str) -> None:
    with pytest.raises(HistoryError, match="There is no history yet"):
        ServerStore(url, only_reads=True)
    ServerStore(url).close()
    store = ServerStore(url, only_reads=True)
    assert store.is_read_only
    assert numbers(store) == []
    store.close()


def test_another_programs_tables_are_left_alone(postgres: PostgresServer, url: str) -> None:
    postgres.execute(f"CREATE TABLE {schema_of(url)}.orders (pizza text)")
    with pytest.raises(HistoryError, match=r"tables of another program .*orders"):
        ServerStore(url)


def test_a_newer_history_is_read_where_its_tables_suffice(postgres: PostgresServer, url: str) -> None:
    ServerStore(url).close()
    schema = schema_of(url)
    postgres.execute(f"UPDATE {schema}.{migrate.VERSION_TABLE} SET version_num = '9999'")  # noqa: S608 - a test's
    store = ServerStore(url)
    assert "newer version" in store.why_read_only
    assert numbers(store) == []
    store.close()
    postgres.execute(f"ALTER TABLE {schema}.slices RENAME TO parts")
    with pytest.raises(HistoryError, match=r"newer version .*cannot read it"):
        ServerStore(url)


def test_an_old_server_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_store, "_OLDEST_SERVER", 99)
    with pytest.raises(HistoryError, match="needs PostgreSQL 99 or later; this server has 1"):
        ServerStore(url)


def test_nobody_listens(tmp_path: object) -> None:
    with pytest.raises(HistoryError, match="no connection to the server"):
        open_store(f"postgresql://me@/db?host={tmp_path}")


def test_no_such_database_and_no_such_user(postgres: PostgresServer) -> None:
    with pytest.raises(HistoryError, match=r"no connection to the server .*does not exist"):
        open_store(postgres.url().replace("/postgres?", "/nothing?"))
    with pytest.raises(HistoryError, match=r"no connection to the server .*does not exist"):
        open_store(postgres.url("nobody_here"))
