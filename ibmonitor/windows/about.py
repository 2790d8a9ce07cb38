"""What the program is, what it can and what it cannot do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from ibmonitor import __version__

ABOUT = f"""IB Monitor {__version__}

Shows the orders, fills and commissions of Interactive Brokers accounts, live, over the API of TWS or IB Gateway.

It is read-only: it can never place, change, cancel or exercise an order, nor change TWS's settings or advisor groups. \
Every message it sends passes one gate that lets these through and nothing else: the start of the connection, TWS's \
time and API settings, open orders, completed orders, and executions with their commissions.

The one exception is auto-bind, which only client 0 can do and only when you have switched it on in Settings: it gives \
orders made by hand in TWS an API order ID, and that may cost them their place in the exchange's queue.

On this computer it keeps settings, the layout of the window with its filters, the last queries, a secret behind the \
names of hidden accounts, logs, and beside them a trace of a crash; account numbers are in the logs at level \
Debug only. A session is recorded only \
when you ask for it, and a recording holds everything as it is. It connects to the TWS you name and to nothing else, \
and opens no port; only the demo's simulated TWS, a program of its own, listens on this computer.

Free software under the GNU General Public License, version 3 or later. Not a product of Interactive Brokers."""


def about_box(parent: QWidget) -> QMessageBox:
    """Make the box; show it with `open()`."""
    box = QMessageBox(parent)
    box.setWindowTitle("About IB Monitor")
    box.setIcon(QMessageBox.Icon.Information)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(ABOUT)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box
