"""The first tables: conferences, cards, and the append-only log.

The triggers are the second lock on the door: whatever the code does, a log row is never changed
or removed, a used or void card stays so, and a frozen definition stays frozen.
"""

import sqlalchemy as sa
from alembic import op

from voting.migrations.triggers import forbid

revision = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None

STATES = ("prepared", "open", "closing", "closed", "counted", "published")
CARD_STATES = ("printed", "issued", "used", "void")
EVENT_TYPES = (
    "Setup",
    "Ballot",
    "EndBallots",
    "EncryptedTally",
    "Shuffle",
    "EndShuffles",
    "PartialDecryption",
    "Result",
)
FROZEN = ("id", "uuid", "definition", "election", "trustees", "log_key")
ONCE = sa.text("type NOT IN ('Ballot', 'PartialDecryption')")


def upgrade() -> None:
    """Make the tables and the triggers."""
    _conferences()
    _cards()
    _log_entries()
    _log_data()
    for table in ("log_entries", "log_data"):
        forbid(f"{table}_append_only", table, "UPDATE OR DELETE")
    forbid("cards_kept", "cards", "DELETE")
    forbid("cards_final", "cards", "UPDATE", when="OLD.state IN ('used', 'void')")
    forbid("cards_credential", "cards", "UPDATE", columns=("conference_id", "credential"))
    forbid("conferences_kept", "conferences", "DELETE")
    forbid("conferences_frozen", "conferences", "UPDATE", columns=FROZEN)
    opened = "OLD.opened_at IS NOT NULL"
    forbid("conferences_opened", "conferences", "UPDATE", columns=("opened_at",), when=opened)


def _conferences() -> None:
    op.create_table(
        "conferences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(64), nullable=False),
        sa.Column("definition", sa.LargeBinary(), nullable=False),
        sa.Column("election", sa.LargeBinary(), nullable=False),
        sa.Column("trustees", sa.LargeBinary(), nullable=False),
        sa.Column("log_key", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("rehearsed", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_conferences"),
        sa.UniqueConstraint("uuid", name="uq_conferences_uuid"),
        sa.CheckConstraint(_one_of("state", STATES), name=op.f("ck_conferences_state")),
    )


def _cards() -> None:
    op.create_table(
        "cards",
        sa.Column("conference_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("conference_id", "credential", name="pk_cards"),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name="fk_cards_conference_id"
        ),
        sa.CheckConstraint(_one_of("state", CARD_STATES), name=op.f("ck_cards_state")),
        sqlite_with_rowid=False,
    )


def _log_entries() -> None:
    one = "conference_id"
    op.create_table(
        "log_entries",
        sa.Column(one, sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("height", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(20), nullable=False),
        sa.Column("event", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("payload", sa.String(64), nullable=True),
        sa.Column("tracker", sa.String(43), nullable=True),
        sa.Column("credential", sa.Text(), nullable=True),
        sa.Column("owner", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint(one, "height", name="pk_log_entries"),
        sa.ForeignKeyConstraint([one], ["conferences.id"], name="fk_log_entries_conference_id"),
        sa.ForeignKeyConstraint(
            [one, "credential"],
            ["cards.conference_id", "cards.credential"],
            name="fk_log_entries_conference_id_credential",
        ),
        sa.UniqueConstraint(one, "digest", name="uq_log_entries_conference_id_digest"),
        sa.UniqueConstraint(one, "tracker", name="uq_log_entries_conference_id_tracker"),
        sa.UniqueConstraint(one, "credential", name="uq_log_entries_conference_id_credential"),
        sa.UniqueConstraint(one, "owner", name="uq_log_entries_conference_id_owner"),
        sa.CheckConstraint(_one_of("type", EVENT_TYPES), name=op.f("ck_log_entries_type")),
        sa.CheckConstraint("height >= 0", name=op.f("ck_log_entries_height")),
        sa.CheckConstraint(
            "(type = 'Ballot') = (tracker IS NOT NULL) "
            "AND (type = 'Ballot') = (credential IS NOT NULL)",
            name=op.f("ck_log_entries_ballot"),
        ),
        sa.CheckConstraint(
            "(type = 'PartialDecryption') = (owner IS NOT NULL)",
            name=op.f("ck_log_entries_owner"),
        ),
    )
    op.create_index(
        "uq_log_entries_once",
        "log_entries",
        [one, "type"],
        unique=True,
        sqlite_where=ONCE,
        postgresql_where=ONCE,
    )


def _log_data() -> None:
    op.create_table(
        "log_data",
        sa.Column("conference_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("height", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("conference_id", "height", "part", name="pk_log_data"),
        sa.ForeignKeyConstraint(
            ["conference_id", "height"],
            ["log_entries.conference_id", "log_entries.height"],
            name="fk_log_data_conference_id_height",
        ),
        sa.UniqueConstraint("conference_id", "digest", name="uq_log_data_conference_id_digest"),
    )


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"
