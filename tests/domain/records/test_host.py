"""Hosts with and without the brackets that an IPv6 address has where a port follows."""

from __future__ import annotations

import pytest

from ibmonitor.domain.records.host import bare_host, host_and_port, is_ipv6, is_this_computer


@pytest.mark.parametrize(
    ("typed", "bare", "with_port"),
    [
        ("127.0.0.1", "127.0.0.1", "127.0.0.1:7497"),
        ("tws.example.org", "tws.example.org", "tws.example.org:7497"),
        ("::1", "::1", "[::1]:7497"),
        ("[::1]", "::1", "[::1]:7497"),
        ("[fe80::1%eth0]", "fe80::1%eth0", "[fe80::1%eth0]:7497"),
        ("2001:db8::1", "2001:db8::1", "[2001:db8::1]:7497"),
        ("[localhost]", "[localhost]", "[localhost]:7497"),
        ("", "", ":7497"),
    ],
)
def test_an_ipv6_address_has_brackets_before_a_port(typed: str, bare: str, with_port: str) -> None:
    assert bare_host(typed) == bare
    assert bare_host(bare) == bare
    assert host_and_port(typed, 7497) == with_port


@pytest.mark.parametrize("host", ["::1", "[::1]", "fe80::1%eth0", "[fe80::1%eth0]", "::ffff:10.0.0.1", "2001:DB8::1"])
def test_these_are_ipv6_addresses(host: str) -> None:
    assert is_ipv6(host)


@pytest.mark.parametrize(
    "host", ["", "127.0.0.1", "[127.0.0.1]", "a:b", "[::1", "::1]", "[]", "[[::1]]", ":::", "1::2::3", "fe80::1%eth0]"]
)
def test_these_are_not(host: str) -> None:
    assert not is_ipv6(host)


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("LocalHost.", True),
        ("127.9.9.9", True),
        ("[::1]", True),
        ("10.0.0.1", False),
        ("localhost.example.org", False),
        ("[fe80::1%eth0]", False),
        ("", False),
    ],
)
def test_hosts_that_are_this_computer(host: str, *, here: bool) -> None:
    assert is_this_computer(host) is here
