"""The tables of the day itself: sites, batches of cards, attendance. States and counts, no clock.

Nothing here has a place for a card, and no row tells when it was written. Attendance is rewritten
as a whole at every change, so the rows as they stand tell nothing of who came after whom; the
database's journal and dead row versions do, so there is no attendance once voting is open.
"""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voting.models import Base, stored_enum


class Presence(StrEnum):
    """How a delegate stands in the attendance."""

    ABSENT = "absent"
    PRESENT = "present"
    LATE = "late"
    LEFT = "left"


class Site(Base):
    """A place with its own desk. present: delegates counted there, where there is no list.

    handed_out: cards that delegates hold now. exchanged: spoiled ones among the void. void: cards
    that this desk made void, of those that it was given. network: from which its ballots come.
    """

    __tablename__ = "sites"
    __table_args__ = (
        UniqueConstraint("conference_id", "name_key"),
        CheckConstraint("present >= 0", name="present"),
        CheckConstraint("handed_out >= 0", name="handed_out"),
        CheckConstraint("exchanged >= 0 AND exchanged <= void", name="void"),
        {"sqlite_with_rowid": False},
    )

    conference_id: Mapped[int] = mapped_column(
        ForeignKey("conferences.id"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(240))
    present: Mapped[int]
    handed_out: Mapped[int]
    exchanged: Mapped[int]
    void: Mapped[int]
    network: Mapped[str | None] = mapped_column(String(400))


class Batch(Base):
    """Cards that a desk was given. first_serial: of the paper, if they are in a row."""

    __tablename__ = "card_batches"
    __table_args__ = (
        ForeignKeyConstraint(
            ["conference_id", "site"],
            ["sites.conference_id", "sites.number"],
        ),
        CheckConstraint("count > 0", name="count"),
        CheckConstraint("first_serial > 0", name="first_serial"),
        {"sqlite_with_rowid": False},
    )

    conference_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    site: Mapped[int]
    count: Mapped[int]
    first_serial: Mapped[int | None]


class Attendance(Base):
    """How one delegate of the list stands. All rows of a conference are written together."""

    __tablename__ = "attendance"
    __table_args__ = (
        ForeignKeyConstraint(
            ["conference_id", "number"], ["delegates.conference_id", "delegates.number"]
        ),
        {"sqlite_with_rowid": False},
    )

    conference_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    presence: Mapped[Presence] = mapped_column(stored_enum(Presence, "presence"))
