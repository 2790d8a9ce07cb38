"""The house keeps its order: which room may import which, who may write, and what people forget.

A room is a folder of `ibmonitor/`. Its `__init__.py` names its public face: the modules that other rooms import.
"""

from __future__ import annotations

import ast
import graphlib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from ibmonitor.domain.records.link import Link
from ibmonitor.domain.records.live_interval import Confirmed
from ibmonitor.domain.records.records import BlotterNotes, Commission, Fill, Message, Order
from tests.support.sources import parsed

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ibmonitor"
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}

ARROWS = {
    # The domain: everything stands on records; blotter/ writes them, and all that explains them only reads.
    "domain/records": "",
    "domain/query": "domain/records",
    "domain/privacy": "",
    "domain/connection_test": "domain/records",
    "domain/messages": "domain/records",
    "domain/wording": "domain/records",
    "domain/times": "",
    "domain/terms": "domain/records domain/wording",
    "domain/instruments": "domain/records domain/wording domain/times",
    "domain/scope": "domain/records domain/wording",
    "domain/search": "domain/records domain/messages domain/wording domain/terms domain/instruments domain/explain"
    " domain/timeline",
    "domain/sums": "domain/records domain/instruments",
    "domain/blotter": "domain/records domain/messages domain/wording domain/times domain/terms domain/instruments",
    "domain/explain": "domain/records domain/messages domain/wording domain/times domain/terms",
    "domain/timeline": "domain/records domain/messages domain/wording domain/terms domain/instruments domain/explain",
    "domain/notices": "domain/records domain/messages domain/wording domain/instruments domain/explain domain/timeline",
    "domain/allocation": "domain/records domain/wording domain/instruments domain/sums domain/blotter",
    # What stands beside the domain.
    "settings": "domain/records domain/query",
    "exporting": "",
    "recording": "domain/records tws/wire tws/decode",
    "journal/store": "exporting",
    "journal/store/migrations": "",
    "journal/store/migrations/versions": "",
    # The history: what is kept > rows, events, store.
    "journal/events": "domain/records",
    "journal/rows": "journal/store domain/records domain/messages domain/times domain/explain domain/sums",
    "journal/upkeep": "journal journal/events journal/rows journal/store domain/records domain/blotter",
    "journal": "journal/events journal/rows journal/store domain/blotter domain/records domain/sums domain/times",
    # The wire: probe > session > wire > decode.
    "tws/decode": "domain/records",
    "tws/wire": "tws/decode domain/records domain/messages",
    "tws/session": "tws/wire tws/decode domain/records domain/messages domain/query",
    "tws/probe": "tws/session tws/wire tws/decode domain/records domain/connection_test",
    # The models: live and allocations > columns > table > text.
    "models/text": "domain",
    "models/table": "models/text domain",
    "models/columns": "models/table models/text domain",
    "models/output": "models/columns models/table models/text domain exporting",
    "models/allocations": "models/output models/columns models/table models/text domain exporting",
    "models/day": "models/columns models/text domain",
    "models/history": "models/table models/text domain journal",
    "models/live": "models/columns models/table models/text domain",
    # The windows: main > pages and details > table > export > widgets > theme.
    "windows/theme": "assets",
    "windows/widgets": "windows/theme models exporting",
    "windows/menu": "windows/theme domain assets",
    "windows/export": "windows/theme windows/widgets models domain exporting",
    "windows/connection": "windows/theme windows/widgets models domain settings",
    "windows/connection_test": "windows/widgets domain settings",
    "windows/table": "windows/theme windows/export windows/widgets models domain settings exporting",
    "windows/history_upkeep": "windows/widgets models",
    "windows/settings": "windows/theme windows/connection windows/connection_test windows/history_upkeep"
    " windows/widgets models settings",
    "windows/first_start": "windows/settings windows/connection_test windows/widgets domain settings",
    "windows/executions": "windows/settings windows/table windows/widgets models domain settings",
    "windows/recording": "windows/widgets",
    "windows/help": "windows/theme windows/table windows/menu windows/widgets models domain assets",
    "windows/details": "windows/theme windows/table windows/export windows/widgets models domain",
    "windows/allocations": "windows/theme windows/table windows/export windows/widgets models domain settings",
    "windows/day": "windows/theme windows/table windows/widgets models domain settings",
    "windows/history": "windows/table windows/widgets models journal",
    "windows/days": "windows/theme windows/widgets models domain",
    "windows/main": "windows/details windows/allocations windows/day windows/days windows/executions windows/help"
    " windows/settings windows/first_start"
    " windows/table windows/export windows/connection windows/menu windows/theme windows/widgets models domain"
    " settings",
    # What puts all of it together.
    "app/process": "windows/theme domain/records assets",
    "app/history": "app/process windows journal recording tws models domain",
    "app": "app/history app/process windows journal recording tws models settings exporting domain",
    "self_test": "app windows exporting journal tws domain assets",
    "cli": "self_test app journal recording exporting tws settings domain simulator",
    "__main__": "cli",
    # The simulated TWS imports nothing of the rest.
    "simulator/account": "",
    "simulator/wire": "simulator/account",
    "simulator/scenarios": "simulator/wire simulator/account",
    "simulator/server": "simulator/scenarios simulator/wire simulator/account",
    "simulator/scenarios/advisor": "simulator/scenarios simulator/wire simulator/account",
    "simulator/scenarios/script": "simulator/scenarios simulator/wire simulator/account",
    "simulator": "simulator/server simulator/scenarios simulator/scenarios/advisor simulator/scenarios/script"
    " simulator/wire simulator/account",
    "assets": "",
}
"""What each room may import; the name of a wing stands for all of its rooms."""

QT = {"PySide6", "qasync", "shiboken6"}
DOES_IO = {
    *("asyncio", "glob", "io", "logging", "multiprocessing", "os", "pathlib", "platformdirs", "shutil", "signal"),
    *("socket", "ssl", "subprocess", "sys", "tempfile", "threading", "time", "urllib"),
}
MAY_NOT_IMPORT = {
    "domain": QT | DOES_IO | {"ibapi"},
    "exporting": QT | {"ibapi"},
    "simulator": QT,
    "settings": {"ibapi"},
    "models": {"ibapi"} | DOES_IO - {"time"},
    "windows": {"ibapi"},
}
"""Of other people's packages, by wing."""


def room_of(module: str) -> str:
    """The folder below `ibmonitor/`; a module's own name at the top."""
    path = MODULES[module].relative_to(PACKAGE)
    return path.parent.as_posix() if path.parent.parts else path.stem


def wing_of(room: str) -> str:
    return room.partition("/")[0]


def imported(module: str) -> Iterator[str]:
    """The names of all modules that a module imports, those for types included."""
    for node in ast.walk(parsed(MODULES[module])):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            assert node.module
            for alias in node.names:
                submodule = f"{node.module}.{alias.name}"
                yield submodule if submodule in MODULES else node.module


def inner_imports(module: str) -> set[str]:
    return {name for name in imported(module) if name in MODULES and name != "ibmonitor"}


def is_allowed(room: str, other: str) -> bool:
    return other == room or bool({other, wing_of(other)} & set(ARROWS[room].split()))


def test_every_room_has_its_arrows() -> None:
    rooms = {room_of(module) for module in MODULES if not MODULES[module].samefile(PACKAGE / "__init__.py")}
    packages = {room for room in rooms if (PACKAGE / room).is_dir() and not any((PACKAGE / room).glob("[!_]*.py"))}
    assert set(ARROWS) == rooms - packages


@pytest.mark.parametrize("module", MODULES)
def test_imports_follow_the_arrows(module: str) -> None:
    room = room_of(module)
    wrong = {other for other in inner_imports(module) if not is_allowed(room, room_of(other))}
    assert not wrong
    outside = {name.partition(".")[0] for name in imported(module)}
    assert not outside & MAY_NOT_IMPORT.get(wing_of(room), set())


def test_no_arrow_is_left_over() -> None:
    """What is allowed and not used would let a circle in."""
    used = {(room_of(module), room_of(other)) for module in MODULES for other in inner_imports(module)}
    for room, allowed in ARROWS.items():
        for name in allowed.split():
            assert any(one == room and name in {other, wing_of(other)} for one, other in used), (room, name)


def test_there_are_no_circles() -> None:
    """Neither of rooms nor of files."""
    rooms: dict[str, set[str]] = {}
    for module in MODULES:
        others = {room_of(other) for other in inner_imports(module)} - {room_of(module)}
        rooms.setdefault(room_of(module), set()).update(others)
    graphlib.TopologicalSorter(rooms).prepare()
    graphlib.TopologicalSorter({module: inner_imports(module) for module in MODULES}).prepare()


def test_each_room_names_its_public_face() -> None:
    """`__all__` of a room is what other rooms import, no more and no less."""
    faces: dict[str, set[str]] = {}
    for module in MODULES:
        for other in inner_imports(module):
            if room_of(other) != room_of(module):
                faces.setdefault(room_of(other), set()).add(other.rpartition(".")[2])
    for room in ARROWS:
        path = PACKAGE / room / "__init__.py"
        if path.exists():
            assert ast.get_docstring(parsed(path)), f"{room} does not say what it is"
            assert set(named_in_all(path)) == faces.get(room, set()), room


def named_in_all(path: Path) -> list[str]:
    for node in parsed(path).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return [str(name) for name in ast.literal_eval(node.value)]
    return []


RECORD_FIELDS = {field.name for record in (Order, Fill, Commission, Message, Link) for field in fields(record)} | {
    *Confirmed.__slots__,
    *BlotterNotes.__slots__,
}
NOTES = {name for name in vars(BlotterNotes) if name.startswith(("note_", "forget_"))}
CHANGES = {"add", "append", "clear", "discard", "extend", "insert", "pop", "remove", "setdefault", "sort", "update"}
NO_RECORDS: dict[tuple[str, str], str] = {
    ("domain/allocation", "executions.fills[fill] = None"): "the executions of one order, put together",
    ("domain/allocation", "executions.order_key, executions.order = (executions, None)"): "as above",
    ("domain/allocation", "del executions.fills[fill]"): "as above",
    ("settings", "object.__setattr__(self, 'host', bare_host(self.host))"): "a setting",
    ("tws/session", "wanted.time = query.wire_time"): "ibapi's ExecutionFilter",
    ("app/process", "setattr(sys, 'excepthook', hook)"): "Python's own",
    ("app/process", "setattr(threading, 'excepthook', thread_hook)"): "Python's own",
    ("app/process", "setattr(sys, 'unraisablehook', unraisable_hook)"): "Python's own",
}
"""What looks like a record's field and is none."""


def writes(tree: ast.AST) -> Iterator[ast.AST]:
    """What may write a field of a record that is not `self`."""
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = [each for target in node.targets for each in getattr(target, "elts", [target])]
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        elif isinstance(node, ast.Delete):
            targets = list(node.targets)
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in CHANGES:
                targets = [node.func.value]
            elif (isinstance(node.func, ast.Attribute) and node.func.attr in NOTES) or ast.unparse(node.func) in {
                "setattr",
                "delattr",
                "object.__setattr__",
            }:
                yield node
        for target in targets:
            held = target.value if isinstance(target, ast.Subscript) else target
            if isinstance(held, ast.Attribute) and held.attr in RECORD_FIELDS and ast.unparse(held.value) != "self":
                yield node


def test_only_the_blotter_writes_records() -> None:
    found = {
        (room_of(module), ast.unparse(node))
        for module, path in MODULES.items()
        if wing_of(room_of(module)) != "simulator" and room_of(module) not in {"domain/blotter", "domain/records"}
        for node in writes(parsed(path))
    }
    assert found == set(NO_RECORDS)


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str, ast.AST]]:
    """Every call with the last part of what is called, and the statement or expression around it."""
    for parent in ast.walk(tree):
        for node in ast.iter_child_nodes(parent):
            if isinstance(node, ast.Call):
                called = node.func
                name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                yield node, name, parent


def task_groups(tree: ast.AST) -> set[str]:
    """The names of the task groups, which keep their tasks and raise their exceptions."""
    items = (item for node in ast.walk(tree) if isinstance(node, ast.AsyncWith) for item in node.items)
    return {
        item.optional_vars.id
        for item in items
        if isinstance(item.optional_vars, ast.Name) and ast.unparse(item.context_expr) == "asyncio.TaskGroup()"
    }


@pytest.mark.parametrize("module", MODULES)
def test_what_is_easily_forgotten(module: str) -> None:
    tree = parsed(MODULES[module])
    groups = task_groups(tree)
    for node, name, parent in calls(tree):
        place = f"{module}:{node.lineno}"
        assert name != "processEvents", place
        owner = getattr(node.func.value, "id", "") if isinstance(node.func, ast.Attribute) else ""
        if name in {"create_task", "ensure_future"} and owner not in groups:
            assert not isinstance(parent, ast.Expr), f"{place}: a task nobody keeps may vanish with its exception"
        if name == "sleep" and isinstance(node.func, ast.Attribute):
            assert getattr(node.func.value, "id", "") == "asyncio", f"{place}: blocks the loop"


SOCKET_WRITES = {"write", "writelines", "send", "sendall", "sendto", "sendfile", "write_eof"}


def test_the_gate_is_the_only_writer_of_the_socket() -> None:
    writers = {
        path.name
        for path in (PACKAGE / "tws").rglob("*.py")
        for node, name, _ in calls(parsed(path))
        if isinstance(node.func, ast.Attribute) and name in SOCKET_WRITES
    }
    # The transport's `write` passes on to the socket what the gate gives it.
    assert writers == {"gate.py", "transport.py"}


def test_packaging_is_no_package() -> None:
    """It would shadow the distribution of that name."""
    assert not (ROOT / "packaging" / "__init__.py").exists()
