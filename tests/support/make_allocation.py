"""Makes the allocation of a group order by hand."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.allocation.sums import Money
from ibmonitor.domain.allocation.values import AccountShare, Expected, Gap, GroupAllocation, Source
from tests.support.make_records import full_contract


def share(
    account: str,
    expected: str | None = None,
    allocated: str | None = None,
    *,
    why: str = "",
    commissions: Money = (),
    pending: int = 0,
    is_flagged: bool = False,
) -> AccountShare:
    should = None if expected is None else Decimal(expected)
    got = None if allocated is None else Decimal(allocated)
    return AccountShare(
        account=account,
        expected=Expected(should, Source.NONE if should is None else Source.METHOD, why),
        due=should,
        allocated=got,
        difference=None if should is None or got is None else got - should,
        gap=Gap.UNEXPLAINED if is_flagged else Gap.NONE,
        reason=Gap.UNEXPLAINED.value if is_flagged else "",
        is_flagged=is_flagged,
        average_price=None,
        commissions=commissions,
        pending=pending,
        realized_pnl=(),
        is_member=True,
        matches=frozenset(),
        fills=(),
    )


def group_allocation(*shares: AccountShare, key: int = 1, group_name: str = "Growth") -> GroupAllocation:
    return GroupAllocation(
        key=key,
        order=None,
        group_name=group_name,
        group=None,
        method="Ratio",
        contract=full_contract(),
        side="BUY",
        quantity=Decimal(1000),
        shares=shares,
        parent_fills=(),
        filled=Decimal(1000),
        allocated=sum((each.allocated or Decimal(0) for each in shares), Decimal(0)),
        unallocated=None,
        average_price=None,
        price_spread=None,
        commissions=(),
        pending=0,
        commission_per_share=(),
        realized_pnl=(),
    )


def usd(amount: str) -> Money:
    return (("USD", Decimal(amount)),)
