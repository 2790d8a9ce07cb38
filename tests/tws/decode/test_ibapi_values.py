"""What ibapi keeps of TWS's numbers, and what is shown of them."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from ibapi.const import UNSET_DOUBLE
from ibapi.execution import Execution, OptionExerciseType
from ibapi.order import Order
from ibapi.order_state import OrderState
from ibapi.tag_value import TagValue

from ibmonitor.tws.decode.ibapi_values import execution_value, order_fields, order_state_fields
from ibmonitor.tws.decode.numbers import Numbers


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (math.inf, {"lmtPrice": "Infinity"}),
        (-math.inf, {}),
        (math.nan, {}),
        (UNSET_DOUBLE, {}),
        (0.0, {"lmtPrice": Decimal("0.0")}),
        (15.5, {"lmtPrice": Decimal("15.5")}),
        (-2.25, {"lmtPrice": Decimal("-2.25")}),
    ],
)
def test_a_price_that_has_no_bound_is_named_and_one_that_is_no_number_is_unknown(
    sent: float, shown: dict[str, object]
) -> None:
    """TWS writes "Infinity" for some: ibapi reads it as its `DOUBLE_INFINITY`."""
    order = Order()
    order.lmtPrice = sent
    assert order_fields(order, Numbers()) == shown
    state = OrderState()
    state.commissionAndFees = sent
    assert list(order_state_fields(state, Numbers()).values()) == list(shown.values())


def test_texts_and_lists_are_kept_as_far_as_they_say_something() -> None:
    order, state = Order(), OrderState()
    order.orderRef = "1.7976931348623157E308"
    order.smartComboRoutingParams = []
    state.initMarginAfter = "1.7976931348623157E308"
    state.warningText = "Look."
    assert (order_fields(order, Numbers()), order_state_fields(state, Numbers())) == ({}, {"warningText": "Look."})
    order.algoParams = [TagValue("noTakeLiq", "1")]
    assert order_fields(order, Numbers()) == {"algoParams": ({"tag": "noTakeLiq", "value": "1"},)}


@pytest.mark.parametrize("exercise", list(OptionExerciseType), ids=lambda each: each.name)
def test_how_an_option_ended_is_named_unless_it_is_a_trade(exercise: OptionExerciseType) -> None:
    execution = Execution()
    execution.optExerciseOrLapseType = exercise
    name = execution_value(execution, Numbers()).opt_exercise_or_lapse_type
    assert (name is None) is (exercise is OptionExerciseType.NoneItem)
    assert name == (None if exercise is OptionExerciseType.NoneItem else exercise.value[1].strip())
