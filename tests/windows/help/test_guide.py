"""The user guide: its text, its list of contents, its search."""

from __future__ import annotations

import re

import pytest
from pytestqt.qtbot import QtBot

from ibmonitor.assets import asset
from ibmonitor.domain.records.statuses import STATUSES
from ibmonitor.windows.help.guide import GuideWindow
from ibmonitor.windows.help.guide_text import guide_markdown
from ibmonitor.windows.menu.actions import ENTRIES


@pytest.fixture
def guide(qtbot: QtBot) -> GuideWindow:
    window = GuideWindow()
    qtbot.addWidget(window)
    window.show()
    return window


def test_every_key_of_the_menus_and_every_status_is_in_the_guide(guide: GuideWindow) -> None:
    shown = guide.text.toPlainText()
    assert "{{" not in shown
    for entry in ENTRIES:
        assert not entry.shortcut or entry.system_keys is not None or entry.shortcut in shown, entry.key
    for name, status in STATUSES.items():
        assert name in shown
        assert status.meaning in shown


def test_the_contents_lead_to_their_headings(guide: GuideWindow) -> None:
    headings = re.findall(r"^##+ (.+)$", guide_markdown(), re.MULTILINE)
    assert [guide.contents.item(row).text().strip() for row in range(guide.contents.count())] == headings
    for row, heading in enumerate(headings):
        guide.contents.setCurrentRow(row)
        assert guide.text.textCursor().block().text() == heading
        top = guide.text.cursorRect().top()
        assert 0 <= top < guide.text.viewport().height()


def test_the_search_continues_from_the_top(guide: GuideWindow) -> None:
    guide.find_field.setText("permId")
    places = []
    while guide.find_next() and guide.text.textCursor().selectionStart() not in places:
        assert guide.text.textCursor().selectedText().casefold() == "permid"
        places.append(guide.text.textCursor().selectionStart())
    assert places == sorted(places)
    assert len(places) == guide.text.toPlainText().casefold().count("permid")


def test_a_missing_word_is_reported_and_the_position_stays(guide: GuideWindow) -> None:
    guide.contents.setCurrentRow(3)
    before = guide.text.textCursor().position()
    guide.find_field.setText("no such words")
    assert not guide.find_next()
    assert guide.outcome.isVisible()
    assert guide.text.textCursor().position() == before
    guide.find_field.setText("")
    assert guide.find_next()
    assert not guide.outcome.isVisible()


def test_the_guide_has_no_external_links() -> None:
    text = asset("guide.md").read_text(encoding="utf-8")
    assert not re.search(r"\]\(|https?://|<[a-z]", text)
