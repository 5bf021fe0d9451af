/**
 * The verdict on a receipt: one closed code, and what the receipt proves; twin of
 * audit/receipt_verdict.py. Nothing is asked of anybody.
 */

import { base64 } from "./hashing.js";
import { verifyHeld } from "./held.js";
import { LogRefused, ReceiptRefused } from "./log_errors.js";
import { NO_WITNESS } from "./policy.js";
import { evaluatePolicy } from "./quorum.js";
import { KIND, parseReceipt, verifyReceipt } from "./receipt.js";

/** @typedef {import("./note.js").VerificationKey} VerificationKey */
/** @typedef {import("./policy.js").Policy} Policy */

/**
 * @typedef {"holds" | "too_few_witnesses" | "not_a_receipt" | "not_a_ballot" | "other_conference"
 *   | "not_signed" | "bad_signature" | "bad_path" | "bad_cosignature"} Verdict
 */

/**
 * A verdict and its grounds.
 * @typedef {object} Judgement
 * @property {Verdict} verdict
 * @property {number} index of a sound receipt, as the next four
 * @property {number} size
 * @property {string} root of the log, in Base64 without padding
 * @property {string} tracker
 * @property {string} uuid
 * @property {[string, number | null][] | null} times when each witness saw it, null if it has not;
 *   null without a policy
 * @property {boolean} needsWitnesses whether the policy asks for any
 * @property {[number, number] | null} held if they are too few, how many entries enough of them had
 *   confirmed, and when; null if the receipt shows none
 * @property {boolean} isHeldBroken what it shows of that, unsigned, cannot be read or does not hold
 * @property {string} detail another conference's origin, or the witness whose signature is wrong
 */

/** @type {Record<string, Verdict>} */
const VERDICTS = {
  log_wrong_origin: "other_conference",
  log_wrong_key: "not_signed",
  log_bad_signature: "bad_signature",
  bad_inclusion: "bad_path",
  out_of_tree: "bad_path",
};

/**
 * Judge a receipt as somebody pasted it. Without a policy nothing is said of witnesses.
 * @param {string} text
 * @param {VerificationKey} logKey
 * @param {Policy | null} policy
 * @returns {Judgement}
 */
export function judgeReceipt(text, logKey, policy) {
  /** @type {import("./receipt.js").Receipt} */
  let receipt;
  try {
    receipt = parseReceipt(normalReceipt(text));
  } catch (error) {
    if (error instanceof ReceiptRefused) return judged("not_a_ballot");
    if (error instanceof LogRefused) return judged("not_a_receipt");
    throw error;
  }
  try {
    verifyReceipt(receipt, logKey);
  } catch (error) {
    if (!(error instanceof LogRefused)) throw error;
    const verdict = VERDICTS[error.code];
    const { origin } = receipt.proof.signed.checkpoint;
    return judged(verdict, verdict === "other_conference" ? { detail: origin } : {});
  }
  return witnessed(receipt, policy);
}

/**
 * Tell whether the ballot is proved to lie in the log, however many witnesses saw it.
 * @param {Judgement} judgement
 */
export function isSound({ verdict }) {
  return verdict === "holds" || verdict === "too_few_witnesses";
}

/**
 * Count the witnesses who have seen it.
 * @param {Judgement} judgement
 */
export function countSeen({ times }) {
  return (times || []).filter(([, time]) => time !== null).length;
}

/**
 * Return a receipt with its line ends as they were, after a form or a messenger had it.
 * @param {string} text
 */
export function normalReceipt(text) {
  const start = text.indexOf(KIND);
  if (start < 0) return text;
  const lines = text.slice(start).replace(/[ \t\r\n]+$/, "").split(/\r\n|\r|\n/);
  return lines.map((line) => `${line.replace(/[ \t]+$/, "")}\n`).join("");
}

/**
 * @param {import("./receipt.js").Receipt} receipt
 * @param {Policy | null} policy
 */
function witnessed(receipt, policy) {
  const { index, tracker, uuid, isHeldBroken, proof: { signed } } = receipt;
  const { size, root } = signed.checkpoint;
  const found = { index, tracker, uuid, size, root: base64(root), isHeldBroken };
  if (policy === null) return judged("holds", found);
  let quorum;
  try {
    quorum = evaluatePolicy({ ...policy, logs: [] }, signed);
  } catch (error) {
    if (!(error instanceof LogRefused)) throw error;
    return judged("bad_cosignature", { detail: error.detail });
  }
  const { isReached, times } = quorum;
  const more = {
    ...found,
    times: Array.from(policy.witnesses, ([name, { key }]) => {
      const time = times.get(name);
      return /** @type {[string, number | null]} */ ([key.name, time === undefined ? null : time]);
    }),
    needsWitnesses: policy.quorum !== NO_WITNESS,
  };
  return isReached ? judged("holds", more) : tooFew(more, receipt, policy);
}

/**
 * Judge since when too few witnesses confirmed, if the receipt shows it.
 * @param {Partial<Judgement>} found
 * @param {import("./receipt.js").Receipt} receipt
 * @param {Policy} policy
 */
function tooFew(found, { held, proof }, policy) {
  if (held === null) return judged("too_few_witnesses", found);
  try {
    const time = verifyHeld(held, proof.signed.checkpoint, policy);
    return judged("too_few_witnesses", { ...found, held: [held.signed.checkpoint.size, time || 0] });
  } catch (error) {
    if (!(error instanceof LogRefused)) throw error;
    return judged("too_few_witnesses", { ...found, isHeldBroken: true });
  }
}

/**
 * @param {Verdict} verdict
 * @param {Partial<Judgement>} [more]
 * @returns {Judgement}
 */
function judged(verdict, more = {}) {
  const nothing = { index: 0, size: 0, root: "", tracker: "", uuid: "", times: null, held: null };
  const no = { needsWitnesses: false, isHeldBroken: false, detail: "" };
  return { ...nothing, ...no, ...more, verdict };
}
