/**
 * Every sentence that the verifier says, in Vietnamese and English, by closed code; twin of
 * audit/catalogue.py (a test compares them). Words in braces are filled with values.
 */

import { LOG_FAULTS, LOG_TITLES, LOG_UNREADABLE, LOG_WORDS } from "./log_sentences.js";

/** @typedef {import("./report.js").Sentence} Sentence */
/** @typedef {{ readonly [code: string]: Sentence }} Sentences */

/** @type {Sentences} */
export const TITLES = {
  header: { vi: "Đầu hồ sơ và dấu thời gian", en: "Header and time of the record" },
  names: {
    vi: "Tên mỗi tệp đúng bằng mã băm nội dung, không tệp nào lặp",
    en: "Every name is the hash of its content, no member twice",
  },
  chain: {
    vi: "Chuỗi sự kiện liền mạch (mã băm mục trước, số thứ tự)",
    en: "Unbroken chain of events (parent, height)",
  },
  order: { vi: "Thứ tự các loại sự kiện", en: "Order of the kinds of events" },
  references: {
    vi: "Mỗi sự kiện có đủ dữ liệu của mình, không có dữ liệu thừa",
    en: "Every event has its data, no data is left over",
  },
  setup: { vi: "Dữ liệu thiết lập", en: "Setup data" },
  election: { vi: "Định nghĩa cuộc lấy phiếu", en: "Definition of the election" },
  trustees: {
    vi: "Khoá của những người giữ khoá và các bằng chứng",
    en: "Keys of the trustees and their proofs",
  },
  election_key: {
    vi: "Khoá của cuộc lấy phiếu là tích các khoá của những người giữ khoá",
    en: "The election's key is the product of the trustees' keys",
  },
  credentials: { vi: "Danh sách mã công khai của phiếu", en: "List of public credentials" },
  ballot_form: { vi: "Phiếu: đúng dạng chuẩn", en: "Ballots: canonical form" },
  ballot_election: { vi: "Phiếu: thuộc cuộc lấy phiếu này", en: "Ballots: made for this election" },
  ballot_credential: {
    vi: "Phiếu: mã công khai có trong danh sách",
    en: "Ballots: credential on the list",
  },
  ballot_signature: { vi: "Phiếu: chữ ký", en: "Ballots: signature" },
  ballot_proofs: {
    vi: "Phiếu: bằng chứng về nội dung hợp lệ",
    en: "Ballots: proofs of a valid content",
  },
  repeats: {
    vi: "Không phiếu nào lặp lại hoặc sao chép phiếu khác",
    en: "No ballot repeats or copies another",
  },
  tally_size: {
    vi: "Số phiếu và trọng số đưa vào tổng",
    en: "Number and weight of the tallied ballots",
  },
  tally: {
    vi: "Tổng mã hoá đúng bằng tích các phiếu được tính",
    en: "The encrypted tally is the product of the ballots that count",
  },
  decryption_owners: {
    vi: "Mỗi phần giải mã là của một người giữ khoá, mỗi người một phần",
    en: "Each partial decryption is a trustee's, one each",
  },
  decryption_proofs: {
    vi: "Bằng chứng của các phần giải mã",
    en: "Proofs of the partial decryptions",
  },
  enough_decryptions: { vi: "Đủ phần giải mã", en: "Enough partial decryptions" },
  result: {
    vi: "Kết quả đúng bằng tổng được giải mã",
    en: "The result is what the tally opens to",
  },
  earlier: {
    vi: "Không có gì bị xoá hoặc sửa so với bản trước",
    en: "Nothing removed or changed since the earlier copy",
  },
  ...LOG_TITLES,
};

/** @type {Sentences} */
export const FAULTS = {
  timestamp: {
    vi: "Phiên bản phải là 1 và thời gian phải nằm trong giới hạn.",
    en: "The version must be 1 and the time within its limits.",
  },
  member_time: {
    vi: "Tệp {name} mang thời gian khác với đầu hồ sơ.",
    en: "Member {name} carries another time than the header.",
  },
  name: {
    vi: "Nội dung của tệp {name} không có mã băm như tên.",
    en: "The content of member {name} does not have the hash in its name.",
  },
  repeated_member: { vi: "Tệp {name} xuất hiện lần nữa.", en: "Member {name} is there again." },
  height: {
    vi: "Số thứ tự ghi là {height}, không đúng vị trí trong chuỗi.",
    en: "It says height {height}, which is not its place in the chain.",
  },
  parent: {
    vi: "Mã băm của mục trước không đúng: chuỗi bị đứt ở đây.",
    en: "It does not name the hash of the entry before it: the chain breaks here.",
  },
  no_setup: { vi: "Hồ sơ không có sự kiện nào.", en: "The record has no event." },
  out_of_order: {
    vi: "Sự kiện {type} không được đứng ở đây.",
    en: "A {type} event may not stand here.",
  },
  after_result: {
    vi: "Sự kiện {type} đứng sau kết quả.",
    en: "A {type} event stands after the result.",
  },
  payload_missing: {
    vi: "Thiếu dữ liệu mà sự kiện phải có: {name}",
    en: "Data that the event must have is missing: {name}",
  },
  payload_unexpected: {
    vi: "Loại sự kiện này không được kèm dữ liệu.",
    en: "This type of event has no data.",
  },
  payload_late: {
    vi: "Dữ liệu {name} nằm sau sự kiện nêu nó.",
    en: "Data {name} lies after the event that names it.",
  },
  unreferenced: {
    vi: "Không sự kiện nào nêu dữ liệu {name}.",
    en: "No event names the data {name}.",
  },
  election_key: {
    vi: "Khoá dùng để mã hoá phiếu không phải là khoá của những người giữ khoá này.",
    en: "The key that ballots are encrypted with is not the key of these trustees.",
  },
  unlisted_credential: {
    vi: "Phiếu có mã công khai không nằm trong danh sách.",
    en: "A ballot of a credential that is not on the list.",
  },
  repeated_ballot: {
    vi: "Phiếu này đã có ở mục {earlier}.",
    en: "This ballot is already at entry {earlier}.",
  },
  repeated_ciphertext: {
    vi: "Phiếu này chứa bản mã đã có trong phiếu của thẻ khác, ở mục {earlier}.",
    en: "This ballot has a ciphertext of another credential's ballot, at entry {earlier}.",
  },
  num_tallied: {
    vi: "Ghi {said} phiếu được tính, đúng phải là {right}.",
    en: "It says {said} ballots are tallied, {right} is right.",
  },
  total_weight: {
    vi: "Ghi tổng trọng số {said}, đúng phải là {right}.",
    en: "It says total weight {said}, {right} is right.",
  },
  tally: {
    vi: "Tổng mã hoá không phải là tích các phiếu được tính.",
    en: "The encrypted tally is not the product of the ballots that count.",
  },
  owner: { vi: "Không có người giữ khoá số {owner}.", en: "There is no trustee {owner}." },
  repeated_owner: {
    vi: "Người giữ khoá số {owner} giải mã lần thứ hai.",
    en: "Trustee {owner} decrypts a second time.",
  },
  too_few_decryptions: {
    vi: "Có kết quả nhưng chưa đủ người giữ khoá giải mã.",
    en: "There is a result, but too few trustees have decrypted.",
  },
  result_shape: {
    vi: "Số hàng hoặc số ô của kết quả không khớp.",
    en: "The result has another number of questions or answers.",
  },
  result_range: {
    vi: "Số phiếu {said} cho «{answer}» là không thể có.",
    en: "The count {said} for “{answer}” is not possible.",
  },
  result_value: {
    vi: "Ghi {said} cho «{answer}», nhưng tổng mở ra số khác.",
    en: "It says {said} for “{answer}”, but the tally opens to another number.",
  },
  result_sum: {
    vi: "Cộng các ô được {said}, không thể có với trọng số {weight}.",
    en: "The answers add up to {said}, which is not possible with weight {weight}.",
  },
  other_election: {
    vi: "Bản trước là của một cuộc lấy phiếu khác hoặc một thiết lập khác.",
    en: "The earlier copy is of another election or another setup.",
  },
  removed: {
    vi: "Mục này có trong bản trước, nay không còn: {name}",
    en: "This entry was in the earlier copy and is gone: {name}",
  },
  changed: {
    vi: "Mục này không còn ở chỗ cũ như trong bản trước: {name}",
    en: "This is no longer where and as it was in the earlier copy: {name}",
  },
  ...LOG_FAULTS,
};

/** @type {Sentences} */
export const REASONS = {
  too_large: { vi: "Quá lớn.", en: "Too large." },
  malformed: { vi: "Không đúng cấu trúc quy định.", en: "Not of the required structure." },
  not_canonical: {
    vi: "Không viết ở dạng chuẩn duy nhất.",
    en: "Not written in its one canonical form.",
  },
  not_in_group: {
    vi: "Có giá trị nằm ngoài nhóm mật mã.",
    en: "A value lies outside the cryptographic group.",
  },
  unknown_group: { vi: "Nhóm mật mã lạ.", en: "An unknown cryptographic group." },
  unsupported_question: {
    vi: "Có loại câu hỏi không hỗ trợ.",
    en: "A kind of question that is not supported.",
  },
  bad_election: {
    vi: "Định nghĩa cuộc lấy phiếu sai.",
    en: "The definition of the election is wrong.",
  },
  wrong_election: { vi: "Phiếu của cuộc lấy phiếu khác.", en: "A ballot of another election." },
  wrong_shape: {
    vi: "Số hàng hoặc số ô không khớp với câu hỏi.",
    en: "The number of rows or boxes does not fit the questions.",
  },
  duplicate_credential: {
    vi: "Một mã công khai xuất hiện hai lần.",
    en: "A public credential is there twice.",
  },
  bad_weight: { vi: "Trọng số sai.", en: "A weight is wrong." },
  bad_signature: { vi: "Chữ ký sai.", en: "The signature is wrong." },
  invalid_proof: { vi: "Bằng chứng mật mã sai.", en: "A cryptographic proof is wrong." },
  bad_trustees: {
    vi: "Bộ khoá của những người giữ khoá không nhất quán.",
    en: "The keys of the trustees do not fit together.",
  },
};

/** @type {Sentences} */
export const UNREADABLE = {
  no_file: { vi: "Không mở được tệp", en: "The file cannot be opened" },
  empty: { vi: "Tệp rỗng", en: "The file is empty" },
  not_a_record: {
    vi: "Tệp này không phải là hồ sơ .bel (không bắt đầu bằng BELENIOS)",
    en: "This is no .bel record (it does not begin with BELENIOS)",
  },
  truncated: {
    vi: "Tệp bị cắt cụt giữa chừng; hãy tải lại",
    en: "The file ends in the middle of a member; get it again",
  },
  bad_checksum: {
    vi: "Ở đây phải là đầu một tệp con, nhưng tổng kiểm tra không đúng",
    en: "A member's header should stand here, but the checksum is wrong",
  },
  bad_field: {
    vi: "Trường trong đầu tệp con không đúng dạng quy định",
    en: "A field of a member's header is not as it must be",
  },
  bad_name: { vi: "Tên tệp con không hợp lệ", en: "The name of a member is not allowed" },
  bad_padding: {
    vi: "Phần đệm sau tệp con không toàn số không",
    en: "The padding after a member is not zero",
  },
  end_block: {
    vi: "Khối số không sau tệp con cuối: hồ sơ .bel không có khối kết thúc",
    en: "A block of zeros after the last member: a .bel record has no end blocks",
  },
  member_too_large: {
    vi: "Tệp con khai kích thước quá lớn (byte)",
    en: "A member claims too large a size (bytes)",
  },
  too_many_members: { vi: "Quá nhiều tệp con", en: "Too many members" },
  changed_while_read: {
    vi: "Tệp bị thay đổi trong lúc kiểm; hãy kiểm trên một bản sao",
    en: "The file changed while it was verified; verify a copy",
  },
  worker_lost: {
    vi: "Một tiến trình kiểm bị dừng (thiếu bộ nhớ?); hãy thử --jobs 1",
    en: "A verifying process was ended (out of memory?); try --jobs 1",
  },
  ...LOG_UNREADABLE,
};

/** @type {Sentences} */
export const STATES = {
  passed: { vi: "đạt", en: "passed" },
  failed: { vi: "SAI", en: "WRONG" },
  not_reached: { vi: "chưa đến", en: "not yet" },
  not_run: { vi: "không kiểm được", en: "not run" },
};

/** @type {Sentences} */
export const STAGES = {
  nothing: { vi: "chưa có gì", en: "nothing" },
  open: { vi: "đang nhận phiếu", en: "ballots are still being taken" },
  closed: { vi: "đã đóng, chưa có tổng mã hoá", en: "closed, no encrypted tally yet" },
  tallied: { vi: "đã có tổng mã hoá, chưa giải mã", en: "tallied, not yet decrypted" },
  decrypting: { vi: "đã giải mã một phần, chưa có kết quả", en: "partly decrypted, no result yet" },
  result: { vi: "đã có kết quả", en: "complete, with the result" },
};

/** @type {Sentences} */
export const WORDS = {
  record: { vi: "Hồ sơ", en: "Record" },
  name: { vi: "Tên", en: "Name" },
  uuid: { vi: "Mã cuộc", en: "Identifier" },
  fingerprint: { vi: "Dấu vân", en: "Fingerprint" },
  group: { vi: "Nhóm mật mã", en: "Group" },
  stage: { vi: "Mức độ", en: "How far" },
  entries: { vi: "Số mục", en: "Entries" },
  credentials: { vi: "Số mã công khai", en: "Credentials" },
  trustees: { vi: "Số người giữ khoá", en: "Trustees" },
  ballots: { vi: "Số phiếu", en: "Ballots" },
  counted: { vi: "được tính {counted}", en: "{counted} count" },
  revotes: { vi: "gửi lại {revotes}", en: "{revotes} replaced by later ones" },
  weight: { vi: "trọng số {weight}", en: "weight {weight}" },
  checks: { vi: "Các phép kiểm", en: "Checks" },
  needs: { vi: "vì phép kiểm {needs} sai", en: "because check {needs} failed" },
  entry: { vi: "mục {entry}", en: "entry {entry}" },
  question: { vi: "hàng {question}", en: "question {question}" },
  tracker: { vi: "mã xác nhận {tracker}", en: "tracker {tracker}" },
  result: { vi: "Kết quả", en: "Result" },
  blank: { vi: "(phiếu trắng)", en: "(blank)" },
  sound: { vi: "HỒ SƠ ĐÚNG: mọi phép kiểm đều đạt.", en: "SOUND: every check holds." },
  sound_so_far: {
    vi: "HỒ SƠ ĐÚNG cho đến mức hiện có; cuộc lấy phiếu chưa kết thúc.",
    en: "SOUND as far as it goes; the election has not ended.",
  },
  findings: { vi: "HỒ SƠ SAI: {count} điểm sai.", en: "NOT SOUND: {count} findings." },
  unreadable: { vi: "KHÔNG ĐỌC ĐƯỢC", en: "UNREADABLE" },
  progress: { vi: "đang kiểm {done}/{total}", en: "verifying {done}/{total}" },
  stopped: { vi: "đã dừng", en: "stopped" },
  at_byte: { vi: "byte {offset}", en: "byte {offset}" },
  ...LOG_WORDS,
};
