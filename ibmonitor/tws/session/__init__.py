"""The life of one connection: its handshake, its requests, its reconnects."""

__all__ = ["backoff", "connect_error", "ib_link", "lifeline", "opening", "parameters", "requests", "session"]
