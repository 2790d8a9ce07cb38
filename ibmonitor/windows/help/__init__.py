"""The guide, About, and the list of TWS's message codes."""
