/** Verification keys of trustees (spec 4.5); twin of ballots/keys.py. */

import * as canonical from "./canonical.js";
import { parseElement } from "./group.js";
import { PROOF, verifyKnowledge } from "./proofs.js";

/** trustee_public_key of the specification. */
export const TRUSTEE_PUBLIC_KEY = canonical.struct(
  { pok: PROOF, public_key: canonical.text, signature: canonical.optional(PROOF) },
  { missing: ["signature"] },
);

/** @typedef {canonical.ValueOf<typeof TRUSTEE_PUBLIC_KEY>} TrusteePublicKey */

/**
 * Verify the proof of knowledge and return the key as an element.
 * @param {TrusteePublicKey} key
 * @param {import("./group.js").Group} group
 * @throws {BallotsError} not_canonical, not_in_group, invalid_proof
 */
export function verifyTrusteePublicKey(key, group) {
  const found = parseElement(group, key.public_key);
  verifyKnowledge(group, found, key.pok, "pok", group.name, key.public_key);
  return found;
}
