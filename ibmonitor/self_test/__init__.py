"""`ibmonitor --self-test`: the program tries itself against its own simulated TWS."""

__all__ = ["run"]
