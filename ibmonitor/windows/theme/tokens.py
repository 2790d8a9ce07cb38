"""The values of the look by role: colors of light and dark, accents, spacing, radii, sizes of letters, density.

A test computes the contrast of every pair of roles that meet on the screen, for every accent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QColor, QFontMetrics

from ibmonitor.windows.theme.contrast import blend

TIGHT, SMALL, MEDIUM, LARGE = 4, 8, 12, 16
"""Pixels between things: parts of one thing, things that belong together, groups, the edge of a page."""
RADIUS_SMALL, RADIUS, RADIUS_LARGE = 4, 6, 8
"""Pixels: marks and menu entries, controls, cards."""
FONT_SMALL, FONT_STRONG, FONT_TITLE, FONT_DISPLAY = 0.9, 1.15, 1.3, 1.6
"""Sizes of letters, as shares of the system's: notes, sentences that lead, headings, a page's name."""


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """All colors of one look. They are shared: never change one."""

    is_dark: bool

    background: QColor
    """Of windows and dialogs, around what they hold."""
    surface: QColor
    """Of tables, texts and fields."""
    raised: QColor
    """Of menus, popups and tooltips."""
    alternate: QColor
    """Of every other row."""
    hover: QColor
    pressed: QColor

    border: QColor
    """A hairline that separates. It may be faint: nothing is known by it alone."""
    outline: QColor
    """Of a control, which is known by it; and scroll bars."""

    text: QColor
    text_muted: QColor
    text_disabled: QColor
    """Fainter than text has to be elsewhere, as WCAG allows for what cannot be used."""

    accent: QColor
    """Of the primary button, the focus, the tab in front and links."""
    accent_hover: QColor
    accent_pressed: QColor
    on_accent: QColor
    """Text on the accent."""

    selection: QColor
    """Behind selected rows and text: faint, so that tones stay recognizable."""
    lit: QColor
    """Behind a row that has just changed."""
    stale: QColor
    """Text of a row that may be out of date."""
    done: QColor
    """Text of a row in which nothing more will happen."""

    good: QColor
    bad: QColor
    warning: QColor
    info: QColor
    good_tint: QColor
    bad_tint: QColor
    warning_tint: QColor
    info_tint: QColor
    """Behind a sentence of this tone."""

    bar: QColor
    """The part of a bar that is reached."""
    bar_track: QColor
    """All of it."""

    past: QColor
    """Of the header above a day that is over."""
    past_edge: QColor
    """The line below it."""

    live: QColor
    """Behind LIVE: real money."""
    on_live: QColor

    def tone(self, tone: str) -> QColor:
        """The color of "good", "bad", "warning", "info" or "muted" text; of plain text for any other."""
        return {
            "good": self.good,
            "bad": self.bad,
            "warning": self.warning,
            "info": self.info,
            "muted": self.text_muted,
        }.get(tone, self.text)

    def tint(self, tone: str) -> QColor:
        """The background of a sentence with this tone."""
        return {
            "good": self.good_tint,
            "bad": self.bad_tint,
            "warning": self.warning_tint,
            "info": self.info_tint,
        }.get(tone, self.background)


DEFAULT_ACCENT = "blue"
# Neither red, green nor amber, which mean something in a table.
_ACCENTS: Mapping[str, tuple[str, str]] = {
    "blue": ("#1d5fd1", "#7aa7ff"),
    "teal": ("#0f766e", "#4fd1c0"),
    "violet": ("#6d3fd4", "#b39bff"),
    "pink": ("#be185d", "#ff8fbd"),
    "graphite": ("#4b5563", "#b6bdc8"),
}
ACCENTS = tuple(_ACCENTS)
"""The names of the accents."""

PROFILE_COLORS: Mapping[str, QColor] = {
    "blue": QColor("#1d5fbf"),
    "teal": QColor("#0f766e"),
    "green": QColor("#3f7d20"),
    "amber": QColor("#b45309"),
    "red": QColor("#b91c1c"),
    "pink": QColor("#be185d"),
    "purple": QColor("#6d28d9"),
    "grey": QColor("#52525b"),
}
"""The colors of profiles, the same in both themes, each dark enough for white text. Never shown without the name."""
ON_PROFILE = QColor("#ffffff")

CHART_HUES: tuple[QColor, ...] = tuple(
    QColor(hue) for hue in ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
)
"""Of the groups in a chart, safe for the color-blind (Okabe and Ito). A chart moves them until they stand out."""


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """The colors of paper, whatever the screen shows."""

    ink: QColor
    muted: QColor
    rule: QColor
    stripe: QColor


PRINT = Print(ink=QColor("#000000"), muted=QColor("#4a5158"), rule=QColor("#8a929a"), stripe=QColor("#f1f3f5"))


@lru_cache(maxsize=2 * len(ACCENTS))
def tokens(*, is_dark: bool, accent: str = DEFAULT_ACCENT) -> Tokens:
    """The colors of light or dark with this accent; of the default one if it is unknown."""
    light_accent, dark_accent = _ACCENTS.get(accent, _ACCENTS[DEFAULT_ACCENT])
    return _dark(QColor(dark_accent)) if is_dark else _light(QColor(light_accent))


def _light(accent: QColor) -> Tokens:
    surface, text = QColor("#ffffff"), QColor("#1a1d21")
    muted = QColor("#59616c")
    good, bad, warning, info = (QColor(each) for each in ("#11703a", "#c01c1c", "#8f5200", "#1a56b0"))
    return Tokens(
        is_dark=False,
        background=QColor("#f6f7f9"),
        surface=surface,
        raised=surface,
        alternate=QColor("#fafbfc"),
        hover=QColor("#eceef2"),
        pressed=QColor("#e1e5ea"),
        border=QColor("#e1e4e9"),
        outline=QColor("#888f9a"),
        text=text,
        text_muted=muted,
        text_disabled=QColor("#9aa1ab"),
        accent=accent,
        accent_hover=blend(accent, text, 0.12),
        accent_pressed=blend(accent, text, 0.24),
        on_accent=surface,
        selection=blend(surface, accent, SELECTION_SHARE[False]),
        lit=QColor("#fff5d1"),
        stale=muted,
        done=muted,
        good=good,
        bad=bad,
        warning=warning,
        info=info,
        **{f"{name}_tint": blend(surface, tone, 0.08) for name, tone in _named(good, bad, warning, info)},
        bar=accent,
        bar_track=blend(surface, text, 0.1),
        past=QColor("#e4e0f3"),
        past_edge=QColor("#7a6cb8"),
        live=QColor("#b91c1c"),
        on_live=surface,
    )


def _dark(accent: QColor) -> Tokens:
    surface, text = QColor("#131519"), QColor("#e8eaed")
    muted = QColor("#a6aeb9")
    good, bad, warning, info = (QColor(each) for each in ("#5fd08a", "#ff8a85", "#e9b45c", "#86b4ff"))
    return Tokens(
        is_dark=True,
        background=QColor("#1b1d21"),
        surface=surface,
        raised=QColor("#23262b"),
        alternate=QColor("#16181c"),
        hover=QColor("#2a2d33"),
        pressed=QColor("#343840"),
        border=QColor("#2d3137"),
        outline=QColor("#6c737e"),
        text=text,
        text_muted=muted,
        text_disabled=QColor("#676e79"),
        accent=accent,
        accent_hover=blend(accent, text, 0.2),
        accent_pressed=blend(accent, text, 0.4),
        on_accent=QColor("#0d1016"),
        selection=blend(surface, accent, SELECTION_SHARE[True]),
        lit=QColor("#352e13"),
        stale=muted,
        done=muted,
        good=good,
        bad=bad,
        warning=warning,
        info=info,
        **{f"{name}_tint": blend(surface, tone, 0.14) for name, tone in _named(good, bad, warning, info)},
        bar=accent,
        bar_track=blend(surface, text, 0.14),
        past=QColor("#241f3a"),
        past_edge=QColor("#9385d6"),
        live=QColor("#d63031"),
        on_live=QColor("#ffffff"),
    )


SELECTION_SHARE = {False: 0.12, True: 0.24}
"""How much of the accent the selection has, by whether it is dark."""


def _named(*tones: QColor) -> zip[tuple[str, QColor]]:
    return zip(("good", "bad", "warning", "info"), tones, strict=True)


@dataclass(frozen=True, slots=True)
class Measures:
    """The sizes of one density, in pixels."""

    row_padding: int
    """What a row of a table or tree is higher than a line of text."""
    list_padding: int
    """Above and below the text of a row in a short list or a menu."""
    control_padding: int
    """Above and below the text of a button or a field."""
    tab_padding: int
    """Above and below the text of a tab."""
    header_padding: int
    """Above and below the title of a column."""

    def row_height(self, metrics: QFontMetrics) -> int:
        """The height of a row of a table or tree."""
        return metrics.height() + self.row_padding


DEFAULT_DENSITY = "comfortable"
_DENSITIES: Mapping[str, Measures] = {
    "comfortable": Measures(row_padding=12, list_padding=5, control_padding=5, tab_padding=8, header_padding=5),
    "compact": Measures(row_padding=5, list_padding=2, control_padding=2, tab_padding=4, header_padding=2),
}
DENSITIES = tuple(_DENSITIES)
"""Their names."""


def measures(density: str) -> Measures:
    """The sizes of this density; of the default one if it is unknown."""
    return _DENSITIES.get(density, _DENSITIES[DEFAULT_DENSITY])
