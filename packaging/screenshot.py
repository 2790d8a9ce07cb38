"""Makes the README's screenshot from the demo: `python packaging/screenshot.py` writes packaging/screenshot.png."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import qasync
from PySide6.QtWidgets import QApplication

from ibmonitor.app import Program
from ibmonitor.windows.theme import use_style

TARGET = Path(__file__).with_name("screenshot.png")
SECONDS = 25
"""How long the demo lives before the picture is taken: long enough for live fills and a message."""


async def _take() -> None:
    with tempfile.TemporaryDirectory() as place:
        program = Program(argparse.Namespace(demo=True, config_dir=Path(place)))
        program.start()
        await asyncio.sleep(SECONDS)
        # Of the order most happened to, its history.
        program.window.go_to(max(program.blotter.orders, key=lambda order: len(order.happenings) + len(order.fills)))
        await asyncio.sleep(1)
        program.window.grab().save(str(TARGET))
        program.window.close()
        await program.closed
        await program.finish()
        program.window.deleteLater()
        await asyncio.sleep(0)


def main() -> int:
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    use_style(application)
    with qasync.QEventLoop(application) as loop:
        loop.run_until_complete(_take())
    return 0


if __name__ == "__main__":
    sys.exit(main())
