"""The day: sites, batches of cards, attendance; how many were present at the opening."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision: str | None = "0007"
branch_labels = None
depends_on = None

_PRESENCE = "'absent', 'present', 'late', 'left'"


def upgrade() -> None:
    """Make the tables."""
    op.add_column("conferences", sa.Column("present", sa.Integer(), nullable=True))
    _sites()
    _card_batches()
    _attendance()


def _sites() -> None:
    op.create_table(
        "sites",
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("name_key", sa.String(240), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("handed_out", sa.Integer(), nullable=False),
        sa.Column("exchanged", sa.Integer(), nullable=False),
        sa.Column("void", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("conference_id", "number", name="pk_sites"),
        sa.UniqueConstraint("conference_id", "name_key", name="uq_sites_conference_id_name_key"),
        _conference("sites"),
        sa.CheckConstraint("present >= 0", name=op.f("ck_sites_present")),
        sa.CheckConstraint("handed_out >= 0", name=op.f("ck_sites_handed_out")),
        sa.CheckConstraint("exchanged >= 0 AND exchanged <= void", name=op.f("ck_sites_void")),
        sqlite_with_rowid=False,
    )


def _card_batches() -> None:
    op.create_table(
        "card_batches",
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("site", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_serial", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("conference_id", "number", name="pk_card_batches"),
        sa.ForeignKeyConstraint(
            ["conference_id", "site"],
            ["sites.conference_id", "sites.number"],
            name="fk_card_batches_conference_id_site",
        ),
        sa.CheckConstraint("count > 0", name=op.f("ck_card_batches_count")),
        sa.CheckConstraint("first_serial > 0", name=op.f("ck_card_batches_first_serial")),
        sqlite_with_rowid=False,
    )


def _attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("presence", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("conference_id", "number", name="pk_attendance"),
        sa.ForeignKeyConstraint(
            ["conference_id", "number"],
            ["delegates.conference_id", "delegates.number"],
            name="fk_attendance_conference_id_number",
        ),
        sa.CheckConstraint(f"presence IN ({_PRESENCE})", name=op.f("ck_attendance_presence")),
        sqlite_with_rowid=False,
    )


def _conference(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["conference_id"], ["conferences.id"], name=f"fk_{table}_conference_id"
    )
