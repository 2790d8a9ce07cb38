"""The Alt keys of a window, for tests that none of them is there twice."""

from __future__ import annotations

import re
from collections import Counter

from PySide6.QtWidgets import QAbstractButton, QGroupBox, QLabel, QMainWindow, QTabBar, QWidget

_KEY = re.compile(r"&(?!&)(.)")


def twice(window: QWidget) -> list[str]:
    """The texts in sight that share an Alt key: the first press would only move the focus."""
    texts = _texts(window)
    keys = Counter(key for text in texts for key in keys_of(text))
    return sorted(text for text in texts if any(keys[key] > 1 for key in keys_of(text)))


def _texts(window: QWidget) -> list[str]:
    texts = []
    for widget in window.findChildren(QWidget):
        if widget.window() is not window or not widget.isVisibleTo(window):
            continue
        if isinstance(widget, QAbstractButton) or (isinstance(widget, QLabel) and widget.buddy() is not None):
            texts.append(widget.text())
        elif isinstance(widget, QGroupBox):
            texts.append(widget.title())
        elif isinstance(widget, QTabBar):
            texts += [widget.tabText(number) for number in range(widget.count())]
    if isinstance(window, QMainWindow):
        texts += [action.text() for action in window.menuBar().actions()]
    return texts


def keys_of(text: str) -> list[str]:
    """The letters that a text has behind an `&`, in lower case."""
    return [key.casefold() for key in _KEY.findall(text.replace("&&", ""))]
