"""Asks for a name, and shows while the user types why it cannot be used."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ibmonitor.windows.widgets.labels import ToneLabel
from ibmonitor.windows.widgets.masked import MaskedEdit

_WIDTH = 420


class NameDialog(QDialog):
    """Show with `open()`."""

    name_accepted = Signal(str)

    def __init__(
        self,
        title: str,
        what: str,
        name: str,
        problem: Callable[[str], str],
        parent: QWidget | None = None,
        *,
        replaces: Callable[[str], bool] = lambda _name: False,
    ) -> None:
        """`problem` returns why a name cannot be used, `replaces` whether it would replace an existing item."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self._problem = problem
        self._replaces = replaces
        self.edit = MaskedEdit(self)
        self.edit.setAccessibleName("Name")
        self.edit.setPlaceholderText("Name")
        self.edit.set_value(name)
        self.edit.textChanged.connect(self._check)
        self.note = ToneLabel(parent=self)
        self.note.setWordWrap(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        if what:
            label = ToneLabel(what, "muted", self)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addWidget(self.edit)
        layout.addWidget(self.note)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(_WIDTH)
        self.finished.connect(self.deleteLater)
        self.edit.selectAll()
        self._check()

    def accept(self) -> None:
        name = self.edit.value().strip()
        if not self._problem(name):
            super().accept()
            self.name_accepted.emit(name)

    def _check(self) -> None:
        name = self.edit.value().strip()
        problem = self._problem(name)
        replaces = not problem and self._replaces(name)
        # An empty field is not an error yet.
        note = "It replaces the existing one with this name." if replaces else problem
        self.note.setText(note if name else "")
        self.note.set_tone("bad" if problem else "warning")
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setText("&Replace" if replaces else "&Save")
        save.setEnabled(not problem)
