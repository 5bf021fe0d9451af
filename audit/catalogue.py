"""Every sentence that `audit` says, in Vietnamese and English, by closed code.

Words in braces are filled with the values of a finding.
"""

from typing import Final

from audit.errors import ReceiptFault, Unreadable
from audit.findings import Check, Fault, State
from audit.log_sentences import LOG_FAULTS, LOG_TITLES, LOG_UNREADABLE, LOG_WORDS
from audit.verifier import Stage
from ballots.errors import Refusal, Sentence

TITLES: Final = {
    Check.HEADER: Sentence("Đầu hồ sơ và dấu thời gian", "Header and time of the record"),
    Check.NAMES: Sentence(
        "Tên mỗi tệp đúng bằng mã băm nội dung, không tệp nào lặp",
        "Every name is the hash of its content, no member twice",
    ),
    Check.CHAIN: Sentence(
        "Chuỗi sự kiện liền mạch (mã băm mục trước, số thứ tự)",
        "Unbroken chain of events (parent, height)",
    ),
    Check.ORDER: Sentence("Thứ tự các loại sự kiện", "Order of the kinds of events"),
    Check.REFERENCES: Sentence(
        "Mỗi sự kiện có đủ dữ liệu của mình, không có dữ liệu thừa",
        "Every event has its data, no data is left over",
    ),
    Check.SETUP: Sentence("Dữ liệu thiết lập", "Setup data"),
    Check.ELECTION: Sentence("Định nghĩa cuộc lấy phiếu", "Definition of the election"),
    Check.TRUSTEES: Sentence(
        "Khoá của những người giữ khoá và các bằng chứng", "Keys of the trustees and their proofs"
    ),
    Check.ELECTION_KEY: Sentence(
        "Khoá của cuộc lấy phiếu là tích các khoá của những người giữ khoá",
        "The election's key is the product of the trustees' keys",
    ),
    Check.CREDENTIALS: Sentence("Danh sách mã công khai của phiếu", "List of public credentials"),
    Check.BALLOT_FORM: Sentence("Phiếu: đúng dạng chuẩn", "Ballots: canonical form"),
    Check.BALLOT_ELECTION: Sentence(
        "Phiếu: thuộc cuộc lấy phiếu này", "Ballots: made for this election"
    ),
    Check.BALLOT_CREDENTIAL: Sentence(
        "Phiếu: mã công khai có trong danh sách", "Ballots: credential on the list"
    ),
    Check.BALLOT_SIGNATURE: Sentence("Phiếu: chữ ký", "Ballots: signature"),
    Check.BALLOT_PROOFS: Sentence(
        "Phiếu: bằng chứng về nội dung hợp lệ", "Ballots: proofs of a valid content"
    ),
    Check.REPEATS: Sentence(
        "Không phiếu nào lặp lại hoặc sao chép phiếu khác",
        "No ballot repeats or copies another",
    ),
    Check.TALLY_SIZE: Sentence(
        "Số phiếu và trọng số đưa vào tổng", "Number and weight of the tallied ballots"
    ),
    Check.TALLY: Sentence(
        "Tổng mã hoá đúng bằng tích các phiếu được tính",
        "The encrypted tally is the product of the ballots that count",
    ),
    Check.DECRYPTION_OWNERS: Sentence(
        "Mỗi phần giải mã là của một người giữ khoá, mỗi người một phần",
        "Each partial decryption is a trustee's, one each",
    ),
    Check.DECRYPTION_PROOFS: Sentence(
        "Bằng chứng của các phần giải mã", "Proofs of the partial decryptions"
    ),
    Check.ENOUGH_DECRYPTIONS: Sentence("Đủ phần giải mã", "Enough partial decryptions"),
    Check.RESULT: Sentence(
        "Kết quả đúng bằng tổng được giải mã", "The result is what the tally opens to"
    ),
    Check.EARLIER: Sentence(
        "Không có gì bị xoá hoặc sửa so với bản trước",
        "Nothing removed or changed since the earlier copy",
    ),
    **LOG_TITLES,
}

FAULTS: Final = {
    Fault.REFUSED: Sentence("{reason}", "{reason}"),
    Fault.TIMESTAMP: Sentence(
        "Phiên bản phải là 1 và thời gian phải nằm trong giới hạn.",
        "The version must be 1 and the time within its limits.",
    ),
    Fault.MEMBER_TIME: Sentence(
        "Tệp {name} mang thời gian khác với đầu hồ sơ.",
        "Member {name} carries another time than the header.",
    ),
    Fault.NAME: Sentence(
        "Nội dung của tệp {name} không có mã băm như tên.",
        "The content of member {name} does not have the hash in its name.",
    ),
    Fault.REPEATED_MEMBER: Sentence(
        "Tệp {name} xuất hiện lần nữa.", "Member {name} is there again."
    ),
    Fault.HEIGHT: Sentence(
        "Số thứ tự ghi là {height}, không đúng vị trí trong chuỗi.",
        "It says height {height}, which is not its place in the chain.",
    ),
    Fault.PARENT: Sentence(
        "Mã băm của mục trước không đúng: chuỗi bị đứt ở đây.",
        "It does not name the hash of the entry before it: the chain breaks here.",
    ),
    Fault.NO_SETUP: Sentence("Hồ sơ không có sự kiện nào.", "The record has no event."),
    Fault.OUT_OF_ORDER: Sentence(
        "Sự kiện {type} không được đứng ở đây.", "A {type} event may not stand here."
    ),
    Fault.AFTER_RESULT: Sentence(
        "Sự kiện {type} đứng sau kết quả.", "A {type} event stands after the result."
    ),
    Fault.PAYLOAD_MISSING: Sentence(
        "Thiếu dữ liệu mà sự kiện phải có: {name}",
        "Data that the event must have is missing: {name}",
    ),
    Fault.PAYLOAD_UNEXPECTED: Sentence(
        "Loại sự kiện này không được kèm dữ liệu.", "This type of event has no data."
    ),
    Fault.PAYLOAD_LATE: Sentence(
        "Dữ liệu {name} nằm sau sự kiện nêu nó.", "Data {name} lies after the event that names it."
    ),
    Fault.UNREFERENCED: Sentence(
        "Không sự kiện nào nêu dữ liệu {name}.", "No event names the data {name}."
    ),
    Fault.ELECTION_KEY: Sentence(
        "Khoá dùng để mã hoá phiếu không phải là khoá của những người giữ khoá này.",
        "The key that ballots are encrypted with is not the key of these trustees.",
    ),
    Fault.UNLISTED_CREDENTIAL: Sentence(
        "Phiếu có mã công khai không nằm trong danh sách.",
        "A ballot of a credential that is not on the list.",
    ),
    Fault.REPEATED_BALLOT: Sentence(
        "Phiếu này đã có ở mục {earlier}.", "This ballot is already at entry {earlier}."
    ),
    Fault.REPEATED_CIPHERTEXT: Sentence(
        "Phiếu này chứa bản mã đã có trong phiếu của thẻ khác, ở mục {earlier}.",
        "This ballot has a ciphertext of another credential's ballot, at entry {earlier}.",
    ),
    Fault.NUM_TALLIED: Sentence(
        "Ghi {said} phiếu được tính, đúng phải là {right}.",
        "It says {said} ballots are tallied, {right} is right.",
    ),
    Fault.TOTAL_WEIGHT: Sentence(
        "Ghi tổng trọng số {said}, đúng phải là {right}.",
        "It says total weight {said}, {right} is right.",
    ),
    Fault.TALLY: Sentence(
        "Tổng mã hoá không phải là tích các phiếu được tính.",
        "The encrypted tally is not the product of the ballots that count.",
    ),
    Fault.OWNER: Sentence("Không có người giữ khoá số {owner}.", "There is no trustee {owner}."),
    Fault.REPEATED_OWNER: Sentence(
        "Người giữ khoá số {owner} giải mã lần thứ hai.", "Trustee {owner} decrypts a second time."
    ),
    Fault.TOO_FEW_DECRYPTIONS: Sentence(
        "Có kết quả nhưng chưa đủ người giữ khoá giải mã.",
        "There is a result, but too few trustees have decrypted.",
    ),
    Fault.RESULT_SHAPE: Sentence(
        "Số hàng hoặc số ô của kết quả không khớp.",
        "The result has another number of questions or answers.",
    ),
    Fault.RESULT_RANGE: Sentence(
        "Số phiếu {said} cho «{answer}» là không thể có.",
        "The count {said} for “{answer}” is not possible.",
    ),
    Fault.RESULT_VALUE: Sentence(
        "Ghi {said} cho «{answer}», nhưng tổng mở ra số khác.",
        "It says {said} for “{answer}”, but the tally opens to another number.",
    ),
    Fault.RESULT_SUM: Sentence(
        "Cộng các ô được {said}, không thể có với trọng số {weight}.",
        "The answers add up to {said}, which is not possible with weight {weight}.",
    ),
    Fault.OTHER_ELECTION: Sentence(
        "Bản trước là của một cuộc lấy phiếu khác hoặc một thiết lập khác.",
        "The earlier copy is of another election or another setup.",
    ),
    Fault.REMOVED: Sentence(
        "Mục này có trong bản trước, nay không còn: {name}",
        "This entry was in the earlier copy and is gone: {name}",
    ),
    Fault.CHANGED: Sentence(
        "Mục này không còn ở chỗ cũ như trong bản trước: {name}",
        "This is no longer where and as it was in the earlier copy: {name}",
    ),
    **LOG_FAULTS,
}

REASONS: Final = {
    Refusal.TOO_LARGE: Sentence("Quá lớn.", "Too large."),
    Refusal.MALFORMED: Sentence("Không đúng cấu trúc quy định.", "Not of the required structure."),
    Refusal.NOT_CANONICAL: Sentence(
        "Không viết ở dạng chuẩn duy nhất.", "Not written in its one canonical form."
    ),
    Refusal.NOT_IN_GROUP: Sentence(
        "Có giá trị nằm ngoài nhóm mật mã.", "A value lies outside the cryptographic group."
    ),
    Refusal.UNKNOWN_GROUP: Sentence("Nhóm mật mã lạ.", "An unknown cryptographic group."),
    Refusal.UNSUPPORTED_QUESTION: Sentence(
        "Có loại câu hỏi không hỗ trợ.", "A kind of question that is not supported."
    ),
    Refusal.BAD_ELECTION: Sentence(
        "Định nghĩa cuộc lấy phiếu sai.", "The definition of the election is wrong."
    ),
    Refusal.WRONG_ELECTION: Sentence(
        "Phiếu của cuộc lấy phiếu khác.", "A ballot of another election."
    ),
    Refusal.WRONG_SHAPE: Sentence(
        "Số hàng hoặc số ô không khớp với câu hỏi.",
        "The number of rows or boxes does not fit the questions.",
    ),
    Refusal.DUPLICATE_CREDENTIAL: Sentence(
        "Một mã công khai xuất hiện hai lần.", "A public credential is there twice."
    ),
    Refusal.BAD_WEIGHT: Sentence("Trọng số sai.", "A weight is wrong."),
    Refusal.BAD_SIGNATURE: Sentence("Chữ ký sai.", "The signature is wrong."),
    Refusal.INVALID_PROOF: Sentence("Bằng chứng mật mã sai.", "A cryptographic proof is wrong."),
    Refusal.BAD_TRUSTEES: Sentence(
        "Bộ khoá của những người giữ khoá không nhất quán.",
        "The keys of the trustees do not fit together.",
    ),
}

UNREADABLE: Final = {
    Unreadable.NO_FILE: Sentence("Không mở được tệp", "The file cannot be opened"),
    Unreadable.EMPTY: Sentence("Tệp rỗng", "The file is empty"),
    Unreadable.NOT_A_RECORD: Sentence(
        "Tệp này không phải là hồ sơ .bel (không bắt đầu bằng BELENIOS)",
        "This is no .bel record (it does not begin with BELENIOS)",
    ),
    Unreadable.TRUNCATED: Sentence(
        "Tệp bị cắt cụt giữa chừng; hãy tải lại",
        "The file ends in the middle of a member; get it again",
    ),
    Unreadable.BAD_CHECKSUM: Sentence(
        "Ở đây phải là đầu một tệp con, nhưng tổng kiểm tra không đúng",
        "A member's header should stand here, but the checksum is wrong",
    ),
    Unreadable.BAD_FIELD: Sentence(
        "Trường trong đầu tệp con không đúng dạng quy định",
        "A field of a member's header is not as it must be",
    ),
    Unreadable.BAD_NAME: Sentence(
        "Tên tệp con không hợp lệ", "The name of a member is not allowed"
    ),
    Unreadable.BAD_PADDING: Sentence(
        "Phần đệm sau tệp con không toàn số không", "The padding after a member is not zero"
    ),
    Unreadable.END_BLOCK: Sentence(
        "Khối số không sau tệp con cuối: hồ sơ .bel không có khối kết thúc",
        "A block of zeros after the last member: a .bel record has no end blocks",
    ),
    Unreadable.MEMBER_TOO_LARGE: Sentence(
        "Tệp con khai kích thước quá lớn (byte)", "A member claims too large a size (bytes)"
    ),
    Unreadable.TOO_MANY_MEMBERS: Sentence("Quá nhiều tệp con", "Too many members"),
    Unreadable.CHANGED_WHILE_READ: Sentence(
        "Tệp bị thay đổi trong lúc kiểm; hãy kiểm trên một bản sao",
        "The file changed while it was verified; verify a copy",
    ),
    Unreadable.WORKER_LOST: Sentence(
        "Một tiến trình kiểm bị dừng (thiếu bộ nhớ?); hãy thử --jobs 1",
        "A verifying process was ended (out of memory?); try --jobs 1",
    ),
    **LOG_UNREADABLE,
}

RECEIPTS: Final = {
    ReceiptFault.NOT_A_BALLOT: Sentence(
        "Bằng chứng này không phải là biên nhận của một phiếu.",
        "This proof is not the receipt of a ballot.",
    ),
}

STATES: Final = {
    State.PASSED: Sentence("đạt", "passed"),
    State.FAILED: Sentence("SAI", "WRONG"),
    State.NOT_REACHED: Sentence("chưa đến", "not yet"),
    State.NOT_RUN: Sentence("không kiểm được", "not run"),
}

STAGES: Final = {
    Stage.NOTHING: Sentence("chưa có gì", "nothing"),
    Stage.OPEN: Sentence("đang nhận phiếu", "ballots are still being taken"),
    Stage.CLOSED: Sentence("đã đóng, chưa có tổng mã hoá", "closed, no encrypted tally yet"),
    Stage.TALLIED: Sentence("đã có tổng mã hoá, chưa giải mã", "tallied, not yet decrypted"),
    Stage.DECRYPTING: Sentence(
        "đã giải mã một phần, chưa có kết quả", "partly decrypted, no result yet"
    ),
    Stage.RESULT: Sentence("đã có kết quả", "complete, with the result"),
}

WORDS: Final = {
    "record": Sentence("Hồ sơ", "Record"),
    "name": Sentence("Tên", "Name"),
    "uuid": Sentence("Mã cuộc", "Identifier"),
    "fingerprint": Sentence("Dấu vân", "Fingerprint"),
    "group": Sentence("Nhóm mật mã", "Group"),
    "stage": Sentence("Mức độ", "How far"),
    "entries": Sentence("Số mục", "Entries"),
    "credentials": Sentence("Số mã công khai", "Credentials"),
    "trustees": Sentence("Số người giữ khoá", "Trustees"),
    "ballots": Sentence("Số phiếu", "Ballots"),
    "counted": Sentence("được tính {counted}", "{counted} count"),
    "revotes": Sentence("gửi lại {revotes}", "{revotes} replaced by later ones"),
    "weight": Sentence("trọng số {weight}", "weight {weight}"),
    "checks": Sentence("Các phép kiểm", "Checks"),
    "needs": Sentence("vì phép kiểm {needs} sai", "because check {needs} failed"),
    "entry": Sentence("mục {entry}", "entry {entry}"),
    "question": Sentence("hàng {question}", "question {question}"),
    "tracker": Sentence("mã xác nhận {tracker}", "tracker {tracker}"),
    "result": Sentence("Kết quả", "Result"),
    "blank": Sentence("(phiếu trắng)", "(blank)"),
    "sound": Sentence("HỒ SƠ ĐÚNG: mọi phép kiểm đều đạt.", "SOUND: every check holds."),
    "sound_so_far": Sentence(
        "HỒ SƠ ĐÚNG cho đến mức hiện có; cuộc lấy phiếu chưa kết thúc.",
        "SOUND as far as it goes; the election has not ended.",
    ),
    "findings": Sentence("HỒ SƠ SAI: {count} điểm sai.", "NOT SOUND: {count} findings."),
    "unreadable": Sentence("KHÔNG ĐỌC ĐƯỢC", "UNREADABLE"),
    "progress": Sentence("đang kiểm {done}/{total}", "verifying {done}/{total}"),
    "stopped": Sentence("đã dừng", "stopped"),
    "at_byte": Sentence("byte {offset}", "byte {offset}"),
    **LOG_WORDS,
}
