"""A tour of the whole window: no text is cut, nothing overlaps, at usual sizes, in both densities."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.link import LinkState
from ibmonitor.models.columns.orders import ORDER_COLUMNS
from ibmonitor.settings.profiles import Profile
from ibmonitor.settings.table import Settings
from ibmonitor.windows.executions.dialog import ExecutionsDialog
from ibmonitor.windows.export.choice import ExportChoice, ExportDialog
from ibmonitor.windows.first_start.page import FirstPage
from ibmonitor.windows.help.about import about_box
from ibmonitor.windows.help.codes_window import CodesWindow
from ibmonitor.windows.help.guide import GuideWindow
from ibmonitor.windows.recording.recording_dialog import RecordedDialog, RecordingDialog
from ibmonitor.windows.settings.profiles_dialog import ProfilesDialog
from ibmonitor.windows.settings.settings_dialog import SettingsDialog
from ibmonitor.windows.table.column_chooser import ColumnChooser
from ibmonitor.windows.theme.theme import SYSTEM, THEME
from ibmonitor.windows.theme.tokens import DEFAULT_DENSITY, DENSITIES
from tests.windows.bench import Bench
from tests.windows.connection_test.test_test_row import IN_USE
from tests.windows.rich_day import fill_window
from tests.windows.squeezed import squeezed

pytestmark = pytest.mark.usefixtures("style_sheet")

SIZES = {
    "1280x800": (1264, 760),  # with a frame around it
    "1440x900": (1440, 900),
    "4K at scale 2": (1920, 1080),
    "4K": (3840, 2160),
}
FILE = Path("/home/somebody/.local/state/ibmonitor/log/recordings/2026-11-29 19.30 paper.ibmrec")
PROFILES = (Profile("Live"), Profile("Paper of the desk in Zug"))


@pytest.fixture(params=DENSITIES)
def density(request: pytest.FixtureRequest) -> Iterator[str]:
    # A window of an earlier test that is still there would get the other sizes, too, and slowly.
    delete_closed()
    THEME.use(SYSTEM, request.param)
    yield request.param
    delete_closed()
    THEME.use(SYSTEM, DEFAULT_DENSITY)


def delete_closed() -> None:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class Tour:
    """Looks at windows, and collects what is wrong with the places where it was seen."""

    def __init__(self) -> None:
        self.faults: dict[str, list[str]] = {}

    def look(self, window: QWidget, where: str) -> None:
        # Painted, a window as large as a 4K screen takes its time, and nothing here looks at its pixels.
        window.setUpdatesEnabled(False)
        # Twice: what a timer of the first pass shows, such as a tab's first row, is laid out in the second.
        for _ in range(2):
            QApplication.processEvents()
        for fault in squeezed(window):
            self.faults.setdefault(fault, []).append(where)

    def end(self) -> None:
        report = "\n".join(f"{fault}  ({'; '.join(where[:3])} …)" for fault, where in self.faults.items())
        if report:
            pytest.fail(report, pytrace=False)


def places(bench: Bench) -> Iterator[str]:
    """Show one tab after the other, and for an order and for a message one tab of the details after the other."""
    window = bench.window
    for page in window.pages:
        window.tabs.show_page(page.kind.key)
        yield page.kind.key
    for page in (window.page("orders"), window.page("messages")):
        window.tabs.show_page(page.kind.key)
        page.view.selectRow(0)
        for tabs in window.details.findChildren(QTabWidget):
            for number in filter(tabs.isTabVisible, range(tabs.count())):
                tabs.setCurrentIndex(number)
                yield f"{page.kind.key}, details {tabs.tabText(number)}"


@pytest.mark.usefixtures("density")
def test_nothing_of_the_window_is_cut(bench: Bench, qtbot: QtBot) -> None:
    fill_window(bench)
    qtbot.waitUntil(lambda: not bench.window.tabs.allocations.updates.is_waiting)
    tour = Tour()
    for name, size in SIZES.items():
        bench.window.resize(*size)
        for where in places(bench):
            tour.look(bench.window, f"{name}, {where}")
        if bench.window.size() != QSize(*size):
            tour.faults[f"the parts need {bench.window.size().toTuple()}"] = [name]
    tour.end()


@pytest.mark.usefixtures("density")
def test_nothing_of_the_window_is_cut_in_any_state_of_the_connection(bench: Bench) -> None:
    fill_window(bench)
    bench.window.resize(*SIZES["1280x800"])
    tour = Tour()
    for state in LinkState:
        bench.link(state, "the connection was reset by the server")
        tour.look(bench.window, state.name)
    bench.window.moved_port.ask(7497)
    tour.look(bench.window, "TWS has moved")
    tour.end()


DIALOGS: dict[str, Callable[[Bench], QWidget]] = {
    "profiles": lambda bench: ProfilesDialog(PROFILES, "Live", Settings(), bench.window),
    "executions": lambda _: ExecutionsDialog(""),
    "recording": lambda _: RecordingDialog(FILE, will_reconnect=True),
    "recorded": lambda _: RecordedDialog(FILE, "1.2 MB"),
    "columns": lambda bench: ColumnChooser(
        bench.window.page("orders").header, ORDER_COLUMNS, bench.window.page("orders").view
    ),
    "export": lambda bench: ExportDialog(
        lambda: "14 fills", "One row for each fill.", ExportChoice("xlsx"), bench.window, has_columns=True
    ),
    "about": lambda bench: about_box(bench.window),
    "codes": lambda _: CodesWindow(),
    "guide": lambda _: GuideWindow(),
}


@pytest.mark.usefixtures("density")
def test_nothing_of_the_dialogs_is_cut(bench: Bench, qtbot: QtBot) -> None:
    fill_window(bench)
    tour = Tour()
    for name, make in DIALOGS.items():
        dialog = make(bench)
        qtbot.addWidget(dialog)
        dialog.show()
        tour.look(dialog, name)
        dialog.close()
    bench.window.tools.show_scope()
    bench.window.tools.show_groups()
    for dialog in (bench.window.tools.scope, bench.window.tools.groups):
        tour.look(dialog, type(dialog).__name__)
    tour.end()


@pytest.mark.usefixtures("density")
def test_nothing_of_the_settings_is_cut(qtbot: QtBot) -> None:
    dialog = SettingsDialog(Settings(), None)
    qtbot.addWidget(dialog)
    dialog.show()
    (pages,) = dialog.findChildren(QTabWidget)
    tour = Tour()
    for number in range(pages.count()):
        pages.setCurrentIndex(number)
        tour.look(dialog, pages.tabText(number))
    dialog.test_row.show_verdict(IN_USE)
    pages.setCurrentIndex(0)
    tour.look(dialog, "client ID in use")
    tour.end()


@pytest.mark.usefixtures("density")
def test_nothing_of_the_first_page_is_cut(bench: Bench) -> None:
    page = FirstPage(Settings())
    bench.window.body.show_instead_of_tables(page)
    tour = Tour()
    for name, size in SIZES.items():
        bench.window.resize(*size)
        page.form.test_row.forget()
        tour.look(bench.window, name)
        page.form.test_row.show_verdict(IN_USE)
        tour.look(bench.window, f"{name}, client ID in use")
    tour.end()
