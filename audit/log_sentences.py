"""The sentences of checks 24 to 34, which read the log; `audit.catalogue` joins them."""

from typing import Final

from audit.errors import Unreadable
from audit.findings import Check, Fault
from ballots.errors import Sentence

LOG_TITLES: Final = {
    Check.LOG_FORM: Sentence(
        "Sổ: mỗi mục đúng dạng chuẩn và thuộc danh mục hành vi",
        "Log: every entry is canonical and on the list of acts",
    ),
    Check.LOG_TREE: Sentence(
        "Sổ: kích thước và gốc cây của điểm chốt đúng là của các mục này",
        "Log: size and root of the checkpoint are those of the entries",
    ),
    Check.LOG_SIGNATURE: Sentence(
        "Sổ: điểm chốt do khoá của hòm phiếu này ký",
        "Log: the key of this log signed the checkpoint",
    ),
    Check.LOG_WITNESSES: Sentence(
        "Sổ: đủ giám sát cùng ký điểm chốt", "Log: enough witnesses cosigned the checkpoint"
    ),
    Check.LOG_DEFINITION: Sentence(
        "Sổ mở đầu bằng đúng định nghĩa của hồ sơ này",
        "Log: it begins with the definition of this record",
    ),
    Check.LOG_EVENTS: Sentence(
        "Sổ: các sự kiện đúng là chuỗi của hồ sơ", "Log: its events are the chain of the record"
    ),
    Check.LOG_ORDER: Sentence("Sổ: thứ tự các hành vi", "Log: order of the acts"),
    Check.LOG_CARDS: Sentence("Sổ: số thẻ khớp nhau", "Log: the cards add up"),
    Check.LOG_DECRYPTIONS: Sentence(
        "Sổ: mỗi phần giải mã có một bằng chứng mạnh, và bằng chứng đúng",
        "Log: every partial decryption has one strong proof, and it holds",
    ),
    Check.LOG_PUBLICATION: Sentence(
        "Sổ: kết quả công bố đúng là kết quả của hồ sơ",
        "Log: the published result is the result of the record",
    ),
    Check.LOG_EARLIER: Sentence(
        "Sổ tiếp nối các điểm chốt và biên nhận trước",
        "Log: it continues the earlier checkpoints and receipts",
    ),
}

LOG_FAULTS: Final = {
    Fault.LOG_REFUSED: Sentence("{reason}", "{reason}"),
    Fault.LOG_SIZE: Sentence(
        "Điểm chốt ghi {said} mục, sổ có {right}.",
        "The checkpoint says {said} entries, the log has {right}.",
    ),
    Fault.LOG_ROOT: Sentence(
        "Gốc cây trong điểm chốt không phải của các mục này.",
        "The root in the checkpoint is not that of these entries.",
    ),
    Fault.LOG_ORIGIN: Sentence(
        "Điểm chốt là của sổ «{origin}», không phải sổ của cuộc lấy phiếu này.",
        "The checkpoint is of the log “{origin}”, not of this election's.",
    ),
    Fault.NO_LOG_KEY: Sentence(
        "Chính sách không nêu khoá của hòm phiếu nào, nên không biết ai phải ký.",
        "The policy names no log's key, so nobody knows who must have signed.",
    ),
    Fault.NO_DEFINITION: Sentence(
        "Mục đầu tiên của sổ không phải là định nghĩa.",
        "The first entry of the log is no definition.",
    ),
    Fault.SECOND_DEFINITION: Sentence(
        "Có thêm một định nghĩa ở đây.", "Here is one more definition."
    ),
    Fault.DEFINITION_DIFFERS: Sentence(
        "Định nghĩa trong sổ nêu {what} khác với hồ sơ.",
        "The definition in the log names another {what} than the record.",
    ),
    Fault.DEFINITION_UNNAMED: Sentence(
        "Mô tả của cuộc lấy phiếu không mang SHA-256 của định nghĩa này.",
        "The description of the election does not carry the SHA-256 of this definition.",
    ),
    Fault.POLICY_DIFFERS: Sentence(
        "Chính sách trong sổ nêu {what} khác với chính sách dùng để kiểm.",
        "The policy in the log names another {what} than the policy that is verified with.",
    ),
    Fault.EVENT_CHANGED: Sentence(
        "Sự kiện số {height} trong sổ khác với trong hồ sơ.",
        "Event {height} in the log is another than in the record.",
    ),
    Fault.EVENT_NOT_IN_LOG: Sentence(
        "Hồ sơ có sự kiện số {height} mà sổ không có.",
        "The record has event {height}, which the log has not.",
    ),
    Fault.EVENT_NOT_IN_RECORD: Sentence(
        "Sổ có sự kiện số {height} ({type}) mà hồ sơ không có.",
        "The log has event {height} ({type}), which the record has not.",
    ),
    Fault.ACT_OUT_OF_ORDER: Sentence(
        "Mục «{act}» không được đứng ngay sau «{before}».",
        "“{act}” may not stand right after “{before}”.",
    ),
    Fault.ACT_UNFINISHED: Sentence(
        "Sổ dừng ở «{act}», trong khi mục kế tiếp phải đi liền.",
        "The log stops at “{act}”, and what must follow at once is not there.",
    ),
    Fault.NO_REHEARSAL: Sentence(
        "Mở bỏ phiếu khi chưa có lần giải mã thử nào.",
        "Voting was opened without a rehearsal of the decryption.",
    ),
    Fault.CARDS_DIFFER: Sentence(
        "{what}: ghi {said}, đúng phải là {right}.", "{what}: it says {said}, {right} is right."
    ),
    Fault.CARDS_UNEXPLAINED: Sentence(
        "{what}: đếm tay được {said}, sổ ghi {right}, và không có ghi chú sai lệch trước khi công "
        "bố.",
        "{what}: counted by hand {said}, the log says {right}, and no note explains it before the "
        "publication.",
    ),
    Fault.OPENING_TIME: Sentence(
        "Giờ mở ghi là {said}, hồ sơ ghi {right}.",
        "The opening says time {said}, the record {right}.",
    ),
    Fault.CARD_USED_TWICE: Sentence(
        "Có {count} phiếu gửi lại bằng thẻ đã dùng.", "{count} ballots are of cards already used."
    ),
    Fault.NO_STRONG_PROOF: Sentence(
        "Phần giải mã của người giữ khoá số {owner} không có bằng chứng mạnh trong sổ.",
        "The partial decryption of trustee {owner} has no strong proof in the log.",
    ),
    Fault.STRAY_STRONG_PROOF: Sentence(
        "Bằng chứng mạnh của người giữ khoá số {owner} không thuộc phần giải mã nào, hoặc thừa.",
        "This strong proof, said to be of trustee {owner}, is of no decryption, or one too many.",
    ),
    Fault.RESULT_DIFFERS: Sentence(
        "Kết quả được công bố trong sổ không phải kết quả của hồ sơ.",
        "The result published in the log is not the result of the record.",
    ),
    Fault.LOG_WENT_BACK: Sentence(
        "{file}: điểm chốt trước có {said} mục, sổ này chỉ có {right}: sổ bị lùi, hoặc bản này cũ.",
        "{file}: the earlier checkpoint has {said} entries, this log {right}: it went back, or "
        "this copy is old.",
    ),
    Fault.WITNESSES_UP_TO: Sentence(
        "Đủ bên giám sát đã xác nhận {size} mục đầu của sổ, lúc {time}; từ mục {size} trở đi thì "
        "chưa đủ.",
        "Enough witnesses had confirmed the first {size} entries at {time}; from entry {size} on "
        "they have not.",
    ),
    Fault.LOG_FORKED: Sentence(
        "{file}: ở {said} mục, sổ này khác với điểm chốt mà chính khoá của hòm phiếu đã ký.",
        "{file}: at {said} entries this log differs from the checkpoint that its own key signed.",
    ),
    Fault.LOG_ENTRY_CHANGED: Sentence(
        "{file}: mục này khác với mục ghi trong biên nhận.",
        "{file}: this entry differs from the one in the receipt.",
    ),
}

LOG_UNREADABLE: Final = {
    Unreadable.NOT_A_LOG: Sentence(
        "Tệp này không phải là sổ .tlog (không bắt đầu bằng tinnhiem/log/v1)",
        "This is no .tlog file (it does not begin with tinnhiem/log/v1)",
    ),
    Unreadable.ENTRY_TOO_LONG: Sentence(
        "Mục của sổ dài quá 65 535 byte", "An entry of the log is longer than 65,535 bytes"
    ),
    Unreadable.LOG_TOO_LARGE: Sentence("Sổ quá lớn", "The log is too large"),
    Unreadable.BAD_CHECKPOINT: Sentence(
        "Cuối sổ phải là một điểm chốt có chữ ký", "A signed checkpoint must end the log"
    ),
    Unreadable.BAD_POLICY: Sentence(
        "Tệp này không phải là chính sách giám sát", "This is no witness policy"
    ),
    Unreadable.BAD_EVIDENCE: Sentence(
        "Tệp này không phải là điểm chốt có chữ ký, cũng không phải biên nhận",
        "This is neither a signed checkpoint nor a receipt",
    ),
}

LOG_WORDS: Final = {
    "log": Sentence("Sổ", "Log"),
    "log_entry": Sentence("mục {entry} của sổ", "log entry {entry}"),
    "questions": Sentence("Trả lời", "Answers"),
    "trust": Sentence("Căn cứ", "On what trust"),
    "own_policy": Sentence(
        "Không có --policy: khoá của hòm phiếu và danh sách giám sát lấy từ chính sổ, tức là tin "
        "lời máy chủ về chính nó. Hãy dùng chính sách nhận được bằng đường khác.",
        "No --policy was given: the log's key and the witnesses are taken from the log, that is, "
        "the server is trusted about itself. Use a policy that reached you another way.",
    ),
    "nobody_asked": Sentence("chính sách không yêu cầu ai", "the policy asks for nobody"),
    "given_policy": Sentence(
        "chính sách đưa vào bằng --policy", "the policy that was given with --policy"
    ),
}
