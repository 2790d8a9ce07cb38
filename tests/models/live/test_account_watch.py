"""Accounts and aliases that TWS reports reach the mask."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.domain.records.events import ManagedAccounts, ReceiveFA
from ibmonitor.models.live.account_watch import AccountWatch
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from tests.support.blotter_events import execution, new_blotter, open_order

pytestmark = pytest.mark.usefixtures("qapp")


SECRET = bytes(range(32))


PLACES = {
    "the managed accounts": ManagedAccounts(("XK77",)),
    "an order": open_order(1, account="XK77"),
    "its clearing account": open_order(1, clearingAccount="XK77"),
    "its customer's account": open_order(1, customerAccount="XK77"),
    "its allocations": open_order(1, state={"orderAllocations": ({"account": "XK77", "position": Decimal(1)},)}),
    "a fill": execution("0000e0d5.00000001.01.01", acct_number="XK77"),
    "an alias": ReceiveFA(
        3,
        "<ListOfAccountAliases><AccountAlias><account>XK70</account><alias>XK77</alias></AccountAlias>"
        "</ListOfAccountAliases>",
    ),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("before", [True, False])
def test_accounts_are_learned_wherever_tws_names_them(place: str, before: bool) -> None:
    ACCOUNT_MASK.use_secret_from(lambda: SECRET)
    blotter = new_blotter()
    feed = Feed(blotter, make_tables())
    watch = AccountWatch(feed, blotter)
    try:
        watch.set_hiding(before)
        feed.on_event(PLACES[place])
        feed.flush()
        watch.set_hiding(True)
        assert "XK77" not in ACCOUNT_MASK.text("for XK77")
    finally:
        watch.set_hiding(False)
    assert ACCOUNT_MASK.text("for XK77") == "for XK77"
