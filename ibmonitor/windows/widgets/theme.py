"""Style, and colors for tones that are readable on any palette of the system.

The palette is the system's, light or dark; Qt switches it at run time, and the colors here are recomputed from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

STYLE = "Fusion"

MIN_CONTRAST = 4.5
"""WCAG 2.1, level AA, for text of normal size."""

_HUES = {
    "good": QColor("#15803d"),
    "bad": QColor("#c81e1e"),
    "warning": QColor("#a15c00"),
    "info": QColor("#1d5fbf"),
}
_TINT = 0.22
_MUTED = 0.62


def use_style(app: QApplication) -> None:
    """Use the one style that looks the same on all systems and follows their light and dark palettes."""
    app.setStyle(STYLE)


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio of two opaque colors as WCAG 2.1 defines it: 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def blend(below: QColor, above: QColor, share: float) -> QColor:
    """Blend `above` over `below` with an opacity of `share`, 0 to 1."""
    rest = 1 - share
    return QColor(
        round(below.red() * rest + above.red() * share),
        round(below.green() * rest + above.green() * share),
        round(below.blue() * rest + above.blue() * share),
    )


def selection_tint(palette: QPalette) -> QColor:
    """The background of selected rows: faint, so that the tones of their text stay recognizable."""
    return blend(palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Highlight), _TINT)


def tone_color(palette: QPalette, tone: str) -> QColor:
    """The color for "good", "bad", "warning", "info" or "muted" text, readable on the palette's backgrounds.

    Any other tone is the color of plain text.
    """
    role = QPalette.ColorRole
    names = tuple(palette.color(r).name() for r in (role.Text, role.Base, role.AlternateBase, role.Window))
    return _tone_color(tone, *names, selection_tint(palette).name())


def tabular(font: QFont) -> QFont:
    """Use tabular figures, so that numbers align in proportional fonts too."""
    figures = QFont(font)
    set_feature = getattr(figures, "setFeature", None)
    if set_feature is not None:
        set_feature(QFont.Tag("tnum"), 1)
    return figures


@lru_cache(maxsize=64)
def _tone_color(tone: str, text: str, base: str, *backgrounds: str) -> QColor:
    if tone == "muted":
        color = blend(QColor(base), QColor(text), _MUTED)
    elif tone in _HUES:
        color = _HUES[tone]
    else:
        return QColor(text)
    return _readable(color, QColor(text), [QColor(base), *map(QColor, backgrounds)])


def _readable(color: QColor, text: QColor, backgrounds: Sequence[QColor]) -> QColor:
    """Move a color toward the text color until it is readable on every background."""
    for step in range(21):
        moved = blend(color, text, step / 20)
        if all(contrast(moved, background) >= MIN_CONTRAST for background in backgrounds):
            return moved
    return text


def _luminance(color: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(c) for c in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
