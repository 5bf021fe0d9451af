/** Public polynomials of a threshold committee (spec 4.6.4); twin of ballots/polynomials.py. */

import * as canonical from "./canonical.js";
import { naming, refused } from "./errors.js";
import { parseElement, product } from "./group.js";
import { SIGNED_MESSAGE, verifySignature, verifySignedMessage } from "./pki.js";

/** @typedef {import("./certificates.js").Committee} Committee */
/** @typedef {import("./group.js").Element} Element */
/** @typedef {import("./group.js").Group} Group */
/** @typedef {import("./pki.js").SignedMessage} SignedMessage */

const COEFEXPS = canonical.list(canonical.text);

/** raw_coefexps of the specification. */
export const RAW_COEFEXPS = canonical.struct({ coefexps: COEFEXPS });

/** certs of the specification: what a trustee signs to bind certificates and polynomial. */
export const BOUND_COEFEXPS = canonical.struct({
  certs: canonical.list(SIGNED_MESSAGE),
  coefexps: COEFEXPS,
});

/**
 * Return g^f(x), the product of A_k^(x^k), from the public A_k.
 * @param {Element[]} coefexps
 * @param {number} x
 * @param {Group} group
 */
export function evaluatePublic(coefexps, x, group) {
  return coefexps.reduceRight(
    (value, coefexp) => group.multiply(group.power(value, BigInt(x)), coefexp),
    group.identity,
  );
}

/**
 * Return the A_k of the sum of all trustees' polynomials.
 * @param {Element[][]} polynomials
 * @param {Group} group
 */
export function multiplyPublic(polynomials, group) {
  return polynomials[0].map((_, k) => product(group, polynomials.map((one) => one[k])));
}

/**
 * Verify one trustee's signed A_ik and the signature that binds them to all certificates.
 * @param {SignedMessage} signed
 * @param {import("./proofs.js").Proof} signature
 * @param {number} at the trustee's place, from 0
 * @param {Committee} committee
 */
export function verifyCoefexps(signed, signature, at, committee) {
  const { group, certs, threshold } = committee;
  const { verification } = committee.members[at];
  const data = verifySignedMessage(group, verification, signed);
  const { coefexps } = canonical.decode(data, RAW_COEFEXPS);
  if (coefexps.length !== threshold) throw refused("bad_trustees", "number of coefficients");
  const found = coefexps.map((text) => parseElement(group, text));
  const bound = `certs_sig|${BOUND_COEFEXPS.write({ certs, coefexps })}`;
  verifySignature(group, verification, bound, signature);
  return found;
}

/**
 * Verify the public polynomials of all trustees; refusals name the trustee.
 * @param {SignedMessage[]} coefexps
 * @param {import("./proofs.js").Proof[]} signatures
 * @param {Committee} committee
 * @returns {Element[][]}
 * @throws {BallotsError} bad_trustees, bad_signature, as `decode`, not_in_group
 */
export function verifyAllCoefexps(coefexps, signatures, committee) {
  const { length } = committee.members;
  if (coefexps.length !== length || signatures.length !== length) {
    throw refused("bad_trustees", "number of polynomials");
  }
  return coefexps.map((signed, at) =>
    naming(`trustee ${at + 1}`, () => verifyCoefexps(signed, signatures[at], at, committee)),
  );
}
