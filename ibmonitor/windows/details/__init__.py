"""The details dock and its panels."""
