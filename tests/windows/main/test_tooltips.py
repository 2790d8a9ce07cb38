"""A tooltip says more than its widget: it never repeats what is in sight."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAction, QTextDocumentFragment
from PySide6.QtWidgets import QAbstractButton, QLabel, QToolButton, QWidget

from ibmonitor.domain.records.events import Event, Fault, TwsMessage
from ibmonitor.domain.records.link import LinkState
from tests.support.blotter_events import open_order
from tests.windows.bench import Bench

MESSAGES: tuple[Event, ...] = (
    Fault("The settings file is damaged.", "Details"),
    TwsMessage(1, 201, "Order rejected - reason: Size exceeds the limit", None),
    TwsMessage(1, 399, "Order Message: Warning: your order will not be placed until 09:30", None),
    TwsMessage(-1, 2104, "Market data farm connection is OK:usfarm", None),
    TwsMessage(-1, 1100, "Connectivity between IB and TWS has been lost.", None),
    TwsMessage(-1, 99999, "A code that nobody knows", None),
)


def repeated(window: QWidget) -> Iterator[str]:
    for widget in window.findChildren(QWidget):
        if isinstance(widget, QAbstractButton | QLabel) and widget.toolTip():
            text, tip = plain(widget.text().replace("&", "")), plain(widget.toolTip())
            # Qt gives a tool button without a tooltip the text of its action.
            is_from_action = isinstance(widget, QToolButton) and widget.defaultAction() is not None
            if tip in text and not is_from_action:
                yield f"{type(widget).__name__}: {tip}"


def plain(text: str) -> str:
    return " ".join(QTextDocumentFragment.fromHtml(text).toPlainText().split()).rstrip(".…")


def test_no_tooltip_of_the_window_repeats_its_text(bench: Bench) -> None:
    bench.connect()
    bench.receive(open_order(1, 7, 1))
    bench.view("orders").selectRow(0)
    for message in MESSAGES:
        bench.receive(message)
        assert list(repeated(bench.window)) == []


def test_no_tooltip_repeats_the_state(bench: Bench) -> None:
    bench.connect()
    bench.window.moved_port.ask(4001)
    for state in LinkState:
        bench.link(state, "The connection to TWS has ended: TWS closed it.")
        assert list(repeated(bench.window)) == []


def tip_of_qt(action: QAction) -> str:
    """What Qt makes of the text, and in some versions of the keys, where an action has no tip of its own."""
    same = QAction(action.text())
    same.setShortcut(action.shortcut())
    return same.toolTip()


def test_no_action_has_its_own_text_as_its_hint(bench: Bench) -> None:
    for action in bench.window.findChildren(QAction):
        if action.text() and action.toolTip() != tip_of_qt(action):
            assert plain(action.toolTip()) not in plain(action.text().replace("&", "")), action.text()


def test_a_tooltip_that_repeats_is_found(bench: Bench) -> None:
    label = QLabel("The order was filled.", bench.window)
    label.setToolTip("The order was filled.")
    assert list(repeated(bench.window)) == ["QLabel: The order was filled"]
