"""Where the history is and how much it holds; back it up, forget an account, or everything. It only asks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.windows.widgets.labels import ToneLabel

_FOR_GOOD = "It cannot be brought back. Backups that you have made are not touched."


class UpkeepRow(QWidget):
    """Signals are emitted once the user has confirmed. Nothing can be done before `show_state`."""

    back_up_requested = Signal(object)
    """The path of the copy."""
    forget_account_requested = Signal(str)
    forget_all_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._answer = ToneLabel(tone="muted", parent=self), ToneLabel(parent=self)
        for label in (self._state, self._answer):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.back_up = self._button("&Back up…", self._on_back_up)
        self.forget_account = self._button("Forget an acco&unt…", self._on_forget_account)
        self.forget_all = self._button("Forget e&verything…", self._on_forget_all)
        self._accounts: tuple[str, ...] = ()
        line = QHBoxLayout()
        for button in (self.back_up, self.forget_account, self.forget_all):
            line.addWidget(button)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self._state)
        layout.addLayout(line)
        layout.addWidget(self._answer)
        self.show_state("", (), can_be_changed=False, can_be_copied=False)

    def show_state(self, words: str, accounts: Iterable[str], *, can_be_changed: bool, can_be_copied: bool) -> None:
        """Show what there is, in sentences, and what can be done; `accounts` are those that it names."""
        self._state.setText(words)
        self._accounts = tuple(sorted(accounts, key=lambda account: ACCOUNT_NAMES.sort_key(account) or ""))
        self.back_up.setEnabled(can_be_copied)
        self.forget_account.setEnabled(can_be_changed and bool(self._accounts))
        self.forget_all.setEnabled(can_be_changed)

    def show_answer(self, sentence: str, tone: str = "") -> None:
        """Show how far what was asked for has come, or how it ended."""
        self._answer.setText(sentence)
        self._answer.set_tone(tone)

    def _button(self, text: str, slot: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _on_back_up(self) -> None:
        dialog = QFileDialog(self.window(), "Back up the history", "", "History (*.sqlite)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # It is never written over another file.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setDefaultSuffix("sqlite")
        dialog.selectFile("ibmonitor-history.sqlite")
        dialog.fileSelected.connect(lambda name: self.back_up_requested.emit(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_forget_account(self) -> None:
        dialog = _AccountChoice(self._accounts, self.window())
        dialog.accepted.connect(lambda: self.forget_account_requested.emit(dialog.account))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_forget_all(self) -> None:
        box = QMessageBox(self.window())
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Forget everything?")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText("Remove all days from the history?")
        box.setInformativeText(f"{_FOR_GOOD} What TWS sends from now on is kept again.")
        keep = box.addButton("&Keep it", QMessageBox.ButtonRole.RejectRole)
        forget = box.addButton("&Forget everything", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(keep)
        forget.clicked.connect(self.forget_all_requested)
        box.finished.connect(box.deleteLater)
        box.open()


class _AccountChoice(QDialog):
    """Asks which account is to be forgotten."""

    def __init__(self, accounts: Iterable[str], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Forget an account")
        self._choice = QComboBox(self)
        self._choice.setAccessibleName("Account")
        for account in accounts:
            self._choice.addItem(ACCOUNT_NAMES.name(account), account)
        text = ToneLabel(
            "Its executions, orders and messages are removed from all days of the history; of a group order the whole "
            f"stays, without this account's part. {_FOR_GOOD}",
            parent=self,
        )
        text.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        forget = buttons.addButton("&Forget this account", QDialogButtonBox.ButtonRole.AcceptRole)
        forget.setAutoDefault(False)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(self._choice)
        layout.addWidget(text)
        layout.addWidget(buttons)
        self.setMinimumWidth(420)

    @property
    def account(self) -> str:
        """The one chosen."""
        return str(self._choice.currentData())
