"""One message in full: its meaning, TWS's text, when and how often it arrived, and its order."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QResizeEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ibmonitor.domain.records.records import Message, Order, Severity
from ibmonitor.domain.wording.reject_json import pretty
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.formats import time_writer
from ibmonitor.models.text.market_zones import zone_of_order
from ibmonitor.models.text.order_words import order_words
from ibmonitor.windows.widgets.clipboard import copy_text
from ibmonitor.windows.widgets.labels import ToneLabel

SEVERITY_TONES: dict[Severity, Tone] = {Severity.WARNING: "warning", Severity.ERROR: "bad"}
_ORDER = int(Qt.ItemDataRole.UserRole)


class MessagePanel(QScrollArea):
    """Shows one message; all of it can be selected, and copied with one button for a support ticket."""

    order_chosen = Signal(object)
    """An order that the message is about, or may be about."""
    code_chosen = Signal(int)
    """The user wants the message's code explained."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName("Message")
        self._message: Message | None = None
        self._body = QWidget(self)
        self._values = {name: _value(self._body) for name in ("severity", "plain", "text", "times", "req_id")}
        self._orders = QListWidget(self._body)
        self._orders.setAccessibleName("Orders the message is about")
        self._orders.setToolTip("Double-click or Enter goes to the order")
        self._orders.setWordWrap(True)
        self._orders.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._orders.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._orders.itemActivated.connect(self._on_order_activated)
        self._json = QPlainTextEdit(self._body)
        self._json.setReadOnly(True)
        self._json.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._json.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._json.setAccessibleName("Advanced reject")
        self._copy = QPushButton("&Copy message", self._body)
        self._copy.clicked.connect(self._on_copy_clicked)
        self._explain = QPushButton("E&xplain this code…", self._body)
        self._explain.clicked.connect(self._on_explain_clicked)
        self._form = QFormLayout()
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.addRow("Severity", self._values["severity"])
        self._form.addRow("Meaning", self._values["plain"])
        self._form.addRow("TWS message", self._values["text"])
        self._form.addRow("Time", self._values["times"])
        self._form.addRow("Request or order ID", self._values["req_id"])
        self._form.addRow("Order", self._orders)
        self._form.addRow("Advanced reject", self._json)
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addLayout(self._buttons())
        layout.addLayout(self._form)
        layout.addStretch(1)
        self.setWidget(self._body)
        self.show_message(None)
        ACCOUNT_MASK.changed.connect(self._on_mask_changed)

    def show_message(self, message: Message | None) -> None:
        """Show a message; for the same one, the selection stays."""
        is_other = message is not self._message
        self._message = message
        self._body.setVisible(message is not None)
        if message is None:
            return
        for name, value in self._values.items():
            text = _TEXTS[name](message)
            if value.text() != text:
                value.setText(text)
            if name != "severity":
                self._form.setRowVisible(value, bool(text))
        self._name_row(self._values["text"], _name("text", message))
        self._values["severity"].set_tone(SEVERITY_TONES.get(message.severity, ""))
        self._explain.setVisible(message.code is not None)
        self._show_orders(message)
        self._show_json(message)
        if is_other:
            self.verticalScrollBar().setValue(0)

    def text(self) -> str:
        """All texts, line by line."""
        if self._message is None:
            return ""
        lines = [
            f"{_name(name, self._message)}: {write(self._message)}"
            for name, write in _TEXTS.items()
            if write(self._message)
        ]
        whose = "Possibly order" if self._message.candidates else "Order"
        lines += [f"{whose}: {_order_line(order)}" for order in self._message.orders]
        return ACCOUNT_MASK.text("\n".join([*lines, pretty(self._message.advanced_order_reject_json)]).strip())

    def _buttons(self) -> QHBoxLayout:
        """The buttons, at the top so that they are visible however long the message is."""
        row = QHBoxLayout()
        row.addWidget(self._explain)
        row.addWidget(self._copy)
        row.addStretch(1)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_orders()

    def _fit_orders(self) -> None:
        """Give the list the height of up to four orders, in as many lines as they need."""
        count = min(self._orders.count(), 4)
        if count:
            height = sum(map(self._orders.sizeHintForRow, range(count))) + 2 * self._orders.frameWidth()
            self._orders.setFixedHeight(max(height, self.fontMetrics().height()))

    def _show_orders(self, message: Message) -> None:
        orders = message.orders
        items = [self._orders.item(row) for row in range(self._orders.count())]
        if len(items) != len(orders) or any(
            item.data(_ORDER) is not order for item, order in zip(items, orders, strict=True)
        ):
            self._orders.clear()
            items = [QListWidgetItem(self._orders) for _ in orders]
            for item, order in zip(items, orders, strict=True):
                item.setData(_ORDER, order)
        for item, order in zip(items, orders, strict=True):
            line = ACCOUNT_MASK.text(_order_line(order))
            if item.text() != line:
                item.setText(line)
        self._fit_orders()
        self._form.setRowVisible(self._orders, bool(orders))
        self._name_row(self._orders, "Possibly one of" if message.candidates else "Order")

    def _name_row(self, field: QWidget, name: str) -> None:
        label = self._form.labelForField(field)
        if isinstance(label, QLabel):
            label.setText(name)

    def _show_json(self, message: Message) -> None:
        text = ACCOUNT_MASK.text(pretty(message.advanced_order_reject_json))
        if self._json.toPlainText() != text:
            self._json.setPlainText(text)
            lines = min(text.count("\n") + 2, 12)
            self._json.setFixedHeight(self._json.fontMetrics().lineSpacing() * lines + 2 * self._json.frameWidth() + 8)
        self._form.setRowVisible(self._json, bool(text))

    def _on_mask_changed(self) -> None:
        self.show_message(self._message)

    def _on_order_activated(self, item: QListWidgetItem) -> None:
        self.order_chosen.emit(item.data(_ORDER))

    def _on_explain_clicked(self) -> None:
        if self._message is not None and self._message.code is not None:
            self.code_chosen.emit(self._message.code)

    def _on_copy_clicked(self) -> None:
        copy_text(self.text())


def _value(parent: QWidget) -> ToneLabel:
    label = ToneLabel(parent=parent)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _severity(message: Message) -> str:
    return message.severity.value if message.code is None else f"{message.severity.value}, code {message.code}"


def _times(message: Message) -> str:
    """TWS's own time is that of the last one."""
    is_repeated = message.count > 1
    write = time_writer(zone_of_order(message.order))
    parts = [
        f"TWS {write(message.time)}" if message.time is not None else "",
        f"{'first ' if is_repeated else ''}received {write(message.received)}",
        f"last received {write(message.latest)}" if is_repeated else "",
        f"{message.count:,} times" if is_repeated else "",
    ]
    return " · ".join(filter(None, parts))


def _req_id(message: Message) -> str:
    return "" if message.req_id is None else str(message.req_id)


_TEXTS = {
    "severity": _severity,
    "plain": lambda message: message.plain,
    "text": lambda message: message.text,
    "times": _times,
    "req_id": _req_id,
}
_NAMES = {
    "severity": "Severity",
    "plain": "Meaning",
    "text": "TWS message",
    "times": "Time",
    "req_id": "Request or order ID",
}


def _name(name: str, message: Message) -> str:
    """The label of a row: a message of this program has no TWS text."""
    return "Details" if name == "text" and message.code is None else _NAMES[name]


def _order_line(order: Order) -> str:
    client = "" if order.client_id is None else f"client {order.client_id}"
    perm_id = f"Perm ID {order.perm_id}" if order.perm_id else ""
    return " · ".join(filter(None, (order_words(order), order.status or "", client, perm_id)))
