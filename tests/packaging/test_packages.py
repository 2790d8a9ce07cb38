"""The parts of the packages, tested without building one. CI builds one, which then runs its self test."""

from __future__ import annotations

import os
import plistlib
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import xml.etree.ElementTree as ET
from configparser import RawConfigParser
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import PySide6
import pytest
from packaging.requirements import Requirement

import ibmonitor
from ibmonitor.recording.recording_format import MAGIC
from ibmonitor.windows.recording.recording_choice import SUFFIX

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"
LOCK = (PACKAGING / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKED = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", LOCK, re.MULTILINE)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_locked_distribution_has_hashes() -> None:
    entries = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) > 15
    for entry in entries:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry.splitlines()[0]


@pytest.mark.parametrize("asked", [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["package"]], ids=str)
def test_every_dependency_is_locked_within_its_bounds(asked: str) -> None:
    requirement = Requirement(asked)
    versions = [version for name, version in LOCKED if normal(name) == normal(requirement.name)]
    assert versions, asked
    assert all(version in requirement.specifier for version in versions)


def test_the_version_is_the_same_everywhere() -> None:
    metainfo = ET.parse(PACKAGING / "linux" / "ibmonitor.metainfo.xml")  # noqa: S314 - our own file
    releases = [release.get("version") for release in metainfo.iter("release")]
    assert releases[0] == PROJECT["version"] == ibmonitor.__version__


def test_the_desktop_entry_is_whole() -> None:
    entry = RawConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment, method-assign]  # keys as they are written
    entry.read(PACKAGING / "linux" / "ibmonitor.desktop", encoding="utf-8")
    main = entry["Desktop Entry"]
    assert main["Type"] == "Application"
    assert main["Icon"] == main["StartupWMClass"] == "ibmonitor"
    # A recording is handed over as the only argument.
    assert main["Exec"] == "ibmonitor %f"
    types = ET.parse(PACKAGING / "linux" / "ibmonitor-recording.xml").getroot()  # noqa: S314 - our own file
    of_recordings = types.find("{*}mime-type")
    assert of_recordings is not None
    assert main["MimeType"] == f"{of_recordings.get('type')};"
    assert [each.get("pattern") for each in types.iter() if each.tag.endswith("glob")] == [f"*{SUFFIX}"]
    assert [each.get("value") for each in types.iter() if each.tag.endswith("match")] == [MAGIC.decode()]
    assert {f"Desktop Action {name}" for name in main["Actions"].split(";") if name} == set(entry.sections()[1:])
    metainfo = ET.parse(PACKAGING / "linux" / "ibmonitor.metainfo.xml")  # noqa: S314 - our own file
    assert metainfo.findtext("launchable") == "ibmonitor.desktop"
    assert metainfo.findtext("project_license") == PROJECT["license"]


def test_recordings_are_opened_by_the_program_on_macos() -> None:
    written = script("import facts, plistlib; print(plistlib.dumps(facts.mac_file_types()).decode())")
    types = plistlib.loads(written.encode())
    (declared,), (opened,) = types["UTExportedTypeDeclarations"], types["CFBundleDocumentTypes"]
    assert declared["UTTypeTagSpecification"] == {"public.filename-extension": [SUFFIX.removeprefix(".")]}
    assert opened["LSItemContentTypes"] == [declared["UTTypeIdentifier"]]
    assert "**mac_file_types()" in (PACKAGING / "ibmonitor.spec").read_text(encoding="utf-8")


def script(name: str, *arguments: str | Path) -> str:
    """Run one of the scripts' functions in its own process, as the build does; return what it prints."""
    code = f"import sys; sys.path.insert(0, {str(PACKAGING)!r}); {name}"
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_distribution_in_the_bundle_has_a_license() -> None:
    try:
        for name, _ in LOCKED:
            if name in {"pyinstaller", "pyinstaller-hooks-contrib"}:
                distribution(name)
    except PackageNotFoundError:
        pytest.skip("PyInstaller is not installed here: the build checks this as well")
    text = script(
        "import licences; print(licences.all_licences(open(sys.argv[1]).read()))", PACKAGING / "requirements.lock"
    )
    for name in ("Python", "PySide6_Essentials", "shiboken6", "protobuf", "openpyxl", "ibapi"):
        assert re.search(rf"^{name}", text, re.MULTILINE | re.IGNORECASE), name
    assert "GNU GENERAL PUBLIC LICENSE" in text


def test_no_module_that_is_imported_is_excluded() -> None:
    """A missing module would only show in the bundle."""
    output = script(
        "sys.path.insert(0, sys.argv[1]); import bundle_parts\n"
        "class LeftOut:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if any((name + '.').startswith(each + '.') for each in bundle_parts.MODULES_LEFT_OUT):\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, LeftOut())\n"
        "import ibmonitor.windows.day.charts, ibmonitor.windows.allocations.charts, openpyxl\n"
        "import ibmonitor.app.run_window, ibmonitor.self_test.checks, ibmonitor.cli.snapshot\n"
        "import ibmonitor.simulator.main, ibmonitor.journal.store.open_store, alembic.command\n"
        "print('all there')",
        ROOT,
    )
    assert output == "all there\n"


def test_orphans_are_removed_and_libraries_loaded_by_name_stay() -> None:
    linked = {
        "core": ["libicu.so.73", "libc.so.6"], "gui": ["libcore.so"], "plugin": ["libgui.so"], "gtk": ["libcairo.so"],
        "icu": ["libicudata.so.73"],
    }  # fmt: skip
    output = script(
        f"import bundle_parts as b; linked = {linked!r}; "
        "entries = [('Qt/lib/libcore.so', 'core', 'BINARY'), ('Qt/lib/libgui.so', 'gui', 'BINARY'), "
        "('Qt/plugins/platforms/libplugin.so', 'plugin', 'BINARY'), ('libgtk.so', 'gtk', 'BINARY'), "
        "('libcairo.so', 'cairo', 'BINARY'), ('Qt/lib/libicu.so.73', 'icu', 'BINARY'), "
        "('libpython3.11.so.1.0', 'python', 'BINARY'), "
        "('Qt/lib/libicudata.so.73', 'data', 'BINARY'), ('_ext.cpython.so', 'ext', 'EXTENSION')]; "
        "print(*[name for name, *_ in b.without_orphans(entries, lambda source: linked.get(source, []))])"
    )
    assert output.split() == [
        "Qt/lib/libcore.so", "Qt/lib/libgui.so", "Qt/plugins/platforms/libplugin.so", "Qt/lib/libicu.so.73",
        "libpython3.11.so.1.0", "Qt/lib/libicudata.so.73", "_ext.cpython.so",
    ]  # fmt: skip


def test_links_go_with_their_targets() -> None:
    datas = [("libA.so", "lib/libA.so", "SYMLINK"), ("libB.so", "lib/libB.so", "SYMLINK"), ("a", "b", "DATA")]
    binaries = [("lib/libA.so", "/usr/lib/libA.so", "BINARY")]
    output = script(f"import bundle_parts as b; print(*[n for n, *_ in b.without_dead_links({datas}, {binaries})])")
    assert output.split() == ["libA.so", "a"]


@pytest.mark.skipif(shutil.which("objdump") is None or sys.platform != "linux", reason="binaries of Linux")
def test_a_binary_is_linked_to_what_it_names_itself() -> None:
    widgets = next(Path(PySide6.__file__).parent.glob("QtWidgets.*so"))
    found = script("import bundle_parts as b; print(*b.linked(sys.argv[1]))", widgets).split()
    assert "libQt6Widgets.so.6" in found
    assert "libicuuc.so.73" not in found, "that is what Qt's own library is linked to"


def test_icu_data_is_reduced_to_the_kept_items(tmp_path: Path) -> None:
    """In ICU's layout: a header, a table of offsets from its own start, names, items."""
    names = [b"icudt73l/af.res", b"icudt73l/pool.res", b"icudt73l/root.res", b"icudt73l/zu.res"]
    items = [b"A" * 40, b"P" * 20, b"R" * 33, b"Z" * 16]
    table, texts, body, first = b"", b"", b"", 4 + 8 * len(names)
    start = first + sum(len(name) + 1 for name in names)
    for name, item in zip(names, items, strict=True):
        table += (first + len(texts)).to_bytes(4, "little") + (start + len(body)).to_bytes(4, "little")
        texts, body = texts + name + b"\0", body + item
    header = (32).to_bytes(2, "little") + b"\xda\x27" + bytes(8) + b"CmnD" + bytes(16)
    whole = tmp_path / "whole"
    whole.write_bytes(b"ELF before it" + header + len(names).to_bytes(4, "little") + table + texts + body)
    output = script("import icu_data; print(icu_data.cut(open(sys.argv[1], 'rb').read()).hex())", whole)
    cut = bytes.fromhex(output)
    assert cut[:32] == header
    assert int.from_bytes(cut[32:36], "little") == 2
    for at, (name, item) in enumerate([(names[1], items[1]), (names[2], items[2])]):
        name_at, item_at = (int.from_bytes(cut[36 + 8 * at + part : 40 + 8 * at + part], "little") for part in (0, 4))
        assert cut[32 + name_at :].split(b"\0")[0] == name
        assert item_at % 16 == 0
        assert cut[32 + item_at :].startswith(item)


@pytest.mark.skipif(shutil.which("sh") is None or sys.platform == "win32", reason="the installer is for Linux")
class TestInstaller:
    @pytest.fixture
    def unpacked(self, tmp_path: Path) -> Path:
        """What is in the archive, with a program that says its name; in a folder with a space in its name."""
        bundle = tmp_path / "bundle"
        bundle.mkdir()
        program = bundle / "ibmonitor"
        program.write_text("#!/bin/sh\necho 'IB Monitor'\n")
        program.chmod(0o755)
        archive = tmp_path / "ibmonitor-1-linux.tar.gz"
        call = (
            "import archive; from pathlib import Path; archive.pack(Path(sys.argv[1]), Path(sys.argv[2]), 1767225600)"
        )
        script(call, bundle, archive)
        first = archive.read_bytes()
        os.utime(program, (1, 1))
        script(call, bundle, archive)
        assert archive.read_bytes() == first, "the same files are to give the same archive"
        folder = tmp_path / "my downloads"
        with tarfile.open(archive) as tar:
            assert {(entry.uid, entry.gid, entry.mtime) for entry in tar} == {(0, 0, 1767225600)}
            tar.extractall(folder, filter="data")
        return folder / "ibmonitor-1-linux"

    def run(self, unpacked: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        home.mkdir(exist_ok=True)
        environment = {"HOME": str(home), "PATH": os.environ["PATH"]}
        return subprocess.run(
            [str(unpacked / "install.sh"), *arguments], env=environment, capture_output=True, text=True, check=False
        )

    def test_it_installs_for_this_user_twice_and_uninstalls_completely(self, unpacked: Path, tmp_path: Path) -> None:
        home = tmp_path / "home of $USER 100%"
        for _ in range(2):
            done = self.run(unpacked, home)
            assert done.returncode == 0, done.stderr
        started = subprocess.run([home / ".local/bin/ibmonitor"], capture_output=True, text=True, check=True)
        assert started.stdout == "IB Monitor\n"
        share = home / ".local/share"
        lines = (share / "applications/ibmonitor.desktop").read_text().splitlines()
        program = str(share / "ibmonitor/program/ibmonitor").replace("$", "\\\\$").replace("%", "%%")
        assert f'Exec="{program}" %f' in lines
        assert f'Exec="{program}" --demo' in lines
        assert (share / "icons/hicolor/scalable/apps/ibmonitor.svg").is_file()
        assert (share / "metainfo/ibmonitor.metainfo.xml").is_file()
        assert (share / "mime/packages/ibmonitor-recording.xml").is_file()
        assert self.run(unpacked, home, "--uninstall").returncode == 0
        # The desktop's own index of file types is made anew, and stays.
        index = share / "mime"
        assert [path for path in home.rglob("*") if not path.is_dir() and index not in path.parents] == []
        assert not (index / "packages/ibmonitor-recording.xml").exists()
        assert self.run(unpacked, home, "--uninstall").returncode == 0

    def test_it_replaces_no_other_program_of_that_name(self, unpacked: Path, tmp_path: Path) -> None:
        home = tmp_path / "home"
        other = home / ".local/bin/ibmonitor"
        other.parent.mkdir(parents=True)
        other.write_text("another")
        done = self.run(unpacked, home)
        assert done.returncode == 1
        assert "another program" in done.stderr
        assert other.read_text() == "another"

    @pytest.mark.parametrize("arguments", [("--remove",), ("--uninstall-all",)])
    def test_unknown_arguments_do_nothing(self, unpacked: Path, tmp_path: Path, arguments: tuple[str]) -> None:
        done = self.run(unpacked, tmp_path / "home", *arguments)
        assert done.returncode == 2
        assert "usage" in done.stderr
        assert list((tmp_path / "home").iterdir()) == []
