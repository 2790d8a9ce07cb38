"""The life of one connection: its handshake, its requests, its reconnects."""
