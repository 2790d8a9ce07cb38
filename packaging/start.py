"""Where the frozen program starts."""

import sys

from ibmonitor.cli import main

sys.exit(main())
