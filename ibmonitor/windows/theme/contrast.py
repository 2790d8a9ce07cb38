"""Colors mixed, and compared as WCAG 2.1 does."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QColor

MIN_CONTRAST = 4.5
"""WCAG 2.1, level AA, for text of normal size."""
MIN_GRAPHICS_CONTRAST = 3.0
"""WCAG 2.1, level AA, for graphics, borders of controls and the mark of the focus."""


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


def readable(color: QColor, text: QColor, backgrounds: Iterable[QColor], least: float = MIN_CONTRAST) -> QColor:
    """Move a color toward the text color until it has this contrast to every background."""
    all_backgrounds = list(backgrounds)
    for step in range(21):
        moved = blend(color, text, step / 20)
        if all(contrast(moved, background) >= least for background in all_backgrounds):
            return moved
    return text


def _luminance(color: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(c) for c in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
