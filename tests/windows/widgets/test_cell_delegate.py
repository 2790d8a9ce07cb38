"""How cells are painted: aligned decimal points, and tones that differ without color."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import Fault
from ibmonitor.models.columns.orders import ORDER_COLUMNS
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.windows.table.record_view import RecordView
from ibmonitor.windows.theme.contrast import MIN_CONTRAST, contrast
from ibmonitor.windows.theme.theme import THEME, tokens_of, tone_color
from ibmonitor.windows.theme.tokens import DENSITIES, measures
from ibmonitor.windows.widgets.cell_delegate import MARGIN
from ibmonitor.windows.widgets.labels import ToneLabel
from tests.support.blotter_events import commission, completed_order, execution, open_order, order_status
from tests.support.make_records import make_order
from tests.windows.bench import Bench, exec_id
from tests.windows.ink import end_of_text, ink

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


def painted(
    view: RecordView, row: int, key: str, *, selected: bool = False, scale: int = 1, height: int = HEIGHT
) -> QImage:
    image = QImage(WIDTH * scale, height * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(view.palette().color(QPalette.ColorRole.Base))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, WIDTH, height)
    option.state = QStyle.StateFlag.State_Enabled
    if selected:
        option.state |= QStyle.StateFlag.State_Selected
    painter = QPainter(image)
    view.itemDelegate().paint(painter, option, view.table.index(row, view.table.column_number(key)))
    painter.end()
    return image


def row_of(view: RecordView, perm_id: int, *, superseded: bool = False) -> int:
    for row, fill in enumerate(view.table.visible_records()):
        if fill.execution.perm_id == perm_id and (fill.superseded_by is not None) == superseded:
            return row
    raise LookupError(perm_id)


class Painted(QObject):
    """What has been painted of a view."""

    def __init__(self, view: RecordView) -> None:
        super().__init__(view)
        self.rects: list[QRect] = []
        view.viewport().installEventFilter(self)

    def eventFilter(self, _viewport: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.rects.append(event.rect())
        return False


def orders_view(qtbot: QtBot, key: str, *filled: str) -> RecordView:
    """One column of orders over 100 shares, of which three are in view."""
    table = RecordTable([column for column in ORDER_COLUMNS if column.key == key])
    whole = Decimal(100)
    table.merge([make_order(n, filled=Decimal(part), total_quantity=whole) for n, part in enumerate(filled)])
    view = RecordView(table)
    qtbot.addWidget(view)
    view.resize(300, view.horizontalHeader().height() + 3 * view.rowHeight(0) + 2 * view.frameWidth())
    view.setColumnHidden(0, False)
    view.show()
    return view


def ends(view: RecordView, *rows: int) -> list[int]:
    """How far from the right margin the texts of these rows end."""
    cells = [view.table.index(row, 0) for row in rows]
    return [view.visualRect(cell).width() - MARGIN - 1 - end_of_text(view, cell) for cell in cells]


def test_decimal_points_are_aligned_with_those_in_view(qtbot: QtBot) -> None:
    """A fraction that is out of view moves nothing any more."""
    view = orders_view(qtbot, "filled", "0.25", "100", "7.5", "7", "8", "9", "10")
    fraction, digit = (view.fontMetrics().horizontalAdvance(tail) for tail in (".25", "5"))
    assert ends(view, 0, 1, 2) == pytest.approx([0, fraction, digit], abs=2)
    view.scrollToBottom()
    assert ends(view, 4, 5, 6) == pytest.approx([0, 0, 0], abs=2)


def test_all_in_view_is_painted_again_when_a_fraction_comes_into_view(qtbot: QtBot) -> None:
    view = orders_view(qtbot, "filled", "1", "2", "3")
    view.viewport().grab()
    order = view.table.record(2)
    order.filled = Decimal("3.25")
    painted = Painted(view)
    view.table.merge([order])
    qtbot.waitUntil(lambda: view.viewport().rect() in painted.rects)


def test_parts_of_a_whole_are_aligned_at_the_slash(qtbot: QtBot) -> None:
    view = orders_view(qtbot, "progress", "5", "0", "0")
    order = view.table.record(1)
    order.total_quantity = Decimal(50_000)
    view.table.merge([order])
    further = view.fontMetrics().horizontalAdvance("50,000") - view.fontMetrics().horizontalAdvance("100")
    # Of the first row, the bar is as wide as the cell.
    assert ends(view, 1, 2) == pytest.approx([0, further], abs=2)


def test_a_number_that_leaves_no_room_for_the_fraction_of_others_stays_in_its_cell(qtbot: QtBot) -> None:
    view = orders_view(qtbot, "filled", "0.123456789", "1234567", "1")
    view.setColumnWidth(0, view.fontMetrics().horizontalAdvance("0.123456789") + 2 * MARGIN)
    assert min(ink(view.viewport().grab(view.visualRect(view.table.index(1, 0))).toImage())) >= MARGIN - 1


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


@pytest.mark.parametrize(("order", "tone"), [({"status": "Inactive"}, "bad"), ({"status": "Cancelled"}, "warning")])
def test_what_alarms_is_seen_in_a_stale_row_too(qtbot: QtBot, order: dict[str, str], tone: str) -> None:
    """In its color, and as italic as all that is stale. All else of the row is gray."""
    done, stale = (
        RecordView(RecordTable(ORDER_COLUMNS, row_tone=row_tone)) for row_tone in (lambda _: "done", lambda _: "stale")
    )
    for view in (done, stale):
        qtbot.addWidget(view)
        view.table.merge([make_order(0, **order, is_done=True, filled=Decimal(1), action="BUY")])
    assert painted(stale, 0, "status") != painted(done, 0, "status")
    assert has_color(painted(stale, 0, "status"), tone_color(stale.palette(), tone))
    assert not has_color(painted(stale, 0, "action"), tone_color(stale.palette(), "info"))


def has_color(image: QImage, color: QColor) -> bool:
    """Whether a pixel has this color, or nearly: antialiasing leaves few in the pure color of a text."""
    wanted = color.getRgb()[:3]  # type: ignore[index]  # a tuple
    pixels = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    return any(sum(abs(a - b) for a, b in zip(QColor(p).getRgb()[:3], wanted, strict=True)) < 40 for p in pixels)  # type: ignore[index]


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


@pytest.mark.parametrize("density", DENSITIES)
def test_the_bar_of_what_is_filled_stays_below_the_digits(qtbot: QtBot, density: str) -> None:
    view = orders_view(qtbot, "progress", "40")
    text, height = view.fontMetrics().height(), measures(density).row_height(view.fontMetrics())
    image, bar = painted(view, 0, "progress", height=height), tone_color(view.palette(), "good")
    lines = {y for y in range(height) for x in range(WIDTH) if image.pixelColor(x, y) == bar}
    assert min(lines) >= (height - text) // 2 + text
    assert len(lines) >= 2
