"""Asks how and where a table is exported, and exports or prints it without blocking the window.

What makes the rows and writes the files is loaded with the first export.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QPushButton, QVBoxLayout, QWidget

from ibmonitor.domain.records.value import value
from ibmonitor.models.text.formats import count_text
from ibmonitor.models.text.shown_zone import SHOWN_ZONE
from ibmonitor.windows.export.choice import CSV, FORMATS, PDF, XLSX, ExportChoice, ExportDialog
from ibmonitor.windows.export.run import EXPORT_WORDS, PRINT_WORDS, ExportRun, RunWords, Write
from ibmonitor.windows.widgets.labels import ToneLabel

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from ibmonitor.exporting.progress import Progress
    from ibmonitor.exporting.sheet import Sheet
    from ibmonitor.models.output.printout import PrintFacts, Printout
    from ibmonitor.models.output.sheet_cells import Stepwise

_FILTERS = {XLSX: "Excel workbook (*.xlsx)", CSV: "CSV, comma-separated (*.csv)", PDF: "PDF, to print (*.pdf)"}
_WIDTH = 480
_MOST_ROWS = 20_000
"""A few hundred pages: for more, a spreadsheet is the better choice."""

OnBegun = Callable[[ExportRun], object]
"""Receives a run before it starts."""


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
    make_full_sheets: Callable[[], Stepwise[list[Sheet]]] | None = None
    """The same as `make_sheets` with all columns; `None` where there is no choice."""
    hint: str = ""
    """What a spreadsheet of this table has, for the dialog."""


class ExportControl(QObject):
    """Runs one export after the other. The program waits for the last one before it exits."""

    done = Signal(str)
    """A sentence: what was written, and where."""
    failed = Signal(str)
    """A sentence: why nothing was written."""

    def __init__(
        self,
        parent: QObject | None = None,
        source: Callable[[], PrintFacts] | None = None,
        version: Callable[[], object] = lambda: None,
    ) -> None:
        """`source` returns what a printout shows about the origin of its rows, by default nothing.

        Each tab adds its title and filters.
        `version` returns another value once records have changed.
        """
        super().__init__(parent)
        self._version = version
        self.source = source or _no_source
        self.day: Callable[[], date] = SHOWN_ZONE.today
        """The day that the rows are of, in the name that is offered for a file."""
        self.choice = ExportChoice()
        """What the user chose last: the dialog starts with it."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="export")
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        # A thread that paints needs the application's fonts.
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._thread.shutdown)

    def export(self, parent: QWidget, table: Exportable, on_begun: OnBegun | None = None) -> None:
        """Ask for the format, the columns and the file, and write the table; `on_begun` receives the run."""
        has_columns = table.make_full_sheets is not None

        def words() -> str:
            # A tree has other rows on paper than in a spreadsheet.
            count = f": {_rows_text(table.row_count())} now" if has_columns else ""
            return f"Export {table.titles[0]} as filtered and sorted{count}."

        dialog = ExportDialog(words, table.hint, self.choice, parent, has_columns=has_columns)
        dialog.accepted.connect(lambda: self._on_chosen(parent, dialog.choice(), table, on_begun))
        dialog.open()

    def print_out(self, parent: QWidget, table: Exportable, on_begun: OnBegun | None = None) -> None:
        """Ask for the printer, and print the table as a PDF shows it; `on_begun` receives the run."""
        from ibmonitor.windows.export.printing import NO_PRINTER, has_printer, open_dialog  # noqa: PLC0415 - see `ToolWindows`

        if not has_printer():
            self._refuse(table, on_begun, NO_PRINTER)
        elif _is_too_long(table):
            self._refuse(table, on_begun, _too_long(table, "printed", "a printout"))
        else:
            open_dialog(parent, table.titles[0], lambda printer: self._print(table, printer, on_begun))

    def _on_chosen(self, parent: QWidget, choice: ExportChoice, table: Exportable, on_begun: OnBegun | None) -> None:
        """Ask for the file. Its ending decides, so that a name typed with another one is no surprise."""
        self.choice = choice
        dialog = QFileDialog(parent, f"Export {table.name}", self._folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilters([_FILTERS[choice.suffix]])
        dialog.setDefaultSuffix(choice.suffix)
        dialog.selectFile(f"{table.name}-{self.day():%Y-%m-%d}.{choice.suffix}")
        dialog.fileSelected.connect(
            lambda file: self._on_file_chosen(parent, _ended(file, choice.suffix), table, on_begun, file)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file_chosen(
        self, parent: QWidget, path: Path, table: Exportable, on_begun: OnBegun | None, asked_about: str
    ) -> None:
        self._folder = str(path.parent)
        from ibmonitor.exporting.write import files_of  # noqa: PLC0415 - see the top

        # The file dialog has asked only about the chosen file, not about the others.
        others = [file for file in files_of(path, table.titles) if file != Path(asked_about) and file.exists()]
        if not others:
            self._begin(path, table, on_begun)
            return
        question = _ReplaceDialog(others, parent)
        question.accepted.connect(lambda: self._begin(path, table, on_begun))
        question.open()

    def _begin(self, path: Path, table: Exportable, on_begun: OnBegun | None) -> None:
        if not _is_pdf(path):
            make = table.make_sheets
            if self.choice.all_columns and table.make_full_sheets is not None:
                make = table.make_full_sheets
            self._new_run(make, _sheet_writer(path), _sheet_rows, on_begun, path).start()
        elif _is_too_long(table):
            self._refuse(table, on_begun, _too_long(table, "exported", "a PDF"))
        else:
            write = _pdf_writer(path, table.facts(), QGuiApplication.font().family())
            self._new_run(table.make_printout, write, _printout_steps, on_begun, path).start()

    def _print(self, table: Exportable, printer: QPrinter, on_begun: OnBegun | None) -> None:
        from ibmonitor.windows.export.printing import print_pages  # noqa: PLC0415 - see `ToolWindows`

        facts, family = table.facts(), QGuiApplication.font().family()

        def write(printout: Printout, progress: Progress) -> str:
            return print_pages(printer, printout, facts, family, progress)

        self._new_run(table.make_printout, write, _printout_steps, on_begun, words=PRINT_WORDS).start()

    def _refuse(self, table: Exportable, on_begun: OnBegun | None, sentence: str) -> None:
        """Report as a run that has failed, so that the sentence stands where its result would."""
        self._new_run(table.make_printout, lambda _rows, _progress: "", lambda _rows: 0, on_begun).failed.emit(sentence)

    def _new_run(
        self,
        make: Callable[[], Stepwise[Any]],
        write: Write,
        count: Callable[[Any], int],
        on_begun: OnBegun | None,
        file: Path | None = None,
        words: RunWords = EXPORT_WORDS,
    ) -> ExportRun:
        run = ExportRun(make, write, count, self._thread, self, words, self._version)
        run.file = file
        run.done.connect(self.done)
        run.failed.connect(self.failed)
        for ended in (run.done, run.failed, run.cancelled):
            ended.connect(run.deleteLater)
        if on_begun is not None:
            on_begun(run)
        return run


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


def _ended(file: str, suffix: str) -> Path:
    """The chosen file; the ending of the format is added if it has none that is known."""
    path = Path(file)
    if path.suffix.removeprefix(".").casefold() in FORMATS:
        return path
    return path.with_name(f"{path.name}.{suffix}")


def _no_source() -> PrintFacts:
    from ibmonitor.models.output.printout import PrintFacts  # noqa: PLC0415 - see the top

    return PrintFacts("")


def _is_too_long(table: Exportable) -> bool:
    return table.row_count() > _MOST_ROWS


def _too_long(table: Exportable, verb: str, noun: str) -> str:
    return (
        f"Nothing was {verb}: {noun} may have {_MOST_ROWS:,} rows, and these are {table.row_count():,}. "
        "Filter the table, or export it as CSV or Excel."
    )


def _is_pdf(path: Path) -> bool:
    return path.suffix.casefold() == ".pdf"


def _sheet_rows(sheets: Sequence[Sheet]) -> int:
    return sum(len(sheet.rows) for sheet in sheets)


def _printout_steps(printout: Printout) -> int:
    return 2 * len(printout.rows)


def _sheet_writer(path: Path) -> Write:
    from ibmonitor.exporting.write import export_sheets  # noqa: PLC0415 - see the top

    def write(sheets: list[Sheet], progress: Progress) -> str:
        files = export_sheets(path, sheets, progress)
        others = f", with {', '.join(file.name for file in files[1:])} next to it" if files[1:] else ""
        return f"Exported {_rows_text(len(sheets[0].rows))} to {path}{others}."

    return write


def _pdf_writer(path: Path, facts: PrintFacts, family: str) -> Write:
    from ibmonitor.windows.export.pdf_export import write_pdf  # noqa: PLC0415 - see `ToolWindows`

    def write(printout: Printout, progress: Progress) -> str:
        pages = write_pdf(path, printout, facts, family, progress)
        return f"Exported {_rows_text(len(printout.rows))} on {count_text(pages, 'page')} to {path}."

    return write


def _rows_text(rows: int) -> str:
    return count_text(rows, "row")
