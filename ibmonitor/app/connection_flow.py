"""`ConnectionFlow`: connects, disconnects and forgets records at the request of the user, the demo or a dialog."""

from __future__ import annotations

from itertools import chain

from PySide6.QtCore import QObject, Signal

from ibmonitor.app.client_id_registry import ClientIdRegistry
from ibmonitor.app.connection import Connection
from ibmonitor.app.connector import WHAT_CONNECTS, is_loaded
from ibmonitor.app.first_start import FirstStart
from ibmonitor.app.history.keeper import HistoryKeeper
from ibmonitor.app.new_window import NewWindows
from ibmonitor.app.problem_reports import ProblemReports
from ibmonitor.app.process.ibapi_check import ibapi_problem
from ibmonitor.app.process.turns import Turns, loading
from ibmonitor.app.settings_in_force import SettingsInForce
from ibmonitor.domain.query.query import ExecutionOutcome, ExecutionQuery
from ibmonitor.domain.records.events import LinkChanged
from ibmonitor.domain.records.link import LinkState
from ibmonitor.models.text.link_words import SIMULATED
from ibmonitor.windows.main.main_window import MainWindow
from ibmonitor.windows.main.notifier import Notifier

_PARTS = ("ibmonitor.models.allocations", "ibmonitor.models.day", "ibmonitor.windows.details")
"""The packages of the window's late parts."""


class ConnectionFlow(QObject):
    """Decides when to connect. In a replay (`is_replay`) nothing is ever connected, and there is no `notifier`."""

    simulated = Signal()
    """Another TWS is about to be shown: the demo's, or no longer that."""

    def __init__(
        self,
        connection: Connection,
        settings: SettingsInForce,
        window: MainWindow,
        first_start: FirstStart,
        registry: ClientIdRegistry,
        notifier: Notifier | None,
        problems: ProblemReports,
        new_windows: NewWindows,
        history: HistoryKeeper,
        *,
        is_replay: bool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.connection = connection
        self.settings = settings
        self.window = window
        self.first_start = first_start
        self._registry = registry
        self.notifier = notifier
        self.is_replay = is_replay
        self.problems = problems
        self.new_windows = new_windows
        self._history = history
        self._awaits_history = False
        steps = chain(loading(*_PARTS), window.late_parts(), loading(*WHAT_CONNECTS))
        self._loading = Turns(steps, self, self._connect)
        connection.feed.link_changed.connect(self._on_link_changed)
        first_start.demo_listening.connect(self.on_demo_listening)
        first_start.demo_failed.connect(self.on_demo_failed)
        first_start.demo_ended.connect(self._on_demo_ended)

    @property
    def is_busy(self) -> bool:
        """Connected, connecting, or waiting for the next attempt."""
        return self._awaits_history or self._loading.is_going_on or self.connection.connector.is_busy

    def on_connect_requested(self) -> None:
        self.first_start.leave()
        if not self.is_replay:
            self.connect_now()

    def connect_now(self) -> None:
        """Connect with the current settings, once the history is open, and ibapi loaded: that takes a while."""
        self._awaits_history = True
        self._history.when_ready(self._load)

    def _load(self) -> None:
        if not self._awaits_history:
            return
        self._awaits_history = False
        if is_loaded():
            self._loading.finish()
        else:
            self._loading.start()

    def _connect(self) -> None:
        """Connect with the current settings; warn if another window of this program uses the client ID."""
        settings = self.settings.current
        problem = ibapi_problem()
        self.report_ibapi(problem)
        if problem:
            self._announce_down(problem)
            return
        warning = self._registry.claim(settings.host, settings.port, settings.client_id, says_master=settings.is_master)
        self.problems.report("client ID", [warning] if warning else [])
        self.connection.connector.connect(settings)

    def on_disconnect_requested(self) -> None:
        if self.notifier is not None:
            self.notifier.leave()
        self.stop_loading()
        self.connection.connector.disconnect()

    def stop_loading(self) -> None:
        """Do not connect if that has not begun yet."""
        self._awaits_history = False
        self._loading.stop()

    def on_demo_requested(self) -> None:
        """Show the demo: here if nothing of a TWS is shown, otherwise in another window."""
        if self.is_busy or self.is_replay or self.connection.has_orders or self.first_start.is_demo:
            self.open_window("--demo")
        else:
            self.first_start.show_demo(self.settings.current)

    def on_profile_window_requested(self, name: str) -> None:
        # In one word: a name may begin with a hyphen.
        self.open_window(f"--profile={name}")

    def open_window(self, *arguments: str) -> None:
        """Open another window of this program, in a process of its own."""
        problem = self.new_windows.open(*arguments)
        self.problems.report("new window", [problem] if problem else [])

    def forget_tws(self) -> None:
        """Forget the current TWS: its orders must not be mixed with those of the next one."""
        self.on_disconnect_requested()
        self._announce_down()
        self.connection.forget_records()

    def on_recording_started(self) -> None:
        """Reconnect: a recording starts with everything that TWS sends to a new connection."""
        self.problems.report("recording", [])
        if self.is_busy:
            self.connect_now()

    def on_executions_requested(self, query: ExecutionQuery) -> None:
        on_progress = self.window.executions.on_progress
        self.connection.connector.request_executions(query, on_progress, self._on_executions_done)

    def on_demo_listening(self, port: int) -> None:
        from ibmonitor.app.demo import DEMO_CLIENT_ID  # noqa: PLC0415 - few starts show the demo

        self.problems.report("demo", [])
        self.settings.use_for_this_start(
            {"host": "127.0.0.1", "port": port, "client_id": DEMO_CLIENT_ID, "is_master": True, "auto_bind": False}
        )
        self.settings.port_is_stored = False
        self.window.set_settings(self.settings.current)
        self._show_simulated(simulated=True)
        self.simulated.emit()
        self.on_connect_requested()

    def on_demo_failed(self, sentence: str) -> None:
        self.problems.report("demo", [sentence])

    def _on_demo_ended(self) -> None:
        self.settings.use_stored()
        self.window.moved_port.hide()
        self.window.set_settings(self.settings.current)
        self._show_simulated(simulated=False)
        self.forget_tws()
        self.simulated.emit()

    def report_ibapi(self, problem: str | None) -> None:
        """Report what is wrong with the installed ibapi, if something is."""
        self.problems.report("ibapi", [problem] if problem else [])

    def _announce_down(self, reason: str = "") -> None:
        settings = self.settings.current
        self.connection.announce(
            LinkChanged(LinkState.DOWN, settings.host, settings.port, settings.client_id, reason=reason)
        )

    def _show_simulated(self, *, simulated: bool) -> None:
        self.window.set_simulated(simulated=simulated)
        if self.notifier is not None:
            self.notifier.set_profile(SIMULATED if simulated else self.window.profiles.name)

    def _on_executions_done(self, outcome: ExecutionOutcome, new: int) -> None:
        # The dialog counts the answer's executions in the tables.
        self.connection.feed.flush()
        self.window.executions.on_done(outcome, new)

    def _on_link_changed(self) -> None:
        state = self.connection.blotter.link.state
        if state is not LinkState.DOWN:
            # Whoever has connected: all that comes from TWS needs them.
            for _ in self.window.late_parts():
                pass
        if state is LinkState.DOWN and not self.is_busy:
            self._registry.release()
        elif state is LinkState.UP:
            self.problems.report("client ID", [])
