"""The table of message codes: complete, plain, and without claims about an order's status."""

from __future__ import annotations

import re

import pytest

from ibmonitor.domain.messages.codes import CODES, Code, MessageKind
from ibmonitor.domain.messages.meanings import kind_of, meaning_of
from ibmonitor.domain.records.records import Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

# The codes that IB documents, as runs of numbers.
DOCUMENTED = """
100-107 109-111 113-126 129 131-148 151-168 200-203 300-317 319-449 481 501-589 1100-1102 1300 2100-2111 2119 2130
2137 2152 2158 2168-2169 10000-10003 10005-10027 10089-10091 10147-10148 10186-10187 10189 10197 10225 10230-10231
10233-10254 10268-10270 10276-10312 10314-10319 10321-10322 10324-10347
"""
KNOWN_OTHERWISE = {460, 463, 2148, 2157, 2161, 10052, 10058, 10063, 10255, 10349}
"""From captures, reports and older documentation."""


def numbers(runs: str) -> list[int]:
    found: list[int] = []
    for run in runs.split():
        first, _, last = run.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def code(number: int) -> Code:
    (found,) = (each for each in CODES if each.number == number)
    return found


def of_kind(kind: MessageKind) -> list[Code]:
    return [each for each in CODES if each.kind is kind]


def test_all_codes_occur_once_and_in_order() -> None:
    documented = numbers(DOCUMENTED)
    assert len(documented) == 461
    assert [each.number for each in CODES] == sorted({*documented, *KNOWN_OTHERWISE})
    assert {each.number for each in CODES if each.is_documented} == set(documented)


@pytest.mark.parametrize("each", CODES, ids=lambda each: str(each.number))
def test_all_texts_are_whole_sentences(each: Code) -> None:
    for text in (each.meaning, each.sentence, *filter(None, [each.advice, each.note])):
        assert text == " ".join(text.split())
        assert text.endswith(".")
        assert text[0].isupper() or text[0] == "'"
        assert ".." not in text
    assert len(each.sentence) < 200


STATUS_CLAIM = re.compile(
    r"\b(?:it|order|this|that) (?:is|was|has been|stays|remains) (?:now |still |already )?"
    r"(?:cancelled|filled|rejected|inactive|submitted|working|active|done|live)\b|\bstill work|\bworks on\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("each", CODES, ids=lambda each: str(each.number))
def test_no_text_states_a_status(each: Code) -> None:
    assert not STATUS_CLAIM.search(f"{each.meaning} {each.sentence} {each.advice}")


def test_refusals_are_errors_and_are_called_refused() -> None:
    for each in of_kind(MessageKind.REFUSAL):
        assert each.severity is ERROR, each.number
        assert re.match(r"(?:An order, or (?:a change to it|another request)|A change to an order)", each.sentence)
        assert " refused: " in each.sentence


# Of the orders that IB's list is about; a few examples of each group of codes.
REFUSALS = [103, 104, 105, 106, 107, 109, 110, 111, 113, 116, 133, 134, 144, 145, 154, 160, 163, 168, 200, 201, 203]
REFUSALS += [303, 311, 321, 322, 325, 328, 329, 332, 333, 334, 337, 355, 362, 382, 383, 387, 388, 392, 398, 400, 403]
REFUSALS += [412, 422, 424, 426, 429, 434, 435, 436, 439, 440, 441, 443, 444, 449, 460, 463, 2102, 10000, 10006, 10012]
REFUSALS += [10015, 10020, 10052, 10058, 10063, 10234, 10241, 10243, 10250, 10251, 10255, 10268, 10289, 10294, 10302]
REFUSALS += [10319, 10325, 10327, 10341, 10344, 10345]
CANCEL_REFUSED = [135, 136, 137, 161, 515, 538, 10147, 10148]
ORDER_WARNINGS = [131, 399, 404, 481, 2109, 2111, 2130, 2137, 2161, 2168, 2169, 10233, 10239, 10347, 10349]
REQUESTS = [101, 102, 162, 165, 166, 300, 309, 316, 330, 344, 354, 365, 366, 385, 386, 414, 420, 430, 510, 516, 527]
REQUESTS += [578, 585, 2100, 2101, 2152, 10089, 10090, 10091, 10186, 10187, 10189, 10197, 10225, 10276, 10284, 10346]
LINKS = [326, 501, 502, 503, 504, 507, 1100, 1101, 1102, 1300, 2110]
FARMS = [2103, 2104, 2105, 2106, 2107, 2108, 2119, 2157, 2158]


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (MessageKind.REFUSAL, REFUSALS),
        (MessageKind.CANCELLED, [202]),
        (MessageKind.CANCEL_REFUSED, CANCEL_REFUSED),
        (MessageKind.ORDER_WARNING, ORDER_WARNINGS),
        (MessageKind.ACCOUNT, [2148]),
        (MessageKind.REQUEST, REQUESTS),
        (MessageKind.LINK, LINKS),
        (MessageKind.FARM, FARMS),
        (MessageKind.OTHER, [100, 308, 505, 508]),
    ],
    ids=lambda kind: kind.name if isinstance(kind, MessageKind) else "",
)
def test_kinds(kind: MessageKind, codes: list[int]) -> None:
    assert [(number, kind_of(number)) for number in codes] == [(number, kind) for number in codes]


def test_all_kinds_but_these_codes_are_complete() -> None:
    assert {each.number for each in of_kind(MessageKind.CANCEL_REFUSED)} == set(CANCEL_REFUSED)
    assert {each.number for each in of_kind(MessageKind.FARM)} == set(FARMS)
    assert {each.number for each in of_kind(MessageKind.ACCOUNT)} == {2148}
    assert {each.number for each in of_kind(MessageKind.CANCELLED)} == {202}


def test_a_failed_request_is_a_warning_at_most_and_states_that_no_order_is_affected() -> None:
    for each in of_kind(MessageKind.REQUEST):
        # Auto-bind is about orders, though about none of them.
        if each.number != 327:
            assert each.severity is not ERROR, each.number
            assert each.sentence.endswith("No order is affected."), each.number
            assert "the order" not in each.meaning, each.number


def test_a_warning_about_an_order_states_that_it_stays_open() -> None:
    for each in of_kind(MessageKind.ORDER_WARNING):
        assert each.severity is not ERROR, each.number
        assert each.sentence.startswith("Warning (order still open)")


def test_a_refused_cancellation_is_not_an_error_of_the_order() -> None:
    for each in of_kind(MessageKind.CANCEL_REFUSED):
        assert each.severity is WARNING, each.number
        assert "to cancel" in each.sentence


def test_the_margin_warning_is_an_error_about_the_account() -> None:
    meaning = meaning_of(2148, "URGENT: ... liquidation of positions may commence without further notice.")
    assert (meaning.severity, meaning.kind) == (ERROR, MessageKind.ACCOUNT)
    assert "margin" in meaning.sentence
    assert "order" not in meaning.plain.lower()


def test_a_meaning_has_the_subject_instead_of_it() -> None:
    assert code(435).meaning == "The order names no account."
    assert code(435).sentence == "An order, or a change to it, was refused: it names no account."
    assert code(321).meaning == "The request did not pass TWS's checks."
    assert not [each.number for each in CODES if re.match(r"Its? ", each.meaning)]


def test_farm_messages_are_information() -> None:
    assert {each.severity for each in of_kind(MessageKind.FARM)} == {INFO}


def test_remarks_about_a_code_are_in_its_note() -> None:
    assert "deprecated" in code(114).note
    assert "does not have" in code(10349).note
    assert code(201).note == ""
    assert {each.number for each in CODES if "does not have" in each.note} == KNOWN_OTHERWISE
