r"""A scenario in a TOML file: its accounts, and what happens step by step. See `resources/example-scenario.toml`.

The head, whose parts are all optional:

    accounts = ["DF1", "DU1"]        the last is used for orders without account and fa_group; the first is an advisor's
                                     own, which a group order's executions have
    advisor = true                   the default if there are groups
    aliases = { DU1 = "Smith" }
    groups = [{ name = "Growth", default_method = "Ratio", shares = { DU1 = 1 } }]     a share of "" has no amount;
                                     form = "older" (without amounts) or "reordered" (the method last), as TWS writes it
    fa_form = "damaged"              all groups and aliases: older, damaged or empty
    tells_parts_live = true          the accounts' parts follow an allocation unasked
    clients = { algo = 7 }           names for client ids
    [instruments.C590]               all fields of SimContract; con_id and symbol must be there. Ready-made are AAPL, KO
    con_id = 1 ...                   and the others in instruments.py
    [instruments.SPREAD]
    legs = [{ instrument = "C590", action = "SELL", ratio = 1 }] ...

Then the steps, each `[[steps]]` with one of these verbs as a key. `NAME` is the order's name in the file.

    place = "NAME"       instrument, quantity (or cash_qty: an order by money); action ("BUY"), order_type ("LMT"),
                         client (1, or a name), parent (NAME; its permId becomes the oca_group unless one is given),
                         manual (true: entered in TWS), and any field of SimOrder: status, account, lmt_price,
                         order_id, perm_id (0: not acknowledged yet), why_held, mkt_cap_price, warning_text, ...;
                         conditions = [{ kind = "time", time = "20261207 11:11:00 US/Eastern" }]: kind is price (the
                         default), time, margin, execution, volume or percent;
                         `more` and `more_state` are tables of any other fields of TWS's Order and OrderState
    modify = "NAME"      quantity, and any field of SimOrder but status: lmt_price, order_type, tif, trail_stop_price (a
                         trailing stop moves), ...; `more` is merged. Sends openOrder and orderStatus, and no message,
                         whether the owner or TWS itself made the change
    change = "NAME"      any field of SimOrder, such as status, which may be any word; show: "both", "order", "status"
    fill = "NAME"        price; shares (all that remain), exchange, as (a name for the execution), status_first,
                         last = true (completes an order by money), and any field of SimExecution: last_liquidity,
                         liquidation, pending_price_revision, exec_id, ...
    execute = "NAME"     the same without a commission
    charge = "NAME"      the commission of an execution, or of an order's newest one; computed, or commission, currency,
                         realized_pnl, yield_
    stray_charge = "ID"  a commission of an execution that no client receives; commission
    correct = "NAME"     price, and any field of SimExecution; charged = false: without a commission. Again: a chain.
                         With as = "OTHER" NAME stays the corrected one, else it means the correction from here on
    leg = "NAME"         a leg's fill in the execution of a combo, charged: instrument, price; shares (by the ratio) ...
                         Its exec id has four segments; with part = 1, part = 2, ... it is a part, with five segments
    allocate = "NAME"    shares = { account = shares }: the parts of a group order's execution, and any field of
                         SimExecution: price, perm_id, order_ref, ...; charged = false: without commissions. With
                         as = "P" a part is called "P DU1", and can be charged, corrected and sent like another
    cancel = "NAME"      by_client; reason (TWS cancels, with this reason); by_system = true (TWS cancels without one)
    refuse_cancel = "NAME"       TWS refuses to cancel it: code (10148, 161 or 10147), by_client (gets the answer alone)
    reject = "NAME"      reason; json (a text or a table). Inactive and 201, then completed as Cancelled; with
                         listed = false it disappears from all lists
    warn = "NAME"        text: message 399, whose third line is the text
    message = "TEXT"     code; order (a NAME), json, times. Without an order all clients get it, with id -1;
                         order_id: the id of an order that TWS did not accept (435); client: only this client gets it
    bind = "NAME"        client 0 binds a manual order; negative = false: with a positive id
    complete = "NAME"    it ends without a message, so that only completed orders have it: status, completed_status
                         (such as "Rejected by System:\nOrder is already expired.")
    vanish = "NAME"      it is in no list any more
    tell = "NAME"        sends an order or execution again, as it is: times, and for an order show

Any step may have `after`: seconds since the step before. Steps before the first `after` happen before any client
connects, and leave no messages. Any step may have `quiet = true`: nothing is sent; a later `tell` can send it.

Numbers may be in quotes. The file is played once when it is read, so that errors are reported then.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.scenarios.desk import Desk
from ibmonitor.simulator.scenarios.script.head import read_head
from ibmonitor.simulator.scenarios.script.rehearsal import Rehearsal
from ibmonitor.simulator.scenarios.script.stage import Stage
from ibmonitor.simulator.scenarios.script.steps import VERBS
from ibmonitor.simulator.scenarios.script.values import Keys, ScriptError, value_of

_CANNOT_BE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What the wire, or Python, raises for a value that TWS could not send."""


@dataclass(frozen=True, slots=True)
class _Step:
    number: int
    verb: str
    target: str
    table: Mapping[str, Any]
    after: float | None
    is_quiet: bool

    def play(self, stage: Stage, *, sends_all: bool = False) -> None:
        """Play the step; with `sends_all` a quiet step sends its messages too."""
        quiet = stage.desk.world.silence() if self.is_quiet and not sends_all else nullcontext()
        with _errors_name(f"step {self.number} ({self.verb})"), quiet:
            VERBS[self.verb](stage, self.target, Keys(self.table))


class ScriptedScenario(Scenario):
    """The scenario of a file. Raises `ScriptError` with the file, the step and what is wrong."""

    def __init__(self, path: Path, clock: Callable[[], datetime] | None = None) -> None:
        clock = clock or (lambda: datetime.now(UTC))
        with _errors_name(str(path)):
            head, steps = _read(path)
            rehearsal = _stage(head, clock)
            rehearsal.desk.world.listeners.append(Rehearsal())
            for step in steps:
                step.play(rehearsal, sends_all=True)
            self._stage = _stage(head, clock)
        super().__init__(self._stage.desk.world)
        begin = next((n for n, step in enumerate(steps) if step.after is not None), len(steps))
        for step in steps[:begin]:
            step.play(self._stage)
        self._coming = iter(steps[begin:])
        self._next: _Step | None = None

    def step(self) -> float | None:
        if self._next is not None:
            self._next.play(self._stage)
        self._next = next(self._coming, None)
        return None if self._next is None else self._next.after or 0.0


def _stage(head: Mapping[str, Any], clock: Callable[[], datetime]) -> Stage:
    keys = Keys(head)
    world, names = read_head(keys)
    keys.end()
    return Stage(Desk(world, clock), names)


def _read(path: Path) -> tuple[dict[str, Any], list[_Step]]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as problem:
        raise ScriptError(f"cannot be read: {problem.strerror or problem}.") from problem
    except (ValueError, RecursionError) as problem:  # of TOML, or of UTF-8
        raise ScriptError(f"is no TOML: {problem}.") from problem
    tables = value_of("steps", content.pop("steps", []), list)
    return content, [_step(number, table) for number, table in enumerate(tables, 1)]


def _step(number: int, table: object) -> _Step:
    with _errors_name(f"step {number}"):
        given = dict(value_of("steps", table, Mapping))
        verbs = [key for key in given if key in VERBS]
        if len(verbs) != 1:
            problem = f"has the verbs {' and '.join(verbs)}, but must have one" if verbs else "has no verb"
            raise ScriptError(f"It {problem}. The verbs are: {', '.join(VERBS)}.")
        (verb,) = verbs
        target = value_of(verb, given.pop(verb), str)
        after = given.pop("after", None)
        seconds = None if after is None else float(value_of("after", after, Decimal))
        if seconds is not None and seconds < 0:
            raise ScriptError("'after' must not be below 0.")
        is_quiet = value_of("quiet", given.pop("quiet", False), bool)
        return _Step(number, verb, target, given, seconds, is_quiet)


@contextmanager
def _errors_name(place: str) -> Iterator[None]:
    """Prefix errors with the place in the file."""
    try:
        yield
    except ScriptError as problem:
        raise ScriptError(f"{place}: {problem}") from problem
    except _CANNOT_BE as problem:
        raise ScriptError(f"{place}: TWS could not send this: {problem}.") from problem
