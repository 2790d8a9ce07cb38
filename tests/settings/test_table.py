"""The table of settings: harmless defaults, and the reasons for what is refused."""

import dataclasses

import pytest

from ibmonitor.settings.table import DEFAULTS, SETTINGS, Settings, problems


def test_defaults_are_valid_and_harmless() -> None:
    settings = Settings()
    assert problems(settings) == {}
    assert settings.host == "127.0.0.1"
    assert settings.client_id != 0
    assert not settings.is_master
    assert not settings.auto_bind
    assert not settings.connect_at_start


def test_every_setting_is_described() -> None:
    assert list(SETTINGS) == [f.name for f in dataclasses.fields(Settings)] == list(DEFAULTS)
    for setting in SETTINGS.values():
        assert setting.label
        assert setting.help
        assert setting.section


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("host", ""),
        ("host", " "),
        ("host", "10.0.0.1 "),
        ("host", "http://tws"),
        ("host", "tws:7497"),
        ("host", "a..b"),
        ("host", "."),
        ("host", "x" * 64 + ".org"),
        ("host", "a\nb"),
        ("port", 0),
        ("port", 65_536),
        ("client_id", -1),
        ("client_id", 2_147_483_648),
        ("refresh_seconds", -1),
        ("refresh_seconds", 3601),
        ("zone", "JST"),
        ("zone", "../etc/passwd"),
    ],
)
def test_refused_values_name_their_key_and_a_reason(key: str, value: object) -> None:
    settings = dataclasses.replace(Settings(), **{key: value})  # type: ignore[arg-type]  # wrong on purpose
    found = problems(settings)
    assert list(found) == [key]
    assert found[key].endswith(".")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("host", "tws.example.org"),
        ("host", "tws.example.org."),
        ("host", "::1"),
        ("host", "[::1]"),
        ("host", "[fe80::1%eth0]"),
        ("host", "2001:db8::1"),
        ("port", 1),
        ("port", 65_535),
        ("client_id", 0),
        ("client_id", 2_147_483_646),
        ("refresh_seconds", 0),
        ("refresh_seconds", 3600),
        ("zone", "Europe/Berlin"),
        ("zone", ""),
    ],
)
def test_bounds_are_inclusive(key: str, value: object) -> None:
    assert problems(dataclasses.replace(Settings(), **{key: value})) == {}  # type: ignore[arg-type]  # both kinds


def test_auto_bind_is_for_client_0_only() -> None:
    assert list(problems(Settings(auto_bind=True, client_id=1))) == ["auto_bind"]
    assert problems(Settings(auto_bind=True, client_id=0)) == {}
