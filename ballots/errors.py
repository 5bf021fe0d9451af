"""The one error family of `ballots`: a closed list of refusals and their sentences.

A refusal is a code that programs compare and a sentence that people read. `detail` says where
(a field, a question number, a character); it never holds a secret or a choice.
"""

from dataclasses import dataclass
from enum import StrEnum


class Refusal(StrEnum):
    """Why something offered to this package was refused (closed list)."""

    TOO_LARGE = "too_large"
    MALFORMED = "malformed"
    NOT_CANONICAL = "not_canonical"
    NOT_IN_GROUP = "not_in_group"
    UNKNOWN_GROUP = "unknown_group"
    UNSAFE_LIBRARY = "unsafe_library"
    NO_BACKEND = "no_backend"
    UNSUPPORTED_QUESTION = "unsupported_question"
    BAD_ELECTION = "bad_election"
    WRONG_ELECTION = "wrong_election"
    WRONG_SHAPE = "wrong_shape"
    UNKNOWN_CREDENTIAL = "unknown_credential"
    DUPLICATE_CREDENTIAL = "duplicate_credential"
    BAD_CREDENTIAL = "bad_credential"
    BAD_WEIGHT = "bad_weight"
    BAD_CHOICES = "bad_choices"
    BAD_SIGNATURE = "bad_signature"
    INVALID_PROOF = "invalid_proof"
    BAD_TRUSTEES = "bad_trustees"
    BAD_SHARE = "bad_share"
    BAD_MESSAGE = "bad_message"
    TOO_FEW_DECRYPTIONS = "too_few_decryptions"
    RESULT_OUT_OF_RANGE = "result_out_of_range"


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a refusal means and what to do, in Vietnamese and in English."""

    vi: str
    en: str


SENTENCES: dict[Refusal, Sentence] = {
    Refusal.TOO_LARGE: Sentence(
        "Dữ liệu gửi đến quá lớn. Hãy tạo lại phiếu từ mã QR trên thẻ.",
        "What was sent is too large. Make the ballot again from the QR code on the card.",
    ),
    Refusal.MALFORMED: Sentence(
        "Dữ liệu không đúng cấu trúc. Hãy tạo lại từ phần mềm tương thích.",
        "The structure is not the one required. Make it again with compatible software.",
    ),
    Refusal.NOT_CANONICAL: Sentence(
        "Dữ liệu không được viết ở dạng chuẩn duy nhất. Hãy tạo lại từ phần mềm tương thích.",
        "It is not written in its one canonical form. Make it again with compatible software.",
    ),
    Refusal.NOT_IN_GROUP: Sentence(
        "Có một giá trị không thuộc nhóm mật mã của cuộc lấy phiếu. Hãy tạo lại.",
        "A value lies outside the cryptographic group of this election. Make it again.",
    ),
    Refusal.UNKNOWN_GROUP: Sentence(
        "Không biết nhóm mật mã này. Hãy dùng Ed25519 hoặc BELENIOS-2048.",
        "This cryptographic group is not known. Use Ed25519 or BELENIOS-2048.",
    ),
    Refusal.UNSAFE_LIBRARY: Sentence(
        "Thư viện mật mã trên máy này quá cũ nên không an toàn. Hãy cài PyNaCl 1.6.2 trở lên.",
        "The cryptographic library here is too old to be safe. Install PyNaCl 1.6.2 or later.",
    ),
    Refusal.NO_BACKEND: Sentence(
        "Lõi tính toán được yêu cầu không có ở máy này. Hãy cài tinnhiem-native hoặc bỏ yêu cầu.",
        "The arithmetic asked for is not here. Install tinnhiem-native, or do not ask for it.",
    ),
    Refusal.UNSUPPORTED_QUESTION: Sentence(
        "Loại câu hỏi này chưa được hỗ trợ. Chỉ dùng câu hỏi đồng cấu (chọn min đến max).",
        "This kind of question is not supported. Use homomorphic questions (choose min to max).",
    ),
    Refusal.BAD_ELECTION: Sentence(
        "Định nghĩa cuộc lấy phiếu không hợp lệ. Hãy sửa mục được nêu.",
        "The definition of the election is not valid. Mend the field that is named.",
    ),
    Refusal.WRONG_ELECTION: Sentence(
        "Phiếu này thuộc một cuộc lấy phiếu khác. Hãy quét lại mã QR trên thẻ của cuộc này.",
        "This ballot belongs to another election. Scan the QR code on the card of this one again.",
    ),
    Refusal.WRONG_SHAPE: Sentence(
        "Số câu trả lời hoặc số ô không khớp với danh sách. Hãy tải lại danh sách và làm lại.",
        "The number of answers or boxes does not fit the list. Load the list again and start over.",
    ),
    Refusal.UNKNOWN_CREDENTIAL: Sentence(
        "Thẻ này không có trong danh sách của cuộc lấy phiếu. Hãy hỏi tại bàn phát phiếu.",
        "This card is not on the list of this election. Ask at the check-in desk.",
    ),
    Refusal.DUPLICATE_CREDENTIAL: Sentence(
        "Một mã công khai của thẻ xuất hiện hai lần. Hãy tạo lại danh sách thẻ.",
        "A public credential appears twice. Make the list of cards again.",
    ),
    Refusal.BAD_CREDENTIAL: Sentence(
        "Mã thẻ chưa đúng. Hãy so từng nhóm ký tự với thẻ và nhập lại.",
        "The card code is not right. Compare each group with the card and type it again.",
    ),
    Refusal.BAD_WEIGHT: Sentence(
        "Trọng số của thẻ phải là số nguyên từ 1 trở lên. Hãy sửa danh sách.",
        "The weight of a credential must be a whole number from 1 up. Mend the list.",
    ),
    Refusal.BAD_CHOICES: Sentence(
        "Số mức được chọn không đúng với quy định của một hàng. Hãy xem lại hàng đó.",
        "The number of marks in a row is not what the rules allow. Look at that row again.",
    ),
    Refusal.BAD_SIGNATURE: Sentence(
        "Chữ ký không đúng. Hãy tạo lại từ thẻ hoặc khoá gốc.",
        "The signature is wrong. Make it again from the original card or key.",
    ),
    Refusal.INVALID_PROOF: Sentence(
        "Bằng chứng mật mã không đúng. Hãy tạo lại.",
        "A cryptographic proof is wrong. Make it again.",
    ),
    Refusal.BAD_TRUSTEES: Sentence(
        "Bộ khoá của Ban kiểm phiếu không nhất quán. Hãy tạo lại bộ khoá.",
        "The keys of the counting committee do not fit together. Make the keys again.",
    ),
    Refusal.BAD_SHARE: Sentence(
        "Phần khoá nhận từ một thành viên không khớp cam kết của người đó. Hãy dừng và báo Ban.",
        "A key share does not fit what its sender committed to. Stop and tell the committee.",
    ),
    Refusal.BAD_MESSAGE: Sentence(
        "Không mở được thông điệp mã hoá, hoặc thông điệp không dành cho khoá này.",
        "The encrypted message cannot be opened, or it is not meant for this key.",
    ),
    Refusal.TOO_FEW_DECRYPTIONS: Sentence(
        "Chưa đủ phần giải mã. Hãy chờ thêm thành viên Ban kiểm phiếu.",
        "There are not enough partial decryptions. Wait for more members of the committee.",
    ),
    Refusal.RESULT_OUT_OF_RANGE: Sentence(
        "Kết quả giải mã nằm ngoài khoảng cho phép. Một phần giải mã hoặc tổng mã hoá bị sai.",
        "The decrypted result is out of range. A partial decryption or the tally is wrong.",
    ),
}


class BallotsError(Exception):
    """Root of every error that `ballots` raises.

    refusal: the closed code. detail: where it is wrong, never a secret.
    """

    def __init__(self, refusal: Refusal, detail: str = "") -> None:
        super().__init__(f"{refusal.value}: {detail}" if detail else refusal.value)
        self.refusal = refusal
        self.detail = detail

    def __reduce__(self) -> tuple[type["BallotsError"], tuple[Refusal, str]]:
        """Let a worker process hand the error over unchanged."""
        return type(self), (self.refusal, self.detail)


class BallotRefused(BallotsError):
    """A ballot was refused."""


class CredentialRefused(BallotsError):
    """What a person typed is not a credential; `detail` names the character or the length."""
