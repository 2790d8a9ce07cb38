"""`SettingsFlow`: applies changed settings and other profiles to the window and the connection."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Set as AbstractSet
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from ibmonitor.app.connection_flow import ConnectionFlow
from ibmonitor.app.process.logs import Logs
from ibmonitor.domain.records.link import LinkState
from ibmonitor.models.live.day_watch import DayWatch
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.shown_zone import SHOWN_ZONE, ZoneChoice
from ibmonitor.settings.places import Places
from ibmonitor.settings.profiles import Profile
from ibmonitor.settings.recent_queries import save_recent_queries
from ibmonitor.settings.table import DEFAULTS, Settings
from ibmonitor.settings.window_state import load_window_state, save_window_state
from ibmonitor.windows.theme.theme import THEME

CONNECTION_SETTINGS = ("host", "port", "client_id", "completed_orders_api_only")
"""Changing one of these while connected requires a new connection."""

logger = logging.getLogger(__name__)


class SettingsFlow(QObject):
    """Changes and saves the settings in force, and applies them to the window and to the connection of `flow`."""

    history_changed = Signal()
    """The user wants a history, or none, or another one."""

    def __init__(self, flow: ConnectionFlow, places: Places, logs: Logs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._flow = flow
        self._settings = flow.settings
        self._profiles = flow.settings.profiles
        self._window = flow.window
        self._connection = flow.connection
        self._notifier = flow.notifier
        self._problems = flow.problems
        self._places = places
        self._logs = logs
        self._connection.account_watch.set_hiding(self._settings.current.hide_accounts)
        ACCOUNT_NAMES.set_showing(self._settings.current.show_aliases)
        SHOWN_ZONE.choose(ZoneChoice(self._settings.current.shown_zone))
        DayWatch(self)
        self._show_profiles()
        flow.first_start.connect_requested.connect(self._on_first_connect)
        self._offers_start = False
        """Whether the next connection is the first one, after which connecting at start is offered."""
        flow.connection.feed.link_changed.connect(self._on_link_changed)
        self._window.body.start_offer.accepted.connect(self._connect_at_start)
        flow.first_start.skipped.connect(self._on_first_start_skipped)

    def on_accepted(self, settings: Settings) -> None:
        before, self._settings.current = self._settings.current, settings
        changed = {key for key in DEFAULTS if getattr(settings, key) != getattr(before, key)}
        if "host" in changed and self._settings.port_is_stored:
            # The user accepted host and port together, even if TWS has moved to the port shown.
            changed.add("port")
        self._settings.keep(changed, self._problems)
        if settings.connect_at_start:
            self._window.body.start_offer.hide()
        if "port" in changed:
            self._settings.port_is_stored = True
            self._window.moved_port.hide()
        if "zone" in changed:
            self._connection.feed.collect(self._connection.blotter.set_zone(zone_of(settings)))
        self._show_as_chosen(settings, changed)
        if "log_level" in changed:
            self._logs.set_level(settings.log_level)
        if self._notifier is not None and any(key.startswith("notify_") for key in changed):
            self._notifier.apply_settings()
        if changed & {"keep_history", "history_server"}:
            self.history_changed.emit()
        if not self._flow.is_replay:
            self._apply_to_connection(settings, changed)

    def _show_as_chosen(self, settings: Settings, changed: AbstractSet[str]) -> None:
        """Apply what changes only how things are shown."""
        if "hide_accounts" in changed:
            self._connection.account_watch.set_hiding(settings.hide_accounts)
        if "show_aliases" in changed:
            ACCOUNT_NAMES.set_showing(settings.show_aliases)
        if "shown_zone" in changed:
            SHOWN_ZONE.choose(ZoneChoice(settings.shown_zone))
        if changed & {"theme", "density", "accent"}:
            show_look(settings)

    def _connect_with(self, settings: Settings) -> None:
        self._window.set_settings(settings)
        self.on_accepted(settings)
        self._flow.on_connect_requested()

    def _on_first_connect(self, settings: Settings) -> None:
        self._offers_start = not settings.connect_at_start
        self._connect_with(settings)

    def _on_link_changed(self) -> None:
        """Offer to connect at start once the first connection is up."""
        if self._offers_start and self._connection.blotter.link.state is LinkState.UP:
            self._offers_start = False
            self._window.body.start_offer.ask()

    def _connect_at_start(self) -> None:
        settings = dataclasses.replace(self._settings.current, connect_at_start=True)
        self._window.set_settings(settings)
        self.on_accepted(settings)

    def on_other_client_id_requested(self, client_id: int) -> None:
        """The user accepts the client ID that was offered for one that is in use."""
        settings = dataclasses.replace(self._settings.current, client_id=client_id, auto_bind=False)
        self._connect_with(settings)

    def _on_first_start_skipped(self) -> None:
        """Save the settings file, so that the next start is not treated as the first."""
        self._settings.keep(frozenset(), self._problems)

    def on_port_kept(self) -> None:
        """Save the port that TWS has moved to, as the user wishes."""
        self._settings.keep({"port"}, self._problems)

    def on_tws_moved(self, port: int) -> None:
        """TWS has moved to another port (error 1300). It is used at once, but saved only if the user agrees."""
        self._settings.current = dataclasses.replace(self._settings.current, port=port)
        self._window.set_settings(self._settings.current)
        if port == self._settings.stored_port:
            self._window.moved_port.hide()
        elif self._settings.port_is_stored:
            current = self._profiles.current
            self._window.moved_port.ask(port, "" if current is None else current.name)

    def on_profile_chosen(self, name: str) -> None:
        """Switch to another profile: forget the records of the previous TWS, and save the previous window."""
        was_busy = self._flow.is_busy
        self.save_window()
        self._flow.first_start.leave_demo()
        self._profiles.choose(name)
        before = self._settings.current
        self._settings.use_stored()
        now = self._settings.current
        self._window.moved_port.hide()
        self._window.set_simulated(simulated=False)
        self._window.set_settings(now)
        self._show_profiles()
        if (before.host, before.port) != (now.host, now.port):
            self._flow.forget_tws()
        if self._profiles.window_file.exists():
            state, problems = load_window_state(self._profiles.window_file)
            self._problems.add(problems + self._window.body.restore(state))
        if now.keep_history:
            # Each profile has its own.
            self.history_changed.emit()
        if name or was_busy:
            self._flow.on_connect_requested()

    def on_profiles_accepted(self, profiles: tuple[Profile, ...]) -> None:
        before = self._profiles.current
        self._problems.report("profiles", self._profiles.accept(profiles))
        now = self._profiles.current
        if before is not None and now != before:
            # The current profile was changed or deleted, and the connection with it.
            self.on_profile_chosen("" if now is None else now.name)
        self._show_profiles()

    def save_window(self) -> None:
        """Save the window's layout and the recent queries."""
        problems = save_window_state(self._profiles.window_file, self._window.body.state())
        problems += save_recent_queries(self._places.queries_file, self._window.executions.recent)
        for problem in problems:
            logger.warning("%s", problem)

    def _show_profiles(self) -> None:
        current = self._profiles.current
        self._window.show_profiles(self._profiles.profiles, current)
        if self._notifier is not None:
            self._notifier.set_profile("" if current is None else current.name)

    def _apply_to_connection(self, settings: Settings, changed: AbstractSet[str]) -> None:
        """Apply the changes to the current connection; reconnect only if they require it."""
        was_busy = self._flow.is_busy
        connector = self._connection.connector
        if changed & {"host", "port"}:
            self._flow.forget_tws()
        if not was_busy:
            return
        if changed & set(CONNECTION_SETTINGS):
            self._flow.connect_now()
            return
        if "refresh_seconds" in changed:
            connector.set_refresh_seconds(settings.refresh_seconds)
        if "auto_bind" in changed:
            connector.set_auto_bind(auto_bind=settings.auto_bind)
        if "is_master" in changed:
            connector.set_master_setting(is_master=settings.is_master)


def show_look(settings: Settings) -> None:
    """Show the window in the theme, density and accent of the settings."""
    THEME.use(settings.theme, settings.density, settings.accent)


def zone_of(settings: Settings) -> ZoneInfo | None:
    """The time zone of times that TWS sends without one; `None` is this computer's."""
    return ZoneInfo(settings.zone) if settings.zone else None
