"""The sentences of `audit.errors.LogFault`, in Vietnamese and English: the log and its formats."""

from typing import Final

from audit.errors import LogFault
from ballots.errors import Sentence

LOGS: Final = {
    LogFault.NOTE_MALFORMED: Sentence(
        "Văn bản có chữ ký không đúng dạng.", "Not a signed note in its one form."
    ),
    LogFault.KEY_MALFORMED: Sentence(
        "Khoá kiểm chữ ký không đúng dạng.", "Not a verification key in its one form."
    ),
    LogFault.KEY_TYPE: Sentence(
        "Khoá thuộc loại khác với loại cần ở đây.", "The key is not of the type that belongs here."
    ),
    LogFault.WRONG_KEY: Sentence("Không có chữ ký của khoá này.", "No signature is by this key."),
    LogFault.BAD_SIGNATURE: Sentence(
        "Chữ ký sai: nội dung đã bị sửa, hoặc chữ ký không phải của khoá này.",
        "The signature is wrong: the content was changed, or this key did not sign it.",
    ),
    LogFault.CHECKPOINT_MALFORMED: Sentence(
        "Điểm chốt của sổ không đúng dạng.", "Not a checkpoint in its one form."
    ),
    LogFault.WRONG_ORIGIN: Sentence(
        "Điểm chốt là của một sổ khác.", "The checkpoint is that of another log."
    ),
    LogFault.OUT_OF_TREE: Sentence(
        "Sổ không có mục hoặc kích thước này.", "The log has no such entry or size."
    ),
    LogFault.BAD_INCLUSION: Sentence(
        "Bằng chứng sai: mục không nằm ở vị trí này trong sổ.",
        "The proof is wrong: the entry does not lie at this place of the log.",
    ),
    LogFault.BAD_CONSISTENCY: Sentence(
        "Bằng chứng sai: sổ không tiếp nối điểm chốt trước.",
        "The proof is wrong: the log does not continue the earlier checkpoint.",
    ),
    LogFault.PROOF_MALFORMED: Sentence(
        "Bằng chứng không đúng dạng.", "Not a proof in its one form."
    ),
    LogFault.TILE_MALFORMED: Sentence(
        "Mảnh của sổ, hoặc đường dẫn của nó, không đúng dạng.",
        "Not a tile of the log, or its path, in its one form.",
    ),
    LogFault.TILE_MISSING: Sentence(
        "Thiếu một mảnh mà sổ phải có.", "A tile that the log must have is missing."
    ),
    LogFault.TILE_WRONG: Sentence(
        "Mảnh của sổ không khớp với điểm chốt.", "A tile of the log does not match the checkpoint."
    ),
    LogFault.ENTRY_TOO_LONG: Sentence(
        "Mục dài quá 65 535 byte.", "The entry is longer than 65,535 bytes."
    ),
    LogFault.ENTRY_WRONG: Sentence(
        "Nội dung của mục không khớp với sổ.", "The content of the entry does not match the log."
    ),
    LogFault.BAD_TIME: Sentence(
        "Thời gian trong chữ ký của giám sát không hợp lệ.",
        "The time in the witness's signature is impossible.",
    ),
    LogFault.POLICY_MALFORMED: Sentence(
        "Một dòng của chính sách giám sát không đúng dạng.",
        "A line of the witness policy is not in its form.",
    ),
    LogFault.POLICY_NAME: Sentence(
        "Chính sách nhắc đến một tên chưa được định nghĩa ở trên.",
        "The policy uses a name that no line above defines.",
    ),
    LogFault.POLICY_DUPLICATE: Sentence(
        "Chính sách định nghĩa hoặc dùng một tên, một khoá hai lần.",
        "The policy defines or uses a name or a key twice.",
    ),
    LogFault.POLICY_THRESHOLD: Sentence(
        "Ngưỡng của nhóm phải từ 1 đến số thành viên.",
        "The threshold of a group must be 1 to the number of its members.",
    ),
    LogFault.POLICY_QUORUM: Sentence(
        "Chính sách phải có đúng một dòng quorum.", "The policy must have exactly one quorum line."
    ),
    LogFault.POLICY_TOO_LARGE: Sentence("Chính sách quá dài.", "The policy is too long."),
    LogFault.NO_QUORUM: Sentence(
        "Chưa đủ giám sát cùng ký điểm chốt theo chính sách.",
        "Too few witnesses cosigned the checkpoint for the policy.",
    ),
    LogFault.REQUEST_MALFORMED: Sentence(
        "Yêu cầu gửi giám sát không đúng dạng.", "Not a request to a witness in its form."
    ),
    LogFault.UNKNOWN_LOG: Sentence(
        "Giám sát này không theo dõi sổ đó.", "This witness does not follow that log."
    ),
    LogFault.OLD_SIZE_ABOVE: Sentence(
        "Kích thước cũ lớn hơn kích thước của điểm chốt.",
        "The old size is above the size of the checkpoint.",
    ),
    LogFault.OLD_SIZE_DIFFERS: Sentence(
        "Giám sát đã ký một điểm chốt có kích thước khác.",
        "The witness last signed a checkpoint of another size.",
    ),
    LogFault.RESPONSE_MALFORMED: Sentence(
        "Trả lời của giám sát không đúng dạng.", "Not an answer of a witness in its form."
    ),
    LogFault.STATEMENT_MALFORMED: Sentence(
        "Giấy từ chối phiếu không đúng dạng.", "Not a signed refusal in its one form."
    ),
}
