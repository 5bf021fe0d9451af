/**
 * Why something offered to the verifier is refused; twin of ballots/errors.py.
 *
 * Codes only: the verifier's sentences lie in audit/catalogue.js.
 */

import { BallotsError } from "../errors.js";

/** @typedef {"wrong_passphrase" | "copy_damaged" | "not_key_copy" | "weak_passphrase"} CopyRefusal */

/**
 * @typedef {"too_large" | "malformed" | "not_canonical" | "not_in_group" | "unknown_group"
 *   | "unsupported_question" | "bad_election" | "wrong_election" | "wrong_shape"
 *   | "duplicate_credential" | "bad_weight" | "bad_signature" | "invalid_proof"
 *   | "bad_trustees" | "bad_share" | "bad_message" | CopyRefusal} Refusal
 */

export { BallotsError };

/**
 * Make a refusal.
 * @param {Refusal} refusal
 * @param {string} [detail] where it is wrong
 */
export function refused(refusal, detail = "") {
  return new BallotsError(/** @type {any} */ (refusal), detail);
}

/**
 * Do something; a refusal gets another detail.
 * @template T
 * @param {() => T} work
 * @param {(detail: string, refusal: Refusal) => string} detailed
 * @param {(refusal: Refusal) => Refusal} [changed]
 * @returns {T}
 */
export function detailing(work, detailed, changed = (refusal) => refusal) {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof BallotsError)) throw error;
    const refusal = /** @type {Refusal} */ (/** @type {string} */ (error.refusal));
    throw refused(changed(refusal), detailed(error.detail, refusal));
  }
}

/**
 * Put where something happened before the detail of a refusal.
 * @template T
 * @param {string} where
 * @param {() => T} work
 * @returns {T}
 */
export function naming(where, work) {
  return detailing(work, (detail) => (detail ? `${where}: ${detail}` : where));
}
