"""The tables of sittings: several votes one after another, most of them with the same cards.

Nothing here holds a private credential, and nothing says which public credentials of two votes
belong to one card: the cards of a vote are a list, as in `voting.models.Card`.
"""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from voting.models import Base, CardState, stored_enum


class Sitting(Base):
    """Votes of one hall, one after another. uuid: what its cards and posters point to.

    group_name, authority: of the votes that share the cards (None: the server makes them). cards:
    how many are to be printed.
    """

    __tablename__ = "sittings"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(Text)
    group_name: Mapped[str] = mapped_column(String(40))
    authority: Mapped[str | None] = mapped_column(Text)
    cards: Mapped[int]


class SittingVote(Base):
    """A place in a sitting, from 1: the uuid of a conference there now, to come, or spare."""

    __tablename__ = "sitting_votes"
    __table_args__ = (CheckConstraint("place >= 1", name="place"),)

    sitting_id: Mapped[int] = mapped_column(
        ForeignKey("sittings.id"), primary_key=True, autoincrement=False
    )
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    uuid: Mapped[str] = mapped_column(String(64), unique=True)
    has_own_cards: Mapped[bool]


class ReservedCard(Base):
    """A card for a vote whose conference is still to come; it moves to `cards` with it.

    uuid: of that vote. As in `cards`: no number, no time, no order.
    """

    __tablename__ = "reserved_cards"
    __table_args__ = ({"sqlite_with_rowid": False},)

    uuid: Mapped[str] = mapped_column(String(64), primary_key=True)
    credential: Mapped[str] = mapped_column(Text, primary_key=True)
    state: Mapped[CardState] = mapped_column(stored_enum(CardState, "state"))
