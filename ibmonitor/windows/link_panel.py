"""The band that says what this window is connected to, and what can and cannot be seen through that connection."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ibmonitor.domain.records import Link, LinkState
from ibmonitor.domain.scope import describe_scope
from ibmonitor.settings.table import Settings
from ibmonitor.windows import link_text
from ibmonitor.windows.labels import ElidedLabel, ToneLabel
from ibmonitor.windows.link_light import STATE_TONES, LinkLight
from ibmonitor.windows.scope_button import ScopeButton


class LinkPanel(QFrame):
    scope_requested = Signal()
    """The user wants to know all that this connection can see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Connection")
        self._light = LinkLight(self)
        self._state = ToneLabel(parent=self)
        font = self._state.font()
        font.setBold(True)
        self._state.setFont(font)
        self._details = ElidedLabel(parent=self)
        self._scope = ScopeButton(self)
        self._scope.clicked.connect(self.scope_requested)
        self._problems = ElidedLabel(tone="warning", parent=self)
        for label in (self._details, self._problems):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._light)
        first.addWidget(self._state)
        first.addWidget(self._details, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(3)
        layout.addLayout(first)
        layout.addWidget(self._scope)
        layout.addWidget(self._problems)

    def show_link(self, link: Link, settings: Settings) -> None:
        """Show the facts of the connection as they are now."""
        self._light.set_state(link.state)
        self._state.setText(link_text.STATE_WORDS[link.state])
        self._state.set_tone(STATE_TONES[link.state])
        # The accounts last: they are what may be cut where there is no room.
        self._details.setText(" · ".join(filter(None, (*link_text.details(link), link_text.accounts_text(link)))))
        self._scope.say(_second_line(link, settings), "warning" if _is_past(link) else "muted")
        problems = link_text.request_problems(link)
        self._problems.setText("Incomplete: " + "; ".join(problems) if problems else "")
        self._problems.setVisible(bool(problems))

    def texts(self) -> list[str]:
        """Everything the panel says, in reading order."""
        said = (self._state.text(), self._details.text(), self._scope.line(), self._problems.text())
        return [text for text in said if text]


def _is_past(link: Link) -> bool:
    """Whether the tables show how things were in a connection that is no more."""
    # The accounts stay when the connection goes, and are unknown before the first one.
    return link.state in (LinkState.DOWN, LinkState.CONNECTING) and bool(link.accounts)


def _second_line(link: Link, settings: Settings) -> str:
    if link.state in (LinkState.UP, LinkState.SYNCHRONISING):
        return describe_scope(
            client_id=link.client_id if link.client_id is not None else settings.client_id,
            says_master=settings.is_master,
            api_settings=link.api_settings,
            auto_bind=settings.auto_bind,
        )
    if _is_past(link):
        return f"{link.reason} What is shown is how it was when the connection ended.".strip()
    return link.reason or "Read-only: this program can never place, change or cancel an order."
