"""Brings the blotter's changes to the tables, and knows which accounts are wanted."""
