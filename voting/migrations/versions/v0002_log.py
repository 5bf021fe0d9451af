"""The log of every act: its entries, its Merkle tree, cosignatures, and what waits to be published.

Conferences that were made before keep their record; they have no log.
"""

import sqlalchemy as sa
from alembic import op

from voting.migrations.triggers import forbid

revision = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None

_ONE = "conference_id"


def upgrade() -> None:
    """Make the tables and the triggers."""
    op.add_column("conferences", sa.Column("result", sa.LargeBinary(), nullable=True))
    _log_leaves()
    _table("log_nodes", "level", "position", sa.Column("hash", sa.LargeBinary(), nullable=False))
    content = sa.Column("content", sa.LargeBinary(), nullable=False)
    _table("decryption_proofs", "owner", None, content)
    _cosignatures()
    _joined_witnesses()
    for table in ("log_leaves", "log_nodes", "decryption_proofs"):
        forbid(f"{table}_append_only", table, "UPDATE OR DELETE")
    sealed = "OLD.result IS NOT NULL"
    forbid("conferences_result", "conferences", "UPDATE", columns=("result",), when=sealed)


def _log_leaves() -> None:
    op.create_table(
        "log_leaves",
        sa.Column(_ONE, sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint(_ONE, "place", name="pk_log_leaves"),
        _conference("log_leaves"),
        sa.ForeignKeyConstraint(
            [_ONE, "height"],
            ["log_entries.conference_id", "log_entries.height"],
            name="fk_log_leaves_conference_id_height",
        ),
        sa.UniqueConstraint(_ONE, "height", name="uq_log_leaves_conference_id_height"),
        sa.CheckConstraint("place >= 0", name=op.f("ck_log_leaves_place")),
    )


def _table(name: str, first: str, second: str | None, content: sa.Column[bytes]) -> None:
    keys = [_ONE, first, *([second] if second else [])]
    op.create_table(
        name,
        *(sa.Column(key, sa.Integer(), autoincrement=False, nullable=False) for key in keys),
        content,
        sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}"),
        _conference(name),
    )


def _cosignatures() -> None:
    op.create_table(
        "cosignatures",
        sa.Column(_ONE, sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key_id", sa.String(8), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(_ONE, "size", "key_id", name="pk_cosignatures"),
        _conference("cosignatures"),
    )


def _joined_witnesses() -> None:
    op.create_table(
        "joined_witnesses",
        sa.Column(_ONE, sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key_id", sa.String(8), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(_ONE, "key_id", name="pk_joined_witnesses"),
        _conference("joined_witnesses"),
    )


def _conference(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([_ONE], ["conferences.id"], name=f"fk_{table}_conference_id")
