"""What a test of the connection comes to: the worst finding first, in plain words, with what to do."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ibmonitor.domain.connection_test.verdict import (
    Attempt,
    Finding,
    Found,
    Mark,
    accounts_in_words,
    mark_of,
)
from ibmonitor.domain.connection_test.words import in_use_here, verdict

HERE = Attempt("127.0.0.1", 7497, 900)
ELSEWHERE = Attempt("10.0.0.5", 7497, 900)


def findings(*found: Found, attempt: Attempt = HERE, detail: str = "") -> list[Finding]:
    return [Finding(each, attempt, detail) for each in found]


ON_THE_WAY = (Found.LISTENS, Found.ANSWERED)
READY = (*ON_THE_WAY, Found.CLIENT_ID_FREE)


@pytest.mark.parametrize(
    ("found", "said", "to_do"),
    [
        (Found.UNKNOWN_HOST, "no computer named “127.0.0.1”", ["it is 127.0.0.1"]),
        (Found.UNREACHABLE, "cannot be reached: X", ["firewall"]),
        (Found.TIMED_OUT, "did not answer within X seconds", ["firewall", "computer is on"]),
        (
            Found.REFUSED,
            "No TWS or Gateway is listening on 127.0.0.1:7497",
            ["Start TWS", "Enable ActiveX", "Socket port", "paper"],
        ),
        (Found.CLOSED_AT_ONCE, "closed it at once", ["Trusted IPs", "Enable ActiveX", "32 programs"]),
        (Found.SILENT, "does not answer", ["incoming connection", "frozen"]),
        (Found.NOT_TWS, "not as TWS does", ["Socket port"]),
        (Found.TOO_OLD, "too old: its API server version is X", ["Update TWS"]),
        (Found.CLIENT_ID_IN_USE, "Client ID 900 is in use", ["another client ID"]),
        (Found.NEVER_READY, "did not become ready", ["incoming connection"]),
        (Found.CLOSED_BEFORE_READY, "before it was ready: X", ["logging in"]),
        (Found.NO_ACCOUNTS, "no accounts", ["logging in"]),
        (Found.IB_LOST, "X", ["out of date"]),
        (Found.NOT_TRIED, "cannot be tried. X", []),
        (Found.FAILED, "inside this program", ["log"]),
    ],
)
def test_each_trouble_has_its_sentence_and_what_to_do(found: Found, said: str, to_do: Sequence[str]) -> None:
    told = verdict([*findings(*ON_THE_WAY, detail="219"), *findings(found, detail="X")])
    assert told.mark is mark_of(found) is not Mark.OK
    assert said in told.headline
    for each in to_do:
        assert any(each in line for line in told.to_do), each
    assert [line.mark for line in told.lines] == [Mark.OK, Mark.OK]


def test_every_finding_has_words() -> None:
    said = {verdict(findings(found, detail="X")).headline for found in Found if mark_of(found) is not Mark.OK}
    lines = {verdict(findings(found, detail="X")).lines for found in Found if mark_of(found) is Mark.OK}
    assert len(said) + len(lines) == len(Found)
    assert not any("{" in text for text in said)


def test_all_well() -> None:
    told = verdict(findings(*READY, Found.ACCOUNTS, Found.READ_ONLY_ON, Found.MASTER_IS_NONE, detail="3"))
    assert told.mark is Mark.OK
    assert told.headline == "All is well: TWS answers at 127.0.0.1:7497."
    assert told.to_do == ()
    assert len(told.lines) == 6
    assert "completed orders" in told.lines[4].text


def test_the_worst_comes_first_and_all_advice_is_given() -> None:
    told = verdict(findings(*READY, Found.NO_ACCOUNTS, Found.IB_LOST, detail="TWS has lost its connection to IB."))
    assert (told.mark, told.headline) == (Mark.LOOK, "TWS has accepted the connection but reported no accounts.")
    assert told.lines[-1].text == "TWS has lost its connection to IB."
    assert any("logging in" in line for line in told.to_do)
    assert any("out of date" in line for line in told.to_do)


def test_only_another_computer_is_kept_out_by_localhost_only() -> None:
    here, there = (verdict(findings(Found.CLOSED_AT_ONCE, attempt=each)) for each in (HERE, ELSEWHERE))
    assert not any("localhost only" in line for line in here.to_do)
    assert any("localhost only" in line for line in there.to_do)


@pytest.mark.parametrize(
    ("tried", "other", "expected"),
    [
        (7497, 7496, "7497 is the usual port of TWS, paper. 7496 is the usual port of TWS, live."),
        (7500, 4002, "4002 is the usual port of IB Gateway, paper."),
    ],
)
def test_a_refusal_names_the_port_that_answers(tried: int, other: int, expected: str) -> None:
    told = verdict([Finding(Found.REFUSED, Attempt("127.0.0.1", tried, 1), other_port=other)])
    assert told.headline == f"No TWS or Gateway is listening on 127.0.0.1:{tried}, but TWS answers at port {other}."
    assert told.other_port == other
    assert expected in told.to_do
    assert not any("Enable ActiveX" in line for line in told.to_do)


def test_nothing_found_is_no_verdict() -> None:
    with pytest.raises(ValueError, match="finds something"):
        verdict([])


def test_the_connection_of_this_window_itself_is_no_trouble() -> None:
    told = in_use_here(HERE)
    assert told.mark is Mark.OK
    assert "client ID 900" in told.headline


@pytest.mark.parametrize(
    ("accounts", "words"),
    [
        (["U1"], "1 account"),
        (["DU1"], "1 account of paper trading"),
        (["DF1", "DU1", "DU2"], "3 accounts of paper trading"),
        (["DI1", "DU1"], "2 accounts of paper trading"),
        (["U1", "DU1"], "2 accounts, 1 of them of paper trading"),
    ],
)
def test_accounts_are_counted_and_not_named(accounts: list[str], words: str) -> None:
    assert accounts_in_words(accounts) == words
