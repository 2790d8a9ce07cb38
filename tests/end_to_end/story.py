"""Plays a scenario file, written in TOML, to the whole program, and reads the text that its views show.

A file's steps before the first `after` have happened before the program connects. Each further step with an `after`
begins a chapter, which happens when the test says so: never by the clock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView, QTreeWidget, QWidget

from ibmonitor.app.program import Program
from ibmonitor.domain.records.link import LinkState
from ibmonitor.settings.places import find_places
from ibmonitor.settings.store import save_settings
from ibmonitor.settings.table import Settings
from ibmonitor.simulator.scenarios.script.script import ScriptedScenario
from ibmonitor.simulator.server.replies import reply
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.simulator.server.server_settings import ServerSettings
from ibmonitor.windows.details.pane import DetailsPane
from tests.support.label_texts import label_texts, panel_texts
from tests.support.programs import PATIENCE, Programs, end

CLIENT = 1
"""The client whose orders a scenario file means where it names none."""
_LOOK_EVERY = 0.01

Row = dict[str, str]
"""What a row says, by the titles of its columns."""


class SteppedScenario(ScriptedScenario):
    """A scenario file that goes on when the test calls `go_on`."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        super().step()

    def step(self) -> None:
        """Time passes, and nothing happens."""

    def go_on(self) -> None:
        """Play the next chapter."""
        while super().step() == 0:
            pass


class Held:
    """A request that TWS does not answer before `answer` is called."""

    def __init__(self, tws: SimulatedTws, request: str) -> None:
        self._tws = tws
        self._request = request

    def answer(self) -> None:
        """Answer the last one, and all from now on."""
        self._tws.settings.silent_to.discard(self._request)
        (client,) = self._tws.clients
        last = self._tws.requests.of(self._request)[-1].request
        self._reply = asyncio.ensure_future(reply(self._tws.state, client, last))


class Story:
    """The program as it is connected to a simulated TWS, and what can be read in its window."""

    def __init__(self, program: Program, tws: SimulatedTws, scenario: SteppedScenario) -> None:
        self.program = program
        self.tws = tws
        self.window = program.window
        self._scenario = scenario

    @property
    def pane(self) -> DetailsPane:
        return self.window.details.pane

    def go_on(self) -> None:
        """Let the next chapter of the file happen."""
        self._scenario.go_on()

    async def connect(self) -> None:
        self.window.connect_requested.emit()
        await self.wait_for(lambda: self.program.blotter.link.state is LinkState.UP)

    async def refresh(self) -> None:
        """Refresh, and wait until all has been asked for again and answered."""
        before = self.tws.requests.names.count("REQ_COMPLETED_ORDERS")
        self.window.refresh_requested.emit()
        await self.wait_for(lambda: self.tws.requests.names.count("REQ_COMPLETED_ORDERS") > before)
        await self.wait_for(lambda: not self.is_asking())

    def hold(self, request: str) -> Held:
        """Let TWS keep silent to this request until the test has it answer."""
        self.tws.settings.silent_to.add(request)
        return Held(self.tws, request)

    def is_asking(self) -> bool:
        """Whether a refresh is under way."""
        task = self.program.connector._refreshing
        return task is not None and not task.done()

    async def wait_for(self, condition: Callable[[], object]) -> None:
        """Let the program live until something holds and is shown; the story as a whole has an end of its patience."""
        while not condition() or not self._is_shown():
            await asyncio.sleep(_LOOK_EVERY)

    async def reads(self, read: Callable[[], object], expected: object) -> None:
        """Let the program live until this can be read; else the assertion shows what could be read last."""
        last = read()
        try:
            async with asyncio.timeout(PATIENCE / 4):
                while last != expected or not self._is_shown():
                    await asyncio.sleep(_LOOK_EVERY)
                    last = read()
        except TimeoutError:
            assert last == expected, last

    def _is_shown(self) -> bool:
        """Whether the tables and the details have taken in all that has arrived."""
        return not self.program.feed._armed and not self.window.details._is_outdated

    # The tables

    def rows(self, page: str) -> list[Row]:
        """All rows of a page as they are shown, from the top."""
        return rows_of(self.window.page(page).table)

    def column(self, page: str, key: str) -> list[str]:
        """What a column says, from the top."""
        table = self.window.page(page).table
        return [str(table.index(row, table.column_number(key)).data()) for row in range(table.rowCount())]

    def row(self, page: str, **texts: str) -> int:
        """The number of the one row whose cells say this, by the columns' keys."""
        table = self.window.page(page).table
        found = [
            row
            for row in range(table.rowCount())
            if all(table.index(row, table.column_number(key)).data() == text for key, text in texts.items())
        ]
        assert len(found) == 1, (texts, self.rows(page))
        return found[0]

    def cell(self, page: str, key: str, **texts: str) -> str:
        """What the cell of a column says, in the one row whose other cells say this."""
        table = self.window.page(page).table
        return str(table.index(self.row(page, **texts), table.column_number(key)).data())

    def order(self, key: str, ref: str) -> str:
        """What a column says of the order with this order reference."""
        return self.cell("orders", key, order_ref=ref)

    def has_order(self, ref: str) -> bool:
        return ref in self.column("orders", "order_ref")

    def footer(self, page: str) -> str:
        """Counts and sums below a table, whose tab is brought to the front."""
        self.open_page(page)
        return "  ".join(label_texts(self.window.page(page).footer))

    def index(self, page: str, key: str, **texts: str) -> QModelIndex:
        table = self.window.page(page).table
        return table.index(self.row(page, **texts), table.column_number(key))

    def open_page(self, page: str) -> None:
        """Bring a tab to the front."""
        pages = [self.window.tabs.widget(at) for at in range(self.window.tabs.count())]
        self.window.tabs.setCurrentIndex(pages.index(self.window.page(page)))

    def shown_page(self) -> str:
        """The key of the tab at the front."""
        return self.window.tabs.current_page.kind.key

    def select(self, ref: str) -> None:
        """Select an order in its table by its order reference."""
        self.open_page("orders")
        self.window.page("orders").view.setCurrentIndex(self.index("orders", "perm_id", order_ref=ref))

    def double_click(self, page: str, key: str, **texts: str) -> None:
        """Double-click a cell with the mouse, in a column that is brought into sight for it."""
        self.open_page(page)
        view = self.window.page(page).view
        index = self.index(page, key, **texts)
        view.setColumnHidden(index.column(), False)
        double_click(view, index)

    def current(self, page: str, key: str) -> str:
        """What a column says of the row that is selected."""
        view, table = self.window.page(page).view, self.window.page(page).table
        return str(table.index(view.currentIndex().row(), table.column_number(key)).data())

    # The details

    def why(self) -> str:
        """What the pane says of why the selected order is in its state."""
        return self.pane.why.accessibleDescription()

    def show(self, panel: QWidget) -> None:
        """Bring a tab of the details to the front."""
        self.pane.open_panel(panel)

    def timeline(self) -> list[Row]:
        """All entries of the selected order's timeline, newest last."""
        self.show(self.pane.timeline)
        return rows_of(self.pane.timeline.table)

    def happened(self) -> list[str]:
        """What the timeline says, without times and numbers."""
        return [row["What happened"] for row in self.timeline()]

    def identity(self) -> list[tuple[str, str]]:
        """The ids of the selected order, each by its name."""
        self.show(self.pane.identity)
        return [(row["Name"], row["Value"]) for row in rows_of(self.pane.identity.table)]

    def family(self) -> list[str]:
        """The tree of the bracket and the OCA group; each level is indented by two blanks."""
        self.show(self.pane.identity)
        return list(_tree_lines(self.pane.identity.related))

    def fills(self) -> list[tuple[int, Row]]:
        """The tree of the selected order's fills: how deep each stands, and what it says."""
        self.show(self.pane.fills)
        tree = self.pane.fills.tree
        tree.set_all_expanded(expanded=True)
        rows = range(tree.rowCount())
        return [(int(tree.parent_record(tree.record(row)) is not None), _row(tree, row)) for row in rows]

    def fill_sums(self) -> str:
        self.show(self.pane.fills)
        return self.pane.fills.sums.text()

    # What this connection can see

    def connection(self) -> str:
        """What the band at the top says."""
        return "\n".join(panel_texts(self.window._panel))

    def scope(self) -> str:
        """What the scope panel says, opened anew."""
        self.window.tools.show_scope()
        return self.window.tools.scope.text()


def play(
    programs: Programs,
    scenario: str,
    steps: Callable[[Story], Awaitable[None]],
    *,
    client_id: int = CLIENT,
    auto_bind: bool = False,
    may_bind: bool = False,
    connect: bool = True,
    **options: Any,
) -> None:
    """Run the program against a TWS in which this happens; `options` are the simulated TWS's.

    Whatever the steps are, nothing that trades may be requested, and nothing that binds unless it `may_bind`.
    """

    async def live() -> None:
        places = find_places(programs.place)
        file = programs.place.with_name("scenario.toml")
        file.write_text(scenario, encoding="utf-8")
        played = SteppedScenario(file)
        tws = SimulatedTws(played, ServerSettings(**options))
        port = await tws.start()
        settings = Settings(port=port, client_id=client_id, auto_bind=auto_bind, refresh_seconds=0, zone="UTC")
        save_settings(places.settings_file, settings)
        program = programs.started()
        story = Story(program, tws, played)
        if connect:
            await story.connect()
        await steps(story)
        await end(program)
        await tws.stop()
        assert [asked.name for asked in tws.requests.not_reading()] == []
        if not may_bind:
            assert binding_requests(tws) == []

    programs.run(live)


def binding_requests(tws: SimulatedTws) -> list[tuple[str, object]]:
    """Everything that was asked for which binds manual orders, or ends that, with what was said in it."""
    asked = [
        ("REQ_AUTO_OPEN_ORDERS", bool(each.fields.get("autoBind"))) for each in tws.requests.of("REQ_AUTO_OPEN_ORDERS")
    ]
    own = [("REQ_OPEN_ORDERS", None) for each in tws.requests.of("REQ_OPEN_ORDERS") if each.client_id == 0]
    return [*own, *asked]


def rows_of(model: QAbstractItemModel) -> list[Row]:
    """The rows of a table as they are shown; of columns with the same title the first."""
    return [_row(model, row) for row in range(model.rowCount())]


def double_click(view: QTableView, index: QModelIndex) -> None:
    """Double-click a cell as a user does: a press on it first."""
    view.scrollTo(index)
    where = view.visualRect(index).center()
    _press(view.viewport(), where)


def _press(widget: QWidget, where: QPoint) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(widget, left, none, where)
    QTest.mouseDClick(widget, left, none, where)


def _row(model: QAbstractItemModel, row: int) -> Row:
    said: Row = {}
    for column in range(model.columnCount()):
        title = str(model.headerData(column, Qt.Orientation.Horizontal))
        said.setdefault(title, str(model.index(row, column).data() or ""))
    return said


def _tree_lines(tree: QTreeWidget) -> Iterator[str]:
    waiting = [(tree.topLevelItem(at), 0) for at in reversed(range(tree.topLevelItemCount()))]
    while waiting:
        item, depth = waiting.pop()
        assert item is not None
        texts = [item.text(column) for column in range(item.columnCount())]
        yield "  " * depth + " | ".join(filter(None, texts))
        waiting += [(item.child(at), depth + 1) for at in reversed(range(item.childCount()))]
