"""The table of the screens on the stage: what the desk lets each show; nothing of a ballot.

The password of the hall's Wi-Fi stands here because everybody in the hall is to read it; it goes
into no log, and the desk can clear it.
"""

from enum import StrEnum
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from voting.models import Base, stored_enum

ALL_SITES: Final = 0  # the screen that the others follow


class Scene(StrEnum):
    """What a screen shows (closed list)."""

    WELCOME = "welcome"
    CHECKIN = "checkin"
    HOW = "how"
    TURNOUT = "turnout"
    CEREMONY = "ceremony"
    PERSON = "person"
    TABLE = "table"


class StageScreen(Base):
    """The screen of a site, or of all (site 0).

    scene: None = as the screen of all. place: which person, or which page of the table, from 1.
    ends: until when ballots are awaited, Unix seconds, chosen at the desk; of all sites alone.
    """

    __tablename__ = "stage_screens"
    __table_args__ = (
        CheckConstraint("site >= 0", name="site"),
        CheckConstraint("place >= 1", name="place"),
        {"sqlite_with_rowid": False},
    )

    conference_id: Mapped[int] = mapped_column(
        ForeignKey("conferences.id"), primary_key=True, autoincrement=False
    )
    site: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    scene: Mapped[Scene | None] = mapped_column(stored_enum(Scene, "scene"))
    place: Mapped[int]
    ends: Mapped[int | None]
    wifi_name: Mapped[str | None] = mapped_column(String(32))
    wifi_password: Mapped[str | None] = mapped_column(String(63))
