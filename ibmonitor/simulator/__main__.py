"""`python -m ibmonitor.simulator`."""

from __future__ import annotations

import sys

from ibmonitor.simulator.main import main

if __name__ == "__main__":
    sys.exit(main())
