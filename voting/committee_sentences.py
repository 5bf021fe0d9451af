"""What each refusal to the counting committee means and what to do, in Vietnamese and English."""

from typing import Final

from ballots.errors import Sentence
from voting.refusal_codes import Refusal

COMMITTEE: Final[dict[Refusal, Sentence]] = {
    Refusal.NO_COMMITTEE: Sentence(
        "Kế hoạch không nêu các thành viên Ban Kiểm phiếu. Hãy ghi các bảng [[committee]], hoặc "
        "dùng --keys để tạo mọi khoá trên máy này.",
        "The plan names no members of the counting committee. Write the tables [[committee]], or "
        "let this machine make all keys with --keys.",
    ),
    Refusal.UNKNOWN_MEMBER: Sentence(
        "Đường dẫn này không phải, hoặc không còn là, của một thành viên Ban Kiểm phiếu. "
        "Hãy xin Ban Tổ chức đường dẫn mới.",
        "This link is not, or no longer, that of a member of the counting committee. "
        "Ask the organizers for a new one.",
    ),
    Refusal.HEAD_ONLY: Sentence(
        "Chỉ Trưởng ban kiểm phiếu được làm việc này.",
        "Only the head of the counting committee may do this.",
    ),
    Refusal.WRONG_ROUND: Sentence(
        "Chưa đến, hoặc đã qua, bước này của việc tạo khoá. Không có gì bị mất; hãy tải lại trang.",
        "This step of making the keys is not due yet, or is over. Nothing is lost; load the page "
        "again.",
    ),
    Refusal.ROUND_NOT_COMPLETE: Sentence(
        "Còn thành viên chưa xong bước này. Hãy chờ đủ mọi người.",
        "Some members have not finished this step. Wait for everyone.",
    ),
    Refusal.ALREADY_SENT: Sentence(
        "Bước này đã nhận của thành viên này một nội dung khác; nội dung đã gửi không đổi được. "
        "Nếu không phải chính mình đã gửi, hãy báo cả Ban và làm lại từ đầu.",
        "Something else was already accepted from this member for this step; what was sent cannot "
        "change. If it was not sent by the member, tell the committee and start again.",
    ),
    Refusal.CEREMONY_STOPPED: Sentence(
        "Việc tạo khoá đã dừng vì máy của một thành viên thấy nội dung sai. "
        "Hãy cùng xem là của ai, rồi để Ban Tổ chức bắt đầu lại.",
        "The making of the keys has stopped: a member's device found something wrong. "
        "See together whose it is; then the organizers start it again.",
    ),
    Refusal.CEREMONY_MOVED: Sentence(
        "Từ khi trang này mở ra, khoá đã được tạo xong hoặc đã được tạo lại, nên chưa làm gì. Hãy "
        "xem Ban Kiểm phiếu làm đến đâu; nếu vẫn cần làm lại thì bấm lần nữa.",
        "Since this page was opened the key was finished, or begun again, so nothing was done. See "
        "how far the committee is, and press again if it still has to begin again.",
    ),
    Refusal.MEMBER_AT_WORK: Sentence(
        "Thành viên này đã bắt đầu tạo khoá bằng đường dẫn đang có, nên tại bàn không cấp lại. Nếu "
        "thiết bị mất hoặc hỏng, hãy tạo khoá lại từ đầu rồi cấp. Nếu chỉ mất đường dẫn, người "
        "quản trị cấp bằng lệnh tinnhiem trustee link.",
        "This member has begun to make the key with the link there is, so the desk gives no other. "
        "If the device is lost or broken, begin the key again, then renew the link. If only the "
        "link is lost, the administrator renews it with tinnhiem trustee link.",
    ),
    Refusal.KEYS_NOT_MADE: Sentence(
        "Ban Kiểm phiếu chưa tạo xong khoá.",
        "The counting committee has not finished making the keys.",
    ),
    Refusal.CONFERENCE_REPLACED: Sentence(
        "Ban Kiểm phiếu đã tạo khoá lại, với mã hội nghị mới; hội nghị này không dùng nữa.",
        "The counting committee made its keys again under a new conference uuid; this one is not "
        "used any more.",
    ),
    Refusal.COMMITTEE_NOT_READY: Sentence(
        "Chưa đủ thành viên Ban Kiểm phiếu thử mở bản lưu khoá và giải mã thử thành công.",
        "Too few members of the counting committee have restored their saved key and decrypted "
        "the rehearsal.",
    ),
    Refusal.FILE_NOT_THERE: Sentence(
        "Thiếu tệp này. Hãy xuất lại bước này từ máy chủ, hoặc chỉ đúng thư mục.",
        "This file is missing. Export this step from the server again, or name the right folder.",
    ),
    Refusal.WRONG_FILE: Sentence(
        "Tệp này không phải tệp của bước này, hoặc của hội nghị khác hay lần tạo khoá khác. "
        "Hãy kiểm tra USB.",
        "This is not the file of this step, or it is of another conference or attempt. "
        "Check the stick.",
    ),
    Refusal.TRANSCRIPT_DIFFERS: Sentence(
        "Điều máy chủ đưa khác với điều máy này đã gửi hoặc đã thấy ở bước trước. "
        "Hãy dừng và báo cả Ban.",
        "What the server shows differs from what this machine sent or saw before. "
        "Stop and tell the committee.",
    ),
    Refusal.RECORD_NOT_SOUND: Sentence(
        "Hồ sơ không qua được kiểm tra, nên không giải mã. Hãy chạy tinnhiem verify để xem lỗi.",
        "The record does not pass verification, so nothing is decrypted. Run tinnhiem verify to "
        "see why.",
    ),
    Refusal.LOG_DIFFERS: Sentence(
        "Hòm phiếu (nhật ký) không phải là hòm phiếu của hồ sơ này, hoặc không nối tiếp điều máy "
        "này đã thấy khi tạo khoá. Không giải mã. Hãy dừng và báo cả Ban.",
        "The log is not that of this record, or does not continue what this machine saw when the "
        "key was made. Nothing is decrypted. Stop and tell the committee.",
    ),
    Refusal.NOT_WITNESSED: Sentence(
        "Chưa đủ giám sát xác nhận hòm phiếu này. Hãy chờ rồi xuất lại từ máy chủ. Nếu giám sát "
        "không liên lạc được: cùng cả Ban so số phiếu và sáu chữ, rồi thêm --unwitnessed.",
        "Too few witnesses have confirmed this log. Wait, and export it from the server again. If "
        "a witness cannot be reached: compare number and six words with the whole committee, "
        "then add --unwitnessed.",
    ),
    Refusal.UNANNOUNCED_SHARE: Sentence(
        "Khoá của cuộc lấy phiếu có một phần không được công bố trong kế hoạch, hoặc thiếu phần đã "
        "công bố. Hãy dừng và báo cả Ban.",
        "The key of the election has a part that the plan does not announce, or lacks one that it "
        "announces. Stop and tell the committee.",
    ),
    Refusal.NOT_KEY_COPY: Sentence(
        "Đây không phải bản lưu khoá, hoặc bản lưu thiếu một phần. Hãy chọn đúng tệp, hoặc quét đủ "
        "các mã của tờ in.",
        "This is no saved key, or a part of it is missing. Choose the right file, or scan all the "
        "codes of the sheet.",
    ),
    Refusal.COPY_DAMAGED: Sentence(
        "Bản lưu khoá đã bị hỏng. Hãy dùng bản lưu khác: tệp còn lại hoặc tờ in.",
        "The saved key is damaged. Use another copy: the other file or the printed sheet.",
    ),
    Refusal.WRONG_PASSPHRASE: Sentence(
        "Câu mật khẩu không mở được bản lưu này. Hãy gõ lại từng từ, có đủ dấu.",
        "The passphrase does not open this copy. Type it again, word by word, with all accents.",
    ),
    Refusal.WEAK_PASSPHRASE: Sentence(
        "Câu mật khẩu quá ngắn. Hãy dùng sáu chữ được gợi ý, hoặc ít nhất 12 ký tự.",
        "The passphrase is too short. Use the six words offered, or at least 12 characters.",
    ),
}
