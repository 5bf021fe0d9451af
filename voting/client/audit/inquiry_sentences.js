/** The sentences of the plain questions and of their answers; twin of audit/inquiry_sentences.py. */

/** @typedef {import("./catalogue.js").Sentences} Sentences */

/** @type {Sentences} */
export const INQUIRIES = {
  definition: {
    vi: "Đây có đúng là cuộc lấy phiếu đã được công bố không?",
    en: "Is this the definition that was announced?",
  },
  cards_of_ballots: {
    vi: "Mỗi phiếu có thuộc một thẻ trong danh sách, và không phiếu nào bị sao chép không?",
    en: "Does every ballot belong to a listed card, and is none copied?",
  },
  proofs: {
    vi: "Mọi bằng chứng của các phiếu có đúng không?",
    en: "Are all proofs of the ballots right?",
  },
  tally: {
    vi: "Tổng mã hoá có gồm đúng các phiếu đã nhận, không hơn không kém không?",
    en: "Does the tally hold exactly the accepted ballots?",
  },
  counts: {
    vi: "Số phiếu công bố có đúng là kết quả của tổng đó không?",
    en: "Do the published counts follow from it?",
  },
  changed: {
    vi: "So với bản giữ từ trước: không có gì mất đi hay bị sửa phải không?",
    en: "Compared with what was kept from before: is everything still there, unchanged?",
  },
  witnesses: {
    vi: "Có đủ giám sát đã thấy cùng một sổ này không?",
    en: "Did enough witnesses see this same log?",
  },
  cards: {
    vi: "Số thẻ in, phát, huỷ, thu về, không thu về có khớp nhau, mỗi thẻ một phiếu không?",
    en: "Does every card add up: printed, issued, void, cast, not returned, one ballot a card?",
  },
  whole: {
    vi: "Hồ sơ và sổ có trọn vẹn và đúng thứ tự không?",
    en: "Are the record and the log whole and in order?",
  },
};

/** @type {Sentences} */
export const ANSWERS = {
  yes: { vi: "CÓ", en: "YES" },
  no: { vi: "KHÔNG", en: "NO" },
  not_yet: { vi: "CHƯA ĐẾN LÚC", en: "NOT YET" },
  unchecked: { vi: "CHƯA KIỂM ĐƯỢC", en: "COULD NOT BE CHECKED" },
};

/** @type {Sentences} */
export const ANSWER_REASONS = {
  holds: { vi: "phép kiểm {checks} đạt.", en: "checks passed: {checks}." },
  holds_by_its_own_word: {
    vi: "phép kiểm {checks} đạt, nhưng theo chính sách lấy từ chính sổ (không có --policy).",
    en: "checks passed: {checks}; but by the policy that the log itself states (no --policy).",
  },
  failed: { vi: "phép kiểm {checks} sai.", en: "checks failed: {checks}." },
  blocked: {
    vi: "phép kiểm {checks} không chạy được vì phép kiểm khác sai.",
    en: "checks that could not run, because others failed: {checks}.",
  },
  no_log: {
    vi: "thiếu sổ; hãy thêm --log (phép kiểm {checks}).",
    en: "the log is missing; give --log (checks not made: {checks}).",
  },
  no_earlier: {
    vi: "thiếu bản giữ từ trước; hãy thêm --earlier hoặc --log và --earlier-checkpoint.",
    en: "nothing kept from before; give --earlier, or --log and --earlier-checkpoint.",
  },
  no_witnesses: {
    vi: "chính sách không yêu cầu giám sát nào.",
    en: "the policy asks for no witness.",
  },
  not_reached: {
    vi: "cuộc lấy phiếu chưa đến bước này (phép kiểm {checks}).",
    en: "the conference has not come so far (checks to come: {checks}).",
  },
};
