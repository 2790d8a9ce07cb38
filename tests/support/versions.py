"""Server versions to try a story with, from TWS's bytes to the window."""

from __future__ import annotations

import pytest

TEXT_AND_PROTOBUF = (pytest.param(200, marks=pytest.mark.slow), 226)
"""What the two protocols mean is the same once it is decoded, and decoding is tried with both: the ordinary run shows
only protobuf in a window."""
