"""The connection in the window: its light, its scope, its profile."""
