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
RECORDING, RECORDING_TYPE = "IB Monitor recording", f"{BUNDLE_ID}.recording"


def mac_file_types() -> dict[str, list[dict[str, object]]]:
    """The part of Info.plist that opens recordings with the program; it receives them as events, not as arguments."""
    declared: dict[str, object] = {
        "UTTypeIdentifier": RECORDING_TYPE,
        "UTTypeDescription": RECORDING,
        "UTTypeConformsTo": ["public.data"],
        "UTTypeTagSpecification": {"public.filename-extension": ["ibmrec"]},
    }
    opened: dict[str, object] = {
        "CFBundleTypeName": RECORDING,
        "CFBundleTypeRole": "Viewer",
        "LSHandlerRank": "Owner",
        "LSItemContentTypes": [RECORDING_TYPE],
    }
    return {"UTExportedTypeDeclarations": [declared], "CFBundleDocumentTypes": [opened]}


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
