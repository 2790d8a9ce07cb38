"""The names of a scenario file's orders and executions, and which execution a name means."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ibmonitor.simulator.account.records import SimExecution, SimOrder
from ibmonitor.simulator.account.world import World
from ibmonitor.simulator.scenarios.desk import Desk
from ibmonitor.simulator.scenarios.instruments import KO
from ibmonitor.simulator.scenarios.script.head import Head
from ibmonitor.simulator.scenarios.script.stage import Stage
from ibmonitor.simulator.scenarios.script.values import ScriptError


@pytest.fixture
def stage() -> Stage:
    return Stage(Desk(World(("DU1",)), clock=lambda: datetime.now(UTC)), Head({}, {}))


def placed(stage: Stage, name: str, perm_id: int | None = None) -> SimOrder:
    order = stage.desk.place(KO, "BUY", 10, account="DU1", perm_id=perm_id)
    stage.name(name, order)
    return order


def executed(stage: Stage, order: SimOrder, name: str | None = None) -> SimExecution:
    execution = stage.desk.execute(order, 1, "60", "NYSE")
    stage.executed(order, execution, name)
    return execution


def test_a_name_is_given_once(stage: Stage) -> None:
    order = placed(stage, "a")
    assert stage.order("a") is stage.what("a") is order
    with pytest.raises(ScriptError, match="'a' is taken already"):
        stage.name("a", order)
    with pytest.raises(ScriptError, match="Nothing is called 'b' so far"):
        stage.what("b")


def test_the_name_of_an_order_means_its_newest_execution(stage: Stage) -> None:
    order = placed(stage, "a")
    with pytest.raises(ScriptError, match="'a' has no execution so far"):
        stage.execution("a")
    first, second = executed(stage, order, "first"), executed(stage, order)
    assert stage.execution("a") is second
    assert stage.execution("first") is first
    with pytest.raises(ScriptError, match="'first' is an execution; here an order"):
        stage.order("first")


def test_orders_that_tws_has_not_acknowledged_are_not_mixed_up(stage: Stage) -> None:
    one, other = placed(stage, "a", perm_id=0), placed(stage, "b", perm_id=0)
    first, second = executed(stage, one), executed(stage, other)
    assert (stage.execution("a"), stage.execution("b")) == (first, second)
    assert (stage.owner(first), stage.owner(second)) == (one, other)


def test_a_correction_takes_the_names_of_what_it_corrects_unless_it_has_its_own(stage: Stage) -> None:
    order = placed(stage, "a")
    first = executed(stage, order, "f")
    second, third = replace(first, exec_id="2"), replace(first, exec_id="3")
    stage.revise(first, second, "s")
    assert (stage.execution("f"), stage.execution("s"), stage.execution("a")) == (first, second, second)
    stage.revise(second, third, None)
    assert (stage.execution("f"), stage.execution("s"), stage.execution("a")) == (first, third, third)


def test_an_execution_whose_order_has_vanished_has_no_owner(stage: Stage) -> None:
    order = placed(stage, "a")
    execution = executed(stage, order)
    assert stage.owner(execution) is order
    stage.desk.vanish(order)
    assert stage.owner(execution) is None
