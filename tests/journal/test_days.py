"""The days of a history, and what a day is opened by."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ibmonitor.domain.records.covered_day import Day, Span
from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.link import LinkState
from ibmonitor.journal import days
from ibmonitor.journal.batch import Batch
from ibmonitor.journal.days import days_of, slices_of
from ibmonitor.journal.events.codec import Codec
from ibmonitor.journal.session import Session
from ibmonitor.journal.store.schema import INTERVALS, SESSIONS
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.store.upsert import upsert
from tests.journal.histories import CIRCUMSTANCES, NEW_YORK, Book, connects, exec_ids, link
from tests.journal.store.history_rows import row
from tests.recording.sessions import contents
from tests.support.blotter_events import START, commission, execution

DAY = date(2026, 6, 11)


def at(text: str, day: int = 11) -> datetime:
    """A time in New York."""
    return datetime.fromisoformat(f"2026-06-{day:02}T{text}").replace(tzinfo=NEW_YORK).astimezone(UTC)


def add_interval(
    store: Store, began: datetime, ended: datetime | None, session: str = "s", why: str = "", site: str = "paper"
) -> None:
    """One time of a session; without an end it was last seen an hour after its beginning."""
    last_seen = ended or began + timedelta(hours=1)
    values = {
        name: None if each is None else int(each.timestamp() * 1_000_000)
        for name, each in (("began", began), ("ended", ended), ("last_seen", last_seen))
    }
    with store.writing() as connection:
        upsert(connection, SESSIONS, [row(SESSIONS, session=session, site=site)])
        upsert(connection, INTERVALS, [row(INTERVALS, session=session, why=why, **values)])


def spans(store: Store) -> dict[str, list[tuple[datetime, datetime, str]]]:
    return {
        f"{each.day} {each.site}": [(span.began, span.ended, span.why) for span in each.spans]
        for each in days_of(store, NEW_YORK)
    }


class TestDays:
    def test_a_history_in_which_nothing_was_seen_has_none(self, store: Store) -> None:
        add_interval(store, at("10:00"), at("11:00"), site="")
        assert days_of(store, NEW_YORK) == []

    def test_a_day_has_its_spans_and_gaps(self, store: Store) -> None:
        add_interval(store, at("09:31"), at("11:05"), why="TWS is gone.")
        add_interval(store, at("11:40"), None)
        (day,) = days_of(store, NEW_YORK)
        assert day == Day(
            DAY, "paper", (Span(at("09:31"), at("11:05"), "TWS is gone."), Span(at("11:40"), at("12:40")))
        )
        assert day.gaps == (Span(at("11:05"), at("11:40"), "TWS is gone."),)

    def test_what_goes_over_midnight_is_of_both_days(self, store: Store) -> None:
        add_interval(store, at("23:00"), at("01:00", 13), why="Closed.")
        midnight, next_midnight = at("00:00", 12), at("00:00", 13)
        assert spans(store) == {
            "2026-06-11 paper": [(at("23:00"), midnight, "")],
            "2026-06-12 paper": [(midnight, next_midnight, "")],
            "2026-06-13 paper": [(next_midnight, at("01:00", 13), "Closed.")],
        }

    def test_what_ends_at_midnight_is_of_one_day(self, store: Store) -> None:
        add_interval(store, at("23:00"), at("00:00", 12), why="Closed.")
        assert spans(store) == {"2026-06-11 paper": [(at("23:00"), at("00:00", 12), "Closed.")]}

    def test_a_clock_that_was_set_back_makes_no_span_that_ends_before_it_begins(self, store: Store) -> None:
        add_interval(store, at("10:00"), at("09:00"))
        assert spans(store) == {"2026-06-11 paper": [(at("10:00"), at("10:00"), "")]}

    def test_two_windows_are_one_day(self, store: Store) -> None:
        add_interval(store, at("09:30"), at("12:00"), "one", "One has ended.")
        add_interval(store, at("10:00"), at("11:00"), "two", "Two has ended.")
        add_interval(store, at("12:00"), at("13:00"), "two", "Two has ended again.")
        add_interval(store, at("14:00"), at("15:00"), "one")
        assert spans(store) == {
            "2026-06-11 paper": [
                (at("09:30"), at("13:00"), "Two has ended again."),
                (at("14:00"), at("15:00"), ""),
            ]
        }

    def test_sites_have_days_of_their_own(self, store: Store) -> None:
        add_interval(store, at("09:30"), at("12:00"), "one", site="live")
        add_interval(store, at("10:00"), at("11:00"), "two")
        assert list(spans(store)) == ["2026-06-11 live", "2026-06-11 paper"]

    @pytest.mark.parametrize(("day", "hours"), [("2026-03-08", 23), ("2026-11-01", 25)])
    def test_a_day_has_its_hours_when_clocks_change(self, store: Store, day: str, hours: int) -> None:
        noon = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=NEW_YORK)
        add_interval(store, noon - timedelta(days=1), noon + timedelta(days=1))
        of_day = days_of(store, NEW_YORK)[1]
        (span,) = of_day.spans
        assert (of_day.day.isoformat(), span.ended - span.began) == (day, timedelta(hours=hours))


class Seen:
    """What one window sees, written to the history."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.book = Book()
        self.session = Session(Codec(), CIRCUMSTANCES, follows=False)

    def receive(self, *events: Event, at: datetime) -> None:
        slice_, batch = self.book.receive(*events, at=at), Batch()
        if self.session.ends_before(slice_):
            self.session = Session(Codec(), CIRCUMSTANCES, follows=True)
        self.session.add(slice_, batch.add)
        with self.store.writing() as connection:
            batch.write(connection)


def fill(number: int) -> list[Event]:
    return [execution(f"e.{number}.01.01"), commission(f"e.{number}.01.01")]


def opened(store: Store, day: date = DAY) -> list[tuple[datetime, list[str]]]:
    """The executions of a day by the times at which they came."""
    slices = slices_of(store, day, "paper", NEW_YORK, Codec())
    return [(each.time, exec_ids(each.events)) for each in slices if exec_ids(each.events)]


class TestOpening:
    def test_a_day_is_opened_as_it_was(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(days, "_ROWS_AT_ONCE", 3)
        seen = Seen(store)
        seen.receive(*connects(), at=START)
        for number in range(7):
            seen.receive(*fill(number), at=START + timedelta(seconds=number))
        seen.receive(link(LinkState.CUT_OFF, "TWS is gone."), at=START + timedelta(minutes=1))
        book, done = Book(), []
        for each in slices_of(store, DAY, "paper", NEW_YORK, Codec()):
            book.receive(*each.events, at=each.time)
            done.append(each.done)
        assert contents(book.blotter) == contents(seen.book.blotter)
        assert done == [pytest.approx(number / 9) for number in range(1, 10)]

    def test_a_day_ends_at_midnight_and_the_next_one_begins_with_all_that_was_known(self, store: Store) -> None:
        seen = Seen(store)
        seen.receive(*connects(), at=at("23:59"))
        seen.receive(*fill(1), at=at("23:59:59.999999"))
        seen.receive(*fill(2), at=at("00:00", 12))
        assert opened(store) == [(at("23:59:59.999999"), ["e.1.01.01"])]
        assert opened(store, date(2026, 6, 12)) == [
            (at("23:59:59.999999"), ["e.1.01.01"]),
            (at("00:00", 12), ["e.2.01.01"]),
        ]

    def test_a_day_after_a_new_connection_has_only_what_tws_sent_on_it(self, store: Store) -> None:
        seen, tomorrow = Seen(store), date(2026, 6, 12)
        seen.receive(*connects(), at=at("10:00"))
        seen.receive(*fill(1), *fill(2), at=at("10:01"))
        seen.receive(link(LinkState.CUT_OFF), at=at("00:10", 12))
        seen.receive(*connects(), at=at("08:00", 12))
        seen.receive(*fill(2), *fill(3), at=at("08:01", 12))
        assert opened(store, tomorrow)[-1:] == [(at("08:01", 12), ["e.2.01.01", "e.3.01.01"])]

    def test_two_windows_are_read_in_order_of_time(self, store: Store) -> None:
        one, two = Seen(store), Seen(store)
        one.receive(*connects(), at=at("10:00"))
        two.receive(*connects(), at=at("10:01"))
        one.receive(*fill(2), at=at("10:04"))
        two.receive(*fill(1), at=at("10:03"))
        one.receive(*fill(3), at=at("10:05"))
        assert [exec_ids for _, exec_ids in opened(store)] == [["e.1.01.01"], ["e.2.01.01"], ["e.3.01.01"]]

    def test_a_day_without_slices_is_empty(self, store: Store) -> None:
        assert opened(store) == []
