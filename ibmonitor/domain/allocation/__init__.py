"""Group orders: what each account should get, against what it got."""

__all__ = ["book", "group_shares", "order_parts", "values"]
