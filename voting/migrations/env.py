"""Alembic runs this file; the connection and its transaction are the caller's."""

from alembic import context

from voting import account_models, ceremony_models
from voting.models import Base

TABLES = (account_models, ceremony_models)  # whose import puts them into the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
)
context.run_migrations()
