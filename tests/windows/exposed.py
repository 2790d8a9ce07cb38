"""All texts that a window shows, exposes to screen readers or copies, for tests of what must not be among them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest import mock

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QMetaProperty,
    QMetaType,
    QModelIndex,
    QObject,
    QPoint,
    Qt,
)
from PySide6.QtGui import QAccessible, QAction, QGuiApplication, QHelpEvent, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QCompleter,
    QTabBar,
    QToolTip,
    QWidget,
)
from shiboken6 import isValid

from ibmonitor.models.table.column_model import ColumnModel
from ibmonitor.windows.connection.state_button import StateButton
from ibmonitor.windows.details.life_strip import LifeStrip

_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.WhatsThisRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
_ACCESSIBLE = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help)
_COPIES = "copy"


def exposed(window: QWidget) -> Iterator[tuple[str, str]]:
    """All texts of visible widgets and of all models, each with its place.

    It changes the clipboard; copy actions are found by their names.
    """
    for part in _parts(window):
        if not isValid(part) or (isinstance(part, QWidget) and not part.isVisible()):
            # A copy may recreate other widgets.
            continue
        where = f"{type(part).__name__} {part.objectName()}".strip()
        if isinstance(part, QWidget | QAction):
            yield from ((f"{where}: {name}", text) for name, text in _properties(part))
        yield from ((f"{where}: {name}", text) for name, text in _more(part))
        if isinstance(part, QAbstractItemModel):
            yield from ((where, text) for text in (*_headers(part), *_cells(part, QModelIndex())))
        if isinstance(part, QWidget):
            yield from ((f"{where}: accessible", text) for text in _accessible(part))
            yield from ((f"{where}: copied", text) for text in _copied(part))
        if isinstance(part, QWidget) and part.isWindow() and part.isVisible():
            yield f"{where}: painted", painted(part)


def painted(widget: QWidget) -> str:
    """The texts that the widget draws now."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(widget.size())
    painter = QPainter(drawing)
    widget.render(painter, QPoint())
    painter.end()
    return bytes(buffer.data().data()).decode()


def _parts(window: QWidget) -> list[QObject]:
    parts: list[QObject] = [window, *window.findChildren(QObject)]
    for part in list(parts):
        for other in (
            part.popup() if isinstance(part, QCompleter) else None,
            part.model() if isinstance(part, QAbstractItemView | QComboBox) else None,
        ):
            if other is not None and other not in parts:
                parts.append(other)
    return parts


def _properties(part: QObject) -> Iterator[tuple[str, str]]:
    about = part.metaObject()
    if about.className() not in _TEXTS:
        properties = map(about.property, range(about.propertyCount()))
        _TEXTS[about.className()] = [str(each.name()) for each in properties if _may_hold_text(each)]
    for name in _TEXTS[about.className()]:
        value: Any = part.property(name)
        if isinstance(value, QByteArray):
            value = bytes(value.data()).decode(errors="replace")
        if isinstance(value, str):
            yield name, value


_TEXTS: dict[str, list[str]] = {}
"""By class: the names of its properties that may contain a text."""


def _may_hold_text(about: QMetaProperty) -> bool:
    number = about.typeId()
    if number >= QMetaType.Type.User:
        return not about.isEnumType()
    return number in {QMetaType.Type.QString, QMetaType.Type.QByteArray, QMetaType.Type.QVariant}


def _more(part: QObject) -> Iterator[tuple[str, str]]:
    """The texts that are in no property."""
    if isinstance(part, QTabBar):
        for number in range(part.count()):
            yield from (("tab", part.tabText(number)), ("tab's tip", part.tabToolTip(number)))
    if isinstance(part, LifeStrip):
        yield from (("tip", tip) for tip in _tips(part))
    if isinstance(part, StateButton):
        yield "hint", part.hint()
    if isinstance(part, QAction):
        yield "action", part.text()
    if isinstance(part, ColumnModel):
        for row in range(part.rowCount()):
            yield from (("look", part.look(row, number).text) for number in range(part.columnCount()))


def _tips(widget: QWidget) -> Iterator[str]:
    """The tooltips that the widget shows as the mouse goes over it."""
    # Not shown: that takes longer than all else.
    with mock.patch.object(QToolTip, "showText") as shown:
        for x in range(0, widget.width(), 8):
            for y in (8, widget.height() // 2):
                point = QPoint(x, y)
                QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, point, widget.mapToGlobal(point)))
    for call in shown.call_args_list:
        _, text, *_ = call.args
        yield text


def _columns(model: QAbstractItemModel, parent: QModelIndex) -> range:
    # Qt does not report this if it is 1.
    return range(1 if isinstance(model, QAbstractListModel) else model.columnCount(parent))


def _headers(model: QAbstractItemModel) -> Iterator[str]:
    for column in _columns(model, QModelIndex()):
        for role in _ROLES:
            if value := model.headerData(column, Qt.Orientation.Horizontal, role):
                yield str(value)


def _cells(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    for column in _columns(model, parent):
        for row in range(model.rowCount(parent)):
            index = model.index(row, column, parent)
            yield from (str(value) for role in _ROLES if (value := index.data(role)))
            if column == 0 and model.rowCount(index):
                yield from _cells(model, index)


def _accessible(widget: QWidget) -> Iterator[str]:
    interface = QAccessible.queryAccessibleInterface(widget)
    if interface.isValid():
        yield from (interface.text(kind) for kind in _ACCESSIBLE)


def _copied(widget: QWidget) -> Iterator[str]:
    clipboard = QGuiApplication.clipboard()
    if isinstance(widget, QAbstractItemView):
        widget.selectAll()
        for action in widget.actions():
            if _COPIES in action.text().replace("&", "").casefold():
                clipboard.clear()
                action.trigger()
                yield clipboard.text()
    if isinstance(widget, QAbstractButton) and _COPIES in widget.text().replace("&", "").casefold():
        clipboard.clear()
        widget.click()
        yield clipboard.text()
