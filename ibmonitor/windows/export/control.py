"""Asks for a file and exports a table to it without blocking the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QPushButton, QVBoxLayout, QWidget

from ibmonitor.domain.records.value import value
from ibmonitor.exporting.progress import Progress
from ibmonitor.exporting.sheet import Sheet
from ibmonitor.exporting.write import export_sheets, files_of
from ibmonitor.models.output.printout import PrintFacts, Printout
from ibmonitor.models.output.sheet_cells import Stepwise
from ibmonitor.models.text.shown_zone import SHOWN_ZONE
from ibmonitor.windows.export.pdf_export import MOST_ROWS, write_pdf
from ibmonitor.windows.export.run import ExportRun, Write
from ibmonitor.windows.widgets.labels import ToneLabel

XLSX, CSV, PDF = "xlsx", "csv", "pdf"
FORMATS = (XLSX, CSV, PDF)

_FILTERS = {XLSX: "Excel workbook (*.xlsx)", CSV: "CSV, comma-separated (*.csv)", PDF: "PDF, to print (*.pdf)"}
_WIDTH = 480


@value
class Exportable:
    """A table that can be exported. Its rows are created after the user has chosen the file."""

    name: str
    """The file name, without date and extension."""
    titles: tuple[str, ...]
    """The titles of the sheets. CSV writes one file for each: `NAME.csv` and `NAME-TITLE.csv`."""
    row_count: Callable[[], int]
    make_sheets: Callable[[], Stepwise[list[Sheet]]]
    make_printout: Callable[[], Stepwise[Printout]]
    facts: Callable[[], PrintFacts]


class ExportControl(QObject):
    """Runs one export after the other. The program waits for the last one before it exits."""

    done = Signal(str)
    """A sentence: what was written, and where."""
    failed = Signal(str)
    """A sentence: why nothing was written."""

    def __init__(
        self, parent: QObject | None = None, source: Callable[[], PrintFacts] = lambda: PrintFacts("")
    ) -> None:
        """`source` returns what a printout shows about the origin of its rows; each tab adds its title and filters."""
        super().__init__(parent)
        self.source = source
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="export")
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        # A thread that paints needs the application's fonts.
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._thread.shutdown)

    def export(
        self,
        parent: QWidget,
        table: Exportable,
        on_begun: Callable[[ExportRun], object] | None = None,
        formats: Sequence[str] = FORMATS,
    ) -> None:
        """Ask for a file and write the table to it; `on_begun` receives the run before it starts."""
        dialog = QFileDialog(parent, f"Export {table.name}", self._folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilters([_FILTERS[each] for each in formats])
        dialog.setDefaultSuffix(formats[0])
        dialog.selectFile(f"{table.name}-{SHOWN_ZONE.today():%Y-%m-%d}.{formats[0]}")
        dialog.filterSelected.connect(lambda chosen: _apply_format(dialog, chosen))
        dialog.fileSelected.connect(
            lambda file: self._on_file_chosen(parent, _ended(file, dialog), table, on_begun, file)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file_chosen(
        self,
        parent: QWidget,
        path: Path,
        table: Exportable,
        on_begun: Callable[[ExportRun], object] | None,
        asked_about: str,
    ) -> None:
        self._folder = str(path.parent)
        # The file dialog has asked only about the chosen file, not about the others.
        others = [file for file in files_of(path, table.titles) if file != Path(asked_about) and file.exists()]
        if not others:
            self._begin(path, table, on_begun)
            return
        question = _ReplaceDialog(others, parent)
        question.accepted.connect(lambda: self._begin(path, table, on_begun))
        question.open()

    def _begin(self, path: Path, table: Exportable, on_begun: Callable[[ExportRun], object] | None) -> None:
        make: Callable[[], Stepwise[Any]] = table.make_sheets
        write: Write = _sheet_writer(path)
        count: Callable[[Any], int] = _sheet_rows
        rows = table.row_count()
        is_too_long = False
        if _is_pdf(path):
            is_too_long = rows > MOST_ROWS
            make, count = table.make_printout, _printout_steps
            write = _pdf_writer(path, table.facts(), QGuiApplication.font().family())
        run = ExportRun(make, write, count, self._thread, self)
        run.done.connect(self.done)
        run.failed.connect(self.failed)
        for ended in (run.done, run.failed, run.cancelled):
            ended.connect(run.deleteLater)
        if on_begun is not None:
            on_begun(run)
        if is_too_long:
            run.failed.emit(
                f"Nothing was exported: a PDF may have {MOST_ROWS:,} rows, and these are {rows:,}. "
                "Filter the table, or export it as CSV or Excel."
            )
        else:
            run.start()


def export_button(parent: QWidget) -> QPushButton:
    """The button that exports the rows of a tab."""
    button = QPushButton("Export…", parent)
    button.setToolTip("Write the rows that pass the filters to a file: Excel, CSV or PDF (Ctrl+Shift+E)")
    return button


class _ReplaceDialog(QDialog):
    """Asks whether existing files other than the chosen one may be replaced."""

    def __init__(self, files: Sequence[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Export")
        names = ", ".join(file.name for file in files)
        label = ToneLabel(f"{names} will be written, and exists already. Replace it?", parent=self)
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


def _apply_format(dialog: QFileDialog, chosen: str) -> None:
    """Change the extension to that of the chosen format."""
    suffix = next((each for each, name in _FILTERS.items() if name == chosen), "")
    named = dialog.selectedFiles()
    if suffix and named:
        dialog.setDefaultSuffix(suffix)
        path = Path(named[0])
        if path.suffix.removeprefix(".").casefold() in FORMATS:
            dialog.selectFile(path.with_suffix(f".{suffix}").name)


def _ended(file: str, dialog: QFileDialog) -> Path:
    """The chosen file; the extension of the format is added if it has none."""
    path = Path(file)
    if path.suffix.removeprefix(".").casefold() in FORMATS:
        return path
    return path.with_name(f"{path.name}.{dialog.defaultSuffix()}")


def _is_pdf(path: Path) -> bool:
    return path.suffix.casefold() == ".pdf"


def _sheet_rows(sheets: Sequence[Sheet]) -> int:
    return sum(len(sheet.rows) for sheet in sheets)


def _printout_steps(printout: Printout) -> int:
    return 2 * len(printout.rows)


def _sheet_writer(path: Path) -> Write:
    def write(sheets: list[Sheet], progress: Progress) -> str:
        files = export_sheets(path, sheets, progress)
        others = f", with {', '.join(file.name for file in files[1:])} next to it" if files[1:] else ""
        return f"Exported {_rows_text(len(sheets[0].rows))} to {path}{others}."

    return write


def _pdf_writer(path: Path, facts: PrintFacts, family: str) -> Write:
    def write(printout: Printout, progress: Progress) -> str:
        pages = write_pdf(path, printout, facts, family, progress)
        return f"Exported {_rows_text(len(printout.rows))} on {pages:,} {'page' if pages == 1 else 'pages'} to {path}."

    return write


def _rows_text(rows: int) -> str:
    return f"{rows:,} {'row' if rows == 1 else 'rows'}"
