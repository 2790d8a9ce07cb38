"""Labels, tables and fields of this program hide accounts; every use of Qt's own widgets is listed here."""

from __future__ import annotations

import ast
from pathlib import Path

import ibmonitor.windows
from tests.support.sources import parsed

FOLDER = Path(ibmonitor.windows.__file__).parent
QTS_OWN = {
    "QComboBox",
    "QGroupBox",
    "QInputDialog",
    "QLabel",
    "QLineEdit",
    "QListWidgetItem",
    "QMessageBox",
    "QPlainTextEdit",
    "QStandardItem",
    "QSystemTrayIcon",
    "QTableWidgetItem",
    "QTextBrowser",
    "QTextEdit",
    "QTreeWidgetItem",
    "addItem",
    "addItems",
    "clipboard",
    "setAccessibleDescription",
    "setAccessibleName",
    "setItemText",
    "setPlaceholderText",
    "setWindowTitle",
}
"""Calls that show a text unchanged."""

HIDE_BY_THEMSELVES = {
    "history_upkeep/upkeep_row.py": {"QComboBox", "QMessageBox", "addItem"},
    "table/account_filter.py": {"setAccessibleName"},
    "table/account_popup.py": {"QListWidgetItem", "setAccessibleName"},
    "widgets/clipboard.py": {"clipboard"},
    "executions/fields.py": {"addItems", "setItemText"},
    "executions/dialog.py": {"QComboBox", "QLabel", "addItems", "setPlaceholderText"},
    "main/find_box.py": {"setAccessibleDescription"},
    "details/identity_panel.py": {"QTreeWidgetItem", "setAccessibleName"},
    "details/message_panel.py": {"QListWidgetItem", "QPlainTextEdit"},
    "connection/profile_badge.py": {"setAccessibleName"},
    "settings/profiles_dialog.py": {"QListWidgetItem", "addItem"},
    "connection/state_button.py": {"setAccessibleDescription", "setAccessibleName"},
    "table/narrowings.py": {"setAccessibleName"},
    "table/table_page.py": {"setAccessibleName"},
    "main/tray.py": {"QSystemTrayIcon"},
}
"""Their texts pass through `ACCOUNT_MASK`."""

SAY_WORDS_OF_THEIR_OWN = {
    "history/find_page.py": {"QLineEdit"},
    "history/sums_page.py": {"QComboBox", "addItem", "setAccessibleName"},
    "main/header.py": {"setAccessibleName"},
    "widgets/banner.py": {"setAccessibleName"},
    "table/filter_bar.py": {"setAccessibleName", "setPlaceholderText"},
    "help/about.py": {"QMessageBox", "QPlainTextEdit"},
    "help/codes_window.py": {"QLineEdit"},
    "table/column_chooser.py": {"QLineEdit", "QTreeWidgetItem"},
    "day/bar.py": {"QComboBox", "addItems", "setAccessibleName"},
    "days/day_button.py": {"setAccessibleName"},
    "executions/form.py": {"QLabel"},
    "help/guide.py": {"QLineEdit", "QListWidgetItem", "QTextBrowser"},
    "widgets/name_dialog.py": {"setWindowTitle"},
    "settings/profile_form.py": {"QComboBox", "QLabel", "addItem"},
    "details/facts_grid.py": {"setAccessibleName"},
    "table/list_view.py": {"setAccessibleName"},
    "settings/setting_rows.py": {
        "QLabel",
        "QLineEdit",
        "addItem",
        "addItems",
        "setAccessibleDescription",
        "setAccessibleName",
    },
    "settings/settings_dialog.py": {"QLabel", "QMessageBox"},
    "table/views.py": {"setAccessibleName"},
    "widgets/zone_button.py": {"setAccessibleName"},
}
"""They contain nothing from TWS. The executions form uses rows of settings too, and hides the entered accounts."""


def _says_a_constant(call: ast.Call) -> bool:
    """Whether all texts of the call are constants. A new widget may get other texts later."""
    is_said = isinstance(call.func, ast.Attribute) and call.func.attr.startswith(("add", "set"))
    return is_said and all(isinstance(each, ast.Constant) for each in call.args)


def test_no_window_shows_a_text_past_the_mask() -> None:
    found: dict[str, set[str]] = {}
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and not _says_a_constant(node):
                called = node.func
                name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                if name in QTS_OWN:
                    found.setdefault(path.relative_to(FOLDER).as_posix(), set()).add(name)
    assert found == HIDE_BY_THEMSELVES | SAY_WORDS_OF_THEIR_OWN, (
        "does it hide account numbers? See windows/widgets/masked.py"
    )
