"""Messages, numbers of executions, accounts and aliases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ibmonitor.domain.records.events import Event, Fault, ReceiveFA, TwsMessage
from ibmonitor.journal.lists import accounts_of, alias_lists, executions_by_day, list_messages
from ibmonitor.journal.store.store import Store
from tests.journal.history import write
from tests.support.blotter_events import START, execution

TENTH, ELEVENTH = date(2026, 6, 10), date(2026, 6, 11)


@pytest.fixture
def history(store: Store) -> Store:
    for day, account in ((10, "DU1"), (11, "DU2")):
        message = TwsMessage(5, 201, f"of day {day}", None)
        fills = [execution(f"e.{day}.{n}.01", acct_number=account, time=f"202606{day}-14:00:00") for n in (1, 2)]
        aliases = ReceiveFA(3, f"<ListOfAccountAliases><!-- {day} --></ListOfAccountAliases>")
        events: list[Event] = [message, *fills, aliases]
        write(store, events, [Fault("A fault.", "its bytes")], accounts=("DF9", account), time=START.replace(day=day))
    return store


def test_messages_are_listed_the_newest_first(history: Store) -> None:
    found = list(list_messages(history))
    assert [(each.day, each.code, each.plain[:8], each.text) for each in found] == [
        ("2026-06-11", None, "A fault.", "its bytes"),
        ("2026-06-11", 201, "An order", "of day 11"),
        ("2026-06-10", None, "A fault.", "its bytes"),
        ("2026-06-10", 201, "An order", "of day 10"),
    ]
    assert (found[3].req_id, found[3].severity) == (5, "Error")
    assert found[3].time == START.replace(day=10) + timedelta(seconds=1)
    assert {each.day for each in list_messages(history, last=TENTH)} == {"2026-06-10"}
    assert {each.day for each in list_messages(history, first=ELEVENTH)} == {"2026-06-11"}


def test_executions_are_counted_by_day(history: Store) -> None:
    assert executions_by_day(history) == {("2026-06-10", "paper"): 2, ("2026-06-11", "paper"): 2}
    assert executions_by_day(history, ELEVENTH, ELEVENTH) == {("2026-06-11", "paper"): 2}


def test_accounts_are_those_of_the_sessions_and_of_the_rows(history: Store) -> None:
    assert accounts_of(history) == {"DF9", "DU1", "DU2"}


def test_the_latest_aliases_are_the_last(history: Store) -> None:
    assert ["11" in xml for xml in alias_lists(history)] == [False, True]
