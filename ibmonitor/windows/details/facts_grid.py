"""Facts as labels and values: two pairs a row where they fit, one where a value needs the width.

It lays itself out: a layout of Qt's whose cells change with the width would change its width again, and so on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from ibmonitor.models.columns.record_facts import Fact
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.plain_text import plain_tooltip
from ibmonitor.windows.theme.theme import tabular
from ibmonitor.windows.theme.tokens import LARGE, SMALL, TIGHT
from ibmonitor.windows.widgets.clipboard import copy_text
from ibmonitor.windows.widgets.labels import ToneLabel

_LEAST_FOR_TWO = 380
"""Pixels: in a narrower pane each fact has a row of its own."""
_LEAST = 120
_USUAL_LABEL = "Realized P&L"
"""The first labels have its width at least, so that the values of two orders stand in the same places."""
_MOST_KEPT = 200
_UNKNOWN = "\N{EN DASH}"


class _Place(NamedTuple):
    row: int
    pair: int
    """The first or the second pair of columns: 0 or 1."""
    is_wide: bool
    """Whether it takes the whole row."""


class FactsGrid(QWidget):
    """The values can be selected, and copied by their menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: tuple[Fact, ...] = ()
        self._labels: list[_Label] = []
        self._values: list[_Value] = []
        self._heights: dict[int, int] = {}
        """By width, while facts and font stay: the layout asks several times for the same."""
        self._line_heights: dict[str, int] = {}
        """Of values that do not wrap, by their text, "" for any in ASCII, which needs no other font.

        To ask Qt takes long: it lays each out as a document.
        """
        self._is_outdated = True
        """Whether other texts are shown than when it was last laid out, or others for the same facts."""
        ACCOUNT_MASK.changed.connect(self._on_mask_changed)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these facts; a value that stays keeps its selected text."""
        is_other = self._is_outdated or [_texts(fact) for fact in facts] != [_texts(fact) for fact in self._facts]
        self._facts = tuple(facts)
        while len(self._labels) < len(facts):
            self._labels.append(_Label(self))
            self._values.append(_Value(self))
        for number, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            fact = facts[number] if number < len(facts) else None
            label.setText("" if fact is None else fact.label)
            value.show_fact(fact)
            label.setVisible(fact is not None)
            value.setVisible(fact is not None)
        self.setVisible(bool(facts))
        if is_other:
            self._is_outdated = False
            self._lay_out_again()

    def _lay_out_again(self) -> None:
        self._heights.clear()
        if len(self._line_heights) > _MOST_KEPT:
            self._line_heights.clear()
        self._lay_out(self.width())
        self.updateGeometry()

    def _on_mask_changed(self) -> None:
        self._heights.clear()
        self._is_outdated = True

    def text(self) -> str:
        """All facts, a line each."""
        return "\n".join(f"{fact.label}: {fact.text}" for fact in self._facts if fact.text)

    def heightForWidth(self, width: int) -> int:
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = self._lay_out(width, only_measure=True)
        return height

    def sizeHint(self) -> QSize:
        return QSize(_LEAST_FOR_TWO, self.heightForWidth(_LEAST_FOR_TWO))

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(event.size().width())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._line_heights.clear()
            self._lay_out_again()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        value = self.childAt(event.pos())
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if isinstance(value, _Value):
            menu.addAction(_action(menu, "Copy &value", value.text()))
        menu.addAction(_action(menu, "Copy &all facts", ACCOUNT_MASK.text(self.text())))
        menu.popup(event.globalPos())

    def _lay_out(self, width: int, *, only_measure: bool = False) -> int:
        """Put labels and values into their places; return the height that this needs."""
        count = len(self._facts)
        labels, values = self._labels[:count], self._values[:count]
        places = list(self._places(width))
        least = self.fontMetrics().horizontalAdvance(_USUAL_LABEL)
        label_widths = [
            max(
                (one.sizeHint().width() for one, place in zip(labels, places, strict=True) if place.pair == pair),
                default=0,
            )
            for pair in (0, 1)
        ]
        label_widths[0] = max(label_widths[0], least)
        # The values of both pairs have the same room, whatever their labels need.
        second = (width + LARGE + label_widths[0] - label_widths[1]) // 2
        starts = (label_widths[0] + SMALL, second + label_widths[1] + SMALL)
        ends = (second - LARGE if any(place.pair for place in places) else width, width)
        top = height = row = 0
        for label, value, place in sorted(zip(labels, values, places, strict=True), key=lambda each: each[2]):
            if place.row != row:
                row, top = place.row, top + height + TIGHT
                height = 0
            start, end = starts[place.pair], width if place.is_wide else ends[place.pair]
            room = max(end - start, _LEAST // 2)
            line = max(self._height_of(value, room), label.sizeHint().height())
            height = max(height, line)
            if not only_measure:
                label.setGeometry(second if place.pair else 0, top, label_widths[place.pair], label.sizeHint().height())
                value.setGeometry(start, top, room, line)
        return top + height

    def _height_of(self, value: _Value, room: int) -> int:
        if not value.fits(room):
            return value.heightForWidth(room)
        text = "" if value.text().isascii() else value.text()
        if text not in self._line_heights:
            self._line_heights[text] = value.heightForWidth(room)
        return self._line_heights[text]

    def _places(self, width: int) -> Iterator[_Place]:
        """Each fact's place: in reading order, but beside a narrow fact stands the next narrow one."""
        waiting = self._are_wide(width)
        row, taken = 0, [False] * len(waiting)
        places: dict[int, _Place] = {}
        for number, is_wide in enumerate(waiting):
            if taken[number]:
                continue
            places[number] = _Place(row, 0, is_wide)
            partner = next(
                (each for each in range(number + 1, len(waiting)) if not (waiting[each] or taken[each])), None
            )
            if not is_wide and partner is not None:
                places[partner] = _Place(row, 1, is_wide=False)
                taken[partner] = True
            row += 1
        return (places[number] for number in range(len(waiting)))

    def _are_wide(self, width: int) -> list[bool]:
        """Which facts need a row of their own."""
        count = len(self._facts)
        if width < _LEAST_FOR_TWO:
            return [True] * count
        labels = max((label.sizeHint().width() for label in self._labels[:count]), default=0)
        room = (width - LARGE) // 2 - labels - SMALL
        return [value.natural_width() > room for value in self._values[:count]]


def _texts(fact: Fact) -> tuple[str, str, bool]:
    """What of a fact decides where it stands."""
    return fact.label, fact.text, fact.is_fixed


class _Label(ToneLabel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(tone="muted", parent=parent)


class _Value(ToneLabel):
    """Wraps where it is longer than its cell."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._can_wrap = False
        self._hint = ""
        self._measured = "", 0, 0
        """The text that was last measured, its width, and the natural one: the layout asks for them again and again."""
        self.setWordWrap(True)
        self.setFont(tabular(self.font()))
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def show_fact(self, fact: Fact | None) -> None:
        self._can_wrap = fact is not None and fact.is_fixed
        self._forget()
        self.setText("" if fact is None else fact.text or _UNKNOWN)
        hint = ACCOUNT_MASK.text("" if fact is None else fact.hint)
        if hint != self._hint:
            self._hint = hint
            self.setToolTip(plain_tooltip(hint))
        self.setAccessibleName("" if fact is None else fact.label)

    def natural_width(self) -> int:
        """The width of the text on one line; of its longest word for one that has a fixed place and wraps in it."""
        return self._measure()[2]

    def fits(self, width: int) -> bool:
        """Whether the text has one line in this width."""
        return "\n" not in self.text() and self._measure()[1] <= width

    def _measure(self) -> tuple[str, int, int]:
        text = self.text()
        if text != self._measured[0]:
            advance = self.fontMetrics().horizontalAdvance
            width = advance(text) + TIGHT
            natural = max(map(advance, text.split()), default=0) + TIGHT if self._can_wrap else width
            self._measured = text, width, natural
        return self._measured

    def _forget(self) -> None:
        self._measured = "", 0, 0

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._forget()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        # The menu of the grid has more than Qt's.
        event.ignore()


def _action(menu: QMenu, text: str, copied: str) -> QAction:
    action = QAction(text, menu)
    action.triggered.connect(lambda: copy_text(copied))
    return action
