"""Work in turns of the loop, between which the window answers."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

_SLICE = 0.008
"""Seconds of work in each turn; a step that takes longer has a turn of its own."""


class Turns(QObject):
    """Carries out the steps of an iterator; `then` is called after the last one."""

    def __init__(
        self, steps: Iterator[object], parent: QObject | None = None, then: Callable[[], object] = lambda: None
    ) -> None:
        super().__init__(parent)
        self._steps = steps
        self._then = then
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    def start(self) -> None:
        """Begin in the loop's next turn."""
        self._timer.start()

    def stop(self) -> None:
        """Do nothing more."""
        self._timer.stop()

    def finish(self) -> None:
        """Do all that is left now."""
        self.stop()
        for _ in self._steps:
            pass
        self._then()

    @property
    def is_going_on(self) -> bool:
        """Whether it has begun, and is neither stopped nor done."""
        return self._timer.isActive()

    def _go_on(self) -> None:
        late = perf_counter() + _SLICE
        for _ in self._steps:
            if perf_counter() > late:
                return
        self.stop()
        self._then()


def loading(*packages: str) -> Iterator[str]:
    """Import the modules of these packages, one at a step. One that fails is left to who needs it."""
    import pkgutil  # noqa: PLC0415 - not before the first picture, either

    for package in packages:
        with suppress(Exception):
            for found in pkgutil.iter_modules(importlib.import_module(package).__path__, f"{package}."):
                with suppress(Exception):
                    importlib.import_module(found.name)
                yield found.name
