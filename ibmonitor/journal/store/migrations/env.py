"""Alembic runs this to migrate a history; the connection and its transaction are `migrate.upgrade`'s."""

from __future__ import annotations

from alembic import context

context.configure(**context.config.attributes)
context.run_migrations()
