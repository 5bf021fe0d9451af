"""What each refusal of the service means and what to do, in Vietnamese and in English."""

from ballots.errors import Sentence
from voting.backup_sentences import BACKUP
from voting.committee_sentences import COMMITTEE
from voting.refusal_codes import Refusal
from voting.sitting_sentences import SITTING

SENTENCES: dict[Refusal, Sentence] = {
    **BACKUP,
    **COMMITTEE,
    **SITTING,
    Refusal.UNKNOWN_CONFERENCE: Sentence(
        "Không có hội nghị này. Hãy kiểm tra lại địa chỉ hoặc mã hội nghị.",
        "There is no such conference. Check the address or the code of the conference.",
    ),
    Refusal.BAD_DEFINITION: Sentence(
        "Bản chuẩn bị chưa đúng. Hãy sửa mục được nêu rồi tạo lại.",
        "The definition is not right. Mend the field that is named and create it again.",
    ),
    Refusal.ALREADY_OPENED: Sentence(
        "Cuộc lấy phiếu đã mở nên phần chuẩn bị không sửa được nữa.",
        "Voting has been opened, so nothing that was prepared can change any more.",
    ),
    Refusal.REHEARSAL_MISSING: Sentence(
        "Chưa thử giải mã. Hãy thử giải mã thành công bằng đủ số khoá rồi mới mở.",
        "Decryption has not been rehearsed. Rehearse it with enough keys, then open.",
    ),
    Refusal.REHEARSAL_FAILED: Sentence(
        "Thử giải mã không ra đúng số phiếu thử. Không được mở; hãy tạo lại khoá.",
        "The rehearsal did not give the test ballots back. Do not open; make the keys again.",
    ),
    Refusal.QUORUM_MISSING: Sentence(
        "Chưa đủ số người có mặt theo quy chế nên chưa được mở.",
        "Too few people are present under the rules, so voting may not be opened.",
    ),
    Refusal.NO_CARDS: Sentence(
        "Chưa có thẻ nào được phát. Hãy in thẻ rồi mở.",
        "No card is issued. Print the cards, then open.",
    ),
    Refusal.BAD_CARD_COUNT: Sentence(
        "Số thẻ cần in phải từ 1 trở lên và không quá giới hạn.",
        "The number of cards to print must be 1 or more and within the limit.",
    ),
    Refusal.UNKNOWN_CARD: Sentence(
        "Có thẻ còn lại không thuộc hội nghị này. Hãy kiểm tra danh sách thẻ còn lại.",
        "A card given as left over is not of this conference. Check the list of left-over cards.",
    ),
    Refusal.CARDS_MADE_HERE: Sentence(
        "Theo bản chuẩn bị, thẻ của hội nghị này do máy chủ làm, nên không nhận thẻ làm nơi khác. "
        "Hãy ghi credential_authority trong kế hoạch rồi tạo lại hội nghị.",
        "This conference was prepared with cards that the server makes, so cards made elsewhere "
        "are not accepted. Set credential_authority in the plan and create the conference again.",
    ),
    Refusal.CARDS_MADE_ELSEWHERE: Sentence(
        "Theo bản chuẩn bị, thẻ của hội nghị này do nơi khác làm, nên máy chủ không làm thẻ. "
        "Hãy làm thẻ bằng lệnh cards generate rồi nhận bằng import-cards.",
        "This conference was prepared with cards that others make, so the server makes none. "
        "Make them with cards generate and hand them in with import-cards.",
    ),
    Refusal.WRONG_CARD_LIST: Sentence(
        "Danh sách thẻ này là của hội nghị khác. Hãy làm lại thẻ với đúng mã hội nghị.",
        "This list of cards is of another conference. Make the cards again with the right uuid.",
    ),
    Refusal.DUPLICATE_CARD: Sentence(
        "Có thẻ trong danh sách đã được nhận trước đó. Không nhận thẻ nào của danh sách này.",
        "Cards of this list have been handed in before. None of the list was accepted.",
    ),
    Refusal.QR_TOO_DENSE: Sentence(
        "Địa chỉ máy chủ, hoặc tên và mật khẩu Wi-Fi, quá dài để in thành mã QR dễ quét. "
        "Hãy dùng địa chỉ ngắn hơn.",
        "The server's address, or the name and password of the Wi-Fi, is too long for a QR code "
        "that scans well. Use a shorter one.",
    ),
    Refusal.MORE_CARDS_THAN_PRESENT: Sentence(
        "Số thẻ phát ra nhiều hơn số người có mặt. Hãy khai đủ các thẻ còn lại.",
        "More cards are issued than people are present. Name all the cards that are left over.",
    ),
    Refusal.CASTING_BUSY: Sentence(
        "Máy chủ đang nhận nhiều phiếu cùng lúc; phiếu này chưa được ghi. "
        "Sau vài giây, hãy gửi lại đúng phiếu ấy: phiếu chỉ tính một lần.",
        "The server is taking many ballots at once; this one is not recorded yet. "
        "Send the same one again in a few seconds: it counts once.",
    ),
    Refusal.SERVER_BUSY: Sentence(
        "Máy chủ đang bận. Hãy thử lại sau vài giây.",
        "The server is busy. Try again in a few seconds.",
    ),
    Refusal.VOTING_NOT_OPEN: Sentence(
        "Cuộc lấy phiếu chưa mở.",
        "Voting is not open yet.",
    ),
    Refusal.VOTING_CLOSED: Sentence(
        "Cuộc lấy phiếu đã kết thúc.",
        "Voting has ended.",
    ),
    Refusal.CARD_VOID: Sentence(
        "Phiếu này đã được huỷ. Xin đổi phiếu tại bàn phát phiếu.",
        "This card is void. Please exchange it at the check-in desk.",
    ),
    Refusal.CREDENTIAL_USED: Sentence(
        "Phiếu này đã được sử dụng lúc bỏ phiếu. Nếu không phải do {delegate}, "
        "hãy báo ngay Ban Kiểm phiếu.",
        "This card has been used to vote. If it was not by you, "
        "tell the counting committee at once.",
    ),
    Refusal.LOG_KEY_CHANGED: Sentence(
        "Khoá của hòm phiếu trên máy chủ không còn là khoá lúc chuẩn bị. "
        "Hãy khôi phục thư mục khoá.",
        "The server's log key is not the one of the preparation. Restore the key folder.",
    ),
    Refusal.LOG_WENT_BACK: Sentence(
        "Dữ liệu trên máy này thiếu các mục mà hòm phiếu đã ký ra ngoài; có lẽ máy vừa được khôi "
        "phục từ bản sao lưu cũ. Hãy khôi phục bản mới hơn; không ghi thêm gì vào bản này.",
        "The data here lack entries that the log has signed; it was probably restored from an old "
        "backup. Restore a newer one; nothing may be added to this one.",
    ),
    Refusal.LOG_FORKED: Sentence(
        "Dữ liệu trên máy này khác với điều hòm phiếu đã ký. Dừng lại, giữ nguyên máy và báo "
        "Ban Kiểm phiếu.",
        "The data here differ from what the log has signed. Stop, leave the machine as it is and "
        "tell the counting committee.",
    ),
    Refusal.LOG_NOT_RESUMED: Sentence(
        "Máy này chưa biết hòm phiếu đã ký đến đâu (máy mới, hoặc vừa khôi phục). "
        "Hãy chạy tinnhiem log resume.",
        "This machine does not know how far the log was signed (it is new, or was just restored). "
        "Run tinnhiem log resume.",
    ),
    Refusal.LOG_NOT_CONFIRMED: Sentence(
        "Không giám sát nào trả lời được hòm phiếu đã ký đến đâu. Hãy hỏi họ, đối chiếu số mục và "
        "sáu chữ, rồi chạy lại với --i-have-checked.",
        "No witness could say how far the log was signed. Ask them, compare the size and the six "
        "words, then run it again with --i-have-checked.",
    ),
    Refusal.NO_SUCH_ENTRY: Sentence(
        "Hòm phiếu chưa có mục này.",
        "The log has no such entry yet.",
    ),
    Refusal.DESK_BUSY: Sentence(
        "Đang phân xử một khiếu nại khác. Hãy thử lại sau vài giây.",
        "Another dispute is being settled. Try again in a few seconds.",
    ),
    Refusal.NOT_SETTLED: Sentence(
        "Chưa phân xử được: đây không phải biên nhận, giấy từ chối hay phiếu của cuộc này. "
        "Hãy dán lại trọn vẹn, không bỏ dòng nào.",
        "It cannot be settled: this is no receipt, signed refusal or ballot of this conference. "
        "Paste it again, whole.",
    ),
    Refusal.UNKNOWN_WITNESS: Sentence(
        "Chưa biết khoá của giám sát này. Hãy đăng ký khoá trước, rồi gửi lại chữ ký.",
        "The key of this witness is not known. Register the key first, then send the signature.",
    ),
    Refusal.TOO_MANY_WITNESSES: Sentence(
        "Đã đủ số giám sát tự nguyện cho hội nghị này.",
        "This conference has as many volunteer witnesses as it can take.",
    ),
    Refusal.COSIGNATURE_REFUSED: Sentence(
        "Chữ ký giám sát không đúng với điểm chốt của hòm phiếu này.",
        "The cosignature does not hold for a checkpoint of this log.",
    ),
    Refusal.VOTING_STILL_OPEN: Sentence(
        "Cuộc lấy phiếu chưa kết thúc. Hãy đóng trước.",
        "Voting has not ended. Close it first.",
    ),
    Refusal.TOO_FEW_BALLOTS: Sentence(
        "Số phiếu thu về ít hơn mức tối thiểu nên không được giải mã, để giữ bí mật lựa chọn.",
        "Fewer ballots were cast than the minimum, so the tally stays sealed to keep it secret.",
    ),
    Refusal.TALLY_DIFFERS: Sentence(
        "Tổng mã hoá tính lại từ hòm phiếu khác với tổng đã ghi. Không được giải mã.",
        "The tally computed again from the log differs from the recorded one. Do not decrypt.",
    ),
    Refusal.SUM_DIFFERS: Sentence(
        "Tổng cộng dần khi phiếu đến khác với tổng cộng lại từ hòm phiếu. Chưa ghi tổng nào, chưa "
        "giải mã gì. Hãy giữ nguyên máy, đối chiếu hòm phiếu với bản của giám sát rồi mới đóng lại "
        "với --discard-running-sum.",
        "The sum made while ballots came in differs from the sum made again from the log. No tally "
        "is written and nothing decrypted. Leave the machine as it is, compare the log with the "
        "witnesses' copies, and only then close again with --discard-running-sum.",
    ),
    Refusal.BALLOT_ALTERED: Sentence(
        "Một lá phiếu trong cơ sở dữ liệu không còn là lá phiếu mà hòm phiếu ghi. Không tính tổng. "
        "Hãy giữ nguyên máy, báo Ban Kiểm phiếu, khôi phục từ bản sao lưu.",
        "A ballot in the database is no longer the one that the log names. Nothing is added up. "
        "Leave the machine as it is, tell the counting committee, and restore a backup.",
    ),
    Refusal.SERVER_KEY_MISSING: Sentence(
        "Không thấy khoá của máy chủ cho hội nghị này. Hãy khôi phục thư mục khoá.",
        "The server's key for this conference is missing. Restore the key folder.",
    ),
    Refusal.SERVER_KEY_THERE: Sentence(
        "Trong thư mục khoá của máy chủ đã có tệp khoá mang mã này nên chưa tạo gì và không xoá "
        "gì. Nếu không có hội nghị nào mang mã ấy, hãy chuyển tệp đi nơi khác rồi làm lại.",
        "The server's key folder has a key file of this uuid already; nothing was made and nothing "
        "deleted. If no conference has that uuid, move the file elsewhere and repeat.",
    ),
    Refusal.WRONG_KEY: Sentence(
        "Khoá này không thuộc hội nghị này.",
        "This key does not belong to this conference.",
    ),
    Refusal.ALREADY_DECRYPTED: Sentence(
        "Người giữ khoá này đã giải mã rồi; mỗi khoá chỉ giải mã một lần.",
        "The holder of this key has decrypted already; each key decrypts once.",
    ),
    Refusal.ENOUGH_DECRYPTIONS: Sentence(
        "Đã đủ phần giải mã của Ban Kiểm phiếu; không cần thêm.",
        "Enough members of the counting committee have decrypted; no more are needed.",
    ),
    Refusal.ALREADY_COUNTED: Sentence(
        "Kết quả đã được tính.",
        "The result has been computed.",
    ),
    Refusal.NOT_COUNTED: Sentence(
        "Chưa có kết quả để công bố.",
        "There is no result to publish yet.",
    ),
    Refusal.RESULT_DIFFERS: Sentence(
        "Kết quả ghép lại từ sổ khác với kết quả đang giữ. Không được công bố; hãy báo cả Ban.",
        "The result combined again from the log differs from the one that is kept. Do not publish; "
        "tell the whole committee.",
    ),
    Refusal.ALREADY_PUBLISHED: Sentence(
        "Kết quả đã được công bố.",
        "The result has been published.",
    ),
    Refusal.RESULT_NOT_PUBLISHED: Sentence(
        "Kết quả chưa được công bố.",
        "The result has not been published yet.",
    ),
    Refusal.BOOKS_UNBALANCED: Sentence(
        "Số thẻ chưa khớp nên chưa được công bố. Hãy đếm lại, hoặc ghi chú sai lệch cho từng số "
        "rồi công bố.",
        "The numbers of cards do not balance, so nothing may be published. Count again, or explain "
        "each difference in a note, then publish.",
    ),
    Refusal.BAD_NOTE: Sentence(
        "Ghi chú phải có từ 1 đến 2000 ký tự; số đếm phải từ 0 trở lên.",
        "A note has 1 to 2,000 characters; a count is 0 or more.",
    ),
    Refusal.NOT_OF_THIS_LOG: Sentence(
        "Bản chuẩn bị, kết quả hay điểm chốt không đúng như sổ ghi, nên không lập văn bản.",
        "Definition, result or checkpoint are not what the log says, so no document is made.",
    ),
    Refusal.NO_RECORD_YET: Sentence(
        "Hồ sơ kiểm tra chỉ có từ lúc mở cuộc lấy phiếu.",
        "The record begins when voting is opened.",
    ),
    Refusal.NOT_FOUND: Sentence(
        "Không có trang này. Hãy kiểm tra lại địa chỉ, hoặc bắt đầu từ danh sách hội nghị.",
        "There is no such page. Check the address, or start from the list of conferences.",
    ),
    Refusal.METHOD_NOT_ALLOWED: Sentence(
        "Địa chỉ này không nhận thao tác đó.",
        "This address does not accept that kind of request.",
    ),
    Refusal.BAD_REQUEST: Sentence(
        "Yêu cầu chưa đúng dạng. Hãy tải lại trang và thử lại.",
        "The request is not in the right form. Load the page again and retry.",
    ),
    Refusal.SERVER_ERROR: Sentence(
        "Máy chủ gặp lỗi. Nếu đang gửi phiếu, hãy gửi lại đúng phiếu ấy: phiếu chỉ tính một lần.",
        "The server failed. If you were sending a ballot, send the same one again: it counts once.",
    ),
}
