"""Group orders: what each account should get, against what it got."""
