"""Messages in text form, as IB's own decoder reads them, and how many fields they have at each server version."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.simulator.account.records import SimCommission, SimContract, SimExecution, SimOrder
from ibmonitor.simulator.wire import text_wire
from ibmonitor.simulator.wire.protocol import Answer
from tests.simulator.peers import IbapiReader

OPTION = SimContract(1, "KO", "OPT", "SMART", "USD", "KO    260320C00060000", "KO", "20260320", Decimal(60), "C", "100")
EXECUTION = SimExecution(
    "a.01.01", OPTION, datetime(2026, 6, 11, 13, 30, 30, tzinfo=UTC), "20260611-13:30:30", "DU1", "CBOE", "BOT",
    Decimal("1E+2"), Decimal("-0.05"), 7, 3, 1, Decimal(100), Decimal("-0.05"),
    pending_price_revision=True, submitter="someone",
)  # fmt: skip


def read(version: int, answer: Answer, texts: list[str]) -> tuple[Any, ...]:
    """The arguments of the one callback that IB's decoder makes of it."""
    body = "".join(f"{text}\0" for text in (str(int(answer)), *texts)).encode()
    reader = IbapiReader(version)
    reader.read(len(body).to_bytes(4, "big") + body)
    ((_, arguments),) = reader.calls
    return arguments


@pytest.mark.parametrize(("version", "written"), [(152, "Größe 中 \\n"), (153, "Gr\\xf6\\xdfe \\u4e2d \\n")])
def test_texts_for_people_are_escaped_from_153_on(version: int, written: str) -> None:
    assert text_wire.ascii7("Größe 中 \\n", version) == written


@pytest.mark.parametrize(
    ("time", "version", "written"),
    [
        ("20260611-13:30:30", 213, "20260611-13:30:30"),
        ("20260611-13:30:30", 214, "20260611-13:30:30Z"),
        ("20260611 09:30:30 US/Eastern", 214, "20260611 09:30:30 US/Eastern"),
        ("", 214, ""),
    ],
)
def test_utc_times_end_with_a_z_from_214_on(time: str, version: int, written: str) -> None:
    assert text_wire.exec_time(time, version) == written


@pytest.mark.parametrize(
    ("version", "revision", "submitter"), [(177, False, ""), (178, True, ""), (198, True, "someone")]
)
def test_an_execution_grows_with_the_server_version(version: int, revision: bool, submitter: str) -> None:
    req_id, contract, execution = read(version, Answer.EXECUTION_DATA, text_wire.execution(5, EXECUTION, version))
    assert (req_id, contract.exchange, contract.localSymbol) == (5, "CBOE", OPTION.local_symbol), "where it traded"
    assert (execution.shares, execution.price, execution.side) == (100, -0.05, "BOT")
    assert (execution.pendingPriceRevision, execution.submitter) == (revision, submitter)


def test_ids_that_an_execution_lacks() -> None:
    texts = text_wire.execution(-1, replace(EXECUTION, order_id=None, client_id=None, perm_id=None), 200)
    assert (texts[1], texts[20], texts[21]) == ("2147483647", "0", "2147483647")
    _, _, execution = read(200, Answer.EXECUTION_DATA, texts)
    assert execution.permId == 0


@pytest.mark.parametrize(
    ("known", "arrived"), [(None, 1.7976931348623157e308), (Decimal("-2.5"), -2.5), (Decimal(0), 0.0)]
)
def test_profit_and_yield_of_a_report_may_be_unset(known: Decimal | None, arrived: float) -> None:
    report = SimCommission("a.01", Decimal("1.25"), "EUR", known, known)
    (read_report,) = read(200, Answer.COMMISSION_REPORT, text_wire.commission(report))
    assert (read_report.commissionAndFees, read_report.currency) == (1.25, "EUR")
    assert (read_report.realizedPNL, read_report.yield_) == (arrived, arrived)


@pytest.mark.parametrize(
    ("version", "texts"),
    [
        (165, ["2", "3", "201", "No."]),
        (166, ["2", "3", "201", "No.", "{}"]),
        (194, ["3", "201", "No.", "{}", "1700000000123"]),
    ],
)
def test_an_error_has_a_version_or_a_time(version: int, texts: list[str]) -> None:
    written = text_wire.error(3, 201, "No.", "{}", 1_700_000_000_123, version)
    assert written == texts
    req_id, _, code, text, *_ = read(version, Answer.ERR_MSG, written)
    assert (req_id, code, text) == (3, 201, "No.")


@pytest.mark.parametrize(("cancelled_by", "client_id"), [(None, 1), (7, 7), (0, 0)])
def test_a_status_has_the_client_that_caused_it(cancelled_by: int | None, client_id: int) -> None:
    order = SimOrder(7, OPTION, "BUY", Decimal(10), "LMT", "DU1", client_id=1, status_client_id=cancelled_by)
    order.filled, order.why_held = Decimal(4), "locate"
    arguments = read(200, Answer.ORDER_STATUS, text_wire.order_status(order))
    assert (arguments[2], arguments[3], arguments[8], arguments[9]) == (4, 6, client_id, "locate")
