"""What refusals about preparations mean and what to do, in both languages."""

from typing import Final

from ballots.errors import Sentence
from voting.refusal_codes import Refusal

DRAFT_SENTENCES: Final[dict[Refusal, Sentence]] = {
    Refusal.UNKNOWN_DRAFT: Sentence(
        "Không có bản chuẩn bị này. Hãy chọn lại trong danh sách ở bàn làm việc.",
        "There is no such preparation. Choose it again from the list at the desk.",
    ),
    Refusal.DRAFT_FROZEN: Sentence(
        "Bản chuẩn bị đã khoá nên không sửa được nữa. Muốn khác đi, hãy lập bản mới từ bản này.",
        "This preparation is frozen and cannot change. To have it otherwise, make a new one of it.",
    ),
    Refusal.DRAFT_CHANGED: Sentence(
        "Người khác vừa sửa đúng bước này, nên chưa lưu gì cả. Hãy xem lại rồi lưu lần nữa.",
        "Somebody else has just changed this step, so nothing was saved. Look at it and save "
        "again.",
    ),
    Refusal.DRAFT_NOT_READY: Sentence(
        "Chưa khoá được: còn bước thiếu hoặc sai. Hãy xem các bước màu vàng và đỏ.",
        "It cannot be frozen yet: something is missing or wrong. See the amber and red steps.",
    ),
    Refusal.NOTHING_TO_UNDO: Sentence(
        "Không còn gì để hoàn tác hoặc làm lại.", "There is nothing left to undo or redo."
    ),
    Refusal.VOTES_DO_NOT_FIT: Sentence(
        "Các bản chuẩn bị này chưa ghép thành một phiên được; chưa khoá bản nào.",
        "These preparations do not make a sitting; nothing was frozen.",
    ),
    Refusal.NOT_CONFIRMED: Sentence(
        "Chưa xoá gì. Nếu muốn xoá, hãy đánh dấu vào ô trên nút rồi bấm lại.",
        "Nothing was deleted. If it should be, tick the box above the button and press again.",
    ),
}
