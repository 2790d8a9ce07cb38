"""The one table of settings. The dialog is built from it, the store reads by it: a new setting is one field here."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ibmonitor.domain.records.host import bare_host
from ibmonitor.settings import checks
from ibmonitor.settings.checks import SettingValue
from ibmonitor.settings.setting import Setting

CONNECTION = "Connection"
WHAT_IS_SEEN = "Data"
DISPLAY = "Display"
NOTIFICATIONS = "Notifications"
RECORDS = "Logs"
HISTORY = "History"

PAGES = (
    ("Connection", (CONNECTION, WHAT_IS_SEEN)),
    ("Display", (DISPLAY,)),
    ("History", (HISTORY,)),
    ("Notifications and logs", (NOTIFICATIONS, RECORDS)),
)
"""The pages of the dialog, and the sections on each."""

PORT_PRESETS = (
    ("TWS, live", 7496),
    ("TWS, paper", 7497),
    ("Gateway, live", 4001),
    ("Gateway, paper", 4002),
)


def _about(setting: Setting) -> dict[str, Setting]:
    return {"setting": setting}


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's settings, a frozen value. The host is kept without brackets."""

    host: str = field(
        default="127.0.0.1",
        metadata=_about(
            Setting(
                section=CONNECTION,
                label="Host",
                help="The computer TWS or IB Gateway runs on; 127.0.0.1 is this one.",
                problem=checks.host_problem,
                caution=checks.host_caution,
            )
        ),
    )
    port: int = field(
        default=7497,
        metadata=_about(
            Setting(
                section=CONNECTION,
                label="Port",
                help="TWS shows it as Socket port under Global Configuration, API, Settings.",
                minimum=1,
                maximum=65_535,
                presets=PORT_PRESETS,
            )
        ),
    )
    client_id: int = field(
        # Not 0, which receives the orders entered in TWS, nor a small number, which other programs use.
        default=900,
        metadata=_about(
            Setting(
                section=CONNECTION,
                label="Client ID",
                help="Any number that no other API program uses on this TWS.",
                # ibapi takes 2,147,483,647 for "unset" and leaves it out: TWS would read client 0.
                maximum=2_147_483_646,
                caution=checks.client_id_caution,
            )
        ),
    )
    connect_at_start: bool = field(
        default=False,
        metadata=_about(
            Setting(
                section=CONNECTION,
                label="Connect when the program starts",
                help="Otherwise it waits for the Connect button.",
            )
        ),
    )
    is_master: bool = field(
        default=False,
        metadata=_about(
            Setting(
                section=WHAT_IS_SEEN,
                label="This is the Master Client ID",
                help="Check this if TWS has this client ID as its Master API client ID: the orders and fills of all "
                "API programs are then sent here. It changes nothing in TWS.",
            )
        ),
    )
    auto_bind: bool = field(
        default=False,
        metadata=_about(
            Setting(
                section=WHAT_IS_SEEN,
                label="Bind orders made in TWS (auto-bind)",
                help="Only client 0 can bind. Orders that are not bound are still shown.",
                caution=checks.auto_bind_caution,
            )
        ),
    )
    completed_orders_api_only: bool = field(
        default=False,
        metadata=_about(
            Setting(
                section=WHAT_IS_SEEN,
                label="Completed orders of API programs only",
                help="Excludes completed orders that were made in TWS itself.",
            )
        ),
    )
    refresh_seconds: int = field(
        default=10,
        metadata=_about(
            Setting(
                section=WHAT_IS_SEEN,
                label="Poll open orders every",
                help="Orders that TWS does not send to this client live; 0 requests them on Refresh only.",
                maximum=3600,
                unit="seconds",
            )
        ),
    )
    theme: str = field(
        default="system",
        metadata=_about(
            Setting(
                section=DISPLAY,
                label="Theme",
                help="System follows the desktop where it says whether it is light or dark.",
                choices=checks.themes,
                words={name: name.capitalize() for name in checks.THEMES},
                problem=checks.theme_problem,
            )
        ),
    )
    density: str = field(
        default="comfortable",
        metadata=_about(
            Setting(
                section=DISPLAY,
                label="Density",
                help="Compact shows about a third more rows.",
                choices=checks.densities,
                words={name: name.capitalize() for name in checks.DENSITIES},
                problem=checks.density_problem,
            )
        ),
    )
    accent: str = field(
        default="blue",
        metadata=_about(
            Setting(
                section=DISPLAY,
                label="Accent",
                help="The color of the selection, the focus and the main button.",
                choices=checks.accents,
                words={name: name.capitalize() for name in checks.ACCENTS},
                problem=checks.accent_problem,
            )
        ),
    )
    zone: str = field(
        default="",
        metadata=_about(
            Setting(
                section=DISPLAY,
                label="Time zone for times sent without a zone",
                help="Some TWS send times without a zone: choose the one TWS was logged in with. "
                "Empty shows them as “zone unknown”.",
                choices=checks.zone_names,
                problem=checks.zone_problem,
            )
        ),
    )
    shown_zone: str = field(
        default="local",
        metadata=_about(
            Setting(
                section=DISPLAY,
                label="Show times in time zone",
                help="Also chosen at the bottom of the window. It never changes how times are compared.",
                choices=checks.shown_zones,
                words=checks.SHOWN_ZONES,
                problem=checks.shown_zone_problem,
            )
        ),
    )
    light_changes: bool = field(
        default=True,
        metadata=_about(
            Setting(
                section=DISPLAY,
                label="Highlight rows that have just changed",
                help="For two seconds, while the connection is live; never when many change at once.",
            )
        ),
    )
    show_aliases: bool = field(
        default=False,
        metadata=_about(
            Setting(
                section=DISPLAY,
                label="Show accounts by alias",
                help="Shows an advisor's accounts as “alias (number)” wherever there is room.",
            )
        ),
    )
    hide_accounts: bool = field(
        default=False,
        metadata=_about(
            Setting(
                section=DISPLAY,
                label="Hide account numbers",
                help="For sharing the screen: each account is shown under a name that does not change.",
            )
        ),
    )
    keep_history: bool = field(
        default=False,
        metadata=_about(
            Setting(
                section=HISTORY,
                label="Keep a history on this computer",
                help="What TWS sends is kept on this disk, account numbers too, so that past days can be opened.",
            )
        ),
    )
    history_days: int = field(
        default=0,
        metadata=_about(
            Setting(
                section=HISTORY,
                label="Keep each day for",
                help="Older days are removed when the program starts; 0 keeps them for ever.",
                maximum=36_500,
                unit="days",
            )
        ),
    )
    history_server: str = field(
        default="",
        metadata=_about(
            Setting(
                section=HISTORY,
                label="History server",
                help="PostgreSQL, as postgresql://user@server/database, for a history that a desk shares. Empty keeps "
                "it in a file of this computer.",
                problem=checks.history_server_problem,
            )
        ),
    )
    notify_filled: bool = field(
        default=True,
        metadata=_about(
            Setting(
                section=NOTIFICATIONS,
                label="An order is filled",
                help="Shown as the system's notifications, never for what happened before connecting.",
            )
        ),
    )
    notify_rejected: bool = field(
        default=True,
        metadata=_about(Setting(section=NOTIFICATIONS, label="An order is rejected", help="Includes TWS's reason.")),
    )
    notify_cancelled: bool = field(
        default=True,
        metadata=_about(
            Setting(
                section=NOTIFICATIONS,
                label="TWS cancels an order with a reason",
                help="Not when the cancel was requested.",
            )
        ),
    )
    notify_held: bool = field(
        default=True,
        metadata=_about(
            Setting(
                section=NOTIFICATIONS,
                label="An order is held",
                help="IB has not sent it to the exchange yet. Includes TWS's reason and, if known, until when.",
            )
        ),
    )
    notify_corrected: bool = field(
        default=True,
        metadata=_about(
            Setting(
                section=NOTIFICATIONS,
                label="An execution is corrected",
                help="IB replaces an execution that it has already reported.",
            )
        ),
    )
    notify_liquidated: bool = field(
        default=True,
        metadata=_about(
            Setting(
                section=NOTIFICATIONS,
                label="An execution is a liquidation",
                help="IB closes a position automatically.",
            )
        ),
    )
    notify_account: bool = field(
        default=True,
        metadata=_about(
            Setting(
                section=NOTIFICATIONS,
                label="An account gets a margin or liquidation warning",
                help="Includes TWS's text.",
            )
        ),
    )
    notify_link: bool = field(
        default=True,
        metadata=_about(
            Setting(
                section=NOTIFICATIONS,
                label="The connection is lost or restored",
                help="The connection to TWS, and TWS's connection to IB.",
            )
        ),
    )
    log_level: str = field(
        default="Info",
        metadata=_about(
            Setting(
                section=RECORDS,
                label="What is logged",
                help="Only Debug writes account numbers, order references and the text of messages.",
                choices=checks.log_levels,
                problem=checks.log_level_problem,
            )
        ),
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "host", bare_host(self.host))


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {f.name: f.metadata["setting"] for f in dataclasses.fields(Settings)}
)
"""Each setting's description by its key, in the order of the dialog."""

DEFAULTS: Mapping[str, SettingValue] = MappingProxyType(dataclasses.asdict(Settings()))


def problems(settings: Settings) -> dict[str, str]:
    """A reason for each key whose value is wrong, alone or in combination with others."""
    found: dict[str, str] = {}
    for key, setting in SETTINGS.items():
        reason = setting.refusal(getattr(settings, key))
        if reason:
            found[key] = reason
    if settings.auto_bind and settings.client_id != 0:
        found["auto_bind"] = "Only client 0 can bind orders."
    return found


ADDRESS = ("host", "port", "client_id")
"""The settings that the command line can override for one start."""
