"""Widgets. No logic about orders lives here."""
