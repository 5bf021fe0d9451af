"""The list of delegates, where a conference has one: for attendance only, never tied to cards."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from voting.models import Base


class Delegate(Base):
    """A delegate on the list, in its order. badge: what a scanner reads of it; "" for none."""

    __tablename__ = "delegates"

    conference_id: Mapped[int] = mapped_column(
        ForeignKey("conferences.id"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(200))
    badge: Mapped[str] = mapped_column(String(120))
