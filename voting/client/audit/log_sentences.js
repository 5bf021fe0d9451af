/** The sentences of checks 24 to 34, which read the log; twin of audit/log_sentences.py. */

/** @typedef {import("./catalogue.js").Sentences} Sentences */

/** @type {Sentences} */
export const LOG_TITLES = {
  log_form: {
    vi: "Sổ: mỗi mục đúng dạng chuẩn và thuộc danh mục hành vi",
    en: "Log: every entry is canonical and on the list of acts",
  },
  log_tree: {
    vi: "Sổ: kích thước và gốc cây của điểm chốt đúng là của các mục này",
    en: "Log: size and root of the checkpoint are those of the entries",
  },
  log_signature: {
    vi: "Sổ: điểm chốt do khoá của hòm phiếu này ký",
    en: "Log: the key of this log signed the checkpoint",
  },
  log_witnesses: {
    vi: "Sổ: đủ giám sát cùng ký điểm chốt",
    en: "Log: enough witnesses cosigned the checkpoint",
  },
  log_definition: {
    vi: "Sổ mở đầu bằng đúng định nghĩa của hồ sơ này",
    en: "Log: it begins with the definition of this record",
  },
  log_events: {
    vi: "Sổ: các sự kiện đúng là chuỗi của hồ sơ",
    en: "Log: its events are the chain of the record",
  },
  log_order: { vi: "Sổ: thứ tự các hành vi", en: "Log: order of the acts" },
  log_cards: { vi: "Sổ: số thẻ khớp nhau", en: "Log: the cards add up" },
  log_decryptions: {
    vi: "Sổ: mỗi phần giải mã có một bằng chứng mạnh, và bằng chứng đúng",
    en: "Log: every partial decryption has one strong proof, and it holds",
  },
  log_publication: {
    vi: "Sổ: kết quả công bố đúng là kết quả của hồ sơ",
    en: "Log: the published result is the result of the record",
  },
  log_earlier: {
    vi: "Sổ tiếp nối các điểm chốt và biên nhận trước",
    en: "Log: it continues the earlier checkpoints and receipts",
  },
};

/** @type {Sentences} */
export const LOG_FAULTS = {
  log_size: {
    vi: "Điểm chốt ghi {said} mục, sổ có {right}.",
    en: "The checkpoint says {said} entries, the log has {right}.",
  },
  log_root: {
    vi: "Gốc cây trong điểm chốt không phải của các mục này.",
    en: "The root in the checkpoint is not that of these entries.",
  },
  log_origin: {
    vi: "Điểm chốt là của sổ «{origin}», không phải sổ của cuộc lấy phiếu này.",
    en: "The checkpoint is of the log “{origin}”, not of this election's.",
  },
  no_log_key: {
    vi: "Chính sách không nêu khoá của hòm phiếu nào, nên không biết ai phải ký.",
    en: "The policy names no log's key, so nobody knows who must have signed.",
  },
  no_definition: {
    vi: "Mục đầu tiên của sổ không phải là định nghĩa.",
    en: "The first entry of the log is no definition.",
  },
  second_definition: { vi: "Có thêm một định nghĩa ở đây.", en: "Here is one more definition." },
  definition_differs: {
    vi: "Định nghĩa trong sổ nêu {what} khác với hồ sơ.",
    en: "The definition in the log names another {what} than the record.",
  },
  definition_unnamed: {
    vi: "Mô tả của cuộc lấy phiếu không mang SHA-256 của định nghĩa này.",
    en: "The description of the election does not carry the SHA-256 of this definition.",
  },
  policy_differs: {
    vi: "Chính sách trong sổ nêu {what} khác với chính sách dùng để kiểm.",
    en: "The policy in the log names another {what} than the policy that is verified with.",
  },
  event_changed: {
    vi: "Sự kiện số {height} trong sổ khác với trong hồ sơ.",
    en: "Event {height} in the log is another than in the record.",
  },
  event_not_in_log: {
    vi: "Hồ sơ có sự kiện số {height} mà sổ không có.",
    en: "The record has event {height}, which the log has not.",
  },
  event_not_in_record: {
    vi: "Sổ có sự kiện số {height} ({type}) mà hồ sơ không có.",
    en: "The log has event {height} ({type}), which the record has not.",
  },
  act_out_of_order: {
    vi: "Mục «{act}» không được đứng ngay sau «{before}».",
    en: "“{act}” may not stand right after “{before}”.",
  },
  act_unfinished: {
    vi: "Sổ dừng ở «{act}», trong khi mục kế tiếp phải đi liền.",
    en: "The log stops at “{act}”, and what must follow at once is not there.",
  },
  no_rehearsal: {
    vi: "Mở bỏ phiếu khi chưa có lần giải mã thử nào.",
    en: "Voting was opened without a rehearsal of the decryption.",
  },
  cards_differ: {
    vi: "{what}: ghi {said}, đúng phải là {right}.",
    en: "{what}: it says {said}, {right} is right.",
  },
  cards_unexplained: {
    vi: "{what}: đếm tay được {said}, sổ ghi {right}, và không có ghi chú sai lệch trước khi công bố.",
    en: "{what}: counted by hand {said}, the log says {right}, and no note explains it before the publication.",
  },
  opening_time: {
    vi: "Giờ mở ghi là {said}, hồ sơ ghi {right}.",
    en: "The opening says time {said}, the record {right}.",
  },
  card_used_twice: {
    vi: "Có {count} phiếu gửi lại bằng thẻ đã dùng.",
    en: "{count} ballots are of cards already used.",
  },
  no_strong_proof: {
    vi: "Phần giải mã của người giữ khoá số {owner} không có bằng chứng mạnh trong sổ.",
    en: "The partial decryption of trustee {owner} has no strong proof in the log.",
  },
  stray_strong_proof: {
    vi: "Bằng chứng mạnh của người giữ khoá số {owner} không thuộc phần giải mã nào, hoặc thừa.",
    en: "This strong proof, said to be of trustee {owner}, is of no decryption, or one too many.",
  },
  result_differs: {
    vi: "Kết quả được công bố trong sổ không phải kết quả của hồ sơ.",
    en: "The result published in the log is not the result of the record.",
  },
  log_went_back: {
    vi: "{file}: điểm chốt trước có {said} mục, sổ này chỉ có {right}: sổ bị lùi, hoặc bản này cũ.",
    en: "{file}: the earlier checkpoint has {said} entries, this log {right}: it went back, or this copy is old.",
  },
  witnesses_up_to: {
    vi: "Đủ bên giám sát đã xác nhận {size} mục đầu của sổ, lúc {time}; từ mục {size} trở đi thì chưa đủ.",
    en: "Enough witnesses had confirmed the first {size} entries at {time}; from entry {size} on they have not.",
  },
  log_forked: {
    vi: "{file}: ở {said} mục, sổ này khác với điểm chốt mà chính khoá của hòm phiếu đã ký.",
    en: "{file}: at {said} entries this log differs from the checkpoint that its own key signed.",
  },
  log_entry_changed: {
    vi: "{file}: mục này khác với mục ghi trong biên nhận.",
    en: "{file}: this entry differs from the one in the receipt.",
  },
};

/** @type {Sentences} */
export const LOG_UNREADABLE = {
  not_a_log: {
    vi: "Tệp này không phải là sổ .tlog (không bắt đầu bằng tinnhiem/log/v1)",
    en: "This is no .tlog file (it does not begin with tinnhiem/log/v1)",
  },
  entry_too_long: {
    vi: "Mục của sổ dài quá 65 535 byte",
    en: "An entry of the log is longer than 65,535 bytes",
  },
  log_too_large: { vi: "Sổ quá lớn", en: "The log is too large" },
  bad_checkpoint: {
    vi: "Cuối sổ phải là một điểm chốt có chữ ký",
    en: "A signed checkpoint must end the log",
  },
  bad_policy: { vi: "Tệp này không phải là chính sách giám sát", en: "This is no witness policy" },
  bad_evidence: {
    vi: "Tệp này không phải là điểm chốt có chữ ký, cũng không phải biên nhận",
    en: "This is neither a signed checkpoint nor a receipt",
  },
};

/** @type {Sentences} */
export const LOG_WORDS = {
  log: { vi: "Sổ", en: "Log" },
  log_entry: { vi: "mục {entry} của sổ", en: "log entry {entry}" },
  questions: { vi: "Trả lời", en: "Answers" },
  trust: { vi: "Căn cứ", en: "On what trust" },
  own_policy: {
    vi: "Không có --policy: khoá của hòm phiếu và danh sách giám sát lấy từ chính sổ, tức là tin lời máy chủ về chính nó. Hãy dùng chính sách nhận được bằng đường khác.",
    en: "No --policy was given: the log's key and the witnesses are taken from the log, that is, the server is trusted about itself. Use a policy that reached you another way.",
  },
  nobody_asked: { vi: "chính sách không yêu cầu ai", en: "the policy asks for nobody" },
  given_policy: {
    vi: "chính sách đưa vào bằng --policy",
    en: "the policy that was given with --policy",
  },
};
