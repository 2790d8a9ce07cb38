"""What is known about an account: pure Python, no Qt, no ibapi, no I/O."""
