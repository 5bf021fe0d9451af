"""The tables. Nothing here links a person to a card, and nothing holds a clock time of casting.

The log is append-only: triggers refuse UPDATE and DELETE on its tables on both kinds of database.
`log_leaves` holds every entry, `log_nodes` the Merkle tree over them; `log_entries` and `log_data`
hold the Belenios events among them with their data. What must happen once (one ballot a card, one
decryption a trustee, one end of voting) is also a constraint, so that a mistake in the code cannot
break it.
"""

from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from audit.record import EventType

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}


class State(StrEnum):
    """How far a conference is. It only ever moves down this list."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    COUNTED = "counted"
    PUBLISHED = "published"


class CardState(StrEnum):
    """What a card may do."""

    PRINTED = "printed"
    ISSUED = "issued"
    USED = "used"
    VOID = "void"


def stored_enum(kind: type[StrEnum], name: str) -> Enum:
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """Root of the tables."""

    metadata = MetaData(naming_convention=NAMES)


class Conference(Base):
    """One meeting with its frozen definition; only the fields after log_key move.

    definition: what the organizer fixed (canonical JSON). election, trustees: exact bytes of the
    record. log_key: the verification key of the conference's log. opened_at: Unix seconds of the
    opening, the timestamp of the record. present: delegates at the opening, as the log says.
    result: the counts as the record will have them, from the counting on; the log gets them at
    the publication.
    """

    __tablename__ = "conferences"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(64), unique=True)
    definition: Mapped[bytes] = mapped_column(LargeBinary)
    election: Mapped[bytes] = mapped_column(LargeBinary)
    trustees: Mapped[bytes] = mapped_column(LargeBinary)
    log_key: Mapped[str] = mapped_column(Text)
    state: Mapped[State] = mapped_column(stored_enum(State, "state"))
    rehearsed: Mapped[bool]
    opened_at: Mapped[int | None]
    present: Mapped[int | None]
    result: Mapped[bytes | None] = mapped_column(LargeBinary)


class Photo(Base):
    """A photo of a person to be rated, as it is served; digest: SHA-256 of its content."""

    __tablename__ = "photos"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Card(Base):
    """A card that was printed: its public credential and its state, nothing else.

    No serial number and no time; on SQLite not even a hidden row number, which would tell the
    order of printing.
    """

    __tablename__ = "cards"
    __table_args__ = ({"sqlite_with_rowid": False},)

    conference_id: Mapped[int] = mapped_column(
        ForeignKey("conferences.id"), primary_key=True, autoincrement=False
    )
    credential: Mapped[str] = mapped_column(Text, primary_key=True)
    state: Mapped[CardState] = mapped_column(stored_enum(CardState, "state"))


class LogEntry(Base):
    """One event of the log, with the exact bytes of the record.

    height: 0 for Setup, then one more each. digest: SHA-256 of `event`. payload: SHA-256 of the
    last of its data. tracker, credential: of a ballot. owner: number of a trustee, from 1.
    """

    __tablename__ = "log_entries"
    __table_args__ = (
        UniqueConstraint("conference_id", "digest"),
        UniqueConstraint("conference_id", "tracker"),
        UniqueConstraint("conference_id", "credential"),
        UniqueConstraint("conference_id", "owner"),
        ForeignKeyConstraint(
            ["conference_id", "credential"], ["cards.conference_id", "cards.credential"]
        ),
        CheckConstraint("height >= 0", name="height"),
        CheckConstraint(
            "(type = 'Ballot') = (tracker IS NOT NULL) "
            "AND (type = 'Ballot') = (credential IS NOT NULL)",
            name="ballot",
        ),
        CheckConstraint("(type = 'PartialDecryption') = (owner IS NOT NULL)", name="owner"),
        Index(
            "uq_log_entries_once",
            "conference_id",
            "type",
            unique=True,
            sqlite_where=text("type NOT IN ('Ballot', 'PartialDecryption')"),
            postgresql_where=text("type NOT IN ('Ballot', 'PartialDecryption')"),
        ),
    )

    conference_id: Mapped[int] = mapped_column(
        ForeignKey("conferences.id"), primary_key=True, autoincrement=False
    )
    height: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    type: Mapped[EventType] = mapped_column(stored_enum(EventType, "type"))
    event: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
    payload: Mapped[str | None] = mapped_column(String(64))
    tracker: Mapped[str | None] = mapped_column(String(43))
    credential: Mapped[str | None] = mapped_column(Text)
    owner: Mapped[int | None]


class LogData(Base):
    """One datum that an event refers to; `part` is its place before the event in the record."""

    __tablename__ = "log_data"
    __table_args__ = (
        UniqueConstraint("conference_id", "digest"),
        ForeignKeyConstraint(
            ["conference_id", "height"], ["log_entries.conference_id", "log_entries.height"]
        ),
    )

    conference_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    height: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class LogLeaf(Base):
    """One entry of the conference's log (`audit.entries`), exact to the byte.

    height: of the Belenios event that it is, if it is one.
    """

    __tablename__ = "log_leaves"
    __table_args__ = (
        UniqueConstraint("conference_id", "height"),
        ForeignKeyConstraint(
            ["conference_id", "height"], ["log_entries.conference_id", "log_entries.height"]
        ),
        CheckConstraint("place >= 0", name="place"),
    )

    conference_id: Mapped[int] = mapped_column(
        ForeignKey("conferences.id"), primary_key=True, autoincrement=False
    )
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    height: Mapped[int | None]


class LogNode(Base):
    """The hash of a complete subtree: the `position`-th block of 2**level entries (RFC 6962)."""

    __tablename__ = "log_nodes"

    conference_id: Mapped[int] = mapped_column(
        ForeignKey("conferences.id"), primary_key=True, autoincrement=False
    )
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class RunningSum(Base):
    """The encrypted sum of the first ballots of an open vote (`services.running_sums`).

    height: of the last of them in the log. tally: an encrypted tally. May be deleted.
    """

    __tablename__ = "running_sums"
    __table_args__ = (
        CheckConstraint("height >= ballots", name="height"),
        {"sqlite_with_rowid": False},
    )

    conference_id: Mapped[int] = mapped_column(
        ForeignKey("conferences.id"), primary_key=True, autoincrement=False
    )
    height: Mapped[int]
    ballots: Mapped[int]
    tally: Mapped[bytes] = mapped_column(LargeBinary)


class UnpackedPoints(Base):
    """What makes adding up some ballots again fast (`services.unpacking`). May be deleted.

    after: the height in the log behind which they stand. content: as
    `ballots.tally.unpacked_points` gives it. No foreign key: to write a row must not lock the
    conference, for which every ballot waits.
    """

    __tablename__ = "unpacked_points"

    conference_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    after: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class DecryptionProof(Base):
    """The strong proof of a partial decryption; it enters the log at the publication.

    Until then it stays here: with few ballots, proof and guessed counts would confirm each other.
    """

    __tablename__ = "decryption_proofs"

    conference_id: Mapped[int] = mapped_column(
        ForeignKey("conferences.id"), primary_key=True, autoincrement=False
    )
    owner: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class JoinedWitness(Base):
    """A witness whom the plan did not name, with the verification key that it made for itself."""

    __tablename__ = "joined_witnesses"

    conference_id: Mapped[int] = mapped_column(
        ForeignKey("conferences.id"), primary_key=True, autoincrement=False
    )
    key_id: Mapped[str] = mapped_column(String(8), primary_key=True)
    key: Mapped[str] = mapped_column(Text)


class Cosignature(Base):
    """A witness's signature line under the checkpoint of one size, the newest of each pair.

    key_id: of the witness's key, hexadecimal.
    """

    __tablename__ = "cosignatures"

    conference_id: Mapped[int] = mapped_column(
        ForeignKey("conferences.id"), primary_key=True, autoincrement=False
    )
    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key_id: Mapped[str] = mapped_column(String(8), primary_key=True)
    line: Mapped[str] = mapped_column(Text)
