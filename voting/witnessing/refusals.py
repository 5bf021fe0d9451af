"""Why a witness, a feeder or a monitor cannot go on: closed codes, each a sentence in vi and en."""

from enum import StrEnum

from ballots.errors import Sentence


class WatchRefusal(StrEnum):
    """Why what was asked cannot be done (closed list)."""

    NO_ANSWER = "watch_no_answer"
    BAD_ANSWER = "watch_bad_answer"
    BAD_ADDRESS = "watch_bad_address"
    NO_WITNESS = "no_witness_here"
    WITNESS_EXISTS = "witness_exists"
    BAD_WITNESS_KEY = "bad_witness_key"
    NOTHING_FOLLOWED = "nothing_followed"
    OTHER_KEY = "followed_by_other_key"
    OTHER_LOG = "folder_of_other_log"
    NOT_A_MONITOR = "monitor_folder_damaged"


class WatchRefused(Exception):
    """It cannot be done. detail: an address, a name or a status, never a secret."""

    def __init__(self, refusal: WatchRefusal, detail: str = "") -> None:
        super().__init__(f"{refusal.value}: {detail}" if detail else refusal.value)
        self.refusal = refusal
        self.detail = detail


SENTENCES: dict[WatchRefusal, Sentence] = {
    WatchRefusal.NO_ANSWER: Sentence(
        "Địa chỉ này không trả lời. Hãy kiểm tra mạng và địa chỉ.",
        "This address does not answer. Check the network and the address.",
    ),
    WatchRefusal.BAD_ANSWER: Sentence(
        "Câu trả lời không đúng dạng của một hòm phiếu hay giám sát.",
        "The answer is not that of a log or of a witness.",
    ),
    WatchRefusal.BAD_ADDRESS: Sentence(
        "Địa chỉ phải có dạng http://MÁY-CHỦ/c/MÃ-HỘI-NGHỊ/ hoặc thêm log ở cuối.",
        "The address must be of the form http://HOST/c/UUID/, perhaps with log at its end.",
    ),
    WatchRefusal.NO_WITNESS: Sentence(
        "Thư mục này chưa có khoá giám sát. Hãy chạy tinnhiem witness init.",
        "This folder holds no witness. Run tinnhiem witness init.",
    ),
    WatchRefusal.WITNESS_EXISTS: Sentence(
        "Thư mục này đã có một giám sát; không ghi đè.",
        "This folder holds a witness already; nothing was overwritten.",
    ),
    WatchRefusal.BAD_WITNESS_KEY: Sentence(
        "Tệp khoá giám sát không dùng được, hoặc không khớp với khoá công khai bên cạnh.",
        "The key file of the witness cannot be used, or does not fit the public key beside it.",
    ),
    WatchRefusal.NOTHING_FOLLOWED: Sentence(
        "Giám sát này chưa theo dõi hòm phiếu nào có địa chỉ. Hãy chạy tinnhiem witness follow.",
        "This witness follows no log with an address. Run tinnhiem witness follow.",
    ),
    WatchRefusal.OTHER_KEY: Sentence(
        "Hòm phiếu tên này đã được theo dõi với khoá khác. Hãy dừng lại và hỏi Ban Tổ chức.",
        "A log of this name is followed with another key already. Stop and ask the organizer.",
    ),
    WatchRefusal.OTHER_LOG: Sentence(
        "Thư mục này đang giữ điều đã thấy của một hòm phiếu khác. Hãy chọn thư mục khác.",
        "This folder keeps what was seen of another log. Choose another folder.",
    ),
    WatchRefusal.NOT_A_MONITOR: Sentence(
        "Tệp trong thư mục theo dõi đã bị sửa hoặc hỏng: không khớp với điểm chốt đã ký.",
        "The files of this monitor were changed or are damaged: they do not fit what was signed.",
    ),
}
