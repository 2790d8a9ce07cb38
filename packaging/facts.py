"""The program's name, version and so on for its packages, read from pyproject.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

NAME = str(_PROJECT["name"])
TITLE = "IB Monitor"
VERSION = str(_PROJECT["version"])
SUMMARY = str(_PROJECT["description"])
BUNDLE_ID = "io.github.ibmonitor.IBMonitor"


def windows_version_info() -> str:
    """The file that PyInstaller puts into the executable for the Details page of its properties on Windows."""
    numbers = (*map(int, VERSION.split(".")), 0, 0, 0, 0)[:4]
    texts = {
        "CompanyName": "The IB Monitor developers",
        "FileDescription": TITLE,
        "FileVersion": VERSION,
        "InternalName": NAME,
        "LegalCopyright": "GPL-3.0-or-later",
        "OriginalFilename": f"{NAME}.exe",
        "ProductName": TITLE,
        "ProductVersion": VERSION,
        "Comments": SUMMARY,
    }
    strings = ", ".join(f"StringStruct({key!r}, {text!r})" for key, text in texts.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}),\n"
        f" kids=[StringFileInfo([StringTable('040904B0', [{strings}])]),\n"
        "  VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n"
    )
