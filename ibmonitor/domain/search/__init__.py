"""Finds an order, the orders related to it, and its fields."""

__all__ = ["field_list", "find", "related_orders"]
