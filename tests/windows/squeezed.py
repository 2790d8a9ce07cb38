"""What of a window cannot be read: text that is cut, parts that overlap, parts outside of what they are in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMenuBar,
    QPushButton,
    QRadioButton,
    QRubberBand,
    QScrollArea,
    QSizeGrip,
    QSplitterHandle,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionHeader,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)

from ibmonitor.windows.widgets.banner import Banner, BannerPlace
from ibmonitor.windows.widgets.labels import ElidedLabel

_FREE = 24
"""Pixels next to a shortened text from which on it could have been longer; less are spacing and margins."""

_MNEMONIC = re.compile("&(.)")

_FULL_OF_THEIR_OWN = (QAbstractScrollArea, QComboBox, QAbstractSpinBox, QLineEdit, QMenuBar, QMenu, QTabBar)
"""Qt lays out what is in them, partly on top of each other or beyond their edges."""


def squeezed(window: QWidget) -> list[str]:
    """What of the window cannot be read as it is now, each in words."""
    parts = [part for part in (window, *window.findChildren(QWidget)) if _is_seen(part, window)]
    found = [f"{_named(part)} {fault}" for part in parts for fault in (*_cut(part), *_crowded(part, window))]
    return list(dict.fromkeys(found))


def _is_seen(part: QWidget, window: QWidget) -> bool:
    if part.window() is not window or not part.isVisible() or part.visibleRegion().isEmpty():
        return False
    above: QWidget | None = part
    while above is not None and not isinstance(above, Banner):
        above = above.parentWidget()
    place = None if above is None else above.parentWidget()
    # The banners behind the one in front cannot be seen.
    return not isinstance(place, BannerPlace) or place.front is above


def _cut(part: QWidget) -> Iterator[str]:
    for kind, check in _CHECKS.items():
        if isinstance(part, kind):
            yield from check(part)  # type: ignore[operator]  # it is of this kind
            return


def _shortened(label: ElidedLabel) -> Iterator[str]:
    wanted = label.sizeHint().width() - 2
    if label.height() < label.fontMetrics().height():
        yield f"cuts the height of {label.text()!r}"
    if wanted > label.width() and _free_at_the_right(label) >= _FREE:
        yield f"shortens {label.text()!r} where {_free_at_the_right(label)} pixels are free"


def _free_at_the_right(part: QWidget) -> int:
    """How many pixels lie between it and what is next to it, or the edge of what it is in."""
    parent = part.parentWidget()
    if parent is None:
        return 0
    mine = part.geometry()
    others = [
        each.geometry()
        for each in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if each is not part and each.isVisible()
    ]
    beside = [other.left() for other in others if other.left() > mine.right() and _share_a_line(other, mine)]
    return min(beside, default=parent.width()) - mine.right() - 1


def _share_a_line(one: QRect, other: QRect) -> bool:
    return one.top() <= other.bottom() and other.top() <= one.bottom()


def _cut_label(label: QLabel) -> Iterator[str]:
    if not label.text():
        return
    if label.wordWrap():
        if label.height() < label.heightForWidth(label.width()):
            yield f"cuts the last lines of {label.text()!r}: {label.height()} of {label.heightForWidth(label.width())}"
        if label.width() < label.minimumSizeHint().width():
            yield f"cuts a word of {label.text()!r}"
        return
    wanted = label.sizeHint()
    if label.width() < wanted.width() or label.height() < wanted.height():
        yield f"cuts {label.text()!r}: {_words(label.size())} of {_words(wanted)}"


def _cut_button(button: QAbstractButton) -> Iterator[str]:
    if not button.text():
        return
    room = button.rect()
    style = button.style()
    option = QStyleOptionButton()
    if isinstance(button, QPushButton):
        button.initStyleOption(option)
        room = style.subElementRect(QStyle.SubElement.SE_PushButtonContents, option, button)
    elif isinstance(button, QCheckBox | QRadioButton):
        button.initStyleOption(option)
        element = (
            QStyle.SubElement.SE_CheckBoxContents
            if isinstance(button, QCheckBox)
            else QStyle.SubElement.SE_RadioButtonContents
        )
        room = style.subElementRect(element, option, button)
    elif isinstance(button, QToolButton):
        if button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly and not button.icon().isNull():
            return
        if button.width() < button.sizeHint().width():
            yield f"cuts {button.text()!r}: {button.width()} of {button.sizeHint().width()}"
    yield from _too_wide(button.text(), button, room.width())
    if room.height() < button.fontMetrics().height():
        yield f"cuts the height of {button.text()!r}: {room.height()} of {button.fontMetrics().height()}"


def _cut_tabs(bar: QTabBar) -> Iterator[str]:
    for number in range(bar.count()):
        if not bar.isTabVisible(number):
            continue
        place = bar.tabRect(number)
        yield from _too_wide(bar.tabText(number), bar, place.width())
        if not bar.rect().contains(place):
            yield f"has no room for the tab {bar.tabText(number)!r}"


def _cut_titles(header: QHeaderView) -> Iterator[str]:
    option = QStyleOptionHeader()
    option.initFrom(header)
    for logical in range(header.count()):
        title = header.model().headerData(logical, header.orientation(), Qt.ItemDataRole.DisplayRole)
        if not header.isSectionHidden(logical) and title and header.orientation() == Qt.Orientation.Horizontal:
            option.rect = QRect(0, 0, header.sectionSize(logical), header.height())
            room = header.style().subElementRect(QStyle.SubElement.SE_HeaderLabel, option, header)
            yield from _too_wide(title.replace("&", "&&"), header, room.width())


def _cut_choice(box: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    room = box.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
    )
    yield from _too_wide(box.currentText() or box.placeholderText(), box, room.width())


def _cut_field(field: QLineEdit) -> Iterator[str]:
    if not field.text():
        # Qt keeps two pixels free at each side for the cursor.
        yield from _too_wide(field.placeholderText(), field, field.contentsRect().width() - 4)


def _too_wide(text: str, part: QWidget, room: int) -> Iterator[str]:
    wanted = part.fontMetrics().horizontalAdvance(_MNEMONIC.sub("\\1", text))
    if wanted > room:
        yield f"cuts {text!r}: {room} of {wanted}"


def _cut_group(group: QGroupBox) -> Iterator[str]:
    yield from _too_wide(group.title(), group, group.width())


def _cut_menus(bar: QMenuBar) -> Iterator[str]:
    for action in bar.actions():
        if action.isVisible() and not bar.rect().contains(bar.actionGeometry(action)):
            yield f"has no room for {action.text()!r}"


_CHECKS = {
    ElidedLabel: _shortened,
    QLabel: _cut_label,
    QAbstractButton: _cut_button,
    QTabBar: _cut_tabs,
    QHeaderView: _cut_titles,
    QComboBox: _cut_choice,
    QLineEdit: _cut_field,
    QGroupBox: _cut_group,
    QMenuBar: _cut_menus,
}
"""What is checked of each kind; of a kind and one more special, the special one comes first."""


def _crowded(part: QWidget, window: QWidget) -> Iterator[str]:
    """What lies on another, or outside, among the parts directly in this one."""
    if isinstance(part, QScrollArea):
        if part.horizontalScrollBar().isVisible():
            yield "has to be scrolled sideways"
        return
    if isinstance(part, _FULL_OF_THEIR_OWN) or isinstance(part.parentWidget(), _FULL_OF_THEIR_OWN):
        return
    inside = [
        each
        for each in part.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if _is_seen(each, window) and not isinstance(each, (QSplitterHandle, QSizeGrip, QRubberBand, QMenu))
    ]
    for each in inside:
        if not part.rect().contains(each.geometry()):
            yield f"holds {_named(each)} partly outside: {_place(each)} in {_words(part.size())}"
    for one, other in combinations(inside, 2):
        if one.geometry().intersects(other.geometry()) and not isinstance(part, (QMainWindow, QTabWidget)):
            yield f"has {_named(one)} over {_named(other)}: {_place(one)}, {_place(other)}"


def _named(part: QWidget) -> str:
    text = getattr(part, "text", None)
    named = part.objectName() or part.accessibleName() or (text() if callable(text) else "")
    return f"{type(part).__name__} {named[:40]!r}"


def _words(size: QSize) -> str:
    return f"{size.width()}x{size.height()}"


def _place(part: QWidget) -> str:
    place = part.geometry()
    return f"{_words(place.size())} at {place.x()}, {place.y()}"
