"""The stage: what the desk lets the screens show."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision: str | None = "0008"
branch_labels = None
depends_on = None

_SCENES = "'welcome', 'checkin', 'how', 'turnout', 'ceremony', 'person', 'table'"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "stage_screens",
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("site", sa.Integer(), nullable=False),
        sa.Column("scene", sa.String(20), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=True),
        sa.Column("wifi_name", sa.String(32), nullable=True),
        sa.Column("wifi_password", sa.String(63), nullable=True),
        sa.PrimaryKeyConstraint("conference_id", "site", name="pk_stage_screens"),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name="fk_stage_screens_conference_id"
        ),
        sa.CheckConstraint(f"scene IN ({_SCENES})", name=op.f("ck_stage_screens_scene")),
        sa.CheckConstraint("site >= 0", name=op.f("ck_stage_screens_site")),
        sa.CheckConstraint("place >= 1", name=op.f("ck_stage_screens_place")),
        sqlite_with_rowid=False,
    )
