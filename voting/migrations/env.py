"""Alembic runs this file; the connection and its transaction are the caller's."""

from alembic import context

from voting import (
    account_models,
    ceremony_models,
    day_models,
    delegate_models,
    draft_models,
    sitting_models,
    stage_models,
)
from voting.models import Base

# Their import puts the tables into the metadata.
TABLES = (
    account_models,
    ceremony_models,
    day_models,
    delegate_models,
    draft_models,
    sitting_models,
    stage_models,
)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
)
context.run_migrations()
