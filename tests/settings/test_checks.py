"""Which settings come with a caution."""

from ibmonitor.settings.table import SETTINGS


def test_cautions() -> None:
    for elsewhere in ("10.0.0.1", "tws.example.org", "[2001:db8::1]", "fe80::1%eth0", "::"):
        assert SETTINGS["host"].caution(elsewhere)
    for here in ("localhost", "LOCALHOST.", "127.0.0.1", "127.0.0.2", "::1", "[::1]", "0:0:0:0:0:0:0:1"):
        assert not SETTINGS["host"].caution(here)
    assert "queue" in SETTINGS["auto_bind"].caution(True)
    assert not SETTINGS["auto_bind"].caution(False)
    assert SETTINGS["client_id"].caution(0)
