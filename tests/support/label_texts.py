"""The texts that a widget shows in labels."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ibmonitor.windows.widgets.labels import ToneLabel


def label_texts(widget: QWidget) -> list[str]:
    """In the order in which the labels were created."""
    return [label.text() for label in widget.findChildren(ToneLabel)]
