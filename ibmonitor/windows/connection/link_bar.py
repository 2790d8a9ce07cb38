"""The banner about the connection: why the data is not current, or not complete, and the one thing that helps."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ibmonitor.domain.records.link import Link, LinkState
from ibmonitor.models.text import link_words as link_text
from ibmonitor.windows.widgets.banner import Banner, one_line
from ibmonitor.windows.widgets.labels import ElidedLabel


class LinkBar(Banner):
    """Dismissed, it stays away until there is something else to say."""

    connect_requested = Signal()
    connect_now_requested = Signal()
    """The user does not want to wait for the next attempt."""
    other_client_id_requested = Signal(int)
    """The user accepts the suggested client id instead of the one in use."""
    refresh_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Connection problem")
        self._link = Link()
        self._is_replaying = False
        self._dismissed = ""
        self.label = ElidedLabel(parent=self)
        one_line(self.label)
        self.row.addWidget(self.label, 1)
        self.other_client_id = self._add_button("", "")
        self.other_client_id.clicked.connect(self._on_other_client_id_taken)
        self.connect_now = self._add_button("Connect &now", "Connect now instead of waiting")
        self.connect_now.clicked.connect(self.connect_now_requested)
        self.connect_again = self._add_button("Co&nnect", "Connect to TWS or IB Gateway again")
        self.connect_again.clicked.connect(self.connect_requested)
        self.refresh = self._add_button("Re&fresh", "Request all that is missing again")
        self.refresh.clicked.connect(self.refresh_requested)
        self.add_dismiss("Dismiss", "Dismiss until something else is wrong with the connection")
        self.dismissed.connect(self._on_dismissed)

    def show_link(self, link: Link) -> None:
        """Show what is wrong with the connection; hide where nothing is."""
        self._link = link
        sentence = problem_of(link)
        if sentence != self._dismissed:
            self._dismissed = ""
        is_offered = not self._is_replaying
        has_other = link.other_client_id is not None
        is_down, is_waiting = link.state is LinkState.DOWN, link.state is LinkState.WAITING
        self.other_client_id.setText(f"&Use client ID {link.other_client_id}")
        self.other_client_id.setToolTip(link_text.other_client_id_hint(link))
        self.other_client_id.setVisible(is_offered and has_other)
        self.connect_now.setVisible(is_offered and is_waiting)
        self.connect_again.setVisible(is_offered and is_down and not has_other)
        self.refresh.setVisible(is_offered and link.state is LinkState.UP and bool(link_text.request_problems(link)))
        self.set_tone("warning" if link.state in (LinkState.UP, LinkState.SYNCHRONISING) else "bad")
        self.label.setText(sentence)
        self.setVisible(bool(sentence) and not self._dismissed)

    def set_replaying(self) -> None:
        """Hide what needs a TWS: the state shown is that of a recording."""
        self._is_replaying = True

    def _add_button(self, text: str, hint: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(hint)
        button.setAutoDefault(False)
        self.row.addWidget(button)
        return button

    def _on_dismissed(self) -> None:
        self._dismissed = self.label.text()
        self.hide()

    def _on_other_client_id_taken(self) -> None:
        if self._link.other_client_id is not None:
            self.other_client_id_requested.emit(self._link.other_client_id)


def problem_of(link: Link) -> str:
    """What is wrong with the connection, in one line; empty where nothing is, or nothing has been tried."""
    if link.state in (LinkState.UP, LinkState.SYNCHRONISING):
        return link_text.problems(link)
    stale = "" if link.stale_since is None else link_text.stale_words(link.stale_since)
    return " ".join(" ".join(filter(None, (stale, link.reason))).split())
