"""Sittings: several votes one after another, and the cards of those that are still to come."""

import sqlalchemy as sa
from alembic import op

from voting.migrations.triggers import forbid

revision = "0006"
down_revision: str | None = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and the triggers."""
    op.create_table(
        "sittings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("group_name", sa.String(40), nullable=False),
        sa.Column("authority", sa.Text(), nullable=True),
        sa.Column("cards", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sittings"),
        sa.UniqueConstraint("uuid", name="uq_sittings_uuid"),
    )
    op.create_table(
        "sitting_votes",
        sa.Column("sitting_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uuid", sa.String(64), nullable=False),
        sa.Column("has_own_cards", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("sitting_id", "place", name="pk_sitting_votes"),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.id"], name="fk_sitting_votes_sitting_id"
        ),
        sa.UniqueConstraint("uuid", name="uq_sitting_votes_uuid"),
        sa.CheckConstraint("place >= 1", name=op.f("ck_sitting_votes_place")),
    )
    op.create_table(
        "reserved_cards",
        sa.Column("uuid", sa.String(64), nullable=False),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("uuid", "credential", name="pk_reserved_cards"),
        sa.CheckConstraint(
            "state IN ('printed', 'issued', 'used', 'void')", name=op.f("ck_reserved_cards_state")
        ),
        sqlite_with_rowid=False,
    )
    forbid("sittings_frozen", "sittings", "UPDATE OR DELETE")
    forbid("reserved_cards_final", "reserved_cards", "UPDATE", when="OLD.state = 'void'")
    names = ("uuid", "credential")
    forbid("reserved_cards_credential", "reserved_cards", "UPDATE", columns=names)
