"""Alembic runs this file; the connection and its transaction are the caller's."""

from alembic import context

from voting import ceremony_models

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=ceremony_models.Base.metadata,
    transactional_ddl=True,
)
context.run_migrations()
