"""Keeps the allocations tab up to date, in short slices: its counts always, the tree while it is visible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from ibmonitor.domain.allocation.book import AllocationBook
from ibmonitor.domain.allocation.values import GroupAllocation
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.models.allocations.tiles import TileCounter, TileCounts
from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.live.feed import Feed
from ibmonitor.windows.allocations.view import AllocationView

_PAUSE_MS = 100
"""The shortest time from a change to the update of the tree: changes arrive by the dozen."""
_SLICE = 0.008
"""Seconds of computing in one turn of the loop: thousands of allocations take longer than a window may pause."""
_SLICE_OF_ROWS = 0.006
"""Seconds of making rows in one turn."""
_BREATHER = 4
"""The pause is at least this many times as long as the last update took, as in `feed.py`."""


class TreeUpdates(QObject):
    """Call `update_if_outdated` when the tree becomes visible."""

    counts_changed = Signal()
    """`total_count` has changed."""
    tiles_changed = Signal()
    """`counts` has changed, or `total_count`."""
    updated = Signal()
    """The tree has changed, or will take another turn of the loop to be complete."""

    def __init__(
        self,
        book: AllocationBook,
        feed: Feed,
        view: AllocationView,
        selection: AccountSelection,
        apply_filter: Callable[[], None],
        is_visible: Callable[[], bool],
    ) -> None:
        """`apply_filter` sets the filter of the tree to what the user has chosen."""
        super().__init__(view)
        self.total_count = 0
        """The number of group orders."""
        self.counts = TileCounts()
        """Those of the tiles, of the accounts chosen."""
        self._counter = TileCounter()
        self._book = book
        self._view = view
        self._selection = selection
        self._apply_filter = apply_filter
        self._is_visible = is_visible
        self._is_outdated = True
        # Accounts may have been chosen before this was made.
        self._is_filter_outdated = selection.accounts is not None
        self._are_accounts_outdated = True
        self._unfinished: list[GroupAllocation] | None = None
        """The group orders of which not all rows have been made yet, while none has changed."""
        self._counted = 0
        """How many group orders the counts are of, those of other accounts included."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._catch_up)
        feed.changed.connect(self._on_changed)
        feed.confirmed.connect(self._on_confirmed)
        feed.merging.connect(self._on_merging)
        feed.cleared.connect(self._on_cleared)
        feed.link_changed.connect(self._on_link_changed)
        # What has come before this was made.
        book.refresh()
        book.update(feed.blotter.orders, feed.blotter.fills)

    @property
    def is_waiting(self) -> bool:
        """Whether an update of the tree is due."""
        return self._timer.isActive()

    def update_if_outdated(self) -> None:
        """Update the tree if it has missed a change."""
        if self._is_outdated or self._is_filter_outdated:
            self._catch_up()

    def update(self) -> None:
        """Update now; an update longer than one time slice continues in the loop's next turn."""
        self._timer.stop()
        started = perf_counter()
        allocations = self._unfinished
        if self._are_accounts_outdated:
            self._are_accounts_outdated = False
            self._counter.set_accounts(None if self._selection.accounts is None else self._selection.admits)
        if allocations is None:
            allocations = []
            for key in self._book.keys():  # noqa: SIM118 - no mapping
                allocation = self._book.allocation(key)
                allocations.append(allocation)
                self._counter.put(allocation)
                if perf_counter() - started > _SLICE:
                    # The book keeps what it has computed.
                    self._timer.start(0)
                    if self._is_visible():
                        self.updated.emit()
                    return
            self._count(allocations)
        self._unfinished = None
        if self._is_visible():
            self._show(allocations)
        if not self.is_waiting:
            self._timer.setInterval(max(_PAUSE_MS, int(_BREATHER * 1000 * (perf_counter() - started))))

    def _count(self, allocations: Sequence[GroupAllocation]) -> None:
        self._counter.update(allocations)
        counts = self._counter.counts
        if counts != self.counts or len(allocations) != self._counted:
            self.counts, self._counted = counts, len(allocations)
            self.tiles_changed.emit()

    def _show(self, allocations: list[GroupAllocation]) -> None:
        """Show these group orders, or as many as fit in a slice; then it goes on in the loop's next turn."""
        late = perf_counter() + _SLICE_OF_ROWS
        is_other_filter = self._is_filter_outdated
        with self._view.kept_in_place():
            if self._is_filter_outdated:
                self._is_filter_outdated = False
                with self._view.folded():
                    self._apply_filter()
            if self._is_outdated:
                is_complete = self._view.tree.show(allocations, self._book.unassigned(), lambda: perf_counter() > late)
                self._is_outdated = not is_complete
        if self._is_outdated:
            self._unfinished = allocations
            self._timer.start(0)
        if is_other_filter:
            self._view.go_to_start()
        self.updated.emit()

    def on_text_changed(self) -> None:
        """The text of the filter has changed: more letters may follow."""
        self._is_filter_outdated = True
        self._schedule()

    def on_choice_changed(self) -> None:
        """Another choice of the filter has been made: apply it at once."""
        self._is_filter_outdated = True
        if self._is_visible():
            self.update()

    def on_accounts_changed(self) -> None:
        """Other accounts have been chosen."""
        self._is_filter_outdated = self._are_accounts_outdated = True
        self._unfinished = None
        if self._is_visible():
            self.update()
        elif not self._timer.isActive():
            self._timer.start()

    def _on_changed(self, orders: Iterable[Order], fills: Iterable[Fill]) -> None:
        self._book.update(orders, fills)
        if self._book.is_active:
            self._schedule()

    def _on_merging(self, merged: Iterable[Order]) -> None:
        self._book.forget(merged)
        self._schedule()

    def _on_cleared(self) -> None:
        self._book.clear()
        self._is_outdated = True
        self._unfinished = None
        self._catch_up()
        self._view.chosen.replace(None)

    def _on_confirmed(self) -> None:
        self._view.viewport().update()

    def _on_link_changed(self) -> None:
        self._book.refresh()
        # Rows may be stale now, or no longer.
        self._view.viewport().update()
        self._schedule()

    def _schedule(self) -> None:
        self._is_outdated = True
        self._unfinished = None
        if not self._timer.isActive():
            self._timer.start()

    def _catch_up(self) -> None:
        total = len(self._book.keys())
        if total != self.total_count:
            self.total_count = total
            self.counts_changed.emit()
        self.update()
