"""Removes the temporary files of `json_file.py` that a killed process has left in the folders of this program."""

from __future__ import annotations

import os
import re
import stat
import sys
from contextlib import suppress
from pathlib import Path
from time import time

from ibmonitor.settings.places import Places

LEAST_AGE = 2.0
"""Seconds. A file is written in a fraction of one; another process may be writing it now."""
_RANDOM = "[a-z0-9_]{8}"
"""As `tempfile` makes it."""


def sweep_settings(places: Places) -> None:
    """Remove what is left of files that were not written to their end. Raises nothing."""
    in_config = (places.settings_file, places.views_file, places.profiles_file)
    files = (*in_config, places.window_file, places.queries_file, places.pseudonyms_file)
    for folder in {file.parent for file in files}:
        stems = "|".join(re.escape(file.stem) for file in files if file.parent == folder)
        _sweep(folder, re.compile(rf"\.(?:{stems})-{_RANDOM}\.tmp"))
    # All files in there are windows of profiles.
    _sweep(places.profile_windows, re.compile(rf"\.[a-z0-9-]+-{_RANDOM}\.tmp"))


def _sweep(folder: Path, name: re.Pattern[str]) -> None:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                if name.fullmatch(entry.name) and _is_left_over(entry.stat(follow_symlinks=False)):
                    Path(entry.path).unlink()


def _is_left_over(found: os.stat_result) -> bool:
    is_own = sys.platform == "win32" or found.st_uid == os.getuid()
    return is_own and stat.S_ISREG(found.st_mode) and time() - found.st_mtime >= LEAST_AGE
