"""People with power: accounts, sessions, one-time links, passkeys, the private journal."""

import sqlalchemy as sa
from alembic import op

from voting.migrations.triggers import forbid

revision = "0005"
down_revision: str | None = "0004"
branch_labels = None
depends_on = None

_ROLES = "'administrator', 'organizer', 'checkin', 'committee', 'chair', 'auditor'"


def upgrade() -> None:
    """Make the tables and the triggers."""
    _accounts()
    _sessions()
    _links_and_failures()
    _passkeys()
    _desk_acts()
    forbid("desk_acts_append_only", "desk_acts", "UPDATE OR DELETE")
    forbid("accounts_kept", "accounts", "DELETE")


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("name_key", sa.String(240), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("site", sa.String(120), nullable=True),
        sa.Column("passphrase", sa.Text(), nullable=True),
        sa.Column("is_disabled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("name_key", name="uq_accounts_name_key"),
        sa.CheckConstraint(f"role IN ({_ROLES})", name=op.f("ck_accounts_role")),
        sa.CheckConstraint(
            "(role = 'checkin') = (site IS NOT NULL)", name=op.f("ck_accounts_site")
        ),
    )


def _sessions() -> None:
    op.create_table(
        "desk_sessions",
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("secret_hash", name="pk_desk_sessions"),
        _account("desk_sessions"),
    )
    op.create_index("ix_desk_sessions_account_id", "desk_sessions", ["account_id"])


def _links_and_failures() -> None:
    op.create_table(
        "one_time_links",
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("ends_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("secret_hash", name="pk_one_time_links"),
        _account("one_time_links"),
    )
    op.create_table(
        "failed_log_ins",
        sa.Column("bucket", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name="pk_failed_log_ins"),
    )


def _passkeys() -> None:
    op.create_table(
        "passkeys",
        sa.Column("credential_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("credential_id", name="pk_passkeys"),
        _account("passkeys"),
    )
    op.create_index("ix_passkeys_account_id", "passkeys", ["account_id"])
    op.create_table(
        "passkey_challenges",
        sa.Column("challenge", sa.String(64), nullable=False),
        sa.Column("asked", sa.String(64), nullable=False),
        sa.Column("ends_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("challenge", name="pk_passkey_challenges"),
    )


def _desk_acts() -> None:
    op.create_table(
        "desk_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_acts"),
        _account("desk_acts"),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name="fk_desk_acts_conference_id"
        ),
    )


def _account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=f"fk_{table}_account_id")
