"""What is explained of a fill, a commission or a message: its order, or what is known without one."""

from __future__ import annotations

import pytest

from ibmonitor.domain.explain.explanation import explain
from ibmonitor.domain.explain.other_records import Record, explain_record, order_of
from ibmonitor.domain.records.records import Severity
from ibmonitor.domain.wording.writing import Writing
from tests.support.make_records import NOON, make_commission, make_fill, make_message, make_order

WRITING = Writing(time=lambda time: f"{time:%H:%M}")


def test_every_record_with_a_known_order_is_explained_by_it() -> None:
    order = make_order(0, perm_id=5, status="Submitted")
    fill, commission, message = make_fill(0), make_commission(), make_message(0)
    fill.order, commission.fill, message.order = order, fill, order
    records: list[Record] = [order, fill, commission, message]
    for record in records:
        assert order_of(record) is order
        assert explain_record(record, WRITING) == explain(order)


def test_a_fill_without_an_order_says_so() -> None:
    fill = make_fill(0)
    fill.time = NOON
    commission = make_commission()
    commission.fill = fill
    said = explain_record(fill, WRITING)
    assert order_of(fill) is order_of(commission) is None
    assert said.headline.startswith("TWS has reported this fill, but not the order it belongs to")
    assert explain_record(commission, WRITING) == said


def test_a_commission_without_an_execution_says_so() -> None:
    assert "but not the execution" in explain_record(make_commission(), WRITING).headline


@pytest.mark.parametrize("is_ambiguous", [True, False])
def test_a_message_without_an_order_says_whether_it_may_be_about_several(is_ambiguous: bool) -> None:
    message = make_message(0)
    message.order, message.severity = None, Severity.ERROR
    message.candidates = (make_order(0), make_order(1)) if is_ambiguous else ()
    said = explain_record(message, WRITING)
    assert said.headline.startswith("plain")
    assert ("Which order is meant is not certain" in said.headline) is is_ambiguous
    assert bool(said.look_at) is is_ambiguous


def test_nothing_has_no_order() -> None:
    assert order_of(None) is None
