"""What the program is, what it can and what it cannot do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from ibmonitor import __version__

ABOUT = f"""IB Monitor {__version__}

Shows the orders, fills and commissions of Interactive Brokers accounts, live, over the API of TWS or IB Gateway.

It is read-only: it can never place, change or cancel an order. Every message it sends passes one gate that lets only \
reading requests through. The one exception is auto-bind, which only client 0 can do and only when you have switched \
it on in Settings: it gives orders made by hand in TWS an API order ID.

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
