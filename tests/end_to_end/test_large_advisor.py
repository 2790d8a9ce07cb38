"""An advisor whose groups are a single message of megabytes gets past the start, and sees them."""

from __future__ import annotations

import pytest

from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from tests.end_to_end.story import Story, play
from tests.support.programs import Programs
from tests.support.versions import TEXT_AND_PROTOBUF

ACCOUNTS = [f"DU{7_000_000 + number}" for number in range(200)]
NAMES = tuple(f"Группа {number}" for number in range(150))
"""Beyond ASCII, so that the texts are escaped on the way."""


def scenario() -> str:
    aliases = ", ".join(f'{account} = "Client {account}"' for account in ACCOUNTS)
    shares = ", ".join(f'{account} = "1.0"' for account in ACCOUNTS)
    groups = (f'[[groups]]\nname = "{name}"\ndefault_method = "Ratio"\nshares = {{ {shares} }}\n' for name in NAMES)
    listed = ", ".join(f'"{account}"' for account in ["DF7000000", *ACCOUNTS])
    return f"accounts = [{listed}]\naliases = {{ {aliases} }}\n{''.join(groups)}"


@pytest.mark.parametrize("server_version", TEXT_AND_PROTOBUF, ids=["text", "protobuf"])
@pytest.mark.parametrize("split_writes", [None, 4096], ids=["at once", "in pieces"])
def test_its_groups_are_shown(programs: Programs, server_version: int, split_writes: int | None) -> None:
    async def work(story: Story) -> None:
        assert len(story.tws.world.groups_xml()) > 1_800_000
        story.tws.settings.split_writes = split_writes
        await story.connect()
        link = story.program.blotter.link
        await story.wait_for(lambda: link.groups and link.aliases)
        await story.wait_for(lambda: link.requests[RequestKind.ALIASES, ""].progress is RequestProgress.COMPLETE)
        assert link.requests[RequestKind.GROUPS, ""].progress is RequestProgress.COMPLETE
        assert tuple(group.name for group in link.groups or ()) == NAMES
        assert {len(group.members) for group in link.groups or ()} == {len(ACCOUNTS)}
        story.window.tools.show_groups()
        panel = story.window.tools.groups
        assert (panel.groups.table.rowCount(), panel.members.table.rowCount()) == (len(NAMES), len(ACCOUNTS))
        panel.hide()

    play(programs, scenario(), work, connect=False, max_server_version=server_version)
