"""The source never lets a text from TWS become markup, a format string, a file name or a copied formula."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sources import parsed

PACKAGE = Path(__file__).parents[1] / "ibmonitor"

LABELS_ALLOWED = {
    ("QLabel(field.label, self)", "windows/executions/form.py"): "names of fields, from a table of this program",
    ("QLabel(title, self)", "windows/settings/profile_form.py"): "names of the fields of a profile",
    ("QLabel(setting.unit, self)", "windows/settings/setting_rows.py"): "units, from the table of settings",
    ("QLabel(setting.label, self)", "windows/settings/settings_dialog.py"): "names of settings, from their table",
    ("QLabel(text, parent)", "windows/settings/settings_dialog.py"): "headings of sections, from the table of settings",
}
"""Labels whose text is no literal and that are not set to plain text, and why that is sound."""
MARKUP = frozenset({"setHtml", "appendHtml", "insertHtml", "toHtml", "setMarkdown", "insertMarkdown", "RichText",
                    "MarkdownText", "AutoText", "QTextBrowser", "QWhatsThis", "setWhatsThis", "setDetailedText",
                    "QErrorMessage", "QTextDocument"})  # fmt: skip
MARKUP_ALLOWED = {"windows/help/guide.py": "the guide is a file of this program, and nothing else is shown there"}
LOG_CALLS = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})
PATH_CALLS = frozenset({"open", "Path", "joinpath", "with_name", "with_stem", "with_suffix"})
"""Builders of file names, for the list below."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith("simulator/"):
            yield name, parsed(path)


def nodes() -> Iterator[tuple[str, ast.AST]]:
    for name, tree in modules():
        for node in ast.walk(tree):
            yield name, node


def called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


def said_to_be_plain(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The function and the name of each label that is set to plain text there."""
    for function in functions(tree):
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and ast.unparse(node).endswith(".setTextFormat(Qt.TextFormat.PlainText)"):
                yield function.name, ast.unparse(node.func).removesuffix(".setTextFormat")


def name_of(made: ast.Call, tree: ast.Module) -> tuple[str, str] | None:
    """The function that makes a widget, and the one name it gives it; `None` without a name."""
    for function in functions(tree):
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and node.value is made and len(node.targets) == 1:
                return function.name, ast.unparse(node.targets[0])
    return None


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def test_labels_and_boxes_are_plain() -> None:
    """Qt guesses markup in a label's text unless it is set to plain text."""
    found = set()
    for name, tree in modules():
        plain_names = set(said_to_be_plain(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) in {"QLabel", "QMessageBox"}:
                literal = all(
                    isinstance(each, ast.Constant) or ast.unparse(each) in {"self", "parent"} for each in node.args
                )
                plain = name_of(node, tree) in plain_names
                if not (plain or (literal and called(node) == "QLabel" and node.args)):
                    found.add((ast.unparse(node), name))
            if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "QLabel" for base in node.bases):
                assert "self.setTextFormat(Qt.TextFormat.PlainText)" in ast.unparse(node), (name, node.name)
    assert found == set(LABELS_ALLOWED)


def test_static_boxes_which_guess_markup_are_not_used() -> None:
    for name, node in nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_static = ast.unparse(node.func.value) in {"QMessageBox", "QInputDialog"}
            assert not is_static, (name, ast.unparse(node))


def test_nothing_takes_markup() -> None:
    for name, node in nodes():
        if isinstance(node, ast.Attribute | ast.Name):
            said = node.attr if isinstance(node, ast.Attribute) else node.id
            assert said not in MARKUP or name in MARKUP_ALLOWED, (name, said)


def texts_of_tooltips() -> Iterator[tuple[str, str]]:
    for name, node in nodes():
        if isinstance(node, ast.Call) and called(node) in {"setToolTip", "showText", "setStatusTip"} and node.args:
            position = 1 if called(node) == "showText" or len(node.args) == 2 else 0
            text = node.args[position]
            if not isinstance(text, ast.Constant) and not (
                isinstance(text, ast.Call) and called(text) == "plain_tooltip"
            ):
                yield name, ast.unparse(text)


TOOLTIPS_ALLOWED = {
    (
        "windows/widgets/cell_delegate.py",
        "'<br>'.join(filter(None, (whole, tip)))",
    ): "both have gone through plain_tooltip",
    ("windows/day/bar.py", "_HINTS[group_by]"): "from a table of this program",
    ("windows/main/find_box.py", "TIP"): "a sentence of this program",
    (
        "windows/connection/link_bar.py",
        "link_text.other_client_id_hint(link)",
    ): "a sentence of this program with a number",
    ("windows/connection/state_button.py", "self.hint()"): "has gone through plain_tooltip",
    ("windows/connection/link_bar.py", "hint"): "a sentence of this program",
    ("windows/widgets/banner.py", "hint"): "a sentence of this program",
    ("windows/settings/setting_rows.py", "str(number)"): "a number",
    ("windows/table/table_page.py", "choice.tooltip"): "from a table of this program",
    (
        "windows/main/tray.py",
        "self._tooltip",
    ): "the names of the program and of the user's profile, and the link's state",
    ("windows/menu/actions.py", "entry.tip"): "from a table of this program",
}
"""Tooltips that are no literal and do not go through `plain_tooltip`, and why that is sound."""


def test_tooltips_are_plain() -> None:
    assert set(texts_of_tooltips()) - set(TOOLTIPS_ALLOWED) == set()


def test_only_literals_are_formats_of_the_log() -> None:
    for name, node in nodes():
        is_log = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOG_CALLS
        if not is_log or "log" not in ast.unparse(node.func.value).lower():  # type: ignore[attr-defined]
            continue
        position = 1 if called(node) == "log" else 0  # type: ignore[arg-type]
        first = node.args[position]  # type: ignore[attr-defined]
        assert isinstance(first, ast.Constant), (name, ast.unparse(node))


def is_of_the_source(text: ast.expr) -> bool:
    """A literal, or one out of a table of constants; or a method of the class above, which is no text."""
    if ast.unparse(text) == "super()":
        return True
    if isinstance(text, ast.IfExp):
        return is_of_the_source(text.body) and is_of_the_source(text.orelse)
    if isinstance(text, ast.Subscript):
        text = text.value
    return isinstance(text, ast.Constant) or (isinstance(text, ast.Name) and text.id.isupper())


FORMATS_ALLOWED = {
    ("tws/session/connect_error.py", "cause.value"): "the sentences of an enumeration of causes",
    ("cli/json_pieces.py", "msgspec.json"): "the layout of JSON",
    ("cli/snapshot.py", "options"): "--format of the command line, which is no method",
    ("cli/history.py", "options"): "as above",
    ("cli/history.py", "self._options"): "as above",
}


def test_only_literals_are_format_strings() -> None:
    found = set()
    for name, node in nodes():
        is_format = isinstance(node, ast.Attribute) and node.attr in {"format", "format_map"}
        if is_format and not is_of_the_source(node.value):  # type: ignore[attr-defined]
            found.add((name, ast.unparse(node.value)))  # type: ignore[attr-defined]
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            left = node.left
            is_text = isinstance(left, ast.Constant) or isinstance(node.right, ast.Tuple | ast.Dict)
            assert not is_text or isinstance(left, ast.Constant), (name, ast.unparse(node))
        if isinstance(node, ast.Call) and called(node) in {"Template", "vformat"}:
            pytest.fail(f"{name}: {ast.unparse(node)}")
    assert found - set(FORMATS_ALLOWED) == set()


def test_the_clipboard_is_reached_at_one_place() -> None:
    for name, node in nodes():
        if isinstance(node, ast.Attribute) and node.attr == "clipboard":
            assert name == "windows/widgets/clipboard.py"


def test_files_are_written_where_no_text_from_tws_is_known() -> None:
    """Who knows TWS's words makes no paths: the floors above the wire have none but the folder to be opened."""
    for name, node in nodes():
        knows_tws = name.startswith(("tws/", "domain/", "models/"))
        if knows_tws and isinstance(node, ast.Call) and called(node) in PATH_CALLS:
            is_builtin = not isinstance(node.func, ast.Attribute) or called(node) != "open"
            assert not is_builtin, (name, ast.unparse(node))
        if knows_tws and isinstance(node, ast.Import | ast.ImportFrom):
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
            assert not set(named) & {"os", "pathlib", "shutil", "tempfile"}, (name, named)
