"""`AllocationBook`: a blotter's group orders and their allocation to accounts, kept up to date as records change.

`matching.py` assigns executions to group orders; `build.py` computes one group order's allocation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import count

from ibmonitor.domain.allocation.build import GroupOrder, build
from ibmonitor.domain.allocation.matching import Matching
from ibmonitor.domain.allocation.order_executions import OrderExecutions
from ibmonitor.domain.allocation.order_parts import is_allocated
from ibmonitor.domain.allocation.progress import Answer
from ibmonitor.domain.allocation.sums import Sums, is_fully_reported, sums_of
from ibmonitor.domain.allocation.values import GroupAllocation, Match, Unassigned, UnassignedReason
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.groups import AccountGroup
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.records import Fill, Order

_Asked = dict[tuple[str, datetime | None], Answer]
"""The state of the request for an account's executions after a moment, as an allocation was computed with it."""

_SumsBasis = tuple[int, list[Fill]]
"""The version of an account's executions, and those of one order."""

_FAILED = frozenset({RequestProgress.NO_ANSWER, RequestProgress.REFUSED})


class AllocationBook:
    """Starts with the records that the blotter has. Empty as long as none of them is an advisor's.

    An update costs little: a group order's allocation is computed when it is read, and cached.
    """

    is_active: bool
    """Whether there is any record of an advisor; until then nothing is kept."""

    def __init__(self, blotter: Blotter) -> None:
        self._blotter = blotter
        self._keys = count(1)
        self._groups: dict[str, AccountGroup] = {}
        self._accounts: tuple[str, ...] = ()
        self._answered_since: dict[str, datetime] = {}
        """When the executions of each account that has answered were last requested."""
        self._reset()
        self.refresh()
        self.update(blotter.orders, blotter.fills)

    def update(self, orders: Iterable[Order], fills: Iterable[Fill]) -> None:
        """Add records, or note that they have changed."""
        if not self.is_active:
            if not self._has_advisor_records(orders, fills):
                return
            self.is_active = True
            orders, fills = self._blotter.orders, self._blotter.fills
        matching = self._matching
        for fill in fills:
            matching.update_fill(fill)
            self._versions[fill.execution.acct_number] += 1
        for order in orders:
            matching.update_order(order)
        self._is_current = False

    def forget(self, merged: Iterable[Order]) -> None:
        """Remove orders that were merged into others (`Change.merged_orders`)."""
        for order in merged:
            self._matching.forget(order)
        self._is_current = False

    def refresh(self) -> None:
        """Read the link: accounts, groups, and the accounts whose executions were received."""
        link = self._blotter.link
        for account, answer in link.account_answers.items():
            if answer.progress is RequestProgress.COMPLETE:
                # It stays true while the account's executions are requested again.
                self._answered_since[account] = answer.asked
        groups: dict[str, AccountGroup] = {}
        for group in link.groups or ():
            groups.setdefault(group.name, group)
        accounts = link.client_accounts
        if not self.is_active and len(accounts) < len(link.accounts):
            self.is_active = True
            self.update(self._blotter.orders, self._blotter.fills)
        is_other = (groups, accounts) != (self._groups, self._accounts)
        self._groups, self._accounts = groups, accounts
        for executions, asked in list(self._asked.items()):
            if is_other or any(self._answer_of(*about) is not was for about, was in asked.items()):
                self._drop(executions)

    def clear(self) -> None:
        """Drop all records, as the blotter has done; no key is used again."""
        self._answered_since.clear()
        self._reset()
        self.refresh()

    def keys(self) -> list[int]:
        """Return the keys of the group orders, in order of arrival."""
        self._recompute()
        return list(self._matching.groups)

    def allocation(self, key: int) -> GroupAllocation:
        """Return a group order's allocation; the same value until it changes. Raises `KeyError` for an unknown key."""
        self._recompute()
        executions = self._matching.groups[key]
        known = self._allocations.get(executions)
        if known is None:
            known = self._allocations[executions] = self._build(executions, key)
        return known

    def of_order(self, order: Order) -> GroupAllocation | None:
        """Return an order's allocation; `None` where it is no group order."""
        self._recompute()
        executions = self._matching.of_order(order)
        return None if executions is None or executions.key is None else self.allocation(executions.key)

    def unassigned(self) -> tuple[Unassigned, ...]:
        """Return the sub-accounts' executions that are in no group order, by reason, without empty reasons."""
        self._recompute()
        matching = self._matching
        for why in matching.changed_unassigned:
            self._unassigned[why] = tuple(sorted(matching.unassigned[why], key=_sort_key))
        matching.changed_unassigned.clear()
        return tuple(Unassigned(why, fills) for why in UnassignedReason if (fills := self._unassigned.get(why)))

    def incomplete_accounts(self) -> tuple[str, ...]:
        """Return the accounts of which executions or commissions have not been received yet.

        Where parts of the filled quantity are missing, that is any account of the group, or any account at all where
        the group is not known.
        """
        accounts: dict[str, None] = {}
        self._recompute()
        for key, executions in self._matching.groups.items():
            if executions in self._complete:
                continue
            # Most are, and this check takes a tenth of the time it takes to compute the allocation.
            if is_fully_reported((*executions.fills, *executions.matched)):
                self._complete.add(executions)
                continue
            known = self.allocation(key)
            # Parts of earlier days belong to executions of those days, which TWS no longer reports.
            filled = known.filled if known.executed is None else known.executed
            if known.is_waiting or (filled is not None and known.allocated < filled):
                accounts.update(dict.fromkeys(self._candidates(known.group)))
            accounts.update(dict.fromkeys(share.account for share in known.shares if share.pending))
        return tuple(accounts)

    def _reset(self) -> None:
        self._matching = Matching(self._keys)
        self.is_active = False
        self._is_current = True
        self._allocations: dict[OrderExecutions, GroupAllocation] = {}
        self._asked: dict[OrderExecutions, _Asked] = {}
        self._complete: set[OrderExecutions] = set()
        """Group orders with nothing left to receive."""
        self._unassigned: dict[UnassignedReason, tuple[Fill, ...]] = {}
        self._versions: Counter[str] = Counter()
        """How often an execution of each account has changed."""
        self._sums: dict[OrderExecutions, dict[str, tuple[_SumsBasis, Sums]]] = {}
        """Of group orders by account."""

    def _has_advisor_records(self, orders: Iterable[Order], fills: Iterable[Fill]) -> bool:
        if any(fill.is_whole for fill in fills):
            return True
        return any(map(is_allocated, orders))

    def _recompute(self) -> None:
        if self._is_current:
            return
        self._is_current = True
        matching = self._matching
        matching.recompute()
        for executions in matching.changed:
            self._drop(executions)
            if executions.key is None:
                self._sums.pop(executions, None)
        matching.changed.clear()

    def _drop(self, executions: OrderExecutions) -> None:
        """Drop a group order's cached allocation."""
        self._allocations.pop(executions, None)
        self._asked.pop(executions, None)
        self._complete.discard(executions)

    def _build(self, executions: OrderExecutions, key: int) -> GroupAllocation:
        asked = self._asked[executions] = {}

        def answer_of(account: str, since: datetime | None) -> Answer:
            answer = asked[account, since] = self._answer_of(account, since)
            return answer

        parts: dict[str, dict[Fill, Match]] = {}
        parents: list[Fill] = []
        for fill in sorted((*executions.fills, *executions.matched), key=_sort_key):
            if fill.is_whole:
                parents.append(fill)
            else:
                parts.setdefault(fill.execution.acct_number, {})[fill] = executions.match_of(fill)
        group = self._groups.get(executions.order.fa_group) if executions.order is not None else None
        candidates, ahead = self._candidates(group), self._blotter.link.clock_ahead or timedelta()
        sums = self._sums_of(executions, parts)
        return build(
            GroupOrder(key, executions.order, tuple(parents), parts, group, candidates, answer_of, ahead, sums)
        )

    def _sums_of(self, executions: OrderExecutions, parts: Mapping[str, Iterable[Fill]]) -> dict[str, Sums]:
        """Return the sums of each account; only those of accounts whose executions have changed are made again."""
        known = self._sums.setdefault(executions, {})
        for account, fills in parts.items():
            basis = self._versions[account], list(fills)
            if account not in known or known[account][0] != basis:
                known[account] = basis, sums_of(basis[1])
        return {account: known[account][1] for account in parts}

    def _candidates(self, group: AccountGroup | None) -> tuple[str, ...]:
        """The accounts that may have parts: the group's members that this login has, or all its accounts."""
        members = group.accounts if group is not None else ()
        return tuple(account for account in members if account in self._accounts) or members or self._accounts

    def _answer_of(self, account: str, since: datetime | None) -> Answer:
        answered_since = self._answered_since.get(account)
        if answered_since is not None and (since is None or answered_since > since):
            return Answer.COMPLETE
        answer = self._blotter.link.account_answers.get(account)
        if answer is None or answer.progress not in _FAILED or (since is not None and answer.asked <= since):
            return Answer.NONE
        return Answer.FAILED


def _sort_key(fill: Fill) -> tuple[datetime, int]:
    """By the time of the execution, or else by when it was received."""
    return fill.time or fill.received, fill.serial
