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
"""Seconds. Writing takes a fraction of one; a younger file may still be written by another process."""
_RANDOM = "[a-z0-9_]{8}"
"""The form of `tempfile`'s names."""


def sweep_settings(places: Places) -> None:
    """Remove temporary files whose writing was interrupted. Raises nothing."""
    in_config = (places.settings_file, places.views_file, places.profiles_file)
    files = (*in_config, places.window_file, places.queries_file, places.pseudonyms_file)
    for folder in {file.parent for file in files}:
        stems = "|".join(re.escape(file.stem) for file in files if file.parent == folder)
        _sweep(folder, re.compile(rf"\.(?:{stems})-{_RANDOM}\.tmp"))
    # Every file in there is the window state of a profile.
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
