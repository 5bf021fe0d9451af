"""The sums that grow while ballots come in; made of the log, and may be deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision: str | None = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "running_sums",
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("tally", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("conference_id", name="pk_running_sums"),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name="fk_running_sums_conference_id"
        ),
        sa.CheckConstraint("height >= ballots", name=op.f("ck_running_sums_height")),
        sqlite_with_rowid=False,
    )
