"""The About box: what the program is, what it can do and what it cannot."""

from __future__ import annotations

import re
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution, requires

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QPlainTextEdit, QVBoxLayout, QWidget

from ibmonitor import __version__
from ibmonitor.assets import asset

LICENSES_FILE = "third-party-licences.txt"
"""Created when a bundle is built."""

_LICENSES_SIZE = (820, 640)
_NOT_BUNDLED = (
    "This program runs from its sources, with packages that were installed for it. Each holds its own license; these "
    "are the ones it asks for:"
)

ABOUT = f"""IB Monitor {__version__}

Shows the orders, fills and commissions of Interactive Brokers accounts, live, over the API of TWS or IB Gateway.

It is read-only: it can never place, change, cancel or exercise an order, nor change TWS's settings or advisor groups. \
Every message it sends passes one gate that lets these through and nothing else: the start of the connection, TWS's \
time and API settings, open orders, completed orders, executions with their commissions, and an advisor's groups and \
aliases.

The one exception is auto-bind, which only client 0 can do and only when you have switched it on in Settings: it gives \
orders made by hand in TWS an API order ID, and that may cost them their place in the exchange's queue.

On this computer it keeps settings, the layout of the window with its filters, the last queries, a secret behind the \
names of hidden accounts, logs, and with them a trace of a crash; account numbers are in the logs at level \
Debug only. A session is recorded only \
when you ask for it, and a recording holds everything as it is; tables are exported only when you ask for it. \
It connects to the TWS you name and to nothing else, and opens no port; only the demo's simulated TWS, a program of \
its own, listens on this computer.

Free software under the GNU General Public License, version 3 or later. Not a product of Interactive Brokers."""


def about_box(parent: QWidget) -> QMessageBox:
    """Create the box; show it with `open()`."""
    box = QMessageBox(parent)
    box.setWindowTitle("About IB Monitor")
    box.setIcon(QMessageBox.Icon.Information)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(ABOUT)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.addButton(QMessageBox.StandardButton.Ok)
    # With two buttons, Qt does not know which one Escape and the close button stand for.
    box.setEscapeButton(QMessageBox.StandardButton.Ok)
    licenses = box.addButton("Third-party &licenses…", QMessageBox.ButtonRole.HelpRole)
    # A button of the box would close it.
    licenses.clicked.disconnect()
    licenses.clicked.connect(lambda: LicensesDialog(box).open())
    return box


class LicensesDialog(QDialog):
    """The licenses of all bundled packages. Show with `open()`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Third-party licenses")
        self.text = QPlainTextEdit(third_party_licenses(), self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Third-party licenses")
        # With the keyboard too: otherwise Qt shows no cursor in a read-only text.
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)
        self.resize(*_LICENSES_SIZE)


def third_party_licenses() -> str:
    """The license texts of a bundle; when run from sources, the names of the installed packages' licenses."""
    try:
        return asset(LICENSES_FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return f"{_NOT_BUNDLED}\n\n" + "\n".join(_installed())


def _installed() -> list[str]:
    lines = []
    for requirement in _asked_for():
        name = re.match(r"[\w.-]+", requirement)
        if name is None or "extra ==" in requirement:
            continue
        try:
            found = distribution(name.group())
        except PackageNotFoundError:
            continue
        licenses = [*(found.metadata.get_all("License-Expression") or ()), *(found.metadata.get_all("License") or ())]
        words = next(iter("".join(licenses).splitlines()), "") or "see its files"
        lines.append(f"{found.name} {found.version}: {words}")
    return sorted(lines, key=str.casefold)


def _asked_for() -> list[str]:
    with suppress(PackageNotFoundError):
        return requires("ibmonitor") or []
    # Run from the source folder, without installation.
    return []
