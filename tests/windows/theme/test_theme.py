"""The theme: shown at once, kept readable on any palette, and the only room with colors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ibmonitor.windows.theme.contrast import MIN_CONTRAST, contrast
from ibmonitor.windows.theme.style_sheet import style_sheet
from ibmonitor.windows.theme.theme import (
    THEME,
    current_tokens,
    row_height,
    selection_tint,
    sized,
    tokens_of,
    tone_color,
)
from ibmonitor.windows.theme.tokens import ACCENTS, measures, tokens
from ibmonitor.windows.widgets.row_views import set_up_table
from tests.support.palettes import ROLE, dark_palette, light_palette

pytestmark = pytest.mark.usefixtures("style_sheet")

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Iterator[None]:  # noqa: ARG001 - Qt must be up
    """Afterwards, the look is the default one."""
    yield
    THEME.use("system")


@pytest.mark.parametrize("make_palette", [light_palette, dark_palette])
@pytest.mark.parametrize("tone", ["good", "bad", "warning", "info", "muted", ""])
def test_every_tone_can_be_read_on_every_background(tone: str, make_palette: object) -> None:
    palette = dark_palette() if make_palette is dark_palette else light_palette()
    color = tone_color(palette, tone)
    for background in (ROLE.Base, ROLE.AlternateBase, ROLE.Window):
        assert contrast(color, palette.color(background)) >= MIN_CONTRAST
    assert contrast(color, selection_tint(palette)) >= MIN_CONTRAST


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("accent", ACCENTS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_paints_itself_has_the_colors_of_the_tokens(theme: str, accent: str) -> None:
    """A tone needs no correction: it can be read as it is."""
    THEME.use(theme, accent=accent)
    wanted = tokens(is_dark=theme == "dark", accent=accent)
    palette = QApplication.palette()
    assert current_tokens() is tokens_of(palette) is wanted
    for tone in ("good", "bad", "warning", "info", "muted", ""):
        assert tone_color(palette, tone).name() == wanted.tone(tone).name()
    assert selection_tint(palette).name() == wanted.selection.name() == palette.color(ROLE.Highlight).name()


def test_a_widget_has_the_tokens_of_its_own_palette(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    THEME.use("light")
    widget.setPalette(dark_palette())
    assert tokens_of(widget).is_dark
    assert not current_tokens().is_dark


def test_a_theme_is_shown_at_once_and_reported_once() -> None:
    THEME.use("light")
    spy = QSignalSpy(THEME.changed)
    THEME.use("dark")
    assert QApplication.palette().color(ROLE.Base) == tokens(is_dark=True).surface
    assert tokens(is_dark=True).surface.name() in QApplication.instance().styleSheet()  # type: ignore[union-attr]
    THEME.use("dark")
    assert spy.count() == 1


@pytest.mark.parametrize(("scheme", "is_dark"), [(Qt.ColorScheme.Dark, True), (Qt.ColorScheme.Unknown, False)])
def test_system_is_the_desktops_theme_and_light_where_it_has_none(
    monkeypatch: pytest.MonkeyPatch, scheme: Qt.ColorScheme, is_dark: bool
) -> None:
    hints = QApplication.styleHints()

    class Hints:
        def colorScheme(self) -> Qt.ColorScheme:
            return scheme

    monkeypatch.setattr(QApplication, "styleHints", Hints)
    hints.colorSchemeChanged.emit(scheme)
    assert QApplication.palette().color(ROLE.Base) == tokens(is_dark=is_dark).surface
    monkeypatch.undo()
    hints.colorSchemeChanged.emit(hints.colorScheme())


def test_a_chosen_theme_does_not_follow_the_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    THEME.use("light")
    hints = QApplication.styleHints()
    monkeypatch.setattr(hints, "colorScheme", lambda: Qt.ColorScheme.Dark, raising=False)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert QApplication.palette().color(ROLE.Base) == tokens(is_dark=False).surface


def test_rows_have_the_height_of_the_density(qtbot: QtBot) -> None:
    table = QTableView()
    qtbot.addWidget(table)
    set_up_table(table)
    comfortable = table.verticalHeader().defaultSectionSize()
    assert comfortable == row_height(table.fontMetrics())
    THEME.use("system", "compact")
    assert row_height(table.fontMetrics()) < comfortable


def test_buttons_of_dialogs_have_words_only_and_one_is_primary(qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    box.show()
    assert all(button.icon().isNull() for button in box.buttons())
    ok, cancel = (
        box.button(which) for which in (QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel)
    )
    ok.setDefault(True)
    assert pixel(ok) == current_tokens().accent.name()
    assert pixel(cancel) == current_tokens().surface.name()


def test_the_focus_can_be_seen(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    for made in (QPushButton("Go", window), QLineEdit(window)):
        before = made.grab().toImage()
        QCoreApplication.sendEvent(made, QEvent(QEvent.Type.Polish))
        window.show()
        window.activateWindow()
        made.setFocus()
        qtbot.waitUntil(made.hasFocus)
        accent = current_tokens().accent
        image = made.grab().toImage()
        assert image != before
        assert image.pixelColor(image.width() // 2, 1) == accent


def test_letters_have_a_share_of_the_systems_size() -> None:
    font = QApplication.font()
    assert sized(font, 1.5).pointSizeF() == pytest.approx(font.pointSizeF() * 1.5)
    font.setPixelSize(20)
    assert sized(font, 0.9, bold=True).pixelSize() == 18
    assert sized(font, 0.9, bold=True).bold()


NO_COLOR_OF_A_PAGE = re.compile(
    r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}[\"']|GlobalColor\.(?!transparent)|QColor\((?!\w+\)|\)|\w+\.)[^)]*[\"'\d]"
)


def test_no_other_room_has_colors() -> None:
    for path in sorted((ROOT / "ibmonitor").rglob("*.py")):
        if (ROOT / "ibmonitor" / "windows" / "theme") in path.parents:
            continue
        found = NO_COLOR_OF_A_PAGE.findall(path.read_text(encoding="utf-8"))
        assert not found, f"{path.relative_to(ROOT)}: {found}"


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_the_pictures_of_controls_have_the_colors_of_tokens(shade: str) -> None:
    look = tokens(is_dark=shade == "dark")
    for path in sorted((ROOT / "resources" / "pictures").glob(f"*-{shade}.svg")):
        drawn = set(re.findall("#[0-9a-f]{6}", path.read_text(encoding="utf-8")))
        assert drawn in ({look.text_muted.name()}, {look.on_accent.name()}), path.name


def test_the_style_sheet_has_no_color_of_its_own_and_finds_its_pictures() -> None:
    sheet = (ROOT / "resources" / "window.qss").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9a-fA-F]{3,6}\b|rgba?\(", sheet)
    names = set(re.findall(r"\$pictures/(\w+)-\$shade\.svg", sheet))
    there = {path.stem.rpartition("-")[0] for path in (ROOT / "resources" / "pictures").glob("*.svg")}
    assert names <= there
    assert there - names == set()


def pixel(button: QWidget) -> str:
    return button.grab().toImage().pixelColor(button.width() // 2, 4).name()


@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
def test_a_choice_with_the_focus_is_not_larger_so_that_its_text_is_not_cut(
    qtbot: QtBot, kind: type[QCheckBox | QRadioButton]
) -> None:
    choice = kind("Excel workbook")
    qtbot.addWidget(choice)
    choice.setStyleSheet(style_sheet(tokens(is_dark=False), measures("comfortable")))
    part = QStyle.SubElement.SE_CheckBoxContents if kind is QCheckBox else QStyle.SubElement.SE_RadioButtonContents
    option = QStyleOptionButton()
    choice.initStyleOption(option)
    option.rect = QRect(0, 0, 118, 16)
    without = choice.style().subElementRect(part, option, choice)
    option.state |= QStyle.StateFlag.State_HasFocus
    assert choice.style().subElementRect(part, option, choice) == without
