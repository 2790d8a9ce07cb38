"""Pseudonyms for accounts, and how a name is found in any text."""

__all__ = ["pseudonyms"]
