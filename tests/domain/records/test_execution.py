"""An execution is the same whether its fields are read or not."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy, deepcopy
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.domain.records.execution import EXECUTION_FIELDS, UnreadExecution, WholeExecution, read_each
from tests.support.make_records import empty_execution, full_execution

WHOLE = full_execution()


class Reader:
    def field(self, name: str) -> Callable[[bytes], Any]:
        return lambda body: getattr(self._read(body), name)

    compared = field

    def whole(self, unread: UnreadExecution) -> WholeExecution:
        return self._read(unread.body)

    def in_doubles(self, unread: UnreadExecution) -> Any:
        return replace(self.whole(unread), price=unread.price_double)  # type: ignore[arg-type]

    def _read(self, body: bytes) -> WholeExecution:
        return replace(WHOLE, price=Decimal(body.decode()))


READER = Reader()


def unread(body: bytes = str(WHOLE.price).encode()) -> UnreadExecution:
    return UnreadExecution(
        READER, body, WHOLE.exec_id, WHOLE.acct_number, WHOLE.perm_id, WHOLE.order_id, WHOLE.client_id, float(body)
    )


def test_every_field_is_read_when_it_is_asked_for() -> None:
    assert all(getattr(unread(), name) == getattr(WHOLE, name) for name in EXECUTION_FIELDS)
    assert unread().whole() == WHOLE
    assert WHOLE.whole() is WHOLE
    assert (unread().in_doubles().price, WHOLE.in_doubles().price) == (float(str(WHOLE.price)), WHOLE.price)


def test_it_equals_one_that_says_the_same() -> None:
    assert unread() == unread()
    assert unread() == WHOLE
    assert WHOLE == unread()  # noqa: SIM300 - the other way around
    assert hash(unread()) == hash(WHOLE)
    assert repr(unread()) == repr(WHOLE)
    other = replace(WHOLE, price=Decimal(7))
    assert unread(b"7") == other
    assert unread(b"7") == unread(b"7.0")
    assert unread() != other
    assert other != unread()
    assert unread() != unread(b"7")
    assert unread() != "an execution"


@pytest.mark.parametrize("copied", [copy, deepcopy])
def test_it_can_be_copied(copied: Any) -> None:
    assert copied(unread()) == WHOLE


def test_its_price_can_be_compared_unread() -> None:
    assert unread().price_double == WHOLE.price_double == float(WHOLE.price or 0)
    assert empty_execution().price_double is None


def test_its_fields_are_those_of_tws() -> None:
    with pytest.raises(AttributeError):
        getattr(unread(), "color")  # noqa: B009 - mypy would ask why


@pytest.mark.parametrize("name", EXECUTION_FIELDS)
def test_a_field_of_many_is_that_of_each(name: str) -> None:
    of_another_connection = unread(b"7")
    of_another_connection.reader = Reader()
    executions = [unread(), WHOLE, of_another_connection, empty_execution()]
    assert read_each(executions, name) == [getattr(execution, name) for execution in executions]
