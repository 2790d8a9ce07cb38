"""A host as typed and shown: a name or an address; an IPv6 address is in brackets where a port follows."""

from __future__ import annotations

import ipaddress
from contextlib import suppress


def bare_host(host: str) -> str:
    """The host as the system resolves it: an IPv6 address without its brackets."""
    return host[1:-1] if host.startswith("[") and host.endswith("]") and ":" in host else host


def host_and_port(host: str, port: int | None) -> str:
    """Host and port in one text, with brackets around an IPv6 address."""
    bare = bare_host(host)
    return f"[{bare}]:{port}" if ":" in bare else f"{bare}:{port}"


def is_this_computer(host: str) -> bool:
    """Whether the host is this computer, as far as can be known without resolving it."""
    bare = bare_host(host)
    with suppress(ValueError):
        return ipaddress.ip_address(bare).is_loopback
    return bare.rstrip(".").casefold() == "localhost"


def is_ipv6(host: str) -> bool:
    """Whether this is an IPv6 address, with or without brackets and the name of a network interface: `fe80::1%eth0`."""
    bare = bare_host(host)
    try:
        ipaddress.IPv6Address(bare)
    except ValueError:
        return False
    # Python accepts any text as an interface name.
    return not set(bare) & set("[]")
