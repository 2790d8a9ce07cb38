"""The six kinds of conditions that an order can wait for: plain values, and how TWS names and orders their fields."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

TWS_NAMES = {
    "is_conjunction": "isConjunctionConnection",
    "is_more": "isMore",
    "con_id": "conId",
    "exchange": "exchange",
    "symbol": "symbol",
    "sec_type": "secType",
    "percent": "percent",
    "change_percent": "changePercent",
    "price": "price",
    "trigger_method": "triggerMethod",
    "time": "time",
    "volume": "volume",
}
"""The names of a condition's fields in protobuf."""


@dataclass(frozen=True, slots=True)
class SimPriceCondition:
    """A contract trades beyond `price`."""

    KIND: ClassVar[str] = "price"
    TYPE: ClassVar[int] = 1
    TEXT: ClassVar[tuple[str, ...]] = ("is_more", "price", "con_id", "exchange", "trigger_method")

    con_id: int
    exchange: str
    price: Decimal
    is_more: bool
    trigger_method: int = 0
    is_conjunction: bool = True


@dataclass(frozen=True, slots=True)
class SimTimeCondition:
    """After a time of day, or before it; TWS rewrites `time` in US/Eastern, whatever zone was requested."""

    KIND: ClassVar[str] = "time"
    TYPE: ClassVar[int] = 3
    TEXT: ClassVar[tuple[str, ...]] = ("is_more", "time")

    time: str
    is_more: bool = True
    is_conjunction: bool = True


@dataclass(frozen=True, slots=True)
class SimMarginCondition:
    """The account's margin cushion is beyond `percent`."""

    KIND: ClassVar[str] = "margin"
    TYPE: ClassVar[int] = 4
    TEXT: ClassVar[tuple[str, ...]] = ("is_more", "percent")

    percent: int
    is_more: bool
    is_conjunction: bool = True


@dataclass(frozen=True, slots=True)
class SimExecutionCondition:
    """Another order in this symbol is executed."""

    KIND: ClassVar[str] = "execution"
    TYPE: ClassVar[int] = 5
    TEXT: ClassVar[tuple[str, ...]] = ("sec_type", "exchange", "symbol")

    symbol: str
    sec_type: str = "STK"
    exchange: str = "ANY"
    """TWS turns SMART into ANY."""
    is_conjunction: bool = True


@dataclass(frozen=True, slots=True)
class SimVolumeCondition:
    """A contract's volume of the day is beyond `volume`."""

    KIND: ClassVar[str] = "volume"
    TYPE: ClassVar[int] = 6
    TEXT: ClassVar[tuple[str, ...]] = ("is_more", "volume", "con_id", "exchange")

    con_id: int
    exchange: str
    volume: int
    is_more: bool
    is_conjunction: bool = True


@dataclass(frozen=True, slots=True)
class SimPercentCondition:
    """A contract's price has changed by more than `change_percent` today."""

    KIND: ClassVar[str] = "percent"
    TYPE: ClassVar[int] = 7
    TEXT: ClassVar[tuple[str, ...]] = ("is_more", "change_percent", "con_id", "exchange")

    con_id: int
    exchange: str
    change_percent: Decimal
    is_more: bool
    is_conjunction: bool = True


SimCondition = (
    SimPriceCondition
    | SimTimeCondition
    | SimMarginCondition
    | SimExecutionCondition
    | SimVolumeCondition
    | SimPercentCondition
)
