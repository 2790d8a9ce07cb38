"""`python -m ibmonitor`."""

from __future__ import annotations

import sys

from ibmonitor.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
