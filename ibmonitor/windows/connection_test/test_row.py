"""The button that tests a connection, and below it the progress and the result of the test.

`connection_testing.py` runs the test.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ibmonitor.domain.connection_test.verdict import Attempt, Verdict
from ibmonitor.domain.connection_test.words import in_use_here
from ibmonitor.settings.table import Settings
from ibmonitor.windows.connection_test.verdict_view import VerdictView
from ibmonitor.windows.widgets.labels import ElidedLabel

_TEST, _CANCEL = "&Test connection", "Cancel &test"


class ConnectionTestRow(QWidget):
    """`read` returns the entered settings, or `None` while they cannot be used."""

    test_requested = Signal(object)
    """Settings."""
    test_cancelled = Signal()
    other_port_chosen = Signal(int)
    """The user accepts the port on which TWS answers instead of the entered one, which is tested right after."""
    other_client_id_chosen = Signal(int)
    """The user accepts this client ID instead of the entered one, which is in use. It is tested right after."""

    def __init__(self, read: Callable[[], Settings | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self._in_use: Attempt | None = None
        self._offered: Callable[[], None] | None = None
        """Enters what is offered instead; `None` while nothing is."""
        self.is_testing = False
        self.button = QPushButton(_TEST, self)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._on_clicked)
        self._progress = ElidedLabel(tone="muted", parent=self)
        self._verdict = VerdictView(self)
        self.offer_button = QPushButton(self)
        self.offer_button.setAutoDefault(False)
        self.offer_button.clicked.connect(self._on_offer_accepted)
        self.line = QHBoxLayout()
        self.line.setSpacing(10)
        self.line.addWidget(self.button)
        self.line.addWidget(self._progress, 1)
        other = QHBoxLayout()
        other.addWidget(self.offer_button)
        other.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self.line)
        layout.addWidget(self._verdict)
        layout.addLayout(other)
        self._label()
        self._offer("", None)

    @property
    def has_verdict(self) -> bool:
        """Whether it shows the result of a test."""
        return not self._verdict.isHidden()

    def set_in_use(self, attempt: Attempt | None) -> None:
        """Set this window's own connection: a test of it would find its client ID in use."""
        self._in_use = attempt

    def test(self) -> None:
        """Request a test of the entered settings; nothing while they cannot be used or a test runs."""
        settings = self._read()
        if settings is None or self.is_testing:
            return
        self.forget()
        if self._in_use == Attempt(settings.host, settings.port, settings.client_id):
            self.show_verdict(in_use_here(self._in_use))
            return
        self.is_testing = True
        self._label()
        self.test_requested.emit(settings)

    def forget(self) -> None:
        """Cancel a running test and clear its result: the entered settings have changed."""
        if self.is_testing:
            self.is_testing = False
            self.test_cancelled.emit()
        self._label()
        self._progress.setText("")
        self._verdict.clear()
        self._offer("", None)

    def show_progress(self, sentence: str) -> None:
        """Show the progress of the test."""
        if self.is_testing:
            self._progress.setText(sentence)

    def show_verdict(self, verdict: Verdict) -> None:
        """Show the result of the test."""
        self.is_testing = False
        self._label()
        self._progress.setText("")
        self._verdict.show_verdict(verdict)
        self._offer_instead(verdict.other_port, verdict.other_client_id)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{verdict.mark.value}: {verdict.headline}"))

    def set_testable(self, *, testable: bool) -> None:
        """Whether the entered settings can be tested."""
        self.button.setEnabled(testable or self.is_testing)

    def _label(self) -> None:
        self.button.setText(_CANCEL if self.is_testing else _TEST)

    def _offer_instead(self, port: int | None, client_id: int | None) -> None:
        if port is not None:
            self._offer(f"port {port}", lambda: self.other_port_chosen.emit(port))
        elif client_id is not None:
            self._offer(f"client ID {client_id}", lambda: self.other_client_id_chosen.emit(client_id))
        else:
            self._offer("", None)

    def _offer(self, what: str, accept: Callable[[], None] | None) -> None:
        self._offered = accept
        self.offer_button.setText(f"&Use {what} and test again")
        self.offer_button.setVisible(accept is not None)

    def _on_clicked(self) -> None:
        if self.is_testing:
            self.forget()
        else:
            self.test()

    def _on_offer_accepted(self) -> None:
        if self._offered is not None:
            self._offered()
            self.test()
