"""The tables of the details are exported by their menus, with the same dialog."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from ibmonitor.windows.details.fields_panel import FieldsPanel
from ibmonitor.windows.details.order_fills_panel import OrderFillsPanel
from ibmonitor.windows.details.timeline_panel import TimelinePanel
from ibmonitor.windows.export.choice import ExportDialog
from tests.support.blotter_events import execution, open_order
from tests.support.label_texts import shown_text
from tests.windows.bench import Bench


def export_action(view: QAbstractItemView) -> QAction:
    (action,) = [each for each in view.actions() if "Export" in each.text()]
    return action


@pytest.mark.parametrize("floating", [False, True])
@pytest.mark.parametrize(
    ("panel", "first", "title"),
    [
        (TimelinePanel, "Time", "Timeline"),
        (OrderFillsPanel, "Time", "Fills of the order"),
        (FieldsPanel, "Group", "All fields"),
    ],
)
def test_the_visible_table_is_exported(
    bench: Bench,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    panel: type[TimelinePanel | OrderFillsPanel | FieldsPanel],
    first: str,
    title: str,
    floating: bool,
) -> None:
    monkeypatch.setattr(QDialog, "open", lambda _dialog: None)
    monkeypatch.setattr(QFileDialog, "open", lambda _dialog: None)
    bench.connect("DU1")
    bench.receive(open_order(71, status="Submitted"), execution("0000e0d5.00000001.01.01", perm_id=71))
    window = bench.window
    window.tabs.show_page("fills")
    window.details.setFloating(floating)
    window.page("fills").view.selectRow(0)
    (shown,) = window.details.findChildren(panel)
    window.details.pane.tabs.setCurrentWidget(shown)
    export_action(shown.view).trigger()
    (asked,) = window.findChildren(ExportDialog)
    asked.accept()
    (dialog,) = window.findChildren(QFileDialog)
    assert dialog.windowTitle() == f"Export {title.lower().replace(' ', '-')}"
    path = tmp_path / "details.csv"
    with qtbot.waitSignal(window._exporter.done):
        dialog.fileSelected.emit(str(path))
    dialog.close()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert any(title.startswith(first) for title in rows[0])
    assert len(rows) > 1
    assert str(path) in shown_text(window.page("fills").notice)
