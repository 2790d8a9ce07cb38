"""The window's program: puts the floors together and carries what one asks of another."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import logging
from collections.abc import Set as AbstractSet
from contextlib import AsyncExitStack
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer

from ibmonitor.app.client_id_registry import ClientIdRegistry
from ibmonitor.app.connection_testing import ConnectionTesting
from ibmonitor.app.connector import Connector
from ibmonitor.app.demo import DEMO_CLIENT_ID, DemoTws
from ibmonitor.app.event_log import EventLog
from ibmonitor.app.first_start import FirstStart, is_first_start
from ibmonitor.app.gc_tuner import GcTuner
from ibmonitor.app.logs import Logs
from ibmonitor.app.profile_keeper import ProfileKeeper
from ibmonitor.app.replaying import Replaying
from ibmonitor.app.session_recording import SessionRecording
from ibmonitor.domain.allocation.book import AllocationBook
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.blotter.lookups import Lookups
from ibmonitor.domain.connection_test.verdict import Attempt
from ibmonitor.domain.query.query import ExecutionOutcome, ExecutionQuery
from ibmonitor.domain.records.events import Fault, LinkChanged
from ibmonitor.domain.records.link import LinkState
from ibmonitor.exporting.temporary_file import sweep, temporary_folder
from ibmonitor.models.live.account_watch import AccountWatch
from ibmonitor.models.live.contract_watch import ContractWatch
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.recording.replay import Speed
from ibmonitor.settings.leftovers import LEAST_AGE, sweep_settings
from ibmonitor.settings.places import Places, find_places
from ibmonitor.settings.profiles import Profile
from ibmonitor.settings.pseudonym_secret import load_pseudonym_secret
from ibmonitor.settings.recent_queries import load_recent_queries, save_recent_queries
from ibmonitor.settings.store import load_settings, save_settings
from ibmonitor.settings.table import DEFAULTS, Settings
from ibmonitor.settings.window_state import load_window_state, save_window_state
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.session.record_gaps import RecordGaps
from ibmonitor.tws.wire.gate import MANUAL_ORDERS_CLIENT
from ibmonitor.windows.main.main_window import MainWindow
from ibmonitor.windows.main.notifier import Notifier
from ibmonitor.windows.recording.replay_bar import ReplayBar
from ibmonitor.windows.table.views import ViewsStore
from ibmonitor.windows.widgets.open_folder import cannot_open, open_folder

CONNECTION_SETTINGS = ("host", "port", "client_id", "completed_orders_api_only")
"""A change of one of these while connected means connecting anew."""

_SWEEP_AGAIN_MS = int(1000 * 2 * LEAST_AGE)


class Program(QObject):
    """Everything that lives as long as the window."""

    def __init__(self, options: argparse.Namespace, logs: Logs | None = None) -> None:
        """`logs` have been started, where the program is alone in its process; they come to the user's level."""
        super().__init__()
        self.places: Places = find_places(options.config_dir)
        # Before the settings are loaded, which sets a damaged file aside.
        self._is_first_start = is_first_start(self.places.settings_file, options)
        self.stored, problems = load_settings(self.places.settings_file)
        self.profiles = ProfileKeeper(self.places, getattr(options, "profile", None))
        window_state, window_problems = load_window_state(self.profiles.window_file)
        recent, recent_problems = load_recent_queries(self.places.queries_file)
        self._connects_at_once = self.profiles.current is not None
        self.settings = self._for_this_start(_given(options))
        self._port_is_stored = not hasattr(options, "port")
        """Whether the port in force is the saved one, or the one that TWS has moved to from there."""
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._reported: dict[str, list[str]] = {}
        """By what they are about: the problems that were reported last."""

        self.wrapper = SignalWrapper(self)
        self.replaying = self._make_replaying(options)
        self.blotter = self._make_blotter()
        self.tables = make_tables(self)
        self.feed = Feed(self.blotter, self.tables, parent=self)
        self.memory = GcTuner(self.feed)
        ACCOUNT_MASK.use_secret_from(self._pseudonym_secret)
        remembered = [*window_state.accounts, *(query.account for query in recent)]
        self.account_watch = AccountWatch(self.feed, self.blotter, self, known=remembered)
        self.contract_watch = ContractWatch(self.feed, self)
        self.logs = self._make_logs(logs)
        self.event_log = EventLog(self.feed, self.logs, self)
        # Qt takes the long way round to a QObject's own method: 0.7 us for each of a burst's events.
        self.wrapper.event.connect(self.event_log.listening(self.feed.on_event))
        self.recording = SessionRecording(
            self.places.recordings, lambda: self.settings, lambda: self.connector.is_busy, self
        )
        self.wrapper.announced.connect(self.recording.recorder.announced)
        self.book = AllocationBook(self.blotter)
        self.connector = Connector(
            self.wrapper,
            self.blotter,
            tap=self.recording.recorder,
            on_moved=self._on_tws_moved,
            gaps=RecordGaps(Lookups(self.blotter.orders), self.blotter.parent_accounts, self.book.incomplete_accounts),
        )
        self.demo_tws = DemoTws(self, getattr(options, "scenario", None)) if options.demo else None

        self.views = self._make_views()
        self.window = MainWindow(
            self.tables, self.feed, self.blotter, self.settings, window_state, recent, self.book, self.views
        )
        if self.replaying is not None:
            self._show_replaying(self.replaying)
        self.first_start = self._make_first_start()
        self.client_id_registry = ClientIdRegistry(self.places.state / "clients")
        self.feed.link_changed.connect(self._on_link_changed)
        self.notifier = None if self.replaying is not None else self._make_notifier()
        self._join_window()
        self.account_watch.set_hiding(self.settings.hide_accounts)
        ACCOUNT_NAMES.set_showing(self.settings.show_aliases)
        self._show_profiles()
        self.window.set_simulated(simulated=self.demo_tws is not None)
        self.report("settings", problems)
        self.report("profiles", self.profiles.problems)
        self.report("views", self.views.problems)
        self.say_all(window_problems + recent_problems)

    def _make_logs(self, started: Logs | None) -> Logs:
        if started is None:
            return Logs(self.places.log)
        started.set_level(self.settings.log_level)
        return started

    def _make_views(self) -> ViewsStore:
        views = ViewsStore(self.places.views_file, self)
        views.failed.connect(lambda sentences: self.report("views", [sentences]))
        views.kept.connect(lambda: self.report("views", []))
        return views

    def _join_window(self) -> None:
        """Do what the user asks for in the window."""
        self.window.connect_requested.connect(self._on_connect_requested)
        self.window.connect_now_requested.connect(self.connector.connect_now)
        self.window.other_client_id_requested.connect(self._on_other_client_id)
        self.window.disconnect_requested.connect(self._on_disconnect_requested)
        self.window.refresh_requested.connect(self.connector.refresh)
        self.window.own_orders_requested.connect(self.connector.request_own_orders)
        self.window.completed_orders_requested.connect(self._on_completed_orders_requested)
        self.window.executions.requested.connect(self._on_executions_requested)
        self.window.executions.cancelled.connect(self.connector.cancel_executions)
        self.window.recording_switched.connect(lambda on: self.recording.switch(self.window, on=on))
        self.window.logs_requested.connect(self._on_logs_requested)
        self.recording.changed.connect(self.window.show_recording)
        self.recording.started.connect(self._on_recording_started)
        self.recording.failed.connect(lambda sentence: self.report("recording", [sentence]))
        self.window.profiles.chosen.connect(self._on_profile_chosen)
        self.window.profiles.accepted.connect(self._on_profiles_accepted)
        self.window.settings_accepted.connect(self._on_settings_accepted)
        self.window.moved_port.keep_requested.connect(lambda: self._keep(self.settings, {"port"}))
        self.window.closed.connect(self._on_window_closed)

    def start(self) -> None:
        """Show the window, then connect where that is wanted."""
        if self._is_first_start:
            self.first_start.show(self.settings)
        self.window.show()
        self._sweep()
        # Once more for what was too young to be told from files that another window is writing.
        QTimer.singleShot(_SWEEP_AGAIN_MS, self, self._sweep)
        if self.replaying is not None:
            self.replaying.start()
        elif self.demo_tws is not None:
            self.demo_tws.listening.connect(self._on_demo_listening)
            self.demo_tws.failed.connect(self._on_demo_failed)
            self.demo_tws.start()
        elif self.settings.connect_at_start or self._connects_at_once:
            self._on_connect_requested()

    async def finish(self) -> None:
        """Leave nothing behind: the connection, the demo's TWS, what the window remembers."""
        # A mistake in one of them must not cost the user the others. From the last one up:
        async with AsyncExitStack() as steps:
            steps.callback(self.client_id_registry.release)
            steps.callback(self.event_log.tell_the_rest)
            steps.callback(self.recording.stop)
            steps.push_async_callback(self.connector.close)
            if self.replaying is not None:
                steps.push_async_callback(self.replaying.close)
            if self.demo_tws is not None:
                steps.callback(self.demo_tws.stop)
            steps.callback(self.first_start.stop)
            steps.push_async_callback(self.testing.close)
            if self.notifier is not None:
                steps.callback(self.notifier.stop)
            # Before anything that may take its time, and lose it to who ends the process from outside.
            steps.callback(self._save_window)

    def _sweep(self) -> None:
        """Remove what killed processes have left: it names accounts."""
        sweep_settings(self.places)
        for folder in (
            self.places.config,
            self.places.state,
            self.places.recordings,
            temporary_folder(self.places.log),
        ):
            sweep(folder)

    def _save_window(self) -> None:
        problems = save_window_state(self.profiles.window_file, self.window.body.state())
        problems += save_recent_queries(self.places.queries_file, self.window.executions.recent)
        for problem in problems:
            logging.getLogger(__name__).warning("%s", problem)

    def _make_replaying(self, options: argparse.Namespace) -> Replaying | None:
        recording = getattr(options, "recording", None)
        if recording is None:
            return None
        replaying = Replaying(recording, self.wrapper, Speed(options.speed), self)
        self.settings = replaying.settings(self.settings)
        return replaying

    def _make_first_start(self) -> FirstStart:
        self.testing = ConnectionTesting(self._on_test_accepted, self)
        self.window.test_row_shown.connect(self.testing.serve)
        first = FirstStart(self.window.body, self.testing, self)
        first.connect_requested.connect(self._on_first_connect_requested)
        first.skipped.connect(self._on_first_start_skipped)
        first.demo_listening.connect(self._on_demo_listening)
        first.demo_failed.connect(self._on_demo_failed)
        first.demo_ended.connect(self._on_demo_ended)
        return first

    def _make_notifier(self) -> Notifier:
        """Not for a recording: what it tells is not happening."""
        notifier = Notifier(self.feed, lambda: self.settings, self.window)
        notifier.order_chosen.connect(self.window.records.go_to)
        return notifier

    def _make_blotter(self) -> Blotter:
        zone = _zone(self.settings)
        # What is replayed was received when it was recorded.
        return Blotter(zone=zone) if self.replaying is None else Blotter(zone=zone, clock=self.replaying.now)

    def _show_replaying(self, replaying: Replaying) -> None:
        bar = ReplayBar(self.window)
        self.window.show_replay(bar, replaying.title)
        replaying.show_in(bar)
        replaying.another_tws.connect(self._forget_records)

    def _on_connect_requested(self) -> None:
        self.first_start.leave()
        if self.replaying is None:
            self._connect()

    def _on_disconnect_requested(self) -> None:
        if self.notifier is not None:
            self.notifier.leave()
        self.connector.disconnect()

    def _on_recording_started(self) -> None:
        """A recording begins with all that TWS tells a new connection."""
        self.report("recording", [])
        if self.connector.is_busy:
            self._connect()

    def _on_logs_requested(self) -> None:
        self.report("logs", [] if open_folder(self.places.log) else [cannot_open(self.places.log)])

    def _on_completed_orders_requested(self, api_only: bool) -> None:
        self.connector.request_completed_orders(api_only=api_only)

    def _on_executions_requested(self, query: ExecutionQuery) -> None:
        executions = self.window.executions
        self.connector.request_executions(query, executions.on_progress, self._on_executions_done)

    def _on_executions_done(self, outcome: ExecutionOutcome, new: int) -> None:
        # What the answer brought has to be in the tables before it is counted there.
        self.feed.flush()
        self.window.executions.on_done(outcome, new)

    def _for_this_start(self, given: dict[str, Any]) -> Settings:
        """The settings with what holds for this start only, from the command line or the demo."""
        return dataclasses.replace(self.profiles.applied(self.stored), **given)

    def _on_settings_accepted(self, settings: Settings) -> None:
        before, self.settings = self.settings, settings
        changed = {key for key in DEFAULTS if getattr(settings, key) != getattr(before, key)}
        if "host" in changed and self._port_is_stored:
            # The user has accepted them together, even if TWS has moved to the port shown.
            changed.add("port")
        self._keep(settings, changed)
        if "port" in changed:
            self._use_stored_port()
        if "zone" in changed:
            self.feed.take(self.blotter.set_zone(_zone(settings)))
        if "hide_accounts" in changed:
            self.account_watch.set_hiding(settings.hide_accounts)
        if "show_aliases" in changed:
            ACCOUNT_NAMES.set_showing(settings.show_aliases)
        if self.notifier is not None and any(key.startswith("notify_") for key in changed):
            self.notifier.apply_settings()
        if "log_level" in changed:
            self.logs.set_level(settings.log_level)
        if self.replaying is None:
            self._bring_to_connection(settings, changed)

    def _keep(self, settings: Settings, changed: AbstractSet[str]) -> None:
        """Keep only what the user has changed: the rest may hold for this start only."""
        for_settings, problems = self.profiles.keep(settings, changed)
        if for_settings != changed:
            self.report("profiles", problems)
        self.stored = dataclasses.replace(self.stored, **{key: getattr(settings, key) for key in for_settings})
        if self.stored.client_id != MANUAL_ORDERS_CLIENT:
            self.stored = dataclasses.replace(self.stored, auto_bind=False)
        # Another window may have saved others meanwhile.
        self.report("settings", save_settings(self.places.settings_file, self.stored, for_settings | {"auto_bind"}))

    def _on_profile_chosen(self, name: str) -> None:
        """Another connection: what was known of the one before is forgotten, and its window is kept for it."""
        was_busy = self.connector.is_busy
        self._save_window()
        self.first_start.leave_demo()
        self.profiles.choose(name)
        before, self.settings = self.settings, self.profiles.applied(self.stored)
        self._use_stored_port()
        self.window.set_simulated(simulated=False)
        self.window.set_settings(self.settings)
        self._show_profiles()
        if (before.host, before.port) != (self.settings.host, self.settings.port):
            self._forget_tws()
        if self.profiles.window_file.exists():
            state, problems = load_window_state(self.profiles.window_file)
            self.window.body.restore(state)
            self.say_all(problems)
        if name or was_busy:
            self._on_connect_requested()

    def _on_profiles_accepted(self, profiles: tuple[Profile, ...]) -> None:
        before = self.profiles.current
        self.report("profiles", self.profiles.accept(profiles))
        now = self.profiles.current
        if before is not None and now != before:
            # It was changed, or it is gone: the connection follows.
            self._on_profile_chosen("" if now is None else now.name)
        self._show_profiles()

    def _show_profiles(self) -> None:
        current = self.profiles.current
        self.window.show_profiles(self.profiles.profiles, current)
        if self.notifier is not None:
            self.notifier.set_profile("" if current is None else current.name)

    def _bring_to_connection(self, settings: Settings, changed: AbstractSet[str]) -> None:
        """Have what has changed hold in the connection there is, which is made anew only where it must be."""
        was_busy = self.connector.is_busy
        if changed & {"host", "port"}:
            self._forget_tws()
        if not was_busy:
            return
        if changed & set(CONNECTION_SETTINGS):
            self._connect()
            return
        if "refresh_seconds" in changed:
            self.connector.set_refresh_seconds(settings.refresh_seconds)
        if "auto_bind" in changed:
            self.connector.set_auto_bind(auto_bind=settings.auto_bind)
        if "is_master" in changed:
            self.connector.set_says_master(says_master=settings.is_master)

    def _on_tws_moved(self, port: int) -> None:
        """TWS is at another port (1300). The connection follows it; only the user decides what is saved."""
        self.settings = dataclasses.replace(self.settings, port=port)
        self.window.set_settings(self.settings)
        current = self.profiles.current
        if port == self.profiles.applied(self.stored).port:
            self.window.moved_port.hide()
        elif self._port_is_stored:
            self.window.moved_port.ask(port, "" if current is None else current.name)

    def _use_stored_port(self) -> None:
        """The port in force is the one that is saved, so that there is nothing to ask about it."""
        self._port_is_stored = True
        self.window.moved_port.hide()

    def _on_other_client_id(self, client_id: int) -> None:
        """The user takes the client id that was offered for one that is in use."""
        settings = dataclasses.replace(self.settings, client_id=client_id, auto_bind=False)
        self.window.set_settings(settings)
        self._on_settings_accepted(settings)
        self._on_connect_requested()

    def _forget_tws(self) -> None:
        """Another TWS: the orders of the one before are not to be mixed with its own."""
        self._on_disconnect_requested()
        settings = self.settings
        self.wrapper.announce(LinkChanged(LinkState.DOWN, settings.host, settings.port, settings.client_id))
        self._forget_records()

    def _forget_records(self) -> None:
        self.feed.flush()
        self.feed.clear()

    def _on_demo_listening(self, port: int) -> None:
        self._port_is_stored = False
        self.report("demo", [])
        self.settings = self._for_this_start(
            {"host": "127.0.0.1", "port": port, "client_id": DEMO_CLIENT_ID, "is_master": True, "auto_bind": False}
        )
        self.window.set_settings(self.settings)
        self.window.set_simulated(simulated=True)
        self._on_connect_requested()

    def _on_test_accepted(self, attempt: Attempt) -> None:
        self.connector.note_accepted(attempt.host, attempt.port, attempt.client_id)

    def _connect(self) -> None:
        """Connect as the settings say, and tell before that what another window of this program will make of it."""
        settings = self.settings
        said = self.client_id_registry.claim(
            settings.host, settings.port, settings.client_id, says_master=settings.is_master
        )
        self.report("client ID", [said] if said else [])
        self.connector.connect(settings)

    def _on_link_changed(self) -> None:
        state = self.blotter.link.state
        if state is LinkState.DOWN and not self.connector.is_busy:
            self.client_id_registry.release()
        elif state is LinkState.UP:
            self.report("client ID", [])

    def _on_first_connect_requested(self, settings: Settings) -> None:
        self.window.set_settings(settings)
        self._on_settings_accepted(settings)
        self._on_connect_requested()

    def _on_first_start_skipped(self) -> None:
        """Keep that there was a first start: the file is there from now on."""
        self.report("settings", save_settings(self.places.settings_file, self.stored, {"auto_bind"}))

    def _on_demo_ended(self) -> None:
        self.settings = self.profiles.applied(self.stored)
        self._use_stored_port()
        self.window.set_settings(self.settings)
        self.window.set_simulated(simulated=False)
        self._forget_tws()

    def _on_demo_failed(self, sentence: str) -> None:
        self.report("demo", [sentence])

    def _on_window_closed(self) -> None:
        if not self.closed.done():
            self.closed.set_result(None)

    def _pseudonym_secret(self) -> bytes:
        secret, problems = load_pseudonym_secret(self.places.pseudonyms_file)
        self.say_all(problems)
        return secret

    def report(self, about: str, sentences: list[str]) -> None:
        """Tell the user these of one thing; what was reported of it before and is not in them has been mended."""
        before = set(self._reported.get(about, ())) - set(sentences)
        self._reported[about] = sentences
        self.say_all(sentences)
        if before:
            self.window.unread.withdraw(before)

    def say_all(self, sentences: list[str]) -> None:
        """Tell the user each of these."""
        for sentence in sentences:
            self.wrapper.announce(Fault(sentence))


def _given(options: argparse.Namespace) -> dict[str, Any]:
    """What the command line says of the settings."""
    given = {key: getattr(options, key) for key in ("host", "port", "client_id") if hasattr(options, key)}
    if given.get("client_id", MANUAL_ORDERS_CLIENT) != MANUAL_ORDERS_CLIENT:
        # Binding is client 0's alone.
        given["auto_bind"] = False
    return given


def _zone(settings: Settings) -> ZoneInfo | None:
    return ZoneInfo(settings.zone) if settings.zone else None
