"""The tokens: every pair of roles that meet on the screen has the contrast that WCAG 2.1, level AA, requires."""

from __future__ import annotations

from dataclasses import fields

import pytest
from PySide6.QtGui import QColor

from ibmonitor.settings import checks
from ibmonitor.settings.profiles import COLORS
from ibmonitor.windows.theme.contrast import MIN_CONTRAST, MIN_GRAPHICS_CONTRAST, contrast
from ibmonitor.windows.theme.theme import THEMES
from ibmonitor.windows.theme.tokens import (
    ACCENTS,
    DENSITIES,
    ON_PROFILE,
    PRINT,
    PROFILE_COLORS,
    Tokens,
    measures,
    tokens,
)

ROWS = ("surface", "alternate", "selection", "lit", "hover")
PANELS = ("background", "surface", "raised", "hover", "pressed")
TINTS = ("good_tint", "bad_tint", "warning_tint", "info_tint")
TEXTS = ("text", "text_muted", "good", "bad", "warning", "info", "stale", "done")

TEXT_PAIRS = [
    *((text, ground) for text in TEXTS for ground in ROWS),
    *((text, ground) for text in ("text", "text_muted", "good", "bad", "warning", "info") for ground in PANELS[:4]),
    *((text, ground) for text in ("text", "text_muted") for ground in (*TINTS, "pressed")),
    *(("text", ground) for ground in ("bar_track",)),
    *((tint.removesuffix("_tint"), tint) for tint in TINTS),
    *(("accent", ground) for ground in ("background", "surface", "raised")),
    *(("on_accent", ground) for ground in ("accent", "accent_hover", "accent_pressed")),
    ("on_live", "live"),
    *((text, "past") for text in ("text", "text_muted", "info")),
]
GRAPHICS_PAIRS = [
    # The borders of controls, and the scroll bars.
    *(("outline", ground) for ground in ("background", "surface", "raised", "alternate")),
    # The mark of the focus, the bar at the left of a selected row, the line below the tab in front.
    *(("accent", ground) for ground in ("background", "surface", "raised", "selection", "lit", "hover", "alternate")),
    # A bar of what is filled is known by where it ends.
    ("bar", "bar_track"),
    ("live", "background"),
    ("live", "past"),
    *(("past_edge", ground) for ground in ("past", "background")),
]


@pytest.fixture(params=[(dark, accent) for dark in (False, True) for accent in ACCENTS], ids=str)
def look(request: pytest.FixtureRequest) -> Tokens:
    is_dark, accent = request.param
    return tokens(is_dark=is_dark, accent=accent)


def lacking(look: Tokens, pairs: list[tuple[str, str]], least: float) -> dict[tuple[str, str], float]:
    found = {(one, other): contrast(getattr(look, one), getattr(look, other)) for one, other in pairs}
    return {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < least}


def test_every_text_can_be_read_on_what_it_is_written_on(look: Tokens) -> None:
    assert lacking(look, TEXT_PAIRS, MIN_CONTRAST) == {}


def test_controls_and_the_focus_stand_out(look: Tokens) -> None:
    assert lacking(look, GRAPHICS_PAIRS, MIN_GRAPHICS_CONTRAST) == {}


def test_every_color_is_in_a_pair_or_has_a_reason(look: Tokens) -> None:
    """A new token is compared with something, or needs no contrast."""
    without = {
        "border": "a hairline, by which alone nothing is known",
        "text_disabled": "WCAG leaves out what cannot be used",
    }
    compared = {name for pair in (*TEXT_PAIRS, *GRAPHICS_PAIRS) for name in pair}
    colors = {each.name for each in fields(look) if isinstance(getattr(look, each.name), QColor)}
    assert colors == compared | set(without)


def test_states_of_a_row_differ(look: Tokens) -> None:
    grounds = [getattr(look, name).name() for name in ("surface", "alternate", "selection", "lit")]
    assert len(set(grounds)) == len(grounds)


def test_every_profile_has_its_color_and_its_name_can_be_read_on_it() -> None:
    assert set(PROFILE_COLORS) == set(COLORS)
    for color in PROFILE_COLORS.values():
        assert contrast(ON_PROFILE, color) >= MIN_CONTRAST


@pytest.mark.parametrize("ground", [QColor("white"), PRINT.stripe])
def test_paper_can_be_read(ground: QColor) -> None:
    assert contrast(PRINT.ink, ground) >= MIN_CONTRAST
    assert contrast(PRINT.muted, ground) >= MIN_CONTRAST


def test_the_settings_have_the_names_of_the_looks() -> None:
    assert checks.themes() == THEMES
    assert checks.densities() == DENSITIES
    assert checks.accents() == ACCENTS


def test_unknown_names_are_the_defaults() -> None:
    assert tokens(is_dark=True, accent="plaid").accent == tokens(is_dark=True).accent
    assert measures("airy") == measures("comfortable")


def test_compact_is_smaller_in_everything() -> None:
    compact, comfortable = measures("compact"), measures("comfortable")
    assert all(getattr(compact, each.name) < getattr(comfortable, each.name) for each in fields(compact))
