"""Asks where to export tables to, and has them written in a thread of its own, so that the window stays alive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QVBoxLayout, QWidget

from ibmonitor.exporting.sheet import Sheet
from ibmonitor.exporting.write import export_sheets, files_of
from ibmonitor.windows.labels import ToneLabel

XLSX, CSV = "xlsx", "csv"
FORMATS = (XLSX, CSV)

_FILTERS = {XLSX: "Excel workbook (*.xlsx)", CSV: "CSV, comma-separated (*.csv)"}
_WIDTH = 480

MakeSheets = Callable[[], list[Sheet]]


class ExportControl(QObject):
    """One export after the other. The program does not end before the last is written."""

    done = Signal(str)
    """A sentence that says what has been written where."""
    failed = Signal(str)
    """A sentence that says why nothing has been written."""
    _written = Signal(object)
    """From the thread: its `Future`, which is done."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="export")
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self._written.connect(self._on_written, Qt.ConnectionType.QueuedConnection)

    def export(
        self, parent: QWidget, suggested_name: str, make_sheets: MakeSheets, formats: Sequence[str] = FORMATS
    ) -> None:
        """Ask for a file, and write to it what `make_sheets` gives at the moment the file is chosen.

        `suggested_name` has no ending. CSV takes a file for each sheet: `NAME.csv` and `NAME-TITLE.csv`.
        """
        dialog = QFileDialog(parent, "Export", self._folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilters([_FILTERS[each] for each in formats])
        dialog.setDefaultSuffix(formats[0])
        dialog.selectFile(f"{suggested_name}.{formats[0]}")
        dialog.filterSelected.connect(lambda chosen: _take_format(dialog, chosen))
        dialog.fileSelected.connect(lambda file: self._on_file_chosen(parent, Path(file), make_sheets))
        dialog.open()

    def _on_file_chosen(self, parent: QWidget, path: Path, make_sheets: MakeSheets) -> None:
        self._folder = str(path.parent)
        sheets = make_sheets()
        # The dialog has asked about the file that was chosen, and knows nothing of the others.
        others = [file for file in files_of(path, [sheet.title for sheet in sheets])[1:] if file.exists()]
        if not others:
            self._write(path, sheets)
            return
        question = _ReplaceDialog(others, parent)
        question.accepted.connect(lambda: self._write(path, sheets))
        question.open()

    def _write(self, path: Path, sheets: list[Sheet]) -> None:
        future = self._thread.submit(_write_and_tell, path, sheets)
        future.add_done_callback(self._tell)

    def _tell(self, future: Future[str]) -> None:
        """Hand the result over to the thread of the windows, unless these are gone."""
        with suppress(RuntimeError):
            self._written.emit(future)

    def _on_written(self, future: Future[str]) -> None:
        error = future.exception()
        if error is None:
            self.done.emit(future.result())
            return
        self.failed.emit(f"The export has failed: {_reason(error)}.")
        if not isinstance(error, OSError):
            raise error


class _ReplaceDialog(QDialog):
    """Asks whether files may be replaced that are written beside the one that was chosen."""

    def __init__(self, files: Sequence[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Export")
        names = ", ".join(file.name for file in files)
        label = ToneLabel(f"{names} is written too, and exists already. Replace it?", parent=self)
        label.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton("&Replace", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(label)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.resize(_WIDTH, layout.totalHeightForWidth(_WIDTH))


def _take_format(dialog: QFileDialog, chosen: str) -> None:
    """Have the name end as the format wants that was chosen."""
    suffix = next((each for each, name in _FILTERS.items() if name == chosen), "")
    named = dialog.selectedFiles()
    if suffix and named:
        dialog.setDefaultSuffix(suffix)
        path = Path(named[0])
        if path.suffix.removeprefix(".").casefold() in FORMATS:
            dialog.selectFile(path.with_suffix(f".{suffix}").name)


def _write_and_tell(path: Path, sheets: list[Sheet]) -> str:
    files = export_sheets(path, sheets)
    rows = len(sheets[0].rows)
    others = f", with {', '.join(file.name for file in files[1:])} beside it" if files[1:] else ""
    return f"Exported {rows:,} {'row' if rows == 1 else 'rows'} to {path}{others}."


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        return f"{error.strerror or error}{where}"
    return "an error in this program"
