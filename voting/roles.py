"""The roles of people with power: what each is called. What each may do stands at every view.

A delegate has no role here: a card needs no account. A witness has none either: anybody may watch.
"""

from enum import StrEnum
from typing import Final

from ballots.errors import Sentence


class Role(StrEnum):
    """What somebody may do at the desk (closed list)."""

    ADMINISTRATOR = "administrator"
    ORGANIZER = "organizer"
    CHECKIN = "checkin"
    COMMITTEE = "committee"
    CHAIR = "chair"
    AUDITOR = "auditor"


ROLES: Final[dict[Role, Sentence]] = {
    Role.ADMINISTRATOR: Sentence("Quản trị máy chủ", "Administrator"),
    Role.ORGANIZER: Sentence("Ban Tổ chức", "Organizer"),
    Role.CHECKIN: Sentence("Tổ phát phiếu", "Check-in desk"),
    Role.COMMITTEE: Sentence("Ban Kiểm phiếu", "Counting committee"),
    Role.CHAIR: Sentence("Chủ toạ", "Chair"),
    Role.AUDITOR: Sentence("Người kiểm tra", "Auditor"),
}

DUTIES: Final[dict[Role, Sentence]] = {
    Role.ADMINISTRATOR: Sentence(
        "Thêm người dùng và giao vai trò; không có quyền nào trên phiếu.",
        "Adds people and gives them their roles; has no power over ballots.",
    ),
    Role.ORGANIZER: Sentence(
        "Chuẩn bị và điều hành hội nghị.", "Prepares and runs the conference."
    ),
    Role.CHECKIN: Sentence(
        "Điểm danh và phát thẻ tại một điểm; ghi sự việc xảy ra ở đó.",
        "Checks in delegates and hands out cards at one site; writes what happens there.",
    ),
    Role.COMMITTEE: Sentence(
        "Theo dõi việc kiểm phiếu; khoá thì mỗi người giữ trên máy của mình.",
        "Follows the counting; each keeps the key on a device of their own.",
    ),
    Role.CHAIR: Sentence(
        "Xem kết quả trước khi công bố.",
        "Sees the result before it is published.",
    ),
    Role.AUDITOR: Sentence(
        "Đọc các trang công khai; không thay đổi gì.", "Reads the public pages; changes nothing."
    ),
}
