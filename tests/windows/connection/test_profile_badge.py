"""The badges of profiles and accounts, and the icon."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QIcon, QPixmap
from pytestqt.qtbot import QtBot

from ibmonitor.windows.connection.profile_badge import AccountKindBadge, ProfileBadge, profile_icon
from ibmonitor.windows.theme.tokens import PROFILE_COLORS
from tests.windows.settings.test_profile_menu import LIVE


@pytest.mark.parametrize(
    ("kind", "word", "is_filled"),
    [
        ("Live", "LIVE", True),
        ("Live and paper", "LIVE AND PAPER", True),
        ("Paper", "PAPER", False),
        ("Simulated", "SIMULATED", False),
        ("", "", False),
    ],
)
def test_live_and_paper_differ_in_word_and_shape(qtbot: QtBot, kind: str, word: str, is_filled: bool) -> None:
    badge = AccountKindBadge()
    qtbot.addWidget(badge)
    badge.show_kind(kind)
    assert badge.word == word
    assert badge.isVisible() == bool(word)
    if word:
        inside = badge.grab().toImage().pixelColor(4, badge.height() // 2)
        assert (inside.red() > 150 and inside.green() < 60) == is_filled


def test_a_badge_hides_accounts_and_has_a_name(qtbot: QtBot) -> None:
    badge = ProfileBadge()
    qtbot.addWidget(badge)
    badge.show_profile(LIVE)
    assert badge.word == "Live & real"
    assert badge.accessibleName() == "Profile Live & real (red)"
    badge.show_profile(None)
    assert not badge.isVisible()


@pytest.mark.usefixtures("qapp")
def test_the_icon_carries_the_color() -> None:
    plain = QPixmap(64, 64)
    plain.fill(QColor("white"))
    base = QIcon(plain)
    assert profile_icon(base, None) is base
    image = profile_icon(base, LIVE).pixmap(64, 64).toImage()
    assert image.pixelColor(32, 60) == PROFILE_COLORS["red"]
    assert image.pixelColor(32, 4) == QColor("white")
