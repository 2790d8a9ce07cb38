"""Finds an order, the orders related to it, and its fields."""
