"""Removes temporary files that killed processes of this program have left behind."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from ibmonitor.exporting.temporary_file import sweep, temporary_folder
from ibmonitor.settings.leftovers import LEAST_AGE, sweep_settings
from ibmonitor.settings.places import Places

_SWEEP_AGAIN_MS = int(1000 * 2 * LEAST_AGE)


def sweep_twice(places: Places, context: QObject) -> None:
    """Remove the leftovers, which contain account numbers; once more later, while `context` exists.

    Recent files are skipped at first: another window may be writing them.
    """
    _sweep(places)
    QTimer.singleShot(_SWEEP_AGAIN_MS, context, lambda: _sweep(places))


def _sweep(places: Places) -> None:
    sweep_settings(places)
    for folder in (places.config, places.state, places.recordings, temporary_folder(places.log)):
        sweep(folder)
