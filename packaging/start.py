"""Where the frozen program starts."""

import sys

from ibmonitor.cli.main import main

sys.exit(main())
