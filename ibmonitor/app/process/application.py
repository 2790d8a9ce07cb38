"""Makes the Qt application, the same for the window and for its self test."""

from __future__ import annotations

import sys

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from ibmonitor import __version__
from ibmonitor.assets import asset
from ibmonitor.windows.theme.theme import use_style


def make_application() -> QApplication:
    """The one application of this process."""
    application = QApplication(sys.argv[:1])
    # The loop has to outlive the window until the connection is closed and the window's state is written.
    application.setQuitOnLastWindowClosed(False)
    application.setApplicationName("IB Monitor")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("ibmonitor")
    use_style(application)
    application.setWindowIcon(QIcon(str(asset("ibmonitor.svg"))))
    return application
