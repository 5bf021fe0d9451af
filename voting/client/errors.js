/**
 * The refusals of `ballots/errors.py` that can happen in a browser, and their sentences.
 *
 * A refusal is a code that programs compare and a sentence that people read. `detail` says where
 * (a field, a question number, a character); it never holds a secret or a choice.
 */

/** @typedef {{ readonly vi: string, readonly en: string }} Sentence */

/** @typedef {keyof typeof SENTENCES} Refusal */

export const SENTENCES = Object.freeze({
  too_large: {
    vi: "Dữ liệu gửi đến quá lớn. Hãy tạo lại phiếu từ mã QR trên thẻ.",
    en: "What was sent is too large. Make the ballot again from the QR code on the card.",
  },
  malformed: {
    vi: "Dữ liệu không đúng cấu trúc. Hãy tạo lại từ phần mềm tương thích.",
    en: "The structure is not the one required. Make it again with compatible software.",
  },
  not_canonical: {
    vi: "Dữ liệu không được viết ở dạng chuẩn duy nhất. Hãy tạo lại từ phần mềm tương thích.",
    en: "It is not written in its one canonical form. Make it again with compatible software.",
  },
  not_in_group: {
    vi: "Có một giá trị không thuộc nhóm mật mã của cuộc lấy phiếu. Hãy tạo lại.",
    en: "A value lies outside the cryptographic group of this election. Make it again.",
  },
  unknown_group: {
    vi: "Không biết nhóm mật mã này. Hãy dùng Ed25519 hoặc BELENIOS-2048.",
    en: "This cryptographic group is not known. Use Ed25519 or BELENIOS-2048.",
  },
  unsupported_question: {
    vi: "Loại câu hỏi này chưa được hỗ trợ. Chỉ dùng câu hỏi đồng cấu (chọn min đến max).",
    en: "This kind of question is not supported. Use homomorphic questions (choose min to max).",
  },
  bad_election: {
    vi: "Định nghĩa cuộc lấy phiếu không hợp lệ. Hãy sửa mục được nêu.",
    en: "The definition of the election is not valid. Mend the field that is named.",
  },
  wrong_election: {
    vi: "Phiếu này thuộc một cuộc lấy phiếu khác. Hãy quét lại mã QR trên thẻ của cuộc này.",
    en: "This ballot belongs to another election. Scan the QR code on the card of this one again.",
  },
  wrong_shape: {
    vi: "Số câu trả lời hoặc số ô không khớp với danh sách. Hãy tải lại danh sách và làm lại.",
    en: "The number of answers or boxes does not fit the list. Load the list again and start over.",
  },
  unknown_credential: {
    vi: "Thẻ này không có trong danh sách của cuộc lấy phiếu. Hãy hỏi tại bàn phát phiếu.",
    en: "This card is not on the list of this election. Ask at the check-in desk.",
  },
  bad_credential: {
    vi: "Mã thẻ chưa đúng. Hãy so từng nhóm ký tự với thẻ và nhập lại.",
    en: "The card code is not right. Compare each group with the card and type it again.",
  },
  bad_choices: {
    vi: "Số mức được chọn không đúng với quy định của một hàng. Hãy xem lại hàng đó.",
    en: "The number of marks in a row is not what the rules allow. Look at that row again.",
  },
  bad_signature: {
    vi: "Chữ ký không đúng. Hãy tạo lại từ thẻ hoặc khoá gốc.",
    en: "The signature is wrong. Make it again from the original card or key.",
  },
  invalid_proof: {
    vi: "Bằng chứng mật mã không đúng. Hãy tạo lại.",
    en: "A cryptographic proof is wrong. Make it again.",
  },
});

/** Root of every refusal: a closed code, and where it is wrong. */
export class BallotsError extends Error {
  /**
   * @param {Refusal} refusal
   * @param {string} [detail] where, never a secret
   */
  constructor(refusal, detail = "") {
    super(detail ? `${refusal}: ${detail}` : refusal);
    this.name = "BallotsError";
    /** @type {Refusal} */
    this.refusal = refusal;
    this.detail = detail;
  }
}

/**
 * Return the detail with the number of the question before it.
 * @param {number} number from 1
 * @param {string} detail
 */
export function located(number, detail) {
  return detail ? `question ${number}: ${detail}` : `question ${number}`;
}
