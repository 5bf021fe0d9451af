"""The private journal: who, in which role, did what. It is never published and never shortened.

It names people with power only. About a conference it says no more than the public log says with
the role in place of the name: whole acts and counts, never one card, one delegate or one ballot,
so that nothing in it can be laid beside the order of ballots.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.errors import Sentence
from voting.account_models import Account, DeskAct
from voting.acting import acting
from voting.instance import Instance
from voting.models import Conference
from voting.services.sessions import MINUTE, Who

PAGE: Final = 200  # lines


class Act(StrEnum):
    """What somebody with power did (closed list)."""

    STARTED = "started"
    LOGGED_IN = "logged_in"
    LOGGED_OUT = "logged_out"
    USED_LINK = "used_link"
    CHANGED_PHRASE = "changed_passphrase"
    ADDED_PASSKEY = "added_passkey"
    REMOVED_PASSKEY = "removed_passkey"
    ADDED_ACCOUNT = "added_account"
    CHANGED_ROLE = "changed_role"
    RESET_PHRASE = "reset_passphrase"
    DISABLED_ACCOUNT = "disabled_account"
    ENABLED_ACCOUNT = "enabled_account"
    MADE_LINK = "made_link"
    BEGAN_DRAFT = "began_draft"
    FROZE_DRAFT = "froze_draft"
    THREW_AWAY_DRAFT = "threw_away_draft"
    LOG_ENTRY = "log_entry"
    ADDED_SITE = "added_site"
    GAVE_BATCH = "gave_batch"
    TOOK_BATCH = "took_batch"
    MADE_VOID = "made_void"
    SET_NETWORKS = "set_networks"
    OPENED_RESULT = "opened_result"
    RENEWED_LINK = "renewed_link"
    BEGAN_KEYS_AGAIN = "began_keys_again"


ACTS: Final[dict[Act, Sentence]] = {
    Act.STARTED: Sentence("Lập máy chủ, làm quản trị", "Set the server up as administrator"),
    Act.LOGGED_IN: Sentence("Đăng nhập", "Logged in"),
    Act.LOGGED_OUT: Sentence("Đăng xuất", "Logged out"),
    Act.USED_LINK: Sentence("Đặt câu mật khẩu bằng đường dẫn", "Set a passphrase by a link"),
    Act.CHANGED_PHRASE: Sentence("Đổi câu mật khẩu", "Changed the passphrase"),
    Act.ADDED_PASSKEY: Sentence("Thêm khoá đăng nhập", "Added a passkey"),
    Act.REMOVED_PASSKEY: Sentence("Bỏ khoá đăng nhập", "Removed a passkey"),
    Act.ADDED_ACCOUNT: Sentence("Thêm người dùng", "Added an account"),
    Act.CHANGED_ROLE: Sentence("Đổi vai trò", "Changed a role"),
    Act.RESET_PHRASE: Sentence("Cấp lại câu mật khẩu", "Reset a passphrase"),
    Act.DISABLED_ACCOUNT: Sentence("Ngừng một người dùng", "Disabled an account"),
    Act.ENABLED_ACCOUNT: Sentence("Cho dùng lại", "Enabled an account"),
    Act.MADE_LINK: Sentence("Tạo đường dẫn tại máy chủ", "Made a link on the server"),
    Act.BEGAN_DRAFT: Sentence("Lập bản chuẩn bị", "Began a preparation"),
    Act.FROZE_DRAFT: Sentence("Khoá bản chuẩn bị", "Froze a preparation"),
    Act.THREW_AWAY_DRAFT: Sentence("Bỏ bản chuẩn bị", "Threw a preparation away"),
    Act.LOG_ENTRY: Sentence("Ghi một mục vào sổ", "Made an entry of the log"),
    Act.ADDED_SITE: Sentence("Thêm điểm", "Added a site"),
    Act.GAVE_BATCH: Sentence("Giao thẻ cho bàn", "Gave cards to a desk"),
    Act.TOOK_BATCH: Sentence("Lấy thẻ về từ bàn", "Took cards back from a desk"),
    Act.MADE_VOID: Sentence("Huỷ thẻ còn ở bàn", "Made cards left at a desk void"),
    Act.SET_NETWORKS: Sentence("Ghi mạng của các điểm", "Wrote the networks of the sites"),
    Act.RENEWED_LINK: Sentence(
        "Cấp đường dẫn mới cho thành viên Ban Kiểm phiếu", "Gave a committee member a new link"
    ),
    Act.BEGAN_KEYS_AGAIN: Sentence("Cho tạo khoá lại từ đầu", "Began the making of the key again"),
    Act.OPENED_RESULT: Sentence("Mở kết quả, chưa công bố", "Opened the result, not yet public"),
}


@dataclass(frozen=True, slots=True)
class ActView:
    """A line of the journal as it is shown. minute: Unix seconds. conference: its uuid."""

    minute: int
    name: str
    role: str
    act: Act
    conference: str | None
    about: str


def note_act(
    session: Session,
    who: Who | Account,
    act: Act,
    *,
    now: int,
    about: str = "",
    conference_id: int | None = None,
) -> None:
    """Write a line in the transaction of the act itself: both are kept or neither."""
    session.add(
        DeskAct(
            minute=now - now % MINUTE,
            account_id=who.id,
            name=who.name,
            role=who.role.value,
            act=act.value,
            conference_id=conference_id,
            about=about,
        )
    )


def note_here(session: Session, act: Act, *, about: str, conference_id: int | None) -> None:
    """Write a line for who is acting now (`voting.acting`); on the command line nobody is."""
    actor = acting.get()
    if actor is not None:
        session.add(
            DeskAct(
                minute=actor.minute,
                account_id=actor.account_id,
                name=actor.name,
                role=actor.role,
                act=act.value,
                conference_id=conference_id,
                about=about,
            )
        )


def note_operator(session: Session, act: Act, *, now: int, about: str = "") -> None:
    """Write a line for whoever sits at the terminal of the server, whose name nobody knows."""
    session.add(
        DeskAct(
            minute=now - now % MINUTE,
            account_id=None,
            name="",
            role="",
            act=act.value,
            conference_id=None,
            about=about,
        )
    )


def read_acts(instance: Instance) -> list[ActView]:
    """Return the newest lines of the journal, the newest first."""
    with instance.database.reading() as session:
        rows = session.execute(
            select(DeskAct, Conference.uuid)
            .outerjoin(Conference, Conference.id == DeskAct.conference_id)
            .order_by(DeskAct.id.desc())
            .limit(PAGE)
        ).all()
    return [
        ActView(row.minute, row.name, row.role, Act(row.act), uuid, row.about) for row, uuid in rows
    ]
