"""Finds an order, the orders related to it, and its fields."""

__all__ = ["conditions", "field_list", "fields", "find", "identifiers", "index", "related_orders"]
