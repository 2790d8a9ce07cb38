"""What TWS's codes mean, and how serious they are."""

from __future__ import annotations

import pytest

from ibmonitor.domain.messages.codes import MessageKind
from ibmonitor.domain.messages.meanings import kind_of, meaning_of
from ibmonitor.domain.records.records import Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR


@pytest.mark.parametrize(
    ("code", "text", "severity", "words"),
    [
        (2104, "Market data farm connection is OK:usfarm", INFO, "connected"),
        (2103, "Market data farm connection is broken:usfarm", INFO, "not affected"),
        (2199, "never seen", INFO, "IB does not document this code"),
        (99999, "never seen", WARNING, "IB does not document this code"),
        (202, "Order Canceled - reason:", INFO, "gives no reason"),
        (201, "Order rejected - reason:", ERROR, "rejected"),
        (399, "Order Message: ...", WARNING, "Warning (order still open)"),
        (10349, "Order TIF was set to DAY based on order preset.", WARNING, "Warning (order still open)"),
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
def test_a_read_only_refusal_is_about_the_refused_request_only(tag: str) -> None:
    text = f"Error validating request.-'{tag}' : cause - The API interface is currently in Read-Only mode."
    plain = meaning_of(321, text).plain
    assert "completed" not in plain
    assert "uncheck Read-Only API" in plain


@pytest.mark.parametrize("code", [1101, 1102])
def test_a_restored_connection_announces_a_refresh(code: int) -> None:
    assert "IB Monitor requests everything again" in meaning_of(code, "").plain


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
def test_notices_are_not_errors(code: int) -> None:
    """Except a refused change and a warning about the account's margin."""
    assert (meaning_of(code, "").severity is ERROR) == (code in {2102, 2148})


@pytest.mark.parametrize(
    "text",
    [
        "Order Canceled - reason:Vwap: start time is after close time",
        "Order Canceled - reason: Order was discarded.",
        "\u59d4\u6258\u5355\u88ab\u53d6\u6d88\uff0c\u539f\u56e0\uff1a\u8d85\u65f6",
    ],
)
def test_a_cancellation_with_a_reason_is_a_warning(text: str) -> None:
    meaning = meaning_of(202, text)
    assert (meaning.severity, meaning.kind) == (WARNING, MessageKind.CANCELLED)
    assert "gives a reason" in meaning.sentence


@pytest.mark.parametrize(
    "text", ["", "Order Canceled - reason:", "Order Canceled - reason: \n", "\u539f\u56e0\uff1a", "Storniert"]
)
def test_a_cancellation_without_one_is_information(text: str) -> None:
    meaning = meaning_of(202, text)
    assert (meaning.severity, meaning.kind) == (INFO, MessageKind.CANCELLED)
    assert "an earlier message" in meaning.advice


@pytest.mark.parametrize("code", [320, 321, 322, 323])
@pytest.mark.parametrize(
    ("cause", "is_refusal"),
    [
        ("You must specify an account.", True),
        ("Order size does not conform to market rule.", True),
        ("Security type 'BAG' requires combo leg details.", True),
        ("There is no market data to check price percent violations.", True),
        ("Exercise ignored because option is not in-the-money.", True),
        ("Historical data bar size setting is invalid.", False),
        ("Maximum number of account summary requests exceeded", False),
        ("Duplicate ticker ID for API scanner subscription", False),
        ("Snapshot market data subscription is not applicable to generic ticks", False),
        ("Invalid FA data type 7.", False),
        ("The API interface is currently in Read-Only mode.", False),
    ],
)
def test_a_request_that_was_refused_is_an_order_unless_its_text_is_about_data(
    code: int, cause: str, is_refusal: bool
) -> None:
    text = f"Error validating request.-'bW' : cause - {cause}"
    kind = MessageKind.REFUSAL if is_refusal else MessageKind.REQUEST
    assert kind_of(code, text) is kind
    assert (meaning_of(code, text).severity is ERROR) == is_refusal


def test_a_wait_for_the_opening_is_explained() -> None:
    text = "Order Message:\nSELL 3 ES\nWarning: Your order will not be placed at the exchange until 2026-12-07 09:30:00"
    meaning = meaning_of(399, text)
    assert (meaning.severity, meaning.kind) == (WARNING, MessageKind.ORDER_WARNING)
    assert "later" in meaning.sentence


RESTRICTED = (
    "It exceeds the Total Value Limit. Restriction is specified in Precautionary Settings of Global Configuration"
)


@pytest.mark.parametrize("code", [10311, 10329, 451, 2199])
def test_a_limit_set_in_tws_is_a_refusal_under_any_code(code: int) -> None:
    meaning = meaning_of(code, RESTRICTED)
    assert (meaning.severity, meaning.kind) == (ERROR, MessageKind.REFUSAL)
    assert "was refused" in meaning.sentence
    assert kind_of(code) is not MessageKind.REFUSAL


@pytest.mark.parametrize(
    ("text", "kind", "severity"),
    [
        ("Order rejected - reason:No such thing.", MessageKind.REFUSAL, ERROR),
        ("ALERT: liquidation of positions may commence. Account: U1", MessageKind.ACCOUNT, ERROR),
        ("the subject account is non-compliant with respect to Regulation T", MessageKind.ACCOUNT, ERROR),
        ("something else", MessageKind.OTHER, WARNING),
    ],
)
def test_an_undocumented_code_is_read_by_its_text(text: str, kind: MessageKind, severity: Severity) -> None:
    meaning = meaning_of(77_777, text)
    assert (meaning.kind, meaning.severity) == (kind, severity)
    assert "IB does not document this code." in meaning.plain


def test_a_very_long_text_is_not_read_to_its_end() -> None:
    assert kind_of(451, "x" * 5_000_000 + RESTRICTED) is MessageKind.OTHER
