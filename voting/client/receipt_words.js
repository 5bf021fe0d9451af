/**
 * A verdict on a receipt in plain words, the same everywhere; twin of audit/receipt_words.py, whose
 * sentences these are (the vectors in tests/vectors/log/receipts.json hold both).
 */

import { clockTime } from "./clock.js";
import { countSeen, isSound } from "./receipt_verdict.js";

/** @typedef {import("./errors.js").Sentence} Sentence */
/** @typedef {import("./receipt_verdict.js").Judgement} Judgement */

/** @type {Record<import("./receipt_verdict.js").Verdict, Sentence>} */
const FIRST = {
  holds: {
    vi: "Biên nhận đúng. Phiếu nằm trong hòm phiếu, ở vị trí {index} trong {size} mục.",
    en: "The receipt holds. The ballot is in the ballot box, at place {index} of {size} entries.",
  },
  too_few_witnesses: {
    vi: "Biên nhận đúng, nhưng chưa đủ giám sát xác nhận. Phiếu nằm trong hòm phiếu, ở vị trí {index} trong {size} mục.",
    en: "The receipt holds, but too few witnesses have confirmed it. The ballot is in the ballot box, at place {index} of {size} entries.",
  },
  not_a_receipt: {
    vi: "Đây không phải một biên nhận nguyên vẹn: thiếu, thừa hoặc sai dòng.",
    en: "This is not a whole receipt: a line is missing, too many, or wrong.",
  },
  not_a_ballot: {
    vi: "Bằng chứng này không phải của một phiếu: nội dung đã bị sửa, hoặc là của mục khác.",
    en: "This proof is not of a ballot: its content was changed, or it is of another entry.",
  },
  other_conference: {
    vi: "Biên nhận này thuộc một cuộc lấy phiếu khác: {detail}.",
    en: "This receipt belongs to another conference: {detail}.",
  },
  not_signed: {
    vi: "Biên nhận không có chữ ký của hòm phiếu này.",
    en: "The receipt has no signature of this ballot box.",
  },
  bad_signature: {
    vi: "Chữ ký của hòm phiếu sai: dấu hòm phiếu hoặc chữ ký đã bị sửa.",
    en: "The signature of the ballot box is wrong: the mark of the ballot box or the signature was changed.",
  },
  bad_path: {
    vi: "Phiếu không khớp với hòm phiếu đã ký: nội dung, vị trí hoặc đường dẫn đã bị sửa.",
    en: "The ballot does not fit the signed ballot box: its content, its place or the path was changed.",
  },
  bad_cosignature: {
    vi: "Chữ ký của giám sát {detail} sai: chữ ký đã bị sửa, hoặc không phải của giám sát này.",
    en: "The signature of the witness {detail} is wrong: it was changed, or this witness did not make it.",
  },
};

const SENTENCES = {
  tracker: {
    vi: "Mã xác nhận: {tracker}",
    en: "Tracker: {tracker}",
  },
  signed: {
    vi: "Chữ ký của hòm phiếu đúng.",
    en: "The signature of the ballot box is right.",
  },
  noPolicy: {
    vi: "Không có danh sách giám sát để đối chiếu.",
    en: "There is no list of witnesses to compare with.",
  },
  noWitness: {
    vi: "Kế hoạch của cuộc này không chỉ định giám sát.",
    en: "The plan of this conference names no witnesses.",
  },
  seen: {
    vi: "{count} trên {all} giám sát đã xác nhận.",
    en: "{count} of {all} witnesses have confirmed it.",
  },
  enough: {
    vi: "Như vậy là đủ theo kế hoạch.",
    en: "That is enough under the plan of the conference.",
  },
  newer: {
    vi: "Hãy lấy biên nhận mới hơn ở trang của cuộc lấy phiếu.",
    en: "Get a newer receipt from the page of the conference.",
  },
  held: {
    vi: "Tính đến biên nhận này: đủ giám sát đã xác nhận {held} mục đầu, lúc {time}; từ mục {held} trở đi thì chưa đủ.",
    en: "As of this receipt: enough witnesses had confirmed the first {held} entries, at {time}; from entry {held} on they have not.",
  },
  notHeld: {
    vi: "Biên nhận này chưa mang lần nào đủ giám sát xác nhận. Ngay sau khi gửi phiếu, đó là bình thường: chữ ký của giám sát đến sau giây lát.",
    en: "This receipt shows no time yet at which enough witnesses had confirmed. Right after casting that is usual: the witnesses' signatures come in a moment.",
  },
  broken: {
    vi: "Phần thêm về giám sát trong biên nhận này không đọc được hoặc không đúng; bản thân biên nhận vẫn đúng. Phần thêm ấy không có chữ ký: hãy lấy biên nhận mới hơn.",
    en: "The addition about witnesses in this receipt cannot be read or does not hold; the receipt itself is good. Nobody signed that addition: get a newer receipt.",
  },
  notSeen: {
    vi: "{name}: chưa xác nhận",
    en: "{name}: not yet",
  },
  keep: {
    vi: "Hãy giữ biên nhận và đưa cho Ban Kiểm phiếu.",
    en: "Keep the receipt and show it to the counting committee.",
  },
  other: {
    vi: "Hãy kiểm tra ở trang của cuộc ấy.",
    en: "Check it on the page of that conference.",
  },
  again: {
    vi: "Hãy dán lại cả biên nhận, không bỏ dòng nào.",
    en: "Paste the whole receipt, with every line.",
  },
};

/**
 * Say a verdict: the first line what was found, the others its grounds or what to do.
 * @param {Judgement} found
 * @param {"vi" | "en"} language
 * @returns {string[]}
 */
export function said(found, language) {
  const { index, size, detail, tracker, times, verdict } = found;
  const one = (
    /** @type {Sentence} */ sentence,
    /** @type {Record<string, unknown>} */ values = {},
  ) => sentence[language].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  const first = one(FIRST[verdict], { index, size, detail });
  if (!isSound(found)) return [`${first} [${verdict}]`, one(thenOf(verdict))];
  const lines = [first, one(SENTENCES.tracker, { tracker }), one(SENTENCES.signed)];
  if (found.isHeldBroken) lines.push(one(SENTENCES.broken));
  if (times === null) return [...lines, one(SENTENCES.noPolicy)];
  if (!times.length) return [...lines, one(SENTENCES.noWitness)];
  let seen = one(SENTENCES.seen, { count: countSeen(found), all: times.length });
  if (verdict === "too_few_witnesses") seen += ` ${one(SENTENCES.newer)}`;
  else if (found.needsWitnesses) seen += ` ${one(SENTENCES.enough)}`;
  const each = times.map(([name, time]) => {
    return time === null ? one(SENTENCES.notSeen, { name }) : `${name}: ${clockTime(time)}`;
  });
  if (verdict !== "too_few_witnesses" || found.isHeldBroken) return [...lines, seen, ...each];
  const since =
    found.held === null
      ? one(SENTENCES.notHeld)
      : one(SENTENCES.held, { held: found.held[0], time: clockTime(found.held[1]) });
  return [...lines, seen, since, ...each];
}

/** @param {import("./receipt_verdict.js").Verdict} verdict */
function thenOf(verdict) {
  if (verdict === "not_a_receipt") return SENTENCES.again;
  return verdict === "other_conference" ? SENTENCES.other : SENTENCES.keep;
}
