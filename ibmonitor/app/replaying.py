"""`ibmonitor replay`: a recording takes the place of TWS. `recording/` plays it."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ibmonitor.models.text.formats import time_text
from ibmonitor.models.text.shown_zone import SHOWN_ZONE
from ibmonitor.recording.recording_file import Recording
from ibmonitor.recording.replay import Replay, Speed
from ibmonitor.settings.table import DEFAULTS, SETTINGS, Settings, problems
from ibmonitor.windows.recording.replay_bar import ReplayBar

if TYPE_CHECKING:
    from ibmonitor.tws.decode.adapter import SignalWrapper

_READ_BY = ("zone", "client_id", "is_master", "auto_bind")
"""Settings that affect how received data is read and shown: a replay uses the recording's."""


class Replaying(QObject):
    """Plays a recording into `wrapper`; a bar shows its progress and controls it."""

    another_tws = Signal()
    """The recording continues with another TWS, so the records of the previous one must be forgotten."""

    def __init__(
        self, recording: Recording, wrapper: SignalWrapper, speed: Speed, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._recording = recording
        self._replay = Replay(
            recording, wrapper, speed=speed, on_moved=self._show, on_another_tws=self.another_tws.emit
        )
        self._task: asyncio.Task[None] | None = None
        self._bar: ReplayBar | None = None
        self._has_failed = False
        self.now = self._replay.now
        """The replay's clock."""

    @property
    def is_simulated(self) -> bool:
        """Whether it was recorded from the simulated TWS of the demo."""
        return (self._recording.header.settings or {}).get("simulated") is True

    @property
    def title(self) -> str:
        return f"Replay of {self._recording.path.name}"

    def show_in(self, bar: ReplayBar) -> None:
        """Show the progress in this bar, and let it control the replay."""
        self._bar = bar
        bar.destroyed.connect(self._on_bar_destroyed)
        SHOWN_ZONE.changed.connect(self._show)
        header = self._recording.header
        bar.set_title(self.title, f"recorded {header.started:%Y-%m-%d %H:%M} UTC by {header.program}")
        bar.pause_wanted.connect(self._on_pause_wanted)
        bar.full_speed_wanted.connect(self._on_full_speed_wanted)
        self._show()

    def start(self) -> None:
        """Start playing, on the running event loop."""
        self._task = asyncio.get_running_loop().create_task(self._replay.play())
        self._task.add_done_callback(self._on_ended)

    async def close(self) -> None:
        """Stop playing."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _on_ended(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is None:
            return
        self._has_failed = True
        self._show()
        # The loop reports only exceptions of tasks that nobody holds; this one is held.
        task.get_loop().call_exception_handler({"message": "the replay failed", "exception": error})

    def _on_bar_destroyed(self) -> None:
        self._bar = None

    def _on_pause_wanted(self, wanted: bool) -> None:
        self._replay.set_paused(paused=wanted)

    def _on_full_speed_wanted(self, wanted: bool) -> None:
        self._replay.set_speed(Speed.FULL if wanted else Speed.ORIGINAL)

    def _show(self) -> None:
        if self._bar is None:
            return
        replay = self._replay
        if self._has_failed:
            state = "ended by an error in this program"
        elif replay.is_finished:
            state = "finished: this is the state at the end of the recording"
        elif replay.is_paused:
            state = "paused"
        else:
            state = "playing"
        self._bar.show_progress(
            f"at {time_text(replay.shown_at)} · {state}",
            is_paused=replay.is_paused,
            is_finished=replay.is_finished or self._has_failed,
            is_full_speed=replay.speed is Speed.FULL,
        )


def as_recorded(recording: Recording, own: Settings) -> Settings:
    """The user's settings, with those of `_READ_BY` taken from the recording."""
    recorded = recording.header.settings or {}
    given = {key: recorded[key] for key in _READ_BY if key in recorded}
    fit: dict[str, Any] = {key: known for key, known in given.items() if _is_fit(key, known)}
    settings = dataclasses.replace(own, **fit)
    # Each may be valid on its own but not in combination.
    return dataclasses.replace(settings, **{key: DEFAULTS[key] for key in problems(settings)})  # type: ignore[arg-type]  # its own default


def _is_fit(key: str, known: object) -> bool:
    if not isinstance(known, str | int) or type(known) is not type(DEFAULTS[key]):
        return False
    return not SETTINGS[key].refusal(known)
