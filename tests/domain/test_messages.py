"""What TWS's codes mean, and how loud they are."""

from __future__ import annotations

import pytest

from ibmonitor.domain.messages import meaning_of
from ibmonitor.domain.records import Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR


@pytest.mark.parametrize(
    ("code", "text", "severity", "words"),
    [
        (2104, "Market data farm connection is OK:usfarm", INFO, "connected"),
        (2103, "Market data farm connection is broken:usfarm", INFO, "not affected"),
        (2199, "never seen", INFO, "own words"),
        (99999, "never seen", WARNING, "own words"),
        (202, "Order Canceled - reason:", INFO, "cancelled"),
        (201, "Order rejected - reason:", ERROR, "rejected"),
        (399, "Order Message: ...", WARNING, "order itself stands"),
        (10349, "Order TIF was set to DAY based on order preset.", WARNING, "order itself stands"),
        (404, "Order held while securities are located.", WARNING, "sell short"),
        (326, "Unable to connect as the client id is already in use.", ERROR, "client ID"),
        (1100, "Connectivity between IB and Trader Workstation has been lost.", ERROR, "lost"),
        (1102, "Connectivity has been restored - data maintained.", INFO, "again"),
        (321, "Error validating request.-'bW' : cause - Invalid account code", ERROR, "refused"),
        (
            321,
            "Error validating request.-'S' : cause - The API interface is currently in Read-Only mode.",
            INFO,
            "read-only",
        ),
        (321, "... -'X' : cause - FA data operations ignored for non FA customers.", INFO, "advisor"),
    ],
)
def test_meaning(code: int, text: str, severity: Severity, words: str) -> None:
    meaning = meaning_of(code, text)
    assert meaning.severity is severity
    assert words in meaning.plain


@pytest.mark.parametrize("tag", ["S", "as", "aa"])
def test_a_read_only_refusal_speaks_of_no_other_request_than_the_refused(tag: str) -> None:
    text = f"Error validating request.-'{tag}' : cause - The API interface is currently in Read-Only mode."
    plain = meaning_of(321, text).plain
    assert "completed" not in plain
    assert "untick Read-Only API" in plain


@pytest.mark.parametrize("code", [1101, 1102])
def test_a_restored_link_is_said_to_be_followed_by_a_refresh(code: int) -> None:
    assert "IB Monitor asks for everything again" in meaning_of(code, "").plain


# The codes TWS_FACTS names; each has its own sentence.
NAMED = [100, 201, 202, 203, 320, 321, 322, 323, 326, 327, 330, 344, 399, 404, 501, 502, 503, 504, 505, 506, 507, 508]
NAMED += [585, 1100, 1101, 1102, 1300, 2103, 2104, 2105, 2106, 2107, 2108, 2110, 2119, 2157, 2158, 10147, 10148, 10349]


@pytest.mark.parametrize("code", NAMED)
def test_every_named_code_has_its_own_sentence(code: int) -> None:
    unknown = {meaning_of(2199, "").sentence, meaning_of(99999, "").sentence}
    meaning = meaning_of(code, "")
    assert meaning.sentence not in unknown
    assert meaning.plain.endswith(".")


@pytest.mark.parametrize("code", range(2100, 2200))
def test_notices_are_no_errors(code: int) -> None:
    assert meaning_of(code, "").severity is not ERROR
