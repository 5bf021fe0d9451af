"""Sites: the networks from which their ballots come. No count of ballots: those are in memory."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision: str | None = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("sites", sa.Column("network", sa.String(400), nullable=True))
