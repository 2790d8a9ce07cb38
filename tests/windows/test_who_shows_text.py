"""Accounts are hidden by the labels, the tables and the fields of this program; who uses Qt's own is looked at here."""

from __future__ import annotations

import ast
from pathlib import Path

import ibmonitor.windows

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
"""What shows a text as it is."""

HIDE_BY_THEMSELVES = {
    "account_filter.py": {"setAccessibleName"},
    "account_popup.py": {"QListWidgetItem", "setAccessibleName"},
    "clipboard.py": {"clipboard"},
    "execution_fields.py": {"addItems", "setItemText"},
    "executions_dialog.py": {"QComboBox", "QLabel", "addItems", "setPlaceholderText"},
    "find_box.py": {"QStandardItem", "setAccessibleDescription"},
    "identity_panel.py": {"QTreeWidgetItem", "setAccessibleName"},
    "message_panel.py": {"QListWidgetItem", "QPlainTextEdit"},
    "profile_look.py": {"setAccessibleName"},
    "profiles_dialog.py": {"QListWidgetItem", "addItem"},
    "scope_button.py": {"setAccessibleDescription", "setAccessibleName"},
    "table_page.py": {"setAccessibleName", "setPlaceholderText"},
    "tray.py": {"QSystemTrayIcon"},
}
"""What they show passes `ACCOUNT_MASK`."""

SAY_WORDS_OF_THEIR_OWN = {
    "about.py": {"QMessageBox", "QPlainTextEdit"},
    "codes_window.py": {"QLineEdit"},
    "column_chooser.py": {"QLineEdit", "QTreeWidgetItem"},
    "day_bar.py": {"QComboBox", "addItems", "setAccessibleName"},
    "execution_form.py": {"QLabel"},
    "guide.py": {"QLineEdit", "QListWidgetItem", "QTextBrowser"},
    "name_dialog.py": {"setWindowTitle"},
    "profile_form.py": {"QComboBox", "QLabel", "addItem"},
    "reading_view.py": {"setAccessibleName"},
    "setting_rows.py": {"QLabel", "QLineEdit", "addItems", "setAccessibleDescription", "setAccessibleName"},
    "settings_dialog.py": {"QLabel", "QMessageBox"},
    "views_button.py": {"setAccessibleName"},
}
"""Nothing that TWS tells is in it. Rows of settings serve the executions form too, which hides what is entered."""


def _says_a_constant(call: ast.Call) -> bool:
    """Whether only words written here are said. Who makes a widget may have it say others later."""
    is_said = isinstance(call.func, ast.Attribute) and call.func.attr.startswith(("add", "set"))
    return is_said and all(isinstance(each, ast.Constant) for each in call.args)


def test_no_window_shows_a_text_past_the_mask() -> None:
    found: dict[str, set[str]] = {}
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and not _says_a_constant(node):
                called = node.func
                name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                if name in QTS_OWN:
                    found.setdefault(path.name, set()).add(name)
    assert found == HIDE_BY_THEMSELVES | SAY_WORDS_OF_THEIR_OWN, "does it hide account numbers? See windows/masked.py"
