"""Whether the installed `ibapi` is one this program can work with. Imports nothing that needs it."""

from __future__ import annotations

import importlib
import importlib.util
import subprocess
import sys

DISTRIBUTION = "ibapi-stable"

AND_THEN = "; " if sys.platform == "win32" else " && "
"""Windows' own PowerShell has no `&&`."""

API = "Interactive Brokers' Python API"


def ibapi_problem() -> str | None:
    """What is wrong with the installed ibapi, in a sentence with the command that mends it; `None` when all is well.

    It is loaded for that. `ibapi` on PyPI is a release of 2020 (9.81) that has the same import name and lacks half of
    what TWS sends today.
    """
    return what_is_missing() or _what_is_damaged()


def what_is_missing() -> str | None:
    """The same, as far as can be seen without loading ibapi."""
    if not _is_there("ibapi"):
        return f"IB Monitor needs {API}, which is not installed. {_install()}"
    if not _is_there("ibapi.wrapper"):
        return f"The installed 'ibapi' is not {API}, but something else of that name. {_replace()}"
    if not _is_there("ibapi.protobuf.ConfigRequest_pb2"):
        return f"The installed 'ibapi' is too old for IB Monitor. {_replace()}"
    if not _is_there("google.protobuf"):
        return f"IB Monitor needs the package 'protobuf', which is not installed. {_install()}"
    return None


def _what_is_damaged() -> str | None:
    try:
        importlib.import_module("google.protobuf.message")
    except Exception as error:  # noqa: BLE001 - whatever a damaged package may raise
        return f"The installed 'protobuf' is damaged ({_named(error)}). {_renew('protobuf')}"
    try:
        importlib.import_module("ibapi.protobuf.ConfigRequest_pb2")
        wrapper = importlib.import_module("ibapi.wrapper").EWrapper
    except Exception as error:  # noqa: BLE001 - protobuf's VersionError, for one, is no ImportError
        return f"The installed 'ibapi' is damaged, or does not go with 'protobuf' ({_named(error)}). {_replace()}"
    if not hasattr(wrapper, "commissionAndFeesReport"):
        return f"The installed 'ibapi' is too old for IB Monitor. {_replace()}"
    return None


def ibapi_version() -> str:
    """The version of the installed ibapi."""
    from importlib import metadata  # noqa: PLC0415 - loads the parser of e-mail, 9 ms of the start

    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        # A frozen program carries the package without its metadata.
        return "unknown"


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except Exception:  # noqa: BLE001 - a package around it that is missing, or that cannot even be imported
        return False


def _named(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())


def _install() -> str:
    return f"Run: {_pip('install', DISTRIBUTION)}"


def _renew(distribution: str) -> str:
    return f"Run: {_pip('install', '--force-reinstall', distribution)}"


def _replace() -> str:
    """Remove first: the two distributions own files of the same names."""
    renewal = _pip("install", "--force-reinstall", DISTRIBUTION)
    return f"Run: {_pip('uninstall', '-y', 'ibapi')}{AND_THEN}{renewal}"


def _pip(*arguments: str) -> str:
    return subprocess.list2cmdline([sys.executable, "-m", "pip", *arguments])
