"""The dialog that requests executions by a query, and shows the progress. It sends nothing itself.

The fields of the query are in `form.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ibmonitor.domain.query.query import ExecutionOutcome, ExecutionQuery
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.formats import count_text
from ibmonitor.models.text.plain_text import cut
from ibmonitor.settings.recent_queries import with_newest
from ibmonitor.windows.executions.form import ExecutionForm
from ibmonitor.windows.widgets.labels import ToneLabel

WHAT_TWS_CAN_GIVE = (
    "An empty field does not filter. IB Gateway has the executions of today only, since midnight. TWS has "
    "those its Trade Log shows: up to 7 days, as set there under “Show trades for …”."
)
_NO_CONNECTION = "Not connected to TWS: nothing can be requested."
_WIDTH = 800
_MOST_SAID = 600
"""Characters of the text about an answer, which may contain TWS's own text."""
_utc_now = partial(datetime.now, UTC)


class ExecutionsDialog(QDialog):
    """Not modal: show it with `show()`, and keep it. `zone` is the operator's; empty takes the computer's."""

    requested = Signal(object)
    """`ExecutionQuery` to send to TWS; call `show_outcome` at the end."""
    cancelled = Signal()

    def __init__(
        self, zone: str = "", parent: QWidget | None = None, *, clock: Callable[[], datetime] = _utc_now
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Request executions")
        self._clock = clock
        self._recent: tuple[ExecutionQuery, ...] = ()
        self._is_up = False
        self._is_running = False
        self._recent_combo = QComboBox(self)
        self._recent_combo.setAccessibleName("Recent queries")
        self._recent_combo.activated.connect(self._on_recent_chosen)
        # Created here: the order of creation is the tab order.
        self.form = ExecutionForm(zone, clock, self)
        self.answer = ToneLabel(parent=self)
        self.answer.setWordWrap(True)
        self.answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setAccessibleName("TWS is answering")
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(policy)
        self.only_answer = QCheckBox("Sho&w only the rows of this answer in the fills table", self)
        self.only_answer.setEnabled(False)
        self._ask = self._button("Re&quest", self._on_ask)
        self._ask.setDefault(True)
        self._cancel = self._button("&Cancel request", self.cancelled.emit)
        self._clear = self._button("Clear &form", self.form.clear)
        self._close = self._button("Close", self.hide)
        self.form.changed.connect(self._show_state)
        self._lay_out()
        self.set_recent(())
        self.set_connection((), None, is_up=False)
        ACCOUNT_MASK.changed.connect(self._on_mask_changed)

    def set_connection(self, accounts: Sequence[str], server_version: int | None, *, is_up: bool) -> None:
        """List the managed accounts, and enable what this server version supports; `None` is unknown."""
        self._is_up = is_up
        if not is_up and not self.answer.text():
            self._show_answer(_NO_CONNECTION, "muted")
        elif is_up and self.answer.text() == _NO_CONNECTION:
            self._show_answer("")
        self.form.set_connection(accounts, server_version)

    def set_recent(self, queries: Sequence[ExecutionQuery]) -> None:
        """List the recent queries, newest first."""
        self._recent = tuple(queries)
        now = self._clock()
        self._recent_combo.clear()
        self._recent_combo.addItems([ACCOUNT_MASK.text(query.describe(now)) for query in self._recent])
        self._recent_combo.setCurrentIndex(-1)
        self._recent_combo.setEnabled(bool(self._recent))
        self._recent_combo.setPlaceholderText("Choose one to fill in the form" if self._recent else "None yet")

    def show_progress(self, count: int) -> None:
        """Show how many executions have been received so far."""
        if self._is_running:
            self._show_answer(f"{count_text(count, 'execution')} so far…")

    def show_outcome(self, outcome: ExecutionOutcome, new: int) -> None:
        """Show the result of the request; `new` is the number of executions that were not known before."""
        self._is_running = False
        counted = _counted(len(outcome.exec_ids), new)
        match outcome.progress:
            case RequestProgress.COMPLETE:
                self._show_answer(f"✔ {counted}", "good")
            case RequestProgress.REFUSED:
                self._show_answer(f"✖ {outcome.detail}", "bad")
            case _:
                self._show_answer(f"▲ {counted} {outcome.detail}", "warning")
        self._show_state()

    @property
    def recent(self) -> tuple[ExecutionQuery, ...]:
        """The last queries, newest first."""
        return self._recent

    # Layout

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        layout.addStrut(_WIDTH)
        recent = QHBoxLayout()
        label = QLabel("&Recent", self)
        label.setBuddy(self._recent_combo)
        recent.addWidget(label)
        recent.addWidget(self._recent_combo, 1)
        layout.addLayout(recent)
        layout.addWidget(self.form)
        scope = ToneLabel(WHAT_TWS_CAN_GIVE, "muted", self)
        scope.setWordWrap(True)
        # Without a minimum height, the layout gives a wrapped text too little height.
        scope.setMinimumHeight(scope.heightForWidth(_WIDTH))
        layout.addWidget(scope)
        layout.addStretch(1)
        layout.addWidget(self._bar)
        layout.addWidget(self.answer)
        layout.addWidget(self.only_answer)
        buttons = QHBoxLayout()
        buttons.addWidget(self._clear)
        buttons.addStretch(1)
        for button in (self._ask, self._cancel, self._close):
            buttons.addWidget(button)
        layout.addLayout(buttons)

    def _button(self, text: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: do())
        return button

    # Events

    def _on_mask_changed(self) -> None:
        self.set_recent(self._recent)

    def _on_recent_chosen(self, number: int) -> None:
        self.form.fill_in(self._recent[number])

    def _on_ask(self) -> None:
        query = self.form.query()
        if query is None or self._is_running:
            return
        self.set_recent(with_newest(query, self._recent))
        self._is_running = True
        self._show_answer("Request sent…")
        self._show_state()
        self.requested.emit(query)

    def _show_state(self) -> None:
        self._ask.setEnabled(self.form.query() is not None and self._is_up and not self._is_running)
        self._cancel.setEnabled(self._is_running)
        self._bar.setVisible(self._is_running)
        self.only_answer.setEnabled(self.only_answer.isEnabled() or self._is_running)

    def _show_answer(self, text: str, tone: str = "") -> None:
        self.answer.setText(cut(ACCOUNT_MASK.text(text), _MOST_SAID))
        self.answer.set_tone(tone)
        self.answer.setMinimumHeight(0)
        needed = self.answer.heightForWidth(max(_WIDTH, self.answer.width()))
        self.answer.setMinimumHeight(max(needed, 2 * self.answer.fontMetrics().lineSpacing()))


def _counted(count: int, new: int) -> str:
    if not count:
        return "No executions."
    if count == 1:
        return "1 execution, new here." if new else "1 execution, known already."
    return f"{count_text(count, 'execution')}, {f'{new:,}' if new else 'none'} of them new."
