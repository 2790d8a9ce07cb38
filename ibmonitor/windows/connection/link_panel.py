"""The left part of the header: the state of the connection, live or paper, and the profile."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ibmonitor.domain.records.link import Link, LinkState
from ibmonitor.domain.scope.summary import describe_scope
from ibmonitor.models.text import link_words as link_text
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.settings.table import Settings
from ibmonitor.windows.connection.profile_badge import AccountKindBadge, ProfileBadge
from ibmonitor.windows.connection.state_button import RECORDING, StateButton
from ibmonitor.windows.theme.tokens import SMALL

_COUNTDOWN_MS = 500
"""Interval of the countdown: short enough to show every second."""
READ_ONLY = "Read-only: this program can never place, change or cancel an order."


class LinkPanel(QWidget):
    scope_requested = Signal()
    """The user wants to see what this connection can see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Connection")
        self._link = Link()
        self._settings = Settings()
        self._signs: Sequence[str] = ()
        self.state = StateButton(self)
        self.state.clicked.connect(self.scope_requested)
        self._kind = AccountKindBadge(self)
        self.profile = ProfileBadge(self)
        self._is_simulated = False
        self._instead = ""
        """What is shown where this is no connection of this program: a recording, or a past day."""
        self._about = ""
        self._progress = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SMALL)
        for part in (self.state, self._kind, self.profile):
            row.addWidget(part)
        self._countdown = QTimer(self)
        self._countdown.setInterval(_COUNTDOWN_MS)
        self._countdown.timeout.connect(self._show_state)
        ACCOUNT_NAMES.changed.connect(self._show_facts)
        ACCOUNT_MASK.changed.connect(self._show_facts)

    def show_link(self, link: Link, settings: Settings, signs: Sequence[str] = ()) -> None:
        """Show the current state of the connection; `signs` are the window's own, such as hidden accounts."""
        self._link, self._settings, self._signs = link, settings, tuple(signs)
        if link.next_try is None:
            self._countdown.stop()
        else:
            self._countdown.start()
        self._show_state()
        self._show_facts()

    def show_progress(self, words: str) -> None:
        """Show how far the synchronization has come, in place of what the connection sees; empty words end that."""
        self._progress = words
        self._show_facts()

    def set_simulated(self, *, simulated: bool) -> None:
        """Whether TWS is this program's own simulated one."""
        self._is_simulated = simulated
        self._show_facts()

    def set_replaying(self) -> None:
        """The state is that of a recording, and no connection of this program."""
        self._instead = RECORDING
        self._show_state()

    def set_past(self, words: str, about: str) -> None:
        """Show a past day, which is closed; `about` is what is covered of it."""
        self._instead, self._about = words, about
        self._show_state()
        self._show_facts()

    def _show_facts(self) -> None:
        link, simulated = self._link, self._is_simulated
        self._kind.show_kind(link_text.kind_of_accounts(link.accounts, simulated=simulated))
        facts = (*link_text.details(link), link_text.accounts_text(link, simulated=simulated))
        then = self._about or (f"Then: {link_text.STATE_WORDS[link.state]}" if self._instead else "")
        lines = (then, " · ".join(filter(None, facts)), self._progress or _scope(link, self._settings), *self._signs)
        self.state.set_facts("\n".join(filter(None, lines)))

    def _show_state(self) -> None:
        link = self._link
        if self._instead:
            self.state.show_instead(self._instead)
        else:
            self.state.show_state(link.state, link_text.state_words(link), counts_down=link.next_try is not None)


def _scope(link: Link, settings: Settings) -> str:
    if link.state in (LinkState.UP, LinkState.SYNCHRONISING):
        return describe_scope(
            client_id=link.client_id if link.client_id is not None else settings.client_id,
            says_master=settings.is_master,
            api_settings=link.api_settings,
            auto_bind=settings.auto_bind,
        )
    return READ_ONLY
