"""What the tiles count, and what each of them shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from ibmonitor.domain.allocation.values import AccountShare
from ibmonitor.models.allocations import tiles
from ibmonitor.models.allocations.share_sums import ShareSums
from ibmonitor.models.allocations.tiles import Tile, TileCounter, TileCounts
from tests.support.make_allocation import group_allocation, share, usd

FINE = group_allocation(share("U1", "5", "5", commissions=usd("1.25")), share("U2", "5", "5"), key=1)
FLAGGED = group_allocation(
    share("U1", "9", "4", commissions=(("EUR", Decimal("0.5")), *usd("2")), is_flagged=True), key=2
)
WAITING = replace(group_allocation(share("U2", "5", None, pending=3), key=3), is_waiting=True)
UNFILLED = group_allocation(share("U2", "5", "0"), key=4)
ALL = (FINE, FLAGGED, WAITING, UNFILLED)


@pytest.mark.parametrize(
    ("tile", "shown"),
    [
        (Tile.ORDERS, [1, 2, 3, 4]),
        (Tile.REVIEW, [2]),
        (Tile.WAITING, [3]),
        # A commission that is pending is a cost, too.
        (Tile.COST, [1, 2, 3]),
    ],
)
def test_a_tile_shows_what_it_counts(tile: Tile, shown: list[int]) -> None:
    assert [each.key for each in ALL if tile.shows(each)] == shown


def test_each_currency_has_its_own_sum() -> None:
    counter = TileCounter()
    counter.update(ALL)
    assert counter.counts == TileCounts(4, 1, 1, {"EUR": Decimal("0.5"), "USD": Decimal("3.25")}, 3)


def test_only_the_chosen_accounts_count() -> None:
    counter = TileCounter()
    counter.update(ALL)
    counter.set_accounts({"U2"}.__contains__)
    counter.update(ALL)
    assert counter.counts == TileCounts(3, 0, 1, {}, 3)
    counter.set_accounts({"U9"}.__contains__)
    counter.update(ALL)
    assert counter.counts == TileCounts()


def test_only_what_has_changed_is_added_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    counter = TileCounter()
    counter.update(ALL)
    added: list[int] = []

    class Sums(ShareSums):
        def __init__(self, shares: Sequence[AccountShare]) -> None:
            super().__init__(shares)
            added.append(len(shares))

    monkeypatch.setattr(tiles, "ShareSums", Sums)
    mended = replace(FLAGGED, shares=(share("U1", "9", "9", commissions=usd("2")),))
    # As is done for each in its turn, before all are known.
    counter.put(FINE)
    counter.put(mended)
    counter.update((FINE, mended, WAITING, UNFILLED))
    assert added == [1]
    # The last order that paid in EUR no longer does.
    assert counter.counts == TileCounts(4, 0, 1, {"USD": Decimal("3.25")}, 3)
    counter.update((FINE,))
    assert counter.counts == TileCounts(1, 0, 0, {"USD": Decimal("1.25")}, 0)
