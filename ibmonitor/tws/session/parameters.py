"""`SessionParameters`: what a session needs of the settings."""

from __future__ import annotations

from datetime import datetime

from ibmonitor.domain.records.events import LinkChanged
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.value import value
from ibmonitor.domain.records.visibility import MANUAL_ORDERS_CLIENT


@value
class SessionParameters:
    """Where to connect, with which client ID, and what to request; times in seconds."""

    host: str
    port: int
    client_id: int
    auto_bind: bool = False
    says_master: bool = False
    """Whether the user's settings call this client the master."""
    completed_orders_api_only: bool = False
    refresh_seconds: float = 0
    """How often all open orders are requested again; 0 is never."""
    connect_patience: float = 10
    """For each step of connecting."""
    answer_patience: float = 20
    """Without progress, until a request counts as unanswered."""
    refusal_patience: float = 1
    """For the refusal of a request that has no other answer."""

    heartbeat_seconds: float = 5
    """Between an answer and the next question whether TWS is alive."""
    silence_patience: float = 8
    """After a question, until a TWS that has sent nothing at all counts as gone: 15 s in all, at most."""

    @property
    def needs_its_client_id(self) -> bool:
        """Whether another client ID would see less: only the master sees all orders, only client 0 those of TWS."""
        return self.says_master or self.client_id == MANUAL_ORDERS_CLIENT

    def link(
        self,
        state: LinkState,
        reason: str = "",
        greeting: tuple[int | None, str] = (None, ""),
        *,
        says_master: bool | None = None,
        next_try: datetime | None = None,
        other_client_id: int | None = None,
    ) -> LinkChanged:
        """Create the event with the state of the link; `greeting` is TWS's version and its time, as text."""
        return LinkChanged(
            state,
            self.host,
            self.port,
            self.client_id,
            reason,
            *greeting,
            self.says_master if says_master is None else says_master,
            next_try,
            other_client_id,
        )

    @property
    def binds(self) -> bool:
        """Whether to bind manual orders, which only client 0 can do."""
        return self.auto_bind and self.client_id == MANUAL_ORDERS_CLIENT
