"""The dialog that asks TWS for executions."""
