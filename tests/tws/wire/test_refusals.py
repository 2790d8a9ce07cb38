"""TWS's refusals are recognized by its own codes and texts."""

from __future__ import annotations

import pytest

from ibmonitor.domain.records.events import TwsMessage
from ibmonitor.domain.records.requests import Refusal, RequestKind
from ibmonitor.tws.wire.refusals import (
    NOT_BOUND_SENTENCE,
    READ_ONLY_SENTENCE,
    is_advisor_data_refusal,
    is_read_only_refusal,
    refusal_of,
    refusal_sentence,
)

NOT_AN_ADVISOR = "Error validating request.-'cN' : cause - FA data operations ignored for non FA customers."
READ_ONLY = "Error validating request.-'S' : cause - The API interface is currently in Read-Only mode."


@pytest.mark.parametrize(
    ("code", "text", "refuses"),
    [
        (321, NOT_AN_ADVISOR, True),
        (585, "FA Profile is not supported anymore, use FA Group instead.", True),
        (321, "Error validating request.-'S' : cause - The API interface is currently in Read-Only mode.", False),
        (2104, "Market data farm connection is OK:usfarm", False),
    ],
)
def test_what_refuses_groups(code: int, text: str, *, refuses: bool) -> None:
    assert is_advisor_data_refusal(TwsMessage(-1, code, text, None)) is refuses


@pytest.mark.parametrize(
    ("text", "tag", "is_refusal"),
    [
        (READ_ONLY, "S", True),
        (READ_ONLY, "all", False),
        ("The API interface is currently in Read-Only mode.", "all", True),
        ("Error validating request.-'S' : cause - Something else.", "S", False),
    ],
)
def test_a_read_only_refusal_belongs_to_the_request_with_its_tag(text: str, tag: str, *, is_refusal: bool) -> None:
    assert is_read_only_refusal(TwsMessage(-1, 321, text, None), tag) is is_refusal
    assert not is_read_only_refusal(TwsMessage(-1, 322, text, None), tag)


@pytest.mark.parametrize(
    ("text", "reason"),
    [(READ_ONLY, Refusal.READ_ONLY), (NOT_AN_ADVISOR, Refusal.NOT_AN_ADVISOR), ("Something else.", None)],
)
def test_the_reason_of_a_refusal(text: str, reason: Refusal | None) -> None:
    assert refusal_of(text) is reason


def test_what_the_user_is_shown_of_a_refusal() -> None:
    assert refusal_sentence(RequestKind.COMPLETED_ORDERS, READ_ONLY) == READ_ONLY_SENTENCE
    assert refusal_sentence(RequestKind.BINDING, READ_ONLY) == NOT_BOUND_SENTENCE
    assert refusal_sentence(RequestKind.BINDING, "No.") == "TWS refused it: No."
