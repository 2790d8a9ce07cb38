"""What a session is told of the user's wishes."""

from __future__ import annotations

from ibmonitor.domain.value import value
from ibmonitor.tws.gate import MANUAL_ORDERS_CLIENT


@value
class SessionParameters:
    """Where and as whom to connect, and what to ask; times in seconds."""

    host: str
    port: int
    client_id: int
    auto_bind: bool = False
    says_master: bool = False
    """Whether the user's settings call this client the master."""
    completed_orders_api_only: bool = False
    refresh_seconds: float = 0
    """How often all open orders are asked for again; 0 is never."""
    connect_patience: float = 10
    """For each step of connecting."""
    answer_patience: float = 20
    """Without progress, until a request counts as unanswered."""
    refusal_patience: float = 1
    """For the refusal of a request that has no other answer."""

    @property
    def binds(self) -> bool:
        """Whether manual orders are to be bound, which client 0 alone can do."""
        return self.auto_bind and self.client_id == MANUAL_ORDERS_CLIENT
