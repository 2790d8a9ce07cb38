"""What a test of the connection comes to: the worst finding first, in plain words, with what to do."""

from __future__ import annotations

import pytest

from ibmonitor.domain.connection_test.verdict import (
    Found,
    Mark,
    accounts_in_words,
)
from ibmonitor.domain.connection_test.words import in_use_here, verdict
from tests.domain.connection_test.attempts import HERE, ON_THE_WAY, findings

READY = (*ON_THE_WAY, Found.CLIENT_ID_FREE)


def test_all_well() -> None:
    result = verdict(findings(*READY, Found.ACCOUNTS, Found.READ_ONLY_ON, Found.MASTER_IS_NONE, detail="3"))
    assert result.mark is Mark.OK
    assert result.headline == "Everything works: TWS answers at 127.0.0.1:7497."
    assert result.to_do == ()
    assert len(result.lines) == 6
    assert "completed orders" in result.lines[4].text


def test_the_worst_comes_first_and_all_advice_is_given() -> None:
    result = verdict(findings(*READY, Found.NO_ACCOUNTS, Found.IB_LOST, detail="TWS has lost its connection to IB."))
    assert (result.mark, result.headline) == (Mark.LOOK, "TWS has accepted the connection but reported no accounts.")
    assert result.lines[-1].text == "TWS has lost its connection to IB."
    assert any("logging in" in line for line in result.to_do)
    assert any("out of date" in line for line in result.to_do)


def test_nothing_found_is_no_verdict() -> None:
    with pytest.raises(ValueError, match="finds something"):
        verdict([])


def test_the_connection_of_this_window_itself_is_no_trouble() -> None:
    result = in_use_here(HERE)
    assert result.mark is Mark.OK
    assert "client ID 900" in result.headline


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
