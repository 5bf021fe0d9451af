/** Signed messages of trustees (spec 4.6.1); twin of the verifying half of ballots/pki.py. */

import * as canonical from "./canonical.js";
import { detailing } from "./errors.js";
import { utf8 } from "./hashing.js";
import { PROOF, verifyKnowledge } from "./proofs.js";

/** @typedef {import("./group.js").Group} Group */
/** @typedef {import("./group.js").Element} Element */

/** signed_msg of the specification. */
export const SIGNED_MESSAGE = canonical.struct({ message: canonical.text, signature: PROOF });

/** @typedef {canonical.ValueOf<typeof SIGNED_MESSAGE>} SignedMessage */

/**
 * Verify the signature of a text.
 * @param {Group} group
 * @param {Element} key
 * @param {string} message
 * @param {import("./proofs.js").Proof} signature
 * @throws {BallotsError} bad_signature, not_canonical
 */
export function verifySignature(group, key, message, signature) {
  detailing(
    () => verifyKnowledge(group, key, signature, "sigmsg", message),
    (detail, refusal) => (refusal === "invalid_proof" ? "" : detail),
    (refusal) => (refusal === "invalid_proof" ? "bad_signature" : refusal),
  );
}

/**
 * Verify a signed text and return its bytes.
 * @param {Group} group
 * @param {Element} key
 * @param {SignedMessage} signed
 */
export function verifySignedMessage(group, key, signed) {
  verifySignature(group, key, signed.message, signed.signature);
  return utf8(signed.message);
}
