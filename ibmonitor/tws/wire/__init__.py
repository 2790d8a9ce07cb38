"""The socket: framing, the read-only gate, one ibapi client."""
