"""One row of the settings dialog for each type of setting: an editor, and a note below it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ibmonitor.settings.checks import SettingValue
from ibmonitor.settings.setting import Setting
from ibmonitor.windows.widgets.labels import ToneLabel

_NUMBER_WIDTH = 110

_SEEN_AT_ONCE = 10
"""Up to this many choices are a plain list; more can be searched by typing."""


class SettingRow(QWidget):
    """An editor above a note; the note shows the error, otherwise a caution, otherwise the help."""

    changed = Signal()

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._setting = setting
        self.note = ToneLabel(tone="muted", parent=self)
        self.note.setWordWrap(True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        font = self.note.font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        self.note.setFont(font)
        self._line = QHBoxLayout()
        self._line.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(self._line)
        layout.addWidget(self.note)

    def read(self) -> tuple[SettingValue | None, str]:
        """Read the entry: the value and an empty text, or `None` and the error."""
        raise NotImplementedError

    def set_value(self, value: SettingValue) -> None:
        """Show this value in the editor."""
        raise NotImplementedError

    def editor(self) -> QWidget:
        """The widget that takes the focus."""
        raise NotImplementedError

    def in_tab_order(self) -> list[QWidget]:
        """What takes the keyboard focus, from left to right."""
        return [self.editor()]

    def show_note(self, problem: str, fact: str = "", caution: str = "") -> None:
        """Show the error; otherwise `fact` with the cautions, given or the setting's own; otherwise the help."""
        value, _ = self.read()
        cautions = [caution, self._setting.caution(value) if value is not None else ""]
        if problem:
            text, tone = f"✖ {problem}", "bad"
        elif any(cautions):
            text, tone = " ".join(filter(None, ("▲", fact, *cautions))), "warning"
        else:
            text, tone = " ".join(filter(None, (fact, self._setting.help))), "muted"
        self.note.setText(text)
        self.note.set_tone(tone)
        self.editor().setAccessibleDescription(text)
        self._give_the_note_room()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._give_the_note_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_the_note_room()

    def _give_the_note_room(self) -> None:
        """Keep the height the note needs at this width: a dialog's layout does not when a text grows."""
        if self.isVisible():
            # Before that, the dialog has not set the width. `heightForWidth` never returns less than the current
            # minimum height.
            self.note.setMinimumHeight(0)
            # And it returns -1 while there is no width at all.
            self.note.setMinimumHeight(max(0, self.note.heightForWidth(self.width())))


class TextRow(SettingRow):
    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self._edit = QLineEdit(self)
        self._edit.setAccessibleName(setting.label)
        self._edit.textChanged.connect(self.changed)
        self._line.addWidget(self._edit, 1)

    def read(self) -> tuple[SettingValue | None, str]:
        text = self._edit.text().strip()
        reason = self._setting.refusal(text)
        return (None, reason) if reason else (text, "")

    def set_value(self, value: SettingValue) -> None:
        self._edit.setText(str(value))

    def editor(self) -> QWidget:
        return self._edit


class _CalmComboBox(QComboBox):
    """Ignores the mouse wheel, so that scrolling past it changes nothing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ListRow(SettingRow):
    """One of a few texts."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self._combo = _CalmComboBox(self)
        self._combo.setAccessibleName(setting.label)
        self._combo.setMinimumWidth(_NUMBER_WIDTH)
        for choice in _choices(setting):
            self._combo.addItem(setting.words.get(choice, choice), choice)
        self._combo.currentTextChanged.connect(self.changed)
        self._line.addWidget(self._combo)
        self._line.addStretch(1)

    def read(self) -> tuple[SettingValue | None, str]:
        return str(self._combo.currentData()), ""

    def set_value(self, value: SettingValue) -> None:
        self._combo.setCurrentIndex(self._combo.findData(value))

    def editor(self) -> QWidget:
        return self._combo


class ChoiceRow(SettingRow):
    """A text that may be typed or chosen; the list opens at the typed text."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self._combo = _CalmComboBox(self)
        self._combo.setEditable(True)
        self._combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._combo.setAccessibleName(setting.label)
        self._combo.addItems(["", *_choices(setting)])
        completer = QCompleter(self._combo.model(), self._combo)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._combo.setCompleter(completer)
        self._combo.editTextChanged.connect(self.changed)
        self._line.addWidget(self._combo, 1)

    def read(self) -> tuple[SettingValue | None, str]:
        text = self._combo.currentText().strip()
        reason = self._setting.refusal(text)
        return (None, reason) if reason else (text, "")

    def set_value(self, value: SettingValue) -> None:
        self._combo.setEditText(str(value))

    def editor(self) -> QWidget:
        return self._combo


class NumberRow(SettingRow):
    """An integer in a plain field, so that an invalid entry can be typed and explained."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self._edit = QLineEdit(self)
        self._edit.setFixedWidth(_NUMBER_WIDTH)
        self._edit.setAccessibleName(setting.label)
        self._edit.textChanged.connect(self._on_text_changed)
        self._line.addWidget(self._edit)
        if setting.unit:
            self._line.addWidget(QLabel(setting.unit, self))
        self.presets: list[tuple[int, QPushButton]] = []
        for label, number in setting.presets:
            button = QPushButton(label, self)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setToolTip(str(number))
            button.clicked.connect(lambda _=False, number=number: self._on_preset(number))
            self.presets.append((number, button))
            self._line.addWidget(button)
        self._line.addStretch(1)

    def read(self) -> tuple[SettingValue | None, str]:
        return self._setting.number(self._edit.text())

    def set_value(self, value: SettingValue) -> None:
        self._edit.setText(str(value))

    def editor(self) -> QWidget:
        return self._edit

    def in_tab_order(self) -> list[QWidget]:
        return [self._edit, *(button for _, button in self.presets)]

    def _on_preset(self, number: int) -> None:
        self._edit.setText(str(number))
        self._check_presets()

    def _on_text_changed(self) -> None:
        self._check_presets()
        self.changed.emit()

    def _check_presets(self) -> None:
        entered, _ = self.read()
        for number, button in self.presets:
            button.setChecked(number == entered)


class FlagRow(SettingRow):
    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self._box = QCheckBox(setting.label, self)
        self._box.toggled.connect(self.changed)
        self._line.addWidget(self._box, 1)

    def read(self) -> tuple[SettingValue | None, str]:
        return self._box.isChecked(), ""

    def set_value(self, value: SettingValue) -> None:
        self._box.setChecked(bool(value))

    def editor(self) -> QWidget:
        return self._box


def row_for(setting: Setting, default: SettingValue, parent: QWidget) -> SettingRow:
    """Create the row for a setting, by the type of its default."""
    if isinstance(default, bool):
        return FlagRow(setting, parent)
    if isinstance(default, int):
        return NumberRow(setting, parent)
    if setting.choices is not None:
        return (ListRow if len(_choices(setting)) <= _SEEN_AT_ONCE else ChoiceRow)(setting, parent)
    return TextRow(setting, parent)


def _choices(setting: Setting) -> tuple[str, ...]:
    return setting.choices() if setting.choices is not None else ()
