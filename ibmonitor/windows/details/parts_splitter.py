"""Where the parts of the details stand, which depends on their size: the reasons, the timeline and the tabs.

At the right of the tables everything stands below each other; below them, the timeline is the first of the tabs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabWidget, QWidget

from ibmonitor.domain.records.live_interval import LiveInterval
from ibmonitor.windows.details.timeline_panel import TimelinePanel, utc_now
from ibmonitor.windows.details.why_panel import WhyPanel

_SIDE_BY_SIDE = 760
"""From this width on, in pixels, the reasons are next to the tabs instead of above them."""
_STACKED = 560
"""From this height on, in pixels, the timeline is above the other tabs, if the reasons are."""
_WHY_WIDTH, _TABS_WIDTH = 500, 780
"""Side by side, at first, in pixels."""
_MOST_OF_HEIGHT = 0.5
"""The share of the height that the reasons get at most, where they are above the rest."""
_TIMELINE = "Timeline"
_UNLIMITED = 16_777_215
"""Qt's QWIDGETSIZE_MAX."""


class PartsSplitter(QSplitter):
    """The reasons, the timeline, and the tabs, to which others add their panels."""

    timeline_moved = Signal()
    """Into the tabs, or out of them."""

    def __init__(
        self,
        parent: QWidget,
        *,
        live_intervals: Callable[[], Sequence[LiveInterval]] = tuple,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(parent)
        self.setChildrenCollapsible(False)
        self.why = WhyPanel(self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.inside = self.tabs.findChild(QStackedWidget)
        """The parent for panels of the tabs: with a style sheet, what gets another parent is polished again."""
        self.timeline = TimelinePanel(self.inside, live_intervals=live_intervals, clock=clock)
        self._timeline_share = 0.55
        """Of the height that the timeline and the tabs below it share."""
        self.addWidget(self.why)
        self.addWidget(self.tabs)
        self.tabs.addTab(self.timeline, _TIMELINE)
        self.setSizes([_WHY_WIDTH, _TABS_WIDTH])
        self.splitterMoved.connect(self._on_moved)
        self.why.height_changed.connect(self.fit_why)

    @property
    def has_timeline_tab(self) -> bool:
        return self.tabs.indexOf(self.timeline) >= 0

    def arrange(self, size: QSize) -> bool:
        """Put the reasons beside or above the rest, and the timeline into the tabs or above them, for this size.

        Return whether anything has another place.
        """
        is_side_by_side = size.width() >= _SIDE_BY_SIDE
        orientation = Qt.Orientation.Horizontal if is_side_by_side else Qt.Orientation.Vertical
        into_tabs = is_side_by_side or size.height() < _STACKED
        if self.orientation() == orientation and into_tabs is self.has_timeline_tab:
            return False
        if self.orientation() != orientation:
            self.setOrientation(orientation)
            self.why.setMaximumHeight(_UNLIMITED)
            self.setSizes([_WHY_WIDTH, _TABS_WIDTH])
        if into_tabs is not self.has_timeline_tab:
            if into_tabs:
                self.tabs.insertTab(0, self.timeline, _TIMELINE)
            else:
                self.tabs.removeTab(0)
                self.insertWidget(1, self.timeline)
            self.timeline_moved.emit()
        for number in range(self.count()):
            self.setStretchFactor(number, int(number > 0))
        return True

    def offer(self, panel: QWidget, *, is_offered: bool) -> None:
        """Show or hide the tab of a panel, or the timeline where it is no tab."""
        tab = self.tabs.indexOf(panel)
        if tab >= 0:
            self.tabs.setTabVisible(tab, is_offered)
        else:
            panel.setVisible(is_offered)

    def fit_why(self) -> None:
        """Above the rest, give the reasons the height they need, up to half of all."""
        self.why.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        if self.orientation() == Qt.Orientation.Horizontal:
            return
        needed, most = self.why.height_for(self.width()), round(_MOST_OF_HEIGHT * self.height())
        wanted = min(needed, most)
        if wanted == needed:
            # Beside a scroll bar of a moment ago the text could need more lines, and so keep the bar.
            self.why.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.why.setMaximumHeight(max(wanted, self.why.minimumHeight()))
        left = self.height() - wanted
        if self.has_timeline_tab:
            self.setSizes([wanted, left])
        else:
            upper = 0 if self.timeline.isHidden() else round(left * self._timeline_share)
            self.setSizes([wanted, upper, left - upper])

    def _on_moved(self) -> None:
        """Keep how the user has divided what is left by the reasons."""
        self.why.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        if not self.has_timeline_tab:
            _, upper, lower = self.sizes()
            if upper and lower:
                self._timeline_share = upper / (upper + lower)
