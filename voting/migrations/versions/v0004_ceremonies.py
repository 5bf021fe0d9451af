"""The key ceremony of a committee: members, their messages, what was refused."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

from voting.migrations.triggers import forbid

revision = "0004"
down_revision: str | None = "0003"
branch_labels = None
depends_on = None

_STEPS = ("certificate", "commitment", "polynomial", "voutput", "drill", "decryption")
_PLACE = ("ceremony_id", "attempt", "step", "number")


def upgrade() -> None:
    """Make the tables and the triggers."""
    op.create_table(
        "ceremonies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(64), nullable=False),
        sa.Column("definition", sa.LargeBinary(), nullable=False),
        sa.Column("server_key", sa.LargeBinary(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("replaced_by", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_ceremonies"),
        sa.UniqueConstraint("uuid", name="uq_ceremonies_uuid"),
    )
    op.create_table(
        "ceremony_members",
        sa.Column("ceremony_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("ceremony_id", "number", name="pk_ceremony_members"),
        sa.ForeignKeyConstraint(
            ["ceremony_id"], ["ceremonies.id"], name="fk_ceremony_members_ceremony_id"
        ),
    )
    content = sa.Column("content", sa.LargeBinary(), nullable=False)
    _of_members("ceremony_messages", _PLACE, content)
    refusal = sa.Column("refusal", sa.String(40), nullable=False)
    _of_members("ceremony_faults", (*_PLACE, "reporter"), refusal)
    forbid("ceremony_messages_append_only", "ceremony_messages", "UPDATE OR DELETE")
    frozen = ("uuid", "definition", "server_key")
    forbid("ceremonies_frozen", "ceremonies", "UPDATE", columns=frozen)
    forbid("ceremonies_kept", "ceremonies", "DELETE")


def _of_members(table: str, key: tuple[str, ...], last: sa.Column[Any]) -> None:
    kinds: dict[str, TypeEngine[Any]] = {"step": sa.String(20)}
    steps = ", ".join(f"'{step}'" for step in _STEPS)
    op.create_table(
        table,
        *(
            sa.Column(name, kinds.get(name, sa.Integer()), autoincrement=False, nullable=False)
            for name in key
        ),
        last,
        sa.PrimaryKeyConstraint(*key, name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["ceremony_id", "number"],
            ["ceremony_members.ceremony_id", "ceremony_members.number"],
            name=f"fk_{table}_ceremony_id_number",
        ),
        sa.CheckConstraint(f"step IN ({steps})", name=op.f(f"ck_{table}_step")),
    )
