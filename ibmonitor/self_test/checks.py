"""The steps of the self test, on a window that is never on a screen."""

from __future__ import annotations

import argparse
import asyncio
import codecs
import csv
import json
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from ibmonitor.app.demo import simulator_command
from ibmonitor.app.program import Program
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.exporting.sheet import Sheet
from ibmonitor.exporting.write import export_sheets
from ibmonitor.self_test.steps import PAINTED, CheckError, Report, Step
from ibmonitor.self_test.tools import (
    SETTLE,
    DialogCloser,
    Painted,
    check_history,
    check_picture,
    check_resources,
    check_same,
    menu_actions,
    until,
)
from ibmonitor.tws.decode.code_pages import PAGES
from ibmonitor.windows.main.main_window import MainWindow
from ibmonitor.windows.theme.theme import DARK, LIGHT, SYSTEM, THEME
from ibmonitor.windows.theme.tokens import DENSITIES

ZONES = ("America/New_York", "Asia/Tokyo", "Europe/Zurich")
FIRST_PROTOBUF_SERVER = 201

LEFT_OUT = {
    "quit": "the last step",
    "connect": "it is connected",
    "disconnect": "a separate step",
    "logs": "it opens another program",
    "open_recording": "it asks for a file",
    "demo": "it opens another window, in a process of its own",
    "record": "it writes what TWS sends to a file",
}
"""Menu entries that are not tried, and why."""


class Checks:
    """One run; all files are written to `folder`."""

    def __init__(self, folder: Path, screenshot: Path | None, report: Report) -> None:
        self._folder = folder
        self._screenshot = screenshot or folder / "window.png"
        self._report = report
        self._made: Program | None = None

    @property
    def _program(self) -> Program:
        if self._made is None:
            raise CheckError("the program has not started")
        return self._made

    @property
    def _window(self) -> MainWindow:
        return self._program.window

    def steps(self) -> list[Step]:
        """All steps in order, each with its name."""
        return [
            ("window", self._window_is_painted),
            ("resources", self._resources_are_there),
            ("zones", self._zones_are_there),
            ("code pages", self._code_pages_are_there),
            ("history", self._history_can_be_kept),
            ("synchronized over the socket", self._is_synchronized),
            ("counts agree with a snapshot", self._counts_agree),
            ("tabs in light and dark", self._tabs_can_be_seen),
            ("dialogs", self._dialogs_open),
            ("exports", self._exports_can_be_read),
            ("screenshot", self._picture_is_taken),
            ("disconnect and connect", self._reconnects),
            ("end", self._ends),
        ]

    async def _window_is_painted(self) -> None:
        self._made = Program(argparse.Namespace(demo=True, config_dir=self._folder / "config"))
        painted = Painted(self._window)
        self._program.start()
        await until(lambda: painted.is_painted, "the window was not painted")
        self._report(PAINTED)

    async def _resources_are_there(self) -> None:
        check_resources()

    async def _zones_are_there(self) -> None:
        missing = set(ZONES) - available_timezones()
        if missing:
            raise CheckError(f"zones are missing: {', '.join(sorted(missing))}")
        for name in ZONES:
            ZoneInfo(name)

    async def _history_can_be_kept(self) -> None:
        check_history(self._folder / "history" / "self-test.sqlite")

    async def _code_pages_are_there(self) -> None:
        for page in PAGES:
            try:
                codecs.lookup(page)
            except LookupError:
                raise CheckError(f"the code page {page} is missing") from None

    async def _is_synchronized(self) -> None:
        await self._link_is(LinkState.UP)
        link = self._program.blotter.link
        if (link.server_version or 0) < FIRST_PROTOBUF_SERVER:
            raise CheckError(f"server version {link.server_version} has no protobuf")
        requests = link.requests.values()
        await until(
            lambda: all(each.progress is not RequestProgress.RUNNING for each in requests), "requests are still running"
        )
        wrong = [f"{each.title}: {each.progress.value}" for each in requests if each.progress is not _COMPLETE]
        if wrong:
            raise CheckError("; ".join(wrong))

    async def _counts_agree(self) -> None:
        """The snapshot command of another process receives the same records, while the demo goes on."""
        before = self._known()
        snapshot = await self._snapshot()
        await asyncio.sleep(SETTLE)
        after = self._known()
        self._tables_hold_all()
        check_same(before, snapshot, after)

    def _tables_hold_all(self) -> None:
        """The tables have all records of the blotter."""
        self._program.feed.flush()
        blotter, tables = self._program.blotter, self._program.tables
        for table, records in (
            (tables.orders, blotter.orders),
            (tables.fills, blotter.fills),
            (tables.commissions, blotter.commissions),
            (tables.messages, blotter.messages),
        ):
            count = sum(1 for _ in records)
            if table.total_count != count:
                raise CheckError(f"a table has {table.total_count} rows where {count} are known")

    def _known(self) -> dict[str, set[str]]:
        blotter, book = self._program.blotter, self._program.connection.book
        keys = book.keys()
        return {
            "orders": {str(order.perm_id) for order in blotter.orders if order.perm_id},
            "fills": {fill.execution.exec_id for fill in blotter.fills},
            "commissions": {each.exec_id for each in blotter.commissions},
            "group orders": {str(order.perm_id) for key in keys if (order := book.allocation(key).order)},
        }

    async def _snapshot(self) -> dict[str, set[str]]:
        program, *arguments = simulator_command()
        arguments = [*arguments[:-1], "snapshot", "--port", str(self._program.settings.port), "--format", "json"]
        process = await asyncio.create_subprocess_exec(program, *arguments, stdout=asyncio.subprocess.PIPE)
        output, _ = await process.communicate()
        if process.returncode:
            raise CheckError(f"the snapshot ended with exit code {process.returncode}")
        found = json.loads(output)
        return {
            "orders": {str(order["perm_id"]) for order in found["orders"] if order["perm_id"]},
            "fills": {fill["exec_id"] for fill in found["fills"]},
            "commissions": {each["exec_id"] for each in found["commissions"]},
            "group orders": {str(each["perm_id"]) for each in found["allocations"]},
        }

    async def _tabs_can_be_seen(self) -> None:
        for look in zip((LIGHT, DARK), DENSITIES, strict=True):
            THEME.use(*look)
            for page in self._window.pages:
                self._window.tabs.show_page(page.kind.key)
                await asyncio.sleep(SETTLE)
                check_picture(page, f"tab {page.kind.title}, {' and '.join(look)}")
        THEME.use(SYSTEM)

    async def _dialogs_open(self) -> None:
        closer = DialogCloser(self._window)
        left_out = [self._window.action(key) for key in LEFT_OUT]
        for action in menu_actions(self._window.menuBar().actions()):
            # An exclusive choice may select another connection: never connect to the user's TWS.
            if action in left_out or not action.isEnabled() or action.actionGroup() is not None:
                continue
            # A switch is restored.
            for _ in range(2 if action.isCheckable() else 1):
                await closer.choose(action)
        if closer.problems:
            raise CheckError("; ".join(closer.problems))
        if closer.closed < _FEWEST_DIALOGS:
            raise CheckError(f"only {closer.closed} dialogs have opened")

    async def _exports_can_be_read(self) -> None:
        # The import takes a fifth of a second, and the start is measured by this program.
        import openpyxl  # noqa: PLC0415

        sheet = Sheet("Fills", ("Symbol", "Price"), [("=1+1", Decimal("1.25")), ("ES", None)])
        book, text = self._folder / "sheets.xlsx", self._folder / "sheets.csv"
        export_sheets(book, [sheet])
        export_sheets(text, [sheet])
        formula, number = openpyxl.load_workbook(book)["Fills"][2]
        with text.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file))
        if (formula.value, formula.data_type, number.value) != ("=1+1", "s", 1.25):
            raise CheckError(f"the workbook is read back as {formula.value!r} ({formula.data_type}), {number.value!r}")
        if lines[1:] != [["'=1+1", "1.25"], ["ES", ""]]:
            raise CheckError(f"the CSV file is read back as {lines}")

    async def _picture_is_taken(self) -> None:
        self._window.tabs.show_page("orders")
        await asyncio.sleep(SETTLE)
        if not self._window.grab().save(str(self._screenshot)):
            raise CheckError(f"{self._screenshot} cannot be written")

    async def _reconnects(self) -> None:
        for entry, state in (("disconnect", LinkState.DOWN), ("connect", LinkState.UP)):
            # The menus follow the link when the window does.
            await until(self._window.action(entry).isEnabled, f"one cannot {entry}")
            self._window.action(entry).trigger()
            await self._link_is(state)

    async def _link_is(self, state: LinkState) -> None:
        await until(lambda: self._program.blotter.link.state is state, f"the link is not {state.value}")

    async def _ends(self) -> None:
        self._window.close()
        await self._program.closed
        await self._program.finish()
        if self._program.demo_tws is not None and self._program.demo_tws.is_running:
            raise CheckError("the simulated TWS is still running")
        self._window.deleteLater()
        await asyncio.sleep(0)


_COMPLETE = RequestProgress.COMPLETE
_FEWEST_DIALOGS = 8
"""That the menus open at least."""
