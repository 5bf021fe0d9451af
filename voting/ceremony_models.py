"""The tables of the key ceremony: what passes through the server, and nothing that is secret.

Of a member's link the server keeps the SHA-256 of its token. Messages are as they were sent; those
of an earlier attempt stay. A drill is a message too: the partial decryption of the rehearsal tally.
"""

from enum import StrEnum

from sqlalchemy import Enum, ForeignKey, ForeignKeyConstraint, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from voting.models import Base

__all__ = ["Base", "Ceremony", "CeremonyFault", "CeremonyMember", "CeremonyMessage", "Step"]


class Step(StrEnum):
    """What a member sends, in this order; the last is the partial decryption of the vote."""

    CERTIFICATE = "certificate"
    COMMITMENT = "commitment"
    POLYNOMIAL = "polynomial"
    VOUTPUT = "voutput"
    DRILL = "drill"
    DECRYPTION = "decryption"


def _step() -> Enum:
    return Enum(
        Step,
        name="step",
        native_enum=False,
        create_constraint=True,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


class Ceremony(Base):
    """The making of a conference's key by its committee; the conference itself comes at its end.

    uuid: of the conference to come. definition: what the organizer froze. attempt: from 1, one
    more at each restart. server_key: the public half of the server's own key, if it has one.
    replaced_by: the conference that took its place when the committee began again after the end.
    """

    __tablename__ = "ceremonies"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(64), unique=True)
    definition: Mapped[bytes] = mapped_column(LargeBinary)
    server_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    attempt: Mapped[int]
    replaced_by: Mapped[str | None] = mapped_column(String(64))


class CeremonyMember(Base):
    """A member's number (the place in the definition, from 1) and the SHA-256 of the token.

    renewals: how often another link was given since the first one.
    """

    __tablename__ = "ceremony_members"

    ceremony_id: Mapped[int] = mapped_column(
        ForeignKey("ceremonies.id"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token: Mapped[str] = mapped_column(String(64))
    renewals: Mapped[int] = mapped_column(server_default=text("0"))


class CeremonyMessage(Base):
    """What a member sent, exact to the byte."""

    __tablename__ = "ceremony_messages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["ceremony_id", "number"], ["ceremony_members.ceremony_id", "ceremony_members.number"]
        ),
    )

    ceremony_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    attempt: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[Step] = mapped_column(_step(), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class CeremonyFault(Base):
    """A message of a member was refused: by the server (reporter 0) or by another's device."""

    __tablename__ = "ceremony_faults"
    __table_args__ = (
        ForeignKeyConstraint(
            ["ceremony_id", "number"], ["ceremony_members.ceremony_id", "ceremony_members.number"]
        ),
    )

    ceremony_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    attempt: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[Step] = mapped_column(_step(), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reporter: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    refusal: Mapped[str] = mapped_column(String(40))
