"""What is written of an event is read as the same event."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.records import events as kinds
from ibmonitor.domain.records.events import CommissionReport, Event, Fault, OpenOrder, TwsMessage
from ibmonitor.domain.records.execution import EXECUTION_FIELDS
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.records import ComboLeg
from ibmonitor.domain.records.requests import Refusal, RequestKind
from ibmonitor.journal.events.codec import Codec, UnreadableError
from tests.recording.sessions import recorded, synchronise
from tests.support.blotter_events import AAPL, BAG, commission, completed_order, execution, open_order, order_status

CODEC = Codec()


def and_back(event: Event) -> Event:
    contract = getattr(event, "contract", AAPL)
    (entry,) = CODEC.decode(CODEC.encode([CODEC.entry_of(event, [contract].index)]))
    return CODEC.event_of(entry, [contract])


EVENTS: list[Event] = [
    kinds.LinkChanged(
        LinkState.WAITING, "::1", 7497, 900, "why", 226, "20260611 09:30:00 EST", says_master=True,
        next_try=datetime(2026, 6, 11, 13, 30, 0, 1, tzinfo=UTC), other_client_id=901,
    ),
    kinds.LinkChanged(LinkState.DOWN, "", 0, 0),
    kinds.LinkMoved(7496),
    kinds.ManagedAccounts(("DU1", "DU2")),
    kinds.NextValidId(1),
    open_order(71, 1, 5, lmtPrice=Decimal("1.50"), algoParams=({"tag": "a", "value": "1.50"},), transmit=True),
    open_order(None, 1, 5, contract=replace(BAG, strike=Decimal("0E-8"), combo_legs=(ComboLeg(1, None, "BUY", ""),))),
    kinds.OpenOrderEnd(),
    order_status(71, 1, 5, filled=0),
    completed_order(71),
    kinds.CompletedOrdersEnd(),
    kinds.OrderBound(1 << 40, None, 0),
    execution("e.1.01.01", perm_id=0, shares=Decimal("1E+3"), pending_price_revision=None, order_ref="é\0<b>"),
    kinds.ExecDetailsEnd(-1),
    commission("e.1.01.01", "-0.10", realized_pnl=Decimal("1E-20"), yield_=Decimal("NaN"), yield_redemption_date=""),
    CommissionReport("", None, "", None, None, None),
    TwsMessage(1 << 90, 0, "", None),
    TwsMessage(None, 201, "no", datetime(1970, 1, 1, tzinfo=UTC), '{"a": 1}'),
    Fault("plain", "detail"),
    kinds.ReceiveFA(1, "<a/>"),
    kinds.ConfigResponse(None, {"port": 7497, "on": False, "name": "", "trusted": ("127.0.0.1",)}),
    kinds.CurrentTime(datetime(2026, 6, 11, tzinfo=UTC)),
    kinds.ClockCompared(timedelta(days=-1, microseconds=1)),
    kinds.RequestChanged(RequestKind.QUERY, RequestProgress.REFUSED, "d", 2_000_000_001, "w", Refusal.READ_ONLY),
    kinds.AccountAsked("DU1", RequestProgress.RUNNING),
]  # fmt: skip


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_each_event_comes_back(event: Event) -> None:
    back = and_back(event)
    # Decimals of other digits are equal, and a NaN is equal to nothing.
    assert repr(back) == repr(event)


def test_none_is_forgotten() -> None:
    assert {type(event) for event in EVENTS} == set(get_args(Event))


def test_all_that_a_tws_sends_comes_back(tmp_path: Path) -> None:
    received = recorded(tmp_path / "r", synchronise).received
    assert list(map(and_back, received)) == received
    assert any(isinstance(event, OpenOrder) for event in received)


def test_it_is_json_in_the_domain_s_words() -> None:
    entry = CODEC.entry_of(execution("e.1.01.01", perm_id=7, shares=Decimal("1.50")), [AAPL].index)
    assert CODEC.encode([entry]) == (
        '[{"event":"ExecDetails","req_id":-1,"contract":0,"execution":{"exec_id":"e.1.01.01","time":"20260611-13:30:30",'
        '"acct_number":"DU9000001","exchange":"IBKRATS","side":"BOT","shares":"1.50","price":"292.79","perm_id":7,'
        '"liquidation":0,"cum_qty":"1.50","avg_price":"292.79","last_liquidity":2,"pending_price_revision":false}}]'
    )


VALUES = st.recursive(
    st.text() | st.booleans() | st.integers() | st.decimals(allow_nan=False) | st.none(),
    lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.sampled_from(["tag", "value", "price"]), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.text(min_size=1), VALUES))
def test_fields_of_orders_can_be_anything(fields: dict[str, object]) -> None:
    event = OpenOrder(None, AAPL, {}, fields, {})
    assert repr(and_back(event)) == repr(event)


@given(st.data())
def test_texts_and_numbers_of_executions_can_be_anything(data: st.DataObject) -> None:
    event = execution("e.1.01.01")
    numbers = st.none() | st.decimals(allow_nan=False)
    known: Any = {
        name: data.draw(st.text() if isinstance(usual, str) else numbers)
        for name in EXECUTION_FIELDS
        if isinstance(usual := getattr(event.execution, name), str | Decimal)
    }
    event = replace(event, execution=replace(event.execution.whole(), **known))
    assert repr(and_back(event)) == repr(event)


def test_half_a_character_is_replaced() -> None:
    assert and_back(Fault("a\ud800", "\udfff\U0001f600")) == Fault("a?", "?\U0001f600")
    (fields,) = [back.order_fields for back in [and_back(open_order(1, ref="\ud800"))] if isinstance(back, OpenOrder)]
    assert fields["ref"] == "?"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "{}",
        "[",
        '["a"]',
        '[{"event":"Unheard"}]',
        '[{"event":"LinkMoved"}]',
        '[{"event":"LinkMoved","port":"7"}]',
        '[{"event":"CommissionReport","commission_and_fees":"a"}]',
    ],
)
def test_what_cannot_be_read_is_said(raw: str) -> None:
    with pytest.raises(UnreadableError):
        CODEC.decode(raw)


def test_the_rest_of_a_slice_can_be_read() -> None:
    raw = '[{"event":"LinkMoved","port":1},{"event":"Unheard","a":[]},{"event":"LinkMoved","port":2}]'
    first, second, third = CODEC.decode_each(raw)
    assert isinstance(second, UnreadableError)
    assert [getattr(each, "port", None) for each in (first, third)] == [1, 2]


def test_fields_of_a_newer_version_are_passed_over() -> None:
    (entry,) = CODEC.decode('[{"event":"LinkMoved","port":1,"new":{"a":1}}]')
    assert CODEC.event_of(entry, []) == kinds.LinkMoved(1)


@pytest.mark.parametrize("number", [1, -2])
def test_a_contract_that_is_not_there_is_said(number: int) -> None:
    entry = CODEC.entry_of(execution("e.1.01.01"), lambda _contract: number)
    with pytest.raises(UnreadableError):
        CODEC.event_of(entry, [AAPL])
