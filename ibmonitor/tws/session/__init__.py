"""The life of one connection: its handshake, its requests, its reconnects."""

__all__ = ["backoff", "connect_error", "handshake", "ib_link", "parameters", "reconnector", "requests", "session"]
