/**
 * Polynomials of the key ceremony (spec 4.6.4), and the commitment that fixes them; twin of
 * ballots/polynomials.py.
 */

import * as canonical from "../ballots/canonical.js";
import { naming, refused } from "../ballots/errors.js";
import { PROOF } from "../ballots/proofs.js";
import { SIGNED_MESSAGE } from "../ballots/pki.js";
import { BOUND_COEFEXPS, RAW_COEFEXPS, verifyCoefexps } from "../ballots/polynomials.js";
import * as group from "../group.js";
import { hex, sha256, utf8 } from "../hashing.js";
import { indexOf } from "./certificates.js";
import { makeSignedMessage, parseEncrypted, send, signMessage, withKeys } from "./pki.js";

/** @typedef {import("../ballots/certificates.js").Committee} Committee */
/** @typedef {group.Scalar} Scalar */

/** raw_polynomial of the specification. SECRET */
export const RAW_POLYNOMIAL = canonical.struct({ polynomial: canonical.list(canonical.text) });

/** secret of the specification. SECRET */
export const SECRET = canonical.struct({ secret: canonical.text });

/** polynomial of the specification. */
export const POLYNOMIAL = canonical.struct({
  polynomial: canonical.text,
  secrets: canonical.list(canonical.text),
  coefexps: SIGNED_MESSAGE,
  signature: PROOF,
});

/** @typedef {canonical.ValueOf<typeof POLYNOMIAL>} Polynomial */

/**
 * Return f(x) modulo q, in constant time. SECRET
 * @param {Scalar[]} coefficients
 * @param {number} x
 */
export function evaluate(coefficients, x) {
  const point = group.smallScalar(x);
  return coefficients.reduceRight((value, coefficient) => {
    const product = group.multiplyScalars(value, point);
    const sum = group.addScalars(product, coefficient);
    group.wipe(value, product);
    return sum;
  }, new Uint8Array(32));
}

/**
 * Draw this trustee's polynomial and make its message.
 * @param {string} seed
 * @param {Committee} committee
 * @param {group.Draw} [draw]
 * @throws {BallotsError} bad_trustees if the seed is of none of the committee
 */
export function makePolynomial(seed, committee, draw = group.randomScalar) {
  const coefficients = Array.from({ length: committee.threshold }, () => draw());
  try {
    return withKeys(seed, (keys) =>
      canonical.encode(POLYNOMIAL, polynomialOf(keys, committee, coefficients)),
    );
  } finally {
    group.wipe(...coefficients);
  }
}

/**
 * Make the message of given secret coefficients.
 * @param {import("./pki.js").PrivateKeys} keys
 * @param {Committee} committee
 * @param {Scalar[]} coefficients
 * @returns {Polynomial}
 */
function polynomialOf(keys, committee, coefficients) {
  indexOf(committee, keys);
  const raw = RAW_POLYNOMIAL.write({ polynomial: coefficients.map(group.scalarText) });
  const coefexps = coefficients.map((a) => group.elementText(group.powerG(a)));
  return {
    polynomial: send(keys, keys.encryption, raw),
    secrets: committee.members.map(({ encryption }, at) => {
      const share = evaluate(coefficients, at + 1);
      const secret = SECRET.write({ secret: group.scalarText(share) });
      group.wipe(share);
      return send(keys, encryption, secret);
    }),
    coefexps: makeSignedMessage(keys, RAW_COEFEXPS.write({ coefexps })),
    signature: signMessage(
      keys,
      `certs_sig|${BOUND_COEFEXPS.write({ certs: committee.certs, coefexps })}`,
    ),
  };
}

/**
 * Verify all of a trustee's polynomial that can be seen without a private key.
 *
 * The secrets inside are verified by the trustees who can open them (makeVoutput).
 * @param {Uint8Array} data
 * @param {number} index from 1
 * @param {Committee} committee
 * @returns {Polynomial}
 * @throws {BallotsError} as `decode`, parseEncrypted, verifyCoefexps; the detail names the trustee
 */
export function verifyPolynomial(data, index, committee) {
  return naming(`trustee ${index}`, () => {
    const message = canonical.decode(data, POLYNOMIAL);
    if (message.secrets.length !== committee.members.length) {
      throw refused("bad_trustees", "number of secrets");
    }
    for (const sealed of [message.polynomial, ...message.secrets]) parseEncrypted(sealed);
    verifyCoefexps(message.coefexps, message.signature, index - 1, committee);
    return message;
  });
}

/**
 * Return the commitment to a polynomial message, 64 hexadecimal digits.
 * @param {Uint8Array} polynomial
 */
export function commitTo(polynomial) {
  return hex(sha256(utf8("polynomial|"), polynomial));
}

/**
 * Verify every trustee's polynomial against its commitment.
 * @param {string[]} commitments
 * @param {Uint8Array[]} polynomials
 * @throws {BallotsError} bad_trustees, the detail naming the trustee
 */
export function verifyCommitments(commitments, polynomials) {
  if (commitments.length !== polynomials.length) {
    throw refused("bad_trustees", "number of commitments");
  }
  if (new Set(commitments).size !== commitments.length) {
    throw refused("bad_trustees", "a commitment appears twice");
  }
  commitments.forEach((commitment, at) =>
    naming(`trustee ${at + 1}`, () => {
      if (commitment !== commitTo(polynomials[at])) {
        throw refused("bad_trustees", "polynomial changed after its commitment");
      }
    }),
  );
}
