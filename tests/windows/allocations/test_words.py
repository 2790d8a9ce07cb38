"""The texts of the allocations tab other than its rows."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from ibmonitor.domain.records.link import AccountAnswer, Link, LinkState, Request, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.models.allocations.share_sums import ShareSums
from ibmonitor.windows.allocations.words import (
    NOT_AN_ADVISOR,
    answers_text,
    counts_text,
    reason_without_orders,
    sums_of_parts_text,
)
from tests.support.make_allocation import share, usd

NOW = datetime(2026, 6, 11, 13, 30, tzinfo=UTC)
DONE, SILENT, REFUSED = RequestProgress.COMPLETE, RequestProgress.NO_ANSWER, RequestProgress.REFUSED
RUNNING = RequestProgress.RUNNING


def link_of(request: Request | None = None, **answers: RequestProgress) -> Link:
    link = Link(accounts=("DF1", "DU1", "DU2", "DU3", "DU4", "DU5", "DU6", "DU7"))
    link.account_answers = {account: AccountAnswer(progress, NOW) for account, progress in answers.items()}
    if request is not None:
        link.requests[RequestKind.SUB_ACCOUNTS, ""] = request
    return link


OF_ONE = "Executions of this account may be missing here."
OF_SOME = "Executions of these accounts may be missing here."
ALL = {f"DU{number}": DONE for number in range(1, 8)}


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (link_of(), ""),
        (link_of(Request(RequestKind.SUB_ACCOUNTS, DONE), **ALL), ""),
        (
            link_of(Request(RequestKind.SUB_ACCOUNTS, RUNNING, "2 of 7 accounts."), DU1=DONE, DU2=DONE),
            "Requesting the executions of each account: 2 of 7 accounts.",
        ),
        (
            link_of(Request(RequestKind.SUB_ACCOUNTS, RUNNING, "2 of 7 accounts."), DU1=DONE, DU2=SILENT),
            f"Requesting the executions of each account: 2 of 7 accounts. TWS did not answer for DU2. {OF_ONE}",
        ),
        (
            link_of(Request(RequestKind.SUB_ACCOUNTS, SILENT), **{**ALL, "DU2": SILENT, "DU3": SILENT, "DU5": REFUSED}),
            f"TWS did not answer for DU2 and DU3. TWS refused the executions of DU5. {OF_SOME}",
        ),
        (
            link_of(Request(RequestKind.SUB_ACCOUNTS, SILENT), DU1=SILENT, DU2=DONE),
            f"TWS did not answer for DU1. 5 accounts were not requested. {OF_ONE}",
        ),
        (
            link_of(Request(RequestKind.SUB_ACCOUNTS, SILENT), **dict.fromkeys(ALL, SILENT)),
            f"TWS did not answer for DU1, DU2, DU3, DU4, DU5 and 2 more accounts. {OF_SOME}",
        ),
    ],
)
def test_pending_answers_are_listed(link: Link, said: str) -> None:
    assert answers_text(link) == said


@pytest.mark.parametrize(
    ("state", "accounts", "said"),
    [
        (LinkState.UP, ("DU1",), NOT_AN_ADVISOR),
        (LinkState.CUT_OFF, ("DU1", "DU2"), NOT_AN_ADVISOR),
        (LinkState.UP, ("DF1", "DU2"), "nothing today"),
        (LinkState.UP, (), "nothing today"),
        (LinkState.DOWN, ("DU1",), "nothing today"),
    ],
)
def test_why_there_is_no_group_order(state: LinkState, accounts: tuple[str, ...], said: str) -> None:
    assert reason_without_orders(Link(state=state, accounts=accounts), "nothing today") == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((1, 1, 0, 0, 0), "1 group order"),
        ((3, 1200, 2, 0, 1), "3 of 1,200 group orders   ·   2 to review   ·   1 execution unassigned"),
        ((3, 3, 1, 1, 0), "3 group orders   ·   1 to review   ·   1 waiting"),
        ((0, 0, 0, 0, 4), "0 group orders   ·   4 executions unassigned"),
    ],
)
def test_counts(counts: tuple[int, int, int, int, int], said: str) -> None:
    assert counts_text(*counts) == said


def test_sums_keep_currencies_apart_and_leave_out_implausible_amounts() -> None:
    sums = ShareSums(
        [
            share("DU1", commissions=usd("1.25"), pending=1),
            share("DU2", commissions=(("EUR", Decimal("0.5")), ("USD", Decimal(2)))),
            share("DU3", commissions=usd("9E+999999"), pending=1),
        ]
    )
    assert sums_of_parts_text(sums) == "Commission 0.50 EUR, 3.25 USD   ·   2 commissions pending"
    assert not sums_of_parts_text(ShareSums())


def test_a_sum_without_a_currency_says_so() -> None:
    sums = ShareSums([share("DU1", commissions=(("", Decimal("0.5")), ("USD", Decimal(2)))), share("DU2")])
    assert sums_of_parts_text(sums).startswith("Commission 0.50 (no currency), 2.00 USD")
