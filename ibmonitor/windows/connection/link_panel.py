"""The panel that shows what this window is connected to, and what this connection can see."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ibmonitor.domain.records.link import Link, LinkState
from ibmonitor.domain.scope.summary import describe_scope
from ibmonitor.models.text import link_words as link_text
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.settings.table import Settings
from ibmonitor.windows.connection.link_light import STATE_TONES, LinkLight
from ibmonitor.windows.connection.profile_badge import AccountKindBadge, ProfileBadge
from ibmonitor.windows.connection.scope_button import ScopeButton
from ibmonitor.windows.widgets.labels import ElidedLabel, ToneLabel

_COUNTDOWN_MS = 500
"""Interval of the countdown: short enough to show every second."""

_WIDEST_COUNTDOWN = "Reconnecting in 60 s"


class LinkPanel(QFrame):
    scope_requested = Signal()
    """The user wants to see what this connection can see."""
    connect_now_requested = Signal()
    """The user does not want to wait for the next attempt."""
    other_client_id_requested = Signal(int)
    """The user accepts the suggested client id instead of the one in use."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Connection")
        self._link = Link()
        self._is_replaying = False
        self._light = LinkLight(self)
        self._state = ToneLabel(parent=self)
        font = self._state.font()
        font.setBold(True)
        self._state.setFont(font)
        self._kind = AccountKindBadge(self)
        self.profile = ProfileBadge(self)
        self._is_simulated = False
        self._second_line = "", "muted"
        self._progress = ""
        self._details = ElidedLabel(parent=self)
        self._signs = ToneLabel(tone="warning", parent=self)
        self._connect_now = QPushButton("Connect &now", self)
        self._connect_now.setToolTip("Connect now instead of waiting")
        self._connect_now.clicked.connect(self.connect_now_requested)
        self._other_client_id = QPushButton(self)
        self._other_client_id.clicked.connect(self._on_other_client_id_taken)
        self._scope = ScopeButton(self)
        self._scope.clicked.connect(self.scope_requested)
        self._problems = ElidedLabel(tone="warning", parent=self)
        for label in (self._details, self._problems):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._light)
        first.addWidget(self._state)
        first.addWidget(self._kind)
        first.addWidget(self.profile)
        first.addWidget(self._connect_now)
        first.addWidget(self._other_client_id)
        first.addWidget(self._details, 1)
        first.addWidget(self._signs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(3)
        layout.addLayout(first)
        layout.addWidget(self._scope)
        layout.addWidget(self._problems)
        self._countdown = QTimer(self)
        self._countdown.setInterval(_COUNTDOWN_MS)
        self._countdown.timeout.connect(self._show_state)
        ACCOUNT_NAMES.changed.connect(self._show_details)
        ACCOUNT_MASK.changed.connect(self._show_details)

    def show_link(self, link: Link, settings: Settings, signs: Sequence[str] = ()) -> None:
        """Show the current state of the connection; `signs` are the window's own, such as hidden accounts."""
        self._link = link
        self._light.set_state(link.state)
        self._show_state()
        self._state.set_tone("info" if self._is_replaying else STATE_TONES[link.state])
        # The button next to it must not move during the countdown.
        widest = self._state.fontMetrics().horizontalAdvance(_WIDEST_COUNTDOWN) if link.next_try is not None else 0
        self._state.setMinimumWidth(widest)
        if link.next_try is None:
            self._countdown.stop()
        else:
            self._countdown.start()
        self._connect_now.setVisible(link.state is LinkState.WAITING and not self._is_replaying)
        self._other_client_id.setVisible(link.other_client_id is not None and not self._is_replaying)
        self._other_client_id.setText(f"&Use client ID {link.other_client_id}")
        self._other_client_id.setToolTip(link_text.other_client_id_hint(link))
        self._show_details()
        self._signs.setText(" · ".join(signs))
        self._second_line = _second_line(link, settings), "warning" if _needs_attention(link) else "muted"
        self._show_second_line()
        problems = link_text.problems(link)
        self._problems.setText(problems)
        self._problems.setVisible(bool(problems))

    def show_progress(self, words: str) -> None:
        """Show how far the synchronization has come, in place of what the connection sees; empty words end that."""
        self._progress = words
        self._show_second_line()

    def _show_second_line(self) -> None:
        line, tone = self._second_line
        self._scope.set_text(self._progress or line, tone)

    def set_simulated(self, *, simulated: bool) -> None:
        """Whether TWS is this program's own simulated one."""
        self._is_simulated = simulated
        self._show_details()

    def set_replaying(self) -> None:
        """Hide what needs a TWS: the state shown is that of a recording."""
        self._is_replaying = True
        self._light.hide()

    def _show_details(self) -> None:
        simulated = self._is_simulated
        self._kind.show_kind(link_text.kind_of_accounts(self._link.accounts, simulated=simulated))
        # The accounts last: they are cut first if the window is narrow.
        then = f"then: {link_text.STATE_WORDS[self._link.state]}" if self._is_replaying else ""
        parts = (then, *link_text.details(self._link), link_text.accounts_text(self._link, simulated=simulated))
        self._details.setText(" · ".join(filter(None, parts)))

    def _show_state(self) -> None:
        self._state.setText("Recording" if self._is_replaying else link_text.state_words(self._link))

    def _on_other_client_id_taken(self) -> None:
        if self._link.other_client_id is not None:
            self.other_client_id_requested.emit(self._link.other_client_id)


def _needs_attention(link: Link) -> bool:
    """Whether the tables are stale, or TWS has not been reached."""
    return link.stale_since is not None or link.state is LinkState.WAITING or link.other_client_id is not None


def _second_line(link: Link, settings: Settings) -> str:
    if link.state in (LinkState.UP, LinkState.SYNCHRONISING):
        return describe_scope(
            client_id=link.client_id if link.client_id is not None else settings.client_id,
            says_master=settings.is_master,
            api_settings=link.api_settings,
            auto_bind=settings.auto_bind,
        )
    if link.stale_since is not None:
        return f"{link_text.stale_words(link.stale_since)} {link.reason}".strip()
    return link.reason or "Read-only: this program can never place, change or cancel an order."
