"""Where this program keeps its files on this computer."""

from __future__ import annotations

from pathlib import Path

import platformdirs

from ibmonitor.domain.records.value import value

APP = "ibmonitor"


@value
class Places:
    """Directories for the user's choices, for what the program remembers, and for its logs. They need not exist."""

    config: Path
    state: Path
    log: Path

    @property
    def settings_file(self) -> Path:
        return self.config / "settings.json"

    @property
    def window_file(self) -> Path:
        return self.state / "window.json"

    @property
    def views_file(self) -> Path:
        """The views of tables that the user has saved."""
        return self.config / "views.json"

    @property
    def profiles_file(self) -> Path:
        return self.config / "profiles.json"

    @property
    def profile_windows(self) -> Path:
        """How the window of each profile was left."""
        return self.state / "profiles"

    @property
    def history(self) -> Path:
        """The histories of days, one for each profile."""
        return self.state / "history"

    def history_file(self, profile: str = "") -> Path:
        """The history of a profile; "" for none."""
        if not profile:
            return self.history / "default.sqlite"
        from ibmonitor.settings.profiles import file_name  # noqa: PLC0415 - most users have no profile

        return (self.history / file_name(profile)).with_suffix(".sqlite")

    @property
    def recordings(self) -> Path:
        """Recorded sessions, next to the log files, since support asks for both."""
        return self.log / "recordings"

    @property
    def queries_file(self) -> Path:
        """The latest queries for executions."""
        return self.state / "queries.json"

    @property
    def pseudonyms_file(self) -> Path:
        """The secret from which the pseudonyms of hidden accounts are derived."""
        return self.state / "pseudonyms.json"


def find_places(root: Path | None = None) -> Places:
    """The system's usual directories for this user, or directories below `root`."""
    if root is not None:
        return Places(config=root, state=root / "state", log=root / "log")
    return Places(
        config=platformdirs.user_config_path(APP, appauthor=False),
        state=platformdirs.user_state_path(APP, appauthor=False),
        log=platformdirs.user_log_path(APP, appauthor=False),
    )
