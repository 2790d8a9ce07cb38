"""`ExportDialog`: asks for the format and the columns before the file is chosen. The last choice is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ibmonitor.domain.records.value import value
from ibmonitor.windows.widgets.labels import ToneLabel

XLSX, CSV, PDF = "xlsx", "csv", "pdf"
FORMATS = (XLSX, CSV, PDF)

_FORMAT_WORDS = {XLSX: "&Excel workbook", CSV: "&CSV", PDF: "&PDF, to print"}
_VISIBLE, _ALL = "&Visible columns", "&All columns"
_PDF_HINT = "The visible columns as in the window, and sums by currency at the end where there are any."

_FOLLOW_MS = 500


@value
class ExportChoice:
    """What the user chose last."""

    suffix: str = XLSX
    all_columns: bool = False
    """Of a spreadsheet; a PDF always has the visible ones."""

    @classmethod
    def restored(cls, saved_suffix: str, *, all_columns: bool) -> ExportChoice:
        """A saved choice; the first format if the saved one is not known."""
        return cls(saved_suffix if saved_suffix in FORMATS else XLSX, all_columns)


class ExportDialog(QDialog):
    """Open it; when it is accepted, `choice()` has the answer."""

    def __init__(
        self, words: Callable[[], str], hint: str, chosen: ExportChoice, parent: QWidget | None, *, has_columns: bool
    ) -> None:
        """`words` returns what is exported now, since rows arrive meanwhile; `hint` is what a spreadsheet of it has.

        Without `has_columns` there are no columns to choose from.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Export")
        self._sheet_hint = hint
        self._formats = self._group([_FORMAT_WORDS[each] for each in FORMATS])
        self._columns = self._group((_VISIBLE, _ALL))
        self._format_label = ToneLabel("Format", tone="muted", parent=self)
        self._columns_label = ToneLabel("Columns", tone="muted", parent=self)
        self._hint = ToneLabel(tone="muted", parent=self)
        self._hint.setWordWrap(True)
        self._formats.button(FORMATS.index(chosen.suffix)).setChecked(True)
        self._columns.button(int(chosen.all_columns)).setChecked(True)
        self._formats.idToggled.connect(self._show_what_applies)
        rows = ToneLabel(words(), parent=self)
        self._lay_out(rows)
        again = QTimer(self, interval=_FOLLOW_MS)
        again.timeout.connect(lambda: rows.setText(words()))
        again.start()
        for widget in (self._columns_label, *self._columns.buttons()):
            widget.setVisible(has_columns)
        self._show_what_applies()
        self._formats.button(FORMATS.index(chosen.suffix)).setFocus()

    def choice(self) -> ExportChoice:
        """What is chosen now."""
        return ExportChoice(FORMATS[self._formats.checkedId()], bool(self._columns.checkedId()))

    def _group(self, texts: Sequence[str]) -> QButtonGroup:
        group = QButtonGroup(self)
        for number, text in enumerate(texts):
            group.addButton(QRadioButton(text, self), number)
        return group

    def _lay_out(self, rows: QWidget) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for line, (label, group) in enumerate(
            ((self._format_label, self._formats), (self._columns_label, self._columns))
        ):
            grid.addWidget(label, line, 0)
            for place, button in enumerate(group.buttons(), 1):
                grid.addWidget(button, line, place)
        grid.setColumnStretch(4, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        save = buttons.addButton("&Save as…", QDialogButtonBox.ButtonRole.AcceptRole)
        save.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(rows)
        layout.addLayout(grid)
        layout.addWidget(self._hint)
        layout.addStretch(1)
        layout.addWidget(buttons)

    def _show_what_applies(self) -> None:
        is_pdf = FORMATS[self._formats.checkedId()] == PDF
        for widget in (self._columns_label, *self._columns.buttons()):
            widget.setEnabled(not is_pdf)
        hint = _PDF_HINT if is_pdf else self._sheet_hint
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
