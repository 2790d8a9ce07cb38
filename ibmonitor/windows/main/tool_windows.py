"""The windows that the menus open: settings, scope, groups, executions, user guide, message codes, about.

Each is imported when it is first opened: together they would be a twentieth of the start.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QMainWindow

from ibmonitor.domain.query.query import ExecutionQuery
from ibmonitor.domain.records.link import Link, LinkState
from ibmonitor.settings.table import Settings
from ibmonitor.windows.executions.control import ExecutionsControl

if TYPE_CHECKING:
    from ibmonitor.domain.connection_test.verdict import Attempt
    from ibmonitor.windows.allocations.groups_panel import GroupsPanel
    from ibmonitor.windows.connection.scope_panel import ScopePanel
    from ibmonitor.windows.first_start.set_up_window import SetUpWindow
    from ibmonitor.windows.help.codes_window import CodesWindow
    from ibmonitor.windows.help.guide import GuideWindow
    from ibmonitor.windows.settings.settings_dialog import SettingsDialog
    from ibmonitor.windows.table.table_page import TablePage


class ToolWindows(QObject):
    """Opens each window, or brings it to the front, and keeps the open ones up to date."""

    settings_accepted = Signal(object, object)
    """`settings.table.Settings` twice: when the dialog was opened, and as the user wants them."""
    test_row_shown = Signal(object)
    """A `ConnectionTestRow`, whose tests are to be carried out."""
    upkeep_row_shown = Signal(object)
    """An `UpkeepRow`, which asks for what is to be done with the history."""

    has_tws = True
    """False in a past day, whose connection is none of this program's."""
    _guide: GuideWindow | None = None
    _set_up: SetUpWindow | None = None
    _codes: CodesWindow | None = None
    _groups: GroupsPanel | None = None
    _scope: ScopePanel | None = None

    def __init__(
        self,
        window: QMainWindow,
        link: Link,
        settings: Callable[[], Settings],
        fills: Callable[[], TablePage],
        recent_queries: Sequence[ExecutionQuery],
    ) -> None:
        """`link` is the blotter's; `settings` returns those in force."""
        super().__init__(window)
        self._window = window
        self._link = link
        self._settings = settings
        self.executions = ExecutionsControl(fills, recent_queries, settings().zone, window)

    @property
    def groups(self) -> GroupsPanel:
        """The window of the advisor's groups, made when it is first used."""
        if self._groups is None:
            from ibmonitor.windows.allocations.groups_panel import GroupsPanel  # noqa: PLC0415 - see the module

            self._groups = GroupsPanel(self._window)
        return self._groups

    @property
    def scope(self) -> ScopePanel:
        """The window of what this connection can see, made when it is first used."""
        if self._scope is None:
            from ibmonitor.windows.connection.scope_panel import ScopePanel  # noqa: PLC0415 - see the module

            self._scope = ScopePanel(self._window)
        return self._scope

    def actions(self) -> Mapping[str, Callable[[], object]]:
        """What opens each window, by the keys of their actions."""
        return {
            "settings": self.open_settings,
            "scope": self.show_scope,
            "groups": self.show_groups,
            "executions": self.executions.open,
            "guide": self.show_guide,
            "setup": self.show_set_up,
            "codes": self.show_codes,
            "about": self.show_about,
        }

    def show_link(self) -> None:
        """Show the current state of the connection in the windows that are open."""
        self.executions.show_link(self._link)
        if self._scope is not None and self._scope.isVisible():
            self._scope.show_scope(self._link, self._settings())
        if self._groups is not None and self._groups.isVisible():
            self._groups.show_link(self._link)

    def open_settings(self) -> SettingsDialog:
        """Open the settings dialog."""
        from ibmonitor.windows.settings.settings_dialog import SettingsDialog  # noqa: PLC0415 - see the module

        opened = self._settings()
        dialog = SettingsDialog(opened, self._link.api_settings, self._window)
        dialog.settings_accepted.connect(lambda chosen: self.settings_accepted.emit(opened, chosen))
        dialog.finished.connect(dialog.deleteLater)
        dialog.test_row.set_in_use(self._connection_in_use())
        self.test_row_shown.emit(dialog.test_row)
        self.upkeep_row_shown.emit(dialog.upkeep_row)
        dialog.open()
        return dialog

    def show_scope(self) -> None:
        """Show what this connection can see."""
        self.scope.show_scope(self._link, self._settings())
        _bring_to_front(self.scope)

    def show_groups(self) -> None:
        """Show the advisor's account groups and aliases."""
        self.groups.show_link(self._link)
        _bring_to_front(self.groups)

    def show_guide(self) -> None:
        """Show the user guide."""
        if self._guide is None:
            from ibmonitor.windows.help.guide import GuideWindow  # noqa: PLC0415 - see the module

            self._guide = GuideWindow(self._window)
        _bring_to_front(self._guide)

    def show_set_up(self) -> None:
        """Show what to check in TWS before it can be connected to."""
        if self._set_up is None:
            from ibmonitor.windows.first_start.set_up_window import SetUpWindow  # noqa: PLC0415 - see the module

            self._set_up = SetUpWindow(self._window)
        _bring_to_front(self._set_up)

    def show_about(self) -> None:
        """Show what this program is."""
        from ibmonitor.windows.help.about import about_box  # noqa: PLC0415 - see the module

        about_box(self._window).open()

    def show_codes(self, code: int | None = None) -> None:
        """Show the message codes, and select `code`."""
        if self._codes is None:
            from ibmonitor.windows.help.codes_window import CodesWindow  # noqa: PLC0415 - see the module

            self._codes = CodesWindow(self._window)
        _bring_to_front(self._codes)
        if code is not None:
            self._codes.show_code(code)

    def _connection_in_use(self) -> Attempt | None:
        link = self._link
        if (
            not self.has_tws
            or link.state in (LinkState.DOWN, LinkState.WAITING)
            or link.port is None
            or link.client_id is None
        ):
            return None
        from ibmonitor.domain.connection_test.verdict import Attempt  # noqa: PLC0415 - as the dialogs

        return Attempt(link.host, link.port, link.client_id)


def _bring_to_front(dialog: QDialog) -> None:
    dialog.show()
    dialog.activateWindow()
