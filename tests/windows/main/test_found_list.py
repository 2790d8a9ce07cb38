"""The list of the find box: its rows, what is made of them only when they are shown, and how it is painted."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from ibmonitor.domain.search.conditions import Nearness
from ibmonitor.domain.search.find import Found
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.windows.main.found_list import QUERY, RECORD, FoundDelegate, FoundList, FoundModel, Line
from ibmonitor.windows.theme.theme import tokens_of
from tests.support.label_texts import label_texts
from tests.support.make_contracts import stock
from tests.support.make_records import make_order

pytestmark = pytest.mark.usefixtures("style_sheet")

ORDER = make_order(
    1,
    perm_id=9,
    client_id=1,
    order_id=6,
    account="DU1234567",
    action="BUY",
    total_quantity=Decimal(5),
    contract=stock(1, "SPY"),
    status="Submitted",
)
FOUND = Found(ORDER, "", Nearness.SAME_ID)


@pytest.fixture
def model(qtbot: QtBot) -> FoundModel:
    del qtbot
    return FoundModel()


def test_a_result_can_be_chosen_and_a_sentence_only_if_it_offers_a_search(model: FoundModel) -> None:
    model.show([FOUND, Line("Nothing."), Line("Search?", "SPY")])
    indexes = [model.index(row, 0) for row in range(3)]
    assert [index.data(RECORD) for index in indexes] == [ORDER, None, None]
    assert [index.data(QUERY) for index in indexes] == ["", "", "SPY"]
    assert [index.data() for index in indexes[1:]] == ["Nothing.", "Search?"]
    selectable = Qt.ItemFlag.ItemIsSelectable
    assert [bool(model.flags(index) & selectable) for index in indexes] == [True, False, True]


def test_accounts_are_hidden_in_every_text(model: FoundModel) -> None:
    ACCOUNT_MASK.set_hiding(True)
    try:
        model.show([FOUND, Line("Nothing for DU1234567.")])
        cells = model.cells(0)
        assert cells is not None
        assert cells.account == ACCOUNT_MASK.account("DU1234567")
        assert "DU1234567" not in model.text(0) + model.text(1)
    finally:
        ACCOUNT_MASK.set_hiding(False)


State = QStyle.StateFlag


def painted(model: FoundModel, view: FoundList, state: State = State.State_None) -> QImage:
    delegate = FoundDelegate(model, view)
    delegate.measure(700)
    option = QStyleOptionViewItem()
    picture = QImage(700, 24, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    option.rect = picture.rect()
    option.state = state
    painter = QPainter(picture)
    delegate.paint(painter, option, model.index(0, 0))
    painter.end()
    return picture


def test_the_selected_row_is_marked_at_its_left_edge(model: FoundModel, qtbot: QtBot) -> None:
    view = FoundList(model)
    qtbot.addWidget(view)
    model.show([FOUND])
    assert painted(model, view, State.State_Selected).pixelColor(0, 12) == tokens_of(view).accent
    assert painted(model, view, State.State_MouseOver).pixelColor(0, 12) == tokens_of(view).hover
    assert painted(model, view).pixelColor(0, 12) == QColor("white")


def test_the_lines_around_the_rows_take_no_room_without_a_text(model: FoundModel, qtbot: QtBot) -> None:
    view = FoundList(model)
    qtbot.addWidget(view)
    view.set_lines("", "", "Esc closes")
    assert view.viewportMargins().top() == 0
    assert view.viewportMargins().bottom() > 0
    view.set_lines("Symbol SPY", "2 orders", "Esc closes")
    assert view.viewportMargins().top() == view.viewportMargins().bottom()
    assert label_texts(view) == ["Symbol SPY", "2 orders", "Esc closes"]


def test_a_sentence_is_as_high_as_its_lines(model: FoundModel, qtbot: QtBot) -> None:
    view = FoundList(model)
    qtbot.addWidget(view)
    model.show([Line("One."), Line("One.\nTwo."), Line("A word and another " * 20)])
    delegate = FoundDelegate(model, view)
    delegate.measure(700)
    option = QStyleOptionViewItem()
    one, two, many = (delegate.sizeHint(option, model.index(row, 0)).height() for row in range(3))
    assert one < two < many


def test_a_long_reference_leaves_room_for_the_reason(model: FoundModel, qtbot: QtBot) -> None:
    view = FoundList(model)
    qtbot.addWidget(view)
    model.show([Found(ORDER, f"Order ref {'x' * 200}", Nearness.SAME_NAME)])
    delegate = FoundDelegate(model, view)
    delegate.measure(680)
    places = {name: width for name, _, width in delegate._places(656)}
    assert places["why"] > 100
    assert all(width > 0 for width in places.values())


def test_columns_do_not_overlap_and_end_at_the_edge(model: FoundModel, qtbot: QtBot) -> None:
    view = FoundList(model)
    qtbot.addWidget(view)
    wide = make_order(2, perm_id=9, client_id=1, order_id=6, account="D" * 90, action="BUY", order_ref="x" * 90)
    wide.contract = stock(2, "S" * 90)
    model.show([FOUND, Found(wide, f"Order ref {'x' * 90}", Nearness.SAME_NAME)])
    delegate = FoundDelegate(model, view)
    delegate.measure(680)
    places = delegate._places(656)
    ends = [left + width for _, left, width in places]
    assert all(end < left for end, (_, left, _) in zip(ends, places[1:], strict=False))
    assert ends[-1] == 656
