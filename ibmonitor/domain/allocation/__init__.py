"""Group orders: what each account should get, against what it got."""

__all__ = ["book", "methods", "order_parts", "sums", "values"]
