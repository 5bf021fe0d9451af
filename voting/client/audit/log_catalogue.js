/** Why something of the log's formats is refused, in words; twin of audit/log_catalogue.py. */

/** @typedef {import("./catalogue.js").Sentences} Sentences */

/** @type {Sentences} */
export const LOGS = {
  note_malformed: {
    vi: "Văn bản có chữ ký không đúng dạng.",
    en: "Not a signed note in its one form.",
  },
  key_malformed: {
    vi: "Khoá kiểm chữ ký không đúng dạng.",
    en: "Not a verification key in its one form.",
  },
  key_type: {
    vi: "Khoá thuộc loại khác với loại cần ở đây.",
    en: "The key is not of the type that belongs here.",
  },
  log_wrong_key: { vi: "Không có chữ ký của khoá này.", en: "No signature is by this key." },
  log_bad_signature: {
    vi: "Chữ ký sai: nội dung đã bị sửa, hoặc chữ ký không phải của khoá này.",
    en: "The signature is wrong: the content was changed, or this key did not sign it.",
  },
  checkpoint_malformed: {
    vi: "Điểm chốt của sổ không đúng dạng.",
    en: "Not a checkpoint in its one form.",
  },
  log_wrong_origin: {
    vi: "Điểm chốt là của một sổ khác.",
    en: "The checkpoint is that of another log.",
  },
  out_of_tree: {
    vi: "Sổ không có mục hoặc kích thước này.",
    en: "The log has no such entry or size.",
  },
  bad_inclusion: {
    vi: "Bằng chứng sai: mục không nằm ở vị trí này trong sổ.",
    en: "The proof is wrong: the entry does not lie at this place of the log.",
  },
  bad_consistency: {
    vi: "Bằng chứng sai: sổ không tiếp nối điểm chốt trước.",
    en: "The proof is wrong: the log does not continue the earlier checkpoint.",
  },
  log_proof_malformed: { vi: "Bằng chứng không đúng dạng.", en: "Not a proof in its one form." },
  tile_malformed: {
    vi: "Mảnh của sổ, hoặc đường dẫn của nó, không đúng dạng.",
    en: "Not a tile of the log, or its path, in its one form.",
  },
  tile_missing: {
    vi: "Thiếu một mảnh mà sổ phải có.",
    en: "A tile that the log must have is missing.",
  },
  tile_wrong: {
    vi: "Mảnh của sổ không khớp với điểm chốt.",
    en: "A tile of the log does not match the checkpoint.",
  },
  log_entry_too_long: {
    vi: "Mục dài quá 65 535 byte.",
    en: "The entry is longer than 65,535 bytes.",
  },
  log_entry_wrong: {
    vi: "Nội dung của mục không khớp với sổ.",
    en: "The content of the entry does not match the log.",
  },
  cosignature_time: {
    vi: "Thời gian trong chữ ký của giám sát không hợp lệ.",
    en: "The time in the witness's signature is impossible.",
  },
  policy_malformed: {
    vi: "Một dòng của chính sách giám sát không đúng dạng.",
    en: "A line of the witness policy is not in its form.",
  },
  policy_name: {
    vi: "Chính sách nhắc đến một tên chưa được định nghĩa ở trên.",
    en: "The policy uses a name that no line above defines.",
  },
  policy_duplicate: {
    vi: "Chính sách định nghĩa hoặc dùng một tên, một khoá hai lần.",
    en: "The policy defines or uses a name or a key twice.",
  },
  policy_threshold: {
    vi: "Ngưỡng của nhóm phải từ 1 đến số thành viên.",
    en: "The threshold of a group must be 1 to the number of its members.",
  },
  policy_quorum: {
    vi: "Chính sách phải có đúng một dòng quorum.",
    en: "The policy must have exactly one quorum line.",
  },
  policy_too_large: { vi: "Chính sách quá dài.", en: "The policy is too long." },
  no_quorum: {
    vi: "Chưa đủ giám sát cùng ký điểm chốt theo chính sách.",
    en: "Too few witnesses cosigned the checkpoint for the policy.",
  },
  witness_request_malformed: {
    vi: "Yêu cầu gửi giám sát không đúng dạng.",
    en: "Not a request to a witness in its form.",
  },
  witness_unknown_log: {
    vi: "Giám sát này không theo dõi sổ đó.",
    en: "This witness does not follow that log.",
  },
  witness_old_size_above: {
    vi: "Kích thước cũ lớn hơn kích thước của điểm chốt.",
    en: "The old size is above the size of the checkpoint.",
  },
  witness_old_size_differs: {
    vi: "Giám sát đã ký một điểm chốt có kích thước khác.",
    en: "The witness last signed a checkpoint of another size.",
  },
  witness_response_malformed: {
    vi: "Trả lời của giám sát không đúng dạng.",
    en: "Not an answer of a witness in its form.",
  },
  refusal_malformed: {
    vi: "Giấy từ chối phiếu không đúng dạng.",
    en: "Not a signed refusal in its one form.",
  },
};
