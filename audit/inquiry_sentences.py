"""The sentences of the plain questions and of their answers."""

from typing import Final

from audit.inquiries import Answer, Inquiry, Reason
from ballots.errors import Sentence

INQUIRIES: Final = {
    Inquiry.DEFINITION: Sentence(
        "Đây có đúng là cuộc lấy phiếu đã được công bố không?",
        "Is this the definition that was announced?",
    ),
    Inquiry.CARDS_OF_BALLOTS: Sentence(
        "Mỗi phiếu có thuộc một thẻ trong danh sách, và không phiếu nào bị sao chép không?",
        "Does every ballot belong to a listed card, and is none copied?",
    ),
    Inquiry.PROOFS: Sentence(
        "Mọi bằng chứng của các phiếu có đúng không?", "Are all proofs of the ballots right?"
    ),
    Inquiry.TALLY: Sentence(
        "Tổng mã hoá có gồm đúng các phiếu đã nhận, không hơn không kém không?",
        "Does the tally hold exactly the accepted ballots?",
    ),
    Inquiry.COUNTS: Sentence(
        "Số phiếu công bố có đúng là kết quả của tổng đó không?",
        "Do the published counts follow from it?",
    ),
    Inquiry.CHANGED: Sentence(
        "So với bản giữ từ trước: không có gì mất đi hay bị sửa phải không?",
        "Compared with what was kept from before: is everything still there, unchanged?",
    ),
    Inquiry.WITNESSES: Sentence(
        "Có đủ giám sát đã thấy cùng một sổ này không?",
        "Did enough witnesses see this same log?",
    ),
    Inquiry.CARDS: Sentence(
        "Số thẻ in, phát, huỷ, thu về, không thu về có khớp nhau, mỗi thẻ một phiếu không?",
        "Does every card add up: printed, issued, void, cast, not returned, one ballot a card?",
    ),
    Inquiry.WHOLE: Sentence(
        "Hồ sơ và sổ có trọn vẹn và đúng thứ tự không?",
        "Are the record and the log whole and in order?",
    ),
}

ANSWERS: Final = {
    Answer.YES: Sentence("CÓ", "YES"),
    Answer.NO: Sentence("KHÔNG", "NO"),
    Answer.NOT_YET: Sentence("CHƯA ĐẾN LÚC", "NOT YET"),
    Answer.UNCHECKED: Sentence("CHƯA KIỂM ĐƯỢC", "COULD NOT BE CHECKED"),
}

ANSWER_REASONS: Final = {
    Reason.HOLDS: Sentence("phép kiểm {checks} đạt.", "checks passed: {checks}."),
    Reason.HOLDS_BY_ITS_OWN_WORD: Sentence(
        "phép kiểm {checks} đạt, nhưng theo chính sách lấy từ chính sổ (không có --policy).",
        "checks passed: {checks}; but by the policy that the log itself states (no --policy).",
    ),
    Reason.FAILED: Sentence("phép kiểm {checks} sai.", "checks failed: {checks}."),
    Reason.BLOCKED: Sentence(
        "phép kiểm {checks} không chạy được vì phép kiểm khác sai.",
        "checks that could not run, because others failed: {checks}.",
    ),
    Reason.NO_LOG: Sentence(
        "thiếu sổ; hãy thêm --log (phép kiểm {checks}).",
        "the log is missing; give --log (checks not made: {checks}).",
    ),
    Reason.NO_EARLIER: Sentence(
        "thiếu bản giữ từ trước; hãy thêm --earlier hoặc --log và --earlier-checkpoint.",
        "nothing kept from before; give --earlier, or --log and --earlier-checkpoint.",
    ),
    Reason.NO_WITNESSES: Sentence(
        "chính sách không yêu cầu giám sát nào.", "the policy asks for no witness."
    ),
    Reason.NOT_REACHED: Sentence(
        "cuộc lấy phiếu chưa đến bước này (phép kiểm {checks}).",
        "the conference has not come so far (checks to come: {checks}).",
    ),
}
