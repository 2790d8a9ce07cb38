from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from ibmonitor.journal.store import migrate
from ibmonitor.journal.store.schema import METADATA
from ibmonitor.journal.store.store import Store


def test_what_the_migrations_make_is_what_the_program_expects(store: Store) -> None:
    with store.reading() as connection:
        assert migrate.version_of(connection) == migrate.NEWEST
        assert migrate.suffices(connection)
        context = MigrationContext.configure(connection, opts={"version_table": migrate.VERSION_TABLE})
        assert compare_metadata(context, METADATA) == []


def test_the_versions_are_in_order_and_the_newest_is_the_programs() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate._SCRIPTS))
    names = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert names == sorted(names, reverse=True)
    assert names[0] == migrate.NEWEST
    assert all(len(name) == 4 for name in names)


def test_to_migrate_again_changes_nothing(store: Store) -> None:
    with store.writing() as connection:
        migrate.upgrade(connection)
        assert migrate.version_of(connection) == migrate.NEWEST
