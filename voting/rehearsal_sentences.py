"""What refusals about a full rehearsal mean and what to do, in both languages."""

from typing import Final

from ballots.errors import Sentence
from voting.refusal_codes import Refusal

REHEARSAL_SENTENCES: Final[dict[Refusal, Sentence]] = {
    Refusal.REHEARSAL_RUNNING: Sentence(
        "Máy này đang chạy một cuộc diễn tập. Hãy đợi xong, hoặc dừng cuộc đó rồi bấm lại.",
        "A rehearsal is running on this machine. Wait until it is over, or stop it and press "
        "again.",
    ),
    Refusal.REHEARSAL_NOT_RUNNING: Sentence(
        "Ở đây không có cuộc diễn tập nào đang chạy. Hãy mở lại trang.",
        "No rehearsal is running here. Open the page again.",
    ),
    Refusal.REHEARSAL_TOO_SMALL: Sentence(
        "Diễn tập cần ít nhất bằng số phiếu mà bản chuẩn bị đòi để giải mã.",
        "A rehearsal needs at least as many delegates as ballots are needed for decryption.",
    ),
    Refusal.NOTHING_TO_REHEARSE: Sentence(
        "Chưa diễn tập được: bản chuẩn bị chưa đủ để lập một cuộc lấy phiếu.",
        "It cannot be rehearsed yet: the preparation does not make an election.",
    ),
}
