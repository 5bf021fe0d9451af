/** The receipt that a delegate keeps: a proof that the ballot lies in the log; twin of audit/receipt.py. */

import { decode, integer, optional, struct, text } from "./canonical.js";
import { BallotsError } from "./errors.js";
import { base64 } from "./hashing.js";
import { cutExtra, readHeld } from "./held.js";
import { padded } from "./lines.js";
import { ReceiptRefused } from "./log_errors.js";
import { parseProof, verifyProof } from "./proof.js";

/** @typedef {import("./note.js").VerificationKey} VerificationKey */
/** @typedef {import("./proof.js").Proof} Proof */

export { KIND } from "./proof.js";

const MAX_ENTRY = (1 << 16) - 1;
const HASH = /^[0-9a-f]{64}$/;

/** A Belenios event as an entry of the log; audit/entries.py has the other acts. */
const EVENT_ENTRY = struct({
  act: text,
  event: struct({
    parent: optional(text),
    height: integer,
    type: text,
    payload: optional(text),
  }),
});

/**
 * A parsed receipt. What it says counts only after `verifyReceipt` returned.
 * held counts only after `verifyHeld`.
 * @typedef {object} Receipt
 * @property {string} uuid
 * @property {number} index
 * @property {string} tracker
 * @property {Uint8Array} entry the exact bytes of the ballot's entry
 * @property {Proof} proof
 * @property {import("./held.js").Held | null} held
 * @property {boolean} isHeldBroken something stands behind the entry that cannot be read
 */

/**
 * Read a receipt as delegates hand it in.
 * @param {string} content
 * @returns {Receipt}
 * @throws {import("./log_errors.js").LogRefused | ReceiptRefused}
 */
export function parseReceipt(content) {
  const proof = parseProof(content);
  const { origin } = proof.signed.checkpoint;
  const { entry, rest } = cutExtra(proof.extra);
  return {
    uuid: origin.slice(origin.lastIndexOf("/") + 1),
    index: proof.index,
    tracker: trackerIn(entry),
    entry,
    proof,
    ...readHeld(rest),
  };
}

/**
 * Return the tracker of the ballot whose event an entry is.
 * @param {Uint8Array} entry
 * @throws {ReceiptRefused} it is something else
 */
function trackerIn(entry) {
  const { act, event } = readEntry(entry);
  const { parent = "", payload = "", type } = event;
  const isSound = [parent, payload].every((hash) => hash === "" || HASH.test(hash));
  if (act !== "event" || type !== "Ballot" || !isSound) throw new ReceiptRefused();
  const pairs = payload.match(/../g) || [];
  return base64(Uint8Array.from(pairs, (pair) => parseInt(pair, 16)));
}

/** @param {Uint8Array} entry */
function readEntry(entry) {
  try {
    return decode(entry, EVENT_ENTRY, MAX_ENTRY);
  } catch (error) {
    if (!(error instanceof BallotsError)) throw error;
    throw new ReceiptRefused(error.refusal);
  }
}

/**
 * Verify that this log signed a tree in which the ballot lies at the receipt's index.
 * @param {Receipt} receipt
 * @param {VerificationKey} logKey
 * @throws {import("./log_errors.js").LogRefused}
 */
export function verifyReceipt({ proof, entry }, logKey) {
  verifyProof(proof, entry, logKey);
}

/**
 * Return a receipt as it fits into a code: without what stands behind the entry.
 * @param {string} content
 */
export function shortReceipt(content) {
  const [kind, , ...lines] = content.split("\n");
  const { entry } = cutExtra(parseProof(content).extra);
  return [kind, `extra ${padded(entry)}`, ...lines].join("\n");
}
