"""How often a committee member's link was renewed, for every member to see."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision: str | None = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of ceremonies that began before, nobody counted."""
    op.add_column(
        "ceremony_members",
        sa.Column("renewals", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )
