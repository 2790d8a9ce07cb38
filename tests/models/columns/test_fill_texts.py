"""The text filter finds in a fill what its columns say, however it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.instruments.instruments import Instruments
from ibmonitor.domain.records.execution import Execution, WholeExecution
from ibmonitor.domain.records.records import ComboRole, Commission, Fill
from ibmonitor.models.columns.commissions import COMMISSION_COLUMNS
from ibmonitor.models.columns.fill_texts import search_text, search_text_of_commission
from ibmonitor.models.columns.fills import FILL_COLUMNS
from ibmonitor.models.table.column import text_of_columns
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.shown_zone import SHOWN_ZONE, ZoneChoice
from tests.support.make_contracts import one
from tests.support.make_records import NOON, empty_contract, empty_execution, full_contract, full_fill

_of_columns = text_of_columns(FILL_COLUMNS)


def lines(text: str) -> set[str]:
    """What a word is looked for in, in any order."""
    return set(text.split("\n")) - {""}


def is_complete(fill: Fill) -> bool:
    return lines(search_text(fill)) == lines(_of_columns(fill))


TEXTS = st.sampled_from(["", "A", "BOT", "two\nlines"])
NUMBERS = st.none() | st.sampled_from(
    ["0", "0.0", "-0.25", "1", "100", "1234567.5", "231.42000000000002", "1E+5", "1E-7", "9" * 25, "NaN"]
).map(Decimal)
KINDS: dict[object, st.SearchStrategy[Any]] = {
    "str": TEXTS,
    "str | None": TEXTS | st.sampled_from([None, "Exercise"]),
    "Decimal | None": NUMBERS,
    "int | None": st.sampled_from([None, -1, 0, 1, 2, 1713290001]),
    "bool | None": st.sampled_from([None, False, True]),
}
EXECUTIONS = st.builds(
    WholeExecution,
    **{field.name: KINDS[field.type] for field in fields(Execution)}
    | {"exec_id": st.sampled_from(["", "0000e0d5.1.01.01", "0000e0d5.1.01.02", "0000e0d5.1.01.01.02"])},
)
CONTRACTS = st.sampled_from([empty_contract(), full_contract(), one(1, "STK", "KO"), one(2, "STK", "KO")])
COMMISSIONS = st.builds(
    Commission,
    serial=st.just(0),
    received=st.just(NOON),
    exec_id=TEXTS,
    amount_sent=NUMBERS,
    currency=TEXTS,
    pnl_sent=NUMBERS,
    yield_sent=NUMBERS,
    yield_redemption_date=st.sampled_from([None, "20300101"]),
)
FILLS = st.builds(
    Fill,
    serial=st.just(0),
    received=st.integers(0, 10**8).map(lambda seconds: NOON + timedelta(seconds=seconds)),
    execution=EXECUTIONS,
    contract=CONTRACTS,
    time=st.none() | st.integers(0, 10**8).map(lambda seconds: NOON - timedelta(seconds=seconds)),
    combo_role=st.sampled_from(ComboRole),
    commission=st.none() | COMMISSIONS,
    superseded_by=st.sampled_from([None, "0000e0d5.1.01.03"]),
    legs=st.sampled_from([(), (full_fill(),)]),
)


_of_report_columns = text_of_columns(COMMISSION_COLUMNS)


@pytest.fixture
def zone(request: pytest.FixtureRequest) -> Iterator[None]:
    SHOWN_ZONE.choose(request.param)
    yield
    SHOWN_ZONE.choose(ZoneChoice.LOCAL)


@pytest.mark.parametrize(
    ("locale", "zone"),
    [("en_US", ZoneChoice.EASTERN), ("de_DE", ZoneChoice.EXCHANGE), ("fr_CH", ZoneChoice.SENT)],
    indirect=True,
)
@pytest.mark.usefixtures("locale", "zone")
@given(FILLS, COMMISSIONS, st.booleans())
def test_what_is_searched_is_what_the_columns_show(fill: Fill, commission: Commission, is_seen: bool) -> None:
    assert is_complete(fill)
    commission.fill = fill if is_seen else None
    assert lines(search_text_of_commission(commission)) == lines(_of_report_columns(commission))


def test_it_follows_the_names_of_accounts_and_instruments() -> None:
    instruments = Instruments()
    CONTRACT_NAMES.use(instruments)
    fill = full_fill()
    before = search_text(fill)
    ACCOUNT_NAMES.set_aliases({fill.execution.acct_number: "Pension"})
    instruments.learn(fill.contract)
    instruments.learn(one(7, "OPT", "AAPL", last_trade_date_or_contract_month="20261218"))
    assert is_complete(fill)
    assert "Pension" in search_text(fill)
    assert "Pension" not in before


@pytest.mark.parametrize(
    ("of_execution", "of_fill"),
    [
        ({}, {"superseded_by": "0000e0d5.1.01.03"}),
        ({}, {"combo_role": ComboRole.LEG}),
        ({}, {"legs": (full_fill(),)}),
        ({"exec_id": "0000e0d5.1.01.02"}, {}),
        ({"liquidation": 1}, {}),
        ({"pending_price_revision": True}, {}),
        ({"opt_exercise_or_lapse_type": "Lapse"}, {}),
    ],
)
def test_what_is_unusual_about_a_fill_is_searched(of_execution: dict[str, Any], of_fill: dict[str, Any]) -> None:
    plain = replace(empty_execution(), exec_id="0000e0d5.1.01.01")
    ordinary = Fill(0, NOON, plain, full_contract(), NOON)
    unusual = Fill(0, NOON, replace(plain, **of_execution), full_contract(), NOON, **of_fill)
    assert is_complete(ordinary)
    assert is_complete(unusual)
    assert search_text(unusual) != search_text(ordinary)
