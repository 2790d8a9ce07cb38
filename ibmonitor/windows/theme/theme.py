"""Applies the look: the style, the palette and the style sheet; and hands the tokens to what paints itself.

"System" follows the desktop where it says whether it is light or dark; a plain X11 desktop does not, and is light.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ibmonitor.windows.theme import tokens as values
from ibmonitor.windows.theme.contrast import blend, readable
from ibmonitor.windows.theme.palette import palette_of
from ibmonitor.windows.theme.style_sheet import style_sheet
from ibmonitor.windows.theme.tokens import DEFAULT_ACCENT, DEFAULT_DENSITY, SELECTION_SHARE, Measures, Tokens

STYLE = "Fusion"
THEMES = SYSTEM, LIGHT, DARK = ("system", "light", "dark")
_HALF = 128


class Theme(QObject):
    """The look of the whole program. There is one: `THEME`."""

    changed = Signal()
    """After the widgets have their new palette and sizes."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = SYSTEM
        self._accent = DEFAULT_ACCENT
        self._density = DEFAULT_DENSITY
        self._has_sheet = False
        self._shown: tuple[Tokens, Measures] | None = None
        """What the application shows; `None` before it shows any."""

    @property
    def tokens(self) -> Tokens:
        """The colors in force."""
        return values.tokens(is_dark=self._is_dark(), accent=self._accent)

    @property
    def measures(self) -> Measures:
        """The sizes in force."""
        return values.measures(self._density)

    @property
    def accent(self) -> str:
        """The name of the accent."""
        return self._accent

    def set_up(self, application: QApplication) -> None:
        """Use the style that looks the same on all systems, and follow the desktop's change to light or dark."""
        application.setStyle(STYLE)
        application.styleHints().colorSchemeChanged.connect(self._show, Qt.ConnectionType.UniqueConnection)
        self._shown = None
        self._show()

    def add_sheet(self) -> None:
        """Use the style sheet from now on, once the window's widgets are there.

        While an application has a sheet, Qt polishes each widget, with all below it, again whenever it gets a parent:
        that doubles the time in which the window is made. To give it the same sheet once more would polish all again.
        """
        if not self._has_sheet:
            self._has_sheet = True
            self._shown = None
        self._show()

    def use(self, theme: str, density: str = DEFAULT_DENSITY, accent: str = DEFAULT_ACCENT) -> None:
        """Show this theme ("system", "light" or "dark"), density and accent at once. Unknown names are the defaults."""
        is_other = theme != self._theme
        self._theme, self._density, self._accent = theme, density, accent
        if is_other:
            self._ask_system()
        self._show()

    def _ask_system(self) -> None:
        """Have the title bar, which the system paints, in the chosen theme."""
        hints = QApplication.styleHints()
        if self._theme in (LIGHT, DARK):
            hints.setColorScheme(Qt.ColorScheme.Dark if self._theme == DARK else Qt.ColorScheme.Light)
        else:
            hints.unsetColorScheme()

    def _is_dark(self) -> bool:
        if self._theme in (LIGHT, DARK):
            return self._theme == DARK
        return QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark

    def _show(self) -> None:
        application = QApplication.instance()
        now = (self.tokens, self.measures)
        if now == self._shown or not isinstance(application, QApplication):
            return
        self._shown = now
        application.setPalette(palette_of(now[0]))
        if self._has_sheet:
            application.setStyleSheet(style_sheet(*now))
        self.changed.emit()


THEME = Theme()


_TONE_COLORS: dict[tuple[int, str], QColor] = {}
"""By the palette's key, which is another one once anything in it has changed, and the tone."""
_MOST_CACHED = 500


def use_style(application: QApplication) -> None:
    """Show the default look, still without the style sheet."""
    THEME.set_up(application)


def current_tokens() -> Tokens:
    """The colors in force."""
    return THEME.tokens


def tokens_of(widget: QWidget | QPalette) -> Tokens:
    """The colors for painting on this widget, or with its palette, light or dark as it is."""
    palette = widget if isinstance(widget, QPalette) else widget.palette()
    is_dark = palette.color(QPalette.ColorRole.Base).lightness() < _HALF
    return values.tokens(is_dark=is_dark, accent=THEME.accent)


def row_height(metrics: QFontMetrics) -> int:
    """The height of a row of a table or tree, in pixels."""
    return THEME.measures.row_height(metrics)


def selection_tint(palette: QPalette) -> QColor:
    """The background of selected rows: faint, so that the tones of their text stay recognizable."""
    base = palette.color(QPalette.ColorRole.Base)
    share = SELECTION_SHARE[base.lightness() < _HALF]
    return blend(base, palette.color(QPalette.ColorRole.Accent), share)


def tone_color(palette: QPalette, tone: str) -> QColor:
    """The color for "good", "bad", "warning", "info" or "muted" text, readable on the palette's backgrounds.

    Any other tone is the color of plain text.
    """
    # Hundreds of labels ask for the colors of one palette.
    key = palette.cacheKey(), tone
    color = _TONE_COLORS.get(key)
    if color is None:
        if len(_TONE_COLORS) >= _MOST_CACHED:
            _TONE_COLORS.clear()
        role = QPalette.ColorRole
        names = tuple(palette.color(r).name() for r in (role.Text, role.Base, role.AlternateBase, role.Window))
        color = _TONE_COLORS[key] = _tone_color(tone, *names, selection_tint(palette).name())
    return color


def tabular(font: QFont) -> QFont:
    """Use tabular figures, so that numbers align in proportional fonts too."""
    figures = QFont(font)
    set_feature = getattr(figures, "setFeature", None)
    if set_feature is not None:
        set_feature(QFont.Tag("tnum"), 1)
    return figures


def sized(font: QFont, share: float, *, bold: bool | None = None) -> QFont:
    """The font in a size of the tokens, such as `FONT_SMALL`; its weight stays unless one is given."""
    other = QFont(font)
    if other.pointSizeF() > 0:
        other.setPointSizeF(other.pointSizeF() * share)
    else:
        other.setPixelSize(round(other.pixelSize() * share))
    if bold is not None:
        other.setBold(bold)
    return other


@lru_cache(maxsize=256)
def _tone_color(tone: str, text: str, base: str, *backgrounds: str) -> QColor:
    if tone not in _TONES:
        return QColor(text)
    is_dark = QColor(base).lightness() < _HALF
    color = values.tokens(is_dark=is_dark).tone(tone)
    # A palette that is not of tokens, such as one of high contrast, may need more.
    return readable(color, QColor(text), [QColor(base), *map(QColor, backgrounds)])


_TONES = frozenset({"good", "bad", "warning", "info", "muted"})
