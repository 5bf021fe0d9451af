"""The tables of preparations that are not frozen yet. No delegate's name goes beyond them.

A draft's document is the tables of a plan as canonical JSON. Every change is a version of its own,
so that it can be undone; who made it and when stands beside, for people with power only.
"""

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from voting.models import Base


class Draft(Base):
    """A preparation. version: the one that holds now, of those kept.

    uuid: of the conference that was frozen from it, None until then. source_id: what it is the
    rehearsal of. One without a version was thrown away; its number is not given again.
    """

    __tablename__ = "drafts"
    __table_args__ = (CheckConstraint("version >= 1", name="version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    uuid: Mapped[str | None] = mapped_column(String(64), unique=True)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id"))


class DraftVersion(Base):
    """One state of a draft. step: what was changed; minute: Unix seconds, whole minutes."""

    __tablename__ = "draft_versions"

    draft_id: Mapped[int] = mapped_column(
        ForeignKey("drafts.id"), primary_key=True, autoincrement=False
    )
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[bytes] = mapped_column(LargeBinary)
    step: Mapped[str] = mapped_column(String(20))
    minute: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
