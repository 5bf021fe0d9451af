"""The desk: drafts with their versions; the list of delegates, for attendance only."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision: str | None = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _drafts()
    _versions()
    _delegates()


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(64), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.UniqueConstraint("uuid", name="uq_drafts_uuid"),
        sa.ForeignKeyConstraint(["source_id"], ["drafts.id"], name="fk_drafts_source_id"),
        sa.CheckConstraint("version >= 1", name=op.f("ck_drafts_version")),
    )


def _versions() -> None:
    op.create_table(
        "draft_versions",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("draft_id", "version", name="pk_draft_versions"),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_draft_versions_draft_id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_draft_versions_account_id"
        ),
    )


def _delegates() -> None:
    op.create_table(
        "delegates",
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("unit", sa.String(200), nullable=False),
        sa.Column("badge", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("conference_id", "number", name="pk_delegates"),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name="fk_delegates_conference_id"
        ),
    )
