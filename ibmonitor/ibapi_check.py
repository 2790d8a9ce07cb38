"""Whether the installed `ibapi` is one this program can work with. Imports nothing that needs it."""

from __future__ import annotations

import importlib
import sys

DISTRIBUTION = "ibapi-stable"


def ibapi_problem() -> str | None:
    """What is wrong with the installed ibapi, in one sentence with the command that mends it; `None` when all is well.

    `ibapi` on PyPI is a release of 2020 (9.81) that has the same import name and lacks half of what TWS sends today.
    """
    pip = f"{sys.executable} -m pip"
    mend = f"Run: {pip} uninstall -y ibapi && {pip} install --force-reinstall {DISTRIBUTION}"
    try:
        wrapper = importlib.import_module("ibapi.wrapper").EWrapper
        importlib.import_module("ibapi.protobuf.ConfigRequest_pb2")
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] == "ibapi" and "ibapi.protobuf" not in (missing.name or ""):
            return f"IB Monitor needs Interactive Brokers' Python API, which is not installed. {mend}"
        return f"The installed 'ibapi' is too old for IB Monitor, or not Interactive Brokers' own. {mend}"
    except (ImportError, AttributeError, SyntaxError, TypeError):
        return f"The installed 'ibapi' is damaged, or not Interactive Brokers' own. {mend}"
    if not hasattr(wrapper, "commissionAndFeesReport"):
        return f"The installed 'ibapi' is too old for IB Monitor, or not Interactive Brokers' own. {mend}"
    return None
