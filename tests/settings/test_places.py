"""Where the program keeps its files."""

from pathlib import Path

from ibmonitor.settings.places import find_places


def test_places_are_the_users_own_or_below_a_root(tmp_path: Path) -> None:
    below = find_places(tmp_path)
    assert below.settings_file == tmp_path / "settings.json"
    for directory in (below.config, below.state, below.log):
        assert directory.is_relative_to(tmp_path)
    assert below.window_file.parent == below.state
    usual = find_places()
    assert "ibmonitor" in str(usual.config)
    assert usual.settings_file.name == "settings.json"
