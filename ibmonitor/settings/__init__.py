"""The user's settings: one table of them, and the file they are kept in."""
