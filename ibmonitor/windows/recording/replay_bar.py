"""The bar above a replay: it shows that a recording is played, shows its progress, and controls it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton, QWidget

from ibmonitor.windows.widgets.labels import ElidedLabel, ToneLabel


class ReplayBar(QFrame):
    pause_wanted = Signal(bool)
    """Whether to pause."""
    full_speed_wanted = Signal(bool)
    """Whether to skip the pauses of the recording."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Replay")
        self._name = ToneLabel(tone="info", parent=self)
        font = self._name.font()
        font.setBold(True)
        self._name.setFont(font)
        self._origin = ElidedLabel(tone="muted", parent=self)
        self._progress = ToneLabel(parent=self)
        self._progress.setAccessibleName("Progress of the replay")
        self._pause = QPushButton(self)
        self._pause.setCheckable(True)
        self._pause.clicked.connect(self.pause_wanted)
        self._full_speed = QCheckBox("Full s&peed", self)
        self._full_speed.setToolTip("Skip the pauses of the recording")
        self._full_speed.clicked.connect(self.full_speed_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 10, 4)
        layout.setSpacing(10)
        layout.addWidget(self._name)
        layout.addWidget(self._origin, 1)
        layout.addWidget(self._progress)
        layout.addWidget(self._pause)
        layout.addWidget(self._full_speed)
        self._label_pause(is_paused=False)
        # Its neighbors must not move when its text changes.
        self._pause.setMinimumWidth(self._pause.fontMetrics().horizontalAdvance("Resume") + 40)

    def set_title(self, name: str, origin: str) -> None:
        """Show which recording this is, and when and by which program it was made."""
        self._name.setText(name)
        self._origin.setText(origin)

    def show_progress(self, text: str, *, is_paused: bool, is_finished: bool, is_full_speed: bool) -> None:
        """Show the progress."""
        self._progress.setText(text)
        self._label_pause(is_paused=is_paused)
        self._pause.setVisible(not is_finished)
        self._full_speed.setVisible(not is_finished)
        self._full_speed.setChecked(is_full_speed)

    def _label_pause(self, *, is_paused: bool) -> None:
        self._pause.setChecked(is_paused)
        self._pause.setText("Res&ume" if is_paused else "Pa&use")
