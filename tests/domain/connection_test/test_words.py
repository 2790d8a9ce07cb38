"""The findings in sentences, and what to do about each."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ibmonitor.domain.connection_test.verdict import (
    Attempt,
    Finding,
    Found,
    Mark,
    mark_of,
)
from ibmonitor.domain.connection_test.words import verdict
from tests.domain.connection_test.attempts import HERE, ON_THE_WAY, findings

ELSEWHERE = Attempt("10.0.0.5", 7497, 900)


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
        (Found.NOT_TRIED, "cannot be tested. X", []),
        (Found.FAILED, "inside this program", ["log"]),
    ],
)
def test_each_finding_has_a_sentence_and_advice(found: Found, said: str, to_do: Sequence[str]) -> None:
    result = verdict([*findings(*ON_THE_WAY, detail="219"), *findings(found, detail="X")])
    assert result.mark is mark_of(found) is not Mark.OK
    assert said in result.headline
    for each in to_do:
        assert any(each in line for line in result.to_do), each
    assert [line.mark for line in result.lines] == [Mark.OK, Mark.OK]


def test_the_next_client_id_is_offered_for_one_in_use() -> None:
    assert verdict(findings(*ON_THE_WAY, Found.CLIENT_ID_IN_USE)).other_client_id == 901
    assert verdict(findings(*ON_THE_WAY)).other_client_id is None


def test_every_finding_has_words() -> None:
    said = {verdict(findings(found, detail="X")).headline for found in Found if mark_of(found) is not Mark.OK}
    lines = {verdict(findings(found, detail="X")).lines for found in Found if mark_of(found) is Mark.OK}
    assert len(said) + len(lines) == len(Found)
    assert not any("{" in text for text in said)


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
    result = verdict([Finding(Found.REFUSED, Attempt("127.0.0.1", tried, 1), other_port=other)])
    assert result.headline == f"No TWS or Gateway is listening on 127.0.0.1:{tried}, but TWS answers at port {other}."
    assert result.other_port == other
    assert expected in result.to_do
    assert not any("Enable ActiveX" in line for line in result.to_do)
