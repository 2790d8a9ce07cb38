"""What the steps of a scenario file work on: a desk, and the named orders and executions."""

from __future__ import annotations

from ibmonitor.simulator.account.records import SimExecution, SimOrder
from ibmonitor.simulator.scenarios.desk import Desk
from ibmonitor.simulator.scenarios.script.head import Head
from ibmonitor.simulator.scenarios.script.values import ScriptError


class Stage:
    """A desk, and its orders and executions by their names in the file."""

    def __init__(self, desk: Desk, head: Head) -> None:
        self.desk = desk
        self.head = head
        self._named: dict[str, SimOrder | SimExecution] = {}
        self._newest: dict[int, SimExecution] = {}
        """By the order object's id(), since TWS's ids may be unknown."""

    def name(self, name: str, what: SimOrder | SimExecution) -> None:
        if name in self._named:
            raise ScriptError(f"The name '{name}' is taken already.")
        self._named[name] = what

    def executed(self, order: SimOrder, execution: SimExecution, name: str | None) -> None:
        """Keep an execution as its order's newest, and under its own name if it has one."""
        self._newest[id(order)] = execution
        if name is not None:
            self.name(name, execution)

    def revise(self, execution: SimExecution, corrected: SimExecution, name: str | None) -> None:
        """Keep a correction under its own name; without one, it takes over the names of the corrected execution."""
        if name is not None:
            self.name(name, corrected)
        else:
            self._named |= {name: corrected for name, what in self._named.items() if what is execution}
        self._newest |= {order: corrected for order, newest in self._newest.items() if newest is execution}

    def what(self, name: str) -> SimOrder | SimExecution:
        if name not in self._named:
            raise ScriptError(f"Nothing is called '{name}' so far.")
        return self._named[name]

    def order(self, name: str) -> SimOrder:
        what = self.what(name)
        if isinstance(what, SimExecution):
            raise ScriptError(f"'{name}' is an execution; here an order is meant.")
        return what

    def execution(self, name: str) -> SimExecution:
        """The execution of this name, or the newest one of the order of this name."""
        what = self.what(name)
        if isinstance(what, SimExecution):
            return what
        if id(what) not in self._newest:
            raise ScriptError(f"'{name}' has no execution so far.")
        return self._newest[id(what)]

    def owner(self, execution: SimExecution) -> SimOrder | None:
        """The order of an execution; `None` when it has vanished."""
        return next((o for o in self.desk.world.orders if self._is_of(execution, o)), None)

    @staticmethod
    def _is_of(execution: SimExecution, order: SimOrder) -> bool:
        if execution.perm_id or order.perm_id:
            return execution.perm_id == order.perm_id
        return (execution.client_id, execution.order_id) == (order.client_id, order.order_id)
