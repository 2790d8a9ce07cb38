"""`AllocationBook`: the group orders of a blotter and what became of each in every account, kept up as records change.

Which executions belong where is `matching.py`'s, what is said of a group order `build.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count

from ibmonitor.domain.allocation.build import GroupOrder, build
from ibmonitor.domain.allocation.matching import Matching
from ibmonitor.domain.allocation.order_executions import OrderExecutions
from ibmonitor.domain.allocation.order_parts import is_allocated
from ibmonitor.domain.allocation.progress import Answer
from ibmonitor.domain.allocation.sums import is_told_whole
from ibmonitor.domain.allocation.values import GroupAllocation, Match, Unassigned, UnassignedReason
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.groups import AccountGroup
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.records import Fill, Order

_Asked = dict[tuple[str, datetime | None], Answer]
"""What had come of asking for an account's executions after a moment, as it was when last looked at."""


_FAILED = frozenset({RequestProgress.NO_ANSWER, RequestProgress.REFUSED})


class AllocationBook:
    """Begins with what the blotter has. While nothing in it is an advisor's, it keeps nothing and says nothing.

    Taking in a record costs little; what is said of a group order is reckoned when it is asked for, and kept.
    """

    _is_awake: bool
    """Whether there is anything of an advisor's; until then nothing is taken in."""

    def __init__(self, blotter: Blotter) -> None:
        self._blotter = blotter
        self._keys = count(1)
        self._groups: dict[str, AccountGroup] = {}
        self._accounts: tuple[str, ...] = ()
        self._told_since: dict[str, datetime] = {}
        """When each account that has answered was last asked for its executions."""
        self._changes: set[int] = set()
        self._start_anew()
        self.refresh()
        self.take(blotter.orders, blotter.fills)

    def take(self, orders: Iterable[Order], fills: Iterable[Fill]) -> None:
        """Take in the records that are new or different."""
        if not self._is_awake:
            if not self._is_an_advisors(orders, fills):
                return
            self._is_awake = True
            orders, fills = self._blotter.orders, self._blotter.fills
        matching = self._matching
        for fill in fills:
            matching.take_fill(fill)
        for order in orders:
            matching.take_order(order)
        self._is_settled = False

    def forget(self, merged: Iterable[Order]) -> None:
        """Forget orders that turned out to be others (`Change.merged_orders`)."""
        for order in merged:
            self._matching.forget(order)
        self._is_settled = False

    def refresh(self) -> None:
        """Take over the facts of the connection: accounts, groups, and whose executions have been told."""
        link = self._blotter.link
        for account, answer in link.account_answers.items():
            if answer.progress is RequestProgress.COMPLETE:
                # It stays true while the account is asked for again.
                self._told_since[account] = answer.asked
        groups: dict[str, AccountGroup] = {}
        for group in link.groups or ():
            groups.setdefault(group.name, group)
        accounts = link.client_accounts
        if not self._is_awake and len(accounts) < len(link.accounts):
            self._is_awake = True
            self.take(self._blotter.orders, self._blotter.fills)
        is_other = (groups, accounts) != (self._groups, self._accounts)
        self._groups, self._accounts = groups, accounts
        for bundle, asked in list(self._asked.items()):
            if is_other or any(self._answer_of(*about) is not was for about, was in asked.items()):
                self._drop(bundle)

    def clear(self) -> None:
        """Forget all records, as the blotter has done; no key is used again."""
        self._changes.update(self._matching.groups)
        self._told_since.clear()
        self._start_anew()
        self.refresh()

    def keys(self) -> list[int]:
        """Return the names of the group orders, in order of their arrival."""
        self._settle()
        return list(self._matching.groups)

    def allocation(self, key: int) -> GroupAllocation:
        """Return what became of a group order; the same value until it changes. Raises `KeyError` for one not there."""
        self._settle()
        bundle = self._matching.groups[key]
        known = self._allocations.get(bundle)
        if known is None:
            known = self._allocations[bundle] = self._build(bundle, key)
        return known

    def unassigned(self) -> tuple[Unassigned, ...]:
        """Return the sub-accounts' executions that are in no group order, by the reason; none for no reason."""
        self._settle()
        matching = self._matching
        for why in matching.changed_apart:
            self._apart[why] = tuple(sorted(matching.apart[why], key=_moment))
        matching.changed_apart.clear()
        return tuple(Unassigned(why, fills) for why in UnassignedReason if (fills := self._apart.get(why)))

    def take_changes(self) -> set[int]:
        """Return the keys of group orders that are new, different, or gone since the last call."""
        self._settle()
        changes, self._changes = self._changes, set()
        return changes

    def incomplete_accounts(self) -> tuple[str, ...]:
        """Return the accounts whose executions or commissions TWS has more of than it has told.

        Where parts of what is filled are missing, they may be in any account of the group; in any at all where the
        group is not known.
        """
        accounts: dict[str, None] = {}
        self._settle()
        for key, bundle in self._matching.groups.items():
            if bundle in self._told_whole:
                continue
            # Most are, and to look through executions takes a tenth of the time it takes to say all about them.
            if is_told_whole((*bundle.fills, *bundle.found)):
                self._told_whole.add(bundle)
                continue
            known = self.allocation(key)
            # The executions of earlier days, which TWS does not report any more, have parts of those days.
            filled = known.filled if known.executed is None else known.executed
            if known.is_waiting or (filled is not None and known.allocated < filled):
                accounts.update(dict.fromkeys(self._candidates(known.group)))
            accounts.update(dict.fromkeys(share.account for share in known.shares if share.pending))
        return tuple(accounts)

    def _start_anew(self) -> None:
        self._matching = Matching(self._keys)
        self._is_awake = False
        self._is_settled = True
        self._allocations: dict[OrderExecutions, GroupAllocation] = {}
        self._asked: dict[OrderExecutions, _Asked] = {}
        self._told_whole: set[OrderExecutions] = set()
        """Group orders of which TWS has told all that there is."""
        self._apart: dict[UnassignedReason, tuple[Fill, ...]] = {}

    def _is_an_advisors(self, orders: Iterable[Order], fills: Iterable[Fill]) -> bool:
        if any(fill.is_whole for fill in fills):
            return True
        return any(map(is_allocated, orders))

    def _settle(self) -> None:
        if self._is_settled:
            return
        self._is_settled = True
        matching = self._matching
        matching.settle()
        for bundle in matching.changed:
            self._drop(bundle)
        matching.changed.clear()
        self._changes |= matching.gone
        matching.gone.clear()

    def _drop(self, bundle: OrderExecutions) -> None:
        """Have a group order reckoned anew when it is asked for."""
        known = self._allocations.pop(bundle, None)
        self._asked.pop(bundle, None)
        self._told_whole.discard(bundle)
        self._changes.update(key for key in (bundle.key, known.key if known else None) if key is not None)

    def _build(self, bundle: OrderExecutions, key: int) -> GroupAllocation:
        asked = self._asked[bundle] = {}

        def answer_of(account: str, since: datetime | None) -> Answer:
            answer = asked[account, since] = self._answer_of(account, since)
            return answer

        parts: dict[str, dict[Fill, Match]] = {}
        parents: list[Fill] = []
        for fill in sorted((*bundle.fills, *bundle.found), key=_moment):
            if fill.is_whole:
                parents.append(fill)
            else:
                parts.setdefault(fill.execution.acct_number, {})[fill] = bundle.match_of(fill)
        group = self._groups.get(bundle.order.fa_group) if bundle.order is not None else None
        candidates, ahead = self._candidates(group), self._blotter.link.clock_ahead or timedelta()
        return build(GroupOrder(key, bundle.order, tuple(parents), parts, group, candidates, answer_of, ahead))

    def _candidates(self, group: AccountGroup | None) -> tuple[str, ...]:
        """The accounts that may have parts; of a group's members those that can be asked about, where any can."""
        members = group.accounts if group is not None else ()
        return tuple(account for account in members if account in self._accounts) or members or self._accounts

    def _answer_of(self, account: str, since: datetime | None) -> Answer:
        told_since = self._told_since.get(account)
        if told_since is not None and (since is None or told_since > since):
            return Answer.COMPLETE
        answer = self._blotter.link.account_answers.get(account)
        if answer is None or answer.progress not in _FAILED or (since is not None and answer.asked <= since):
            return Answer.NONE
        return Answer.FAILED


def _moment(fill: Fill) -> tuple[datetime, int]:
    """Where an execution stands among others: by when it happened, or else when it was heard of."""
    return fill.time or fill.received, fill.serial
