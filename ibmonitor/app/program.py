"""`Program`: the window's program. Creates the parts and connects their signals."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
from contextlib import AsyncExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ibmonitor.app.client_id_registry import ClientIdRegistry
from ibmonitor.app.connection import Connection
from ibmonitor.app.connection_flow import ConnectionFlow
from ibmonitor.app.connection_testing import ConnectionTesting
from ibmonitor.app.first_paint import FirstPaint
from ibmonitor.app.first_start import FirstStart, is_first_start
from ibmonitor.app.gc_tuner import GcTuner
from ibmonitor.app.history.asking import HistoryAsking
from ibmonitor.app.history.demo_history import DemoHistory, write_past_days
from ibmonitor.app.history.keeper import HistoryKeeper
from ibmonitor.app.history.tws_week import TwsWeek
from ibmonitor.app.history.upkeep import HistoryUpkeep
from ibmonitor.app.leftovers import sweep_twice
from ibmonitor.app.new_window import NewWindows
from ibmonitor.app.past_days import PastDays
from ibmonitor.app.problem_reports import ProblemReports
from ibmonitor.app.process.ibapi_check import what_is_missing
from ibmonitor.app.process.logs import Logs
from ibmonitor.app.profile_keeper import ProfileKeeper
from ibmonitor.app.session_recording import SessionRecording
from ibmonitor.app.settings_flow import SettingsFlow, show_look, zone_of
from ibmonitor.app.settings_in_force import SettingsInForce
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.recording.taps import Taps
from ibmonitor.settings.places import find_places
from ibmonitor.settings.pseudonym_secret import load_pseudonym_secret
from ibmonitor.settings.recent_queries import load_recent_queries
from ibmonitor.settings.table import Settings
from ibmonitor.settings.window_state import load_window_state
from ibmonitor.windows.main.main_window import MainWindow
from ibmonitor.windows.main.notifier import Notifier
from ibmonitor.windows.recording.recording_choice import RecordingChoice
from ibmonitor.windows.table.views import ViewsStore
from ibmonitor.windows.theme.theme import THEME
from ibmonitor.windows.widgets.open_folder import cannot_open, open_folder

if TYPE_CHECKING:
    from ibmonitor.app.demo import DemoTws
    from ibmonitor.app.replaying import Replaying
    from ibmonitor.recording.recording_file import Recording


class Program(QObject):
    """Creates and owns everything that lives as long as the window."""

    def __init__(self, options: argparse.Namespace, logs: Logs | None = None) -> None:
        """`logs` are already started; their level is set to the user's. Without them nothing is logged."""
        super().__init__()
        self.places = find_places(options.config_dir)
        # Before loading the settings, which moves a damaged file away.
        self._is_first_start = is_first_start(self.places.settings_file, options)
        profiles = ProfileKeeper(self.places, getattr(options, "profile", None))
        self.settings_in_force = SettingsInForce(self.places, profiles, options)
        window_state, window_problems = load_window_state(profiles.window_file)
        recent, recent_problems = load_recent_queries(self.places.queries_file)
        self._connects_at_once = profiles.current is not None
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        recording = getattr(options, "recording", None)
        if recording is not None:
            from ibmonitor.app.replaying import as_recorded  # noqa: PLC0415 - few starts show a recording

            self.settings_in_force.current = as_recorded(recording, self.settings)
        ACCOUNT_MASK.use_secret_from(self._pseudonym_secret)
        show_look(self.settings)
        self.recording = SessionRecording(
            self.places.recordings,
            lambda: self.settings,
            lambda: self.connector.is_busy,
            self,
            is_simulated=lambda: self.window.is_simulated,
        )
        if logs is None:
            logs = Logs(self.places.log)
        else:
            logs.set_level(self.settings.log_level)
        connection = self.connection = Connection(
            logs.mask,
            Taps([self.recording.recorder]),
            zone=zone_of(self.settings),
            clock=None if recording is None else self._replay_time,
            known_accounts=[*window_state.accounts, *(query.account for query in recent)],
            on_moved=lambda port: self.settings_flow.on_tws_moved(port),  # noqa: PLW0108 - the flow is made later
            on_listed=lambda sentence: self.window.show_note(sentence),  # noqa: PLW0108 - the window is made later
            parent=self,
        )
        self.connector, self.blotter = connection.connector, connection.blotter
        self.feed, self.tables = connection.feed, connection.tables
        self.problems = ProblemReports(
            connection.announce,
            lambda solved: self.window.unread.withdraw(solved),  # noqa: PLW0108 - the window is made later
        )
        self.memory = GcTuner(self.feed)
        self.history = HistoryKeeper(
            self.feed, connection.taps, lambda: connection.connector.unread, lambda: zone_of(self.settings), self
        )
        self.tws_week = TwsWeek(
            self.feed, self.history, connection.past_answers, self.connector.request_past_executions, self
        )
        self.demo_tws = self._demo(getattr(options, "scenario", None)) if options.demo else None
        self.demo_history = DemoHistory() if options.demo else None
        self.views = ViewsStore(self.places.views_file, self)
        self.window = MainWindow(
            self.tables,
            self.feed,
            self.blotter,
            self.settings,
            window_state,
            recent,
            lambda: connection.book,
            self.views,
        )
        THEME.add_sheet()
        self.recordings = RecordingChoice(self.window, self.places.recordings)
        self.replaying = None if recording is None else self._replay(recording, options.speed)
        self.testing = ConnectionTesting(self.connector.note_accepted, self)
        self.client_id_registry = ClientIdRegistry(self.places.state / "clients")
        # None in a replay: what it shows is not happening now.
        self.notifier = Notifier(self.feed, lambda: self.settings, self.window) if recording is None else None
        settings, registry = self.settings_in_force, self.client_id_registry
        self.connection_flow = ConnectionFlow(
            connection,
            settings,
            self.window,
            FirstStart(self.window.body, self.testing, self),
            registry,
            self.notifier,
            self.problems,
            NewWindows(options.config_dir),
            self.history,
            is_replay=recording is not None,
            parent=self,
        )
        self.settings_flow = SettingsFlow(self.connection_flow, self.places, logs, self)
        self.past_days = PastDays(self.window, self.feed, self.history, settings, self.views, self._history_file, self)
        self._serve_history()
        self.window.set_simulated(simulated=self.demo_tws is not None)
        self._join_window()
        self.settings_flow.history_changed.connect(self._on_history_changed)
        self.problems.report("settings", self.settings_in_force.problems)
        self.problems.report("profiles", profiles.problems)
        self.problems.report("views", self.views.problems)
        self.problems.add(window_problems + self.window.layout_problems + recent_problems)

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.settings_in_force.current

    def _demo(self, scenario: Path | None) -> DemoTws:
        from ibmonitor.app.demo import DemoTws  # noqa: PLC0415 - few starts show the demo

        return DemoTws(self, scenario)

    def _replay(self, recording: Recording, speed: str) -> Replaying:
        from ibmonitor.app.replaying import Replaying  # noqa: PLC0415 - few starts show a recording
        from ibmonitor.recording.replay import Speed  # noqa: PLC0415

        return Replaying(recording, self.connection.wrapper, Speed(speed), self)

    def _serve_history(self) -> None:
        """Let the window ask for what is in the history, and for what is to be done with it."""
        self.history_upkeep = HistoryUpkeep(self.history, lambda: self.settings.history_days, self)
        self.history_asking = HistoryAsking(self.history, self.window)
        self.window.history_requested.connect(self.history_asking.open)
        self.history_asking.day_requested.connect(self.past_days.open_at)
        self.window.tools.upkeep_row_shown.connect(self.history_upkeep.serve)
        self.history.troubled.connect(partial(self.problems.report, "history"))

    def _join_window(self) -> None:
        """Connect the window's signals to the parts that act on them."""
        window, flow, settings_flow = self.window, self.connection_flow, self.settings_flow
        window.connect_requested.connect(flow.on_connect_requested)
        window.connect_now_requested.connect(self.connector.connect_now)
        window.other_client_id_requested.connect(settings_flow.on_other_client_id_requested)
        window.disconnect_requested.connect(flow.on_disconnect_requested)
        window.refresh_requested.connect(self.connector.refresh)
        window.own_orders_requested.connect(self.connector.request_own_orders)
        window.completed_orders_requested.connect(self.connector.request_completed_orders)
        window.executions.requested.connect(flow.on_executions_requested)
        window.executions.cancelled.connect(self.connector.cancel_executions)
        window.recording_switched.connect(lambda on: self.recording.switch(window, on=on))
        window.open_recording_requested.connect(self.recordings.choose)
        self.recordings.chosen.connect(self._on_recording_chosen)
        window.demo_requested.connect(flow.on_demo_requested)
        window.logs_requested.connect(self._on_logs_requested)
        window.profiles.chosen.connect(settings_flow.on_profile_chosen)
        window.profiles.window_requested.connect(flow.on_profile_window_requested)
        window.profiles.accepted.connect(settings_flow.on_profiles_accepted)
        window.settings_accepted.connect(settings_flow.on_accepted)
        window.moved_port.keep_requested.connect(settings_flow.on_port_kept)
        window.tools.test_row_shown.connect(self.testing.serve)
        window.closed.connect(self._on_window_closed)
        flow.simulated.connect(self._on_simulated)
        self.recording.changed.connect(window.show_recording)
        self.recording.started.connect(flow.on_recording_started)
        self.recording.failed.connect(lambda sentence: self.problems.report("recording", [sentence]))
        self.views.failed.connect(lambda sentence: self.problems.report("views", [sentence]))
        self.views.kept.connect(lambda: self.problems.report("views", []))
        if self.notifier is not None:
            self.notifier.order_chosen.connect(window.records.go_to)
        if self.replaying is not None:
            from ibmonitor.windows.recording.replay_bar import ReplayBar  # noqa: PLC0415 - see `Replaying`

            bar = ReplayBar(window)
            window.show_replay(bar, self.replaying.title)
            window.set_simulated(simulated=self.replaying.is_simulated)
            self.replaying.show_in(bar)
            self.replaying.another_tws.connect(self.connection.forget_records)
        if self.demo_tws is not None:
            self.demo_tws.listening.connect(flow.on_demo_listening)
            self.demo_tws.failed.connect(flow.on_demo_failed)

    def start(self) -> None:
        """Show the window; then connect, if the settings or the command line ask for it."""
        if self._is_first_start:
            # Offered, and nothing is kept before it is accepted.
            self.connection_flow.first_start.show(dataclasses.replace(self.settings, keep_history=True))
        self.window.show()
        sweep_twice(self.places, self)
        if self.demo_tws is not None:
            # At once: it is another process, and takes longest.
            self.demo_tws.start()
        FirstPaint(self.window.body, self._on_first_paint, self)

    def _on_first_paint(self) -> None:
        if self.closed.done():
            return
        self.connection_flow.report_ibapi(what_is_missing())
        connects = self.settings.connect_at_start or self._connects_at_once
        self._keep_history()
        if self.replaying is None:
            self.past_days.start()
        if self.replaying is not None:
            for _ in self.window.late_parts():
                pass
            self.replaying.start()
        elif connects and self.demo_tws is None and not self.connection_flow.is_busy:
            self.connection_flow.on_connect_requested()

    def _keep_history(self) -> None:
        """Open the history, if the user wants one. A replay has none: what it shows is kept in its recording."""
        settings = self.settings
        file = self._history_file()
        tail = file.with_suffix(".tail")
        if self.demo_history is not None:
            self.history.start(file, tail, is_demo=True, prepare=write_past_days)
            return
        is_wanted = settings.keep_history and self.replaying is None
        self.history.start((settings.history_server or file) if is_wanted else None, tail)

    def _on_simulated(self) -> None:
        """Keep the demo's own history while the window shows the demo."""
        if self.window.is_simulated == (self.demo_history is not None):
            return
        self.demo_history, earlier = (DemoHistory() if self.window.is_simulated else None), self.demo_history
        self._keep_history()
        if earlier is not None:
            self.history.when_ready(earlier.remove)

    def _history_file(self) -> Path:
        if self.demo_history is not None:
            return self.demo_history.file
        profile = self.settings_in_force.profiles.current
        return self.places.history_file("" if profile is None else profile.name)

    def _on_history_changed(self) -> None:
        """Open another history, or none; then connect again: a history starts with all that TWS sends at first."""
        self._keep_history()
        if self.connection_flow.is_busy and self.settings.keep_history:
            self.connection_flow.connect_now()

    async def finish(self) -> None:
        """Save the window's state, and close the connection and the demo's TWS."""
        # An error in one step must not prevent the others. They run in reverse order.
        async with AsyncExitStack() as steps:
            steps.callback(self.client_id_registry.release)
            steps.callback(self.connection.event_log.flush)
            steps.callback(self.recording.recorder.stop)
            if self.demo_history is not None:
                steps.callback(self.demo_history.remove)
            steps.push_async_callback(self.history.stop)
            steps.push_async_callback(self.tws_week.stop)
            steps.push_async_callback(self.past_days.close)
            steps.push_async_callback(self.connector.close)
            if self.replaying is not None:
                steps.push_async_callback(self.replaying.close)
            if self.demo_tws is not None:
                steps.callback(self.demo_tws.stop)
            steps.callback(self.connection_flow.first_start.stop)
            steps.push_async_callback(self.testing.close)
            if self.notifier is not None:
                steps.callback(self.notifier.stop)
            # First, before anything slow: the process may be killed at any moment.
            steps.callback(self.settings_flow.save_window)

    def _replay_time(self) -> datetime:
        """The recording's clock, used as the time of receipt."""
        assert self.replaying is not None  # noqa: S101 - the clock of a replay
        return self.replaying.now()

    def _pseudonym_secret(self) -> bytes:
        secret, problems = load_pseudonym_secret(self.places.pseudonyms_file)
        self.problems.add(problems)
        return secret

    def _on_recording_chosen(self, path: Path) -> None:
        """Open it in another window: what this one shows stays, and so does its connection."""
        from ibmonitor.recording.recording_file import NoRecordingError, Recording  # noqa: PLC0415 - recordings are rare

        try:
            Recording(path)
        except NoRecordingError as error:
            self.problems.report("open recording", [str(error)])
        else:
            self.problems.report("open recording", [])
            self.connection_flow.open_window("replay", str(path.absolute()))

    def _on_logs_requested(self) -> None:
        self.problems.report("logs", [] if open_folder(self.places.log) else [cannot_open(self.places.log)])

    def _on_window_closed(self) -> None:
        self.connection_flow.stop_loading()
        if not self.closed.done():
            self.closed.set_result(None)
