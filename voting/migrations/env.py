"""Alembic runs this file; the connection and its transaction are the caller's."""

from alembic import context

from voting.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
)
context.run_migrations()
