"""Brings the blotter's changes to the tables, and knows which accounts are wanted."""

__all__ = ["account_selection", "account_watch", "contract_watch", "feed", "tables"]
