"""The store: the only room that reads events, and the only one that may write a record."""

__all__ = ["blotter", "fa_xml", "lookups"]
