"""All fields of TWS's Contract, Order and OrderState with the values of one order, those that are set first.

TWS's decoder does not distinguish a field sent with its default from one that was not sent: both are a default here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from ibmonitor.domain.records.records import Order, TwsFields
from ibmonitor.domain.records.tws_fields import CONTRACT_FIELDS, ORDER_FIELDS, ORDER_STATE_FIELDS, TwsField
from ibmonitor.domain.records.value import value


class FieldState(Enum):
    """Whether TWS sent a field."""

    SET = "set"
    """TWS sent a value that is not the field's default."""
    DEFAULT = "default"
    """TWS sent the default, or nothing."""
    UNSET = "not set"
    """TWS sent its sentinel for an unset field, an empty text, or nothing."""
    NOT_RECEIVED = "not received yet"
    """TWS has not sent the object yet."""


@value
class FieldRow:
    """One field of one order."""

    group: str
    """The TWS class that has it: Contract, Order or OrderState."""
    name: str
    """TWS's own."""
    title: str
    description: str
    state: FieldState
    value: object = None
    """What TWS sent, or the default; `None` where the default is the unset sentinel or an empty text."""

    @property
    def key(self) -> tuple[str, str]:
        """Identifies the row."""
        return self.group, self.name


_NOT_A_FIELD_WE_KNOW = "A field of TWS's that this program has no description of."

_ZERO = """
    orderId clientId permId ocaType parentId displaySize triggerMethod origin shortSaleSlot discretionaryAmt
    auctionStrategy deltaNeutralConId deltaNeutralShortSaleSlot referenceContractId adjustableTrailingUnit
    refFuturesConId parentPermId peggedChangeAmount referenceChangeAmount conId
"""
_NO = """
    blockOrder sweepToFill outsideRth hidden allOrNone overridePercentageConstraints optOutSmartRouting randomizePrice
    randomizeSize deltaNeutralShortSale continuousUpdate scaleAutoReset scaleRandomPercent whatIf notHeld solicited
    isPeggedChangeAmountDecrease conditionsCancelOrder conditionsIgnoreRth conditionsIncludeOvernight
    dontUseAutoPriceForHedge isOmsContainer discretionaryUpToLimitPrice autoCancelParent imbalanceOnly
    professionalCustomer includeOvernight postOnly allowPreOpen ignoreOpenAuction deactivate includeExpired
"""
DEFAULTS: Mapping[str, object] = {
    **dict.fromkeys(_ZERO.split(), 0),
    **dict.fromkeys(_NO.split(), False),
    "transmit": True,
    "exemptCode": -1,
}
"""ibapi's defaults that are values; the default of every other field is the unset sentinel or empty."""


def fields_of(order: Order) -> list[FieldRow]:
    """Return all fields, in TWS's order: first those that are set, then the rest."""
    rows = [
        *_group("Order", ORDER_FIELDS, order.order_fields),
        *_group("Contract", CONTRACT_FIELDS, order.contract_fields),
        *_group("OrderState", ORDER_STATE_FIELDS, order.state_fields),
    ]
    return sorted(rows, key=lambda row: row.state is not FieldState.SET)


def _group(group: str, known: Sequence[TwsField], sent: TwsFields) -> list[FieldRow]:
    fields = [*known, *(TwsField(name, name, _NOT_A_FIELD_WE_KNOW) for name in _others(known, sent))]
    return [_row(group, field, sent) for field in fields]


def _others(known: Sequence[TwsField], sent: TwsFields) -> list[str]:
    names = {field.name for field in known}
    return [name for name in sent if name not in names]


def _row(group: str, field: TwsField, sent: TwsFields) -> FieldRow:
    if field.name in sent:
        state, content = FieldState.SET, sent[field.name]
    elif not sent:
        state, content = FieldState.NOT_RECEIVED, None
    elif field.name in DEFAULTS:
        state, content = FieldState.DEFAULT, DEFAULTS[field.name]
    else:
        state, content = FieldState.UNSET, None
    return FieldRow(group, field.name, field.title, field.description, state, content)
