"""How the main window is laid out: what its center shows, the details dock, and the layout that is saved."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ibmonitor.settings.window_state import WindowState
from ibmonitor.windows.connection.start_offer_bar import StartOfferBar
from ibmonitor.windows.export.choice import ExportChoice
from ibmonitor.windows.main.details_place import DetailsPlace
from ibmonitor.windows.main.on_screen import OnScreen, room
from ibmonitor.windows.main.page_tabs import PageTabs
from ibmonitor.windows.widgets.banner import BannerPlace

_FIRST_SIZE = (1280, 800)
_LAYOUT = 2
"""The version of the docks' layout that is written."""
OTHER_LAYOUT = (
    "The saved layout of the window is of another version and could not be used: it starts with its first one."
)


class WindowBody(QWidget):
    """The central widget: the tabs or a page shown instead, and the banners below."""

    def __init__(self, window: QMainWindow, details: DetailsPlace) -> None:
        """The tabs come by `set_tabs`; they are made with `middle` as their parent, so that they are polished once."""
        super().__init__(window)
        self._window = window
        self._details = details
        self._on_screen = OnScreen(window)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.middle = QStackedWidget(self)
        layout.addWidget(self.middle, 1)
        # Below the tables: what appears must not move the rows that the user is reading.
        self.banners = BannerPlace(self)
        layout.addWidget(self.banners)
        self.start_offer = StartOfferBar(self)
        self.banners.add(self.start_offer)
        window.setCentralWidget(self)

    def set_tabs(self, tabs: PageTabs) -> None:
        """Show these tabs in the middle."""
        self._tabs = tabs
        self.middle.addWidget(tabs)

    def show_bar(self, bar: QWidget) -> None:
        """Show a bar at the top, until it is deleted."""
        self._column.insertWidget(0, bar)

    def show_instead_of_tables(self, page: QWidget) -> None:
        """Show a page instead of the tables and the details."""
        self.middle.addWidget(page)
        self.middle.setCurrentWidget(page)
        self._details.set_stage_free(free=False)
        self._window.statusBar().hide()
        page.setFocus()

    def show_tables(self) -> None:
        """Show the tables again, and delete the page that was shown instead."""
        page = self.middle.currentWidget()
        if page is None or page is self._tabs:
            return
        self.middle.removeWidget(page)
        page.deleteLater()
        self._details.set_stage_free(free=True)
        self._window.statusBar().show()
        self._tabs.current_page.take_focus()

    def set_first_size(self) -> None:
        """Give the window its first size."""
        self._window.resize(QSize(*_FIRST_SIZE).boundedTo(room(self._window.screen().availableGeometry()).size()))

    def reset(self) -> None:
        """Restore the first layout of everything; saved views and settings stay."""
        self._tabs.reset()
        self._window.showNormal()
        self.set_first_size()
        self._details.reset()

    def state(self) -> WindowState:
        """The state to save."""
        accounts = self._tabs.accounts
        return WindowState(
            geometry=bytes(self._window.saveGeometry().data()),
            docks=bytes(self._window.saveState(_LAYOUT).data()),
            tab=self._tabs.current_page.kind.key,
            tables=self._tabs.states(),
            accounts=tuple(sorted(accounts.accounts or ())),
            account_group=accounts.group,
            export_format=self._tabs.exporter.choice.suffix,
            export_all_columns=self._tabs.exporter.choice.all_columns,
            layout=_LAYOUT,
            details_wanted=self._details.is_wanted,
            details_moved=self._details.is_moved,
        )

    def restore(self, state: WindowState) -> list[str]:
        """Restore a saved state. Returns sentences for the user: what could not be restored."""
        problems: list[str] = []
        if state.geometry:
            self._window.restoreGeometry(QByteArray(state.geometry))
        if state.docks:
            problems += self._restore_docks(state)
        if state.geometry or state.docks:
            self._on_screen.bring_back()
        self._tabs.accounts.restore(state.accounts, state.account_group)
        self._tabs.restore(state.tables, state.tab)
        self._tabs.exporter.choice = ExportChoice.restored(state.export_format, all_columns=state.export_all_columns)
        self._tabs.current_page.take_focus()
        return problems

    def _restore_docks(self, state: WindowState) -> list[str]:
        """Restore where the details are. Earlier versions had them below and open unless their user moved them."""
        details, docks = self._details, QByteArray(state.docks)
        details.begin_restoring()
        is_current = self._window.restoreState(docks, _LAYOUT)
        is_former = not is_current and self._window.restoreState(docks)
        if is_former:
            details.end_restoring(wanted=not details.is_closed, moved=details.is_elsewhere)
        else:
            details.end_restoring(wanted=state.details_wanted, moved=is_current and state.details_moved)
        return [] if is_current or is_former else [OTHER_LAYOUT]
