"""`ibmonitor --self-test`: the program checks itself against its own simulated TWS."""

__all__ = ["run"]
