"""The listening TWS: connections, replies, outages."""

__all__ = ["server", "server_settings"]
