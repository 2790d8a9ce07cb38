"""The socket: framing, the read-only gate, one ibapi client."""

__all__ = ["client", "framing", "gate", "refusals", "request_table", "tap"]
