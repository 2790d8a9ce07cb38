"""`Execution`: all that TWS says of one execution, whether it is read already or not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from decimal import Decimal
from operator import attrgetter
from typing import Any, Protocol

from ibmonitor.domain.records.value import interface, value


@interface
class Execution:
    """All fields of TWS's Execution object. A `WholeExecution` holds them; an `UnreadExecution` has most in bytes."""

    __slots__ = ()

    order_id: int | None
    client_id: int | None
    exec_id: str
    time: str
    acct_number: str
    exchange: str
    side: str
    shares: Decimal | None
    price: Decimal | None
    perm_id: int | None
    liquidation: int | None
    cum_qty: Decimal | None
    avg_price: Decimal | None
    order_ref: str
    ev_rule: str
    ev_multiplier: Decimal | None
    model_code: str
    last_liquidity: int | None
    pending_price_revision: bool | None
    submitter: str
    opt_exercise_or_lapse_type: str | None

    @property
    def price_double(self) -> float | None:
        """The price as TWS sends it, for comparisons; `None` where that is none."""
        return None if self.price is None else float(self.price)

    @property
    def is_liquidation(self) -> bool:
        """Whether TWS marks it as one of a liquidation."""
        return bool(self.liquidation)

    @property
    def is_of_option(self) -> bool:
        """Whether it tells what became of an option: an exercise, a lapse, an assignment."""
        return bool(self.opt_exercise_or_lapse_type)

    def whole(self) -> WholeExecution:
        """Return the execution with all its fields read."""
        raise NotImplementedError

    def in_doubles(self) -> Any:
        """The same for who writes the prices and does not count: they may be left the doubles that TWS sends."""
        return self.whole()


EXECUTION_FIELDS = tuple(field.name for field in fields(Execution))


@value
class WholeExecution(Execution):
    """An execution whose fields are all read."""

    def whole(self) -> WholeExecution:
        return self


class ExecutionReader(Protocol):
    """Reads executions that were left unread."""

    def field(self, name: str) -> Callable[[bytes], Any]:
        """Return what reads the field of this name; raises `AttributeError` where there is none."""

    def compared(self, name: str) -> Callable[[bytes], Any]:
        """The same for who only compares: a double is left what it is."""

    def whole(self, unread: UnreadExecution) -> WholeExecution:
        """Return all fields."""

    def in_doubles(self, unread: UnreadExecution) -> Any:
        """Return all fields, doubles as they are: making decimals of them takes as long as all the rest."""


class _Asked:
    """What was asked last. Who asks for two fields of an execution asks for more: a row is painted cell by cell."""

    __slots__ = ("last",)

    def __init__(self) -> None:
        self.last: tuple[UnreadExecution | None, WholeExecution | None] = None, None
        """The execution, and all of it once it was asked twice; in one value, since threads may read executions, too.
        """


_ASKED = _Asked()


class UnreadExecution(Execution):
    """An execution of which only what identifies it is read; the rest is when it is asked for.

    None is of a liquidation, nor tells what became of an option.

    There can be hundreds of thousands, of which few are ever looked at: the bytes that TWS sent are a third of the
    size of all that they say.
    """

    __slots__ = ("acct_number", "body", "client_id", "exec_id", "order_id", "perm_id", "price_double", "reader")

    def __init__(
        self,
        reader: ExecutionReader,
        body: bytes,
        exec_id: str,
        acct_number: str,
        perm_id: int | None,
        order_id: int | None,
        client_id: int | None,
        price_double: float | None,
    ) -> None:
        # What identifies it, and what users sort by most.
        self.reader = reader
        self.body = body
        # Only here: no field of an execution ever changes.
        self.exec_id, self.acct_number = exec_id, acct_number  # type: ignore[misc]
        self.perm_id, self.order_id, self.client_id = perm_id, order_id, client_id  # type: ignore[misc]
        self.price_double = price_double  # type: ignore[misc]

    @property
    def is_liquidation(self) -> bool:
        return False

    @property
    def is_of_option(self) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:
        execution, whole = _ASKED.last
        if execution is not self:
            _ASKED.last = self, None
            return self.reader.field(name)(self.body)
        if whole is None:
            whole = self.whole()
            _ASKED.last = self, whole
        return getattr(whole, name)

    def whole(self) -> WholeExecution:
        return self.reader.whole(self)

    def in_doubles(self) -> Any:
        return self.reader.in_doubles(self)

    def is_same_as(self, other: Execution) -> bool:
        """Whether TWS sent both in the same bytes."""
        return (
            isinstance(other, UnreadExecution)
            and self.body == other.body
            and self.reader is other.reader
            and self.order_id == other.order_id
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Execution) and (self.is_same_as(other) or self.whole() == other.whole())

    def __hash__(self) -> int:
        return hash(self.whole())

    def __repr__(self) -> str:
        return repr(self.whole())

    def __copy__(self) -> UnreadExecution:
        return self

    def __deepcopy__(self, _memo: object) -> UnreadExecution:
        return self


def read_each(executions: Iterable[Execution], name: str) -> list[Any]:
    """Return a field of each of many executions to compare them, in half the time that asking each takes.

    Prices may be the doubles that TWS sends.
    """
    ask = attrgetter(name)
    if name in UnreadExecution.__slots__:
        return list(map(ask, executions))
    reader: ExecutionReader | None = None
    read: Callable[[bytes], Any] = ask
    each = []
    for execution in executions:
        if not isinstance(execution, UnreadExecution):
            each.append(ask(execution))
            continue
        if execution.reader is not reader:
            reader = execution.reader
            read = reader.compared(name)
        each.append(read(execution.body))
    return each
