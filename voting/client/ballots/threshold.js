/** Threshold parameters of a t-of-n committee (spec 4.6.7); twin of ballots/threshold.py. */

import * as canonical from "./canonical.js";
import { verifyCertificates } from "./certificates.js";
import { naming, refused } from "./errors.js";
import { reduce } from "./group.js";
import { TRUSTEE_PUBLIC_KEY, verifyTrusteePublicKey } from "./keys.js";
import { SIGNED_MESSAGE, verifySignature } from "./pki.js";
import { evaluatePublic, multiplyPublic, verifyAllCoefexps } from "./polynomials.js";
import { PROOF } from "./proofs.js";

/** @typedef {import("./group.js").Element} Element */
/** @typedef {import("./group.js").Group} Group */

/** threshold_parameters of the specification. */
export const THRESHOLD_PARAMETERS = canonical.struct({
  threshold: canonical.integer,
  certs: canonical.list(SIGNED_MESSAGE),
  coefexps: canonical.list(SIGNED_MESSAGE),
  signatures: canonical.list(PROOF),
  verification_keys: canonical.list(TRUSTEE_PUBLIC_KEY),
});

/**
 * Verify every certificate, signature, polynomial and verification key.
 * @param {canonical.ValueOf<typeof THRESHOLD_PARAMETERS>} params
 * @param {Group} group
 * @returns {{ keys: Element[], needed: number, subKey: Element }}
 * @throws {BallotsError} the detail names the trustee by its index in the committee
 */
export function verifyThresholdParameters(params, group) {
  const committee = verifyCertificates(params.certs, group);
  if (params.threshold !== BigInt(committee.threshold)) throw refused("bad_trustees", "threshold");
  if (params.verification_keys.length !== committee.members.length) {
    throw refused("bad_trustees", "number of verification keys");
  }
  const total = multiplyPublic(
    verifyAllCoefexps(params.coefexps, params.signatures, committee),
    group,
  );
  if (group.isSame(total[0], group.identity)) {
    throw refused("bad_trustees", "the sub-key is the identity");
  }
  const keys = params.verification_keys.map((key, at) =>
    naming(`trustee ${at + 1}`, () => {
      const expected = evaluatePublic(total, at + 1, group);
      return verifyVerificationKey(key, expected, committee.members[at].verification, group);
    }),
  );
  return { keys, needed: committee.threshold, subKey: total[0] };
}

/**
 * Verify one trustee's key: value, proof of knowledge, the owner's signature of its text.
 * @param {import("./keys.js").TrusteePublicKey} key
 * @param {Element} expected g^S_j as the public polynomials give it (spec 4.6.6)
 * @param {Element} owner the key that the owner signs with
 * @param {Group} group
 */
export function verifyVerificationKey(key, expected, owner, group) {
  const found = verifyTrusteePublicKey(key, group);
  if (!group.isSame(found, expected)) throw refused("bad_trustees", "verification key");
  if (key.signature === undefined) throw refused("bad_signature", "verification key not signed");
  verifySignature(group, owner, key.public_key, key.signature);
  return found;
}

/**
 * Return the Lagrange coefficient at 0 of `index` among `indices` (spec 4.21): the product of
 * k / (k - index) modulo q over every other k.
 * @param {number[]} indices different and positive
 * @param {number} index
 * @param {Group} group
 */
export function lagrange(indices, index, group) {
  let [numerator, denominator] = [1n, 1n];
  for (const other of indices) {
    if (other === index) continue;
    numerator = reduce(group, numerator * BigInt(other));
    denominator = reduce(group, denominator * BigInt(other - index));
  }
  return reduce(group, numerator * inverse(denominator, group.order));
}

/**
 * @param {bigint} value
 * @param {bigint} order
 */
function inverse(value, order) {
  let [a, b, x, y] = [value, order, 1n, 0n];
  while (b !== 0n) {
    const quotient = a / b;
    [a, b] = [b, a % b];
    [x, y] = [y, x - quotient * y];
  }
  return x;
}
