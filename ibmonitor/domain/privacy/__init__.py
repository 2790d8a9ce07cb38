"""Pseudonyms for accounts, and the search for account numbers and aliases in any text."""

__all__ = ["pseudonyms"]
