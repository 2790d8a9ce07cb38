"""What a session writes of each slice, and when another one begins."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from itertools import pairwise

from ibmonitor.domain.records.events import CurrentTime, Event
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.slice import Slice
from ibmonitor.journal.events.codec import Codec
from ibmonitor.journal.events.slices import SliceDecoder
from ibmonitor.journal.rows.days import microseconds_of
from ibmonitor.journal.session import Circumstances, Session, site_of
from ibmonitor.journal.store.schema import COMMISSIONS, EXECUTIONS, INTERVALS, SESSIONS, SLICES
from tests.journal.histories import CIRCUMSTANCES, NEW_YORK, Book, Rows, connects, link
from tests.support.blotter_events import START, commission, execution

FILL: list[Event] = [execution("e.1.01.01"), commission("e.1.01.01")]


def session(*, follows: bool = False) -> Session:
    return Session(Codec(), CIRCUMSTANCES, follows=follows)


def written(made: Session, *slices: Slice) -> Rows:
    rows = Rows()
    for each in slices:
        made.add(each, rows)
    return rows


def test_the_site_follows_from_the_names_of_the_accounts() -> None:
    assert site_of(()) == ""
    assert site_of(("DU1", "DF2")) == "paper"
    assert site_of(("U1",)) == site_of(("F1", "DU1")) == "live"
    assert site_of(("U1",), is_demo=True) == "demo"


def test_a_session_knows_its_tws_and_its_times() -> None:
    book, made = Book(), session()
    first = book.receive(*connects("U1", "U2"))
    up = book.receive(link(LinkState.UP, server_version=203, says_master=True), after=timedelta(seconds=1))
    rows = written(made, first, up)
    assert rows.of(SESSIONS)[-1] == {
        "session": made.id,
        "site": "live",
        "host": "127.0.0.1",
        "port": 7497,
        "client_id": 1,
        "server_version": 203,
        "program": "IB Monitor 0",
        "scope": "master client",
        "accounts": '["U1", "U2"]',
        "started": microseconds_of(START),
        "seen": microseconds_of(START) + 1_000_000,
        "first_day": "2026-06-11",
        "last_day": "2026-06-11",
    }
    assert json.loads(str(rows.of(SESSIONS)[0]["accounts"])) == ["U1", "U2"]


def test_a_server_version_stays_known_where_tws_does_not_repeat_it() -> None:
    book, made = Book(), session()
    rows = written(made, *(book.receive(each) for each in (link(LinkState.UP, server_version=203), link(LinkState.UP))))
    assert [row.get("server_version") for row in rows.of(SESSIONS)] == [203, 203]


def test_slices_are_counted_and_those_that_say_nothing_are_left_out() -> None:
    book, made = Book(), session()
    slices = [book.receive(*FILL), book.receive(CurrentTime(START)), book.receive(execution("e.2.01.01"))]
    rows = written(made, *slices)
    assert [(row["session"], row["seq"], row["time"]) for row in rows.of(SLICES)] == [
        (made.id, 0, microseconds_of(START)),
        (made.id, 1, microseconds_of(START)),
    ]
    decoder = SliceDecoder(Codec())
    assert decoder.decode(str(rows.of(SLICES)[0]["events"])) == FILL


def test_what_is_known_has_no_rows_again() -> None:
    book, made = Book(), session()
    written(made, book.receive(*FILL))
    rows = written(made, book.receive(*FILL, execution("e.2.01.01")))
    assert [row["exec_id"] for row in rows.of(EXECUTIONS)] == ["e.2.01.01"]
    assert not rows.of(COMMISSIONS)


def test_intervals_go_from_synchronising_to_the_end_that_is_seen() -> None:
    book, made = Book(), session()
    second = timedelta(seconds=1)
    rows = written(
        made,
        book.receive(*connects()),
        book.receive(*FILL, after=second),
        book.receive(link(LinkState.CUT_OFF, "TWS is gone."), after=second),
        book.receive(*FILL, after=second),
        book.receive(link(LinkState.SYNCHRONISING), link(LinkState.UP), after=second),
    )
    began, at = microseconds_of(START), 1_000_000
    row = {"session": made.id, "began": began, "last_seen": began, "ended": None, "why": ""}
    ended = row | {"last_seen": began + 2 * at, "ended": began + 2 * at, "why": "TWS is gone."}
    again = row | {"began": began + 4 * at, "last_seen": began + 4 * at}
    assert rows.of(INTERVALS) == [row, row | {"last_seen": began + at}, ended, again]


class TestAnotherDay:
    """A session is of one day: a connection that is made on another one begins another session."""

    def test_it_ends_before_a_connection_on_another_day_of_the_exchange(self) -> None:
        book, made = Book(), session()
        evening, midnight = datetime.fromisoformat("2026-06-12T03:59:59+00:00"), timedelta(seconds=1)
        assert not made.ends_before(book.receive(*connects(), at=evening))
        written(made, book.receive(*connects(), at=evening))
        assert not made.ends_before(book.receive(*connects(), at=evening))
        assert not made.ends_before(book.receive(*FILL, after=midnight))
        assert not made.ends_before(book.receive(link(LinkState.CUT_OFF)))
        assert made.ends_before(book.receive(*connects()))

    def test_its_last_day_is_that_of_its_last_slice(self) -> None:
        book, made = Book(), session()
        rows = written(made, book.receive(*connects()), book.receive(*FILL, at=START + timedelta(days=1)))
        assert [(row["first_day"], row["last_day"]) for row in rows.of(SESSIONS)] == [
            ("2026-06-11", "2026-06-11"),
            ("2026-06-11", "2026-06-12"),
        ]

    def test_one_that_follows_writes_known_fills_whole_once(self) -> None:
        book = Book()
        book.receive(*connects())
        book.receive(*FILL)
        made = session(follows=True)
        slices = [
            book.receive(*connects(), at=START + timedelta(days=1)),
            book.receive(*FILL, execution("e.2.01.01")),
            book.receive(link(LinkState.CONNECTING), link(LinkState.UP)),
            book.receive(*FILL),
            book.receive(*FILL),
        ]
        rows = written(made, *slices)
        decoder = SliceDecoder(Codec())
        read = [decoder.decode(str(row["events"])) for row in rows.of(SLICES)]
        assert read[0] == connects()
        assert read[1] == [*FILL, execution("e.2.01.01")]
        assert read[3] == FILL
        assert len(read) == 4
        assert '"Confirmed"' in str(rows.of(SLICES)[3]["events"])
        assert '"ExecDetails"' not in str(rows.of(SLICES)[3]["events"])
        # The table has had them since the session before.
        assert [row["exec_id"] for row in rows.of(EXECUTIONS)] == ["e.2.01.01"]

    def test_what_was_in_force_on_the_day_before_does_not_end_the_new_interval(self) -> None:
        book, made = Book(), session(follows=True)
        rows = written(made, book.receive(*connects(), at=START + timedelta(days=1)))
        assert [row["began"] for row in rows.of(INTERVALS)] == [microseconds_of(START + timedelta(days=1))]


def test_a_demo_has_a_site_of_its_own_from_the_first_slice() -> None:
    circumstances = Circumstances("IB Monitor 0", None, NEW_YORK, is_demo=True)
    book, made = Book(), Session(Codec(), circumstances, follows=False)
    rows = written(made, book.receive(link(LinkState.CONNECTING)), book.receive(*connects("U1")), book.receive(*FILL))
    assert {row["site"] for row in rows.of(SESSIONS) + rows.of(EXECUTIONS)} == {"demo"}


def test_ids_of_sessions_differ() -> None:
    assert all(a != b for a, b in pairwise(session().id for _ in range(3)))
