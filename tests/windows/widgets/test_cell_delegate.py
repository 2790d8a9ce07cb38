"""How cells are painted: aligned decimal points, and tones that differ without color."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

from ibmonitor.domain.records.events import Fault
from ibmonitor.windows.table.record_view import RecordView
from ibmonitor.windows.theme.contrast import MIN_CONTRAST, contrast
from ibmonitor.windows.theme.theme import THEME, tokens_of, tone_color
from ibmonitor.windows.widgets.labels import ToneLabel
from tests.support.blotter_events import commission, completed_order, execution, open_order, order_status
from tests.windows.bench import Bench, exec_id

WIDTH, HEIGHT = 160, 24


@pytest.fixture
def fills(bench: Bench) -> RecordView:
    bench.connect()
    bench.receive(
        execution(exec_id(1), perm_id=1, price=Decimal("7.5")),
        execution(exec_id(2), perm_id=2, price=Decimal("1.05325")),
        execution(exec_id(3), perm_id=3, price=Decimal(7)),
        execution("0000e0d5.00000004.01.01", perm_id=4, price=Decimal(7)),
        execution("0000e0d5.00000004.01.02", perm_id=4, price=Decimal(8)),
        commission(exec_id(1)),
    )
    return bench.view("fills")


def painted(view: RecordView, row: int, key: str, *, selected: bool = False, scale: int = 1) -> QImage:
    image = QImage(WIDTH * scale, HEIGHT * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(view.palette().color(QPalette.ColorRole.Base))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, WIDTH, HEIGHT)
    option.state = QStyle.StateFlag.State_Enabled
    if selected:
        option.state |= QStyle.StateFlag.State_Selected
    painter = QPainter(image)
    view.itemDelegate().paint(painter, option, view.table.index(row, view.table.column_number(key)))
    painter.end()
    return image


def ink(image: QImage) -> list[int]:
    """The columns of pixels that have something drawn on them."""
    ground = image.pixel(0, 0)
    return [x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in range(image.height()))]


def row_of(view: RecordView, perm_id: int, *, superseded: bool = False) -> int:
    for row, fill in enumerate(view.table.visible_records()):
        if fill.execution.perm_id == perm_id and (fill.superseded_by is not None) == superseded:
            return row
    raise LookupError(perm_id)


def test_decimal_points_are_aligned(fills: RecordView) -> None:
    longest = painted(fills, row_of(fills, 2), "price")
    # From here on, the number of decimals of the column is known.
    shorter = painted(fills, row_of(fills, 1), "price")
    whole = painted(fills, row_of(fills, 3), "price")
    digit = QFontMetrics(fills.font()).horizontalAdvance("0")
    # "1.05325" and "7.50": three digits fewer after the point.
    assert abs(max(ink(longest)) - max(ink(shorter)) - 3 * digit) <= 2
    # "7.00" ends where "7.50" does.
    assert abs(max(ink(whole)) - max(ink(shorter))) <= 1


def test_a_number_of_very_many_decimals_stays_in_its_cell(bench: Bench, fills: RecordView) -> None:
    bench.receive(execution(exec_id(9), perm_id=9, price=Decimal("1.0123456789")))
    painted(fills, row_of(fills, 9), "price")
    ends = [max(ink(painted(fills, row_of(fills, perm_id), "price"))) for perm_id in (9, 2)]
    assert ends[1] < ends[0] < WIDTH - 3


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("key", ["acct_number", "price"])
def test_a_superseded_fill_is_struck_through(fills: RecordView, key: str, scale: int) -> None:
    old = painted(fills, row_of(fills, 4, superseded=True), key, scale=scale)
    new = painted(fills, row_of(fills, 4), key, scale=scale)

    def is_struck(image: QImage) -> bool:
        ground = image.pixel(0, 0)
        first, last = min(ink(image)), max(ink(image))
        return any(all(image.pixel(x, y) != ground for x in range(first + 1, last)) for y in range(image.height()))

    assert is_struck(old)
    assert not is_struck(new)


def test_pending_says_so_in_words_and_unset_is_blank(fills: RecordView) -> None:
    table = fills.table
    number = table.column_number("commission_and_fees")
    pending = table.look(row_of(fills, 2), number)
    assert (pending.text, pending.tone) == ("pending", "pending")
    assert table.look(row_of(fills, 1), number).text.startswith("1.0003")
    pnl = table.column_number("realized_pnl")
    assert table.look(row_of(fills, 1), pnl).text == ""
    assert ink(painted(fills, row_of(fills, 1), "realized_pnl")) == []


def test_a_selected_cell_is_tinted_and_keeps_its_text(fills: RecordView) -> None:
    plain, chosen = (painted(fills, 0, "symbol", selected=selected) for selected in (False, True))
    assert plain.pixel(0, 0) != chosen.pixel(0, 0)


@pytest.fixture(params=["light", "dark"])
def palette(request: pytest.FixtureRequest, fills: RecordView) -> Iterator[QPalette]:
    """The theme changes while the window is open."""
    painted(fills, 0, "side")
    # The other one first, so that there is a change.
    for theme in ("dark" if request.param == "light" else "light", request.param):
        THEME.use(theme)
    yield QApplication.palette()
    THEME.use("system")


def test_cells_follow_a_change_of_the_palette(fills: RecordView, palette: QPalette) -> None:
    image = painted(fills, 0, "side")
    ground = palette.color(QPalette.ColorRole.Base)
    assert image.pixelColor(0, 0) == ground
    colors = [image.pixelColor(x, y) for x in range(WIDTH) for y in range(HEIGHT)]
    # Antialiasing leaves few pixels in the pure color of the text; the farthest one is near enough to it.
    assert max(contrast(color, ground) for color in colors) > 3


def test_labels_follow_a_change_of_the_palette(bench: Bench, palette: QPalette) -> None:
    bench.receive(Fault("The settings file is damaged."))
    labels = [label for label in bench.window.findChildren(ToneLabel) if label.isVisible()]
    assert {label.tone for label in labels} >= {"bad", "muted"}
    for label in labels:
        for background in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
            shown = label.palette().color(QPalette.ColorRole.WindowText)
            assert contrast(shown, palette.color(background)) >= MIN_CONTRAST


@pytest.mark.parametrize(
    ("status", "ended", "tone"),
    [
        ("Filled", "Filled Size: 100", ("good", "")),
        ("Inactive", "Rejected by System: no.", ("bad", "")),
        ("Cancelled", "Cancelled by Trader", ("", "done")),
    ],
)
def test_the_status_keeps_its_tone_where_the_row_is_greyed(
    bench: Bench, status: str, ended: str, tone: tuple[str, str]
) -> None:
    bench.connect()
    bench.receive(completed_order(7, status=status, state={"completedStatus": ended}))
    table = bench.view("orders").table
    look = table.look(0, table.column_number("status"))
    assert (look.tone, look.row_tone) == tone
    side = table.look(0, table.column_number("action"))
    assert (side.tone, side.row_tone) == ("buy", "done")


def test_a_lit_row_differs_in_color_and_in_weight(fills: RecordView) -> None:
    row = row_of(fills, 1)
    before = painted(fills, row, "price")
    fills.table.set_lighting(True)
    fills.table.merge([fills.table.record(row)])
    lit = painted(fills, row, "price")
    assert lit.pixelColor(1, 1) == tokens_of(fills).lit
    assert len(ink(lit)) > len(ink(before))


def test_the_bar_of_what_is_filled_is_as_long_as_its_part(bench: Bench) -> None:
    bench.connect()
    bench.receive(open_order(1001, 7, 5), order_status(1001, 7, 5, filled=40, remaining=60))
    image = painted(bench.view("orders"), 0, "progress")
    bar = tone_color(bench.view("orders").palette(), "good")
    line = [x for x in range(WIDTH) if any(image.pixelColor(x, y) == bar for y in range(HEIGHT - 6, HEIGHT))]
    assert len(line) == pytest.approx(0.4 * (WIDTH - 8), abs=1)
