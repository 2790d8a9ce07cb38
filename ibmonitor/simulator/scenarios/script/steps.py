"""The steps of a scenario file: one function per verb, and the table of all verbs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING
from decimal import Decimal
from typing import Any

from ibmonitor.simulator.account.records import SimCommission, SimExecution, SimOrder
from ibmonitor.simulator.account.refusals import CANCEL_REFUSED
from ibmonitor.simulator.account.world import ErrorShown, Executed, OrderShown, StatusShown
from ibmonitor.simulator.scenarios.combo_fills import record_leg
from ibmonitor.simulator.scenarios.instruments import Instrument
from ibmonitor.simulator.scenarios.script.stage import Stage
from ibmonitor.simulator.scenarios.script.values import Keys, ScriptError, value_of

_ARGUMENTS = ("contract", "action", "total_quantity", "order_type", "client_id", "parent_id", "parent_perm_id")
_OF_EXECUTION = ("contract", "shares", "price", "exchange")
_SHOWN: Mapping[str, tuple[type[OrderShown | StatusShown], ...]] = {
    "both": (OrderShown, StatusShown),
    "order": (OrderShown,),
    "status": (StatusShown,),
}


def _place(stage: Stage, name: str, keys: Keys) -> None:
    contract = stage.head.contract(keys.take("instrument", str))
    parent = stage.order(keys.take("parent", str)) if "parent" in keys else None
    client = stage.head.client(keys.take("client", object, 1))
    action = keys.take("action", str, "BUY")
    quantity = keys.take("quantity", Decimal, Decimal(0) if "cash_qty" in keys else MISSING)
    kind = keys.take("order_type", str, "LMT")
    given: dict[str, Any] = {"account": "" if "fa_group" in keys else stage.desk.world.accounts[-1]}
    given |= {"is_manual": keys.take("manual", bool, False)} | keys.take_fields(SimOrder, _ARGUMENTS)
    keys.end()
    instrument = Instrument(contract, Decimal(0), Decimal(0), Decimal(0), ())
    order = stage.desk.place(instrument, action, quantity, kind, client_id=client, parent=parent, **given)
    stage.name(name, order)


def _modify(stage: Stage, name: str, keys: Keys) -> None:
    order = stage.order(name)
    given = keys.take_fields(SimOrder, ("contract", "status"))
    if "quantity" in keys:
        given["total_quantity"] = keys.take("quantity", Decimal)
    keys.end()
    if not given:
        raise ScriptError("It changes nothing.")
    stage.desk.modify(order, **given)


def _change(stage: Stage, name: str, keys: Keys) -> None:
    order, shown = stage.order(name), _shown(keys)
    given = keys.take_fields(SimOrder, ("contract",))
    keys.end()
    for key, value in given.items():
        setattr(order, key, value)
    for kind in shown:
        stage.desk.world.emit(kind(order))


def _execute(stage: Stage, name: str, keys: Keys) -> tuple[SimOrder, SimExecution]:
    order = stage.order(name)
    shares, price = keys.take("shares", Decimal, order.remaining), keys.take("price", Decimal)
    if shares <= 0:
        raise ScriptError("'shares' must be above 0.")
    exchange = keys.take("exchange", str, order.contract.exchange)
    given = keys.take_fields(SimExecution, _OF_EXECUTION)
    given |= {"status_first": keys.take("status_first", bool, False), "is_last": keys.take("last", bool, False)}
    own_name = keys.take("as", str, None)
    keys.end()
    execution = stage.desk.execute(order, shares, price, exchange, **given)
    stage.executed(order, execution, own_name)
    return order, execution


def _only_execute(stage: Stage, name: str, keys: Keys) -> None:
    _execute(stage, name, keys)


def _fill(stage: Stage, name: str, keys: Keys) -> None:
    order, execution = _execute(stage, name, keys)
    stage.desk.charge(execution, order)


def _charge(stage: Stage, name: str, keys: Keys) -> None:
    execution = stage.execution(name)
    given = keys.take_fields(SimCommission, ("exec_id",))
    keys.end()
    if not given:
        stage.desk.charge(execution, _charged(stage, execution))
        return
    stage.desk.world.report(SimCommission(**{"exec_id": execution.exec_id, "currency": "USD"} | given))


def _stray_charge(stage: Stage, name: str, keys: Keys) -> None:
    given = keys.take_fields(SimCommission, ("exec_id",))
    keys.end()
    stage.desk.world.report(SimCommission(**{"exec_id": name, "currency": "USD"} | given))


def _correct(stage: Stage, name: str, keys: Keys) -> None:
    execution = stage.execution(name)
    price, charged = keys.take("price", Decimal, execution.price), keys.take("charged", bool, True)
    own_name = keys.take("as", str, None)
    given = keys.take_fields(SimExecution, ("contract", "price"))
    keys.end()
    corrected = stage.desk.correct(execution, price, **given)
    stage.revise(execution, corrected, own_name)
    if charged:
        stage.desk.charge(corrected, _charged(stage, corrected))


def _charged(stage: Stage, execution: SimExecution) -> SimOrder | None:
    """The order whose own commission it adds to; `None` for an account's part, since the whole adds to it."""
    return None if execution.is_allocation_part else stage.owner(execution)


def _leg(stage: Stage, name: str, keys: Keys) -> None:
    bag = stage.execution(name)
    order = stage.owner(bag)
    contract = stage.head.contract(keys.take("instrument", str))
    number = next((n for n, leg in enumerate(bag.contract.combo_legs, 1) if leg.con_id == contract.con_id), None)
    if order is None or number is None:
        raise ScriptError(f"'{name}' is no execution of a combo with this leg.")
    given = {"price": keys.take("price", Decimal)} | keys.take_fields(SimExecution, ("contract", "price"))
    part = keys.take("part", int, None)
    keys.end()
    execution = record_leg(stage.desk, order, bag, number, contract, part, **given)
    stage.desk.announce(execution)
    stage.desk.charge(execution, _charged(stage, execution))


def _allocate(stage: Stage, name: str, keys: Keys) -> None:
    execution = stage.execution(name)
    order = stage.owner(execution)
    shares = {account: value_of(account, n, Decimal) for account, n in keys.take("shares", Mapping).items()}
    charged, own_name = keys.take("charged", bool, True), keys.take("as", str, None)
    given = keys.take_fields(SimExecution, ("contract", "account", "shares"))
    keys.end()
    if order is None:
        raise ScriptError(f"The order of '{name}' has vanished.")
    parts = stage.desk.allocate(order, execution, shares, charged=charged, **given)
    if own_name is not None:
        for account, part in parts.items():
            stage.name(f"{own_name} {account}", part)


def _cancel(stage: Stage, name: str, keys: Keys) -> None:
    order, by_client = stage.order(name), _client(stage, keys, "by_client")
    by_system, reason = keys.take("by_system", bool, False), keys.take("reason", str, "")
    keys.end()
    stage.desk.cancel(order, by_client, by_system=by_system, reason=reason)


def _refuse_cancel(stage: Stage, name: str, keys: Keys) -> None:
    order, code, by_client = stage.order(name), keys.take("code", int, 10148), _client(stage, keys, "by_client")
    keys.end()
    if code not in CANCEL_REFUSED:
        raise ScriptError(f"'code' must be one of {', '.join(map(str, CANCEL_REFUSED))}.")
    stage.desk.refuse_cancel(order, code, by_client)


def _reject(stage: Stage, name: str, keys: Keys) -> None:
    order, reason, reject_json = stage.order(name), keys.take("reason", str), _json(keys)
    is_listed = keys.take("listed", bool, True)
    keys.end()
    stage.desk.reject(order, reason, reject_json, is_listed=is_listed)


def _warn(stage: Stage, name: str, keys: Keys) -> None:
    order, text = stage.order(name), keys.take("text", str)
    keys.end()
    stage.desk.warn(order, text)


def _message(stage: Stage, text: str, keys: Keys) -> None:
    order = stage.order(keys.take("order", str)) if "order" in keys else None
    code, order_id, client = keys.take("code", int), keys.take("order_id", int, None), _client(stage, keys, "client")
    message = ErrorShown(code, text, order, _json(keys), order_id, client)
    times = keys.take("times", int, 1)
    keys.end()
    for _ in range(times):
        stage.desk.world.emit(message)


def _bind(stage: Stage, name: str, keys: Keys) -> None:
    order, negative = stage.order(name), keys.take("negative", bool, True)
    keys.end()
    stage.desk.bind(order, negative=negative)


def _complete(stage: Stage, name: str, keys: Keys) -> None:
    order = stage.order(name)
    status, completed_status = keys.take("status", str, "Cancelled"), keys.take("completed_status", str, "")
    keys.end()
    stage.desk.complete(order, status, completed_status)


def _vanish(stage: Stage, name: str, keys: Keys) -> None:
    order = stage.order(name)
    keys.end()
    if order not in stage.desk.world.orders:
        raise ScriptError(f"'{name}' has vanished already.")
    stage.desk.vanish(order)


def _send_again(stage: Stage, name: str, keys: Keys) -> None:
    what, times = stage.what(name), keys.take("times", int, 1)
    kinds: tuple[Callable[[Any], Any], ...] = (Executed,) if isinstance(what, SimExecution) else _shown(keys)
    keys.end()
    for _ in range(times):
        for kind in kinds:
            stage.desk.world.emit(kind(what))


def _shown(keys: Keys) -> tuple[type[OrderShown | StatusShown], ...]:
    return _SHOWN[keys.take_one_of("show", _SHOWN, "both")]


def _client(stage: Stage, keys: Keys, key: str) -> int | None:
    given = keys.take(key, object, None)
    return None if given is None else stage.head.client(given)


def _json(keys: Keys) -> str:
    """The advanced reject JSON: as text, or as a table."""
    given = keys.take("json", object, "")
    return given if isinstance(given, str) else json.dumps(given, default=str)


VERBS: dict[str, Callable[[Stage, str, Keys], None]] = {
    "place": _place,
    "change": _change,
    "modify": _modify,
    "fill": _fill,
    "execute": _only_execute,
    "charge": _charge,
    "stray_charge": _stray_charge,
    "correct": _correct,
    "leg": _leg,
    "allocate": _allocate,
    "cancel": _cancel,
    "refuse_cancel": _refuse_cancel,
    "reject": _reject,
    "warn": _warn,
    "message": _message,
    "bind": _bind,
    "complete": _complete,
    "vanish": _vanish,
    "tell": _send_again,
}
