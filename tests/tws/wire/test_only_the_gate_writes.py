"""The program's source has one writer of the socket, the gate, and asks ibapi for nothing but reading."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sources import parsed

PACKAGE = Path(__file__).parents[3] / "ibmonitor"
APART = "simulator"
"""The simulated TWS is the other end of the wire."""

WRITING_CALLS = frozenset(
    {
        "write", "writelines", "send", "sendall", "sendto", "sendmsg", "sendfile", "sendMsg", "sendMsgProtoBuf",
        "send_raw", "transmit", "sock_sendall", "sock_sendto", "sock_connect", "create_connection", "open_connection",
        "create_unix_connection", "open_unix_connection", "create_datagram_endpoint", "create_server", "start_server",
        "connectToHost", "listen", "writeDatagram", "get_extra_info", "urlopen", "openUrl", "startDetached",
        "create_subprocess_exec", "create_subprocess_shell", "connect_write_pipe", "fromfd", "socketpair", "bind",
    }
)  # fmt: skip
NETWORK = frozenset(
    {
        "socket", "ssl", "http", "urllib", "requests", "httpx", "aiohttp", "websockets", "ftplib", "smtplib", "poplib",
        "imaplib", "telnetlib", "xmlrpc", "socketserver", "asyncore", "asynchat", "subprocess", "multiprocessing",
        "ctypes", "paramiko", "selectors",
    }
)  # fmt: skip
QT_NETWORK = frozenset({"QtNetwork", "QtWebSockets", "QtWebEngineCore", "QtWebEngineWidgets", "QProcess", "QtDBus"})

CALLS_ALLOWED = {
    ("tws/wire/gate.py", "self._wire.write"): "the gate itself",
    ("tws/wire/transport.py", "self._socket.write"): "asyncio's transport, behind the gate",
    (
        "tws/wire/client.py",
        "asyncio.get_running_loop().create_connection",
    ): "opens the connection; the gate writes to it",
    ("cli/main.py", "os.write"): "standard error",
    ("cli/main.py", "sys.stderr.write"): "standard error",
    ("cli/snapshot.py", "sys.stderr.write"): "standard error",
    ("cli/standard_output.py", "sys.stdout.write"): "standard output",
    ("cli/standard_output.py", "sys.stdout.buffer.writelines"): "standard output",
    ("settings/json_file.py", "file.write"): "a file of settings or state",
    ("recording/recorder.py", "self._file.write"): "the file of a recorded session",
    ("recording/tail.py", "file.write"): "the file of what the history has not yet",
    ("recording/tail.py", "self._file.write"): "as above",
    ("journal/writer.py", "batch.write"): "rows into the history's database, as in the next ones",
    ("journal/writer.py", "self._mark.write"): "as above",
    ("journal/day_records.py", "batch.write"): "as above",
    ("journal/day_records.py", "of_days.write"): "as above",
    ("journal/later.py", "batch.write"): "as above",
    ("app/history/recovery.py", "batch.write"): "as above",
    ("app/history/recovery.py", "mark.write"): "as above",
    ("app/history/recovery.py", "tail.write"): "as above",
    ("journal/store/rescue.py", "file.write"): "the files of a damaged history",
    ("journal/store/write_lock.py", "os.write"): "the file of a lock",
    ("journal/store/server_url.py", "importlib.import_module('psycopg')"): "the driver of PostgreSQL, where it is used",
    ("cli/history.py", "sys.stderr.write"): "standard error",
    ("cli/history_output.py", "opened.writelines"): "the file that the user has named, or standard output",
    ("self_test/run.py", "file.write"): "the self test's own lines, where it is asked to keep them",
    ("self_test/checks.py", "asyncio.create_subprocess_exec"): "this program's own snapshot of the simulated TWS",
    ("app/new_window.py", "QProcess.startDetached"): "another window of this program, with options and no shell",
    ("app/process/signals.py", "socket.socketpair"): "wakes the loop at a signal; both ends are in this process",
    ("windows/widgets/open_folder.py", "QDesktopServices.openUrl"): "a folder or an exported file of this computer",
    (
        "app/process/ibapi_check.py",
        "importlib.import_module('google.protobuf.message')",
    ): "looks whether it can be imported",
    ("app/process/ibapi_check.py", "importlib.import_module('ibapi.protobuf.ConfigRequest_pb2')"): "as above",
    ("app/process/ibapi_check.py", "importlib.import_module('ibapi.wrapper')"): "as above",
    ("app/process/turns.py", "importlib.import_module(package)"): "ibapi, before it is needed: see who calls it",
    ("app/process/turns.py", "importlib.import_module(found.name)"): "a module of that package",
}
IMPORTS_ALLOWED = {
    ("journal/store/network_disk.py", "ctypes"): "asks Windows whether a disk is a network's",
    ("app/client_id_registry.py", "socket"): "the name of this computer",
    ("app/process/signals.py", "socket"): "wakes the loop at a signal",
    ("cli/display.py", "ctypes"): "looks whether Qt's libraries are there",
    ("cli/display.py", "socket"): "looks whether there is an X or Wayland display",
    ("tws/session/connect_error.py", "socket"): "names of errors",
    ("app/process/ibapi_check.py", "subprocess"): "quotes a command line for the reader; runs nothing",
    ("app/demo.py", "QProcess"): "starts the simulated TWS",
    ("app/new_window.py", "QProcess"): "starts another window of this program",
}
"""Where the network or another process could be reached, and why that is sound."""

REQUESTS = frozenset(
    {
        "startApi",
        "reqConfigProtoBuf",
        "reqCurrentTime",
        "reqAllOpenOrders",
        "reqOpenOrders",
        "reqAutoOpenOrders",
        "reqExecutions",
        "reqCompletedOrders",
        "requestFA",
    }
)
"""Methods of ibapi's client that `request_table.py` may name, and no other module but `SHOWN_NAMES`."""
SHOWN_NAMES = "domain/records/requests.py"
"""The module that has the names as words, which the window shows with the titles of requests."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith(f"{APART}/"):
            yield name, parsed(path)


def findings(name: str, tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Every way out of the program: calls that write or connect, and imports that could."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in WRITING_CALLS:
            yield name, ast.unparse(node)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] in NETWORK or set(alias.name.split(".")) & QT_NETWORK:
                    yield name, alias.name
        elif isinstance(node, ast.ImportFrom):
            parts = (node.module or "").split(".")
            if parts[0] in NETWORK or set(parts) & QT_NETWORK:
                yield name, node.module or ""
            yield from ((name, alias.name) for alias in node.names if alias.name in QT_NETWORK | WRITING_CALLS)
        elif isinstance(node, ast.Call) and _called(node) in {"getattr", "__import__", "import_module", "exec", "eval"}:
            yield from _by_name(name, node)


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


def _by_name(name: str, node: ast.Call) -> Iterator[tuple[str, str]]:
    """What is reached by a name that is made while the program runs cannot be read here, so it is named."""
    texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
    if _called(node) != "getattr" or any(text in WRITING_CALLS for text in texts):
        yield name, ast.unparse(node)


def unexpected(name: str, source: str) -> set[str]:
    allowed = {*CALLS_ALLOWED, *IMPORTS_ALLOWED}
    return {what for where, what in findings(name, ast.parse(source)) if (where, what) not in allowed}


def test_nothing_but_the_gate_writes_to_the_socket() -> None:
    allowed = {*CALLS_ALLOWED, *IMPORTS_ALLOWED}
    found = {finding for name, tree in modules() for finding in findings(name, tree)}
    assert found - allowed == set(), "a way out of the program that nobody has looked at"
    assert allowed - found == set(), "allowed, and no longer there"


@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("tws/wire/client.py", "class C:\n def f(self):\n  self._transport.write(b'x')", "self._transport.write"),
        ("tws/wire/client.py", "self._gate._wire.write(b'x')", "self._gate._wire.write"),
        ("tws/wire/client.py", "self._client.sendMsg(3, 'x')", "self._client.sendMsg"),
        ("tws/wire/client.py", "w = self._transport.write; w(b'x')", "self._transport.write"),
        ("tws/wire/client.py", "getattr(self._transport, 'write')(b'x')", "getattr(self._transport, 'write')"),
        (
            "tws/session/session.py",
            "self._client._transport._socket.write(b'x')",
            "self._client._transport._socket.write",
        ),
        ("tws/wire/gate.py", "self._socket.sendall(b'x')", "self._socket.sendall"),
        ("tws/wire/transport.py", "self._socket.get_extra_info('socket').send(b'')", "self._socket.get_extra_info"),
        ("app/connector.py", "from asyncio import open_connection", "open_connection"),
        ("app/connector.py", "import socket", "socket"),
        ("windows/help/about.py", "from urllib.request import urlopen", "urllib.request"),
        ("windows/help/about.py", "from PySide6.QtNetwork import QTcpSocket", "PySide6.QtNetwork"),
        ("windows/help/about.py", "from PySide6 import QtNetwork", "QtNetwork"),
        ("app/program.py", "loop.create_server(f, '0.0.0.0', 1)", "loop.create_server"),
        ("app/program.py", "__import__('sock' + 'et')", "__import__('sock' + 'et')"),
    ],
)
def test_another_writer_would_be_found(name: str, source: str, found: str) -> None:
    assert found in unexpected(name, source)


def test_only_the_client_knows_ibapis_client() -> None:
    for name, tree in modules():
        for node in ast.walk(tree):
            is_import = isinstance(node, ast.ImportFrom) and node.module == "ibapi.client"
            is_module = isinstance(node, ast.Import) and any(each.name == "ibapi.client" for each in node.names)
            is_name = isinstance(node, ast.Name) and node.id == "EClient"
            if is_import or is_module or is_name:
                assert name == "tws/wire/client.py"


def test_ibapis_client_writes_to_the_gate_and_is_asked_for_reading_alone() -> None:
    trees = dict(modules())
    client = trees["tws/wire/client.py"]
    assigned = [
        ast.unparse(node.value)
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and any(ast.unparse(target).endswith(".conn") for target in node.targets)
    ]
    assert assigned == ["self._gate"]
    rows = [node for node in ast.walk(client) if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "row"]
    assert [ast.unparse(row.value) for row in rows] == ["REQUESTS[kind]"]
    by_name = [node for node in ast.walk(client) if isinstance(node, ast.Call) and ast.unparse(node.func) == "getattr"]
    assert [ast.unparse(node) for node in by_name] == ["getattr(self._client, row.method)"]
    used = {node.attr for node in ast.walk(client) if isinstance(node, ast.Attribute) and _is_of_client(node)}
    assert used <= {"clientId", "serverVersion_", "conn", "setConnState", "decoder"}


def test_the_table_names_each_request_it_sends() -> None:
    named = set()
    for node in ast.walk(dict(modules())["tws/wire/request_table.py"]):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "RequestRow":
            method = node.args[1]
            assert isinstance(method, ast.Constant), "the request is named where its row is"
            named.add(method.value)
        elif isinstance(node, ast.keyword):
            assert node.arg != "method", "no row gets another request's method"
    assert named == REQUESTS


def _is_of_client(node: ast.Attribute) -> bool:
    return ast.unparse(node.value) in {"self._client", "client"}


def test_requests_of_ibapi_are_named_nowhere_else() -> None:
    from ibapi.client import EClient  # noqa: PLC0415 - as data: the names of its methods

    changing = {each for each in vars(EClient) if each.startswith(("place", "cancel", "exercise", "replace", "update"))}
    assert {"placeOrder", "cancelOrder", "exerciseOptions", "replaceFA", "updateConfigProtoBuf"} <= changing
    for name, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                assert node.attr not in changing | {"reqGlobalCancel", "reqIds"}, (name, node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and name != "tws/wire/request_table.py":
                assert node.value not in changing, (name, node.value)
                assert node.value not in REQUESTS or name == SHOWN_NAMES, (name, node.value)


def test_names_that_are_shown_do_not_come_where_requests_are_sent() -> None:
    users = {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name | ast.alias) and "api_name" in ast.unparse(node).casefold())
        or (isinstance(node, ast.Attribute) and "api_name" in node.attr.casefold())
    }
    assert users == {SHOWN_NAMES, "domain/scope/report.py"}
