"""What a reader sees of a widget's texts."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QWidget

from ibmonitor.windows.connection.link_bar import LinkBar
from ibmonitor.windows.connection.link_panel import LinkPanel
from ibmonitor.windows.main.find_box import FindBox
from ibmonitor.windows.main.found_list import FoundModel
from ibmonitor.windows.widgets.labels import ToneLabel


class _HasLabel(Protocol):
    @property
    def label(self) -> ToneLabel: ...

    def isHidden(self) -> bool: ...


def label_texts(widget: QWidget) -> list[str]:
    """In the order in which its labels were created, without hidden and empty ones."""
    return [label.text() for label in widget.findChildren(ToneLabel) if label.text() and label.isVisibleTo(widget)]


def shown_text(widget: _HasLabel) -> str:
    """The text of its main label; empty while either is hidden."""
    return "" if widget.isHidden() or widget.label.isHidden() else widget.label.text()


def panel_texts(panel: LinkPanel) -> list[str]:
    """What the header says about the connection, its tooltip included, and the banner below the tables."""
    bars = panel.window().findChildren(LinkBar)
    return [panel.state.words, *panel.state.facts.split("\n"), *filter(None, map(shown_text, bars))]


def lines_of(box: FindBox) -> list[str]:
    """The rows of the list of orders found."""
    (found,) = box.findChildren(FoundModel)
    return [found.index(row, 0).data() for row in range(found.rowCount())]
